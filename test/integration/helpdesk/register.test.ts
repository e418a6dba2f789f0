import { afterAll, beforeAll, expect, it } from 'vitest'
import { composeUscc } from '../../../src/core/identity/uscc.ts'
import { sandboxEnterprises } from '../../../src/sandbox/enterprises.ts'
import { sandboxPeople, type SandboxPerson } from '../../../src/sandbox/people.ts'
import { paths } from '../../../src/web/paths.ts'
import { mainText, messageWith } from '../../support/accounts.ts'
import { createBrowser } from '../../support/browser.ts'
import { freshId, openCounter, operationState, refusalsOf, type Counter, type Wanted } from '../../support/counter.ts'
import { units, type TestUnit } from '../../support/legal-persons.ts'
import { browserOf } from '../../support/people.ts'
import { captchaAnswer, startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
let first: Counter
let second: Counter

beforeAll(async () => {
  portal = await startTestPortal()
  first = await openCounter(portal, 'kefu1')
  second = await openCounter(portal, 'kefu2')
})
afterAll(() => portal.stop())

let serial = 0

/** What is typed to register a unit. */
const typed = (
  unit: { readonly name: string; readonly uscc: string; readonly head: SandboxPerson },
  changed: Readonly<Record<string, string>> = {},
): Record<string, string> => {
  serial += 1
  return {
    loginName: `duizhao${String(serial)}`,
    name: unit.name,
    uscc: unit.uscc,
    representativeName: unit.head.name,
    idType: 'RESIDENT_ID',
    idNumber: unit.head.residentId,
    phone: `1330001${String(serial).padStart(4, '0')}`,
    handlerName: '陈雨桐',
    handlerIdNumber: freshId(),
    handlerPhone: '13912340006',
    registrationAuthority: '山西省民政厅',
    registerReason: '',
    ...changed,
  }
}

const group: Wanted = { kind: 'REGISTER', userType: 'SOCIAL_GROUP' }

/** Registers a unit just as the register has it; gives its account, whose credentials are its phone and password. */
const registered = async (unit: TestUnit) => {
  const data = typed(unit)
  const id = await first.prepare(group, data)
  expect((await first.step(id, 'finish')).status).toBe(303)
  expect((await second.step(id, 'confirm')).status).toBe(303)
  const sms = await messageWith(portal, data['phone'] ?? '', /临时密码/)
  return {
    id: (await operationState(portal, id)).account_id ?? '',
    loginName: data['loginName'] ?? '',
    password: /临时密码(\w{12})/.exec(sms)?.[1] ?? '',
  }
}

const kept = (id: string) =>
  portal.owner
    .knex('desk_operation')
    .where({ id })
    .first<{ register_check: { outcome: string } | null; register_reason: string | null }>(
      'register_check',
      'register_reason',
    )

it('1 a unit that differs from the register is shown to both clerks, and goes on with a reason only', async () => {
  const other = sandboxPeople[0]
  const data = typed(units.books, {
    name: '山西省古籍修复协会',
    representativeName: other.name,
    idNumber: other.residentId,
  })
  const id = await first.prepare(group)
  const answer = await first.step(id, 'data', data)
  expect(answer.status).toBe(422)
  const html = await answer.text()
  for (const shown of ['山西省古籍修复研究会', '程望舒', '与登记的号码不一致', 'id="registerReason-error"'])
    expect(html).toContain(shown)
  expect(html).not.toContain(units.books.head.residentId)
  expect((await first.step(id, 'finish')).status).toBe(422)
  expect(await refusalsOf(portal, id)).toEqual(['REGISTER_REASON'])

  const reason = '证书已换发，电话13412349876向发证处核实'
  expect((await first.step(id, 'data', { ...data, registerReason: reason })).status).toBe(303)
  expect((await first.step(id, 'finish')).status).toBe(303)
  const page = mainText(await second.open(id))
  for (const shown of ['山西省古籍修复研究会', '程望舒', '证书已换发']) expect(page).toContain(shown)
  expect((await second.step(id, 'confirm')).status).toBe(303)
  expect((await kept(id)).register_reason).toBe('证书已换发，电话134****9876向发证处核实')
  for (const action of ['desk-submit', 'desk-confirm'])
    expect(
      await portal.owner
        .knex('audit_log')
        .where({ action, object_id: id })
        .first<{ details: Record<string, unknown> }>('details'),
    ).toMatchObject({
      details: {
        register: 'DIFFERENT',
        differing: ['单位名称', '法定代表人', '法定代表人证件号码'],
        reason: '证书已换发，电话134****9876向发证处核实',
      },
    })
})

it('1 a unit just as the register has it needs no reason, one that no register has does', async () => {
  const { id } = await registered(units.grain)
  expect(await portal.owner.knex('account').where({ id }).first('real_name_level')).toEqual({ real_name_level: 1 })
  const unknown = await first.prepare(group)
  const nobody = { name: '山西省子虚乌有协会', uscc: composeUscc('SOCIAL_GROUP', '140000', 'MJ9X0001') }
  const answer = await first.step(unknown, 'data', typed({ ...nobody, head: sandboxPeople[0] }))
  expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('登记信息中没有查到')])
})

it('1 a register that changes between the two clerks holds the operation', async () => {
  const id = await first.prepare(group, typed(units.robots))
  expect((await first.step(id, 'finish')).status).toBe(303)
  const people = () =>
    portal.owner
      .knex('organization_person')
      .whereIn('organization_id', portal.owner.knex('organization').where({ uscc: units.robots.uscc }).select('id'))
  await people().where({ legal_representative: true }).update({ name: '白启光' })
  expect((await second.step(id, 'confirm')).status).toBe(409)
  expect(await refusalsOf(portal, id)).toEqual(['REGISTER_CHANGED'])
  expect((await operationState(portal, id)).status).toBe('WAITING_SECOND')
})

it('1 a unit that has ended is not registered at the counter either, and the clerk is told where to turn', async () => {
  await portal.owner.knex('organization').where({ uscc: units.heritage.uscc }).update({ status: 'DEREGISTERED' })
  const id = await first.prepare(group)
  const answer = await first.step(id, 'data', typed(units.heritage, { registerReason: '持有人要求' }))
  expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('请到登记机关窗口办理')])
  expect((await first.step(id, 'finish')).status).toBe(422)
  expect(await refusalsOf(portal, id)).toEqual(['UNIT_ENDED'])
})

it('1 an enterprise is compared by the service that keeps its register', async () => {
  const [company] = sandboxEnterprises
  if (!company) throw new Error('no enterprise in the sandbox')
  const wanted: Wanted = { kind: 'REGISTER', userType: 'ENTERPRISE' }
  const right = await first.prepare(wanted, typed({ ...company, head: company.representative }))
  expect((await kept(right)).register_check?.outcome).toBe('SAME')
  expect((await first.step(right, 'finish')).status).toBe(303)
  const wrong = await first.prepare(wanted)
  const answer = await first.step(wrong, 'data', typed({ ...company, head: sandboxPeople[1] }))
  expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('登记信息库答复')])
})

it('1 an organization of 民政 is no enterprise at the counter: it is compared with its own register, or not made', async () => {
  const id = await first.prepare({ kind: 'REGISTER', userType: 'ENTERPRISE' })
  const answer = await first.step(id, 'data', typed(units.fund, { registerReason: '证书已核对' }))
  expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('这个代码属于基金会')])
  expect((await first.step(id, 'finish')).status).toBe(422)
  expect(await refusalsOf(portal, id)).toContain('DATA_MISSING')
})

it('2 变更法定代表人 shows the register’s representative, and leaves nothing of the old one: password, session, phone', async () => {
  const unit = await registered(units.wetland)
  const session = await browserOf(portal, { id: unit.id })
  expect((await session.raw(paths.account)).status).not.toBe(401)
  const next = sandboxPeople[1]
  const phone = '13300019901'
  const wanted: Wanted = { kind: 'CHANGE_REPRESENTATIVE', userType: 'SOCIAL_GROUP', accountId: unit.id }
  const id = await first.prepare(wanted)
  const before = await first.open(id)
  expect(mainText(before)).toContain('登记信息')
  expect(mainText(before)).toContain(units.wetland.head.name)
  const data = {
    representativeName: next.name,
    idType: 'RESIDENT_ID',
    idNumber: next.residentId,
    phone,
    registerReason: '',
  }
  const held = await first.step(id, 'data', data)
  expect([held.status, await held.text()]).toEqual([422, expect.stringContaining('请写明原因')])
  await first.step(id, 'data', { ...data, registerReason: '变更登记正在入库，已核对新证书' })
  expect((await first.step(id, 'finish')).status).toBe(303)
  expect((await second.step(id, 'confirm')).status).toBe(303)
  const sms = await messageWith(portal, phone, /变更法定代表人，临时密码/)
  const temporary = /临时密码(\w{12})/.exec(sms)?.[1] ?? ''
  expect((await session.raw(paths.account)).headers.get('location')).toContain('/login/')
  const logIn = async (password: string) => {
    const browser = createBrowser(portal.baseUrl)
    await browser.get(paths.loginLegal)
    await browser.submit('main form[method=post]', { identity: unit.loginName, password, captcha: captchaAnswer })
    return browser
  }
  expect((await logIn(unit.password)).page().status).toBe(422)
  expect((await (await logIn(temporary)).raw(paths.cases)).headers.get('location')).toContain(paths.accountPassword)

  // Nothing is asked for a reset, yet whoever comes speaks for a unit whose register still names somebody else.
  const reset = await first.prepare({ kind: 'RESET_PASSWORD', userType: 'SOCIAL_GROUP', accountId: unit.id })
  expect((await first.step(reset, 'finish')).status).toBe(422)
  expect(await refusalsOf(portal, reset)).toEqual(['REGISTER_REASON'])
  expect((await first.step(reset, 'data', { registerReason: '变更登记正在入库' })).status).toBe(303)
  expect((await first.step(reset, 'finish')).status).toBe(303)
})
