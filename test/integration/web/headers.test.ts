import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { paths } from '../../../src/web/paths.ts'
import { putCase, putFile } from '../../support/own-cases.ts'
import { createBrowser, type Browser } from '../../support/browser.ts'
import { browserOf, createAccount, staffBrowser } from '../../support/people.ts'
import { captchaAnswer, startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
let secure: TestPortal
let applicant: Browser
let official: Browser
let caseFile: string
let attachment: string

beforeAll(async () => {
  ;[portal, secure] = await Promise.all([
    startTestPortal(),
    startTestPortal({ PUBLIC_URL: 'https://portal.example.org', TRUST_PROXY_HOPS: '1' }),
  ])
  const account = await createAccount(portal)
  applicant = await browserOf(portal, account)
  official = await staffBrowser(portal, 'chuangkou')
  caseFile = await putCase(portal, account.id, { stage: 'nameApproval', complete: true })
  attachment = await putFile(portal, caseFile, 'M102')
})
afterAll(async () => {
  await portal.stop()
  await secure.stop()
})

const nobody = () => createBrowser(portal.baseUrl)

/** One of each kind of answer, and who gets it. */
const answers: readonly (readonly [string, number, () => Promise<Response>])[] = [
  ['the home page', 200, () => nobody().raw(paths.home)],
  ['a form for everybody', 200, () => nobody().raw(paths.loginPersonal)],
  ['a page of one’s own', 200, () => applicant.raw(paths.cases)],
  ['a form of one’s own', 200, () => applicant.raw(paths.answerPage(caseFile, 'purpose'))],
  ['a page of the staff', 200, () => official.raw(paths.staffQueue)],
  ['the login of the staff', 200, () => nobody().raw(paths.staffLogin)],
  ['nothing', 404, () => nobody().raw('/no/such/page')],
  ['nothing below the staff', 404, () => nobody().raw('/staff/no/such/page')],
  ['somebody else’s', 404, () => applicant.raw(paths.case('6b0f8a3e-0000-4000-8000-000000000000'))],
  ['what one may not', 403, () => official.raw(paths.staffAudit)],
  ['a post without a token', 403, () => applicant.post(paths.answerPage(caseFile, 'purpose'), { purpose: 'x' })],
  ['a detour to the login', 303, () => nobody().raw(paths.cases)],
  ['a detour to the staff’s login', 303, () => nobody().raw(paths.staffQueue)],
  ['a body too large', 413, () => nobody().post(paths.loginPersonal, { identity: 'x'.repeat(1_000_000) })],
  ['a style sheet', 200, () => nobody().raw('/assets/css/portal.css')],
  ['a script', 200, () => nobody().raw('/assets/js/portal.js')],
  ['no asset', 404, () => nobody().raw('/assets/none.css')],
  [
    'a picture to read',
    200,
    async () => {
      const browser = nobody()
      await browser.get(paths.loginPersonal)
      return browser.raw(paths.captchaPicture)
    },
  ],
  ['a file', 200, () => applicant.raw(paths.attachment(caseFile, attachment))],
  ['the state of the process', 200, () => nobody().raw(paths.health)],
]

describe('every kind of answer', () => {
  it.each(answers)('S28 %s (%i) carries the headers', async (what, status, ask) => {
    const answer = await ask()
    expect(answer.status).toBe(status)
    const { headers } = answer
    const policy = Object.fromEntries(
      (headers.get('content-security-policy') ?? '').split(';').map((rule) => {
        const [name = '', ...values] = rule.trim().split(' ')
        return [name, values.join(' ')]
      }),
    )
    expect(policy['default-src']).toBe("'none'")
    expect(headers.get('content-security-policy')).not.toMatch(/unsafe-eval|\*|data:|http:|blob:/)
    if (what === 'a file') expect(policy['frame-ancestors']).toBe("'self'")
    else {
      expect(headers.get('content-security-policy')).not.toContain('unsafe-inline')
      expect(policy).toMatchObject({
        'script-src': "'self'",
        'style-src': "'self'",
        'img-src': "'self'",
        'form-action': "'self'",
        'base-uri': "'none'",
        'object-src': "'none'",
        'frame-ancestors': "'none'",
      })
      expect(headers.get('x-frame-options')).toBe('DENY')
    }
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(headers.get('x-powered-by')).toBeNull()
    expect(headers.get('server')).toBeNull()
    expect(headers.get('access-control-allow-origin')).toBeNull()
    expect(headers.get('strict-transport-security')).toBeNull()
    if (status !== 204 && status !== 303) expect(headers.get('content-type')).toMatch(/^[a-z]+\/[a-z+-]+/)
    await answer.arrayBuffer()
  })

  it.each(answers.filter(([what]) => !/style|script|asset|state/.test(what)))(
    'S28 %s (%i) is kept by no cache',
    async (_what, _status, ask) => {
      const answer = await ask()
      await answer.arrayBuffer()
      expect(answer.headers.get('cache-control')).toBe('no-store')
    },
  )

  it('S28 static files may be kept, for ever only under the hash of their content', async () => {
    const page = await nobody().get(paths.home)
    const style = page.$('link[rel=stylesheet]').attr('href') ?? ''
    expect((await nobody().raw(style)).headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    for (const wrong of ['?v=000000000000', '?v=', '?v=1&v=2', ''])
      expect([wrong, (await nobody().raw(style.replace(/\?.*$/, wrong))).headers.get('cache-control')]).toEqual([
        wrong,
        'public, no-cache',
      ])
    expect((await nobody().raw('/assets/css/portal.css')).headers.get('cache-control')).toBe('public, no-cache')
    expect((await nobody().raw('/assets/scss/portal.scss')).status).toBe(404)
    expect((await nobody().raw('/assets/scss/build.ts')).status).toBe(404)
    expect((await nobody().raw('/assets/css/portal.css')).headers.get('set-cookie')).toBeNull()
  })

  it('S28 behind https it stays there', async () => {
    for (const address of [paths.home, paths.loginPersonal, '/none', '/assets/css/portal.css']) {
      const answer = await fetch(secure.baseUrl + address, { redirect: 'manual' })
      expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains')
    }
  })

  it('S28 the Host header leads nowhere', async () => {
    const { port } = new URL(portal.baseUrl)
    const ask = (path: string, headers: Record<string, string>) =>
      new Promise<{ location: string; body: string }>((resolve, reject) => {
        const sent = request({ host: '127.0.0.1', port, path, headers }, (res) => {
          let body = ''
          res.on('data', (piece: Buffer) => {
            body += piece.toString()
          })
          res.on('end', () => resolve({ location: res.headers.location ?? '', body }))
        })
        sent.on('error', reject)
        sent.end()
      })
    const evil = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-for': '6.6.6.6',
      'x-original-url': '/evil',
    }
    for (const path of [paths.home, paths.cases, paths.loginPersonal, paths.hall, '/staff', '/none']) {
      const { location, body } = await ask(path, evil)
      expect(location + body).not.toContain('evil')
    }
  })
})

const cookieNameOf = (line: string): string => line.slice(0, line.indexOf('='))

describe('cookies', () => {
  const cookiesOf = (answer: Response) => answer.headers.getSetCookie()

  const logIn = async (base: TestPortal, headers: Record<string, string> = {}) => {
    const account = await createAccount(base)
    const browser = createBrowser(base.baseUrl)
    const page = await browser.raw(paths.loginPersonal, { headers })
    const first = cookiesOf(page)
    const text = await page.text()
    const token = /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? ''
    const answer = await browser.post(
      paths.loginPersonal,
      { _csrf: token, identity: account.loginName, password: 'Test@20261121', captcha: captchaAnswer },
      headers,
    )
    return { first, answer, after: cookiesOf(answer), browser }
  }

  it('S9 in development: HttpOnly, SameSite=Lax, for this host only, gone with the browser', async () => {
    const { first, answer, after } = await logIn(portal)
    expect(answer.status).toBe(303)
    for (const cookie of [...first, ...after]) {
      expect(cookie).toMatch(/; HttpOnly/)
      expect(cookie).toMatch(/; SameSite=Lax/)
      expect(cookie).toMatch(/; Path=\//)
      expect(cookie).not.toMatch(/Domain|Secure/)
      if (cookie.startsWith('portal=')) expect(cookie).not.toMatch(/Expires|Max-Age/)
    }
    // The login itself, the browser that is known from now on, and the door its people use.
    expect([first.map(cookieNameOf), after.map(cookieNameOf).toSorted()]).toEqual([['portal'], ['known', 'portal']])
  })

  it('S9 under https: Secure and __Host-', async () => {
    const { first, answer, after } = await logIn(secure, { 'x-forwarded-proto': 'https' })
    expect(answer.status).toBe(303)
    expect([first.map(cookieNameOf), after.map(cookieNameOf).toSorted()]).toEqual([
      ['__Host-portal'],
      ['__Host-known', '__Host-portal'],
    ])
    for (const cookie of [...first, ...after]) {
      expect(cookie).toMatch(/; HttpOnly/)
      expect(cookie).toMatch(/; Secure/)
      expect(cookie).toMatch(/; SameSite=Lax/)
      expect(cookie).toMatch(/; Path=\//)
      expect(cookie).not.toMatch(/Domain/)
    }
  })

  it('S9 the staff’s cookie is another one, and neither opens the other side', async () => {
    const page = await createBrowser(portal.baseUrl).raw(paths.staffLogin)
    expect(cookiesOf(page)[0]).toMatch(/^staff=/)
    const mixed = createBrowser(portal.baseUrl)
    mixed.cookies.set('staff', applicant.cookies.get('portal') ?? '')
    expect((await mixed.raw(paths.staffQueue)).status).toBe(303)
    mixed.cookies.set('portal', official.cookies.get('staff') ?? '')
    expect((await mixed.raw(paths.cases)).status).toBe(303)
  })

  it('S9 reading a public page makes no session', async () => {
    for (const address of [paths.home, paths.personalServices, paths.help, paths.organizations, paths.announcements])
      expect([address, cookiesOf(await nobody().raw(address))]).toEqual([address, []])
  })

  it('S6 a session id made up outside is not taken over', async () => {
    const browser = createBrowser(portal.baseUrl)
    browser.cookies.set('portal', 's%3Arplanted.token.signature')
    const page = await browser.get(paths.loginPersonal)
    expect(page.status).toBe(200)
    expect(browser.cookies.get('portal')).not.toContain('planted')
  })
})
