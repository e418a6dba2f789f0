import { expect, test } from 'vitest'
import { ageOn, validateResidentId } from '../../../src/core/identity/resident-id.ts'
import { sandboxPeople } from '../../../src/sandbox/people.ts'

function passesLuhn(card: string): boolean {
  const sum = Array.from(card)
    .reverse()
    .reduce((total, character, index) => {
      const digit = Number(character) * (index % 2 === 1 ? 2 : 1)
      return total + (digit > 9 ? digit - 9 : digit)
    }, 0)
  return sum % 10 === 0
}

test.each(sandboxPeople)('$name has a valid ID number, mobile and bank card', ({ residentId, mobile, bankCard }) => {
  expect(validateResidentId(residentId, '2026-11-20').ok).toBe(true)
  expect(mobile).toMatch(/^1[3-9]\d{9}$/)
  expect(bankCard).toMatch(/^\d{16,19}$/)
  expect(passesLuhn(bankCard)).toBe(true)
})

test('no name, number, phone or card is used twice', () => {
  for (const key of ['name', 'residentId', 'mobile', 'bankCard', 'socialSecurityCard'] as const) {
    expect(new Set(sandboxPeople.map((person) => person[key])).size, key).toBe(sandboxPeople.length)
  }
})

test('one person is past 70 and one is under 18, so that the age rules can be tried', () => {
  const ages = sandboxPeople.map(({ residentId }) => {
    const id = validateResidentId(residentId, '2026-11-20')
    return id.ok ? ageOn(id.birthDate, '2026-11-20') : Number.NaN
  })
  expect(ages.filter((age) => age > 70)).toHaveLength(1)
  expect(ages.filter((age) => age < 18)).toHaveLength(1)
})
