import { describe, expect, it } from 'vitest'
import { ID_TYPES, validateIdDocument } from '../../../src/core/identity/documents.ts'
import type { IdType } from '../../../src/core/identity/documents.ts'
import { residentIdCheckChar } from '../../../src/core/identity/resident-id.ts'

const TODAY = '2026-11-20'
const withCheck = (body: string) => body + residentIdCheckChar(body)

const VALID = {
  RESIDENT_ID: [
    ['140106198503120014', { sex: 'MALE', birthDate: '1985-03-12' }],
    [' 11010519491231002x ', { value: '11010519491231002X', sex: 'FEMALE', birthDate: '1949-12-31' }],
  ],
  HMT_RESIDENCE: [
    ['810000198510270033', { sex: 'MALE', birthDate: '1985-10-27' }],
    [withCheck('83000020010203002'), { sex: 'FEMALE', birthDate: '2001-02-03' }],
  ],
  HM_TRAVEL_PERMIT: [
    ['H12345678', {}],
    ['m12345678', { value: 'M12345678' }],
    ['Ｈ1234567800', { value: 'H1234567800' }],
  ],
  TW_TRAVEL_PERMIT: [
    ['12345678', {}],
    ['1234567801', {}],
  ],
  PASSPORT_CN: [
    ['E12345678', {}],
    ['ea1234567', { value: 'EA1234567' }],
    ['G12345678', {}],
  ],
  PASSPORT_FOREIGN: [
    ['AB12345', {}],
    ['12345', {}],
    ['A'.repeat(20), {}],
  ],
  FOREIGN_PR_2017: [['USA310012345678', {}]],
  FOREIGN_PR_2023: [
    ['911124198108080013', { birthDate: '1981-08-08' }],
    ['914840197504200028', { birthDate: '1975-04-20' }],
  ],
} as const satisfies Record<IdType, readonly (readonly [string, object])[]>

const INVALID = {
  RESIDENT_ID: ['140106198503120015', '140106850312001', '000000198503120014', ''],
  HMT_RESIDENCE: [
    '810000198510270034',
    '840000198510270033',
    '810001198510270033',
    withCheck('81000020010231002'),
    withCheck('81000020990101002'),
    '140106198503120014',
  ],
  HM_TRAVEL_PERMIT: ['H1234567', 'T12345678', 'H123456789', '12345678'],
  TW_TRAVEL_PERMIT: ['1234567', '123456789', 'T1234567', '12345678901'],
  PASSPORT_CN: ['EI1234567', 'EO1234567', 'D12345678', 'G1234567', 'E123456789'],
  PASSPORT_FOREIGN: ['1234', 'AB_12345', 'A'.repeat(21), 'ıB12345', '护照12345'],
  FOREIGN_PR_2017: ['US3100123456789', 'USA31001234567', 'USA3100123456789'],
  FOREIGN_PR_2023: [
    '911124198108080014',
    '811124198108080013',
    withCheck('91112419811308001'),
    withCheck('91112420991231001'),
  ],
} as const satisfies Record<IdType, readonly string[]>

const TYPES = Object.keys(ID_TYPES) as IdType[]

describe.each(TYPES)('a document of the kind %s', (type) => {
  it.each(VALID[type].map(([raw, expected]) => ({ raw, expected })))('accepts $raw', ({ raw, expected }) => {
    expect(validateIdDocument(type, raw, TODAY)).toEqual({ ok: true, value: raw, ...expected })
  })

  it.each(INVALID[type])('refuses %j with a sentence', (raw) => {
    const checked = validateIdDocument(type, raw, TODAY)
    expect(checked).toEqual({ ok: false, message: expect.stringMatching(/^\p{Script=Han}.*\p{Script=Han}/u) })
  })

  it('has a pattern that its valid examples match once normalised', () => {
    for (const [raw] of VALID[type]) {
      const checked = validateIdDocument(type, raw, TODAY)
      expect(checked.ok && ID_TYPES[type].pattern.test(checked.value)).toBe(true)
    }
  })
})

describe('the table of documents', () => {
  it('has eight kinds with different labels', () => {
    expect(TYPES).toHaveLength(8)
    expect(new Set(TYPES.map((type) => ID_TYPES[type].label)).size).toBe(8)
  })

  it('tells no sex and no birth date from documents that do not carry them', () => {
    expect(validateIdDocument('PASSPORT_CN', 'E12345678', TODAY)).toEqual({ ok: true, value: 'E12345678' })
  })

  it('names what is wrong with a permit: form, date or check character', () => {
    const message = (raw: string) => validateIdDocument('HMT_RESIDENCE', raw, TODAY)
    expect(message('X')).toMatchObject({ message: expect.stringContaining('格式不正确') })
    expect(message(withCheck('81000020010231002'))).toMatchObject({ message: expect.stringContaining('出生日期') })
    expect(message('810000198510270034')).toMatchObject({ message: expect.stringContaining('校验位') })
  })
})
