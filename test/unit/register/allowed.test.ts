import { describe, expect, it } from 'vitest'
import { FAMILIES, familyRefusal, type OrganizationMatter, type Standing } from '../../../src/core/register/allowed.ts'
import { REGISTER_STATUSES, type RegisterStatus } from '../../../src/core/register/statuses.ts'

const standing = (status: RegisterStatus, more: Partial<Standing> = {}): Standing => ({
  status,
  open: [],
  plannedOn: undefined,
  ...more,
})
const open = (family: OrganizationMatter, binding = true): Pick<Standing, 'open'> => ({
  open: [{ code: `x-${family}`, title: `${family}申请`, family, binding }],
})
const begins = (now: Standing): readonly OrganizationMatter[] =>
  FAMILIES.filter((family) => familyRefusal(family, now) === undefined)

const all = [...FAMILIES]
const byStatus: Readonly<Record<RegisterStatus, readonly OrganizationMatter[]>> = {
  ACTIVE: all,
  SUSPENDED: ['filing', 'report', 'liquidation'],
  LIQUIDATING: ['report', 'liquidation'],
  DEREGISTERED: [],
  REVOKED: [],
  LICENCE_REVOKED: ['liquidation'],
}
/** What a case that was handed in keeps from beginning. */
const stops: Readonly<Record<OrganizationMatter, readonly OrganizationMatter[]>> = {
  change: ['liquidation'],
  filing: ['liquidation'],
  certificate: ['liquidation'],
  charter: ['liquidation'],
  report: [],
  liquidation: ['change', 'filing', 'certificate', 'charter'],
}

describe.each(REGISTER_STATUSES)('what may begin while an organization is %s', (status) => {
  it('is what its status allows; whatever else says why and what helps', () => {
    expect(begins(standing(status))).toEqual(byStatus[status])
    for (const family of FAMILIES) expect(familyRefusal(family, standing(status)) ?? '，。').toMatch(/[，、].*。$/)
  })

  it.each(FAMILIES)(
    'is less while a case of %s is under way, and no less for a draft of it or advice on it',
    (family) => {
      expect(begins(standing(status, open(family)))).toEqual(
        byStatus[status].filter((each) => !stops[family].includes(each)),
      )
      expect(begins(standing(status, open(family, false)))).toEqual(byStatus[status])
    },
  )

  it('waits for a change that takes effect later only where it would meet it', () => {
    expect(begins(standing(status, { plannedOn: '2026-12-31' }))).toEqual(
      byStatus[status].filter((each) => !['charter', 'liquidation'].includes(each)),
    )
  })
})

it('names the case in the way and the day a change takes effect', () => {
  expect(familyRefusal('liquidation', standing('ACTIVE', open('change')))).toBe(
    '有未办结的change申请，办结或者撤回以后可以申请。',
  )
  expect(familyRefusal('change', standing('ACTIVE', open('liquidation')))).toContain('先撤回这件申请')
  expect(familyRefusal('charter', standing('ACTIVE', { plannedOn: '2026-12-31' }))).toContain('2026年12月31日生效')
})
