import { execFile } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createAnchorStore, followAudit } from '../../../src/db/audit-anchor.ts'
import { verifyAudit } from '../../../src/db/audit.ts'
import { nextNumber } from '../../../src/modules/applications/store.ts'
import { paths } from '../../../src/web/paths.ts'
import { makeCase, signIn, staffOf, type Session } from '../../support/cases.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'
import { sqlPayloads } from '../../support/sql-payloads.ts'

let portal: TestPortal
let auditor: Session
beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
  auditor = await signIn(portal, { staffId: (await staffOf(portal, 'AUDIT_ADMIN')).id })
  await makeCase(portal, { stage: 'nameApproval', status: 'SECOND_REVIEWED' })
})
afterAll(async () => {
  await portal.stop()
})

/** Does what only somebody with the database's own keys can do, looks, and undoes it. */
const tampered = async <T>(statements: readonly string[], look: () => Promise<T>): Promise<T> => {
  await portal.owner.knex.raw('alter table audit_log disable trigger never_changed')
  await portal.owner.knex.raw('create table kept_log as select * from audit_log')
  await portal.owner.knex.raw('create table kept_head as select * from audit_head')
  try {
    for (const statement of statements) await portal.owner.knex.raw(statement)
    return await look()
  } finally {
    await portal.owner.knex.raw('delete from audit_log')
    await portal.owner.knex.raw('insert into audit_log overriding system value select * from kept_log')
    await portal.owner.knex.raw('delete from audit_head')
    await portal.owner.knex.raw('insert into audit_head select * from kept_head')
    await portal.owner.knex.raw('drop table kept_log, kept_head')
    await portal.owner.knex.raw('alter table audit_log enable trigger never_changed')
  }
}

const faults = async (): Promise<readonly string[]> => (await verifyAudit(portal.owner.knex)).faults

/** The command an operator runs. */
const runVerify = (...more: readonly string[]): Promise<{ code: number; output: string }> =>
  new Promise((resolve) => {
    const env = {
      ...process.env,
      DATABASE_URL: portal.config.databaseUrl,
      REDIS_URL: portal.config.redisUrl,
      DATA_DIR: portal.config.dataDir,
      FIELD_KEY: portal.config.keys.field,
    }
    execFile(process.execPath, ['src/audit-verify.ts', ...more], { env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
    )
  })

const chain = `chain = 'shanxi-mzt'`

const tamperings: readonly (readonly [string, readonly string[]])[] = [
  ['the action of a row changed', [`update audit_log set action = 'application.grant' where ${chain} and seq = 3`]],
  ['who did it changed', [`update audit_log set actor_id = '1' where ${chain} and seq = 4`]],
  ['when it was done changed', [`update audit_log set at = at - interval '1 day' where ${chain} and seq = 2`]],
  ['a detail changed', [`update audit_log set details = details || '{"to": "GRANTED"}' where ${chain} and seq = 5`]],
  ['the address changed', [`update audit_log set ip = '10.0.0.1' where ${chain} and seq = 6`]],
  ['a row removed from the middle', [`delete from audit_log where ${chain} and seq = 4`]],
  [
    'the last row removed',
    [`delete from audit_log where ${chain} and seq = (select max(seq) from audit_log where ${chain})`],
  ],
  [
    'two rows exchanged',
    [
      `update audit_log set seq = -1 where ${chain} and seq = 2`,
      `update audit_log set seq = 2 where ${chain} and seq = 3`,
      `update audit_log set seq = 3 where ${chain} and seq = -1`,
    ],
  ],
  [
    'a row added behind the head',
    [
      `insert into audit_log (chain, seq, at, actor_kind, action, object_kind, details, previous_hash, hash)
       select chain, max(seq) + 1, now(), 'staff', 'application.grant', 'application', '{}', max(hash), max(hash)
       from audit_log where ${chain} group by chain`,
    ],
  ],
  [
    'a row removed and the rest numbered anew',
    [
      `delete from audit_log where ${chain} and seq = 3`,
      `update audit_log set seq = -seq where ${chain} and seq > 3`,
      `update audit_log set seq = -seq - 1 where ${chain} and seq < 0`,
    ],
  ],
  ['a whole chain removed with its head', [`delete from audit_head where chain = 'platform'`]],
  ['the head changed', [`update audit_head set seq = seq - 1 where ${chain}`]],
]

describe('the audit chain (S59)', () => {
  test('is sound after real work', async () => {
    const { rows, faults } = await verifyAudit(portal.deps.db.knex)
    expect(rows).toBeGreaterThan(15)
    expect(faults).toEqual([])
  })

  test.each(tamperings)('finds: %s', async (_words, statements) => {
    expect(await tampered(statements, faults)).not.toEqual([])
    expect(await faults()).toEqual([])
  })

  test('npm run audit:verify says what it found and ends with 1 when something is wrong', async () => {
    expect(await runVerify()).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^\d+ audit rows checked, 0 faults/),
    })
    const found = await tampered([`delete from audit_log where ${chain} and seq = 4`], () => runVerify())
    expect(found).toMatchObject({ code: 1, output: expect.stringContaining('shanxi-mzt: row 4 is missing') })
  })

  /** Rows written from a moment on are gone, and the heads are where they would be without them. */
  const cut = (where: string): readonly string[] => [
    `delete from audit_log where ${where}`,
    'delete from audit_head where chain not in (select chain from audit_log)',
    `update audit_head h set seq = l.seq, hash = l.hash from audit_log l
     where l.chain = h.chain and l.seq = (select max(seq) from audit_log m where m.chain = h.chain)`,
  ]
  const record = (chainName: string): Promise<void> =>
    portal.deps.command({ actorKind: 'system' }, async (tx) => {
      tx.audit({ chain: chainName, action: 'test.anchor', objectKind: 'test' })
    })
  const anchorFile = () => join(portal.config.dataDir, 'audit-anchor.json')
  const anchored = async (): Promise<void> => {
    const heads = await portal.owner.knex('audit_head').where('seq', '>', 0).select<{ hash: string }[]>('hash')
    await expect
      .poll(
        async () => {
          const text = await readFile(anchorFile(), 'utf8').catch(() => '')
          return heads.every(({ hash }) => text.includes(hash))
        },
        { timeout: 10_000 },
      )
      .toBe(true)
  }

  test('rows cut from the end are found by the anchor, and a restored backup is told apart and can be accepted', async () => {
    portal.clock.forward(60_000)
    const moment = portal.clock.now().toISOString()
    await record('shanxi-mzt')
    portal.clock.forward(60_000)
    await record('platform')
    await anchored()
    const one = cut(`${chain} and at >= '${moment}'`)
    expect(await tampered(one, faults)).toEqual([])
    const found = await tampered(one, () => runVerify())
    expect(found.code).toBe(1)
    expect(found.output).toMatch(/shanxi-mzt: row \d+, written .*, was removed from the end/)
    expect(found.output).toMatch(/no restored backup explains this: row \d+ of platform/)

    const all = cut(`at >= '${moment}'`)
    const [restored, accepted, afterwards] = await tampered(all, async () => [
      await runVerify(),
      await runVerify('--accept'),
      await runVerify(),
    ])
    expect([restored?.code, restored?.output]).toEqual([1, expect.stringContaining('--accept')])
    expect(accepted?.code).toBe(0)
    expect(afterwards).toMatchObject({ code: 0, output: expect.stringMatching(/, 0 faults\n$/) })
    // The rows are back, so what was accepted meanwhile is not what is there.
    expect((await runVerify()).code).toBe(1)
    expect((await runVerify('--accept')).code).toBe(0)
    expect(await portal.owner.knex('audit_log').where({ action: 'audit.accepted' })).toHaveLength(1)
  }, 60_000)

  test('an anchor that was edited, or taken away, is told, and the portal does not write over the one', async () => {
    const text = await readFile(anchorFile(), 'utf8')
    await writeFile(anchorFile(), text.replace(/"seq":\d+/, '"seq":1'))
    expect(await runVerify()).toMatchObject({ code: 1, output: expect.stringContaining('was changed') })
    const edited = await readFile(anchorFile(), 'utf8')
    const log = { ...portal.deps.log, error: vi.fn() } as unknown as typeof portal.deps.log
    const { clock, exclusive } = portal.deps
    const follower = followAudit({
      store: createAnchorStore(portal.config.dataDir, portal.config.keys.field),
      exclusive,
      clock,
      log,
    })
    follower.soon()
    await follower.close()
    expect(log.error).toHaveBeenCalledOnce()
    expect(await readFile(anchorFile(), 'utf8')).toBe(edited)
    await rm(anchorFile())
    expect(await runVerify()).toMatchObject({ code: 0, output: expect.stringContaining('no anchor') })
    await writeFile(anchorFile(), text)
    expect((await runVerify()).code).toBe(0)
  })

  test('the role the portal runs as can neither change nor remove a row, nor empty the table', async () => {
    const tables = ['audit_log', 'application_event', 'snapshot']
    for (const table of tables)
      for (const statement of [`update ${table} set at = now()`, `delete from ${table}`, `truncate ${table}`])
        await expect(portal.deps.db.knex.raw(statement), statement).rejects.toThrow(/permission denied/)
    await expect(portal.deps.db.knex.raw('alter table audit_log disable trigger never_changed')).rejects.toThrow(
      /owner/,
    )
  })

  test('even the owner is stopped by the trigger', async () => {
    await expect(portal.owner.knex.raw(`update audit_log set action = 'x'`)).rejects.toThrow(/never changed/)
  })
})

describe('numbers without gaps (S58)', () => {
  test('200 at once are 1 to 200, each once, although every fifth transaction is undone', async () => {
    const given = await Promise.all(
      Array.from({ length: 250 }, (_, index) =>
        portal.deps.db.knex
          .transaction(async (trx) => {
            const number = await nextNumber(trx, 'test:numbers', 2026)
            if (index % 5 === 0) throw new Error('undone')
            return number
          })
          .catch(() => undefined),
      ),
    )
    const numbers = given.filter((number) => number !== undefined).toSorted((a, b) => a - b)
    expect(numbers).toEqual(Array.from({ length: 200 }, (_, index) => index + 1))
  })
})

describe('the page of the audit log', () => {
  test('shows the own authority’s and the platform’s rows, newest first, and nobody else’s', async () => {
    await makeCase(portal, { stage: 'nameConsultation', status: 'DRAFT' }, { authorityCode: 'taiyuan-spj' })
    expect(await portal.owner.knex('audit_log').where({ chain: 'taiyuan-spj' })).not.toEqual([])
    const page = await auditor.get(paths.staffAudit)
    expect(page.status).toBe(200)
    const text = page.$('tbody').text()
    expect(text).toContain('application.')
    expect(text).toContain('shanxi-mzt')
    expect(text).not.toContain('taiyuan-spj')
  })

  test('filters by what was done and to what, and reads on by key', async () => {
    const row = await portal.owner.knex('application').where({ stage: 'nameApproval' }).first<{ id: string }>('id')
    const found = await auditor.get(`${paths.staffAudit}?action=application.accept&object=${row.id}`)
    expect(found.$('tbody tr')).toHaveLength(1)
    expect(found.$('tbody').text()).toContain('晋窗口')
    const first = await auditor.get(paths.staffAudit)
    const next = first.$('a.pages__link[rel=next]').attr('href')
    if (next) {
      const second = await auditor.get(next)
      expect(second.$('tbody tr').length).toBeGreaterThan(0)
      const back = await auditor.get(second.$('a.pages__link[rel=prev]').attr('href') ?? '')
      expect(back.$('tbody').text()).toBe(first.$('tbody').text())
    }
  })

  test('parameters are values and nothing else', async () => {
    for (const payload of sqlPayloads)
      for (const name of ['action', 'object', 'older', 'newer']) {
        const page = await auditor.get(`${paths.staffAudit}?${new URLSearchParams({ [name]: payload }).toString()}`)
        expect([200, 400], `${name}=${payload}`).toContain(page.status)
      }
  })

  test('a file an official opened is in it', async () => {
    const found = await makeCase(portal, { stage: 'nameApproval', status: 'SUBMITTED' })
    const window = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
    const file = await portal.owner.knex('attachment').where({ application_id: found.id }).first<{ id: string }>('id')
    expect((await window.get(paths.staffAttachment(found.id, file.id))).status).toBe(200)
    await expect
      .poll(
        async () => (await auditor.get(`${paths.staffAudit}?action=file.view&object=${file.id}`)).$('tbody tr').length,
      )
      .toBe(1)
  })
})
