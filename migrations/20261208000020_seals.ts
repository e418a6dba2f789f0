import type { Knex } from 'knex'
import { openNewTables } from './support/open-new-tables.ts'

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    -- Since when a document waits for the seal of its authority; only one that has no file waits.
    alter table document add column seal_awaited_since timestamptz;
    create index document_awaits_seal on document (seal_awaited_since) where sha256 is null and seal_awaited_since is not null;

    -- Certificates of seals that were used; what became of one is written here.
    create table seal_certificate (
      fingerprint text primary key check (fingerprint ~ '^[0-9a-f]{64}$'),
      authority_id int not null references authority (id),
      serial text not null,
      subject text not null,
      issuer text not null,
      -- Itself and those above it, in DER.
      chain bytea[] not null,
      valid_to timestamptz not null,
      first_used_at timestamptz not null,
      revoked_at timestamptz
    );
    create index seal_certificate_authority on seal_certificate (authority_id);

    -- Which key sealed what, and which moment is proved.
    create table document_seal (
      document_id uuid primary key references document (id),
      fingerprint text not null references seal_certificate (fingerprint),
      stamped_at timestamptz not null,
      sealed_at timestamptz not null
    );
    create index document_seal_certificate on document_seal (fingerprint);
  `)
  await openNewTables(knex, ['seal_certificate', 'document_seal'], ['document_seal'])
  await knex.raw(`
    do $$ begin
      if exists (select from pg_roles where rolname = 'portal_app') then
        grant update (seal_awaited_since) on document to portal_app;
        revoke update, delete, truncate on seal_certificate from portal_app;
        grant update (revoked_at) on seal_certificate to portal_app;
      end if;
    end $$;
  `)
}

export const down = (knex: Knex): Promise<void> =>
  knex.raw(`
    drop table document_seal;
    drop table seal_certificate;
    alter table document drop column seal_awaited_since;
  `)
