import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import sharp from 'sharp'
import { sweepFilesTask } from '../../../src/modules/files/sweep-files.ts'
import { sweepPendingLegalTask } from '../../../src/modules/legal-persons/sweep-pending.ts'
import { setBehaviours } from '../../../src/sandbox/identity.ts'
import { agreed, codeFor, fill, mainText, messagesTo } from '../../support/accounts.ts'
import { createBrowser, type Browser, type Page } from '../../support/browser.ts'
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
  await setBehaviours(redis, { person: 'normal', enterprise: 'normal' })
  const keys = await redis.keys('limit:*')
  if (keys.length > 0) await redis.del(...keys)
})

const hour = 3_600_000

const resume = async (
  unit: TestUnit,
  code = unit.uscc,
  phone = unit.head.mobile,
): Promise<{ browser: Browser; page: Page }> => {
  const browser = createBrowser(portal.baseUrl)
  const before = (await messagesTo(portal, phone)).length
  await portal.deps.limits.reset('sms-interval', portal.deps.crypto.index('phone', phone))
  await browser.get('/register/legal/resume')
  await fill(browser, { 统一社会信用代码: code, 法定代表人手机号: phone, 验证码: captchaAnswer }, 'send-code')
  const sms = await codeFor(portal, phone, before + 1)
  return { browser, page: await fill(browser, { 短信验证码: sms }, 'resume') }
}

const pendingRows = () => portal.owner.knex('pending_legal_registration').select<{ id: string; uscc: string }[]>('*')

describe('A-007 the filled form is kept for a day', () => {
  it('A-007 when the service is down: said so, counted as no try, kept, and only to be verified on coming back', async () => {
    await setBehaviours(portal.deps.redis, { person: 'down' })
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

    await setBehaviours(portal.deps.redis, { person: 'normal' })
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
    const picture = await sharp({ create: { width: 7, height: 5, channels: 3, background: '#a0b' } })
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

describe('enterprises', () => {
  it('F-10 what the outside register does not know or contradicts gets the same one answer', async () => {
    const { sandboxEnterprises } = await import('../../../src/sandbox/enterprises.ts')
    const [company] = sandboxEnterprises
    if (!company) throw new Error('no company in the sandbox')
    const unit = {
      type: company.type,
      name: company.name,
      uscc: company.uscc,
      head: company.representative,
      authority: 'OTHER',
    }
    const more = { 其他机关名称: '太原市市场监督管理局' }
    const { browser, page } = await registerLegal(portal, unit, 'company_two', {
      ...more,
      社团组织名称: '别的有限公司',
    })
    const first = page.$('#uscc-error').text()
    expect(first).toContain('实名核验失败，失败原因：验证失败，根据统一社会信用代码未查询到信息')
    expect(page.text).not.toContain(company.name)
    const again = await fill(browser, { 社团组织名称: company.name, 法定代表人姓名: '程望舒' }, 'verify')
    expect(again.$('#uscc-error').text()).toBe(first)
  })

  it('A-007 a service that answers falsely is as good as one that is down', async () => {
    await setBehaviours(portal.deps.redis, { person: 'lying' })
    const { page } = await registerLegal(portal, units.service, 'lied_to')
    expect(page.status).toBe(503)
    expect(await portal.owner.knex('account').where({ login_key: 'lied_to' })).toEqual([])
  })
})
