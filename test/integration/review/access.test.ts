import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allRoutes } from '../../../src/app.ts'
import { siteAuthorities } from '../../../src/reference/reference.ts'
import { may, STAFF_ROLES, type Access, type StaffRole } from '../../../src/core/access.ts'
import type { Route } from '../../../src/web/route.ts'
import { makeApplicant, signIn, staffOf } from '../../support/cases.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'
import { routeAccess } from '../../support/route-access.ts'

let portal: TestPortal
let everybody: readonly Caller[]
beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
  everybody = await callers()
})
afterAll(async () => {
  await portal.stop()
})

const nameOf = (route: Route): string => `${route.method.toUpperCase()} ${route.path}`

/** Somebody who calls: nobody, an applicant, an official of each role, and one who was retired while logged in. */
type Caller = {
  readonly name: string
  readonly cookie: string
  readonly roles?: readonly StaffRole[]
  readonly applicant?: true
}

const callers = async (): Promise<Caller[]> => {
  const applicant = await makeApplicant(portal)
  const officials = await Promise.all(
    STAFF_ROLES.map(async (role) => {
      const staff = await staffOf(portal, role)
      return { name: role, cookie: (await signIn(portal, { staffId: staff.id })).cookie, roles: staff.roles }
    }),
  )
  const retired = await staffOf(portal, 'APPROVER', 'taiyuan-')
  const { cookie } = await signIn(portal, { staffId: retired.id })
  await portal.owner.knex('staff').where({ id: retired.id }).update({ active: false })
  return [
    { name: 'nobody', cookie: '' },
    { name: 'applicant', cookie: (await signIn(portal, { accountId: applicant.id })).cookie, applicant: true },
    ...officials,
    { name: 'retired official', cookie },
  ]
}

type Outcome = 'served' | 'login' | 'staff login' | 'forbidden' | 'csrf'

/** What the reviewed table says must happen. A form without its token is refused only after its access was granted. */
const expected = (route: Route, access: Access | 'signed', caller: Caller): Outcome => {
  // A machine that did not sign what it sends.
  if (access === 'signed') return 'forbidden'
  const admitted: Outcome = route.method === 'post' ? 'csrf' : 'served'
  if (access === 'public') return admitted
  if (access === 'applicant' || access === 'holder') return caller.applicant ? admitted : 'login'
  if (!caller.roles) return 'staff login'
  return access === 'staff' || may(caller.roles, access) ? admitted : 'forbidden'
}

const call = async (route: Route, caller: Caller, body: Readonly<Record<string, string>> = {}): Promise<Outcome> => {
  const path = route.path.replaceAll(/:[a-zA-Z]+/g, () => randomUUID())
  const answer = await fetch(portal.baseUrl + path, {
    method: route.method.toUpperCase(),
    redirect: 'manual',
    headers: { accept: 'text/html', cookie: caller.cookie },
    ...(route.method === 'post' ? { body: new URLSearchParams(body) } : {}),
  })
  const location = answer.headers.get('location') ?? ''
  const text = await answer.text()
  if (route.access !== 'public' && answer.status === 303 && location.startsWith('/staff/login')) return 'staff login'
  if (route.access !== 'public' && answer.status === 303 && location.startsWith('/login/')) return 'login'
  // What a machine did not sign is refused in the words of its protocol.
  if (route.signed) return answer.ok ? 'served' : 'forbidden'
  if (answer.status !== 403) return 'served'
  return text.includes('页面已失效') ? 'csrf' : 'forbidden'
}

describe('every route declares its access (S20)', () => {
  test('the router and the reviewed table agree, route for route', () => {
    const declared = Object.fromEntries(
      allRoutes(portal.deps).map((route) => [nameOf(route), route.signed ? 'signed' : route.access]),
    )
    expect(declared).toEqual(routeAccess)
  })

  test('no route is there twice', () => {
    const names = allRoutes(portal.deps).map(nameOf)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })

  test('each caller gets what the table says at every route', async () => {
    const unexpected: string[] = []
    let cells = 0
    for (const route of allRoutes(portal.deps)) {
      const access = routeAccess[nameOf(route)]
      if (access === undefined) continue
      for (const caller of everybody) {
        cells += 1
        const wanted = expected(route, access, caller)
        const got = await call(route, caller)
        if (got !== wanted) unexpected.push(`${nameOf(route)} by ${caller.name}: ${got}, not ${wanted}`)
      }
    }
    expect(unexpected).toEqual([])
    expect(cells).toBe(Object.keys(routeAccess).length * everybody.length)
  }, 120_000)

  test('a form with no token, somebody else’s or an old one is refused wherever it may be sent (S23)', async () => {
    const unexpected: string[] = []
    for (const route of allRoutes(portal.deps)) {
      if (route.method !== 'post' || route.signed) continue
      for (const token of ['', randomUUID(), 'token-of-the-test-sessio', 'token-of-the-test-session '])
        for (const caller of everybody) {
          if (expected(route, route.access, caller) !== 'csrf') continue
          const got = await call(route, caller, { _csrf: token })
          if (got !== 'csrf') unexpected.push(`${nameOf(route)} by ${caller.name} with “${token}”: ${got}`)
        }
    }
    expect(unexpected).toEqual([])
  }, 120_000)
})

test('every authority one can apply to has demo staff for each step of a review', async () => {
  const { reference, site } = portal.deps
  const staff = await portal.owner
    .knex('staff')
    .select<{ authority_id: number; roles: string[] }[]>('authority_id', 'roles')
  const lacking = siteAuthorities(reference, site.rootDivisionCode).flatMap(({ id, code }) =>
    (['WINDOW', 'FIRST_REVIEWER', 'SECOND_REVIEWER', 'APPROVER', 'CERT_CLERK'] as const)
      .filter((role) => !staff.some((one) => one.authority_id === id && one.roles.includes(role)))
      .map((role) => `${code} ${role}`),
  )
  expect(lacking).toEqual([])
})
