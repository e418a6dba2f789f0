import { expect, test } from 'vitest'
import { generateRegisterNames } from '../../../seeds/generate/register-names.ts'
import { composeUscc, validateSocialOrganizationUscc } from '../../../src/core/identity/uscc.ts'

test('generated organizations have unique names and valid, unique unified codes of their type', () => {
  const names = new Set<string>()
  const codes = new Set<string>()
  for (const { name, orgType, divisionCode, orgCodeBody } of generateRegisterNames(20_000, 7)) {
    const uscc = composeUscc(orgType, divisionCode, orgCodeBody)
    if (!validateSocialOrganizationUscc(uscc, orgType).ok) expect.unreachable(uscc)
    if (!/^[\u4e00-\u9fff]{6,30}$/.test(name)) expect.unreachable(name)
    names.add(name)
    codes.add(uscc)
  }
  expect(names.size).toBe(20_000)
  expect(codes.size).toBe(20_000)
})

test('the same seed gives the same rows, another seed gives others', () => {
  const rows = (seed: number) => [...generateRegisterNames(200, seed)]
  expect(rows(1)).toEqual(rows(1))
  expect(rows(1)).not.toEqual(rows(2))
})

test('all three types come up, foundations in the province only', () => {
  const rows = [...generateRegisterNames(2_000, 3)]
  expect(new Set(rows.map(({ orgType }) => orgType)).size).toBe(3)
  const foundations = rows.filter(({ orgType }) => orgType === 'FOUNDATION')
  expect(new Set(foundations.map(({ divisionCode }) => divisionCode))).toEqual(new Set(['140000']))
})

test.each([-1, 1.5, 1_000_001])('%d rows are refused', (count) => {
  expect(() => generateRegisterNames(count, 1).next()).toThrow(RangeError)
})
