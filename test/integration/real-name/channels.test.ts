import { readdir } from 'node:fs/promises'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditActions, fill, mainText } from '../../support/accounts.ts'
import { createAccount, browserOf } from '../../support/people.ts'
import { captchaAnswer, startTestPortal, testMoment, type TestPortal } from '../../support/portal.ts'
import {
  attemptsOf,
  portraitOf,
  realNameOf,
  sandboxPerson,
  setGateway,
  unverified,
  verifyByBankCard,
  verifyByFace,
  verifyBySocialSecurityCard,
} from '../../support/real-name.ts'

let portal: TestPortal

beforeAll(async () => {
  portal = await startTestPortal()
})
afterAll(() => portal.stop())
beforeEach(async () => {
  // Every test's people have all their tries, and an account of their own.
  for (const key of await portal.deps.redis.keys('limit:*')) await portal.deps.redis.del(key)
  await portal.owner.knex('account').update({ closed_at: portal.clock.now() })
  for (const channel of ['bank-card', 'social-security-card', 'face']) await setGateway(portal, channel, 'normal')
})

const person = sandboxPerson(0)
const other = sandboxPerson(3)
const lostBankCard = sandboxPerson(9)
const lostSocialSecurityCard = sandboxPerson(7)

const verified = { level: 1, at: new Date(testMoment) }

describe('A-005 the page of the three channels', () => {
  it('A-005 offers each with 立即认证, and 暂不实名认证', async () => {
    const { browser } = await unverified(portal, person)
    const page = await browser.get('/verify')
    for (const words of ['银联卡实名认证', '社会保障卡实名认证', '刷脸实名认证'])
      expect(mainText(page)).toContain(words)
    const links = page.$('main a').filter((_index, link) => page.$(link).text() === '立即认证')
    expect(links.toArray().map((link) => page.$(link).attr('href'))).toEqual([
      '/verify/bank-card',
      '/verify/social-security-card',
      '/verify/face',
    ])
    expect(page.$('main form button').text()).toBe('暂不实名认证')
  })

  it('A-005 暂不实名认证 goes on to where the person was going, not verified', async () => {
    const { account, browser } = await unverified(portal, person)
    await browser.get('/verify?next=/hall')
    expect((await browser.submit('main form')).url).toBe('/hall')
    expect(await realNameOf(portal, account.id)).toMatchObject({ level: 0 })
  })

  it.each(['bank-card', 'social-security-card', 'face'])(
    'A-005 %s asks for its own consent, not ticked',
    async (channel) => {
      const { browser } = await unverified(portal, person)
      const page = await browser.get(`/verify/${channel}`)
      expect(page.$('#consent').attr('type')).toBe('checkbox')
      expect(page.$('#consent').attr('checked')).toBeUndefined()
      expect(page.$('#holderName').attr('value')).toBe(person.name)
      expect(page.$('#holderName').attr('readonly')).toBeDefined()
      expect(page.text).not.toContain(person.residentId)
    },
  )
})

describe('A-005 verifying', () => {
  it('A-005 by 银联卡, with the code sent to the reserved phone; 实名认证完成 goes on', async () => {
    const { account, browser } = await unverified(portal, person)
    const page = await verifyByBankCard(
      portal,
      browser,
      { cardNumber: '6222 0200 0000 0000 018', phone: person.mobile },
      '?next=/hall',
    )
    expect(page.url).toBe('/verify?done=1&next=%2Fhall')
    expect(mainText(page)).toContain('实名认证成功')
    const finish = page.$('main a').filter((_index, link) => page.$(link).text() === '实名认证完成')
    expect(finish.attr('href')).toBe('/hall')
    expect(await realNameOf(portal, account.id)).toEqual({ ...verified, channel: 'bank-card' })
    expect(await attemptsOf(portal, account.id)).toEqual([{ channel: 'bank-card', outcome: 'MATCH', reason: null }])
    expect(await auditActions(portal, 'account', account.id)).toEqual(['consent-given', 'real-name-verified'])
  })

  it('A-005 实名认证完成 ends a registration on 注册成功, with the way to the services', async () => {
    const { account, browser } = await unverified(portal, person)
    await portal.owner.knex('account').where({ id: account.id }).update({ real_name_skipped_at: null })
    const page = await verifyBySocialSecurityCard(browser, 'a00000001')
    const finish = page.$('main a').filter((_index, link) => page.$(link).text() === '实名认证完成')
    const done = await browser.get(finish.attr('href') ?? '')
    expect(done.$('h1').text()).toBe('注册成功')
    expect(mainText(done)).toContain('已实名认证')
    expect(done.$('main a[href="/services/personal"]')).toHaveLength(1)
  })

  it('A-005 by 社会保障卡', async () => {
    const { account, browser } = await unverified(portal, person)
    expect((await verifyBySocialSecurityCard(browser, 'a00000001')).url).toBe('/verify?done=1')
    expect(await realNameOf(portal, account.id)).toEqual({ ...verified, channel: 'social-security-card' })
  })

  it('A-005 by 刷脸 with the own portrait, and with any photograph', async () => {
    const photograph = await sharp(
      Buffer.from(
        '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="1200"><rect width="900" height="1200" fill="#345"/><circle cx="450" cy="500" r="250" fill="#edc"/></svg>',
      ),
    )
      .jpeg()
      .toBuffer()
    for (const bytes of [await portraitOf(person), photograph]) {
      await portal.owner.knex('account').update({ closed_at: portal.clock.now() })
      const { account, browser } = await unverified(portal, person)
      expect((await verifyByFace(browser, { bytes })).url).toBe('/verify?done=1')
      expect(await realNameOf(portal, account.id)).toEqual({ ...verified, channel: 'face' })
    }
  })

  it('A-005 afterwards the page says how and when, and no channel is open any more', async () => {
    const { browser } = await unverified(portal, person)
    await verifyBySocialSecurityCard(browser, person.socialSecurityCard)
    expect(mainText(await browser.get('/verify'))).toMatch(/已实名认证.*社会保障卡实名认证.*2026/)
    for (const channel of ['bank-card', 'social-security-card', 'face'])
      expect((await browser.get(`/verify/${channel}`)).url).toBe('/verify')
  })
})

describe('A-005 what does not match is told word for word', () => {
  const reason = (text: string) => `实名认证失败，失败原因：${text}`

  it('A-005 a card of somebody else, a wrong reserved phone, a lost card', async () => {
    const { account, browser } = await unverified(portal, person)
    const wrong = await verifyByBankCard(portal, browser, { cardNumber: other.bankCard, phone: person.mobile })
    expect(wrong.status).toBe(422)
    expect(mainText(wrong)).toContain(reason('银行卡号与持卡人信息不一致'))
    expect(mainText(wrong)).toContain('今天还可以试4次')
    // The card number stays, and the phone needs no other message.
    expect(wrong.$('#cardNumber').attr('value')).toBe(other.bankCard)
    const right = await fill(
      browser,
      { 银联卡号: person.bankCard, 我单独同意处理我的银联卡号和银行预留手机号: 'yes' },
      'verify',
    )
    expect(right.url).toBe('/verify?done=1')
    expect((await attemptsOf(portal, account.id)).map(({ outcome }) => outcome)).toEqual(['MISMATCH', 'MATCH'])

    const second = await unverified(portal, sandboxPerson(1))
    const phone = await verifyByBankCard(portal, second.browser, {
      cardNumber: sandboxPerson(1).bankCard,
      phone: other.mobile,
    })
    expect(mainText(phone)).toContain(reason('手机号与银行预留手机号不一致'))

    const third = await unverified(portal, lostBankCard)
    const lost = await verifyByBankCard(portal, third.browser, {
      cardNumber: lostBankCard.bankCard,
      phone: lostBankCard.mobile,
    })
    expect(mainText(lost)).toContain(reason('该银行卡已挂失'))
    expect(await realNameOf(portal, third.account.id)).toMatchObject({ level: 0, channel: null })
  })

  it('A-005 a lost social-security card, and a name that is not the number’s', async () => {
    const { browser } = await unverified(portal, lostSocialSecurityCard)
    expect(mainText(await verifyBySocialSecurityCard(browser, lostSocialSecurityCard.socialSecurityCard))).toContain(
      reason('该社会保障卡已挂失'),
    )
    const misnamed = await unverified(portal, person, '张小明')
    expect(mainText(await verifyBySocialSecurityCard(misnamed.browser, person.socialSecurityCard))).toContain(
      reason('姓名与身份证号码不一致'),
    )
  })

  it('A-005 a face too unlike, and a picture without a face', async () => {
    const { account, browser } = await unverified(portal, person)
    const unlike = await verifyByFace(browser, { bytes: await portraitOf(other) })
    expect(unlike.status).toBe(422)
    expect(mainText(unlike)).toContain(reason('人脸比对未通过，照片与身份证件照片相似度过低'))
    const black = await sharp({ create: { width: 300, height: 300, channels: 3, background: '#000' } })
      .jpeg()
      .toBuffer()
    expect(mainText(await verifyByFace(browser, { bytes: black }))).toContain('照片中未检测到人脸')
    expect(await realNameOf(portal, account.id)).toMatchObject({ level: 0 })
  })

  it('A-005 another channel stays open after a failure', async () => {
    const { browser } = await unverified(portal, lostBankCard)
    await verifyByBankCard(portal, browser, { cardNumber: lostBankCard.bankCard, phone: lostBankCard.mobile })
    const hrefs = browser
      .page()
      .$('main aside a')
      .toArray()
      .map((link) => browser.page().$(link).attr('href'))
    expect(hrefs).toContain('/verify/social-security-card')
    expect((await verifyBySocialSecurityCard(browser, lostBankCard.socialSecurityCard)).url).toBe('/verify?done=1')
  })
})

describe('A-005 what is typed wrong is told at the field, before anybody is asked', () => {
  it('A-005 银联卡: Luhn, phone, code, consent; what was typed stays', async () => {
    const { account, browser } = await unverified(portal, person)
    await browser.get('/verify/bank-card')
    const page = await fill(browser, { 银联卡号: '6222020000000000019', 银行预留手机号: '123' }, 'verify')
    expect(page.status).toBe(422)
    expect(page.$('#cardNumber-error').text()).toContain('校验位不正确')
    expect(page.$('#phone-error').text()).toContain('11位')
    expect(page.$('#smsCode-error').text()).toContain('请获取并填写短信验证码')
    expect(page.$('#consent-error').text()).toContain('单独同意')
    expect(page.$('#cardNumber').attr('value')).toBe('6222020000000000019')
    expect(await attemptsOf(portal, account.id)).toEqual([])
    expect(
      await portal.owner.knex('consent').where({ account_id: account.id, document: 'real-name-bank-card' }),
    ).toEqual([])
  })

  it('A-005 银联卡: no message without the captcha, no verifying with a wrong code', async () => {
    const { account, browser } = await unverified(portal, person)
    await browser.get('/verify/bank-card')
    const values = { 银联卡号: person.bankCard, 银行预留手机号: person.mobile }
    expect((await fill(browser, { ...values, 验证码: 'nope' }, 'send-code')).$('#captcha-error').text()).not.toBe('')
    await portal.deps.limits.reset('sms-interval', portal.deps.crypto.index('phone', person.mobile))
    await fill(browser, { ...values, 验证码: captchaAnswer }, 'send-code')
    const page = await fill(
      browser,
      { 短信验证码: '000000', 我单独同意处理我的银联卡号和银行预留手机号: 'yes' },
      'verify',
    )
    expect(page.$('#smsCode-error').text()).toContain('短信验证码')
    expect(await attemptsOf(portal, account.id)).toEqual([])
  })

  it.each([
    ['no file at all', undefined, '请拍摄或者选择'],
    ['a text', Buffer.from('not a picture'), '不是'],
    ['a drawing with scripts', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), '不是'],
  ] as const)('A-005 刷脸: %s is refused, and nobody is asked', async (_what, bytes, words) => {
    const { account, browser } = await unverified(portal, person)
    const page = bytes
      ? await verifyByFace(browser, { bytes })
      : await (async () => {
          await browser.get('/verify/face')
          return browser.submit('main form[enctype]', { consent: 'yes' })
        })()
    expect(page.$('#files-error').text()).toContain(words)
    expect(await attemptsOf(portal, account.id)).toEqual([])
  })

  it.each(['social-security-card', 'face'] as const)(
    'A-005 %s: nothing leaves the portal without its consent',
    async (channel) => {
      const { account, browser } = await unverified(portal, person)
      await browser.get(`/verify/${channel}`)
      const page =
        channel === 'face'
          ? await verifyByFace(browser, { bytes: await portraitOf(person), consent: false })
          : await fill(browser, { 社会保障卡卡号: person.socialSecurityCard })
      expect(page.status).toBe(422)
      expect(page.$('#consent-error').text()).toContain('单独同意')
      expect(await attemptsOf(portal, account.id)).toEqual([])
      expect(await realNameOf(portal, account.id)).toMatchObject({ level: 0 })
    },
  )
})

describe('A-005 tries a day', () => {
  it('A-005 an account has five; then it is told when and where to go on', async () => {
    const { account, browser } = await unverified(portal, person)
    for (let count = 0; count < 5; count += 1) await verifyBySocialSecurityCard(browser, 'B00000000')
    expect(mainText(browser.page())).toContain('今天的次数已经用完')
    const refused = await verifyBySocialSecurityCard(browser, person.socialSecurityCard)
    expect(refused.status).toBe(429)
    expect(mainText(refused)).toContain(
      '您今天实名认证的次数已达上限。请明天再试，或者携带身份证件到登记管理机关窗口核验。',
    )
    expect(await attemptsOf(portal, account.id)).toHaveLength(5)
  })

  it('7 so many photographs an hour: then the form says so at its field and keeps what was agreed to', async () => {
    const { account, browser } = await unverified(portal, person)
    const { limits } = portal.deps
    while ((await limits.left('face-photo', account.id)) > 0) await limits.use('face-photo', account.id)
    const page = await verifyByFace(browser, { bytes: await portraitOf(person) })
    expect([page.status, page.$('#files-error').text()]).toEqual([429, expect.stringMatching(/请\d+分钟后再试/)])
    expect(page.$('#consent').is('[checked]')).toBe(true)
  })

  it('A-005 a document has ten, whatever account asks beyond its own first try', async () => {
    for (let count = 0; count < 10; count += 1)
      await portal.deps.limits.use('verify-document-day', portal.deps.crypto.index('id-number', person.residentId))
    const { account, browser } = await unverified(portal, person)
    expect(mainText(await verifyBySocialSecurityCard(browser, 'B00000000'))).toContain('实名认证失败')
    const refused = await verifyBySocialSecurityCard(browser, person.socialSecurityCard)
    expect(mainText(refused)).toContain('该证件今天实名认证的次数已达上限')
    expect(await portal.deps.limits.left('verify-account-day', account.id)).toBe(4)
  })

  it.each(['down', 'lying'] as const)('S56 a channel that is %s takes no try, and says so', async (behaviour) => {
    await setGateway(portal, 'social-security-card', behaviour)
    const { account, browser } = await unverified(portal, person)
    const page = await verifyBySocialSecurityCard(browser, person.socialSecurityCard)
    expect(page.status).toBe(503)
    expect(page.headers.get('retry-after')).not.toBeNull()
    expect(mainText(page)).toContain('本次不计入认证次数')
    expect(page.$('#cardNumber').attr('value')).toBe(person.socialSecurityCard)
    expect(await portal.deps.limits.left('verify-account-day', account.id)).toBe(5)
    expect(await attemptsOf(portal, account.id)).toMatchObject([{ outcome: 'UNAVAILABLE', reason: null }])
    await setGateway(portal, 'social-security-card', 'normal')
  })
})

describe('A-005 twice and at once', () => {
  it('A-005 two tabs at the same instant: both succeed, the account is verified once', async () => {
    const { account, browser } = await unverified(portal, person)
    await browser.get('/verify/social-security-card')
    const fields = { _csrf: browser.token(), cardNumber: person.socialSecurityCard, consent: 'yes' }
    const sent = await Promise.all([1, 2, 3].map(() => browser.post('/verify/social-security-card', fields)))
    for (const answer of sent) expect([answer.status, answer.headers.get('location')]).toEqual([303, '/verify?done=1'])
    const actions = await auditActions(portal, 'account', account.id)
    expect(actions.filter((action) => action === 'real-name-verified')).toHaveLength(1)
    expect(await realNameOf(portal, account.id)).toEqual({ ...verified, channel: 'social-security-card' })
  })

  it('A-005 verified already: a form from another tab is answered with the success page, the first channel stays', async () => {
    const { account, browser } = await unverified(portal, person)
    await browser.get('/verify/face')
    const token = browser.token()
    await verifyBySocialSecurityCard(browser, person.socialSecurityCard)
    const late = await browser.post('/verify/social-security-card', { _csrf: token, cardNumber: 'x' })
    expect(late.headers.get('location')).toBe('/verify?done=1')
    expect(await realNameOf(portal, account.id)).toMatchObject({ channel: 'social-security-card' })
  })
})

describe('who is not for the channels', () => {
  it('A-005 the holder of another document is sent to the counter', async () => {
    const { account, browser } = await unverified(portal, person)
    await portal.owner.knex('account').where({ id: account.id }).update({ id_type: 'PASSPORT_FOREIGN' })
    const page = await browser.get('/verify')
    expect(mainText(page)).toContain('到登记管理机关窗口核验')
    expect(page.text).not.toContain('立即认证')
    expect((await browser.get('/verify/face')).url).toBe('/verify')
  })

  it('A-005 a legal person is told where its verification stands', async () => {
    const account = await createAccount(portal, '山西省某某协会', { realNameLevel: 0 })
    await portal.owner.knex('account').where({ id: account.id }).update({ kind: 'LEGAL_PERSON' })
    const browser = await browserOf(portal, account)
    expect(mainText(await browser.get('/verify'))).toContain('法人账号')
    expect((await browser.get('/verify/bank-card')).url).toBe('/verify')
  })
})

describe('what is kept', () => {
  it('A-005 the consent is recorded with its edition, beside the terms and not in their place', async () => {
    const { account, browser } = await unverified(portal, person)
    await verifyByFace(browser, { bytes: await portraitOf(person) })
    const rows = await portal.owner.knex('consent').where({ account_id: account.id, document: 'real-name-face' })
    expect(rows).toMatchObject([{ version: '2026-11-01' }])
    expect((await browser.get('/hall')).url).toBe('/hall')
  })

  it('A-005 neither card, nor reserved phone, nor picture, nor code is anywhere in the tables, the audit log or the files', async () => {
    const { browser } = await unverified(portal, person)
    await verifyByBankCard(portal, browser, { cardNumber: other.bankCard, phone: other.mobile })
    const [{ code } = { code: '' }] = (await (
      await fetch(`${portal.baseUrl}/sandbox/sms?phone=${other.mobile}`, { headers: { accept: 'application/json' } })
    ).json()) as { code: string }[]
    await verifyBySocialSecurityCard(browser, person.socialSecurityCard)
    const { browser: second } = await unverified(portal, sandboxPerson(1))
    await verifyByFace(second, { bytes: await portraitOf(sandboxPerson(1)) })

    const { rows: tables } = await portal.owner.knex.raw<{ rows: { name: string }[] }>(
      `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    )
    expect(tables.length).toBeGreaterThan(20)
    for (const { name } of tables) {
      const { rows } = await portal.owner.knex.raw<{ rows: { line: string }[] }>('select t::text as line from ?? t', [
        name,
      ])
      const text = rows.map(({ line }) => line).join('\n')
      for (const secret of [other.bankCard, person.socialSecurityCard, other.mobile])
        expect([name, text.includes(secret)]).toEqual([name, false])
      if (['real_name_attempt', 'audit_log', 'consent', 'account'].includes(name)) expect(text).not.toContain(code)
    }
    expect(await portal.owner.knex('stored_file').where({ type: 'jpg' })).toEqual([])
    expect(await readdir(portal.deps.files.uploadFolder)).toEqual([])
  })
})

describe('the camera', () => {
  it('A-005 is allowed to this site only, and the page works without it', async () => {
    const { browser } = await unverified(portal, person)
    const page = await browser.get('/verify/face')
    expect(page.headers.get('permissions-policy')).toContain('camera=(self)')
    expect(page.$('input[type=file]').attr('accept')).toBe('image/*')
    expect(page.$('input[type=file]').attr('capture')).toBe('user')
    expect(page.$('[data-camera]').attr('hidden')).toBeDefined()
    expect(page.$('main script').length).toBe(0)
  })
})
