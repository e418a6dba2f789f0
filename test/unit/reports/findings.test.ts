import { describe, expect, it } from 'vitest'
import type { Matter } from '../../../src/core/matters/define.ts'
import { findingKind } from '../../../src/core/reports/findings.ts'

const page = (code: string, more: object = {}) => ({ code, title: code, fields: [], ...more })
const matter = {
  pages: [page('balance2024', { sheet: {} }), page('basic', { before: { name: 'name' } }), page('activities')],
  checks: [{ code: 'J03', text: '', basis: '', stages: ['report'], rules: ['no-activity'] }],
} as unknown as Matter

describe('a finding', () => {
  it.each([
    ['balance2024', 'assets-equal', 'ARITHMETIC'],
    ['basic', 'REGISTER-MOVED', 'REGISTER'],
    ['activities', 'no-activity', 'CRITERION'],
    // A criterion that speaks of a statement is told by what is wrong there.
    ['balance2024', 'no-activity', 'ARITHMETIC'],
    ['activities', 'long-text', 'OTHER'],
    ['gone', 'long-text', 'OTHER'],
  ])('of page %s by %s is %s', (code, rule, kind) => {
    expect(findingKind(matter, { page: code, code: rule })).toBe(kind)
  })
})
