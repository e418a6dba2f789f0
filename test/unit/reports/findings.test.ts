import { describe, expect, it } from 'vitest'
import type { Matter } from '../../../src/core/matters/define.ts'
import { FINDING_KINDS, findingKind } from '../../../src/core/reports/findings.ts'
import { matters } from '../../../src/matters/index.ts'

const page = (code: string, more: object = {}) => ({ code, title: code, fields: [], ...more })
const matter = {
  pages: [page('balance2024', { sheet: {} }), page('basic', { before: { name: 'name' } }), page('activities')],
  rules: [
    { code: 'ASK', finds: 'ARITHMETIC' },
    { code: 'WRONG', finds: 'REGISTER' },
  ],
  checks: [
    { code: 'J03', text: '', basis: '', stages: ['report'], rules: ['IDLE'] },
    { code: 'J09', text: '', basis: '', stages: ['report'], rules: ['ASK'] },
  ],
} as unknown as Matter

describe('a finding', () => {
  it.each([
    // What its rule says of it comes first, though a line of the check list rests on it.
    ['activities', 'ASK', 'ARITHMETIC'],
    ['activities', 'WRONG', 'REGISTER'],
    ['balance2024', 'IDLE', 'CRITERION'],
    ['activities', 'IDLE', 'CRITERION'],
    ['balance2024', 'another', 'ARITHMETIC'],
    ['basic', 'REGISTER-MOVED', 'REGISTER'],
    ['activities', 'another', 'OTHER'],
    ['gone', 'another', 'OTHER'],
  ])('of page %s by %s is %s', (code, rule, kind) => {
    expect(findingKind(matter, { page: code, code: rule })).toBe(kind)
  })
})

describe('the reports', () => {
  it('have findings of every kind a list is narrowed by, and every criterion rests on rules that are there', () => {
    for (const report of matters.all.filter(({ family }) => family === 'report')) {
      const warns = report.rules.filter(({ level }) => level === 'WARN')
      const kinds = new Set(warns.map(({ code }) => findingKind(report, { page: '', code })))
      expect([...kinds].toSorted()).toEqual(Object.keys(FINDING_KINDS).toSorted())
      const codes = new Set(report.rules.map(({ code }) => code))
      const resting = (report.checks ?? []).flatMap(({ rules = [] }) => rules)
      expect(resting.filter((code) => !codes.has(code))).toEqual([])
    }
  })
})
