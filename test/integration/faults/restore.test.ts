import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { seedDemo } from '../../../seeds/demo/index.ts'
import { loadConfig } from '../../../src/config.ts'
import { verifyAudit } from '../../../src/db/audit.ts'
import { openDatabase, type Database } from '../../../src/db/client.ts'
import { migrate } from '../../../src/db/migrate.ts'
import { startPostgres } from '../../../src/embedded/postgres.ts'
import { freePort } from '../../../src/embedded/processes.ts'
import { createLogger } from '../../../src/infra/logger.ts'
import { servePortal, type RunningPortal } from '../../../src/run.ts'
import { paths } from '../../../src/web/paths.ts'
import { logInAs, logInStaff, mainText } from '../../support/accounts.ts'
import { createBrowser } from '../../support/browser.ts'
import { makeCase } from '../../support/cases.ts'
import { startOwnPostgres } from '../../support/own-postgres.ts'
import { createAccount, type TestApplicant } from '../../support/people.ts'
import { captchaAnswer, type TestPortal } from '../../support/portal.ts'
import { createTestRedis } from '../../support/redis.ts'

const accountPassword = 'Test@20261121'

type Urls = { readonly databaseUrl: string; readonly ownerDatabaseUrl: string }

/** A portal over a database and a folder, with a Redis of its own: sessions are not part of a backup. */
const openPortal = async (urls: Urls, dataDir: string): Promise<{ running: RunningPortal; portal: TestPortal }> => {
  const [{ redisUrl }, port] = await Promise.all([createTestRedis(), freePort()])
  const config = loadConfig({
    NODE_ENV: 'test',
    PORT: String(port),
    DATA_DIR: dataDir,
    DATABASE_URL: urls.databaseUrl,
    REDIS_URL: redisUrl,
    CAPTCHA_ANSWER: captchaAnswer,
    BCRYPT_COST: '4',
    LOG_LEVEL: 'error',
    SEAL: 'off',
  })
  const running = await servePortal(config)
  const owner = openDatabase(urls.ownerDatabaseUrl, createLogger('silent'))
  const portal = { deps: running.deps, config, owner, baseUrl: `http://127.0.0.1:${port}` } as TestPortal
  return { running, portal }
}

/** What every table of the portal holds, as one hash a table, whatever order the rows lie in. */
const contents = async (db: Database): Promise<Readonly<Record<string, string>>> => {
  const { rows: tables } = await db.knex.raw<{ rows: { name: string }[] }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  )
  const found: Record<string, string> = {}
  for (const { name } of tables) {
    const { rows } = await db.knex.raw<{ rows: { content: string }[] }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as content from ?? t`,
      [name],
    )
    found[name] = rows[0]?.content ?? ''
  }
  return found
}

type Kept = {
  readonly account: TestApplicant
  readonly idNumber: string
  readonly contents: Readonly<Record<string, string>>
  readonly auditRows: number
}

/** Puts in what must come back: an account, cases with files, issued documents and an audit log. */
const fillPortal = async ({ running, portal }: Awaited<ReturnType<typeof openPortal>>): Promise<Kept> => {
  const { deps } = running
  await seedDemo(portal.owner.knex, deps)
  const account = await createAccount(portal)
  await makeCase(portal, { stage: 'establishmentSubmission', status: 'RECEIVED' })
  await makeCase(portal, { stage: 'nameConsultation', status: 'SUBMITTED' })
  await logInAs(createBrowser(portal.baseUrl), account.loginName, accountPassword)
  const row = await portal.owner
    .knex('account')
    .where({ id: account.id })
    .first<{ id_number_enc: string }>('id_number_enc')
  const files = await portal.owner.knex('stored_file').select<{ sha256: string }[]>('sha256')
  if (files.length === 0) throw new Error('nothing was uploaded')
  // What the jobs still write belongs to the backup as well: it is taken from a portal that rests.
  await running.stop()
  const { rows, faults } = await verifyAudit(portal.owner.knex)
  if (faults.length > 0) throw new Error(faults.join('\n'))
  const kept = {
    account,
    idNumber: deps.crypto.decrypt(row.id_number_enc, `account.id_number:${account.id}`),
    contents: await contents(portal.owner),
    auditRows: rows,
  }
  await portal.owner.close()
  return kept
}

const verifyScript = fileURLToPath(new URL('../../../src/audit-verify.ts', import.meta.url))

/** `npm run audit:verify` against a database: what it says, and its exit code. */
const auditVerify = async (urls: Urls, dataDir: string): Promise<{ readonly code: unknown; readonly text: string }> => {
  const child = spawn(process.execPath, [verifyScript], {
    env: {
      PATH: process.env['PATH'],
      DATA_DIR: dataDir,
      DATABASE_URL: urls.databaseUrl,
      REDIS_URL: 'redis://127.0.0.1:9',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece: Buffer) => {
      text += piece.toString('utf8')
    })
  const [code] = (await once(child, 'exit')) as unknown[]
  return { code, text }
}

/** Everything a restored portal must stand. */
const checkRestored = async (urls: Urls, dataDir: string, kept: Kept): Promise<void> => {
  // Looked at before a portal runs on it: its jobs go on where they were stopped.
  const untouched = openDatabase(urls.ownerDatabaseUrl, createLogger('silent'))
  expect(await contents(untouched).finally(() => untouched.close())).toEqual(kept.contents)
  const verified = await auditVerify(urls, dataDir)
  // The anchor is of the whole folder's copy: beside a dump there is none.
  const anchor = existsSync(join(dataDir, 'audit-anchor.json'))
    ? ''
    : `  no anchor in ${dataDir}: rows removed from the end would not be seen\n`
  expect(verified).toEqual({ code: 0, text: `${kept.auditRows} audit rows checked, 0 faults\n${anchor}` })

  const { portal, running } = await openPortal(urls, dataDir)
  try {
    const files = await portal.owner.knex('stored_file').select<{ sha256: string }[]>('sha256')
    expect(files.length).toBeGreaterThan(0)
    for (const { sha256 } of files) {
      const bytes = await readFile(join(dataDir, 'files', sha256.slice(0, 2), sha256))
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
    }

    const { id, loginName } = kept.account
    const row = await portal.owner.knex('account').where({ id }).first<{ id_number_enc: string }>('id_number_enc')
    expect(running.deps.crypto.decrypt(row.id_number_enc, `account.id_number:${id}`)).toBe(kept.idNumber)

    // Logging in works, new rows follow the old ones in the chain, and jobs run: the official's code is delivered.
    const browser = createBrowser(portal.baseUrl)
    expect((await logInAs(browser, loginName, accountPassword)).status).toBe(200)
    const page = await browser.get(paths.account)
    expect([page.url, mainText(page).includes(loginName)]).toEqual([paths.account, true])
    expect((await logInStaff(portal, 'chuangkou')).url).toBe(paths.staffQueue)
    const after = await verifyAudit(portal.owner.knex)
    expect(after.faults).toEqual([])
    expect(after.rows).toBeGreaterThan(kept.auditRows)

    // What may not be changed may not be changed here either: the privileges came back, and the triggers.
    await expect(running.deps.db.knex('audit_log').delete()).rejects.toMatchObject({ code: '42501' })
    await expect(portal.owner.knex('audit_log').delete()).rejects.toThrow('never changed')
  } finally {
    await running.stop()
    await portal.owner.close()
  }
}

const inFolder = async (work: (folder: string) => Promise<void>): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'portal-restore-'))
  try {
    await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

describe('backup and restore', () => {
  it(
    'S60 pg_dump, files and keys go into an empty database and an empty folder, and everything works',
    () =>
      inFolder(async (folder) => {
        const postgres = await startOwnPostgres(folder)
        try {
          const urlsOf = (database: string): Urls => ({
            databaseUrl: postgres.url('portal_app', database),
            ownerDatabaseUrl: postgres.url('portal_owner', database),
          })
          await postgres.createDatabase('portal')
          await migrate(urlsOf('portal').ownerDatabaseUrl)
          const before = join(folder, 'before')
          const kept = await fillPortal(await openPortal(urlsOf('portal'), before))

          const dump = join(folder, 'portal.dump')
          await postgres.run('pg_dump', ['-Fc', `--file=${dump}`, postgres.url('postgres', 'portal')])
          const after = join(folder, 'after')
          await mkdir(after)
          for (const part of ['files', 'keys']) await cp(join(before, part), join(after, part), { recursive: true })
          await rm(before, { recursive: true })

          await postgres.createDatabase('restored')
          await postgres.run('pg_restore', [
            '--exit-on-error',
            `--dbname=${postgres.url('postgres', 'restored')}`,
            dump,
          ])
          await checkRestored(urlsOf('restored'), after, kept)
        } finally {
          await postgres.stop()
        }
      }),
    120_000,
  )

  it(
    'S60 the folder of an embedded portal, copied while it is stopped, is a whole portal again',
    () =>
      inFolder(async (folder) => {
        const silent = (): void => undefined
        const before = join(folder, 'before')
        await mkdir(before)
        const first = await startPostgres(before, silent)
        await migrate(first.ownerDatabaseUrl)
        const kept = await fillPortal(await openPortal(first, before))
        await first.stop()

        const after = join(folder, 'after')
        await cp(before, after, { recursive: true })
        await rm(before, { recursive: true })

        const second = await startPostgres(after, silent)
        try {
          await checkRestored(second, after, kept)
        } finally {
          await second.stop()
        }
      }),
    120_000,
  )
})
