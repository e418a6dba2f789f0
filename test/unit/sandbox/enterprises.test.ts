import { expect, test } from 'vitest'
import { validateUscc } from '../../../src/core/identity/uscc.ts'
import { sandboxEnterprises } from '../../../src/sandbox/enterprises.ts'

const departments = { ENTERPRISE: '9', SELF_EMPLOYED: '9', PUBLIC_INSTITUTION: '1' } as const

test.each(sandboxEnterprises)('$name has a code with right check characters of its register', ({ type, uscc }) => {
  expect(validateUscc(uscc)).toMatchObject({ ok: true, department: departments[type] })
})

test('every kind of unit can be tried, and no code stands twice', () => {
  expect(new Set(sandboxEnterprises.map(({ type }) => type))).toEqual(new Set(Object.keys(departments)))
  expect(new Set(sandboxEnterprises.map(({ uscc }) => uscc)).size).toBe(sandboxEnterprises.length)
})
