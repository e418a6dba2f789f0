import { describe, expect, it } from 'vitest'
import { mismatchesOf, type UnitFacts } from '../../../src/core/legal-persons/mismatch.ts'

const unit: UnitFacts = { type: 'SOCIAL_GROUP', name: '山西省（太原）诗词学会', uscc: '51140000MJ0000018C' }

describe('L-006 account against register', () => {
  it('L-006 nothing is said when they agree, whatever the width of brackets', () => {
    expect(mismatchesOf(unit, { ...unit, name: '山西省(太原)诗词学会' })).toEqual([])
  })

  it.each([
    ['type', { type: 'FOUNDATION' }, '社团法人', '基金会'],
    ['name', { name: '山西省(太原)诗词协会' }, unit.name, '山西省(太原)诗词协会'],
    ['uscc', { uscc: '51140000MJ0001010T' }, unit.uscc, '51140000MJ0001010T'],
  ] as const)('L-006 a different %s is named, with both values', (item, changed, account, register) => {
    expect(mismatchesOf(unit, { ...unit, ...changed })).toMatchObject([{ item, account, register }])
  })

  it('L-006 several differences are all named', () => {
    const other: UnitFacts = { type: 'FOUNDATION', name: '别的', uscc: '53140000MJ0003016M' }
    expect(mismatchesOf(unit, other).map(({ item }) => item)).toEqual(['type', 'name', 'uscc'])
  })

  it('L-006 a code the register does not have is said so', () => {
    expect(mismatchesOf(unit, undefined)).toEqual([
      { item: 'uscc', label: '统一社会信用代码', account: unit.uscc, register: undefined },
    ])
  })
})
