import { execFile } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { auditActionText } from '../../../src/core/audit-words.ts'
import { localDate } from '../../../src/core/workflow/deadlines.ts'
import { createAnchorStore, followAudit } from '../../../src/db/audit-anchor.ts'
import { verifyAudit } from '../../../src/db/audit.ts'
import { readAtOnce } from '../../../src/db/command.ts'
import { accountPlaces } from '../../../src/modules/people/account.ts'
import { nextNumber } from '../../../src/db/number-sequence.ts'
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

const faults = async (): Promise<readonly string[]> => (await readAtOnce(portal.owner.knex, verifyAudit)).faults

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
  ['the action of a row changed', [`update audit_log set action = 'case.grant' where ${chain} and seq = 3`]],
  ['who did it changed', [`update audit_log set actor_id = '1' where ${chain} and seq = 4`]],
  [
    '8.29 the name of who did it changed, or taken away',
    [
      `update audit_log set actor_name = case when seq % 2 = 0 then '某某' end
       where ${chain} and seq = (select max(seq) from audit_log where ${chain} and actor_name is not null)`,
    ],
  ],
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
       select chain, max(seq) + 1, now(), 'staff', 'case.grant', 'caseFile', '{}', max(hash), max(hash)
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

  test('is sound while others go on writing', async () => {
    let going = true
    const writing = (async () => {
      while (going)
        await portal.deps.command({ actorKind: 'system' }, (tx) => {
          tx.audit({ chain: 'platform', action: 'login', objectKind: 'account' })
          return Promise.resolve()
        })
    })()
    const found: string[] = []
    for (let n = 0; n < 30; n += 1) found.push(...(await faults()))
    going = false
    await writing
    expect(found).toEqual([])
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
    const tables = ['audit_log', 'case_event', 'snapshot']
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
      Array.from({ length: 250 }, async (_, index) => {
        for (;;) {
          try {
            return await portal.deps.db.knex.transaction(async (trx) => {
              const number = await nextNumber(trx, 'test:numbers', 2026)
              if (index % 5 === 0) throw new Error('undone')
              return number
            })
          } catch (error) {
            // On a slow machine some get no connection in time: they come again.
            if (!(error instanceof Error) || error.name !== 'KnexTimeoutError') {
              expect(error).toEqual(new Error('undone'))
              return undefined
            }
          }
        }
      }),
    )
    const numbers = given.filter((number) => number !== undefined).toSorted((a, b) => a - b)
    expect(numbers).toEqual(Array.from({ length: 200 }, (_, index) => index + 1))
  })
})

describe('the page of the audit log', () => {
  test('shows the own authority’s and the platform’s rows, newest first, and nobody else’s', async () => {
    await makeCase(portal, { stage: 'nameConsultation', status: 'DRAFT' })
    await makeCase(portal, { stage: 'nameConsultation', status: 'DRAFT' }, { authorityCode: 'taiyuan-spj' })
    expect(await portal.owner.knex('audit_log').where({ chain: 'taiyuan-spj' })).not.toEqual([])
    const page = await auditor.get(paths.staffAudit)
    expect(page.status).toBe(200)
    const text = page.$('tbody').text()
    expect(text).toContain('case.')
    expect(text).toContain('办件')
    expect(text).toContain('shanxi-mzt')
    expect(text).not.toContain('taiyuan-spj')
  })

  const rowsOf = (page: Awaited<ReturnType<Session['get']>>): readonly string[] =>
    page
      .$('tbody tr')
      .toArray()
      .map((row) => page.$(row).text())
  const search = (fields: Readonly<Record<string, string>>) => auditor.post(paths.staffAudit, fields)
  const found = async (fields: Readonly<Record<string, string>>) => {
    const sent = await search(fields)
    expect([sent.status, sent.location]).toEqual([303, expect.stringContaining(paths.staffAudit)])
    return auditor.get(sent.location)
  }

  test('finds by the number of a case, and by what was done in words (7.27)', async () => {
    const { number } = await portal.owner
      .knex('case_file')
      .where({ stage: 'nameApproval' })
      .first<{ number: string }>('number')
    const page = await found({ number, action: '受理' })
    expect(rowsOf(page).filter((row) => row.includes('case.accept'))).toHaveLength(1)
    expect(page.$('tbody').text()).toContain('晋窗口')
    expect(page.$('tbody').text()).toContain(number)
    expect([page.$('#number').val(), page.$('#action').val()]).toEqual([number, '受理'])
    const unknown = await search({ number, action: '飞行' })
    expect([unknown.status, unknown.$('.govuk-error-message').text()]).toEqual([
      422,
      expect.stringContaining('没有这样的操作'),
    ])
  })

  test('finds by a person, who stands in the address as an id only (7.27)', async () => {
    const { id } = await staffOf(portal, 'WINDOW')
    const byName = await search({ person: '晋窗口' })
    expect(byName.location).toBe(`${paths.staffAudit}?person=staff%3A${String(id)}`)
    const page = await auditor.get(byName.location)
    expect(rowsOf(page).length).toBeGreaterThan(0)
    for (const row of rowsOf(page)) expect(row).toContain('晋窗口')
    const account = await portal.owner
      .knex('account')
      .join('case_file as a', 'a.account_id', 'account.id')
      .first<{ id: string; phone_enc: string; name: string }>('account.id', 'account.phone_enc', 'account.name')
    const phone = portal.deps.crypto.decrypt(account.phone_enc, accountPlaces.phone(account.id))
    const sent = await search({ person: phone })
    expect(sent.location).toBe(`${paths.staffAudit}?person=account%3A${account.id}`)
    expect(rowsOf(await auditor.get(sent.location)).length).toBeGreaterThan(0)
    // Of several with one name the right one is chosen by its user name.
    const several = await search({ person: account.name })
    expect(several.$('.link-list a').length).toBeGreaterThan(1)
    const nobody = await search({ person: '查无此人' })
    expect([nobody.status, nobody.$('#person').val()]).toEqual([422, '查无此人'])
  })

  test('finds by days of Shanghai and by address (7.27)', async () => {
    await portal.deps.command({ actorKind: 'system', ip: '203.0.113.7' }, async (tx) =>
      tx.audit({ chain: 'platform', action: 'login', objectKind: 'account' }),
    )
    const { at } = await portal.owner.knex('audit_log').where({ ip: '203.0.113.7' }).first<{ at: Date }>('at')
    const day = localDate(at)
    const of = async (fields: Readonly<Record<string, string>>) =>
      rowsOf(await found({ ip: '203.0.113.7', ...fields })).length
    expect(await of({})).toBe(1)
    expect(await of({ from: day, to: day })).toBe(1)
    expect(await of({ from: day.replaceAll('-', '/') })).toBe(1)
    expect(await of({ to: '2020-01-01' })).toBe(0)
    expect(await of({ from: '2099-01-01' })).toBe(0)
    for (const [field, value, words] of [
      ['from', '去年', '填写日期'],
      ['to', '2026-02-30', '填写日期'],
    ] as const) {
      const wrong = await search({ [field]: value })
      expect([wrong.status, wrong.$('.govuk-error-message').text()]).toEqual([422, expect.stringContaining(words)])
    }
    expect((await search({ from: '2026-12-02', to: '2026-12-01' })).text).toContain('结束日期不能早于开始日期')
  })

  test('reads on by key, and back', async () => {
    await portal.deps.command({ actorKind: 'system' }, async (tx) => {
      for (let made = 0; made < 120; made += 1)
        tx.audit({ chain: 'platform', action: 'file.sweep', objectKind: 'stored_file', objectId: `s${String(made)}` })
    })
    const seen: string[] = []
    const pages: string[] = []
    const next = (page: Awaited<ReturnType<Session['get']>>, rel: string) =>
      page.$(`a.pages__link[rel=${rel}]`).attr('href')
    let page = await found({ action: '清理无用文件' })
    for (;;) {
      seen.push(...rowsOf(page))
      pages.push(page.$('tbody').text())
      const link = next(page, 'next')
      if (link === undefined) break
      page = await auditor.get(link)
    }
    expect([pages.length, new Set(seen).size]).toEqual([3, 120])
    page = await auditor.get(next(page, 'prev') ?? '')
    expect(page.$('tbody').text()).toBe(pages[1])
  })

  test('writes down what the auditor looked for, and names nobody in it', async () => {
    await found({ number: '1400002026000001', person: '晋窗口' })
    const { id } = await staffOf(portal, 'WINDOW')
    const rows = await portal.owner.knex('audit_log').where({ action: 'audit.view' }).orderBy('id', 'desc').limit(2)
    expect(rows.map((row: { details: unknown }) => row.details)).toEqual([
      { number: '1400002026000001', person: `staff:${String(id)}` },
      { people: 1 },
    ])
    expect((await auditor.get(paths.staffAudit)).$('tbody').text()).toContain('查看审计日志')
  })

  test('says in words why a login failed', async () => {
    await portal.deps.command({ actorKind: 'nobody', ip: '10.0.0.9', requestId: '' }, async (tx) => {
      tx.audit({
        chain: 'platform',
        action: 'login-failed',
        objectKind: 'account',
        details: { reason: 'wrong-document' },
      })
    })
    expect((await found({ ip: '10.0.0.9' })).$('tbody').text()).toContain('原因：证件号码后四位错误')
  })

  test('has a Chinese name for every action that was ever written here', async () => {
    const written = await portal.owner.knex('audit_log').distinct<{ action: string }[]>('action')
    expect(
      written
        .map(({ action }) => action)
        .filter((action) => auditActionText(action) === action && !action.startsWith('test.')),
    ).toEqual([])
  })

  test('parameters are values and nothing else', async () => {
    for (const payload of sqlPayloads) {
      for (const name of ['action', 'number', 'person', 'ip', 'from', 'to', 'older', 'newer']) {
        const page = await auditor.get(`${paths.staffAudit}?${new URLSearchParams({ [name]: payload }).toString()}`)
        expect([200, 400], `${name}=${payload}`).toContain(page.status)
      }
      const sent = await search({ person: payload, number: payload, ip: payload })
      expect([303, 422], payload).toContain(sent.status)
    }
  })

  test('a file an official opened is in it', async () => {
    const made = await makeCase(portal, { stage: 'nameApproval', status: 'SUBMITTED' })
    const window = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
    const { number } = await made.row()
    const file = await portal.owner.knex('attachment').where({ case_id: made.id }).first<{ id: string }>('id')
    expect((await window.get(paths.staffAttachment(made.id, file.id))).status).toBe(200)
    await expect
      .poll(async () => rowsOf(await found({ number: number ?? '', action: '查看材料或文书' })).length)
      .toBe(1)
  })
})
