import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allRoutes } from '../../../src/app.ts'
import { sideOf } from '../../../src/core/access.ts'
import { paths } from '../../../src/web/paths.ts'
import type { Route } from '../../../src/web/route.ts'
import type { Browser } from '../../support/browser.ts'
import { makeAccount } from '../../support/login-accounts.ts'
import { browserOf, createAccount, staffBrowser } from '../../support/people.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal()
})
afterAll(() => portal.stop())

const isStaff = ({ path }: Route): boolean => path === '/staff' || path.startsWith('/staff/')
const isOpen = (route: Route): boolean => route.access === 'public' || route.duringSetup === true
const behind = (side: 'applicant' | 'staff'): readonly Route[] =>
  allRoutes(portal.deps).filter((route) => !isOpen(route) && isStaff(route) === (side === 'staff'))

/** What somebody gets who asks in every way there is: as a page, as data, with a form, with JSON, with a file. */
const askEveryWay = async (browser: Browser, route: Route, token: string): Promise<readonly Response[]> => {
  const path = route.path.replaceAll(/:[a-zA-Z]+/g, () => randomUUID())
  const fields = { _csrf: token, action: 'send-code', answer: 'accept', password: 'Test@20261121' }
  if (route.method === 'get')
    return Promise.all([browser.raw(path), browser.raw(path, { headers: { accept: 'application/json' } })])
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  form.append('files', new Blob(['x']), 'x.png')
  return Promise.all([
    browser.post(path, fields),
    browser.raw(path, {
      method: 'POST',
      body: JSON.stringify(fields),
      headers: { 'content-type': 'application/json', accept: 'application/json', 'x-csrf-token': token },
    }),
    browser.raw(path, { method: 'POST', body: form, headers: { 'x-csrf-token': token } }),
  ])
}

const said = (body: string): string => {
  try {
    return (JSON.parse(body) as { setup?: string }).setup ?? ''
  } catch {
    return ''
  }
}

const reached = async (browser: Browser, routes: readonly Route[], gate: string, token: string): Promise<string[]> => {
  const through: string[] = []
  for (const route of routes)
    for (const answer of await askEveryWay(browser, route, token)) {
      const body = await answer.text()
      // Who asks for data is told in data where to go.
      const asData = answer.status === 403
      const to = answer.headers.get('location') ?? (asData ? said(body) : '')
      if ((answer.status !== 303 && !asData) || !to.startsWith(gate))
        through.push(`${route.method} ${route.path}: ${answer.status} ${to}`)
    }
  return through
}

describe('whoever has something to do first', () => {
  it('S20 with a temporary password reaches the page for a new one and nothing else, in whatever way it is asked for', async () => {
    const account = await createAccount(portal)
    await portal.owner.knex('account').where({ id: account.id }).update({ must_change_password: true })
    const browser = await browserOf(portal, account)
    await browser.get('/account/password')
    expect(behind('applicant').length).toBeGreaterThan(60)
    expect(await reached(browser, behind('applicant'), '/account/password', browser.token())).toEqual([])
    expect(await portal.owner.knex('audit_log').where({ actor_id: account.id }).select('action')).toEqual([])
  })

  it('A-020, issue 8 item 32: with terms to accept reaches that page and what the law gives without, nothing else', async () => {
    const account = await createAccount(portal)
    const site = portal.deps.site as { agreement: { version: string } }
    const { agreement } = site
    site.agreement = { ...agreement, version: '9.9' }
    const browser = await browserOf(portal, account)
    await browser.get('/agreement/accept')
    try {
      const all = behind('applicant')
      const gated = all.filter(({ access }) => access === 'applicant')
      expect(gated.length).toBeGreaterThan(40)
      expect(await reached(browser, gated, '/agreement/accept', browser.token())).toEqual([])
      // All of these open, or refuse for a reason of their own.
      for (const route of all.filter(({ access, method }) => access === 'holder' && method === 'get'))
        for (const answer of await askEveryWay(browser, route, browser.token())) {
          await answer.arrayBuffer()
          const to = answer.headers.get('location') ?? ''
          expect([route.path, answer.status < 500, to.startsWith('/agreement/accept?')]).toEqual([
            route.path,
            true,
            false,
          ])
        }
    } finally {
      site.agreement = agreement
    }
  })

  it('S20 an official with a temporary password reaches the page for a new one and nothing else', async () => {
    const guanli = portal.owner.knex('staff').where({ login_key: 'guanli' })
    // Of every role at once, so that no permission stands in the way of the gate.
    await guanli.clone().update({
      must_change_password: true,
      roles: ['SYS_ADMIN', 'AUDIT_ADMIN', 'HELP_DESK', 'ACCOUNT_REVIEWER', 'WINDOW', 'CERT_CLERK', 'APPROVER'],
    })
    // Who answers for a supervisory unit has no other role.
    await portal.owner.knex('staff').where({ login_key: 'zhuguan' }).update({ must_change_password: true })
    const ofUnits = (route: Route): boolean => route.path.startsWith(paths.staffConsents)
    const all = behind('staff')
    expect(all.filter(ofUnits).length).toBeGreaterThan(3)
    for (const [login, routes] of [
      ['guanli', all.filter((route) => !ofUnits(route))],
      ['zhuguan', all.filter(ofUnits)],
    ] as const) {
      const browser = await staffBrowser(portal, login)
      await browser.get('/staff/password')
      expect(await reached(browser, routes, '/staff/password', browser.token())).toEqual([])
    }
  })

  it('S7 a closed account reaches nothing, also with a session that is still there', async () => {
    const account = await createAccount(portal)
    const browser = await browserOf(portal, account)
    await browser.get('/account/password')
    const token = browser.token()
    await portal.owner.knex('account').where({ id: account.id }).update({ closed_at: portal.clock.now() })
    const routes = allRoutes(portal.deps).filter((route) => sideOf(route.access) === 'applicant')
    const through: string[] = []
    for (const route of routes)
      for (const answer of await askEveryWay(browser, route, token)) {
        await answer.arrayBuffer()
        const to = answer.headers.get('location') ?? ''
        if (!(answer.status === 401 || (answer.status === 303 && /^\/login\/(?:personal|legal)\b/.test(to))))
          through.push(`${route.method} ${route.path}: ${answer.status} ${to}`)
      }
    expect(through).toEqual([])
  })

  it('A-014 a legal person’s account founds nothing, binds nothing and is verified by no person’s card', async () => {
    const unit = await makeAccount(portal, { kind: 'LEGAL_PERSON' })
    const browser = await browserOf(portal, unit)
    await browser.get('/account/password')
    const _csrf = browser.token()
    for (const channel of ['bank-card', 'social-security-card', 'face']) {
      const answer = await browser.post(`/verify/${channel}`, { _csrf, consent: 'yes', cardNumber: 'A00000001' })
      expect([channel, answer.status]).toEqual([channel, 303])
    }
    expect((await browser.post('/verify/bank-card/code', { _csrf, phone: '13900000001' })).status).toBe(409)
    const started = await browser.post('/services/matters/social-group-establishment/start', {
      _csrf,
      orgType: 'SOCIAL_GROUP',
      level: 'PROVINCE',
      division: '140000',
      authority: '1',
    })
    expect(started.status).not.toBe(303)
    const { knex } = portal.owner
    expect(await knex('case_file').where({ account_id: unit.id })).toEqual([])
    expect(await knex('real_name_attempt').where({ account_id: unit.id })).toEqual([])
    expect(await knex('account').where({ id: unit.id, real_name_level: 0 })).toHaveLength(1)
  })
})
