import type { Knex } from 'knex'
import { openNewTables } from './support/open-new-tables.ts'

// 待签章: a paper of a case that is signed online instead of on paper. What its signers stand by is known by the digest of
// what it says; a file is what they sign of it, and each signature makes the next file out of the one before. The file that
// all have signed stands as the material's, with that digest beside it.
const tables = `
alter table attachment add column signed_digest text;

create table signing_item (
  id uuid primary key,
  case_id uuid not null references case_file (id),
  organization_id uuid not null references organization (id),
  paper text not null,
  title text not null,
  digest text not null,
  sha256 text not null references stored_file (sha256),
  state text not null check (state in ('WAITING', 'SIGNED', 'VOID')),
  listed_by uuid not null references account (id),
  listed_at timestamptz not null,
  settled_at timestamptz,
  void_why text check (void_why in ('CHANGED', 'TAKEN_BACK')),
  constraint signing_item_settled check ((state = 'WAITING') = (settled_at is null)),
  constraint signing_item_void check ((state = 'VOID') = (void_why is not null))
);
create unique index signing_item_one on signing_item (case_id, paper) where state = 'WAITING';
create index signing_item_case on signing_item (case_id);
create index signing_item_waiting on signing_item (organization_id, listed_at) where state = 'WAITING';

-- Who signs, in order, and how each signed. What is kept of the certificate is what ESL art. 13 asks to be shown later.
create table signing_place (
  item_id uuid not null references signing_item (id) on delete cascade,
  position smallint not null,
  role text not null check (role in ('organization', 'representative', 'person')),
  name text not null,
  place text not null,
  signed_at timestamptz,
  signed_by uuid references account (id),
  stamped_at timestamptz,
  subject text,
  issuer text,
  serial text,
  fingerprint text,
  not_after timestamptz,
  revocation text,
  sha256 text references stored_file (sha256),
  primary key (item_id, position),
  constraint signing_place_signed check (
    (signed_at is null) = (fingerprint is null) and (signed_at is null) = (sha256 is null)
  )
);

-- 停用: an organization's electronic seal follows from the register; that it is out of use for a while stands here.
create table seal_pause (
  id uuid primary key,
  organization_id uuid not null references organization (id),
  paused_by uuid not null references account (id),
  paused_at timestamptz not null,
  resumed_by uuid references account (id),
  resumed_at timestamptz,
  constraint seal_pause_end check ((resumed_at is null) = (resumed_by is null))
);
create unique index seal_pause_one on seal_pause (organization_id) where resumed_at is null;
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(tables)
  await openNewTables(knex, ['signing_item', 'signing_place', 'seal_pause'], [])
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    drop table seal_pause;
    drop table signing_place;
    drop table signing_item;
    alter table attachment drop column signed_digest;
  `)
}
