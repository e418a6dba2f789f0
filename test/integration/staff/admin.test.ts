import { randomUUID } from 'node:crypto'
import * as cheerio from 'cheerio'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoPassword } from '../../../seeds/demo/index.ts'
import { STAFF_ROLES, type StaffRole } from '../../../src/core/access.ts'
import { maskIdNumber, maskPhone } from '../../../src/core/identity/mask.ts'
import { verifyAudit } from '../../../src/db/audit.ts'
import { sweepStaffChangesTask } from '../../../src/modules/admin/second-person.ts'
import { auditActions, mainText, messagesTo, staffPhone } from '../../support/accounts.ts'
import { createBrowser, type Browser, type Page } from '../../support/browser.ts'
import { inventedId, makeApplicant, makeCase } from '../../support/cases.ts'
import { openCounter } from '../../support/counter.ts'
import { answer, identityKey, matching, startIdentityGateway } from '../../support/identity-gateway.ts'
import { staffBrowser } from '../../support/people.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'
import {
  addConfirmed,
  addMember,
  appCode,
  confirmChange,
  isIn,
  logInWith,
  rolesBody,
  staffRow,
  temporaryPassword,
  testMember,
  type TestMember,
} from '../../support/staff.ts'

let portal: TestPortal
let admin: Browser
let gateway: Awaited<ReturnType<typeof startIdentityGateway>>
const logIn = async (): Promise<void> => {
  admin = await staffBrowser(portal, 'guanli')
}
beforeAll(async () => {
  gateway = await startIdentityGateway()
  portal = await startTestPortal({
    SANDBOX: 'on',
    IDENTITY_GATEWAY_URL: gateway.url,
    IDENTITY_GATEWAY_KEY: identityKey,
  })
  await logIn()
})
afterAll(async () => {
  await portal.stop()
  await gateway.stop()
})

const hour = 3_600_000
const memberPath = (id: number): string => `/staff/admin/members/${id}`
const idOf = async (login: string): Promise<number> => (await staffRow(portal, login)).id

const authorityId = async (code: string): Promise<number> => {
  const row = await portal.owner.knex('authority').where({ code }).first<{ id: number }>('id')
  return row.id
}

/** Takes a step on the member's page as the page offers it, or as if it did. */
const step = async (
  browser: Browser,
  login: string,
  name: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number; readonly location: string; readonly text: string }> => {
  const { id, lock_version: version } = await staffRow(portal, login)
  await browser.get(memberPath(id))
  const answer = await browser.post(`${memberPath(id)}/${name}`, {
    _csrf: browser.token(),
    version: String(version),
    sure: STAFF_ROLES.join(' '),
    ...fields,
  })
  return { status: answer.status, location: answer.headers.get('location') ?? '', text: await answer.text() }
}

type Answer = { readonly location: string; readonly text: string }

/** What a step that waits led to, confirmed by another administrator: the address that leads to. */
const confirmed = async (answer: Answer, by = 'guanli2'): Promise<string> => {
  if (!answer.location.includes('/staff/admin/changes/')) throw new Error(`nothing waits: ${answer.location}`)
  return (await confirmChange(await staffBrowser(portal, by), answer.location)).url
}
const done = expect.stringMatching(/^\/staff\/admin\/changes\/.*\?done=confirm$/) as unknown

const newMember = async (member: TestMember, authority?: number): Promise<Page> =>
  addConfirmed(admin, await staffBrowser(portal, 'guanli2'), member, authority)

const added = async (
  roles: readonly StaffRole[],
  more: Partial<TestMember> = {},
): Promise<TestMember & { readonly id: number }> => {
  const member = testMember(roles, more)
  const page = await newMember(member)
  if (!page.url.endsWith('?done=confirm')) throw new Error(mainText(page))
  return { ...member, id: await idOf(member.loginName) }
}

/** Another administrator of the province. */
const secondAdministrator = async (): Promise<TestMember & { readonly id: number; readonly browser: Browser }> => {
  const member = await added(['SYS_ADMIN'])
  await portal.owner.knex('staff').where({ id: member.id }).update({ must_change_password: false })
  return { ...member, browser: await staffBrowser(portal, member.loginName) }
}

const lastText = async (phone: string, part: string): Promise<string> => {
  for (let waited = 0; waited < 200; waited += 1) {
    const found = (await messagesTo(portal, phone)).find(({ text }) => text.includes(part))
    if (found) return found.text
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`nothing like “${part}” was sent to ${phone}`)
}

describe('a new member of staff', () => {
  it('gets name and temporary password by SMS, which no page, log or audit row ever shows', async () => {
    const member = testMember(['WINDOW', 'HELP_DESK'])
    expect(mainText(await newMember(member))).toContain('已生效')
    const page = await admin.get(memberPath(await idOf(member.loginName)))
    expect(mainText(page)).toContain('窗口受理、大厅帮办')
    expect(mainText(page)).toContain('待设置密码')
    const password = await temporaryPassword(portal, member.phone)
    for (const text of [page.text, (await admin.get(memberPath(await idOf(member.loginName)))).text]) {
      expect(text).not.toContain(password)
      expect(text).not.toContain(member.idNumber)
      expect(text).not.toContain(member.phone)
    }
    const row = await staffRow(portal, member.loginName)
    expect(JSON.stringify(row)).not.toContain(member.idNumber)
    expect(JSON.stringify(row)).not.toContain(member.phone)
    expect(row.must_change_password).toBe(true)
    const details = await portal.owner
      .knex('audit_log')
      .where({ object_kind: 'staff', object_id: String(row.id) })
      .select<{ details: unknown; chain: string }[]>('details', 'chain')
    expect(details).toEqual([
      {
        details: {
          loginName: member.loginName,
          name: member.name,
          phone: maskPhone(member.phone),
          roles: ['WINDOW', 'HELP_DESK'],
          askedBy: '晋管理',
        },
        chain: 'shanxi-mzt',
      },
    ])
    expect((await logInWith(portal, { ...member, password })).url).toContain('/staff/password')
  })

  it('of a supervisory unit: with the unit beside the authority, and nothing but that', async () => {
    const organ = '山西省文化和旅游厅'
    for (const [roles, named, part] of [
      [['SUPERVISOR'], '', '请选择业务主管单位'],
      [['SUPERVISOR'], '太原市教育局', '与登记管理机关同级'],
      [['SUPERVISOR'], '没有这个单位', '请从列出的单位中选择'],
      [['WINDOW'], organ, '只有岗位是“业务主管单位”的人员填写'],
    ] as const) {
      const page = await addMember(admin, { ...testMember(roles), ...(named === '' ? {} : { organ: named }) })
      expect([named, page.$('#organ-error').text()]).toEqual([named, expect.stringContaining(part)])
    }
    const member = { ...testMember(['SUPERVISOR']), organ }
    const asked = await addMember(admin, member)
    expect(mainText(asked)).toContain(organ)
    expect(mainText(await confirmChange(await staffBrowser(portal, 'guanli2'), asked.url))).toContain('已生效')
    const { id } = await staffRow(portal, member.loginName)
    const page = await admin.get(memberPath(id))
    expect(mainText(page)).toContain(organ)
    expect(page.$('form[action$="/roles"]')).toHaveLength(0)
    for (const roles of [['WINDOW'], ['SUPERVISOR', 'WINDOW'], []] as const) {
      const answered = await step(admin, member.loginName, 'roles', rolesBody(roles))
      expect([roles, answered.status >= 400]).toEqual([roles, true])
    }
    expect(await step(admin, 'chushen', 'roles', rolesBody(['SUPERVISOR']))).toMatchObject({ status: 422 })
    await portal.owner.knex('staff').where({ id }).update({ must_change_password: false })
    const own = await staffBrowser(portal, member.loginName)
    expect(mainText(await own.get('/staff'))).toContain('只能看到送到本单位的申请')
    expect(mainText(await own.get('/staff/consents'))).toContain(organ)
  })

  it('keeps what was typed on faults, each said at its field', async () => {
    await admin.get('/staff/admin/new')
    const page = await admin.submit('main form[method=post]', {
      loginName: '1x',
      name: '林',
      idNumber: '140106197001010000',
      phone: '12345',
    })
    expect(page.status).toBe(422)
    const faults = page.$('.govuk-error-message').text()
    for (const part of [
      '用户名应为4至30个字符',
      '姓名应为2至50个字',
      '身份证号码',
      '手机号码应为11位数字',
      '请至少选择一个岗位',
    ])
      expect(faults).toContain(part)
    expect(page.$('#loginName').attr('value')).toBe('1x')
  })

  it.each([
    ['SYS_ADMIN with a business role', ['SYS_ADMIN', 'WINDOW']],
    ['SYS_ADMIN with AUDIT_ADMIN', ['SYS_ADMIN', 'AUDIT_ADMIN']],
    ['AUDIT_ADMIN with a business role', ['AUDIT_ADMIN', 'APPROVER']],
    ['all of them', ['WINDOW', 'APPROVER', 'SYS_ADMIN', 'AUDIT_ADMIN', 'HELP_DESK']],
    ['of a supervisory unit and of the authority', ['SUPERVISOR', 'WINDOW']],
  ] as const)('cannot be %s', async (_what, roles) => {
    const member = testMember(roles)
    const page = await addMember(admin, member)
    expect(page.$('#roles-error').text()).toContain('应当由不同的人担任')
    expect(await portal.owner.knex('staff').where({ login_key: member.loginName })).toEqual([])
  })

  it('two with one user name, one number or one phone at the same instant: one is made, the other told which', async () => {
    for (const [same, told] of [
      ['loginName', '该用户名已被使用'],
      ['idNumber', '一人只能有一个账号'],
      ['phone', '该手机号已用于其他工作人员账号'],
    ] as const) {
      const one = testMember(['WINDOW'])
      const other = testMember(['WINDOW'], { [same]: one[same] })
      const asked = [await addMember(admin, one), await addMember(admin, other)]
      const late = asked.find(({ status }) => status === 422)
      if (late) {
        expect(late.$(`#${same}-error`).text()).toContain('等待复核')
        continue
      }
      const confirmers = [await secondAdministrator(), await secondAdministrator()]
      const pages = await Promise.all(confirmers.map(({ browser }, n) => confirmChange(browser, asked[n]?.url ?? '')))
      expect(pages.map(({ status }) => String(status)).toSorted()).toEqual(['200', '409'])
      expect(mainText(pages.find(({ status }) => status === 409) ?? (pages[0] as Page))).toContain(told)
    }
  })
})

describe('what an administrator cannot do for himself', () => {
  const own = { idNumber: inventedId(990) }
  const asPerson = (login: string) =>
    portal.owner
      .knex('staff')
      .where({ login_key: login })
      .update({ id_number_idx: portal.deps.crypto.index('id-number', own.idNumber) })

  it('change his roles, in any way', async () => {
    for (const roles of [['WINDOW'], ['SYS_ADMIN', 'APPROVER'], ['APPROVER'], []] as const) {
      const answer = await step(admin, 'guanli', 'roles', rolesBody(roles))
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('不能修改本人的岗位')
    }
    expect((await staffRow(portal, 'guanli')).roles).toEqual(['SYS_ADMIN'])
  })

  it('retire himself, or give himself a temporary password', async () => {
    expect((await step(admin, 'guanli', 'retire')).text).toContain('不能停用本人的账号')
    expect((await step(admin, 'guanli', 'reset')).text).toContain('不能重置本人的密码')
    const page = await admin.get(memberPath(await idOf('guanli')))
    expect(page.$('form[action$="/roles"], form[action$="/retire"], form[action$="/reset"]')).toHaveLength(0)
    expect(await isIn(admin)).toBe(true)
  })

  it('become a reviewer by a second account with his own ID number, even a retired one brought back', async () => {
    await asPerson('guanli')
    const page = await addMember(admin, testMember(['APPROVER'], own))
    expect(page.$('#idNumber-error').text()).toContain('是您本人的')
    // An account made before, for the same person, by somebody else, and retired since.
    const earlier = await added(['APPROVER'])
    await portal.owner.knex('staff').where({ id: earlier.id }).update({ active: false, retired_at: new Date() })
    await asPerson(earlier.loginName)
    const back = await step(admin, earlier.loginName, 'reinstate')
    expect([back.status, back.text.includes('不能为本人另设账号')]).toEqual([409, true])
    expect((await step(admin, earlier.loginName, 'roles', rolesBody(['APPROVER']))).status).not.toBe(303)
    // Nor can a colleague bring it back: one person, one account.
    const second = await secondAdministrator()
    const also = await step(second.browser, earlier.loginName, 'reinstate')
    expect([also.status, also.text.includes('一人只能有一个账号')]).toEqual([409, true])
    expect((await staffRow(portal, earlier.loginName)).active).toBe(false)
    const { id } = await staffRow(portal, 'guanli')
    const refusals = await portal.owner
      .knex('audit_log')
      .where({ action: 'staff-change-refused', actor_id: String(id) })
      .select<{ details: { fault: string } }[]>('details')
    expect(refusals.map(({ details }) => details.fault)).toContain('OWN_OTHER_ACCOUNT')
  })

  it('get a reviewer’s codes: his own phone is taken, and a new phone gets no password for a day', async () => {
    const reviewer = await added(['APPROVER'])
    const mine = await step(admin, reviewer.loginName, 'details', {
      name: reviewer.name,
      phone: await staffPhone(portal, 'guanli'),
    })
    expect([mine.status, mine.text.includes('该手机号已用于其他工作人员账号')]).toEqual([422, true])

    const phone = '13811112222'
    const moved = await step(admin, reviewer.loginName, 'details', { name: reviewer.name, phone })
    expect(await confirmed(moved)).toEqual(done)
    for (const to of [reviewer.phone, phone])
      expect(await lastText(to, '手机号已由系统管理员更换')).toContain('请立即向本单位负责人反映')
    const early = await step(admin, reviewer.loginName, 'reset')
    expect([early.status, early.text.includes('24小时内不能重置密码')]).toEqual([409, true])
    portal.clock.forward(24 * hour)
    admin = await staffBrowser(portal, 'guanli')
    expect(await confirmed(await step(admin, reviewer.loginName, 'reset'))).toEqual(done)
    expect(await temporaryPassword(portal, phone)).toHaveLength(12)
  })
})

describe('somebody who left and comes back', () => {
  it('HD-07 gets the earlier account back, not another one: who reviewed as the one must not approve as the other', async () => {
    const member = await added(['FIRST_REVIEWER'])
    await step(admin, member.loginName, 'retire')
    const again = testMember(['APPROVER'], { idNumber: member.idNumber })
    const page = await addMember(admin, again)
    expect([page.status, page.$('#idNumber-error').text()]).toEqual([
      422,
      expect.stringContaining('在该机关有已停用的账号') as string,
    ])
    expect(await portal.owner.knex('staff').where({ login_key: again.loginName })).toEqual([])
    expect(await confirmed(await step(admin, member.loginName, 'reinstate'))).toEqual(done)
    // Elsewhere it is another authority's cases.
    const moved = await added(['WINDOW'])
    await step(admin, moved.loginName, 'retire')
    const there = testMember(['WINDOW'], { idNumber: moved.idNumber, phone: '13811113333' })
    expect((await newMember(there, await authorityId('datong-spj'))).url).toEqual(done)
  })

  it('is not let in by a detour: a new phone gets no password for a day, retired and brought back or not', async () => {
    const reviewer = await added(['APPROVER'])
    await confirmed(await step(admin, reviewer.loginName, 'details', { name: reviewer.name, phone: '13811114444' }))
    await step(admin, reviewer.loginName, 'retire')
    const early = await step(admin, reviewer.loginName, 'reinstate')
    expect([early.status, early.text.includes('24小时内不能重置密码')]).toEqual([409, true])
    expect((await staffRow(portal, reviewer.loginName)).active).toBe(false)
    expect((await messagesTo(portal, '13811114444')).some(({ text }) => text.includes('临时密码'))).toBe(false)
  })

  it('with a new phone: it is changed before the temporary password goes anywhere', async () => {
    const member = await added(['WINDOW'])
    await step(admin, member.loginName, 'retire')
    const page = await admin.get(memberPath(member.id))
    expect(page.$('form[action$="/details"]')).toHaveLength(1)
    expect(page.$('form[action$="/roles"]')).toHaveLength(0)
    const moved = await step(admin, member.loginName, 'details', { name: member.name, phone: '13811115555' })
    expect(await confirmed(moved)).toEqual(done)
    portal.clock.forward(24 * hour)
    admin = await staffBrowser(portal, 'guanli')
    const sent = (await messagesTo(portal, member.phone)).filter(({ text }) => text.includes('临时密码')).length
    expect(await confirmed(await step(admin, member.loginName, 'reinstate'))).toEqual(done)
    await lastText('13811115555', '临时密码')
    expect((await messagesTo(portal, member.phone)).filter(({ text }) => text.includes('临时密码'))).toHaveLength(sent)
  })
})

describe('the last administrator', () => {
  it('of an authority stays: neither retired nor given other roles from above', async () => {
    await portal.owner.knex('staff').where({ login_key: 'taiyuan-guanli2' }).update({ active: false })
    for (const [name, fields] of [
      ['retire', {}],
      ['roles', rolesBody(['WINDOW'])],
    ] as const) {
      const answer = await step(admin, 'taiyuan-guanli', name, fields)
      expect(answer.text).toContain('至少保留一名在用的系统管理员')
    }
    expect(await staffRow(portal, 'taiyuan-guanli')).toMatchObject({ roles: ['SYS_ADMIN'], active: true })
  })

  it('two administrators who retire each other at the same instant: one remains (20 races)', async () => {
    for (let race = 0; race < 20; race += 1) {
      const second = await secondAdministrator()
      const others = await portal.owner
        .knex('staff')
        .where({ active: true })
        .whereRaw(`'SYS_ADMIN' = any (roles)`)
        .where({ authority_id: await authorityId('shanxi-mzt') })
        .whereNotIn('id', [second.id, await idOf('guanli')])
        .select<{ id: number }[]>('id')
      await portal.owner
        .knex('staff')
        .whereIn(
          'id',
          others.map(({ id }) => id),
        )
        .update({ active: false })
      const answers = await Promise.all([
        step(admin, second.loginName, 'retire'),
        step(second.browser, 'guanli', 'retire'),
      ])
      expect(answers.filter(({ location }) => location.includes('done=retire'))).toHaveLength(1)
      const left = [await staffRow(portal, 'guanli'), await staffRow(portal, second.loginName)]
      expect(left.filter(({ active }) => active)).toHaveLength(1)
      await portal.owner
        .knex('staff')
        .whereIn('login_key', ['guanli', 'guanli2'])
        .update({ active: true, retired_at: null })
      admin = await staffBrowser(portal, 'guanli')
    }
  }, 60_000)
})

describe('what is done acts at once', () => {
  it('AZ-06 rights are read at each request: an open page is worth nothing once the role is gone (20 times)', async () => {
    const found = await makeCase(portal, { stage: 'nameConsultation', status: 'SUBMITTED' })
    const reviewer = await added(['WINDOW', 'FIRST_REVIEWER', 'SECOND_REVIEWER', 'APPROVER'])
    const set = (roles: readonly StaffRole[]) =>
      portal.owner
        .knex('staff')
        .where({ id: reviewer.id })
        .update({ roles: [...roles], must_change_password: false })
    for (let n = 0; n < 20; n += 1) {
      await set(reviewer.roles)
      const browser = await staffBrowser(portal, reviewer.loginName)
      const page = await browser.get(`/staff/applications/${found.id}`)
      const action = page.$('form[action*="/actions/"]').first().attr('action') ?? ''
      expect(action).toContain('/actions/')
      await set(['HELP_DESK'])
      const answer = await browser.post(action, {
        _csrf: browser.token(),
        requestKey: randomUUID(),
        version: String((await found.row()).lock_version),
        opinion: '经审查，符合规定。',
      })
      expect(answer.status).toBe(403)
    }
    expect((await found.row()).status).toBe('SUBMITTED')
  }, 60_000)

  it('AZ-06 roles taken away on the administrator’s page: the next POST of the open page goes nowhere (20 times)', async () => {
    const found = await makeCase(portal, { stage: 'nameConsultation', status: 'SUBMITTED' })
    const reviewer = await added(['WINDOW', 'FIRST_REVIEWER'])
    await portal.owner.knex('staff').where({ id: reviewer.id }).update({ must_change_password: false })
    for (let n = 0; n < 20; n += 1) {
      await portal.owner
        .knex('staff')
        .where({ id: reviewer.id })
        .update({ roles: [...reviewer.roles, 'HELP_DESK'] })
      const browser = await staffBrowser(portal, reviewer.loginName)
      const page = await browser.get(`/staff/applications/${found.id}`)
      const action = page.$('form[action*="/actions/"]').first().attr('action') ?? ''
      const token = browser.token()
      const done = await step(admin, reviewer.loginName, 'roles', rolesBody(['HELP_DESK']))
      expect(done.location).toContain('done=roles')
      const answer = await browser.post(action, {
        _csrf: token,
        requestKey: randomUUID(),
        version: String((await found.row()).lock_version),
        opinion: '经审查，符合规定。',
      })
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/staff/login'])
    }
    expect((await found.row()).status).toBe('SUBMITTED')
    // Each change says so.
    const told = async () =>
      (await messagesTo(portal, reviewer.phone)).filter(({ text }) => text.includes('岗位已变更为大厅帮办')).length
    await expect.poll(told, { timeout: 20_000 }).toBe(20)
  }, 60_000)

  it('an administrator whose role was taken acts no more, even on the page he has open', async () => {
    const second = await secondAdministrator()
    const victim = await added(['WINDOW'])
    await second.browser.get(memberPath(victim.id))
    const token = second.browser.token()
    await portal.owner
      .knex('staff')
      .where({ id: second.id })
      .update({ roles: ['HELP_DESK'] })
    const answer = await second.browser.post(`${memberPath(victim.id)}/retire`, { _csrf: token, version: '0' })
    expect(answer.status).toBe(403)
    expect((await staffRow(portal, victim.loginName)).active).toBe(true)
  })

  it('AU-09 staff: roles, reset, retirement and a new phone end every session there was', async () => {
    const events: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
      ['roles', rolesBody(['HELP_DESK'])],
      ['reset', {}],
      ['retire', {}],
      ['details', { name: '林知远', phone: '13822223333' }],
    ]
    for (const [name, fields] of events) {
      const member = await added(['WINDOW'])
      await portal.owner.knex('staff').where({ id: member.id }).update({ must_change_password: false })
      // Earlier logins of the same person were displaced; their cookies are tried as well.
      const sessions = [
        await staffBrowser(portal, member.loginName),
        await staffBrowser(portal, member.loginName),
        await staffBrowser(portal, member.loginName),
      ]
      expect(await isIn(sessions[2] ?? createBrowser(portal.baseUrl))).toBe(true)
      const answer = await step(admin, member.loginName, name, fields)
      if (name === 'retire') expect(answer.location).toContain('done=retire')
      else {
        expect(await isIn(sessions[2] ?? createBrowser(portal.baseUrl))).toBe(true)
        expect(await confirmed(answer)).toEqual(done)
      }
      for (const browser of sessions) expect([name, await isIn(browser)]).toEqual([name, false])
    }
  })

  it('a reset ends a login that waits for its code, takes the app away and is told by SMS', async () => {
    const member = await added(['WINDOW'])
    const first = await temporaryPassword(portal, member.phone)
    const browser = createBrowser(portal.baseUrl)
    await logInWith(portal, { ...member, password: first }, browser)
    const chosen = 'Fenhe#2026-xin'
    await browser.submit('main form[method=post]', { newPassword: chosen, confirmPassword: chosen })
    const key = (await browser.get('/staff/totp')).$('main dl strong').text()
    await browser.submit('main form[method=post]', {
      totpCode: appCode(key, portal.clock.now()),
      password: chosen,
      action: 'bind',
    })
    await browser.submit('form[action="/staff/logout"]')

    await browser.get('/staff/login')
    await browser.submit('main form[method=post]', { username: member.loginName, password: chosen, action: 'login' })
    portal.clock.forward(30_000)
    expect(await confirmed(await step(admin, member.loginName, 'reset'))).toEqual(done)
    const late = await browser.submit('main form[method=post]', {
      smsCode: appCode(key, portal.clock.now()),
      action: 'login',
    })
    expect(late.$('#password-error').text()).toContain('请填写密码')
    expect((await staffRow(portal, member.loginName)).totp_secret_enc).toBeNull()
    expect((await logInWith(portal, { ...member, password: chosen })).status).toBe(422)
    await lastText(member.phone, '密码已由系统管理员重置')
    const again = await temporaryPassword(portal, member.phone)
    expect(again).not.toBe(first)
    expect((await logInWith(portal, { ...member, password: again })).url).toContain('/staff/password')
  })

  it('retired: no login, told like nobody; brought back: a new temporary password', async () => {
    const member = await added(['WINDOW'])
    const password = await temporaryPassword(portal, member.phone)
    await step(admin, member.loginName, 'retire')
    expect(mainText(await logInWith(portal, { ...member, password }))).toContain('用户名或密码错误')
    await lastText(member.phone, '已停用')
    expect(await confirmed(await step(admin, member.loginName, 'reinstate'))).toEqual(done)
    await lastText(member.phone, '已恢复使用')
    expect((await logInWith(portal, { ...member, password })).status).toBe(422)
    const again = await temporaryPassword(portal, member.phone, 3)
    expect((await logInWith(portal, { ...member, password: again })).url).toContain('/staff/password')
    const actions = await auditActions(portal, 'staff', String(member.id))
    for (const action of ['staff-added', 'staff-retired', 'staff-reinstated']) expect(actions).toContain(action)
  })

  it('S2 staff: a lock is shown, and taken away by the administrator', async () => {
    const phone = await staffPhone(portal, 'fazheng')
    for (let n = 0; n < 5; n += 1) await logInWith(portal, { loginName: 'fazheng', password: 'Wrong#2026', phone })
    const page = await admin.get(memberPath(await idOf('fazheng')))
    expect(mainText(page)).toContain('已锁定')
    expect((await logInWith(portal, { loginName: 'fazheng', password: demoPassword, phone })).status).toBe(422)
    expect((await step(admin, 'fazheng', 'unlock')).location).toContain('done=unlock')
    const back = await logInWith(portal, { loginName: 'fazheng', password: demoPassword, phone })
    expect([back.url, back.$('.govuk-error-message').text()]).toEqual(['/staff/queue', ''])
  })
})

const refused = answer('{"result":"mismatch","reason":"姓名与身份证号码不一致"}')

/** The audit rows about somebody, oldest first. */
const auditOf = (id: number) =>
  portal.owner
    .knex('audit_log')
    .where({ object_kind: 'staff', object_id: String(id) })
    .orderBy('id')
    .select<
      { action: string; actor_id: string; actor_name: string | null; details: Readonly<Record<string, unknown>> }[]
    >('action', 'actor_id', 'actor_name', 'details')

describe('8.29 one administrator alone opens no account', () => {
  it('8.29 of a new approver, of a new role, phone, name, password, or of one brought back: until confirmed nothing changes', async () => {
    const fresh = testMember(['APPROVER'])
    const asked = await addMember(admin, fresh)
    expect(asked.url).toMatch(/\/staff\/admin\/changes\/.*done=asked$/)
    expect(await portal.owner.knex('staff').where({ login_key: fresh.loginName })).toEqual([])
    expect(await messagesTo(portal, fresh.phone)).toEqual([])
    const member = await added(['APPROVER'])
    const retired = await added(['APPROVER'])
    await step(admin, retired.loginName, 'retire')
    for (const [who, name, fields] of [
      [member, 'reset', {}],
      [member, 'roles', rolesBody(['APPROVER', 'CERT_CLERK'])],
      [member, 'details', { name: '林知近', phone: '' }],
      [member, 'details', { name: member.name, phone: '13833334444' }],
      [retired, 'reinstate', {}],
    ] as const) {
      const before = await staffRow(portal, who.loginName)
      const sent = (await messagesTo(portal, who.phone)).length
      const answer = await step(admin, who.loginName, name, fields)
      expect(await staffRow(portal, who.loginName)).toEqual(before)
      expect(await messagesTo(portal, who.phone)).toHaveLength(sent)
      // Nor by himself, whichever account of the kind he holds; another one may take it from there or send it back.
      const change = answer.location.split('?')[0] ?? ''
      await admin.get(change)
      const alone = await admin.post(`${change}/confirm`, { _csrf: admin.token() })
      expect([name, alone.status, (await alone.text()).includes('复核人不能是申请人本人')]).toEqual([name, 409, true])
      expect(await staffRow(portal, who.loginName)).toEqual(before)
      const second = await staffBrowser(portal, 'guanli2')
      await second.get(change)
      expect(mainText(await second.submit('form[action$="/refuse"]'))).toContain('请写明不予通过的原因')
      const sentBack = await second.submit('form[action$="/refuse"]', { reason: '电话中本人说没有更换' })
      expect(mainText(sentBack)).toContain('不予通过')
      expect(await staffRow(portal, who.loginName)).toEqual(before)
    }
  })

  it('8.29 the second person is another one: neither the member, nor the asker in another account; an approver may be', async () => {
    const approver = await added(['APPROVER'])
    await portal.owner.knex('staff').where({ id: approver.id }).update({ must_change_password: false })
    const own = await step(admin, approver.loginName, 'roles', rolesBody(['APPROVER', 'SECOND_REVIEWER']))
    const browser = await staffBrowser(portal, approver.loginName)
    const change = own.location.split('?')[0] ?? ''
    await browser.get(change)
    const answered = await browser.post(`${change}/confirm`, { _csrf: browser.token() })
    expect([answered.status, (await answered.text()).includes('与您本人有关')]).toEqual([409, true])
    // The asker's other account.
    const again = await added(['SYS_ADMIN'])
    const mine = portal.deps.crypto.index('id-number', inventedId(990))
    await portal.owner
      .knex('staff')
      .where({ login_key: 'guanli' })
      .update({ id_number_idx: `${mine}-was` })
    await portal.owner
      .knex('staff')
      .where({ id: again.id })
      .update({ id_number_idx: mine, must_change_password: false, active: true })
    await portal.owner.knex.raw('drop index staff_person')
    await portal.owner.knex('staff').where({ login_key: 'guanli' }).update({ id_number_idx: mine })
    const other = await staffBrowser(portal, again.loginName)
    await other.get(change)
    expect((await other.post(`${change}/confirm`, { _csrf: other.token() })).status).toBe(409)
    await portal.owner.knex('staff').where({ id: again.id }).update({ active: false })
    await portal.owner.knex.raw('create unique index staff_person on staff (id_number_idx) where active')
    expect((await staffRow(portal, approver.loginName)).roles).toEqual(['APPROVER'])
    // Whoever decides for the authority is the second person where there is no other administrator.
    expect(await confirmed(own, 'zhongshen')).toEqual(done)
    expect((await staffRow(portal, approver.loginName)).roles).toEqual(['SECOND_REVIEWER', 'APPROVER'])
    // Of another authority it is not there, for whomever.
    for (const login of ['taiyuan-zhongshen', 'taiyuan-guanli', 'anshan-guanli'])
      expect((await (await staffBrowser(portal, login)).raw(change)).status).toBe(404)
  })

  it('8.29 is asked once for one account, falls with the asker’s role, and is too old after a week', async () => {
    const member = await added(['WINDOW'])
    const first = await step(admin, member.loginName, 'reset')
    const second = await step(admin, member.loginName, 'details', { name: member.name, phone: '13844445555' })
    expect([second.status, second.text.includes('正在等待复核')]).toEqual([409, true])
    const asker = await secondAdministrator()
    const colleague = await added(['WINDOW'])
    const theirs = await step(asker.browser, colleague.loginName, 'reset')
    await step(admin, asker.loginName, 'retire')
    const browser = await staffBrowser(portal, 'guanli2')
    const page = await confirmChange(browser, theirs.location)
    expect([page.status, mainText(page)]).toEqual([409, expect.stringContaining('申请人已不是系统管理员')])
    // The own asker takes it back; a week later what is left cannot be confirmed.
    await admin.get(first.location)
    expect(mainText(await admin.submit('form[action$="/withdraw"]'))).toContain('已撤回')
    const late = await step(admin, member.loginName, 'reset')
    portal.clock.forward(8 * 24 * hour)
    await logIn()
    const tooLate = await confirmChange(await staffBrowser(portal, 'guanli2'), late.location)
    expect([tooLate.status, mainText(tooLate)]).toEqual([409, expect.stringContaining('申请已超过7天')])
    // Nor does what it held of anybody stay.
    const fresh = await step(admin, (await added(['WINDOW'])).loginName, 'reset')
    await sweepStaffChangesTask(portal.deps)({}, {} as never)
    const kept = (location: string) =>
      portal.owner
        .knex('staff_change')
        .where({ id: /changes\/([\da-f-]{36})/.exec(location)?.[1] ?? '' })
        .first<object>('status', 'wanted_enc', 'decided_name')
    expect(await kept(late.location)).toEqual({ status: 'OVERTAKEN', wanted_enc: null, decided_name: '系统' })
    expect(await kept(fresh.location)).toMatchObject({ status: 'WAITING', wanted_enc: expect.any(String) })
    expect(mainText(await admin.get(late.location))).toContain('逾期没有复核')
    expect(await confirmed(await step(admin, member.loginName, 'reset'))).toEqual(done)
  })

  it('8.29 the audit keeps both names and both phones masked; a later rename does not rewrite who acted', async () => {
    const approver = await added(['APPROVER'])
    await portal.owner.knex('staff').where({ id: approver.id }).update({ must_change_password: false })
    await staffBrowser(portal, approver.loginName)
    const target = await added(['WINDOW'])
    await confirmed(await step(admin, target.loginName, 'reset'), approver.loginName)
    const moved = { name: '林改名', phone: '13855556666' }
    await confirmed(await step(admin, approver.loginName, 'details', moved))
    const rows = await auditOf(approver.id)
    const written = {
      nameFrom: approver.name,
      nameTo: moved.name,
      phoneFrom: maskPhone(approver.phone),
      phoneTo: maskPhone(moved.phone),
    }
    expect(rows.at(-2)).toMatchObject({ action: 'staff-change-asked', details: { change: 'details', ...written } })
    expect(rows.at(-1)).toMatchObject({
      action: 'staff-details-changed',
      actor_name: '晋管理二',
      details: { ...written, askedBy: '晋管理' },
    })
    expect((await auditOf(target.id)).at(-1)).toMatchObject({
      actor_id: String(approver.id),
      actor_name: approver.name,
      action: 'staff-password-reset',
    })
    const auditor = await staffBrowser(portal, 'shenji')
    const page = await auditor.get(`/staff/audit?person=staff:${target.id}`)
    expect(mainText(page)).toContain(approver.name)
    expect(mainText(page)).not.toContain(moved.name)
    expect((await verifyAudit(portal.owner.knex)).faults).toEqual([])
  })
})

describe('8.34 the number of a member of staff', () => {
  it('8.34 is typed twice and compared with the name, at first and when it is put right', async () => {
    const member = testMember(['WINDOW'])
    await admin.get('/staff/admin/new')
    const typed = {
      loginName: member.loginName,
      name: member.name,
      idNumber: member.idNumber,
      idNumberAgain: inventedId(401),
      phone: member.phone,
      ...rolesBody(member.roles),
    }
    const twice = await admin.submit('main form[method=post]', typed)
    expect(twice.$('#idNumberAgain-error').text()).toContain('两次填写的身份证号码不一致')
    gateway.behave(refused)
    expect((await addMember(admin, member)).$('#idNumber-error').text()).toContain('姓名与身份证号码核验不一致')
    gateway.behave((res) => res.writeHead(503).end())
    expect((await addMember(admin, member)).$('#idNumber-error').text()).toContain('身份核验服务暂时不能使用')
    gateway.behave(matching)
    const here = await added(['WINDOW'])
    gateway.behave(refused)
    const renamed = await step(admin, here.loginName, 'details', { name: '别人', phone: '' })
    expect([renamed.status, renamed.text.includes('核验不一致')]).toEqual([409, true])
    const number = { idNumber: inventedId(402), idNumberAgain: inventedId(402), trueName: here.name }
    const corrected = await step(admin, here.loginName, 'identity', number)
    expect([corrected.status, corrected.text.includes('核验不一致')]).toEqual([422, true])
    gateway.behave(matching)
    const own = await step(admin, 'guanli', 'identity', number)
    expect([own.status, own.text.includes('不能更正本人的身份证号码')]).toEqual([409, true])
    const taken = { ...number, idNumber: inventedId(990), idNumberAgain: inventedId(990) }
    expect((await step(admin, here.loginName, 'identity', taken)).text).toContain('是您本人的')
  })

  it('8.34 is shown masked, in full with a reason that the person reads, and never in the log', async () => {
    const member = await added(['HELP_DESK'])
    await portal.owner.knex('staff').where({ id: member.id }).update({ must_change_password: false })
    const page = await admin.get(memberPath(member.id))
    expect(mainText(page)).toContain(maskIdNumber(member.idNumber))
    expect(page.text).not.toContain(member.idNumber)
    const without = await admin.submit('form[action$="/reveal"]')
    expect([without.status, without.text.includes(member.idNumber)]).toEqual([422, false])
    const shown = await admin.submit('form[action$="/reveal"]', { ground: 'OTHER', explanation: '核对聘用合同' })
    expect([shown.status, shown.text.includes(member.idNumber)]).toEqual([200, true])
    expect((await admin.get(memberPath(member.id))).text).not.toContain(member.idNumber)
    expect((await auditOf(member.id)).at(-1)?.action).toBe('staff-number-viewed')
    expect(mainText(await (await staffBrowser(portal, member.loginName)).get('/staff'))).toContain('核对聘用合同')
    const log = await portal.owner.knex('audit_log').where({ object_id: String(member.id) })
    expect(JSON.stringify(log)).not.toContain(member.idNumber)
  })

  it('8.34 once put right, 回避 and one person, one account go by it', async () => {
    const applicant = inventedId(403)
    const found = await makeCase(
      portal,
      { stage: 'nameConsultation', status: 'SUBMITTED' },
      { applicant: await makeApplicant(portal, applicant) },
    )
    const member = await added(['WINDOW'])
    await portal.owner.knex('staff').where({ id: member.id }).update({ must_change_password: false })
    const actions = async (): Promise<number> => {
      const browser = await staffBrowser(portal, member.loginName)
      return (await browser.get(`/staff/applications/${found.id}`)).$('form[action*="/actions/"]').length
    }
    expect(await actions()).toBeGreaterThan(0)
    const right = { idNumber: applicant, idNumberAgain: applicant, trueName: member.name }
    const asked = await step(admin, member.loginName, 'identity', right)
    expect(await actions()).toBeGreaterThan(0)
    expect(await confirmed(asked)).toEqual(done)
    expect(await actions()).toBe(0)
    const double = await addMember(admin, testMember(['APPROVER'], { idNumber: applicant }))
    expect(double.$('#idNumber-error').text()).toContain('一人只能有一个账号')
    const kept = await portal.owner.knex('staff_change').where({ staff_id: member.id }).whereNotNull('wanted_enc')
    expect(kept).toEqual([])
  })
})

describe('8.35 the last of a role', () => {
  it('8.35 is not taken away silently: what waits, who is left, and a second question', async () => {
    const found = await makeCase(portal, { stage: 'nameConsultation', status: 'SUBMITTED' })
    await portal.owner
      .knex('case_file')
      .where({ id: found.id })
      .update({ authority_id: await authorityId('taiyuan-spj') })
    const fresh = await staffBrowser(portal, 'taiyuan-guanli')
    for (const [login, name, fields] of [
      ['taiyuan-chuangkou', 'retire', {}],
      ['taiyuan-chuangkou', 'roles', rolesBody(['APPROVER'])],
      ['taiyuan-kefu2', 'retire', {}],
    ] as const) {
      const answer = await step(fresh, login, name, { sure: '', ...fields })
      expect([login, name, answer.status]).toEqual([login, name, 200])
      const said = cheerio.load(answer.text)('main').text()
      expect(said).toContain(login === 'taiyuan-kefu2' ? '并帮办一' : '没有其他人')
      expect(said).toMatch(login === 'taiyuan-kefu2' ? /0件/ : /[1-9]\d*件/)
      expect(await staffRow(portal, login)).toMatchObject({ active: true })
    }
    const { id, lock_version: version } = await staffRow(portal, 'taiyuan-chuangkou')
    await fresh.get(memberPath(id))
    await fresh.submit('form[action$="/retire"]')
    expect((await fresh.submit('form[action$="/retire"]')).url).toContain('done=retire')
    expect(await staffRow(portal, 'taiyuan-chuangkou')).toMatchObject({ active: false, lock_version: version + 1 })
    // One of two is not the last.
    const member = await added(['APPROVER'])
    expect((await step(admin, member.loginName, 'retire', { sure: '' })).location).toContain('done=retire')
  })

  it('8.35 open operations of a clerk who leaves are handed on: recorded, marked in the list, taken over', async () => {
    const member = await added(['HELP_DESK'])
    await portal.owner.knex('staff').where({ id: member.id }).update({ must_change_password: false })
    const leaving = await openCounter(portal, member.loginName)
    const { id } = await leaving.start({ kind: 'REGISTER' })
    expect((await step(admin, member.loginName, 'retire')).location).toContain('done=retire')
    const events = await portal.owner.knex('desk_event').where({ operation_id: id }).orderBy('id').select('action')
    expect(events).toEqual([{ action: 'OPENED' }, { action: 'HANDED_ON' }])
    expect(await auditActions(portal, 'desk_operation', id)).toContain('desk-handed-on')
    const counter = await openCounter(portal, 'kefu1')
    expect(mainText(await counter.browser.get('/staff/helpdesk'))).toContain('已不在窗口，请接手办理')
    expect(mainText(await counter.open(id))).toContain(`${member.name}不再办理窗口业务`)
    expect((await counter.step(id, 'cancel', { reason: '本人没有再来' })).status).toBe(303)
  })
})

describe('two administrators at one member', () => {
  it('the later form is refused with the new state, and a double click does a thing once', async () => {
    const member = await added(['WINDOW', 'APPROVER', 'HELP_DESK'])
    const second = await secondAdministrator()
    const path = memberPath(member.id)
    await admin.get(path)
    await second.browser.get(path)
    const ask = (browser: Browser, name: string, fields: Readonly<Record<string, string>>) =>
      browser.post(`${path}/${name}`, {
        _csrf: browser.token(),
        version: '0',
        sure: STAFF_ROLES.join(' '),
        ...fields,
      })
    const answers = await Promise.all([
      ask(admin, 'roles', rolesBody(['APPROVER'])),
      ask(second.browser, 'roles', rolesBody(['HELP_DESK'])),
    ])
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['303', '409'])
    const late = answers.find(({ status }) => status === 409)
    expect(await late?.text()).toContain('该账号已被更改，您的操作没有执行')

    const { lock_version: version } = await staffRow(portal, member.loginName)
    await admin.get(path)
    const twice = await Promise.all(
      [1, 2].map(() => admin.post(`${path}/reset`, { _csrf: admin.token(), version: String(version) })),
    )
    expect(twice.map(({ status }) => String(status)).toSorted()).toEqual(['303', '409'])
    const change = twice.map(({ headers }) => headers.get('location')).find((to) => to !== null) ?? ''
    await second.browser.get(change)
    const confirmations = await Promise.all(
      [1, 2].map(() => second.browser.post(`${change.split('?')[0] ?? ''}/confirm`, { _csrf: second.browser.token() })),
    )
    expect(confirmations.map(({ status }) => String(status)).toSorted()).toEqual(['303', '409'])
    expect(
      (await auditActions(portal, 'staff', String(member.id))).filter((one) => one === 'staff-password-reset'),
    ).toHaveLength(1)
  })
})

describe('whose staff', () => {
  const everyStep = [
    'roles',
    'details',
    'identity',
    'reveal',
    'reset',
    'unlock',
    'retire',
    'reinstate',
    'none',
  ] as const

  it('S21 members of an authority beside or above are not there: every page and step, and ids that are none', async () => {
    const cases: readonly (readonly [string, string])[] = [
      ['taiyuan-guanli', 'guanli'],
      ['taiyuan-guanli', 'zhongshen'],
      ['taiyuan-guanli', 'anshan-chushen'],
      ['guanli', 'liaoning-chushen'],
      ['guanli', 'anshan-guanli'],
      ['anshan-guanli', 'liaoning-guanli'],
      ['qianshan-guanli', 'anshan-guanli'],
    ]
    for (const [login, foreign] of cases) {
      const browser = await staffBrowser(portal, login)
      const before = await staffRow(portal, foreign)
      await browser.get('/staff/admin/new')
      const token = browser.token()
      const answers: (readonly [string, number])[] = [
        [foreign, (await browser.raw(memberPath(before.id))).status],
        [foreign, (await browser.raw(`${memberPath(before.id)}/roles`)).status],
      ]
      for (const name of everyStep)
        answers.push([
          `${foreign} ${name}`,
          (
            await browser.post(`${memberPath(before.id)}/${name}`, {
              _csrf: token,
              version: String(before.lock_version),
              name: '林知远',
              ...rolesBody(['WINDOW']),
            })
          ).status,
        ])
      expect(answers.filter(([, status]) => status !== 404)).toEqual([])
      expect(await staffRow(portal, foreign)).toEqual(before)
      for (const id of ['0', '999999999', '-1', '1e3', 'abc', `${before.id}.0`, randomUUID(), '%00'])
        expect([id, (await browser.raw(`/staff/admin/members/${id}`)).status].join(' ')).toMatch(/ (404|400)$/)
      expect((await browser.get(`/staff/admin?q=${foreign}`)).$('main table')).toHaveLength(0)
    }
    admin = await staffBrowser(portal, 'guanli')
  })

  it('S21 nobody is added to an authority out of reach, whatever the form says', async () => {
    const browser = await staffBrowser(portal, 'taiyuan-guanli')
    const member = testMember(['APPROVER'])
    for (const code of ['shanxi-mzt', 'anshan-spj', 'datong-spj']) {
      const page = await addMember(browser, member, await authorityId(code))
      expect(page.status).toBe(422)
    }
    expect(await portal.owner.knex('staff').where({ login_key: member.loginName })).toEqual([])
  })

  it('those of the authorities below are looked after from above: a first administrator for a new one', async () => {
    const member = testMember(['SYS_ADMIN'])
    const page = await newMember(member, await authorityId('datong-spj'))
    expect(mainText(page)).toContain('大同市行政审批服务管理局')
    const chains = await portal.owner
      .knex('audit_log')
      .where({ action: 'staff-added', object_id: String(await idOf(member.loginName)) })
      .select<{ chain: string }[]>('chain')
    expect(chains).toEqual([{ chain: 'datong-spj' }])
  })

  it('the list finds by beginning of the user name and part of the name, page by page', async () => {
    const logins = (page: Page): string[] =>
      page
        .$('main table tbody tr td:first-child a')
        .toArray()
        .map((element) => page.$(element).text())
    expect(logins(await admin.get('/staff/admin?q=chuang&state=active'))).toEqual(['chuangkou'])
    expect(logins(await admin.get(`/staff/admin?q=${encodeURIComponent('晋终')}`))).toEqual(['zhongshen'])
    expect(logins(await admin.get('/staff/admin?q=%25'))).toEqual([])
    const taiyuan = await authorityId('taiyuan-spj')
    const there = logins(await admin.get(`/staff/admin?authority=${taiyuan}`))
    expect(there.every((login) => login.startsWith('taiyuan-'))).toBe(true)
    for (let n = 0; n < 45; n += 1)
      await portal.owner.knex('staff').insert({
        login_name: `list-${n}`,
        login_key: `list-${n}`,
        name: '程望舒',
        authority_id: await authorityId('shanxi-mzt'),
        roles: ['WINDOW'],
        password_hash: '-',
        phone_enc: '-',
        phone_idx: `list-${n}`,
        id_number_idx: `list-${n}`,
        active: false,
      })
    const first = await admin.get('/staff/admin')
    expect(logins(first)).toHaveLength(50)
    const next = await admin.get(first.$('a[rel=next]').attr('href') ?? '')
    expect(logins(next).length).toBeGreaterThan(0)
    expect(logins(await admin.get(next.$('a[rel=prev]').attr('href') ?? ''))).toEqual(logins(first))
    for (const odd of ['after=x', 'before=-1', 'after=99999999999999999999'])
      expect((await admin.raw(`/staff/admin?${odd}`)).status).toBe(400)
  })
})
