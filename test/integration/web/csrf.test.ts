import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allRoutes } from '../../../src/app.ts'
import { PERMISSIONS, may, sideOf, type Permission, type StaffRole } from '../../../src/core/access.ts'
import { paths } from '../../../src/web/paths.ts'
import type { Route } from '../../../src/web/route.ts'
import { putCase, putFile, tinyPdf } from '../../support/own-cases.ts'
import { createBrowser, type Browser } from '../../support/browser.ts'
import { browserOf, createAccount, staffBrowser, type TestApplicant } from '../../support/people.ts'
import { captchaAnswer, startTestPortal, type TestPortal } from '../../support/portal.ts'
import { fieldPart, filePart, multipart, postBytes } from '../../support/upload.ts'

let portal: TestPortal
let account: TestApplicant
let caseFile: string
let attachment: string
let message: number
let routes: readonly Route[]
/** A browser that passes a route's access, for every access there is. */
const whoMay = new Map<string, Browser>()

beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
  account = await createAccount(portal)
  caseFile = await putCase(portal, account.id, { stage: 'nameApproval', complete: true })
  attachment = await putFile(portal, caseFile, 'M102', tinyPdf('csrf'))
  const [row] = (await portal.owner
    .knex('message')
    .insert({ account_id: account.id, title: 't', body: 'b', created_at: portal.clock.now() })
    .returning('id')) as { id: number }[]
  message = row?.id ?? 0
  routes = allRoutes(portal.deps).filter((route) => route.method === 'post' && !route.signed)
  whoMay.set('public', createBrowser(portal.baseUrl))
  whoMay.set('applicant', await browserOf(portal, account))
  whoMay.set('holder', whoMay.get('applicant') as Browser)
  // One login a person: a second one would end the first.
  const browsers = new Map<string, Browser>()
  const browserOfStaff = async (login: string): Promise<Browser> => {
    const browser = browsers.get(login) ?? (await staffBrowser(portal, login))
    browsers.set(login, browser)
    return browser
  }
  whoMay.set('staff', await browserOfStaff('chuangkou'))
  const staff = await portal.owner
    .knex('staff')
    .select<{ login_key: string; roles: StaffRole[] }[]>('login_key', 'roles')
  for (const permission of PERMISSIONS) {
    const holder = staff.find(({ roles }) => may(roles, permission as Permission))
    if (holder) whoMay.set(permission, await browserOfStaff(holder.login_key))
  }
})
afterAll(() => portal.stop())

const addressOf = (path: string): string =>
  path
    .replace(/^(\/messages\/):id/, `$1${message}`)
    .replace(':id', caseFile)
    .replace(':attachment', attachment)
    .replace(':page', 'sponsors')
    .replace(':item', 'new')
    .replace(':material', 'M102')
    .replace(':action', 'accept')
    .replace(':matter', 'social-group-establishment')
    .replace(/:\w+/g, '1')

/** Everything anybody could have changed: the rows of every table, and every file. */
const everything = async (): Promise<unknown> => {
  const tables = await portal.owner
    .knex('pg_stat_user_tables')
    .where({ schemaname: 'public' })
    .orderBy('relname')
    .select<{ relname: string }[]>('relname')
  const parts = await Promise.all(
    tables.map(async ({ relname }) => {
      const result = await portal.owner.knex.raw<{ rows: { hash: string }[] }>(
        `select md5(coalesce(string_agg(t::text, '' order by t::text), '')) as hash from ?? t`,
        [relname],
      )
      return [relname, result.rows[0]?.hash]
    }),
  )
  const files = ['files', 'uploads'].flatMap((folder) =>
    readdirSync(join(portal.config.dataDir, folder), { recursive: true }).map(String).toSorted(),
  )
  const keys = (await portal.deps.redis.keys('*')).filter(
    (key) => !key.startsWith('session:') && !key.startsWith('limit:'),
  )
  return { parts, files, keys: keys.toSorted() }
}

const fields = {
  answer: 'yes',
  requestKey: randomUUID(),
  version: '1',
  action: 'save-draft',
  purpose: 'x',
  name: 'x',
  identity: 'x',
  password: 'x',
  phone: '13900000001',
}

/** Sends a form as the route's people would, with some token. */
const send = (browser: Browser, route: Route, token: string | undefined): Promise<Response> => {
  const address = addressOf(route.path)
  if (!route.upload) return browser.post(address, { ...fields, ...(token === undefined ? {} : { _csrf: token }) })
  return postBytes(
    browser,
    address,
    multipart([...(token === undefined ? [] : [fieldPart('_csrf', token)]), filePart('a.pdf', tinyPdf(randomUUID()))]),
  )
}

const expectRefused = async (route: Route, answer: Response): Promise<void> => {
  const text = await answer.text()
  expect([route.path, answer.status, text.includes('页面已失效')]).toEqual([route.path, 403, true])
}

/** A token of a session, from a page it shows. */
const tokenOf = async (browser: Browser, page: string): Promise<string> => {
  const shown = await browser.get(page)
  const token = shown.$('input[name=_csrf]').first().attr('value') ?? ''
  expect(token.length).toBeGreaterThan(30)
  return token
}

const withoutEffect = async (work: () => Promise<void>): Promise<void> => {
  const before = await everything()
  await work()
  expect(await everything()).toEqual(before)
}

const browserFor = (route: Route): Browser => {
  const browser = whoMay.get(route.access)
  if (!browser) throw new Error(`nobody for ${route.access}`)
  return browser
}

describe('every form of the portal', () => {
  it('S23 is known here: there are unsafe routes for everybody, applicants and staff', () => {
    expect(routes.length).toBeGreaterThan(20)
    expect(new Set(routes.map(({ access }) => sideOf(access) ?? 'public'))).toEqual(
      new Set(['public', 'applicant', 'staff']),
    )
  })

  it('S23 without a token: 403, without effect', async () => {
    await withoutEffect(async () => {
      for (const route of routes) await expectRefused(route, await send(browserFor(route), route, undefined))
    })
  })

  it.each(['', 'x', 'undefined', 'null', '0'.repeat(128), '[object Object]'])(
    'S23 with the token %j: 403, without effect',
    async (token) => {
      await withoutEffect(async () => {
        for (const route of routes) await expectRefused(route, await send(browserFor(route), route, token))
      })
    },
  )

  it('S23 with the token of another session: 403, without effect', async () => {
    const stranger = await createAccount(portal)
    const applicantToken = await tokenOf(await browserOf(portal, stranger), paths.messages)
    const staffToken = await tokenOf(await staffBrowser(portal, 'taiyuan-chushen'), paths.staffQueue)
    const publicToken = await tokenOf(createBrowser(portal.baseUrl), paths.loginPersonal)
    // Each of them has tokens of its own now, so that it is not for want of one that they are refused.
    await tokenOf(browserFor(routes.find(({ access }) => access === 'applicant') as Route), paths.messages)
    await withoutEffect(async () => {
      for (const route of routes)
        for (const token of [applicantToken, staffToken, publicToken])
          await expectRefused(route, await send(browserFor(route), route, token))
    })
  })

  it('S23 with the token from before a login: 403, without effect', async () => {
    const person = await createAccount(portal)
    const browser = createBrowser(portal.baseUrl)
    const old = await tokenOf(browser, paths.loginPersonal)
    const id = await putCase(portal, person.id, { stage: 'nameApproval', complete: true })
    const entered = await browser.submit('main form[method=post]', {
      identity: person.loginName,
      password: 'Test@20261121',
      captcha: captchaAnswer,
    })
    expect(entered.status).toBe(200)
    expect(await tokenOf(browser, paths.cases)).not.toBe(old)
    await withoutEffect(async () => {
      for (const route of routes.filter(({ access }) => sideOf(access) === 'applicant'))
        await expectRefused(
          route,
          await browser.post(addressOf(route.path).replace(caseFile, id), { ...fields, _csrf: old }),
        )
    })
  })

  it('S23 the tokens of pages opened at the same time right after a login are all good', async () => {
    const person = await createAccount(portal)
    const browser = createBrowser(portal.baseUrl)
    await browser.get(paths.loginPersonal)
    const entered = await browser.post(paths.loginPersonal, {
      _csrf: browser.token(),
      identity: person.loginName,
      password: 'Test@20261121',
      captcha: captchaAnswer,
    })
    expect(entered.status).toBe(303)
    const shown = await Promise.all(Array.from({ length: 10 }, async () => (await browser.raw(paths.messages)).text()))
    const tokens = shown.map((text) => /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? '')
    for (const token of tokens) expect((await browser.post(paths.messagesRead, { _csrf: token })).status).toBe(303)
  })

  it('S23 with the token of a login that was taken over: to the door, without effect', async () => {
    const person = await createAccount(portal)
    const first = await browserOf(portal, person)
    const old = await tokenOf(first, paths.cases)
    const second = await browserOf(portal, person)
    await withoutEffect(async () => {
      for (const route of routes.filter(({ access }) => sideOf(access) === 'applicant')) {
        const displaced = await first.post(addressOf(route.path), { ...fields, _csrf: old })
        expect([route.path, displaced.status]).toEqual([route.path, 303])
        expect(displaced.headers.get('location')).toContain(paths.loginPersonal)
        await expectRefused(route, await second.post(addressOf(route.path), { ...fields, _csrf: old }))
      }
    })
  })

  it('S23 asked for in other ways: no form acts on GET, PUT, DELETE or PATCH', async () => {
    const getToo = new Set(
      allRoutes(portal.deps)
        .filter(({ method }) => method === 'get')
        .map(({ path }) => path),
    )
    await withoutEffect(async () => {
      for (const route of routes)
        for (const method of ['PUT', 'DELETE', 'PATCH', ...(getToo.has(route.path) ? [] : ['GET'])]) {
          const answer = await browserFor(route).raw(addressOf(route.path), { method })
          await answer.arrayBuffer()
          expect([method, route.path, answer.status]).toEqual([method, route.path, answer.status === 303 ? 303 : 404])
        }
    })
  })

  it('S23 the right token in the address, or in a body of JSON, is not taken for a form', async () => {
    const browser = browserFor(routes.find(({ access }) => access === 'applicant') as Route)
    const token = await tokenOf(browser, paths.messages)
    await withoutEffect(async () => {
      const inAddress = await browser.post(`${paths.deleteDraft(caseFile)}?_csrf=${token}`, { answer: 'yes' })
      expect(inAddress.status).toBe(403)
      const twice = await browser.raw(paths.confirm(caseFile), {
        method: 'POST',
        body: `_csrf=${token}&_csrf=${token}&answer=yes&version=0&requestKey=${randomUUID()}`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      })
      expect(twice.status).toBe(403)
      const plain = await browser.raw(paths.confirm(caseFile), {
        method: 'POST',
        body: `_csrf=${token}`,
        headers: { 'content-type': 'text/plain' },
      })
      expect(plain.status).toBe(403)
    })
  })
})
