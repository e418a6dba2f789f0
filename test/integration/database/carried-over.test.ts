import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JobHelpers } from 'graphile-worker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadConfig } from '../../../src/config.ts'
import { mayFillIn } from '../../../src/core/workflow/decide.ts'
import type { Action, ProcedureCode } from '../../../src/core/workflow/procedures/index.ts'
import { isFinal, type Status } from '../../../src/core/workflow/statuses.ts'
import { openDatabase, type Database } from '../../../src/db/client.ts'
import { migrate } from '../../../src/db/migrate.ts'
import type { Deps } from '../../../src/deps.ts'
import { freePort } from '../../../src/embedded/processes.ts'
import { createLogger } from '../../../src/infra/logger.ts'
import { eventsOf, type CaseRow } from '../../../src/modules/cases/store.ts'
import { renderDocumentTask } from '../../../src/modules/documents/render-document.ts'
import { servePortal } from '../../../src/run.ts'
import { paths } from '../../../src/web/paths.ts'
import { signIn, smallPdf, takeUp } from '../../support/cases.ts'
import { createOldDatabase, oldKeys } from '../../support/old-database.ts'
import { createTestRedis } from '../../support/redis.ts'

/** The next step towards the good end, by procedure and status. */
const onward: Readonly<Record<string, Readonly<Partial<Record<Status, Action>>>>> = {
  consultation: { DRAFT: 'submit', SUBMITTED: 'suggestOk', SUGGESTED_CHANGE: 'resubmit' },
  nameApproval: {
    DRAFT: 'submit',
    SUBMITTED: 'accept',
    RETURNED: 'resubmit',
    ACCEPTED: 'secondReview',
    SECOND_REVIEWED: 'approveName',
  },
  licence: {
    DRAFT: 'submit',
    SUBMITTED: 'receive',
    RECEIVED: 'accept',
    CORRECTION_REQUIRED: 'resubmit',
    ACCEPTED: 'firstReview',
    FIRST_REVIEWED: 'secondReview',
    SECOND_REVIEWED: 'grant',
  },
  completion: {
    CERT_DUE: 'printCertificate',
    CERT_PRINTED: 'handOver',
    HANDED_OVER: 'submit',
    SUBMITTED: 'file',
    RETURNED: 'resubmit',
  },
} satisfies Partial<Record<ProcedureCode, Readonly<Partial<Record<Status, Action>>>>>

let database: Awaited<ReturnType<typeof createOldDatabase>>
let folder: string
let running: Awaited<ReturnType<typeof servePortal>>
let owner: Database
let portal: { readonly deps: Deps; readonly baseUrl: string }
let before: readonly { id: string; stage: string; status: string; clock_due_on: string | null }[]

const casesNow = (): Promise<CaseRow[]> =>
  owner.knex<CaseRow>('case_file').orderBy('id') as unknown as Promise<CaseRow[]>

beforeAll(async () => {
  database = await createOldDatabase()
  owner = openDatabase(database.ownerDatabaseUrl, createLogger('silent'))
  before = await owner.knex('application').orderBy('id').select('id', 'stage', 'status', 'clock_due_on')
  await migrate(database.ownerDatabaseUrl)
  folder = await mkdtemp(join(tmpdir(), 'portal-old-'))
  const { redisUrl } = await createTestRedis()
  const port = await freePort()
  const config = loadConfig({
    ...oldKeys,
    NODE_ENV: 'test',
    PORT: String(port),
    DATA_DIR: folder,
    DATABASE_URL: database.databaseUrl,
    REDIS_URL: redisUrl,
    BCRYPT_COST: '4',
    LOG_LEVEL: 'error',
    SEAL: 'off',
    JOBS: 'off',
  })
  running = await servePortal(config, { clock: { now: () => new Date('2026-11-24T02:00:00.000Z') } })
  portal = { deps: running.deps, baseUrl: `http://127.0.0.1:${port}` }
  // Whoever comes back is asked for terms that are newer than theirs: here all of them have agreed.
  await owner.knex.raw(
    `insert into consent (account_id, document, version, accepted_at)
     select distinct account_id, document, ?, accepted_at from consent where document = 'privacy-notice'`,
    [portal.deps.site.privacyNotice.version],
  )
  // The one file everything uploaded was.
  await portal.deps.files.put(smallPdf)
}, 240_000)
afterAll(async () => {
  await running.stop()
  await owner.close()
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

const wasAt = (stage: string, ...statuses: readonly string[]) =>
  before.filter((old) => old.stage === stage && statuses.includes(old.status))

const eventCount = async (id: string, action: Action): Promise<number> =>
  (await owner.knex('case_event').where({ case_id: id, stage: 'establishmentCompletion', action })).length

/** Goes on to the end of the stage the case is in, or to its very end. */
const goOn = async (id: string, far: 'stage' | 'end'): Promise<Status> => {
  const found = await takeUp(portal, id)
  const { stage } = await found.row()
  for (;;) {
    const row = await found.row()
    if (isFinal(row.status) || (far === 'stage' && row.stage !== stage)) return row.status
    const action = onward[row.procedure]?.[row.status]
    if (!action) throw new Error(`no way on from ${row.stage}/${row.status}`)
    try {
      await found.step(action, action === 'approveName' ? { precedenceReason: '在先申请已经结束。' } : undefined)
    } catch (error) {
      // 核对 says what is missing.
      const check = await (await signIn(portal, { accountId: row.account_id })).get(paths.checkAnswers(id))
      const missing = check.$('.govuk-error-summary__list').text()
      throw new Error(`${row.stage}/${row.status} ${action}: ${missing}`, { cause: error })
    }
  }
}

describe('a database of the last schema before procedures', () => {
  it('S61 holds cases in every position there was, and all of them stand where they did', async () => {
    expect(new Set(before.map(({ stage, status }) => `${stage}/${status}`)).size).toBeGreaterThan(30)
    const now = new Map((await casesNow()).map((row) => [row.id, row]))
    for (const old of before) {
      const row = now.get(old.id)
      const moved =
        old.stage === 'establishmentCompletion' && ['DRAFT', 'SUBMITTED', 'RETURNED', 'FILED'].includes(old.status)
      expect([old.stage, old.status, row?.stage, row?.status]).toEqual([
        old.stage,
        old.status,
        old.stage,
        moved ? 'CERT_DUE' : old.status,
      ])
      if (!moved && old.status !== 'CERT_PRINTED') expect(row?.clock_due_on).toEqual(old.clock_due_on)
    }
  })

  it('the certificate is due ten working days after the decision, and none runs once it is made', async () => {
    // Granted on Friday 2026-11-20.
    for (const { id } of wasAt('establishmentCompletion', 'DRAFT', 'RETURNED'))
      expect(await owner.knex('case_file').where({ id }).first('clock', 'clock_due_on')).toEqual({
        clock: 'certificate',
        clock_due_on: '2026-12-04',
      })
    for (const { id } of wasAt('establishmentCompletion', 'CERT_PRINTED'))
      expect(await owner.knex('case_file').where({ id }).first('clock')).toEqual({ clock: null })
  })

  it('what applicants could read of opinions went out, what they could not stays inside', async () => {
    const texts = await owner.knex('case_event').whereIn('action', ['deny', 'returnForChange', 'grant', 'firstReview'])
    expect(texts.length).toBeGreaterThan(10)
    for (const { action, opinion, conclusion } of texts as { action: string; opinion: string; conclusion: string }[])
      expect([action, opinion === '', conclusion === '']).toEqual([
        action,
        action !== 'firstReview',
        action === 'firstReview',
      ])
    expect(await owner.knex('case_event').whereNull('procedure')).toEqual([])
  })

  it('what was handed in before the certificate was made stays as it was; what was sent back or never sent is open', async () => {
    for (const [status, open] of [
      ['DRAFT', true],
      ['RETURNED', true],
      ['SUBMITTED', false],
      ['FILED', false],
      ['CERT_PRINTED', false],
    ] as const)
      for (const { id } of wasAt('establishmentCompletion', status)) {
        const row = await owner.knex<CaseRow>('case_file').where({ id }).first()
        expect([status, row && mayFillIn(row, await eventsOf(owner.knex, id))]).toEqual([status, open])
        const browser = await signIn(portal, { accountId: row?.account_id ?? '' })
        expect([status, (await browser.get(paths.answerPage(id, 'seals'))).status]).toEqual([status, open ? 200 : 409])
      }
  })

  it('the register tells of what it knew: founding, former names, certificates in force with serials of their own', async () => {
    const organizations = await owner.knex('organization')
    const founded = await owner.knex('organization_change').where({ kind: 'found' })
    expect(founded.length).toBe(organizations.length)
    const [former] = await owner.knex('former_name')
    expect(
      await owner.knex('organization_change').where({ item: 'name', organization_id: former?.organization_id }),
    ).toHaveLength(1)
    const certificates = await owner.knex('certificate').orderBy(['authority_id', 'serial'])
    expect(certificates.length).toBe(organizations.filter(({ valid_from: from }) => from !== null).length)
  })

  it('one case of each stage goes on to its end, every other to the end of its stage', async () => {
    const seen = new Set<string>()
    for (const old of before) {
      const now = await owner.knex<CaseRow>('case_file').where({ id: old.id }).first('status')
      if (!now || isFinal(now.status)) continue
      const far = seen.has(old.stage) && old.stage !== 'establishmentCompletion' ? 'stage' : 'end'
      seen.add(old.stage)
      expect([old.stage, old.status, await goOn(old.id, far)]).toEqual([
        old.stage,
        old.status,
        far === 'end' ? 'COMPLETED' : expect.stringMatching(/^(DRAFT|CERT_DUE)$/),
      ])
    }
  }, 300_000)

  it('nothing is filed twice: what was submitted or filed before is not asked for again', async () => {
    for (const [status, submitted] of [
      ['DRAFT', 1],
      ['SUBMITTED', 1],
      ['FILED', 1],
      ['CERT_PRINTED', 1],
      ['RETURNED', 1],
    ] as const)
      for (const { id } of wasAt('establishmentCompletion', status)) {
        expect([status, await eventCount(id, 'submit'), await eventCount(id, 'file')]).toEqual([status, submitted, 1])
        expect([status, await eventCount(id, 'printCertificate'), await eventCount(id, 'handOver')]).toEqual([
          status,
          1,
          1,
        ])
      }
    const doubled = await owner
      .knex('document')
      .groupBy('case_id', 'kind')
      .havingRaw('count(*) > 1')
      .whereIn('kind', ['FILING_RECEIPT', 'CERTIFICATE_ORIGINAL', 'DECISION_GRANTED'])
      .select('case_id', 'kind')
    expect(doubled).toEqual([])
  })

  it('numbers go on without gaps and without doubles: cases, documents, certificates', async () => {
    const documents = (await owner.knex('document').select('kind', 'number', 'case_id')) as {
      kind: string
      number: string
      case_id: string
    }[]
    const duplicates = documents.filter(({ kind }) => kind === 'CERTIFICATE_DUPLICATE')
    const others = documents.filter((document) => !duplicates.includes(document))
    expect(new Set(others.map(({ number }) => number)).size).toBe(others.length)
    // What was issued before keeps its number; a 副本 made since has that of its 正本.
    for (const { case_id: caseId, number } of duplicates)
      if (!number.includes('证副')) {
        const original = others.find((one) => one.kind === 'CERTIFICATE_ORIGINAL' && one.case_id === caseId)
        expect(original?.number).toBe(number)
      }
    const cases = (await casesNow()).flatMap(({ number }) => number ?? [])
    const counts = cases.map((number) => Number(number.slice(-6))).toSorted((one, other) => one - other)
    expect(counts).toEqual(counts.map((_count, index) => index + 1))
    const certificates = (await owner.knex('certificate').orderBy(['authority_id', 'serial'])) as {
      authority_id: number
      serial: number
      organization_id: string
    }[]
    for (const authority of new Set(certificates.map(({ authority_id: id }) => id))) {
      const serials = certificates.filter(({ authority_id: id }) => id === authority).map(({ serial }) => serial)
      expect(serials).toEqual(serials.map((_serial, index) => index + 1))
    }
    for (const { id } of wasAt('establishmentCompletion', 'DRAFT', 'SUBMITTED', 'RETURNED', 'FILED', 'CERT_PRINTED'))
      expect(await owner.knex('certificate').where({ case_id: id, status: 'VALID', reason: 'FIRST' })).toHaveLength(1)
  })

  it('a document of every kind issued before renders, and one that had its file is given as it was', async () => {
    const issued = (await owner
      .knex('document as d')
      .join('case_file as c', 'c.id', 'd.case_id')
      .where('d.issued_at', '<', '2026-11-21')
      .select('d.id', 'd.kind', 'd.sha256', 'd.case_id', 'c.account_id')) as {
      id: string
      kind: string
      sha256: string | null
      case_id: string
      account_id: string
    }[]
    const kinds = new Map(issued.filter(({ sha256 }) => sha256 === null).map((document) => [document.kind, document]))
    expect(kinds.size).toBeGreaterThan(10)
    const stored = issued.filter(({ sha256 }) => sha256 !== null)
    expect(stored).toHaveLength(1)
    for (const document of [...kinds.values(), ...stored]) {
      await renderDocumentTask(portal.deps)({ id: document.id }, {} as JobHelpers)
      const browser = await signIn(portal, { accountId: document.account_id })
      const answer = await browser.get(paths.document(document.case_id, document.id))
      expect([document.kind, answer.status, answer.text.startsWith('%PDF')]).toEqual([document.kind, 200, true])
    }
  }, 120_000)

  it('an official and everybody’s public register read what was carried over', async () => {
    const [former] = (await owner
      .knex('former_name as n')
      .join('organization as o', 'o.id', 'n.organization_id')
      .select('n.name', 'o.uscc')) as { name: string; uscc: string }[]
    const page = await (await fetch(portal.baseUrl + paths.organization(former?.uscc ?? ''))).text()
    expect(page).toContain(former?.name)
    const [window] = await owner.knex('staff').where({ login_key: 'chuangkou' })
    const browser = await signIn(portal, { staffId: window?.id as number })
    for (const { id } of [
      ...wasAt('establishmentCompletion', 'COMPLETED'),
      ...wasAt('establishmentSubmission', 'DENIED'),
    ])
      expect((await browser.get(paths.staffCase(id))).status).toBe(200)
  })
})
