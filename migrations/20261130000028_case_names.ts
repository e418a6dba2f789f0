import type { Knex } from 'knex'
import { nameKey } from '../src/core/names/normalize.ts'
import { comparisonKey } from '../src/core/names/parse.ts'
import type { DivisionName } from '../src/core/names/types.ts'
import { openNewTables } from './support/open-new-tables.ts'

// Names that submitted cases ask for, so that two cases with one name find each other: only of cases that are open, so
// that a look costs what is open and not what ever was. And, once decided, why a later case got a name before an
// earlier one: kept as it was written.
const tables = `
create table case_name (
  application_id uuid not null references application (id) on delete cascade,
  -- 0 is the name asked for, 1 and up the alternatives in their order.
  place smallint not null,
  name text not null,
  name_key text not null,
  comparison_key text not null,
  -- When the case first submitted this name: who comes first is read from it.
  since timestamptz not null,
  primary key (application_id, place)
);
create index case_name_key on case_name (name_key, since);
create index case_name_near on case_name using gin (comparison_key gin_trgm_ops);

create table name_precedence (
  event_id bigint not null references application_event (id),
  application_id uuid not null references application (id),
  name text not null,
  earlier_application_id uuid not null references application (id),
  earlier_name text not null,
  earlier_since timestamptz not null,
  reason text not null,
  at timestamptz not null,
  primary key (event_id, earlier_application_id)
);
create index name_precedence_case on name_precedence (application_id);
create index name_precedence_earlier on name_precedence (earlier_application_id);
`

const slice = 5000

/** What open cases submitted so far: the name they go by. Their alternatives follow with their next submission. */
const writeOpenNames = async (knex: Knex): Promise<void> => {
  const divisions = await knex('division').whereNot({ level: 'NATION' }).select<DivisionName[]>('code', 'name', 'level')
  const open = await knex('application')
    .whereNotNull('number')
    .whereNotNull('submitted_at')
    .whereNull('deleted_at')
    .whereNot({ title: '' })
    .whereIn('stage', ['nameConsultation', 'nameApproval', 'establishmentSubmission'])
    .whereNotIn('status', ['NOT_SUITABLE', 'REJECTED', 'DENIED', 'REFUSED', 'WITHDRAWN', 'TERMINATED', 'EXPIRED'])
    .select<{ id: string; title: string; submitted_at: Date }[]>('id', 'title', 'submitted_at')
  for (let from = 0; from < open.length; from += slice)
    await knex('case_name').insert(
      open.slice(from, from + slice).map(({ id, title, submitted_at: since }) => ({
        application_id: id,
        place: 0,
        name: title,
        name_key: nameKey(title),
        comparison_key: comparisonKey(title, divisions),
        since,
      })),
    )
}

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(tables)
  await writeOpenNames(knex)
  await openNewTables(knex, ['case_name', 'name_precedence'], ['name_precedence'])
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('drop table if exists name_precedence, case_name')
}
