import { Router } from 'express'
import { describe, expect, it } from 'vitest'
import type { Deps } from '../../../src/deps.ts'
import { mount } from '../../../src/web/mount.ts'
import { applicantRoute, permittedRoute, publicRoute, staffRoute, type Route } from '../../../src/web/route.ts'

const at = (path: string) => ({ method: 'get', path, handler: () => {} }) as const

const mounting = (route: Route) => () => mount(Router(), [route], {} as Deps)

describe('mounting routes', () => {
  it('S20 refuses staff routes at addresses of applicants, where no permission would be asked for, and the reverse', () => {
    for (const wrong of [
      permittedRoute('staff:manage', at('/members')),
      permittedRoute('desk:work', at('/staffroom')),
      staffRoute(at('/notices')),
      applicantRoute(at('/staff/mine')),
    ])
      expect(mounting(wrong)).toThrow(`${wrong.path} is not an address for ${wrong.access}`)
  })

  it('S20 takes routes at the addresses of their side, and public ones at both', () => {
    for (const right of [
      permittedRoute('staff:manage', at('/staff/members')),
      staffRoute(at('/staff')),
      applicantRoute(at('/mine')),
      publicRoute(at('/staff/login')),
      publicRoute(at('/login')),
    ])
      expect(mounting(right)).not.toThrow()
  })
})
