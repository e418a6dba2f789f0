import type { Knex } from 'knex'
import { openNewTables } from './support/open-new-tables.ts'

// How far the fields are moved when a certificate is printed on the ministry's blanks: every authority has its printer
// and its lot of blanks.
const tables = `
create table overprint_offset (
  authority_id int not null references authority (id),
  part text not null check (part in ('CERTIFICATE_ORIGINAL', 'CERTIFICATE_DUPLICATE')),
  right_mm numeric(3, 1) not null check (right_mm between -15 and 15),
  down_mm numeric(3, 1) not null check (down_mm between -15 and 15),
  set_by int not null references staff (id),
  set_at timestamptz not null,
  primary key (authority_id, part)
);
create index overprint_offset_staff on overprint_offset (set_by);
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(tables)
  await openNewTables(knex, ['overprint_offset'], [])
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('drop table overprint_offset')
}
