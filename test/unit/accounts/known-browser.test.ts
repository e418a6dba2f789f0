import type { Request, Response } from 'express'
import { describe, expect, it } from 'vitest'
import { knownBrowser, rememberBrowser } from '../../../src/modules/accounts/known-browser.ts'

type Deps = Parameters<typeof knownBrowser>[0]

const at = (iso: string, more: Partial<{ session: string; secure: boolean }> = {}): Deps =>
  ({
    config: { keys: { session: more.session ?? 'ab'.repeat(32) } },
    secure: more.secure ?? false,
    clock: { now: () => new Date(iso) },
  }) as Deps

const deps = at('2026-11-20T04:00:00Z')

/** A browser's one cookie, and how it was set. */
const makeBrowser = () => {
  const state = { cookie: '', name: '', options: {} as Readonly<Record<string, unknown>> }
  const req = () => ({ headers: { cookie: state.cookie } }) as Request
  return {
    state,
    req,
    remember: (side: 'account' | 'staff', holder: { id: string | number; credentials: number }, by = deps) => {
      const res = {
        cookie: (name: string, value: string, options: object) =>
          Object.assign(state, { name, cookie: `other=1; ${name}=${value}`, options }),
      } as unknown as Response
      rememberBrowser(by, { req: req(), res }, side, holder)
    },
  }
}

const person = { id: '0a1b2c3d-0000-4000-8000-000000000001', credentials: 1_795_000_000_000 }

describe('a browser that is known', () => {
  it('knows whom it was told of, on that side, with those credentials, under that key', () => {
    const browser = makeBrowser()
    expect(knownBrowser(deps, browser.req(), 'account', person)).toBeUndefined()
    browser.remember('account', person)
    expect(knownBrowser(deps, browser.req(), 'account', person)).toMatch(/^[\w-]{16}$/)
    expect(knownBrowser(deps, browser.req(), 'account', { ...person, id: 'another' })).toBeUndefined()
    expect(knownBrowser(deps, browser.req(), 'account', { ...person, credentials: 0 })).toBeUndefined()
    expect(knownBrowser(deps, browser.req(), 'staff', person)).toBeUndefined()
    const otherKey = at('2026-11-20T04:00:00Z', { session: 'cd'.repeat(32) })
    expect(knownBrowser(otherKey, browser.req(), 'account', person)).toBeUndefined()
  })

  it('forgets after half a year, whatever the cookie says of itself', () => {
    const browser = makeBrowser()
    browser.remember('account', person)
    const later = (iso: string) => knownBrowser(at(iso), browser.req(), 'account', person)
    expect(later('2027-05-19T04:00:00Z')).toBeDefined()
    expect(later('2027-05-20T04:00:00Z')).toBeUndefined()
    browser.state.cookie = browser.state.cookie.replace(/=([\w-]+)\.\w+\./, '=$1.zzzz.')
    expect(later('2026-11-20T04:00:00Z')).toBeUndefined()
  })

  it('holds eight, one entry each, the latest first; nothing in it names anybody', () => {
    const browser = makeBrowser()
    const people = Array.from({ length: 9 }, (_none, n) => ({ id: `id-of-somebody-${n}`, credentials: 0 }))
    for (const one of people) browser.remember('account', one)
    browser.remember('account', { id: 'id-of-somebody-4', credentials: 7 })
    const known = people.map((one) => knownBrowser(deps, browser.req(), 'account', one) !== undefined)
    expect(known).toEqual([false, true, true, true, false, true, true, true, true])
    expect(knownBrowser(deps, browser.req(), 'account', { id: 'id-of-somebody-4', credentials: 7 })).toBeDefined()
    expect(browser.state.cookie).not.toContain('somebody')
    expect(browser.state.cookie.split('~')).toHaveLength(8)
  })

  it('S9 is kept by a cookie no script reads and no other site sends, one of each side', () => {
    const browser = makeBrowser()
    browser.remember('account', person)
    expect(browser.state).toMatchObject({
      name: 'known',
      options: { httpOnly: true, sameSite: 'lax', secure: false, path: '/', maxAge: 180 * 86_400_000 },
    })
    browser.remember('staff', { id: 7, credentials: 0 }, at('2026-11-20T04:00:00Z', { secure: true }))
    expect(browser.state).toMatchObject({ name: '__Host-known-staff', options: { secure: true, path: '/' } })
  })

  it('bears any text in its place', () => {
    const browser = makeBrowser()
    for (const text of [
      '',
      '~',
      '....',
      'a.b.c.d',
      'a.1.c.',
      '~'.repeat(5000),
      '%',
      'é',
      `${'a'.repeat(16)}.g15.${'b'.repeat(8)}.${'é'.repeat(22)}`,
    ]) {
      browser.state.cookie = `known=${text}`
      expect(knownBrowser(deps, browser.req(), 'account', person)).toBeUndefined()
      browser.remember('account', person)
      expect(knownBrowser(deps, browser.req(), 'account', person)).toBeDefined()
    }
  })
})
