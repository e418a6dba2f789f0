import type { Knex } from 'knex'
import { openNewTables } from './support/open-new-tables.ts'

const tables = `
-- What was told before something runs out, each once: of a case, a draft or an approved request. due_on is the day it
-- would end by itself; ends_on the day that was told, later where the telling came late.
create table reminder (
  object_id uuid not null,
  what text not null,
  due_on date not null,
  ends_on date not null,
  sent_at timestamptz not null,
  primary key (object_id, what, due_on)
);
create index application_idle_draft on application (updated_at, id)
  where status = 'DRAFT' and number is null and deleted_at is null;
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(tables)
  await openNewTables(knex, ['reminder'], [])
  // What was sent back to be changed has a last day from now on. What lies there already gets thirty working days,
  // counted generously in days of the calendar.
  await knex.raw(`
    with today as (select (now() at time zone 'Asia/Shanghai')::date as day)
    update application set clock = 'revision', clock_started_on = day, clock_limit = 30,
      clock_due_on = day + 45, statutory_due_on = day + 45, clock_provisional = false
    from today where clock is null and status in ('SUGGESTED_CHANGE', 'RETURNED')
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    update application set clock = null, clock_started_on = null, clock_limit = null, clock_due_on = null,
      statutory_due_on = null, clock_provisional = false
    where clock = 'revision'
  `)
  await knex.raw('drop index application_idle_draft; drop table reminder;')
}
