import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { seedDemo } from '../../../seeds/demo/index.ts'
import { loadConfig } from '../../../src/config.ts'
import { verifyAudit } from '../../../src/db/audit.ts'
import { openDatabase } from '../../../src/db/client.ts'
import { createDeps, type Deps } from '../../../src/deps.ts'
import { freePort } from '../../../src/embedded/processes.ts'
import { createLogger } from '../../../src/infra/logger.ts'
import { lockAny } from '../../../src/modules/cases/store.ts'
import { takeStep } from '../../../src/modules/cases/take-step.ts'
import { findStaff } from '../../../src/web/actors.ts'
import { paths } from '../../../src/web/paths.ts'
import { caseRow, putCase, sha256, storedPages, tinyPdf } from '../../support/own-cases.ts'
import type { Browser } from '../../support/browser.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { browserOf, createAccount } from '../../support/people.ts'
import type { TestPortal } from '../../support/portal.ts'
import { startPortalProcess, type PortalProcess } from '../../support/process.ts'
import { createTestRedis } from '../../support/redis.ts'
import { gatewayKey, startGateway } from '../../support/sms-gateway.ts'

/**
 * How often the portal is killed; `npm run bench:kills` does it a hundred times. Each life has seven writers, so one
 * kill meets up to seven writes under way.
 */
const lives = Number(process.env['KILLS'] ?? 5)
const savers = 2
const uploaders = 2
const submitters = 2
const submissionsALife = 8
const decisionsALife = 2

let database: TestDatabase
let dataDir: string
let deps: Deps
let portal: TestPortal
let gateway: Awaited<ReturnType<typeof startGateway>>
let variables: Record<string, string>
let running: PortalProcess | undefined

beforeAll(async () => {
  gateway = await startGateway()
  const [made, redis, folder, port] = await Promise.all([
    createTestDatabase(),
    createTestRedis(),
    mkdtemp(join(tmpdir(), 'portal-kill-')),
    freePort(),
  ])
  database = made
  dataDir = folder
  variables = {
    NODE_ENV: 'test',
    PORT: String(port),
    DATA_DIR: dataDir,
    DATABASE_URL: database.databaseUrl,
    REDIS_URL: redis.redisUrl,
    SMS_GATEWAY_URL: gateway.url,
    SMS_GATEWAY_KEY: gatewayKey,
    BCRYPT_COST: '4',
    LOG_LEVEL: 'error',
    // The same sources are loaded again and again.
    NODE_COMPILE_CACHE: join(dataDir, 'compiled'),
  }
  const config = loadConfig(variables)
  deps = await createDeps(config)
  const owner = openDatabase(database.ownerDatabaseUrl, createLogger('silent'))
  portal = { deps, config, owner, baseUrl: `http://127.0.0.1:${port}` } as TestPortal
  await seedDemo(owner.knex, deps)
})
afterAll(async () => {
  await running?.kill()
  await deps.close()
  await portal.owner.close()
  await gateway.stop()
  await database.drop()
  await rm(dataDir, { recursive: true, force: true })
})

const textOf = (version: number): string => `第${version}次保存：团结从事古建筑彩绘保护的单位和个人。`

type Saver = { readonly browser: Browser; readonly id: string; token: string; version: number; answered: number }
type Sent = { readonly id: string; readonly key: string; answered: boolean }
type Uploaded = { readonly id: string; readonly sha256: string }

/** Works until the portal is gone: the first request that gets no answer ends it. */
const untilGone = async (work: () => Promise<boolean>): Promise<void> => {
  try {
    while (await work());
  } catch (error) {
    // fetch says so when the connection broke: nobody knows whether the last write happened, and nobody may have to.
    if (!(error instanceof TypeError)) throw error
  }
}

const newCustomer = async () => {
  const account = await createAccount(portal)
  return { account, browser: await browserOf(portal, account) }
}

it(
  `S53 killed ${lives} times while drafts, uploads and submissions run: what was answered is there, nothing is half, jobs are done`,
  async () => {
    const people = await Promise.all(Array.from({ length: savers }, newCustomer))
    const saving: Saver[] = await Promise.all(
      people.map(async ({ account, browser }) => ({
        browser,
        id: await putCase(portal, account.id),
        token: '',
        version: 0,
        answered: 0,
      })),
    )
    const official = await portal.owner.knex('staff').where({ login_key: 'chuangkou' }).first<{ id: number }>('id')
    const staff = await findStaff(deps.db, official.id)
    if (!staff) throw new Error('no official')

    const sent: Sent[] = []
    const uploaded: Uploaded[] = []
    let decisions = 0

    for (let life = 0; life < lives; life += 1) {
      const submitting = await Promise.all(
        Array.from({ length: submitters }, async () => {
          const { account, browser } = await newCustomer()
          const cases = await Promise.all(
            Array.from({ length: submissionsALife / submitters }, async (): Promise<Sent> => ({
              id: await putCase(portal, account.id, { complete: true }),
              key: randomUUID(),
              answered: false,
            })),
          )
          return { browser, cases }
        }),
      )
      const uploading = await Promise.all(
        Array.from({ length: uploaders }, async () => {
          const { account, browser } = await newCustomer()
          return { browser, id: await putCase(portal, account.id, { stage: 'nameApproval' }) }
        }),
      )
      const { account: decided } = await newCustomer()
      const toDecide = await Promise.all(
        Array.from({ length: decisionsALife }, () =>
          putCase(portal, decided.id, { stage: 'nameApproval', status: 'SUBMITTED', complete: true }),
        ),
      )

      // What a killed process had taken of the places for uploads is free after five minutes: here they are over.
      const places = await deps.redis.keys('limit:uploads:*')
      if (places.length > 0) await deps.redis.del(...places)
      running = await startPortalProcess(variables, portal.baseUrl)
      const firsts = (['saved', 'uploaded', 'submitted'] as const).map(
        (kind) => [kind, Promise.withResolvers<void>()] as const,
      )
      const begin = new Map(firsts.map(([kind, { resolve }]) => [kind, resolve]))
      const save = async (each: Saver): Promise<void> => {
        each.version = (await storedPages(portal, each.id)).versions['purpose'] ?? 0
        each.token = (await each.browser.get(paths.answerPage(each.id, 'purpose'))) && each.browser.token()
        await untilGone(async () => {
          const answer = await each.browser.post(paths.answerPage(each.id, 'purpose'), {
            _csrf: each.token,
            purpose: textOf(each.version + 1),
            version: String(each.version),
            action: 'save-draft',
          })
          // Too much at once for the machine: nothing was saved, and the same is sent again.
          if (answer.status === 503) return true
          if (answer.status !== 303) throw new Error(`saving answered ${answer.status}`)
          each.version += 1
          each.answered = each.version
          begin.get('saved')?.()
          return true
        })
      }
      const upload = async ({ browser, id }: (typeof uploading)[number]): Promise<void> => {
        await browser.get(paths.material(id, 'M103'))
        let n = 0
        await untilGone(async () => {
          n += 1
          const bytes = tinyPdf(`${id} ${n} ${'x'.repeat(n * 3000)}`)
          const body = new FormData()
          body.set('_csrf', browser.token())
          body.append('files', new Blob([bytes]), `${n}.pdf`)
          const answer = await browser.raw(paths.material(id, 'M103'), { method: 'POST', body })
          if (answer.status === 503) return n < 45
          if (answer.status !== 303) throw new Error(`uploading answered ${answer.status}`)
          uploaded.push({ id, sha256: sha256(bytes) })
          begin.get('uploaded')?.()
          return n < 45
        })
      }
      const submit = async ({ browser, cases }: (typeof submitting)[number]): Promise<void> => {
        await browser.get(paths.messages)
        for (const each of cases) sent.push(each)
        const left = [...cases]
        await untilGone(async () => {
          const each = left.shift()
          if (!each) return false
          const answer = await browser.post(paths.confirm(each.id), {
            _csrf: browser.token(),
            answer: 'yes',
            requestKey: each.key,
            version: '0',
          })
          each.answered = answer.headers.get('location') === `${paths.submitted(each.id)}?key=${each.key}`
          begin.get('submitted')?.()
          return true
        })
      }
      const decide = async (): Promise<void> => {
        for (const id of toDecide) {
          await deps.command({ actorKind: 'staff', actorId: String(staff.id) }, async (tx) => {
            await takeStep(tx, deps, await lockAny(tx.trx, id), {
              action: 'accept',
              by: {
                kind: 'staff',
                staffId: staff.id,
                name: staff.name,
                roles: staff.roles,
                idNumberIndex: staff.idNumberIndex,
              },
              opinion: '',
              requestKey: randomUUID(),
            })
          })
          decisions += 1
        }
      }
      const work = Promise.all([...saving.map(save), ...uploading.map(upload), ...submitting.map(submit), decide()])
      // From the first answered write of each kind on, anything from 50 to 400 ms of writing.
      await Promise.race([Promise.all(firsts.map(([, { promise }]) => promise)), work])
      await sleep(50 + Math.random() * 350)
      await running.kill()
      await work
    }

    // Nothing was written in vain, or the test proves nothing.
    expect(uploaded.length).toBeGreaterThanOrEqual(lives)
    expect(sent.filter(({ answered }) => answered).length).toBeGreaterThanOrEqual(lives)
    expect(saving.reduce((sum, { answered }) => sum + answered, 0)).toBeGreaterThanOrEqual(lives)

    running = await startPortalProcess(variables, portal.baseUrl)
    const { knex } = portal.owner

    for (const { id, answered } of saving) {
      const { pages, versions } = await storedPages(portal, id)
      const version = versions['purpose'] ?? 0
      expect(version).toBeGreaterThanOrEqual(answered)
      expect(pages['purpose']?.values['purpose']).toBe(textOf(version))
      const recorded = await knex('audit_log')
        .where({ object_id: id, action: 'case.save' })
        .orderBy('seq')
        .select<{ details: { version: number } }[]>('details')
      expect(recorded.map(({ details }) => details.version)).toEqual(Array.from({ length: version }, (_, n) => n + 1))
    }

    const rows = await knex('attachment as a')
      .join('stored_file as f', 'f.sha256', 'a.sha256')
      .select<{ case_id: string; sha256: string; size: number }[]>('a.case_id', 'a.sha256', 'f.size')
    const attached = new Set(rows.map((row) => `${row.case_id} ${row.sha256}`))
    expect(uploaded.filter((file) => !attached.has(`${file.id} ${file.sha256}`))).toEqual([])
    for (const row of rows) {
      const bytes = await deps.files.bytes(row.sha256)
      expect([bytes.length, sha256(bytes)]).toEqual([row.size, row.sha256])
    }

    const trace = async ({ id }: Sent) => {
      const row = await caseRow(portal, id)
      const count = async (table: string) => (await knex(table).where({ case_id: id })).length
      const audit = await knex('audit_log').where({ object_id: id, action: 'case.submit' })
      return {
        status: row.status,
        numbered: row.number !== null,
        events: await count('case_event'),
        snapshots: await count('snapshot'),
        messages: await count('message'),
        audited: audit.length,
      }
    }
    const nothing = { status: 'DRAFT', numbered: false, events: 0, snapshots: 0, messages: 0, audited: 0 }
    const everything = { status: 'SUBMITTED', numbered: true, events: 1, snapshots: 1, messages: 1, audited: 1 }
    for (const each of sent) {
      const found = await trace(each)
      expect([everything, ...(each.answered ? [] : [nothing])]).toContainEqual(found)
    }

    // Whoever got no answer sends the same form again, and finds it done once.
    const again = sent.filter(({ answered }) => !answered)
    for (const each of again) {
      const { account_id: id } = await caseRow(portal, each.id)
      const browser = await browserOf(portal, { id, loginName: '', name: '', phone: '' })
      await browser.get(paths.messages)
      const answer = await browser.post(paths.confirm(each.id), {
        _csrf: browser.token(),
        answer: 'yes',
        requestKey: each.key,
        version: '0',
      })
      expect(answer.headers.get('location')).toBe(`${paths.submitted(each.id)}?key=${each.key}`)
      expect(await trace(each)).toEqual(everything)
    }
    const numbers = await knex('case_file')
      .whereIn(
        'id',
        sent.map(({ id }) => id),
      )
      .select<{ number: string }[]>('number')
    const places = numbers.map(({ number }) => Number(number.slice(-6))).toSorted((a, b) => a - b)
    expect(places).toEqual(Array.from({ length: sent.length }, (_, n) => n + 1))

    // Jobs that a killed process held are taken up by the next one.
    const waiting = () =>
      knex('graphile_worker.jobs')
        .whereIn('task_identifier', ['send-sms', 'render-document'])
        .count<{ count: number }[]>()
    // However long a busy machine takes: the test's own time is the end.
    while (Number((await waiting())[0]?.count) > 0) await sleep(100)
    const documents = await knex('document').select<{ id: string; sha256: string | null }[]>('id', 'sha256')
    expect(documents).toHaveLength(decisions)
    for (const { id, sha256: hash } of documents) {
      expect(hash).not.toBeNull()
      expect(sha256(await deps.files.bytes(hash ?? ''))).toBe(hash)
      expect(await knex('audit_log').where({ object_id: id, action: 'document.render' })).toHaveLength(1)
    }
    const messages = await knex('outgoing_sms').select<{ id: string; sent_at: Date | null }[]>('id', 'sent_at')
    expect(messages).toHaveLength(decisions)
    expect(messages.filter((message) => message.sent_at === null)).toEqual([])
    expect([...gateway.delivered.keys()].toSorted()).toEqual(messages.map(({ id }) => id).toSorted())

    expect((await verifyAudit(knex)).faults).toEqual([])
    expect(running.output()).toBe('')
    expect(await running.stop()).toBe(0)
  },
  60_000 + lives * 24_000,
)
