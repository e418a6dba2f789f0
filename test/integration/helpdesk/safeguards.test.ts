import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DeskKind } from '../../../src/core/helpdesk/operations.ts'
import { identityKey } from '../../../src/core/identity/documents.ts'
import { composeUscc } from '../../../src/core/identity/uscc.ts'
import { legalPersonPlaces } from '../../../src/modules/people/legal-person.ts'
import { paths } from '../../../src/web/paths.ts'
import { mainText } from '../../support/accounts.ts'
import { tinyPdf } from '../../support/own-cases.ts'
import {
  agentValues,
  freshId,
  matterBoxes,
  openCounter,
  operationState,
  refusalsOf,
  type Counter,
} from '../../support/counter.ts'
import { createAccount } from '../../support/people.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'
import { fieldPart, filePart, multipart, postBytes } from '../../support/upload.ts'

let portal: TestPortal
let first: Counter
let second: Counter

beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
  first = await openCounter(portal, 'kefu1')
  second = await openCounter(portal, 'kefu2')
})
afterAll(() => portal.stop())

const hour = 3_600_000
let serial = 0
const freshPhone = (): string => {
  serial += 1
  return `1330000${String(serial).padStart(4, '0')}`
}

const accountRow = (id: string): Promise<Record<string, unknown>> =>
  portal.owner.knex('account').where({ id }).first<Record<string, unknown>>()

const legalRow = (id: string): Promise<Record<string, unknown>> =>
  portal.owner.knex('legal_person').where({ account_id: id }).first<Record<string, unknown>>()

const makeUnit = async (columns: Readonly<Record<string, unknown>> = {}): Promise<{ id: string; uscc: string }> => {
  serial += 1
  const { id } = await createAccount(portal)
  const uscc = composeUscc('SOCIAL_GROUP', '140000', `MJ7${String(serial).padStart(5, '0')}`)
  await portal.owner.knex('account').where({ id }).update({ kind: 'LEGAL_PERSON' })
  await portal.owner.knex('legal_person').insert({
    account_id: id,
    type: 'SOCIAL_GROUP',
    uscc,
    representative_name: '赵志远',
    handler_name: '陈雨桐',
    handler_id_number_enc: 'none',
    handler_id_number_idx: randomUUID(),
    handler_phone_enc: 'none',
    handler_phone_idx: 'none',
    registration_authority: '山西省民政厅',
    ...columns,
  })
  return { id, uscc }
}

const changePhone = async (accountId: string, phone = freshPhone()): Promise<string> => {
  const id = await first.prepare({ kind: 'CHANGE_PHONE', accountId }, { phone, phoneAgain: phone })
  expect((await first.step(id, 'finish')).status).toBe(303)
  return id
}

/** A second account of the person behind a clerk's, opened after the first one was retired. */
const rehired = async (login: string): Promise<Counter> => {
  const name = `${login}-again-${String((serial += 1))}`
  const { id: _id, ...row } = await portal.owner
    .knex('staff')
    .where({ login_key: login })
    .first<Record<string, string>>()
  await portal.owner.knex('staff').where({ login_key: login }).update({ active: false })
  await portal.owner.knex('staff').insert({
    ...row,
    login_name: name,
    login_key: name,
    phone_enc: portal.deps.crypto.encrypt('13700009999', `staff.phone:${name}`),
    phone_idx: name,
  })
  return openCounter(portal, name)
}

const hireBack = async (login: string): Promise<Counter> => {
  await portal.owner.knex('staff').whereLike('login_key', `${login}-again-%`).update({ active: false })
  await portal.owner.knex('staff').where({ login_key: login }).update({ active: true })
  return openCounter(portal, login)
}

describe('the second person is another person, not another account', () => {
  it('HD-02 S11 the first clerk, retired and taken on again under another user name, cannot confirm or refuse', async () => {
    const account = await createAccount(portal)
    const id = await changePhone(account.id)
    const again = await rehired('kefu1')
    try {
      for (const step of ['confirm', 'refuse'])
        expect([step, (await again.step(id, step, { reason: '试试' })).status]).toEqual([step, 403])
      expect(await refusalsOf(portal, id)).toEqual(['SAME_PERSON', 'SAME_PERSON'])
      const page = await again.open(id)
      expect(page.$(`form[action="${paths.deskStep(id, 'confirm')}"]`)).toHaveLength(0)
      expect(mainText(page)).toContain('您参与过这件业务')
    } finally {
      first = await hireBack('kefu1')
    }
    expect((await second.step(id, 'confirm')).status).toBe(303)
  })

  it('HD-02 S11 nor confirm the taking back they asked for', async () => {
    const account = await createAccount(portal)
    const id = await changePhone(account.id)
    await second.step(id, 'confirm')
    expect((await second.step(id, 'withdraw', { reason: '持有人来电' })).status).toBe(303)
    const again = await rehired('kefu2')
    try {
      expect((await again.step(id, 'confirm-withdrawal')).status).toBe(403)
      const page = await again.open(id)
      expect(page.$(`form[action="${paths.deskStep(id, 'confirm-withdrawal')}"]`)).toHaveLength(0)
    } finally {
      second = await hireBack('kefu2')
    }
    expect((await operationState(portal, id)).status).toBe('DONE')
  })
})

describe('what a dishonest clerk might try', () => {
  const ownPhone = async (login: string): Promise<string> => {
    const row = await portal.owner.knex('staff').where({ login_key: login }).first<{ phone_enc: string }>('phone_enc')
    return portal.deps.crypto.decrypt(row.phone_enc, `staff.phone:${login}`)
  }

  it('S11 makes no account and no change with their own phone', async () => {
    const phone = await ownPhone('kefu1')
    const account = await createAccount(portal)
    const unit = await makeUnit()
    const person = { idType: 'RESIDENT_ID', idNumber: freshId() }
    for (const [wanted, data] of [
      [{ kind: 'REGISTER' }, { loginName: 'woziji', name: '欧阳博', email: 'o@example.org', phone, ...person }],
      [
        { kind: 'CHANGE_PHONE', accountId: account.id },
        { phone, phoneAgain: phone },
      ],
      [
        { kind: 'CHANGE_REPRESENTATIVE', userType: 'SOCIAL_GROUP', accountId: unit.id },
        { representativeName: '郭永强', phone, ...person },
      ],
    ] as const) {
      const { id } = await first.start(wanted)
      const answer = await first.step(id, 'data', data)
      expect([wanted.kind, answer.status]).toEqual([wanted.kind, 403])
      expect(await answer.text()).toContain('工作人员本人的手机号')
      expect(await refusalsOf(portal, id)).toEqual(['OWN_PHONE'])
      // Written down by a colleague it is still theirs.
      expect((await second.step(id, 'data', data)).status).toBe(303)
      expect((await first.step(id, 'finish')).status).toBe(403)
    }
  })

  it('S11 cannot make an account speak again for a code that another account has proved', async () => {
    const unit = await makeUnit({ released_at: portal.clock.now() })
    await portal.owner.knex('account').where({ id: unit.id }).update({ real_name_level: 0 })
    for (const kind of ['CHANGE_DATA', 'CHANGE_REPRESENTATIVE'] as const) {
      const { answer } = await first.start({ kind, userType: 'SOCIAL_GROUP', accountId: unit.id })
      expect([kind, answer.status]).toEqual([kind, 409])
      expect(await answer.text()).toContain('已由其他账号认证')
    }
    expect(await refusalsOf(portal, unit.id)).toEqual(['CODE_LOST', 'CODE_LOST'])
    // Lost between the papers and the second person.
    const other = await makeUnit()
    const person = { representativeName: '郭永强', idType: 'RESIDENT_ID', idNumber: freshId(), phone: freshPhone() }
    const id = await first.prepare(
      { kind: 'CHANGE_REPRESENTATIVE', userType: 'SOCIAL_GROUP', accountId: other.id },
      person,
    )
    await first.step(id, 'finish')
    await portal.owner.knex('legal_person').where({ account_id: other.id }).update({ released_at: portal.clock.now() })
    expect((await second.step(id, 'confirm')).status).toBe(409)
    expect(await refusalsOf(portal, id)).toEqual(['CODE_LOST'])
  })

  it('H-03 whoever is registered, or becomes representative, is no agent of their own', async () => {
    const idNumber = freshId()
    const letter = (matter: keyof typeof matterBoxes) => ({
      ...agentValues(),
      agentIdNumber: idNumber,
      [matterBoxes[matter]]: 'yes',
    })
    const data = {
      loginName: 'daibanziji',
      name: '欧阳博',
      email: 'o@example.org',
      phone: freshPhone(),
      idType: 'RESIDENT_ID',
      idNumber,
    }
    // The answers first, or the letter first: found out at the latest at the last button.
    const one = await first.start({ kind: 'REGISTER', byAgent: true })
    expect((await first.step(one.id, 'data', data)).status).toBe(303)
    expect((await first.step(one.id, 'agent', letter('用户注册'))).status).toBe(422)
    expect(await refusalsOf(portal, one.id)).toEqual(['AGENT_IS_HOLDER'])
    const two = await first.prepare({ kind: 'REGISTER', byAgent: true }, data)
    expect((await first.step(two, 'agent', letter('用户注册'))).status).toBe(422)
    const unit = await makeUnit()
    const three = await first.prepare({
      kind: 'CHANGE_REPRESENTATIVE',
      userType: 'SOCIAL_GROUP',
      accountId: unit.id,
      byAgent: true,
    })
    expect((await first.step(three, 'agent', letter('用户修改'))).status).toBe(303)
    expect(
      (
        await first.step(three, 'data', {
          representativeName: '郭永强',
          idType: 'RESIDENT_ID',
          idNumber,
          phone: freshPhone(),
        })
      ).status,
    ).toBe(303)
    expect((await first.step(three, 'finish')).status).toBe(422)
    expect(await refusalsOf(portal, three)).toEqual(['AGENT_IS_HOLDER'])
  })

  it('H-03 no agent’s own phone becomes the account’s, and gets its codes and passwords', async () => {
    const account = await createAccount(portal)
    const unit = await makeUnit()
    const phone = agentValues()['agentPhone'] ?? ''
    const person = { idType: 'RESIDENT_ID', idNumber: freshId() }
    for (const [wanted, data, right] of [
      [{ kind: 'REGISTER' }, { loginName: 'daibanshouji', name: '欧阳博', email: 'o@example.org', ...person }, {}],
      [{ kind: 'CHANGE_PHONE', accountId: account.id }, { phoneAgain: phone }, { phoneAgain: '13300009999' }],
      [
        { kind: 'CHANGE_REPRESENTATIVE', userType: 'SOCIAL_GROUP', accountId: unit.id },
        { representativeName: '郭永强', ...person },
        {},
      ],
    ] as const) {
      const id = await first.prepare({ ...wanted, byAgent: true }, { ...data, phone })
      const refused = await first.step(id, 'finish')
      expect([wanted.kind, refused.status]).toEqual([wanted.kind, 422])
      expect(await refused.text()).toContain('预留手机号不能是代办人的手机号')
      expect(await refusalsOf(portal, id)).toEqual(['AGENT_PHONE'])
      expect((await first.step(id, 'data', { ...data, phone: '13300009999', ...right })).status).toBe(303)
      expect((await first.step(id, 'finish')).status).toBe(303)
    }
  })

  it('H-03 whoever was representative before may bring the letter of the new one', async () => {
    const unit = await makeUnit()
    const number = freshId()
    await portal.owner
      .knex('account')
      .where({ id: unit.id })
      .update({ id_number_idx: portal.deps.crypto.index('id-number', identityKey('RESIDENT_ID', number)) })
    const { id } = await first.start({
      kind: 'CHANGE_REPRESENTATIVE',
      userType: 'SOCIAL_GROUP',
      accountId: unit.id,
      byAgent: true,
    })
    const letter = { ...agentValues(), agentIdNumber: number, [matterBoxes.用户修改]: 'yes' }
    expect((await first.step(id, 'agent', letter)).status).toBe(303)
  })
})

describe('what an account is worth afterwards', () => {
  it('AU-11 a password reset at the counter holds the phone for a day, like every other reset', async () => {
    const account = await createAccount(portal)
    const id = await first.prepare({ kind: 'RESET_PASSWORD', accountId: account.id })
    expect((await first.step(id, 'finish')).status).toBe(303)
    expect((await second.step(id, 'confirm')).status).toBe(303)
    expect((await accountRow(account.id))['phone_held_from']).toEqual(portal.clock.now())
    const taken = await createAccount(portal)
    const change = await changePhone(taken.id)
    await second.step(change, 'confirm')
    await first.step(change, 'withdraw', { reason: '持有人来电' })
    expect((await second.step(change, 'confirm-withdrawal')).status).toBe(303)
    expect((await accountRow(taken.id))['phone_held_from']).toEqual(portal.clock.now())
  })

  it.each([
    [false, 1, 'counter'],
    [true, 0, null],
  ] as const)(
    'H-01 a new name or document of a person (by an agent: %s) leaves level %i: only who stood there was seen',
    async (byAgent, level, channel) => {
      const account = await createAccount(portal)
      await portal.owner.knex('account').where({ id: account.id }).update({ real_name_channel: 'bank-card' })
      const id = await first.prepare(
        { kind: 'CHANGE_DATA', accountId: account.id, byAgent },
        { name: '周亭', idType: 'RESIDENT_ID', idNumber: freshId() },
      )
      await first.step(id, 'finish')
      expect((await second.step(id, 'confirm')).status).toBe(303)
      expect(await accountRow(account.id)).toMatchObject({ real_name_level: level, real_name_channel: channel })
    },
  )

  it('H-01 an e-mail address alone leaves the level as it was', async () => {
    const account = await createAccount(portal)
    const before = await accountRow(account.id)
    const id = await first.prepare(
      { kind: 'CHANGE_DATA', accountId: account.id, byAgent: true },
      { email: 'n@example.org' },
    )
    expect((await first.step(id, 'finish')).status).toBe(303)
    const { real_name_level: level, real_name_channel: channel } = before
    expect(await accountRow(account.id)).toMatchObject({ real_name_level: level, real_name_channel: channel })
  })

  it('H-01 a unit’s new name and code come with its certificate, its handler sealed like any other', async () => {
    const unit = await makeUnit()
    const uscc = composeUscc('SOCIAL_GROUP', '140000', 'MJ7A0001')
    const handlerIdNumber = freshId()
    const id = await first.prepare(
      { kind: 'CHANGE_DATA', userType: 'SOCIAL_GROUP', accountId: unit.id },
      { name: '山西省竹编协会', uscc, handlerName: '刘慧敏', handlerIdNumber, handlerPhone: '13912340007' },
    )
    await first.step(id, 'finish')
    expect((await operationState(portal, id)).status).toBe('WAITING_SECOND')
    expect((await second.step(id, 'confirm')).status).toBe(303)
    const legal = await legalRow(unit.id)
    expect(legal).toMatchObject({
      uscc,
      certificate_name: '扫描件.pdf',
      handler_id_number_idx: portal.deps.crypto.index('id-number', identityKey('RESIDENT_ID', handlerIdNumber)),
    })
    expect(
      portal.deps.crypto.decrypt(String(legal['handler_id_number_enc']), legalPersonPlaces.handlerIdNumber(unit.id)),
    ).toBe(handlerIdNumber)
    expect(await accountRow(unit.id)).toMatchObject({ name: '山西省竹编协会', real_name_level: 1 })
    const other = await makeUnit()
    const taken = await first.prepare({ kind: 'CHANGE_DATA', userType: 'SOCIAL_GROUP', accountId: other.id }, { uscc })
    await first.step(taken, 'finish')
    const refused = await second.step(taken, 'confirm')
    expect([refused.status, (await refused.text()).includes('该统一社会信用代码已被认证')]).toEqual([422, true])
    expect(await legalRow(other.id)).toMatchObject({ uscc: other.uscc })
  })

  it('HD-02 what the second person refused is told to the holder too', async () => {
    const account = await createAccount(portal)
    const id = await changePhone(account.id)
    expect((await second.step(id, 'refuse', { reason: '签字不一致' })).status).toBe(303)
    const told = await portal.owner
      .knex('message')
      .where({ account_id: account.id })
      .select<{ title: string }[]>('title')
    expect(told.map(({ title }) => title)).toEqual(['政务大厅未予办理：修改手机号'])
  })

  it('HD-02 asked for within a day, a phone may be taken back by the second person later', async () => {
    const account = await createAccount(portal)
    const id = await changePhone(account.id)
    await second.step(id, 'confirm')
    const done = (hours: number) =>
      portal.owner
        .knex('desk_operation')
        .where({ id })
        .update({ finished_at: new Date(portal.clock.now().getTime() - hours * hour) })
    await done(23)
    expect((await first.step(id, 'withdraw', { reason: '持有人来电' })).status).toBe(303)
    await done(71)
    expect(mainText(await second.browser.get(paths.desk))).toContain('待确认撤回')
    expect((await second.open(id)).$(`form[action="${paths.deskStep(id, 'confirm-withdrawal')}"]`)).toHaveLength(1)
    await done(73)
    expect((await second.step(id, 'confirm-withdrawal')).status).toBe(409)
    await done(71)
    expect((await second.step(id, 'confirm-withdrawal')).status).toBe(303)
  })
})

describe('what a clerk writes', () => {
  it('S29 a number in a reason is masked before it is kept', async () => {
    const { id } = await first.start({ kind: 'REGISTER' })
    const number = freshId()
    expect((await first.step(id, 'cancel', { reason: `来电13412349876，证件${number}，不办了` })).status).toBe(303)
    const { reason } = await operationState(portal, id)
    expect(reason).toContain('134****9876')
    expect(reason).not.toContain(number)
    const events = JSON.stringify(await portal.owner.knex('desk_event').where({ operation_id: id }))
    for (const secret of ['13412349876', number]) expect(events).not.toContain(secret)
  })
})

describe('faults at their field', () => {
  it('H-01 the last button says what is missing at each field', async () => {
    const id = await first.prepare({ kind: 'REGISTER' }, {})
    const page = await first.step(id, 'finish')
    expect(page.status).toBe(422)
    const html = await page.text()
    for (const name of ['loginName', 'name', 'idNumber', 'email', 'phone']) {
      expect(html).toContain(`id="${name}-error"`)
      expect(html).toContain(`href="#${name}"`)
    }
    expect(html).not.toContain('href="#data"')
  })

  it('H-01 registering somebody who has an account already is said when the answers are saved, before any paper', async () => {
    const account = await createAccount(portal)
    const number = freshId()
    await portal.owner
      .knex('account')
      .where({ id: account.id })
      .update({ id_number_idx: portal.deps.crypto.index('id-number', identityKey('RESIDENT_ID', number)) })
    const { id } = await first.start({ kind: 'REGISTER' })
    const answer = await first.step(id, 'data', {
      loginName: account.loginName,
      name: '欧阳博',
      email: 'o@example.org',
      phone: freshPhone(),
      idType: 'RESIDENT_ID',
      idNumber: number,
    })
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain('该身份证号已被认证')
    expect(html).toContain('登录账号已注册')
    expect(html).toContain('id="idNumber-error"')
    const unit = await makeUnit()
    await portal.owner.knex('account').where({ id: unit.id }).update({ real_name_level: 1 })
    const two = await first.start({ kind: 'REGISTER', userType: 'SOCIAL_GROUP' })
    expect(await (await first.step(two.id, 'data', { uscc: unit.uscc })).text()).toContain('该统一社会信用代码已被认证')
  })

  it('H-02 of several scans the good ones and the tick are kept when another is refused', async () => {
    const account = await createAccount(portal)
    const { id } = await first.start({ kind: 'UNLOCK', accountId: account.id })
    const sent = await postBytes(
      first.browser,
      paths.deskStep(id, 'material'),
      multipart([
        fieldPart('_csrf', first.token),
        fieldPart('version', await first.versionOf(id)),
        fieldPart('line', 'holder-id'),
        fieldPart('ticked', 'yes'),
        filePart('正面.pdf', tinyPdf(`good ${id}`), 'application/pdf'),
        filePart('反面.pdf', Buffer.from('MZ no scan'), 'application/pdf'),
      ]),
    )
    expect(sent.status).toBe(422)
    const html = await sent.text()
    expect(html).toContain('反面.pdf')
    expect(html).toContain('其余内容已保存')
    const kept = await portal.owner.knex('desk_material').where({ operation_id: id }).select<{ name: string }[]>('name')
    expect(kept.map(({ name }) => name)).toEqual(['正面.pdf'])
    expect(await portal.owner.knex('desk_check').where({ operation_id: id, line: 'holder-id' })).toHaveLength(1)
  })

  it('7 where no scan is taken, for its size or a used-up limit, its line says so and the tick is kept', async () => {
    const account = await createAccount(portal)
    const { id } = await first.start({ kind: 'UNLOCK', accountId: account.id })
    const refused = async (bytes: Buffer, status: number, words: RegExp) => {
      const answer = await first.material(id, 'holder-id', { files: [bytes], name: '证件.pdf' })
      expect([answer.status, await answer.text()]).toEqual([status, expect.stringMatching(words)])
    }
    await refused(
      Buffer.alloc(10 * 1024 * 1024 + 1),
      413,
      /id="line-holder-id-error"[^]*“证件\.pdf”过大[^]*其余内容已保存/,
    )
    const clerk = await portal.owner.knex('staff').where({ login_key: 'kefu1' }).first<{ id: number }>('id')
    const subject = `staff-${String(clerk.id)}`
    const { limits } = portal.deps
    while ((await limits.left('upload', subject)) > 0) await limits.use('upload', subject)
    await refused(tinyPdf(`too often ${id}`), 429, /id="line-holder-id-error"[^]*请\d+分钟后再试[^]*其余内容已保存/)
    await limits.reset('upload', subject)
    expect(await portal.owner.knex('desk_check').where({ operation_id: id, line: 'holder-id' })).toHaveLength(1)
  })
})

describe('a counter with a long day behind it', () => {
  const rows = (page: Awaited<ReturnType<Counter['open']>>, caption: string): string[] =>
    page
      .$('main table')
      .filter((_index, table) => page.$(table).find('caption').text().includes(caption))
      .find('tbody tr td:first-child a')
      .toArray()
      .map((element) => page.$(element).attr('href') ?? '')

  const leave = async (kind: DeskKind, status: string, count: number): Promise<void> => {
    const { authority_id: authority, id: staff } = await portal.owner
      .knex('staff')
      .where({ login_key: 'taiyuan-kefu1' })
      .first<{ authority_id: number; id: number }>('authority_id', 'id')
    await portal.owner.knex('desk_operation').insert(
      Array.from({ length: count }, (_unused, n) => ({
        id: randomUUID(),
        kind,
        authority_id: authority,
        user_type: 'NATURAL_PERSON',
        by_agent: false,
        status,
        opened_by: staff,
        opened_at: new Date(portal.clock.now().getTime() - n * 60_000),
      })),
    )
  }

  it('H-01 a thousand operations left half done are turned through page by page, what waits for a second person first', async () => {
    await leave('REGISTER', 'OPEN', 1000)
    await leave('REGISTER', 'WAITING_SECOND', 60)
    const counter = await openCounter(portal, 'taiyuan-kefu1')
    let page = await counter.browser.get(paths.desk)
    expect(rows(page, '等待第二人确认')).toHaveLength(60)
    const seen = new Set<string>()
    let pages = 0
    for (;;) {
      pages += 1
      for (const href of rows(page, '正在办理')) seen.add(href)
      const next = page.$('a[rel=next]').attr('href')
      if (next === undefined) break
      page = await counter.browser.get(next)
    }
    expect([seen.size, pages]).toEqual([1000, Math.ceil(1000 / 30)])
    expect((await counter.browser.raw(`${paths.desk}?after=x`)).status).toBe(400)
  })
})
