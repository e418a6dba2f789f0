import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import knexFactory, { type Knex } from 'knex'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedReferenceData, completeAuthorities } from '../../../seeds/reference.ts'
import { seedDemoStaff } from '../../../seeds/demo/staff.ts'
import { loadConfig, type Config } from '../../../src/config.ts'
import { openDatabase } from '../../../src/db/client.ts'
import { migrate, migrationSettings } from '../../../src/db/migrate.ts'
import { emptyPage } from '../../../src/core/forms/field.ts'
import { createDeps, type Deps } from '../../../src/deps.ts'
import { freePort } from '../../../src/embedded/processes.ts'
import { createLogger } from '../../../src/infra/logger.ts'
import { sampleAnswers } from '../../support/sample.ts'
import { sealPage } from '../../../src/modules/cases/answers.ts'
import { servePortal } from '../../../src/run.ts'
import { paths } from '../../../src/web/paths.ts'
import { logInAs, logInStaff, mainText } from '../../support/accounts.ts'
import { tinyPdf } from '../../support/own-cases.ts'
import { createBrowser } from '../../support/browser.ts'
import { createAccount, type TestApplicant } from '../../support/people.ts'
import { captchaAnswer, type TestPortal } from '../../support/portal.ts'
import { createTestRedis } from '../../support/redis.ts'
import { serverVariable } from '../../support/servers.ts'

const name = `test_old_rows_${process.pid}`
const inDatabase = (variable: 'TEST_DATABASE_URL' | 'TEST_DATABASE_OWNER_URL'): string => {
  const url = new URL(serverVariable(variable))
  url.pathname = `/${name}`
  return url.href
}

let folder: string
let owner: Knex
let config: Config
let account: TestApplicant
let caseFile: string
/** What stood in each column of the first schema. */
let written: Readonly<Record<string, readonly unknown[]>>

const admin = async (...statements: readonly string[]): Promise<void> => {
  const client = new pg.Client({ connectionString: serverVariable('TEST_DATABASE_OWNER_URL') })
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}

/** What tables and columns of the first schema are called in the newest. */
const calledNow: Readonly<Record<string, string>> = {
  application: 'case_file',
  application_event: 'case_event',
  application_person: 'case_person',
  application_id: 'case_id',
}

/** The rows of every table of the first schema in the columns it had; none of them is new. */
const firstColumns = new Map<string, readonly string[]>()
const rowsOfFirst = async (names: 'first' | 'newest'): Promise<Record<string, readonly unknown[]>> => {
  const called = (name: string): string => (names === 'newest' ? (calledNow[name] ?? name) : name)
  const found: Record<string, readonly unknown[]> = {}
  for (const [table, columns] of firstColumns) {
    const listed = columns.map((column) => `"${called(column)}"`).join(', ')
    const { rows } = await owner.raw<{ rows: { row: string }[] }>(
      `select md5(row(${listed})::text) as row from ?? order by 1`,
      [called(table)],
    )
    found[table] = rows.map(({ row }) => row)
  }
  return found
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portal-old-rows-'))
  await admin(
    `create database ${name}`,
    `revoke all on database ${name} from public`,
    `grant connect on database ${name} to portal_app`,
  )
  owner = knexFactory({ client: 'pg', connection: inDatabase('TEST_DATABASE_OWNER_URL'), pool: { min: 0, max: 2 } })
  // The schema as the first release knew it, and nothing else.
  await owner.migrate.up(migrationSettings)
  await seedReferenceData(owner)
  const { redisUrl } = await createTestRedis()
  config = loadConfig({
    NODE_ENV: 'test',
    PORT: String(await freePort()),
    DATA_DIR: folder,
    DATABASE_URL: inDatabase('TEST_DATABASE_URL'),
    REDIS_URL: redisUrl,
    CAPTCHA_ANSWER: captchaAnswer,
    BCRYPT_COST: '4',
    LOG_LEVEL: 'error',
    SEAL: 'off',
  })
})
afterAll(async () => {
  await owner.destroy()
  await admin(`drop database if exists ${name} with (force)`)
  await rm(folder, { recursive: true, force: true })
})

/** A complete draft of the first stage with a file, as the first release wrote it. */
const putFirstCase = async (deps: Deps, accountId: string): Promise<string> => {
  const id = randomUUID()
  const now = deps.clock.now()
  const [authority] = deps.reference.authorities
  await owner('application').insert({
    id,
    matter: 'social-group-establishment',
    account_id: accountId,
    authority_id: authority?.id,
    stage: 'nameConsultation',
    status: 'DRAFT',
    title: '山西省古建筑彩绘保护协会',
    created_at: now,
    updated_at: now,
  })
  for (const page of ['name', 'purpose', 'contact'])
    await owner('answer').insert({
      application_id: id,
      page,
      data_enc: sealPage(deps.crypto, id, page, sampleAnswers[page] ?? emptyPage),
      version: 1,
      updated_at: now,
    })
  const { sha256, size } = await deps.files.put(tinyPdf(id))
  await owner('stored_file').insert({ sha256, size, type: 'pdf', created_at: now })
  await owner('attachment').insert({
    id: randomUUID(),
    application_id: id,
    material: 'M101',
    sha256,
    name: 'M101.pdf',
    uploaded_at: now,
  })
  return id
}

/** People who were there before the newest schema log in and find their things. */
const everybodyWorks = async (): Promise<void> => {
  const running = await servePortal(config)
  const baseUrl = `http://127.0.0.1:${config.port}`
  const portal = { deps: running.deps, config, baseUrl } as TestPortal
  try {
    const browser = createBrowser(baseUrl)
    await running.deps.sessions.applicant.store.endAll(account.id)
    expect((await logInAs(browser, account.loginName, 'Test@20261121')).status).toBe(200)
    expect((await browser.get(paths.account)).url).toBe(paths.account)
    expect(mainText(await browser.get(paths.cases))).toContain('山西省')
    expect((await browser.get(paths.case(caseFile))).status).toBe(200)
    const staff = createBrowser(baseUrl)
    expect((await logInStaff(portal, 'chuangkou', staff)).url).toBe(paths.staffQueue)
    await staff.submit('form[action="/staff/logout"]')
  } finally {
    await running.stop()
  }
}

describe('S61 rows written under the first schema', () => {
  it('S61 go through every later migration as they are', async () => {
    // A portal of today does not start without what later schemas say of an authority.
    const told = ['20261203000001_authority_remedies.ts', '20261203000080_authority_office.ts'].map((name) => ({
      ...migrationSettings,
      name,
    }))
    for (const migration of told) await owner.migrate.up(migration)
    await completeAuthorities(owner)
    const deps = await createDeps(config)
    for (const migration of told.toReversed()) await owner.migrate.down(migration)
    const portal = {
      deps,
      owner: openDatabase(inDatabase('TEST_DATABASE_OWNER_URL'), createLogger('silent')),
    } as TestPortal
    try {
      await seedDemoStaff(owner, deps)
      account = await createAccount(portal)
      caseFile = await putFirstCase(deps, account.id)
    } finally {
      await portal.owner.close()
      await deps.close()
    }
    const { rows } = await owner.raw<{ rows: { table: string; columns: string[] }[] }>(
      `select table_name as table, array_agg(column_name::text order by ordinal_position) as columns
       from information_schema.columns where table_schema = 'public' and table_name not like 'knex%' group by 1`,
    )
    for (const { table, columns } of rows) firstColumns.set(table, columns)
    written = await rowsOfFirst('first')
    for (const table of ['account', 'staff', 'application', 'answer', 'stored_file', 'consent'])
      expect([table, (written[table] ?? []).length > 0]).toEqual([table, true])

    await migrate(inDatabase('TEST_DATABASE_OWNER_URL'))
    const now = await rowsOfFirst('newest')
    for (const table of firstColumns.keys())
      // Reference data may have grown; what people wrote is what they wrote.
      if (!['division', 'authority', 'supervisory_unit', 'calendar_day'].includes(table))
        expect([table, now[table]]).toEqual([table, written[table]])
  })

  it('S61 work under the newest schema: the account logs in and sees its case, the official the queue', async () => {
    await everybodyWorks()
  }, 60_000)

  it('S61 are still there when every later migration is taken back, and work again after them', async () => {
    const before = await rowsOfFirst('newest')
    for (;;) {
      const [done] = (await owner.migrate.list(migrationSettings)) as [{ name: string }[], unknown]
      if (done.length <= 1) break
      await owner.migrate.down(migrationSettings)
    }
    expect(await rowsOfFirst('first')).toEqual(before)
    await migrate(inDatabase('TEST_DATABASE_OWNER_URL'))
    expect(await rowsOfFirst('newest')).toEqual(before)
    await everybodyWorks()
  }, 60_000)
})
