import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import sharp from 'sharp'
import { beginForOrganization } from '../../../src/modules/cases/organization-case.ts'
import { sweepFilesTask } from '../../../src/modules/cases/sweep-files.ts'
import { sweepPendingLegalTask } from '../../../src/modules/legal-persons/sweep-pending.ts'
import { identityKey } from '../../../src/core/identity/documents.ts'
import { sandboxEnterprises } from '../../../src/sandbox/enterprises.ts'
import { setBehaviours } from '../../../src/sandbox/identity.ts'
import { findApplicant } from '../../../src/web/actors.ts'
import { accountId, agreed, auditActions, codeFor, codeSentBy, fill, mainText } from '../../support/accounts.ts'
import { createBrowser, type Browser, type Page } from '../../support/browser.ts'
import { staffBrowser } from '../../support/people.ts'
import { captchaAnswer, startTestPortal, type TestPortal } from '../../support/portal.ts'
import {
  fillWithFile,
  legalPassword,
  legalValues,
  registerLegal,
  units,
  type TestUnit,
} from '../../support/legal-persons.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal()
})
afterAll(() => portal.stop())
beforeEach(async () => {
  const { redis } = portal.deps
  await setBehaviours(redis, { 'person-phone': 'normal', enterprise: 'normal' })
  const keys = await redis.keys('limit:*')
  if (keys.length > 0) await redis.del(...keys)
})

const hour = 3_600_000

/** A unit that another register than the portal's own keeps. */
const company = (): TestUnit => {
  const [found] = sandboxEnterprises
  if (!found) throw new Error('no company in the sandbox')
  const { type, name, uscc, representative } = found
  return { type, name, uscc, head: representative, authority: 'OTHER' }
}

const resume = async (
  unit: TestUnit,
  code = unit.uscc,
  phone = unit.head.mobile,
): Promise<{ browser: Browser; page: Page }> => {
  const browser = createBrowser(portal.baseUrl)
  await portal.deps.limits.reset('sms-interval', portal.deps.crypto.index('phone', phone))
  await browser.get('/register/legal/resume')
  const sent = await codeSentBy(portal, phone, () =>
    fill(browser, { 统一社会信用代码: code, 法定代表人手机号: phone, 验证码: captchaAnswer }, 'send-code'),
  )
  return { browser, page: await fill(browser, { 短信验证码: sent }, 'resume') }
}

const pendingRows = () => portal.owner.knex('pending_legal_registration').select<{ id: string; uscc: string }[]>('*')

describe('A-007 the filled form is kept for a day', () => {
  it('A-007 when the service is down: said so, counted as no try, kept, and only to be verified on coming back', async () => {
    await setBehaviours(portal.deps.redis, { 'person-phone': 'down' })
    const { page } = await registerLegal(portal, units.books, 'kept_one')
    expect(page.status).toBe(503)
    expect(mainText(page)).toContain('实名核验服务暂时无法使用')
    expect(mainText(page)).toContain('不是您填写的内容有问题')
    expect(mainText(page)).toContain('申请人工核验')
    expect(page.$('#handlerName').val()).toBe('陈雨桐')
    expect(await portal.deps.limits.left('legal-verify-address', '127.0.0.1')).toBe(20)
    expect(await pendingRows()).toMatchObject([{ uscc: units.books.uscc }])
    const [row] = await portal.owner.knex('pending_legal_registration').select<Record<string, unknown>[]>('*')
    for (const secret of [legalPassword, units.books.head.residentId, units.books.head.mobile, 'kept_one'])
      expect(JSON.stringify(row)).not.toContain(secret)

    await setBehaviours(portal.deps.redis, { 'person-phone': 'normal' })
    const { browser, page: form } = await resume(units.books)
    expect(form.url).toBe('/register/legal')
    expect(mainText(form)).toContain('已恢复您填写的内容')
    expect(form.$('#loginName').val()).toBe('kept_one')
    expect(form.$('#agreement').is('[checked]')).toBe(true)
    expect(mainText(form)).toContain('已收到：登记证书.png')
    expect(form.text).not.toContain(legalPassword)
    const done = await fill(browser, {}, 'verify')
    expect(done.url).toBe('/register/legal/done')
    expect(await pendingRows()).toEqual([])
    await browser.submit('form[action="/logout"]')
  })

  it('A-007 F-10 after a failed verification too; a changed name of the account asks for the password again', async () => {
    const { page } = await registerLegal(portal, units.grain, 'kept_two', { 法定代表人姓名: '程望舒' })
    expect(mainText(page)).toContain('保留到2026年11月21日')
    const { browser } = await resume(units.grain)
    const other = await fill(browser, { 用户账号: 'kept_three', 法定代表人姓名: units.grain.head.name }, 'verify')
    expect(other.$('#password-error').text()).toContain('请重新填写登录密码')
    const weak = await fill(browser, { 登录密码: 'Xkept_three1', 确认密码: 'Xkept_three1' }, 'verify')
    expect(weak.$('#password-error').text()).toContain('不能包含用户账号')
    const done = await fill(browser, { 登录密码: legalPassword, 确认密码: legalPassword }, 'verify')
    expect(done.url).toBe('/register/legal/done')
  })

  it('A-007 nobody opens it without the phone, nor with another code, nor after a day; then it is swept', async () => {
    await registerLegal(portal, units.robots, 'kept_four', { 社团组织名称: '山西省机器人协会' })
    const stranger = await resume(units.robots, units.robots.uscc, '13900000091')
    expect(mainText(stranger.page)).toContain('没有找到等待认证的注册信息')
    const wrong = await resume(units.robots, units.wetland.uscc)
    expect(mainText(wrong.page)).toContain('没有找到等待认证的注册信息')
    // Item 16: a mistyped code of the unit costs no second message.
    expect(wrong.page.$('#smsCode-hint').text()).toContain('短信验证码已通过')
    portal.clock.forward(23 * hour)
    await sweepPendingLegalTask(portal.deps)({}, {} as never)
    expect((await resume(units.robots)).page.url).toBe('/register/legal')
    portal.clock.forward(hour)
    expect(mainText((await resume(units.robots)).page)).toContain('没有找到等待认证的注册信息')
    expect(await pendingRows()).toHaveLength(1)
    await sweepPendingLegalTask(portal.deps)({}, {} as never)
    expect(await pendingRows()).toEqual([])
    portal.clock.forward(-24 * hour)
  })

  it('A-007 a certificate that waits is not swept as a file of nobody, and goes when the day is over', async () => {
    const { browser } = await registerLegal(portal, units.wetland, 'kept_five', { 社团组织名称: '山西省湿地协会' })
    const picture = await sharp({ create: { width: 700, height: 500, channels: 3, background: '#a0b' } })
      .png()
      .toBuffer()
    const values = { ...legalValues(units.wetland, 'kept_five'), 社团组织名称: '山西省湿地协会', ...agreed }
    const file = { name: '另一张.png', bytes: new Uint8Array(picture) }
    expect(mainText(await fillWithFile(browser, values, 'verify', file))).toContain('另一张.png')
    const { knex } = portal.owner
    const [row] =
      await knex('pending_legal_registration').select<{ certificate_sha256: string }[]>('certificate_sha256')
    const sha256 = row?.certificate_sha256 ?? ''
    await knex('stored_file')
      .where({ sha256 })
      .update({ created_at: new Date(portal.deps.clock.now().getTime() - 48 * hour) })
    const sweep = async (): Promise<boolean> => {
      await sweepPendingLegalTask(portal.deps)({}, {} as never)
      await sweepFilesTask(portal.deps)({}, {} as never)
      return portal.deps.files.has(sha256)
    }
    expect(await sweep()).toBe(true)
    portal.clock.forward(24 * hour)
    expect(await sweep()).toBe(false)
    portal.clock.forward(-24 * hour)
  })

  it('S5 the resume page sends no code without its captcha, and dies after five wrong tries', async () => {
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/register/legal/resume')
    const values = { 统一社会信用代码: units.fund.uscc, 法定代表人手机号: units.fund.head.mobile }
    const none = await fill(browser, { ...values, 验证码: 'wrong' }, 'send-code')
    expect(none.$('#captcha-error').text()).toContain('验证码不正确')
    await fill(browser, { ...values, 验证码: captchaAnswer }, 'send-code')
    const code = await codeFor(portal, units.fund.head.mobile)
    const bad = code === '111111' ? '222222' : '111111'
    for (let tries = 1; tries <= 5; tries += 1) await fill(browser, { 短信验证码: bad }, 'resume')
    expect((await fill(browser, { 短信验证码: code }, 'resume')).$('#smsCode-error').text()).toContain('已失效')
  })

  it('the script asks for both codes without sending the file', async () => {
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/register/legal/resume')
    const answer = await browser.post(
      '/register/legal/resume/code',
      { _csrf: browser.token(), phone: '13900000093', captcha: captchaAnswer },
      { accept: 'application/json' },
    )
    expect(await answer.json()).toMatchObject({ waitSeconds: 60 })
  })
})

describe('8.3 name, number and phone of the representative belong together', () => {
  const consent = { consent: 'yes' }
  const accountsOf = (loginName: string) =>
    portal.owner.knex('account').where({ login_key: loginName }).select<{ id: string; real_name_level: number }[]>('*')

  it('8.3 what everybody can know makes no account, with whatever phone a stranger has the code of', async () => {
    for (const [unit, loginName, more] of [
      [units.fund, 'stranger_one', { 法定代表人手机号: '13900000171' }],
      [company(), 'stranger_two', { 法定代表人手机号: '13900000172', 其他机关名称: '太原市市场监督管理局' }],
    ] as const) {
      const { page } = await registerLegal(portal, unit, loginName, more)
      expect(page.status).toBe(422)
      expect(page.$('#phone-error').text()).toContain('法定代表人的姓名、证件号码、手机号没有核对一致')
      for (const words of [
        '还要核验法定代表人本人',
        '银联卡实名认证',
        '社会保障卡实名认证',
        '刷脸实名认证',
        '申请人工核验',
      ])
        expect(mainText(page)).toContain(words)
      expect(await accountsOf(loginName)).toEqual([])
    }
  })

  it('8.3 the representative proves who that is by a channel, and the registration is done with what was typed', async () => {
    const { browser } = await registerLegal(portal, units.fund, 'proved_fund', { 法定代表人手机号: '13900000173' })
    const back = await browser.get('/register/legal')
    expect([back.$('#loginName').val(), back.$('#name').val()]).toEqual(['proved_fund', units.fund.name])
    const form = await browser.get('/register/legal/prove/social-security-card')
    expect(form.text).not.toContain(units.fund.head.residentId)
    expect(mainText(await browser.submit('main form', { cardNumber: units.fund.head.socialSecurityCard }))).toContain(
      '单独同意',
    )
    const wrong = await browser.submit('main form', { cardNumber: 'A00000001', ...consent })
    expect([wrong.status, mainText(wrong).includes('社会保障卡卡号与持卡人信息不一致')]).toEqual([422, true])
    expect(await accountsOf('proved_fund')).toEqual([])
    const done = await browser.submit('main form', { cardNumber: units.fund.head.socialSecurityCard, ...consent })
    expect(done.url).toBe('/register/legal/done')
    const [account] = await accountsOf('proved_fund')
    expect(account?.real_name_level).toBe(1)
    const consents = portal.owner.knex('consent').where({ account_id: account?.id })
    expect(await consents.select('document')).toContainEqual({ document: 'real-name-social-security-card' })
    const phone = portal.deps.crypto.index('phone', '13900000173')
    expect(await portal.owner.knex('pending_legal_registration').where({ phone_idx: phone })).toEqual([])
    const tried = portal.owner.knex('real_name_attempt').where({ channel: 'social-security-card' })
    expect(await tried.orderBy('id').select('outcome', 'account_id')).toEqual([
      { outcome: 'MISMATCH', account_id: null },
      { outcome: 'MATCH', account_id: null },
    ])
    await browser.submit('form[action="/logout"]')
  })

  it('8.3 another person on the form needs another proof; without a form that waits there is none', async () => {
    await portal.owner.knex('legal_person').update({ released_at: portal.deps.clock.now() })
    const { browser } = await registerLegal(portal, units.fund, 'proved_other', { 法定代表人手机号: '13900000174' })
    // Proved is the person of the form as it was sent: a form changed afterwards is another one.
    await browser.get('/register/legal')
    await fill(browser, { 法定代表人姓名: units.grain.head.name }, 'verify')
    expect((await browser.get('/register/legal/prove/social-security-card')).url).toBe('/register/legal')
    const fresh = createBrowser(portal.baseUrl)
    for (const channel of ['bank-card', 'social-security-card', 'face'])
      expect((await fresh.get(`/register/legal/prove/${channel}`)).url).toBe('/register/legal')
    await fresh.get('/register/legal')
    const posted = await fresh.post('/register/legal/prove/social-security-card', {
      _csrf: fresh.token(),
      cardNumber: units.fund.head.socialSecurityCard,
      ...consent,
    })
    expect(posted.headers.get('location')).toBe('/register/legal')
    expect(await accountsOf('proved_other')).toEqual([])
  })

  it('8.3 while the gateway is down the channels are the way on; the bank card by its own phone', async () => {
    await setBehaviours(portal.deps.redis, { 'person-phone': 'down' })
    const { browser, page } = await registerLegal(portal, units.wetland, 'proved_card')
    expect([page.status, mainText(page).includes('银联卡实名认证')]).toEqual([503, true])
    const { bankCard, mobile } = units.wetland.head
    await portal.deps.limits.reset('sms-interval', portal.deps.crypto.index('phone', mobile))
    await browser.get('/register/legal/prove/bank-card')
    const card = { 银联卡号: bankCard, 银行预留手机号: mobile }
    const sms = await codeSentBy(portal, mobile, () => fill(browser, { ...card, 验证码: captchaAnswer }, 'send-code'))
    const done = await browser.submit('main form', {
      action: 'verify',
      cardNumber: bankCard,
      phone: mobile,
      smsCode: sms,
      ...consent,
    })
    expect(done.url).toBe('/register/legal/done')
  })

  it('8.3 a document nobody outside can compare is looked at by the counter', async () => {
    const { knex } = portal.owner
    const { crypto } = portal.deps
    const index = crypto.index('id-number', identityKey('PASSPORT_FOREIGN', 'K7654321'))
    const person = () =>
      knex('organization_person').whereIn(
        'organization_id',
        knex('organization').where({ uscc: units.robots.uscc }).select('id'),
      )
    await person().where({ legal_representative: true }).update({ id_number_idx: index })
    const { page } = await registerLegal(portal, units.robots, 'with_passport', {
      法定代表人证件类型: 'PASSPORT_FOREIGN',
      法定代表人身份证号码: 'K7654321',
    })
    expect(page.$('#idType-error').text()).toContain('不能在网上核验，请到登记机关窗口注册')
    expect(page.$('a[href^="/register/legal/prove"]')).toHaveLength(0)
    expect(await accountsOf('with_passport')).toEqual([])
  })

  it.each([
    ['one pixel', 1, 1],
    ['a thumbnail', 1200, 399],
  ])('8.3 a picture of %s, which nobody can read, is not taken', async (_what, width, height) => {
    const bytes = await sharp({ create: { width, height, channels: 3, background: '#fff' } })
      .png()
      .toBuffer()
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/register/legal')
    const file = { name: '证书.png', bytes: new Uint8Array(bytes) }
    const page = await fillWithFile(browser, legalValues(units.grain, 'small_one'), 'verify', file)
    expect(page.$('#certificate-error').text()).toContain('图片太小，看不清上面的字')
    expect(page.$('#name').val()).toBe(units.grain.name)
  })
})

describe('8.3 the window looks at the certificate before the first matter', () => {
  const registered = async (unit: TestUnit, loginName: string) => {
    await portal.owner.knex('legal_person').where({ uscc: unit.uscc }).update({ released_at: portal.deps.clock.now() })
    await portal.deps.limits.reset('sms-interval', portal.deps.crypto.index('phone', unit.head.mobile))
    const { browser, page } = await registerLegal(portal, unit, loginName)
    expect(page.url).toBe('/register/legal/done')
    expect(mainText(page)).toContain('登记证书图片会由登记机关窗口核对')
    return { browser, id: await accountId(portal, loginName) }
  }
  const begins = async (id: string): Promise<string> => {
    const actor = await findApplicant(portal.deps, id)
    if (!actor) throw new Error('no account')
    const wanted = { matter: 'social-group-change', id: undefined, organization: undefined, about: undefined }
    return beginForOrganization(portal.deps, actor, { ip: '127.0.0.1', requestId: randomUUID() }, wanted)
  }
  const messageOf = async (id: string): Promise<string | undefined> =>
    (
      await portal.owner
        .knex('message')
        .where({ account_id: id })
        .orderBy('created_at', 'desc')
        .first<{ body: string } | undefined>('body')
    )?.body

  it('8.3 returned with a reason, sent again, passed; no matter begins before', async () => {
    const { browser, id } = await registered(units.wetland, 'cert_wetland')
    expect(mainText(await browser.get('/hall'))).toContain('登记证书等待窗口核对')
    await expect(begins(id)).rejects.toMatchObject({
      code: 'NOT_ALLOWED_NOW',
      detail: expect.stringContaining('核对') as string,
    })
    const staff = await staffBrowser(portal, 'kefu1')
    expect(mainText(await staff.get('/staff/certificates'))).toContain(units.wetland.name)
    const address = `/staff/certificates/${id}`
    const shown = await staff.get(address)
    for (const words of ['登记信息是', units.wetland.head.name, '社会团体法人登记证书'])
      expect(mainText(shown)).toContain(words)
    const picture = await staff.raw(`${address}/file`)
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png'])
    await staff.get(address)
    const silent = await staff.submit('main form', { action: 'return' })
    expect([silent.status, silent.$('#reason-error').text().includes('请写明退回原因')]).toEqual([422, true])
    const returned = await staff.submit('main form', { action: 'return', reason: '图片上没有证书编号' })
    expect(mainText(returned)).toContain('已退回，原因已通知单位')
    expect(await messageOf(id)).toContain('图片上没有证书编号')
    await expect(begins(id)).rejects.toMatchObject({ code: 'NOT_ALLOWED_NOW' })
    expect(mainText(await browser.get('/hall'))).toContain('登记证书图片被退回')

    const page = await browser.get('/account/certificate')
    expect(mainText(page)).toContain('图片上没有证书编号')
    const tiny = await sharp({ create: { width: 90, height: 90, channels: 3, background: '#fff' } })
      .png()
      .toBuffer()
    const send = (bytes: Buffer) =>
      browser.upload('/account/certificate', browser.token(), [{ name: '新证书.png', bytes: new Uint8Array(bytes) }])
    expect(mainText(await send(tiny))).toContain('图片太小')
    const good = await sharp({ create: { width: 900, height: 640, channels: 3, background: '#eee' } })
      .png()
      .toBuffer()
    expect(mainText(await send(good))).toContain('已重新上传，等待窗口核对')
    // What was on the screen before is another picture: it passes nothing.
    const old = shown.$('input[name=file]').attr('value') ?? ''
    const late = await staff.post(address, { _csrf: staff.token(), action: 'pass', file: old })
    expect(late.status).toBe(409)
    await staff.get(address)
    expect(mainText(await staff.submit('main form', { action: 'pass' }))).toContain('已通过')
    expect(mainText(await browser.get('/account/certificate'))).toContain('核对通过')
    await expect(begins(id)).resolves.toBeTruthy()
    const actions = await auditActions(portal, 'account', id)
    for (const action of ['returned', 'sent-again', 'passed', 'looked-at'])
      expect(actions).toContain(`legal-certificate-${action}`)
    await browser.submit('form[action="/logout"]')
  })

  it('S11 S21 8.3 not by another authority, not without the right, not one’s own; a stranger’s page has none', async () => {
    const { browser, id } = await registered(units.service, 'cert_service')
    const address = `/staff/certificates/${id}`
    const elsewhere = await staffBrowser(portal, 'taiyuan-kefu1')
    expect(mainText(await elsewhere.get('/staff/certificates'))).not.toContain(units.service.name)
    for (const path of [address, `${address}/file`]) expect((await elsewhere.get(path)).status).toBe(404)
    const reviewer = await staffBrowser(portal, 'chushen')
    expect((await reviewer.get(address)).status).toBe(403)
    const staff = await staffBrowser(portal, 'kefu2')
    await staff.get(address)
    const { knex } = portal.owner
    const own = await knex('staff').where({ login_key: 'kefu2' }).first<{ id_number_idx: string }>('id_number_idx')
    await knex('legal_person').where({ account_id: id }).update({ handler_id_number_idx: own.id_number_idx })
    expect((await staff.submit('main form', { action: 'pass' })).status).toBe(403)
    expect(mainText(await browser.get('/account/certificate'))).toContain('等待窗口核对')
    // What was not sent back takes no other picture.
    const bytes = await sharp({ create: { width: 900, height: 640, channels: 3, background: '#ddd' } })
      .png()
      .toBuffer()
    const more = { name: '新证书.png', bytes: new Uint8Array(bytes) }
    expect((await browser.upload('/account/certificate', browser.token(), [more])).status).toBe(409)
    await knex('legal_person').where({ account_id: id }).update({ released_at: portal.deps.clock.now() })
  })
})

describe('enterprises', () => {
  it('F-10 what the outside register does not know or contradicts gets the same one answer', async () => {
    const unit = company()
    const more = { 其他机关名称: '太原市市场监督管理局' }
    const { browser, page } = await registerLegal(portal, unit, 'company_two', {
      ...more,
      社团组织名称: '别的有限公司',
    })
    const first = page.$('#uscc-error').text()
    expect(first).toContain('实名核验失败，失败原因：验证失败，根据统一社会信用代码未查询到信息')
    expect(page.text).not.toContain(unit.name)
    const again = await fill(browser, { 社团组织名称: unit.name, 法定代表人姓名: '程望舒' }, 'verify')
    expect(again.$('#uscc-error').text()).toBe(first)
  })

  it('A-007 a service that answers falsely is as good as one that is down', async () => {
    await setBehaviours(portal.deps.redis, { 'person-phone': 'lying' })
    const { page } = await registerLegal(portal, units.service, 'lied_to')
    expect(page.status).toBe(503)
    expect(await portal.owner.knex('account').where({ login_key: 'lied_to' })).toEqual([])
  })
})
