import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isRetiredMaterial } from '../../src/core/matters/journey.ts'
import { matters } from '../../src/matters/index.ts'
import { paths } from '../../src/web/paths.ts'
import { createBrowser } from '../support/browser.ts'
import { browserOf, createAccount } from '../support/people.ts'
import { startTestPortal, type TestPortal } from '../support/portal.ts'
import { routeAccess } from '../support/route-access.ts'
import { sqlPayloads } from '../support/sql-payloads.ts'

const start = '/services/matters/social-group-establishment/start'
const startForm = `form[action="${start}"]`

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
})
afterAll(() => portal.stop())

const anonymous = () => createBrowser(portal.baseUrl)
const loggedIn = async () => browserOf(portal, await createAccount(portal))

describe('public pages', () => {
  it.each([
    ['/', ['个人登录', '法人登录', '注册', '个人服务', '法人服务', '社会团体成立登记']],
    ['/services/personal', ['按部门', '省民政厅', '办事指南', '在线办理']],
    ['/services/legal', ['变更登记', '备案', '章程核准', '年度工作报告', '注销登记', '太原市行政审批服务管理局']],
    ['/services?q=年报', ['年度工作报告']],
    ['/help', ['该身份证号已被认证', '带星号为必填项', '变更登记（社会团体）', '变更登记（基金会）']],
    ['/contact', ['0351-5550100', '12345', '太原市万柏林区示例街10号']],
    ['/sitemap', ['个人服务', '文书核验']],
    ['/accessibility', ['无障碍']],
  ])('%s says what it is for, and starts no session', async (address, words) => {
    const page = await anonymous().get(address)
    expect(page.status).toBe(200)
    for (const word of words) expect(page.text).toContain(word)
    expect(page.headers.get('set-cookie')).toBeNull()
    expect(page.headers.get('cache-control')).toBe('no-store')
  })

  it('27 each has a description of its own', async () => {
    // Steps in the middle of something, pictures and data, and the doors of the staff are not found by searching.
    const within =
      /^\/(staff|sandbox|captcha)|\/(prove|certificate)\/|svg$|\/(document|account|device|check|password|closed|options|availability|elder)$/
    const addresses = Object.entries(routeAccess).flatMap(([route, access]) => {
      const [method, address = ''] = route.split(' ')
      return method === 'GET' && access === 'public' && !address.includes(':') && !within.test(address) ? [address] : []
    })
    const others = [
      paths.guide('social-group-establishment'),
      paths.helpForm('agreement'),
      paths.helpForm('legal-letter'),
    ]
    const found = new Map<string, string>()
    for (const address of [...addresses, ...others]) {
      const { $ } = await anonymous().get(address)
      const description = $('head meta[name=description]').attr('content') ?? ''
      expect([address, description.length > 15]).toEqual([address, true])
      expect([address, found.get(description)]).toEqual([address, undefined])
      found.set(description, address)
    }
    expect(found.size).toBeGreaterThan(25)
  })

  it('a guide asks nothing where a stage has no page', async () => {
    const { $ } = await anonymous().get(paths.guide('social-group-change'))
    const asks = $('section.card p:contains("您要填写：")')
      .toArray()
      .map((told) => $(told).text())
    expect(asks).toHaveLength(1)
    expect(asks[0]).toContain('变更事项')
  })

  it('27 切换区划 tells at once that a place is not online, and where to go', async () => {
    const served = new Set(portal.deps.reference.authorities.map(({ divisionCode }) => divisionCode))
    const place = [...portal.deps.reference.divisions.values()].find(
      ({ code, level, validTo }) =>
        code.startsWith('1401') && level === 'COUNTY' && validTo === null && !served.has(code),
    )
    const browser = anonymous()
    const told = await browser.get(`${paths.divisionPreference}?code=${place?.code ?? ''}&next=%2Fcontact`)
    expect(told.$('main [role=alert]').text()).toContain(`${place?.name ?? ''}还不能网上办理`)
    expect(told.$('main [role=alert]').text()).toContain('当地政务服务大厅的社会组织登记窗口')
    expect(told.$('main [role=alert] a[href="/contact"]').length).toBeGreaterThan(0)
    expect(told.$('.utility').text()).toContain(place?.name)
    expect((await browser.get('/contact')).$('.utility').text()).toContain(place?.name)
    expect((await browser.get(`${paths.divisionPreference}?code=140000&next=%2Fcontact`)).url).toBe('/contact')
  })

  it('home and guide answer strangers without Redis and Postgres', async () => {
    const browser = anonymous()
    const counted = { sql: 0, redis: 0 }
    const { db, redis } = portal.deps
    const read = db.read
    const send = redis.sendCommand.bind(redis)
    Object.assign(db, { read: (...args: Parameters<typeof read>) => ((counted.sql += 1), read(...args)) })
    Object.assign(redis, { sendCommand: (...args: Parameters<typeof send>) => ((counted.redis += 1), send(...args)) })
    try {
      for (const address of ['/', '/services/matters/social-group-establishment', '/']) await browser.get(address)
      expect(counted).toEqual({ sql: 0, redis: 0 })
      await (await loggedIn()).get('/hall')
      expect(counted.sql).toBeGreaterThan(0)
      expect(counted.redis).toBeGreaterThan(0)
    } finally {
      Object.assign(db, { read })
      Object.assign(redis, { sendCommand: send })
    }
  })

  it('what is kept for strangers never shows to somebody logged in, nor the other way round', async () => {
    const browser = await loggedIn()
    await anonymous().get('/')
    expect((await browser.get('/')).text).toContain('退出')
    const after = await anonymous().get('/')
    expect(after.text).not.toContain('退出')
    expect(after.text).toContain('个人登录')
  })

  it('the guide shows every material, limit and condition of each matter, on screen and for print', async () => {
    for (const matter of matters.all)
      for (const address of [`/services/matters/${matter.code}`, `/services/matters/${matter.code}?print=1`]) {
        const { $, status } = await anonymous().get(address)
        expect(status).toBe(200)
        const text = $('main').text()
        for (const material of matter.materials.filter((one) => !isRetiredMaterial(one))) {
          expect(text).toContain(material.code)
          expect(text).toContain(material.title)
        }
        for (const condition of matter.guide.conditions) expect(text).toContain(condition.text)
        for (const { limits } of matter.stages)
          if (limits.decision) expect(text).toContain(`${limits.decision.statutory}个工作日`)
        expect(text).toContain('投诉电话')
      }
  })

  it('issue 11: a guide names one authority, the province’s until 切换区划 says another, and keeps where it was read', async () => {
    const guide = paths.guide('social-group-establishment')
    const browser = anonymous()
    const first = await browser.get(guide)
    expect(first.$('#authorities .facts').text()).toContain('山西省民政厅')
    expect(first.$('#authorities .facts').text()).not.toContain('大同')
    const form = first.$('#authorities form')
    expect(form.find('option[selected]').text()).toBe('山西省民政厅')
    const next = encodeURIComponent(form.find('[name=next]').attr('value') ?? '')
    const chosen = await browser.get(`${form.attr('action') ?? ''}?code=140200&next=${next}`)
    expect(chosen.url).toContain(guide)
    expect(chosen.$('#authorities .facts').text()).toContain('大同市平城区人民法院')
    expect((await browser.get(`${guide}?print=1`)).$('main').text()).toContain('大同市行政审批服务管理局')
    // Who comes from a department of the directory reads of its office, and begins there.
    const under = await anonymous().get(`${guide}?at=140100`)
    expect(under.$('#authorities .facts').text()).toContain('太原市行政审批服务管理局社会事务科')
    expect(under.$(`main a[href="${start}?at=140100"]`).text()).toBe('在线办理')
    expect((await anonymous().get(guide)).$('#authorities .facts').text()).toContain('山西省民政厅')
  })

  it('issue 11: before starting, a no is told with its reason and the way, and the days are counted from today', async () => {
    for (const matter of matters.all.filter(({ begunBy }) => begunBy === 'person')) {
      const address = paths.beforeStart(matter.code)
      const { $ } = await anonymous().get(address)
      const names = [
        ...new Set(
          $('form.form-panel input')
            .toArray()
            .map((input) => $(input).attr('name') ?? ''),
        ),
      ]
      expect(names).toHaveLength(matter.selfCheck?.questions.length ?? 0)
      expect($('main').text()).not.toMatch(/[{}]|undefined/)
      expect($('#dates ~ .table-box tbody tr')).toHaveLength(matter.stages.length)
      const answered = (no?: string) =>
        anonymous().get(`${address}?${names.map((name) => `${name}=${name === no ? 'no' : 'yes'}`).join('&')}`)
      expect((await answered()).text).toContain('看起来可以办理')
      const refused = await answered('q1')
      expect(refused.text).toContain('有1项还不符合')
      for (const text of [matter.selfCheck?.questions[0]?.way, matter.selfCheck?.questions[0]?.basis])
        expect(refused.text).toContain(text)
    }
    expect((await anonymous().get(paths.beforeStart('social-group-change'))).status).toBe(404)
    // The law's own numbers are those of the rules and of the site.
    const { $ } = await anonymous().get(`${paths.beforeStart('social-group-establishment')}?q3=no`)
    expect($('.notice').text()).toContain('活动资金不到3万元的，不能登记')
  })

  it('an unknown matter is not found', async () => {
    expect((await anonymous().get('/services/matters/company')).status).toBe(404)
    expect((await anonymous().get('/services/matters/constructor')).status).toBe(404)
  })

  it.each(sqlPayloads)('searching for %j is inert', async (payload) => {
    for (const path of ['/services', '/services/personal', '/services/legal', '/help']) {
      for (const name of ['q', 'department', 'type', 'by']) {
        const page = await anonymous().get(`${path}?${new URLSearchParams({ [name]: payload }).toString()}`)
        expect(page.status).toBe(200)
        expect(page.text).not.toContain('49}}')
      }
    }
  })
})

describe('starting an establishment', () => {
  it('asks strangers to log in and brings them back', async () => {
    const answer = await anonymous().raw(start)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe(`/login/personal?next=${encodeURIComponent(start)}`)
  })

  it('fills in name and user name, the province and its authority, and opens the hall with the new case', async () => {
    const account = await createAccount(portal)
    const browser = await browserOf(portal, account)
    const { $ } = await browser.get(start)
    expect($('#applicantName').attr('value')).toBe(account.name)
    expect($('#applicantName').attr('readonly')).toBeDefined()
    expect($('#loginName').attr('value')).toBe(account.loginName)
    expect($('#level option[selected]').text()).toBe('省级')
    expect($('#authority option[selected]').text()).toBe('山西省民政厅')
    const hall = await browser.submit(startForm, { applicantName: '另一个人', loginName: 'other', action: 'submit' })
    expect(hall.url).toBe('/hall')
    const link = hall.$('main a').filter((_index, element) => hall.$(element).text() === '登记')
    expect(link).toHaveLength(1)
    expect(link.attr('href')).toMatch(/^\/applications\/[0-9a-f-]{36}$/)
    expect(hall.$('ol.steps li')).toHaveLength(4)
    const rows = await portal.owner.knex('case_file').where({ account_id: account.id })
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ stage: 'nameConsultation', status: 'DRAFT', matter: 'social-group-establishment' })
  })

  it('issue 11: a name tried before comes along, with where it was tried, through the login', async () => {
    const tried = await anonymous().get('/names?type=SOCIAL_GROUP&authority=140100&name=太原市晋祠古柏保护协会')
    const onward = tried.$('main a.button').attr('href') ?? ''
    expect((await anonymous().raw(onward)).headers.get('location')).toContain(encodeURIComponent(onward))
    const browser = await loggedIn()
    expect((await browser.get(onward)).$('#authority option[selected]').text()).toBe('太原市行政审批服务管理局')
    const hall = await browser.submit(startForm, { action: 'submit' })
    const open = hall.$('main a').filter((_index, element) => hall.$(element).text() === '登记')
    const name = await browser.get(`${open.attr('href') ?? ''}/pages/name`)
    expect(name.$('#proposedName').attr('value')).toBe('太原市晋祠古柏保护协会')
    expect(name.$('.govuk-error-summary')).toHaveLength(0)
  })

  it('works its way down without JavaScript: refresh keeps what was chosen', async () => {
    const browser = await loggedIn()
    await browser.get(start)
    let page = await browser.submit(startForm, { level: 'CITY', action: 'refresh' })
    expect(page.status).toBe(200)
    expect(page.$('#level option[selected]').text()).toBe('市级')
    expect(page.$('#division option')).toHaveLength(12)
    page = await browser.submit(startForm, { division: '140100', action: 'refresh' })
    expect(page.$('#authority option[selected]').text()).toBe('太原市行政审批服务管理局')
    expect((await browser.submit(startForm, { action: 'submit' })).url).toBe('/hall')
  })

  it('asks again for what no longer fits, and says where to go where nobody registers', async () => {
    const browser = await loggedIn()
    await browser.get(start)
    const stale = await browser.submit(startForm, { level: 'COUNTY', action: 'submit' })
    expect(stale.status).toBe(422)
    expect(stale.$('.govuk-error-summary a').attr('href')).toBe('#division')
    const nowhere = await browser.submit(startForm, { division: '140109', action: 'submit' })
    expect(nowhere.status).toBe(422)
    expect(nowhere.$('.govuk-error-summary').text()).toContain('太原市行政审批服务管理局（0351-5550201）')
  })

  it('takes no authority of another site and no invented one', async () => {
    const browser = await loggedIn()
    const foreign = await portal.owner.knex('authority').where({ code: 'liaoning-mzt' }).first<{ id: number }>('id')
    for (const authority of [String(foreign.id), '0', '-1', '1e0', '999999', '1 or 1=1']) {
      await browser.get(start)
      expect((await browser.submit(startForm, { authority, action: 'submit' })).status).toBe(422)
    }
    expect((await browser.get('/hall')).text).toContain('您还没有正在办理的申请')
  })

  it('says on the page why a fourth open case is refused', async () => {
    const browser = await loggedIn()
    for (let count = 0; count < 3; count += 1) {
      await browser.get(start)
      expect((await browser.submit(startForm, { action: 'submit' })).url).toBe('/hall')
    }
    await browser.get(start)
    const refused = await browser.submit(startForm, { action: 'submit' })
    expect(refused.status).toBe(409)
    expect(refused.$('.govuk-error-summary').text()).toContain('3件')
    const hall = await browser.get('/hall')
    expect(hall.$('main a').filter((_index, element) => hall.$(element).text() === '登记')).toHaveLength(1)
  })

  it('shows nobody the cases of others', async () => {
    const browser = await loggedIn()
    expect((await browser.get('/hall')).text).not.toContain('/applications/')
  })

  it('gives scripts the same options, and nothing for an unknown question', async () => {
    const ask = async (query: string) => {
      const answer = await fetch(`${portal.baseUrl}/services/options?${query}`, {
        headers: { accept: 'application/json' },
      })
      return { status: answer.status, body: (await answer.json()) as { options?: { value: string; text: string }[] } }
    }
    const cities = await ask('orgType=SOCIAL_GROUP&level=CITY&for=division')
    expect(cities.body.options).toHaveLength(11)
    const authorities = await ask('orgType=SOCIAL_GROUP&level=COUNTY&division=140105&for=authority')
    expect(authorities.body.options?.map(({ text }) => text)).toEqual(['太原市小店区行政审批服务管理局'])
    expect((await ask('for=password')).status).toBe(400)
    expect((await ask('for=toString')).status).toBe(400)
    for (const payload of sqlPayloads)
      expect((await ask(new URLSearchParams({ for: 'division', level: payload }).toString())).status).toBe(200)
  })
})
