import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { withRemedies, type StoredAuthority } from '../../../src/reference/remedies.ts'
import { divisionsJson } from '../../../seeds/divisions-from-package.ts'

function rowsOf<Row>(file: string): Row[] {
  return JSON.parse(readFileSync(new URL(`../../../seeds/data/${file}`, import.meta.url), 'utf8')) as Row[]
}

type Division = {
  code: string
  name: string
  parentCode: string | null
  level: string
  validFrom?: string
  validTo?: string
  replacedBy?: string
}
type Authority = {
  code: string
  name: string
  kind: string
  divisionCode: string
  level: string
  docPrefix: string
  phone: string
  complaintPhone: string
  orgTypes: string[]
}

const divisions = rowsOf<Division>('divisions.json')
const byCode = new Map(divisions.map((division) => [division.code, division]))

function validOn(date: string): Division[] {
  return divisions.filter(
    ({ validFrom, validTo }) =>
      (validFrom === undefined || validFrom <= date) && (validTo === undefined || date < validTo),
  )
}

describe('divisions', () => {
  test('the file is what the generator writes', () => {
    const file = readFileSync(new URL('../../../seeds/data/divisions.json', import.meta.url), 'utf8')
    expect(divisionsJson() === file).toBe(true)
  })

  test('codes are six digits, unique and in order; names are Chinese and of no group node', () => {
    expect(byCode.size).toBe(divisions.length)
    expect(divisions.map(({ code }) => code)).toEqual([...byCode.keys()].sort())
    for (const { code, name } of divisions) {
      expect(code).toMatch(/^[1-8]\d{5}$/)
      expect(name).toMatch(/^[\u4e00-\u9fff]{2,}$/)
      expect(['市辖区', '县']).not.toContain(name)
      expect(name).not.toMatch(/直辖|开发区|产业园|工业园|高新区|其它区/)
    }
  })

  test('every parent is there and one level or more above, and agrees with the digits of the code', () => {
    const ranks: Record<string, number> = { NATION: 0, PROVINCE: 1, CITY: 2, COUNTY: 3 }
    for (const { code, parentCode, level } of divisions) {
      if (parentCode === null) {
        expect(code).toBe('100000')
        continue
      }
      const parent = byCode.get(parentCode)
      expect(parent, code).toBeDefined()
      expect(ranks[parent?.level ?? '']).toBeLessThan(ranks[level] ?? -1)
      if (level === 'CITY') expect(parentCode).toBe(`${code.slice(0, 2)}0000`)
      if (level === 'COUNTY') expect([`${code.slice(0, 4)}00`, `${code.slice(0, 2)}0000`]).toContain(parentCode)
    }
  })

  test('at the end of 2024 there are 34 provinces, 333 cities and 2,846 counties, as published', () => {
    const counts: Record<string, number> = {}
    for (const { level } of validOn('2024-12-31')) counts[level] = (counts[level] ?? 0) + 1
    expect(counts).toEqual({ NATION: 1, PROVINCE: 34, CITY: 333, COUNTY: 2846 })
  })

  test.each(['441900', '442000', '460400', '620200'])('city %s has no districts', (code) => {
    expect(byCode.get(code)?.level).toBe('CITY')
    expect(divisions.filter(({ parentCode }) => parentCode === code)).toEqual([])
  })

  test('every other city has at least one county', () => {
    const parents = new Set(divisions.map(({ parentCode }) => parentCode))
    const childless = divisions.filter(({ code, level }) => level === 'CITY' && !parents.has(code))
    expect(childless.map(({ code }) => code)).toEqual(['441900', '442000', '460400', '620200'])
  })

  test.each([
    ['419001', '济源市', '410000'],
    ['429004', '仙桃市', '420000'],
    ['429021', '神农架林区', '420000'],
    ['469005', '文昌市', '460000'],
    ['659012', '白杨市', '650000'],
    ['110108', '海淀区', '110000'],
    ['500229', '城口县', '500000'],
    ['140106', '迎泽区', '140100'],
    ['210311', '千山区', '210300'],
    ['330113', '临平区', '330100'],
    ['540581', '错那市', '540500'],
  ])('%s %s hangs under %s', (code, name, parentCode) => {
    expect(byCode.get(code)).toEqual({ code, name, parentCode, level: 'COUNTY' })
  })

  test.each(['210390', '140271', '130672', '320112', '441901', '419000', '500200', '110100', '710101', '810100'])(
    '%s is no division of the standard and left out',
    (code) => {
      expect(byCode.has(code)).toBe(false)
    },
  )

  test('the changes of 2024 to 2026 hold on their day, and ended rows point to a living successor', () => {
    const codesOn = (date: string) => new Set(validOn(date).map(({ code }) => code))
    expect(codesOn('2024-12-26').has('653228')).toBe(false)
    expect(codesOn('2024-12-27').has('653228')).toBe(true)
    expect(codesOn('2025-11-05').has('500105')).toBe(true)
    expect(codesOn('2025-11-05').has('500157')).toBe(false)
    expect(codesOn('2025-11-06').has('500112')).toBe(false)
    expect(codesOn('2025-11-06').has('500157')).toBe(true)
    const now = codesOn('2026-11-20')
    for (const code of ['653132', '659013']) expect(now.has(code)).toBe(true)
    for (const { code, validTo, replacedBy } of divisions) {
      expect(replacedBy === undefined, code).toBe(validTo === undefined)
      if (replacedBy !== undefined) expect(now.has(replacedBy)).toBe(true)
    }
  })
})

describe('registration authorities', () => {
  const authorities = rowsOf<Authority>('authorities.json')

  test('codes, names, document prefixes and divisions are unique', () => {
    for (const key of ['code', 'name', 'docPrefix', 'divisionCode'] as const) {
      expect(new Set(authorities.map((authority) => authority[key])).size, key).toBe(authorities.length)
    }
  })

  test('each sits in a division of its own level and only provinces register foundations', () => {
    for (const { code, divisionCode, level, orgTypes, kind, phone, complaintPhone } of authorities) {
      expect(byCode.get(divisionCode)?.level, code).toBe(level)
      expect(orgTypes.includes('FOUNDATION'), code).toBe(level === 'PROVINCE')
      expect(['CIVIL_AFFAIRS', 'APPROVAL_BUREAU']).toContain(kind)
      expect(phone).toMatch(/^0\d{2,3}-[2-9]\d{6,7}$/)
      expect(complaintPhone).toBe('12345')
    }
  })

  test.each([
    [{ reconsiderationOrgan: null }, 'reconsideration_organ is missing'],
    [{ court: ' ' }, 'court is missing'],
    [{ reconsiderationOrgan: '铁东区人民政府' }, 'lacks the city before its district: 铁东区人民政府'],
    [{ court: '城区人民法院' }, 'lacks the city before its district: 城区人民法院'],
    [{ court: '有管辖权的人民政府' }, 'names no such organ'],
  ])('an authority that says %j does not load', (said, fault) => {
    const [authority] = authorities
    expect(() => withRemedies([{ ...authority, ...said } as unknown as StoredAuthority], divisions as never)).toThrow(
      fault,
    )
  })

  test('the organ of reconsideration is the government of the same level, and the court sits where the authority does', () => {
    const known = withRemedies(authorities as unknown as StoredAuthority[], divisions as never)
    for (const { divisionCode, reconsiderationOrgan, court, address } of known) {
      expect(
        reconsiderationOrgan.endsWith(`${byCode.get(divisionCode)?.name ?? '?'}人民政府`),
        reconsiderationOrgan,
      ).toBe(true)
      // 太原市迎泽区人民法院, at 太原市迎泽区…; a county has no city in the name of its court.
      expect(address, court).toContain(court.replace(/人民法院$/, ''))
    }
  })

  test('every city of 山西 has one', () => {
    const served = new Set(authorities.map(({ divisionCode }) => divisionCode))
    const cities = divisions.filter(({ parentCode, level }) => parentCode === '140000' && level === 'CITY')
    expect(cities).toHaveLength(11)
    for (const { code } of cities) expect(served.has(code), code).toBe(true)
  })
})

describe('supervisory units', () => {
  test('names are unique and their divisions exist', () => {
    const units = rowsOf<{ name: string; divisionCode: string }>('supervisory-units.json')
    expect(units.length).toBeGreaterThanOrEqual(40)
    expect(new Set(units.map(({ name }) => name)).size).toBe(units.length)
    for (const { name, divisionCode } of units) expect(byCode.has(divisionCode), name).toBe(true)
  })
})
