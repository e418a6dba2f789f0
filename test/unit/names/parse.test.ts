import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OrgType } from '../../../src/core/org-types.ts'
import { normalizeName } from '../../../src/core/names/normalize.ts'
import { bigrams, comparisonKey, isSameField, parseName } from '../../../src/core/names/parse.ts'
import type { NameParts } from '../../../src/core/names/types.ts'
import { DIVISIONS, NATION, SHANXI } from './cases.ts'

const CASES: readonly [OrgType, string, NameParts][] = [
  ['SOCIAL_GROUP', '山西省文学学会', { division: '山西省', field: '文学', form: '学会' }],
  ['SOCIAL_GROUP', '山西文学研究会', { division: '山西', field: '文学', form: '研究会' }],
  ['SOCIAL_GROUP', '太原市服装行业协会', { division: '太原市', field: '服装', form: '行业协会' }],
  ['SOCIAL_GROUP', '山西省煤炭工业协会', { division: '山西省', field: '煤炭', form: '工业协会' }],
  ['SOCIAL_GROUP', '山西省福建商会', { division: '山西省', field: '福建', form: '商会' }],
  ['SOCIAL_GROUP', '太原市市场营销协会', { division: '太原市', field: '市场营销', form: '协会' }],
  ['SOCIAL_GROUP', '太原市场营销协会', { division: '太原', field: '市场营销', form: '协会' }],
  ['SOCIAL_GROUP', '山西省晨曦文学社团', { division: '山西省', field: '晨曦文学社团', form: '' }],
  ['SOCIAL_GROUP', '文学协会', { field: '文学', form: '协会' }],
  ['SOCIAL_GROUP', '', { field: '', form: '' }],
  [
    'PRIVATE_NON_ENTERPRISE',
    '太原市迎泽区晨曦养老服务中心',
    { division: '太原市迎泽区', tradeName: '晨曦', field: '养老服务', form: '中心' },
  ],
  [
    'PRIVATE_NON_ENTERPRISE',
    '山西省晋彩古建筑彩绘技艺中心',
    { division: '山西省', tradeName: '晋彩', field: '古建筑彩绘技艺', form: '中心' },
  ],
  [
    'PRIVATE_NON_ENTERPRISE',
    '山西省新世纪职业技能培训学校',
    { division: '山西省', tradeName: '新世纪', field: '职业技能培训', form: '学校' },
  ],
  [
    'PRIVATE_NON_ENTERPRISE',
    '山西省健康之家养老服务中心',
    { division: '山西省', tradeName: '健康之家', field: '养老服务', form: '中心' },
  ],
  ['PRIVATE_NON_ENTERPRISE', '山西省残疾人就业服务中心', { division: '山西省', field: '残疾人就业服务', form: '中心' }],
  [
    'PRIVATE_NON_ENTERPRISE',
    '山西省晨曦量子学院',
    { division: '山西省', tradeName: '晨曦量子', field: '', form: '学院' },
  ],
  [
    'PRIVATE_NON_ENTERPRISE',
    '山西省晨曦书法艺术俱乐部',
    { division: '山西省', tradeName: '晨曦', field: '书法艺术', form: '俱乐部' },
  ],
  ['FOUNDATION', '山西省晋川公益基金会', { division: '山西省', tradeName: '晋川', field: '公益', form: '基金会' }],
  ['FOUNDATION', '山西省扶贫基金会', { division: '山西省', field: '扶贫', form: '基金会' }],
]

describe('a name taken apart', () => {
  it.each(CASES.map(([orgType, name, parts]) => ({ orgType, name, parts })))(
    '$name ($orgType)',
    ({ orgType, name, parts }) => {
      expect(parseName(name, orgType, DIVISIONS, SHANXI)).toEqual(parts)
    },
  )

  it('of a national organization counts 中国 as its prefix', () => {
    expect(parseName('中国晨曦公益基金会', 'FOUNDATION', DIVISIONS, NATION)).toEqual({
      division: '中国',
      tradeName: '晨曦',
      field: '公益',
      form: '基金会',
    })
  })

  it('makes up the whole name again', () => {
    const piece = fc.constantFrom(
      '山西省',
      '太原',
      '迎泽区',
      '晨曦',
      '养老',
      '服务',
      '中心',
      '协会',
      '基金会',
      '市',
      '·',
      'A',
    )
    const orgType = fc.constantFrom<OrgType>('SOCIAL_GROUP', 'PRIVATE_NON_ENTERPRISE', 'FOUNDATION')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), orgType, (pieces, type) => {
        const name = pieces.join('')
        const { division = '', tradeName = '', field, form } = parseName(name, type, DIVISIONS)
        expect(division + tradeName + field + form).toBe(name)
      }),
    )
  })
})

describe('a normalised name', () => {
  it.each([
    [' 山西省 文学　学会\t', '山西省文学学会'],
    ['山西\u200b省\ufeff文学\u3164学\ufe0f会', '山西省文学学会'],
    ['山西省（ＡＢ１）学会', '山西省(AB1)学会'],
    ['⼭西省⽂学学会', '山西省文学学会'],
    ['阿卜杜拉•艾山・研究会', '阿卜杜拉·艾山·研究会'],
    ['', ''],
  ])('%j is %j', (raw, normalized) => {
    expect(normalizeName(raw)).toBe(normalized)
  })

  it('is not changed by normalising again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (raw) => {
        expect(normalizeName(normalizeName(raw))).toBe(normalizeName(raw))
      }),
    )
  })
})

describe('the key names are compared by', () => {
  it.each([
    ['山西省文学学会', '文学'],
    ['太原市文学研究会', '文学'],
    ['山西省慈善事业促进会', '慈善业'],
    ['山西省慈善业协会', '慈善业'],
    ['山西省志愿者联合会', '志愿'],
    ['山西省义工联合会', '志愿'],
    ['太原市老年人文化与艺术协会', '老年文化艺术'],
    ['太原市迎泽区晨曦养老服务中心', '晨曦养老服务'],
    ['山西省商会', '商会'],
    ['', ''],
  ])('of %j is %j', (name, key) => {
    expect(comparisonKey(name, DIVISIONS)).toBe(key)
  })
})

describe('bigrams', () => {
  it.each([
    ['', []],
    ['文', ['文']],
    ['文学', ['文学']],
    ['晨曦养老', ['晨曦', '曦养', '养老']],
    ['人人人人', ['人人']],
    ['𠮷田会', ['𠮷田', '田会']],
  ])('of %j are %j', (key, expected) => {
    expect(bigrams(key)).toEqual(expected)
  })
})

describe('two field texts', () => {
  it.each([
    ['养老服务', '养老', true],
    ['养老服务', '敬老', true],
    ['养老服务', '教育培训', false],
    ['养老', '', false],
    ['', '', true],
    ['剪纸', '剪纸', true],
    ['剪纸', '风筝', false],
    ['服务', '服务', true],
  ])('%j and %j name the same field: %s', (one, other, same) => {
    expect(isSameField(one, other)).toBe(same)
    expect(isSameField(other, one)).toBe(same)
  })
})
