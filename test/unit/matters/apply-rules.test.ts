import { describe, expect, it } from 'vitest'
import { readAnswers } from '../../../src/core/matters/answers.ts'
import type { Matter, Rule } from '../../../src/core/matters/define.ts'
import { applyRules } from '../../../src/core/matters/journey.ts'
import { socialGroupEstablishment } from '../../../src/matters/establishment/social-group/index.ts'
import { province, today } from './rule-cases.ts'

const matter: Matter = socialGroupEstablishment
const posts = [] as const

describe('applyRules', () => {
  const rule: Rule = {
    code: 'X',
    basis: '依据',
    level: 'WARN',
    effectiveFrom: '2026-01-01',
    effectiveTo: '2027-01-01',
    stages: ['nameApproval'],
    check: () => [{ page: 'name', message: '发现问题' }],
  }
  const run = (stage: Rule['stages'][number], day: string) =>
    applyRules({ ...matter, rules: [rule] }, stage, readAnswers([], {}), { today: day, posts, ...province }).length

  it('gives a finding with the code, the basis and the level of its rule', () => {
    expect(
      applyRules({ ...matter, rules: [rule] }, 'nameApproval', readAnswers([], {}), { today, posts, ...province }),
    ).toEqual([{ page: 'name', message: '发现问题', code: 'X', basis: '依据', level: 'WARN' }])
  })

  it('asks a rule only in its stages', () => {
    expect(run('nameConsultation', today)).toBe(0)
    expect(run('nameApproval', today)).toBe(1)
  })

  it('asks a rule from the day it is in force until the day before it ends', () => {
    expect(['2025-12-31', '2026-01-01', '2026-12-31', '2027-01-01'].map((day) => run('nameApproval', day))).toEqual([
      0, 1, 1, 0,
    ])
  })
})

describe('readAnswers', () => {
  const fields = [
    { name: 'a', label: '甲', kind: 'yesNo' },
    { name: 'b', label: '乙', kind: 'decimal', when: { field: 'a', is: ['yes'] } },
  ] as const
  const page = {
    code: 'p',
    title: '页',
    fields,
    list: { noun: '项', measure: '个' as const, min: 0, max: 9, titleField: 'a', fields },
  }
  const read = (a: string, b: string) =>
    readAnswers([page], { p: { values: { a, b, c: '?' }, items: [{ id: '1', values: { a, b, c: '?' } }] } })

  it('reads hidden, undeclared and unknown fields as empty', () => {
    const answers = read('no', '3')
    expect([answers.value('p', 'a'), answers.value('p', 'b'), answers.value('p', 'c')]).toEqual(['no', '', ''])
    expect(answers.value('gone', 'a')).toBe('')
    expect(answers.items('p')).toEqual([{ id: '1', values: { a: 'no' } }])
    expect(answers.items('gone')).toEqual([])
  })

  it('gives a number only where a number is answered', () => {
    expect(read('yes', '3.5').number('p', 'b')).toBe(3.5)
    for (const raw of ['', '三', '3.', '-1', '1e3', ' ']) expect(read('yes', raw).number('p', 'b')).toBeUndefined()
    expect(read('no', '3').number('p', 'b')).toBeUndefined()
  })
})
