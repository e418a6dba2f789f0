import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { STAFF_ROLES, may, type StaffRole } from '../../../src/core/access.ts'
import type { DeskUserType } from '../../../src/core/helpdesk/materials.ts'
import { DESK_KINDS, deskKinds, type DeskKind } from '../../../src/core/helpdesk/operations.ts'
import { composeUscc } from '../../../src/core/identity/uscc.ts'
import { sweepFilesTask } from '../../../src/modules/cases/sweep-files.ts'
import { helpdeskRoutes } from '../../../src/modules/helpdesk/routes.ts'
import { accountPlaces } from '../../../src/modules/people/account.ts'
import { paths } from '../../../src/web/paths.ts'
import { signIn, staffOf } from '../../support/cases.ts'
import {
  agentValues,
  freshId,
  matterBoxes,
  openCounter,
  operationState,
  refusalsOf,
  type Counter,
  type Wanted,
} from '../../support/counter.ts'
import { tinyPdf } from '../../support/own-cases.ts'
import { createAccount } from '../../support/people.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
let first: Counter
let second: Counter
let elsewhere: Counter

beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
  first = await openCounter(portal, 'kefu1')
  second = await openCounter(portal, 'kefu2')
  elsewhere = await openCounter(portal, 'taiyuan-kefu1')
})
afterAll(() => portal.stop())
// So many papers are more than two clerks bring in an hour.
beforeEach(async () => {
  const staff = await portal.owner.knex('staff').whereIn('login_key', ['kefu1', 'kefu2']).select<{ id: number }[]>('id')
  for (const { id } of staff) await portal.deps.limits.reset('upload', `staff-${String(id)}`)
})

let units = 0

/** The number of every account it is taken from. */
const presentPhone = '13400990099'

/** An account the operation can be done to: a person's, or a unit's where only units have it. */
const makeAccount = async (kind: DeskKind): Promise<{ id: string; userType: DeskUserType }> => {
  const { id } = await createAccount(portal)
  const account = portal.owner.knex('account').where({ id })
  const { crypto } = portal.deps
  if (kind === 'UNFREEZE') await account.update({ frozen_at: portal.clock.now() })
  if (kind === 'RELEASE_PHONE')
    await account.update({
      phone_enc: crypto.encrypt(presentPhone, accountPlaces.phone(id)),
      phone_idx: crypto.index('phone', presentPhone),
    })
  if (!deskKinds[kind].legalOnly) return { id, userType: 'NATURAL_PERSON' }
  units += 1
  await portal.owner.knex('account').where({ id }).update({ kind: 'LEGAL_PERSON' })
  await portal.owner.knex('legal_person').insert({
    account_id: id,
    type: 'SOCIAL_GROUP',
    uscc: composeUscc('SOCIAL_GROUP', '140000', `MJ8${String(units).padStart(5, '0')}`),
    representative_name: '赵志远',
    handler_name: '陈雨桐',
    handler_id_number_enc: 'none',
    handler_id_number_idx: randomUUID(),
    handler_phone_enc: 'none',
    handler_phone_idx: 'none',
    registration_authority: '山西省民政厅',
  })
  return { id, userType: 'SOCIAL_GROUP' }
}

/** What came back, whatever the order. */
const statusesOf = (answers: readonly Response[]): readonly number[] =>
  answers.map(({ status }) => status).toSorted((one, other) => one - other)

let serial = 0

const dataOf = (kind: DeskKind): Record<string, string> => {
  serial += 1
  const phone = `1340000${String(serial).padStart(4, '0')}`
  const person = { idType: 'RESIDENT_ID', idNumber: freshId() }
  switch (kind) {
    case 'REGISTER':
      return { loginName: `gongji${String(serial)}`, name: '欧阳博', email: 'o@example.org', phone, ...person }
    case 'CHANGE_DATA':
      return { name: '欧阳博', ...person }
    case 'CHANGE_PHONE':
      return { phone, phoneAgain: phone }
    case 'CHANGE_REPRESENTATIVE':
      return { representativeName: '郭永强', phone, ...person }
    case 'RELEASE_PHONE':
      return { phone: presentPhone, name: '欧阳博', ...person }
    case 'FREEZE':
      return { cause: 'MISUSED', detail: '持有人来电说密码被盗' }
    case 'RESET_PASSWORD':
    case 'UNLOCK':
    case 'UNFREEZE':
    case 'CLOSE':
      return {}
  }
}

/** Kinds that a second person confirms, with the answers the tests give. */
const withSecond = DESK_KINDS.filter((kind) => deskKinds[kind].second !== 'never')

const wantedFor = async (kind: DeskKind, byAgent = false): Promise<Wanted> => {
  if (kind === 'REGISTER') return { kind, byAgent, userType: 'NATURAL_PERSON' }
  const { id, userType } = await makeAccount(kind)
  return { kind, byAgent, userType, accountId: id }
}

/** Everything about an account that an operation might change. */
const accountState = async (wanted: Wanted): Promise<unknown> =>
  wanted.accountId === undefined
    ? portal.owner.knex('account').count('* as n').first()
    : [
        await portal.owner.knex('account').where({ id: wanted.accountId }),
        await portal.owner.knex('legal_person').where({ account_id: wanted.accountId }),
        await portal.owner.knex('message').where({ account_id: wanted.accountId }),
      ]

/** What one clerk alone must not put into anybody's hands. */
const holdingOf = async (id: string): Promise<Readonly<Record<string, unknown>>> =>
  portal.owner
    .knex('account')
    .where({ id })
    .first<Record<string, unknown>>(
      'real_name_level',
      'id_number_idx',
      'phone_idx',
      'password_hash',
      'temporary_until',
      'closed_at',
      'frozen_at',
    )

type Attempt = {
  /** What is refused: its subject on record, and what came back. */
  readonly subject: string
  readonly answer: Response
}

/** Whoever the clerk is in the register of persons, from now on and until told otherwise. */
const asPerson = async (login: string, index: string, work: () => Promise<void>): Promise<void> => {
  const row = await portal.owner
    .knex('staff')
    .where({ login_key: login })
    .first<{ id_number_idx: string }>('id_number_idx')
  await portal.owner.knex('staff').where({ login_key: login }).update({ id_number_idx: index })
  try {
    await work()
  } finally {
    await portal.owner.knex('staff').where({ login_key: login }).update({ id_number_idx: row.id_number_idx })
  }
}

const letterOf = (kind: DeskKind, changed: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  ...agentValues(),
  [matterBoxes[deskKinds[kind].matter]]: 'yes',
  ...changed,
})

const otherMatter = (kind: DeskKind): string =>
  matterBoxes[deskKinds[kind].matter === '用户注册' ? '用户登录' : '用户注册']

/** Makes a prepared operation's letter one of another day, as time or a slip would. */
const redate = (id: string, letterDate: string): Promise<unknown> =>
  portal.owner.knex('desk_operation').where({ id }).update({ letter_date: letterDate })

/** Every fault the counter must refuse, as something done to an operation that is otherwise in order. */
const faults: Readonly<
  Record<
    string,
    { readonly reason: string; readonly status: number; readonly attempt: (wanted: Wanted) => Promise<Attempt> }
  >
> = {
  'with a letter older than a month': {
    reason: 'LETTER_EXPIRED',
    status: 422,
    attempt: async (wanted) => {
      const { id } = await first.start({ ...wanted, byAgent: true })
      const letter = letterOf(wanted.kind, { 'letterDate-month': '10', 'letterDate-day': '19' })
      return { subject: id, answer: await first.step(id, 'agent', letter) }
    },
  },
  'with a letter that grew too old before the last button': {
    reason: 'LETTER_EXPIRED',
    status: 422,
    attempt: async (wanted) => {
      const id = await first.prepare({ ...wanted, byAgent: true }, dataOf(wanted.kind))
      await redate(id, '2026-10-19')
      return { subject: id, answer: await first.step(id, 'finish') }
    },
  },
  'with a letter of tomorrow': {
    reason: 'LETTER_FUTURE',
    status: 422,
    attempt: async (wanted) => {
      const { id } = await first.start({ ...wanted, byAgent: true })
      return { subject: id, answer: await first.step(id, 'agent', letterOf(wanted.kind, { 'letterDate-day': '21' })) }
    },
  },
  'with a letter that names another matter': {
    reason: 'LETTER_MATTER',
    status: 422,
    attempt: async (wanted) => {
      const { id } = await first.start({ ...wanted, byAgent: true })
      const letter = { ...agentValues(), [otherMatter(wanted.kind)]: 'yes' }
      return { subject: id, answer: await first.step(id, 'agent', letter) }
    },
  },
  'by an agent without any letter': {
    reason: 'AGENT_MISSING',
    status: 422,
    attempt: async (wanted) => {
      const id = await first.prepare({ ...wanted, byAgent: true }, dataOf(wanted.kind), { agent: true })
      return { subject: id, answer: await first.step(id, 'finish') }
    },
  },
  'with a line not ticked': {
    reason: 'TICK_MISSING',
    status: 422,
    attempt: async (wanted) => {
      const id = await first.prepare(wanted, dataOf(wanted.kind), { ticked: first.lines(wanted)[0] ?? '' })
      return { subject: id, answer: await first.step(id, 'finish') }
    },
  },
  'with a line not scanned': {
    reason: 'SCAN_MISSING',
    status: 422,
    attempt: async (wanted) => {
      const id = await first.prepare(wanted, dataOf(wanted.kind), { scanned: first.lines(wanted).at(-1) ?? '' })
      return { subject: id, answer: await first.step(id, 'finish') }
    },
  },
  'from a page that is no longer the newest': {
    reason: 'STALE',
    status: 409,
    attempt: async (wanted) => {
      const id = await first.prepare(wanted, dataOf(wanted.kind))
      const version = Number(await first.versionOf(id)) - 1
      return { subject: id, answer: await first.step(id, 'finish', {}, String(version)) }
    },
  },
  'by the counter of another authority': {
    reason: 'UNKNOWN',
    status: 404,
    attempt: async (wanted) => {
      const id = await first.prepare(wanted, dataOf(wanted.kind))
      return { subject: id, answer: await elsewhere.step(id, 'finish') }
    },
  },
  'after it was cancelled': {
    reason: 'NOT_OPEN',
    status: 409,
    attempt: async (wanted) => {
      const id = await first.prepare(wanted, dataOf(wanted.kind))
      expect((await first.step(id, 'cancel', { reason: '申请人离开了' })).status).toBe(303)
      return { subject: id, answer: await first.step(id, 'finish') }
    },
  },
  'confirmed without having been submitted': {
    reason: 'NOT_OPEN',
    status: 409,
    attempt: async (wanted) => {
      const id = await first.prepare(wanted, dataOf(wanted.kind))
      return { subject: id, answer: await second.step(id, 'confirm') }
    },
  },
}

describe('S11 what the counter refuses, and records', () => {
  const cells = Object.keys(faults).flatMap((fault) => DESK_KINDS.map((kind) => [kind, fault] as const))

  it.each(cells)('S11 %s %s', async (kind, name) => {
    const fault = faults[name]
    if (!fault) throw new Error(`no fault ${name}`)
    const wanted = await wantedFor(kind)
    const before = await accountState(wanted)
    const { subject, answer } = await fault.attempt(wanted)
    expect(answer.status).toBe(fault.status)
    expect(await refusalsOf(portal, subject)).toEqual([fault.reason])
    expect(await accountState(wanted)).toEqual(before)
  })

  it.each(DESK_KINDS)('S11 %s with a required answer missing', async (kind) => {
    const data = dataOf(kind)
    if (Object.keys(data).length === 0) return
    const wanted = await wantedFor(kind)
    const id = await first.prepare(wanted)
    expect((await first.step(id, 'finish')).status).toBe(422)
    expect(await refusalsOf(portal, id)).toEqual(['DATA_MISSING'])
  })

  it.each(DESK_KINDS)('S11 %s finished twice happens once', async (kind) => {
    const wanted = await wantedFor(kind)
    const id = await first.prepare(wanted, dataOf(kind))
    const version = await first.versionOf(id)
    const answers = await Promise.all([1, 2, 3].map(() => first.step(id, 'finish', {}, version)))
    expect(statusesOf(answers)).toEqual([303, 409, 409])
    const after = await first.step(id, 'finish')
    expect(after.status).toBe(409)
    expect(await refusalsOf(portal, id)).toEqual(['NOT_OPEN', 'NOT_OPEN', 'NOT_OPEN'])
  })

  it.each(DESK_KINDS.filter((kind) => kind !== 'REGISTER'))('S11 %s on one’s own account', async (kind) => {
    const wanted = await wantedFor(kind)
    const account = await portal.owner
      .knex('account')
      .where({ id: wanted.accountId })
      .first<{ id_number_idx: string }>('id_number_idx')
    const id = await second.prepare(wanted, dataOf(kind))
    await asPerson('kefu1', account.id_number_idx, async () => {
      const before = await accountState(wanted)
      expect((await first.start(wanted)).answer.status).toBe(403)
      expect(await refusalsOf(portal, wanted.accountId ?? '')).toEqual(['OWN_ACCOUNT'])
      // Begun by a colleague, it is still one's own.
      for (const step of ['finish', 'data', 'cancel'])
        expect([step, (await first.step(id, step, { ...dataOf(kind), reason: '试试' })).status]).toEqual([step, 403])
      expect(new Set(await refusalsOf(portal, id))).toEqual(new Set(['OWN_ACCOUNT']))
      expect(await accountState(wanted)).toEqual(before)
      const page = await first.browser.get(paths.deskAccount(wanted.accountId ?? ''))
      expect(page.text).toContain('与您本人有关的账号')
      expect(page.$(`a[href^="${paths.deskNew}?"]`)).toHaveLength(0)
    })
  })

  it('S11 registering oneself, or making oneself a representative or handler', async () => {
    const number = freshId()
    await asPerson('kefu1', portal.deps.crypto.index('id-number', number), async () => {
      for (const kind of ['REGISTER', 'CHANGE_REPRESENTATIVE'] as const) {
        const { id } = await first.start(await wantedFor(kind))
        expect((await first.step(id, 'data', { ...dataOf(kind), idNumber: number })).status).toBe(403)
        expect(await refusalsOf(portal, id)).toEqual(['OWN_ACCOUNT'])
      }
      const unit = await makeAccount('CHANGE_REPRESENTATIVE')
      const { id } = await first.start({ kind: 'CHANGE_DATA', userType: unit.userType, accountId: unit.id })
      const handler = { handlerName: '晋帮办一', handlerIdNumber: number, handlerPhone: '13512340009' }
      expect((await first.step(id, 'data', handler)).status).toBe(403)
    })
  })

  it.each(DESK_KINDS)('S11 %s with oneself as the agent', async (kind) => {
    const number = freshId()
    await asPerson('kefu1', portal.deps.crypto.index('id-number', number), async () => {
      const wanted = { ...(await wantedFor(kind)), byAgent: true }
      const { id } = await first.start(wanted)
      const answer = await first.step(id, 'agent', letterOf(kind, { agentIdNumber: number }))
      expect(answer.status).toBe(403)
      expect(await refusalsOf(portal, id)).toEqual(['OWN_AGENT'])
      // Nor does it help to let a colleague write it down.
      await second.step(id, 'agent', letterOf(kind, { agentIdNumber: number }))
      expect((await first.step(id, 'finish')).status).toBe(403)
    })
  })

  it.each(withSecond)('S11 %s without the second person, or with the first as the second', async (kind) => {
    const wanted = await wantedFor(kind)
    const id = await first.prepare(wanted, dataOf(kind))
    const before = await accountState(wanted)
    expect((await first.step(id, 'finish')).status).toBe(303)
    expect((await operationState(portal, id)).status).toBe('WAITING_SECOND')
    for (const step of ['confirm', 'refuse'])
      expect([step, (await first.step(id, step, { reason: '试试' })).status]).toEqual([step, 403])
    expect(await refusalsOf(portal, id)).toEqual(['SAME_PERSON', 'SAME_PERSON'])
    expect((await elsewhere.step(id, 'confirm')).status).toBe(404)
    expect(await accountState(wanted)).toEqual(before)
    expect((await first.open(id)).$(`form[action="${paths.deskStep(id, 'confirm')}"]`)).toHaveLength(0)
  })

  it.each(DESK_KINDS)('1 %s by one clerk alone makes no level, no phone and no password anybody’s', async (kind) => {
    const wanted = await wantedFor(kind)
    const state = async () => [
      await portal.owner.knex('account').count('* as n').first(),
      await portal.owner.knex('outgoing_sms').where({ counts: 'none' }).count('* as n').first(),
      wanted.accountId && (await holdingOf(wanted.accountId)),
    ]
    const before = await state()
    const id = await first.prepare(wanted, dataOf(kind))
    expect((await first.step(id, 'finish')).status).toBe(303)
    expect((await first.step(id, 'confirm')).status).not.toBe(303)
    expect(await state()).toEqual(before)
  })

  it('S11 whoever ticked one line cannot be the second person', async () => {
    const wanted = await wantedFor('CHANGE_PHONE')
    const id = await first.prepare(wanted, dataOf('CHANGE_PHONE'))
    expect((await second.material(id, 'agreement', { files: [] })).status).toBe(303)
    expect((await first.step(id, 'finish')).status).toBe(303)
    expect((await second.step(id, 'confirm')).status).toBe(403)
    expect(await refusalsOf(portal, id)).toEqual(['SAME_PERSON'])
  })

  it.each(withSecond)('S11 %s confirmed by the holder, who also works there', async (kind) => {
    const wanted = await wantedFor(kind)
    const data = dataOf(kind)
    const holder =
      wanted.accountId === undefined
        ? portal.deps.crypto.index('id-number', data['idNumber'] ?? '')
        : (await holdingOf(wanted.accountId))['id_number_idx']
    const id = await first.prepare(wanted, data)
    await first.step(id, 'finish')
    await asPerson('kefu2', String(holder), async () => {
      expect((await second.step(id, 'confirm')).status).toBe(403)
      expect(await refusalsOf(portal, id)).toEqual(['OWN_ACCOUNT'])
    })
    expect((await operationState(portal, id)).status).toBe('WAITING_SECOND')
  })

  it('S11 confirmed when the letter has run out meanwhile', async () => {
    const wanted = { ...(await wantedFor('CHANGE_PHONE')), byAgent: true }
    const id = await first.prepare(wanted, dataOf('CHANGE_PHONE'))
    await first.step(id, 'finish')
    await redate(id, '2026-10-19')
    expect((await second.step(id, 'confirm')).status).toBe(422)
    expect(await refusalsOf(portal, id)).toEqual(['LETTER_EXPIRED'])
  })

  it.each(DESK_KINDS.filter((kind) => kind !== 'REGISTER'))('S11 %s on a closed or unknown account', async (kind) => {
    const wanted = await wantedFor(kind)
    const id = await first.prepare(wanted, dataOf(kind))
    await portal.owner.knex('account').where({ id: wanted.accountId }).update({ closed_at: portal.clock.now() })
    expect((await first.step(id, 'finish')).status).toBe(409)
    expect(await refusalsOf(portal, id)).toEqual(['ACCOUNT_GONE'])
    expect((await first.start(wanted)).answer.status).toBe(409)
    expect(await refusalsOf(portal, wanted.accountId ?? '')).toEqual(['ACCOUNT_GONE'])
    const unknown = randomUUID()
    expect((await first.start({ ...wanted, accountId: unknown })).answer.status).toBe(404)
    expect(await refusalsOf(portal, unknown)).toEqual(['UNKNOWN'])
    expect((await first.step(id, 'cancel', { reason: '账号已注销' })).status).toBe(303)
  })

  it('S11 an operation that does not fit the account cannot be begun', async () => {
    const person = await makeAccount('UNLOCK')
    for (const wanted of [
      { kind: 'CHANGE_REPRESENTATIVE', accountId: person.id },
      { kind: 'UNLOCK', userType: 'FOUNDATION', accountId: person.id },
      { kind: 'REGISTER', accountId: person.id },
      { kind: 'UNLOCK' },
    ] as const)
      expect((await first.start(wanted)).answer.status).toBe(409)
  })

  it('S11 without the right: no official of another role can take any step, and each try is on record', async () => {
    const wanted = await wantedFor('CHANGE_PHONE')
    const id = await first.prepare(wanted, dataOf('CHANGE_PHONE'))
    const others = STAFF_ROLES.filter((role: StaffRole) => !may([role], 'desk:work'))
    expect(others.length).toBeGreaterThan(5)
    const routes = helpdeskRoutes(portal.deps)
    for (const role of others) {
      const staff = await staffOf(portal, role)
      const { cookie } = await signIn(portal, { staffId: staff.id })
      for (const route of routes) {
        const address = route.path.replace(':id', id).replace(':scan', randomUUID())
        const answer = await fetch(portal.baseUrl + address, {
          method: route.method.toUpperCase(),
          redirect: 'manual',
          headers: { cookie, accept: 'text/html' },
          ...(route.method === 'post' ? { body: new URLSearchParams({ version: '0' }) } : {}),
        })
        expect([role, route.path, answer.status]).toEqual([role, route.path, 403])
      }
      const recorded = await portal.owner
        .knex('audit_log')
        .where({ action: 'access-refused', actor_id: String(staff.id) })
        .orderBy('id')
        .select<{ details: { route: string; permission: string } }[]>('details')
      expect(recorded.map(({ details }) => details)).toEqual(
        routes.map((route) => ({ route: `${route.method.toUpperCase()} ${route.path}`, permission: 'desk:work' })),
      )
    }
    expect((await operationState(portal, id)).status).toBe('OPEN')
  })

  it('S11 a clerk who loses the right while at work loses it at once', async () => {
    const wanted = await wantedFor('UNLOCK')
    const id = await elsewhere.prepare(wanted)
    await portal.owner
      .knex('staff')
      .where({ login_key: 'taiyuan-kefu1' })
      .update({ roles: ['WINDOW'] })
    expect((await elsewhere.step(id, 'finish')).status).toBe(403)
    await portal.owner
      .knex('staff')
      .where({ login_key: 'taiyuan-kefu1' })
      .update({ roles: ['HELP_DESK'] })
    expect((await elsewhere.step(id, 'finish')).status).toBe(303)
  })
})

describe('several at once', () => {
  it.each(withSecond)('S51 %s confirmed by several second persons at one instant is done once', async (kind) => {
    const extra = await Promise.all(
      [1, 2, 3].map(async (number) => {
        const login = `kefu-${kind.toLowerCase()}-${String(number)}`
        const like = await portal.owner.knex('staff').where({ login_key: 'kefu2' }).first<Record<string, unknown>>()
        const { id: _id, ...copy } = like
        await portal.owner
          .knex('staff')
          .insert({ ...copy, login_name: login, login_key: login, phone_idx: login, id_number_idx: login })
        return openCounter(portal, login)
      }),
    )
    const wanted = await wantedFor(kind)
    const id = await first.prepare(wanted, dataOf(kind))
    await first.step(id, 'finish')
    const version = await first.versionOf(id)
    const answers = await Promise.all([second, ...extra].map((counter) => counter.step(id, 'confirm', {}, version)))
    expect(statusesOf(answers)).toEqual([303, 409, 409, 409])
    const done = await portal.owner.knex('desk_event').where({ operation_id: id, action: 'DONE' })
    expect(done).toHaveLength(1)
    const { account_id: account } = await operationState(portal, id)
    expect(await portal.owner.knex('message').where({ account_id: account })).toHaveLength(1)
    expect(await refusalsOf(portal, id)).toEqual(['NOT_OPEN', 'NOT_OPEN', 'NOT_OPEN'])
  })

  it('S51 of confirming and refusing, or cancelling, at one instant one wins', async () => {
    for (let round = 0; round < 5; round += 1) {
      const wanted = await wantedFor('CHANGE_PHONE')
      const id = await first.prepare(wanted, dataOf('CHANGE_PHONE'))
      await first.step(id, 'finish')
      const version = await first.versionOf(id)
      const answers = await Promise.all([
        second.step(id, 'confirm', {}, version),
        first.step(id, 'cancel', { reason: '申请人改变主意' }, version),
      ])
      expect(statusesOf(answers)).toEqual([303, 409])
      const { status } = await operationState(portal, id)
      expect(status).toBe(answers[0]?.status === 303 ? 'DONE' : 'CANCELLED')
    }
  })

  it('two clerks who begin the same for one account: one wins, and the other is told', async () => {
    const wanted = await wantedFor('UNLOCK')
    const begun = await Promise.all([first.start(wanted), second.start(wanted)])
    expect(statusesOf(begun.map(({ answer }) => answer))).toEqual([303, 409])
    expect(await refusalsOf(portal, wanted.accountId ?? '')).toEqual(['ALREADY_OPEN'])
    const refused = begun.find(({ answer }) => answer.status === 409)
    expect(await refused?.answer.text()).toContain('正在办理，请在账号页面打开它接着办理')
  })

  it('S51 two clerks who register one person at one instant make one account', async () => {
    const data = dataOf('REGISTER')
    const [one, two] = [
      await first.prepare({ kind: 'REGISTER' }, data),
      await second.prepare({ kind: 'REGISTER' }, { ...data, loginName: 'gongjilingyige' }),
    ]
    expect((await first.step(one, 'finish')).status).toBe(303)
    expect((await second.step(two, 'finish')).status).toBe(303)
    const answers = await Promise.all([second.step(one, 'confirm'), first.step(two, 'confirm')])
    expect(statusesOf(answers)).toEqual([303, 422])
    const index = portal.deps.crypto.index('id-number', data['idNumber'] ?? '')
    expect(await portal.owner.knex('account').where({ id_number_idx: index })).toHaveLength(1)
  })

  it('S52 what was typed into an old page is shown again, and nothing is overwritten', async () => {
    const wanted = await wantedFor('CHANGE_PHONE')
    const { id } = await first.start(wanted)
    const version = await first.versionOf(id)
    const one = { phone: '13400008001', phoneAgain: '13400008001' }
    expect((await second.step(id, 'data', one, version)).status).toBe(303)
    const late = await first.step(id, 'data', { phone: '13400008002', phoneAgain: '13400008002' }, version)
    expect(late.status).toBe(409)
    expect(await late.text()).toContain('13400008002')
    expect((await first.open(id)).$('#phone').attr('value')).toBe('13400008001')
  })
})

describe('what belongs to another authority', () => {
  it('S21 S22 operations and scans of another authority are not there, by any address and verb', async () => {
    const wanted = await wantedFor('CHANGE_PHONE')
    const id = await first.prepare(wanted, dataOf('CHANGE_PHONE'))
    const [scan] = await portal.owner.knex('desk_material').where({ operation_id: id }).select<{ id: string }[]>('id')
    const own = await elsewhere.start({ kind: 'REGISTER' })
    for (const address of [
      paths.deskOperation(id),
      paths.deskStep(id, 'print'),
      `${paths.deskStep(id, 'remove-scan')}?scan=${scan?.id ?? ''}`,
      paths.deskScan(id, scan?.id ?? ''),
      // With an operation of one's own in front, it is still not one's own scan.
      paths.deskScan(own.id, scan?.id ?? ''),
    ])
      expect([address, (await elsewhere.browser.raw(address)).status]).toEqual([address, 404])
    const before = await portal.owner.knex('desk_operation').where({ id })
    for (const name of [
      'agent',
      'remove-scan',
      'data',
      'finish',
      'confirm',
      'refuse',
      'cancel',
      'withdraw',
      'confirm-withdrawal',
    ]) {
      const answer = await elsewhere.step(id, name, {
        ...letterOf('CHANGE_PHONE'),
        ...dataOf('CHANGE_PHONE'),
        reason: '试试',
        scan: scan?.id ?? '',
        answer: 'yes',
      })
      expect([name, answer.status]).toEqual([name, 404])
    }
    expect((await elsewhere.material(id, 'agreement')).status).toBe(404)
    expect(await portal.owner.knex('desk_operation').where({ id })).toEqual(before)
    expect(new Set(await refusalsOf(portal, id))).toEqual(new Set(['UNKNOWN']))
    expect((await elsewhere.browser.get(paths.desk)).$(`a[href="${paths.deskOperation(id)}"]`)).toHaveLength(0)
    // A scan of one operation is not found under another of the same counter.
    const other = await first.start({ kind: 'REGISTER' })
    expect((await first.browser.raw(paths.deskScan(other.id, scan?.id ?? ''))).status).toBe(404)
    expect((await first.browser.raw(paths.deskScan(id, scan?.id ?? ''))).status).toBe(200)
  })

  it('S21 what is no id at all is not there either', async () => {
    for (const address of [
      paths.deskAccount('1'),
      paths.deskAccount(randomUUID()),
      paths.deskOperation("' or 1=1 --"),
      paths.deskOperation(randomUUID()),
      `${paths.deskNew}?account=${randomUUID()}`,
    ])
      expect([address, (await first.browser.raw(address)).status]).toEqual([address, 404])
  })

  it('S24 what is not asked is not kept, and a hidden field changes no operation', async () => {
    const wanted = await wantedFor('CHANGE_PHONE')
    const { id } = await first.start(wanted)
    await first.step(id, 'data', {
      ...dataOf('CHANGE_PHONE'),
      previousPhone: '13400009999',
      name: '别人',
      status: 'DONE',
      account_id: randomUUID(),
    })
    const page = await first.open(id)
    expect(page.text).not.toContain('13400009999')
    expect(page.text).not.toContain('别人')
    expect(await operationState(portal, id)).toMatchObject({ status: 'OPEN', account_id: wanted.accountId })
  })

  it('HD-05 help desk staff open no case, no document and no page of an applicant', async () => {
    const { browser } = first
    const id = randomUUID()
    for (const address of [
      paths.staffQueue,
      paths.staffHistory,
      paths.staffCase(id),
      paths.staffAttachment(id, id),
      paths.staffDocument(id, id),
    ])
      expect([address, (await browser.raw(address)).status]).toEqual([address, 403])
    for (const address of [paths.account, paths.cases, paths.case(id), paths.messages]) {
      const answer = await browser.raw(address)
      expect([address, answer.status]).toEqual([address, 303])
      expect(answer.headers.get('location')).toContain('/login/')
    }
  })

  it('S29 the rows of the counter hold no number, phone or password in clear', async () => {
    const wanted = { ...(await wantedFor('CHANGE_PHONE')), byAgent: true }
    const id = await first.prepare(wanted, { phone: '13400007777', phoneAgain: '13400007777' })
    await first.step(id, 'finish')
    await second.step(id, 'confirm')
    const rows = JSON.stringify([
      await portal.owner.knex('desk_operation'),
      await portal.owner.knex('desk_event'),
      await portal.owner.knex('audit_log').select('details'),
      await portal.owner.knex('message'),
      await portal.owner.knex('outgoing_sms'),
    ])
    for (const secret of ['13400007777', '13512340001']) expect(rows).not.toContain(secret)
    expect(rows).not.toMatch(/1401061[89]\d{10}|1401062\d{11}/)
  })
})

describe('scans in the store', () => {
  it('an upload that is refused leaves nothing, and a scan in use is not swept', async () => {
    const wanted = await wantedFor('UNLOCK')
    const { id } = await first.start(wanted)
    const bytes = tinyPdf(`kept ${id}`)
    expect((await first.material(id, 'agreement', { files: [bytes] })).status).toBe(303)
    const [kept] = await portal.owner
      .knex('desk_material')
      .where({ operation_id: id })
      .select<{ sha256: string }[]>('sha256')
    await portal.owner
      .knex('stored_file')
      .where({ sha256: kept?.sha256 })
      .update({ created_at: new Date(portal.clock.now().getTime() - 48 * 3_600_000) })
    await sweepFilesTask(portal.deps)({}, {} as never)
    expect(await portal.deps.files.has(kept?.sha256 ?? '')).toBe(true)
    const refused = tinyPdf(`refused ${id}`)
    expect((await first.material(id, 'no-such-line', { files: [refused] })).status).toBe(404)
    expect(await portal.owner.knex('desk_material').where({ operation_id: id })).toHaveLength(1)
  })

  it('the history of an operation cannot be changed', async () => {
    const { id } = await first.start({ kind: 'REGISTER' })
    const events = () => portal.deps.db.knex('desk_event').where({ operation_id: id })
    await expect(events().update({ action: 'DONE' })).rejects.toThrow('permission denied')
    await expect(events().delete()).rejects.toThrow('permission denied')
    await expect(portal.owner.knex('desk_event').where({ operation_id: id }).delete()).rejects.toThrow('never changed')
  })
})
