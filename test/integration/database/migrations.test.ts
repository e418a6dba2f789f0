import pg from 'pg'
import knexFactory, { type Knex } from 'knex'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedReferenceData, completeAuthorities } from '../../../seeds/reference.ts'
import { openDatabase } from '../../../src/db/client.ts'
import { migrate, migrationSettings } from '../../../src/db/migrate.ts'
import { createLogger } from '../../../src/infra/logger.ts'
import { loadReferenceData } from '../../../src/reference/reference.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { serverVariable } from '../../support/servers.ts'

/** What was written into these stays as it was written. */
const appendOnly = [
  'audit_log',
  'case_event',
  'snapshot',
  'consent',
  'certificate_hand_over',
  'organization_change',
  'organization_seal',
  'organization_account',
  'organization_unit',
  'holding_end',
  'verdict',
] as const

let database: TestDatabase
let owner: Knex
let app: Knex

beforeAll(async () => {
  database = await createTestDatabase()
  owner = knexFactory({ client: 'pg', connection: database.ownerDatabaseUrl, pool: { min: 0, max: 2 } })
  app = knexFactory({ client: 'pg', connection: database.databaseUrl, pool: { min: 0, max: 2 } })
})
afterAll(async () => {
  await Promise.all([owner.destroy(), app.destroy()])
  await database.drop()
})

const rowsOf = async (knex: Knex, text: string): Promise<unknown> => (await knex.raw<{ rows: unknown[] }>(text)).rows

/** Everything about the schema that a migration can change. */
const schemaOf = async (knex: Knex) => ({
  columns: await rowsOf(
    knex,
    `select table_name, column_name, data_type, is_nullable, column_default, is_identity, udt_name, numeric_precision, numeric_scale
     from information_schema.columns where table_schema = 'public' order by 1, 2`,
  ),
  constraints: await rowsOf(
    knex,
    `select conrelid::regclass::text as on, conname, pg_get_constraintdef(oid) as says from pg_constraint
     where connamespace = 'public'::regnamespace order by 1, 2`,
  ),
  indexes: await rowsOf(knex, `select indexname, indexdef from pg_indexes where schemaname = 'public' order by 1`),
  triggers: await rowsOf(
    knex,
    `select tgrelid::regclass::text as on, tgname, pg_get_triggerdef(oid) as says from pg_trigger where not tgisinternal order by 1, 2`,
  ),
  functions: await rowsOf(
    knex,
    `select p.proname, pg_get_functiondef(p.oid) as says from pg_proc p
     where p.pronamespace = 'public'::regnamespace and p.prokind = 'f'
       and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e') order by 1, 2`,
  ),
  grants: await rowsOf(
    knex,
    `select table_name, privilege_type from information_schema.role_table_grants
     where table_schema = 'public' and grantee = 'portal_app' order by 1, 2`,
  ),
  columnGrants: await rowsOf(
    knex,
    `select table_name, column_name, privilege_type from information_schema.role_column_grants
     where table_schema = 'public' and grantee = 'portal_app' order by 1, 2, 3`,
  ),
})

const countsOf = async (knex: Knex): Promise<Readonly<Record<string, number>>> => {
  const tables = (await rowsOf(
    knex,
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  )) as { name: string }[]
  const counts: Record<string, number> = {}
  for (const { name } of tables) {
    const found = await knex(name).count<{ count: number | string }[]>('* as count')
    counts[name] = Number(found[0]?.count)
  }
  return counts
}

describe('migrations', () => {
  it('S61 from empty give the reference data and nothing else', async () => {
    const counts = await countsOf(owner)
    for (const table of ['division', 'authority', 'supervisory_unit', 'calendar_day'])
      expect([table, (counts[table] ?? 0) > 0]).toEqual([table, true])
    for (const table of ['account', 'staff', 'case_file', 'organization', 'audit_log', 'message'])
      expect([table, counts[table]]).toEqual([table, 0])
  })

  it('S61 a second run changes nothing', async () => {
    const before = { schema: await schemaOf(owner), counts: await countsOf(owner) }
    await migrate(database.ownerDatabaseUrl)
    expect({ schema: await schemaOf(owner), counts: await countsOf(owner) }).toEqual(before)
    expect(await owner.migrate.status(migrationSettings)).toBe(0)
  })

  it('S61 two processes that migrate at the same moment do not disturb each other, from empty', async () => {
    const name = `test_twice_${process.pid}`
    const admin = new pg.Client({ connectionString: serverVariable('TEST_DATABASE_OWNER_URL') })
    await admin.connect()
    const url = new URL(serverVariable('TEST_DATABASE_OWNER_URL'))
    url.pathname = `/${name}`
    try {
      await admin.query(`create database ${name}`)
      await Promise.all([migrate(url.href), migrate(url.href), migrate(url.href)])
      const knex = knexFactory({ client: 'pg', connection: url.href })
      try {
        expect(await schemaOf(knex)).toEqual(await schemaOf(owner))
        expect(await countsOf(knex)).toEqual(await countsOf(owner))
      } finally {
        await knex.destroy()
      }
    } finally {
      await admin.query(`drop database if exists ${name} with (force)`)
      await admin.end()
    }
  })

  it('S61 one step down and up again gives the same schema, and so do all of them', async () => {
    const before = await schemaOf(owner)
    await owner.migrate.down(migrationSettings)
    expect(await schemaOf(owner)).not.toEqual(before)
    await owner.migrate.latest(migrationSettings)
    expect(await schemaOf(owner)).toEqual(before)
    await owner.migrate.rollback(migrationSettings, true)
    const empty = (await rowsOf(
      owner,
      `select table_name from information_schema.tables where table_schema = 'public' and table_name not like 'knex%'`,
    )) as unknown[]
    expect(empty).toEqual([])
    await owner.migrate.latest(migrationSettings)
    await seedReferenceData(owner)
    expect(await schemaOf(owner)).toEqual(before)
  })

  it('10.1 give every authority its organ and court; a portal with one that has none does not start', async () => {
    const portal = openDatabase(database.databaseUrl, createLogger('silent'))
    const whole = () => loadReferenceData(portal)
    await expect(whole()).rejects.toThrow('shanxi-mzt（山西省民政厅）: reconsideration_organ is missing')
    await owner('authority').where({ code: 'taiyuan-spj' }).update({ court: '太原铁路运输法院' })
    await completeAuthorities(owner)
    const { authorities } = await whole()
    const of = (code: string) => authorities.find((authority) => authority.code === code)
    expect(of('tiedong-spj')).toMatchObject({
      reconsiderationOrgan: '鞍山市铁东区人民政府',
      court: '鞍山市铁东区人民法院',
    })
    // What somebody said already stays.
    expect(of('taiyuan-spj')).toMatchObject({ reconsiderationOrgan: '太原市人民政府', court: '太原铁路运输法院' })
    await portal.close()
  })

  it('8.13 make the keys of names anew: one for all glyphs, unique, and doubles of before keep both their names', async () => {
    const nameKeys = { ...migrationSettings, name: '20261130000008_name_keys.ts' }
    await owner.migrate.down(nameKeys)
    const { id: authority } = await owner('authority').first<{ id: number }>('id')
    const organization = (name: string, uscc: string, established: string, status = 'ACTIVE') => ({
      uscc,
      name,
      type: 'SOCIAL_GROUP',
      authority_id: authority,
      comparison_key: '旧',
      legal_representative: '秦砚',
      purpose: '服务会员',
      business_scope: '研究',
      activity_area: '山西省',
      domicile: '某地',
      fund_ten_thousands: '3',
      status,
      status_since: established,
      established_on: established,
    })
    await owner('organization').insert([
      organization('山西省黄河湿地保护协会', 'KEY-1', '2015-01-01'),
      organization('山西省黃河濕地保護協會', 'KEY-2', '2016-01-01'),
      organization('山西省黃河湿地保护协会', 'KEY-3', '2014-01-01', 'DEREGISTERED'),
      organization('山西省書畫协会', 'KEY-4', '2017-01-01'),
    ])
    try {
      await owner.migrate.up(nameKeys)
      const rows = await owner('organization').orderBy('uscc').select('name', 'name_key', 'comparison_key')
      expect(rows).toEqual([
        {
          name: '山西省黄河湿地保护协会',
          name_key: '山西省黄河湿地保护协会',
          comparison_key: '黄河湿地保护',
        },
        {
          name: '山西省黃河濕地保護協會',
          name_key: '山西省黃河濕地保護協會',
          comparison_key: '黄河湿地保护',
        },
        {
          name: '山西省黃河湿地保护协会',
          name_key: '山西省黄河湿地保护协会',
          comparison_key: '黄河湿地保护',
        },
        { name: '山西省書畫协会', name_key: '山西省书画协会', comparison_key: '书画' },
      ])
    } finally {
      await owner('organization').delete()
    }
  })

  it('S61 keep the rules of the house: texts without a length, instants with a zone, no serial', async () => {
    const columns = (await schemaOf(owner)).columns as { table_name: string; column_name: string; data_type: string }[]
    const odd = columns.filter(
      ({ table_name: table, data_type: type }) =>
        !table.startsWith('knex_') &&
        ['character varying', 'character', 'timestamp without time zone', 'json', 'money'].includes(type),
    )
    expect(odd).toEqual([])
    const counted = columns.filter((column) =>
      ((column as { column_default?: string | null }).column_default ?? '').startsWith('nextval'),
    )
    expect(counted.filter(({ table_name: table }) => !table.startsWith('knex_'))).toEqual([])
  })

  it('every foreign key has an index on its side, so that deleting and joining need not read whole tables', async () => {
    const missing = (await rowsOf(
      owner,
      `select c.conrelid::regclass::text as on, a.attname as column from pg_constraint c
       join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
       where c.contype = 'f' and c.connamespace = 'public'::regnamespace
         and not exists (select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1])
       order by 1, 2`,
    )) as { on: string; column: string }[]
    // Rows these point to are never deleted, and nobody asks from that side.
    const allowed = new Set([
      'access_grant.revoked_by',
      'answer.saved_by',
      'case_file.authority_id',
      'case_event.account_id',
      'case_event.staff_id',
      'certificate_hand_over.event_id',
      'document.sha256',
      'message.case_id',
      'name_reservation.case_id',
      'snapshot.event_id',
    ])
    expect(missing.map(({ on, column }) => `${on}.${column}`).filter((name) => !allowed.has(name))).toEqual([])
  })
})

describe('the portal’s own role', () => {
  const refused = async (text: string): Promise<string> => {
    try {
      await app.raw(text)
      return 'done'
    } catch (error) {
      return error instanceof Error && 'code' in error ? String(error.code) : String(error)
    }
  }

  it.each([
    'create table mine (id int)',
    'create temp table mine (id int)',
    'create schema mine',
    'create extension hstore',
    'create function mine() returns int language sql as $$ select 1 $$',
    'alter table account add column mine text',
    'alter table audit_log disable trigger all',
    'alter table audit_log disable trigger never_changed',
    'drop table audit_log',
    'drop trigger never_changed on audit_log',
    'drop index case_file_queue',
    'create or replace function refuse_change() returns trigger language plpgsql as $$ begin return new; end $$',
    'drop function refuse_change() cascade',
    'alter role portal_app superuser',
    'set session authorization portal_owner',
    'set role portal_owner',
    "set session_replication_role = 'replica'",
    "copy account to program 'cat'",
    "select pg_read_file('/etc/passwd')",
    'truncate case_file',
    'delete from knex_migrations',
    "insert into knex_migrations (name) values ('mine')",
    "update document set data = '{}'",
    "update document set number = 'x'",
    "update document set verification_code = 'x'",
    'update document set issued_at = now()',
    'delete from document',
    'truncate document',
    "update organization set uscc = 'x'",
    "update organization set established_on = '2020-01-01'",
    'update certificate set serial = 1',
    "update certificate set valid_to = '2099-01-01'",
    'delete from certificate',
    'delete from organization',
    'delete from organization_person',
    "update former_name set name = 'x'",
    "update stored_file set sha256 = 'x'",
    'update stored_file set size = 0',
    "update correction_item set note = 'x'",
    'delete from correction',
    "update message set body = 'x'",
    'delete from message',
    "update outgoing_sms set text_enc = 'x'",
    'delete from number_sequence',
    "update number_sequence set scope = 'x'",
    'delete from audit_head',
    "update name_reservation set name = 'x'",
    "update authority set doc_prefix = 'x'",
    "update calendar_day set kind = 'HOLIDAY'",
    'delete from division',
  ])('S59 cannot: %s', async (text) => {
    expect(await refused(text)).toMatch(/^(42501|22023)$/)
  })

  it.each(appendOnly)('S59 cannot change, remove or empty %s', async (table) => {
    const columns: Readonly<Record<string, string>> = {
      audit_log: 'action',
      consent: 'document',
      certificate_hand_over: 'collector_name',
      organization_change: 'item',
      organization_seal: 'kind',
      organization_account: 'bank',
      organization_unit: 'name',
      holding_end: 'how',
      verdict: 'note',
    }
    const column = columns[table] ?? 'stage'
    expect(await refused(`update ${table} set ${column} = 'x'`)).toBe('42501')
    expect(await refused(`delete from ${table}`)).toBe('42501')
    expect(await refused(`truncate ${table}`)).toBe('42501')
    expect(await refused(`truncate ${table} cascade`)).toBe('42501')
    expect(await refused(`select 1 from ${table}`)).toBe('done')
  })

  it.each(appendOnly)('S59 nor can whoever owns %s, without taking the trigger away first', async (table) => {
    await expect(owner.raw(`delete from ${table}`)).rejects.toThrow('never changed')
    await expect(owner.raw(`truncate ${table} cascade`)).rejects.toThrow('never changed')
  })
})
