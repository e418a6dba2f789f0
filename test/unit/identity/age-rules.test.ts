import { describe, expect, it } from 'vitest'
import { ageRemark } from '../../../src/core/identity/age-rules.ts'

const today = '2026-11-30'

describe('8.43 age', () => {
  it.each([
    ['LEGAL_REPRESENTATIVE', '2008-12-01', 'BLOCK'],
    ['LEGAL_REPRESENTATIVE', '2008-11-30', undefined],
    ['MEMBER_OF_BODY', '2011-05-01', 'BLOCK'],
    ['SPONSOR', '2011-05-01', 'BLOCK'],
    ['HANDLER', '2011-05-01', 'WARN'],
    ['HANDLER', '1940-05-01', undefined],
    ['LEGAL_REPRESENTATIVE', '1955-11-30', 'WARN'],
    ['LEGAL_REPRESENTATIVE', '1955-12-01', undefined],
    ['LEADER', '1955-11-30', 'WARN'],
    ['MEMBER_OF_BODY', '1940-05-01', undefined],
    ['LEGAL_REPRESENTATIVE', undefined, undefined],
  ] as const)('%s born %s: %s', (role, born, level) => {
    expect(ageRemark(role, born, today)?.level).toBe(level)
  })
})
