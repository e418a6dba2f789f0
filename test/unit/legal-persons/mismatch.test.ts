import { describe, expect, it } from 'vitest'
import { mismatchesOf, type UnitFacts } from '../../../src/core/legal-persons/mismatch.ts'

const unit: UnitFacts = {
  type: 'SOCIAL_GROUP',
  name: '山西省（太原）诗词学会',
  uscc: '51140000MJ0000018C',
  representative: { name: '程望舒', idNumberIndex: 'a' },
}

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

  it('8.27 another legal representative is named, and one of the same name by the number', () => {
    const led = (name: string, idNumberIndex: string | null) => ({ ...unit, representative: { name, idNumberIndex } })
    expect(mismatchesOf(unit, led('薛穗', 'b'))).toMatchObject([{ account: '程望舒', register: '薛穗' }])
    expect(mismatchesOf(unit, led('程望舒', 'b'))).toMatchObject([{ register: '程望舒（证件号码不同）' }])
    for (const same of [led('程 望舒', 'a'), led('程望舒', null)]) expect(mismatchesOf(unit, same)).toEqual([])
  })

  it('L-006 several differences are all named', () => {
    const other: UnitFacts = {
      type: 'FOUNDATION',
      name: '别的',
      uscc: '53140000MJ0003016M',
      representative: { name: '薛穗', idNumberIndex: 'b' },
    }
    expect(mismatchesOf(unit, other).map(({ item }) => item)).toEqual(['type', 'name', 'uscc', 'representative'])
  })

  it('L-006 a code the register does not have is said so', () => {
    expect(mismatchesOf(unit, undefined)).toEqual([
      { item: 'uscc', label: '统一社会信用代码', account: unit.uscc, register: undefined },
    ])
  })
})
