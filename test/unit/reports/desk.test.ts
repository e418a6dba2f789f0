import { describe, expect, it } from 'vitest'
import { may, STAFF_ROLES } from '../../../src/core/access.ts'
import { stepOf } from '../../../src/core/workflow/procedures/index.ts'
import {
  deskYears,
  filterChoices,
  filterQuery,
  filterText,
  isNarrowed,
  readReportFilter,
  readYear,
} from '../../../src/core/reports/desk.ts'

const known = { today: '2027-02-01', since: 2025, places: ['小店区', '迎泽区'], q: '' }

it('whoever concludes on reports works on many of them together, and nobody else', () => {
  const concluding = STAFF_ROLES.filter((role) => stepOf('report', 'concludeQualified')?.by.includes(role))
  expect(STAFF_ROLES.filter((role) => may([role], 'report:decide'))).toEqual(concluding)
})

describe('the years of a desk', () => {
  it.each([
    ['2026-11-30', [2025]],
    ['2027-01-01', [2026, 2025]],
    // Nothing is over yet: the first year is shown all the same.
    ['2025-06-01', [2025]],
  ])('on %s are %j', (today, years) => {
    expect(deskYears(today, 2025)).toEqual(years)
  })

  it('are those that are offered; anything else is the last one', () => {
    expect(readYear({ year: '2025' }, '2027-01-01', 2025)).toBe(2025)
    for (const year of ['2024', '2030', "1' or '1", '']) expect(readYear({ year }, '2027-01-01', 2025)).toBe(2026)
  })
})

describe('a filter', () => {
  it('goes into an address and comes back', () => {
    const asked = {
      year: '2025',
      type: 'FOUNDATION',
      state: 'RECTIFYING',
      findings: 'any',
      late: 'late',
      sample: 'in',
      place: '迎泽区',
    }
    const filter = readReportFilter(asked, { ...known, q: '研究' })
    expect(filterQuery(filter)).toEqual({ ...asked, q: '研究' })
    expect(readReportFilter(filterQuery(filter), { ...known, q: '研究' })).toEqual(filter)
    expect(filterText(filter)).toBe('基金会，整改中，有提示，逾期报送，抽查，迎泽区，“研究”')
    expect(filterQuery(filter, { state: '' })).not.toHaveProperty('state')
  })

  it('takes no value that is no choice', () => {
    const names = [...Object.keys(filterChoices), 'place']
    const filter = readReportFilter(Object.fromEntries(names.map((name) => [name, 'DRAFT'])), known)
    expect(isNarrowed(filter)).toBe(false)
    expect(filterQuery(filter)).toEqual({ year: '2026' })
  })

  it('offers no state of what is still filled in', () => {
    expect(filterChoices.state.map(({ text }) => text)).toEqual([
      '全部状态',
      '未报送',
      '业务主管单位初审中',
      '已报送',
      '退回修改',
      '已初审',
      '合格',
      '基本合格',
      '不合格',
      '未参检',
      '整改中',
      '已整改',
      '连续两年不合格或者未参检',
    ])
  })
})
