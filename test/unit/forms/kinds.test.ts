import { describe, expect, it } from 'vitest'
import type { Field, FieldKind } from '../../../src/core/forms/field.ts'
import { kindOf, kinds } from '../../../src/core/forms/kinds.ts'
import { doubtsAbout } from '../../../src/core/forms/page.ts'

const today = '2026-11-20'
const options = [
  { value: 'A', text: '甲类' },
  { value: 'B', text: '乙类' },
]

type Face = {
  /** What a field of the kind needs beside its name and label. */
  readonly with?: Partial<Field>
  /** Other answers of the page. */
  readonly siblings?: Readonly<Record<string, string>>
  /** What the browser posts, and the raw text read from it. */
  readonly posted: readonly (readonly [unknown, string])[]
  readonly accepted: readonly string[]
  /** Raw text, and what its message says. */
  readonly refused: readonly (readonly [string, RegExp])[]
  /** Raw text, and what people read. */
  readonly shown: readonly (readonly [string, string])[]
}

const same = (text: string): readonly [string, string] => [text, text]

/** Every kind has a row: a new kind does not compile without one. */
const faces = {
  text: {
    with: { max: 10, min: 2 },
    posted: [
      ['  甲\t 乙\r\n丙  ', '甲 乙 丙'],
      ['甲\u0000乙\u200B丙\uFEFF', '甲乙丙'],
      ['\u202E甲', '甲'],
    ],
    accepted: ['甲乙', '甲乙丙丁戊己庚辛壬癸', '𠮷'.repeat(10)],
    refused: [
      ['甲', /项目至少2个字/],
      ['甲'.repeat(11), /项目最多10个字，现在是11个字/],
    ],
    shown: [same('甲乙')],
  },
  textarea: {
    posted: [
      [' 甲\r\n乙\r丙\n', '甲\n乙\n丙'],
      ['甲\u2028乙\u0085丙', '甲\n乙\n丙'],
      ['甲\u0007  乙', '甲  乙'],
    ],
    accepted: ['甲'.repeat(500)],
    refused: [['甲'.repeat(501), /最多500个字，现在是501个字/]],
    shown: [same('甲\n乙')],
  },
  integer: {
    with: { min: 1, max: 100, unit: '人' },
    posted: [
      [' ５０ ', '50'],
      ['1 0', '10'],
      ['50人', '50'],
      ['1,200', '1200'],
      ['1,2', '1,2'],
      [50, ''],
    ],
    accepted: ['1', '100', '007'],
    refused: [
      ['0', /项目不能小于1人/],
      ['101', /项目不能大于100人/],
      ['1.5', /应为整数/],
      ['-1', /应为整数/],
      ['1e3', /应为整数/],
      ['五', /应为整数/],
      ['1234567890', /应为整数/],
    ],
    shown: [['50', '50人']],
  },
  decimal: {
    with: { min: 0.5, max: 1000, decimals: 2, unit: '万元' },
    posted: [
      ['１，０００．５', '1000.5'],
      [' 3.50 ', '3.50'],
      ['3万', '3'],
      ['3 万元', '3'],
      ['人民币3万元整', '3'],
      ['￥30,000', '3'],
      ['30000元', '3'],
      ['3,0000.50元', '3.00005'],
      ['¥1', '0.0001'],
      ['1.5亿', '15000'],
      ['2亿元', '20000'],
      ['30,000', '30000'],
      ['3,5', '3,5'],
      ['约3万', '约3万'],
      ['万', '万'],
    ],
    accepted: ['0.5', '1000', '3.55'],
    refused: [
      ['0.49', /不能小于0.5万元/],
      ['1000.01', /不能大于1000万元/],
      ['3.555', /最多2位小数/],
      ['.5', /应为数字/],
      ['5.', /应为数字/],
      ['1.2.3', /应为数字/],
      ['NaN', /应为数字/],
      ['Infinity', /应为数字/],
      ['-1', /应为数字/],
    ],
    shown: [
      ['3.5', '3.5万元'],
      ['9999.99', '9999.99万元'],
      ['10000', '10000万元（1亿元）'],
      ['30000.5', '30000.5万元（3.00005亿元）'],
      ['三万', '三万万元'],
    ],
  },
  money: {
    with: {},
    posted: [
      ['１，２３４．５', '1234.50'],
      [' (30.00) ', '-30.00'],
      ['3万', '3万'],
    ],
    accepted: ['0', '0.01', '1234.50', '9999999999999.99'],
    refused: [
      ['3万', /“3万”不是金额/],
      ['1.001', /不是金额/],
      ['9'.repeat(40), /“9{20}…”不是金额/],
      ['-0.01', /不能是负数/],
    ],
    shown: [['1234567.5', '1,234,567.50元']],
  },
  date: {
    with: { noLaterThanToday: true },
    posted: [
      ['2026-11-20', '2026-11-20'],
      ['2026/1/5', '2026-01-05'],
      ['去年', '去年'],
      [undefined, ''],
    ],
    accepted: ['1900-01-01', '2024-02-29', today],
    refused: [
      ['2026-02-29', /不是有效日期/],
      ['2026-13-01', /不是有效日期/],
      ['2026-1-1', /不是有效日期/],
      ['20261120', /不是有效日期/],
      ['1899-12-31', /不能早于1900年/],
      ['2026-11-21', /不能晚于今天/],
    ],
    shown: [
      ['2026-01-05', '2026年1月5日'],
      ['去年', '去年'],
    ],
  },
  choice: {
    with: { options },
    posted: [
      ['A', 'A'],
      [['A', 'B'], ''],
    ],
    accepted: ['A', 'B'],
    refused: [
      ['C', /请选择项目/],
      ['甲类', /请选择项目/],
    ],
    shown: [
      ['A', '甲类'],
      ['C', 'C'],
    ],
  },
  choices: {
    with: { options: [...options, { value: 'C', text: '丙类' }], max: 2 },
    posted: [
      ['B', 'B'],
      [['B', 'A'], 'A,B'],
      [['A', 'A', 'X', 1], 'A'],
      ['A,B', ''],
      [undefined, ''],
    ],
    accepted: ['A', 'A,C'],
    refused: [
      ['X', /请选择项目/],
      ['A,A', /请选择项目/],
      ['A,B,C', /项目最多选择2项/],
    ],
    shown: [
      ['A', '甲类'],
      ['A,B', '甲类、乙类'],
      ['A,X', '甲类、X'],
    ],
  },
  yesNo: {
    posted: [
      ['yes', 'yes'],
      ['no', 'no'],
      [true, ''],
    ],
    accepted: ['yes', 'no'],
    refused: [
      ['true', /请选择项目/],
      ['是', /请选择项目/],
    ],
    shown: [
      ['yes', '是'],
      ['no', '否'],
      ['maybe', 'maybe'],
    ],
  },
  declaration: {
    with: { statement: '本人承诺属实。' },
    posted: [
      ['yes', 'yes'],
      ['on', ''],
      [undefined, ''],
      [['yes', 'yes'], ''],
    ],
    accepted: ['yes'],
    refused: [['no', /请阅读并勾选项目/]],
    shown: [
      ['yes', '已确认'],
      ['no', '未确认'],
    ],
  },
  phone: {
    posted: [
      [' １３９ 0000 1234 ', '13900001234'],
      ['+86 139-0000-1234', '13900001234'],
      ['86 139 0000 1234', '13900001234'],
      ['1390000', '1390000'],
    ],
    accepted: ['13900001234', '19900001234'],
    refused: [
      ['12900001234', /手机号码/],
      ['1390000123', /手机号码/],
      ['0351-6600123', /手机号码/],
    ],
    shown: [same('13900001234')],
  },
  contactPhone: {
    posted: [
      ['0351 - 6600123', '0351-6600123'],
      ['（0351）6600123转8012', '0351-6600123-8012'],
      ['6600123', '6600123'],
    ],
    accepted: ['13900001234', '0351-6600123', '010-66001234'],
    refused: [
      ['123', /项目格式不正确，.*区号/],
      ['6600123', /请加上区号/],
      ['电话', /项目格式不正确，.*区号/],
    ],
    shown: [same('0351-6600123')],
  },
  email: {
    posted: [[' a＠example.org ', 'a@example.org']],
    accepted: ['contact@example.org'],
    refused: [
      ['contact', /邮箱/],
      ['a@b', /邮箱/],
      ['a b@example.org', /邮箱/],
    ],
    shown: [same('contact@example.org')],
  },
  postcode: {
    posted: [['０３００ 01', '030001']],
    accepted: ['030001', '999999'],
    refused: [
      ['03000', /应为6位数字/],
      ['0300011', /应为6位数字/],
      ['03000A', /应为6位数字/],
    ],
    shown: [same('030001')],
  },
  personName: {
    posted: [[' 阿依古丽·买买提 ', '阿依古丽·买买提']],
    accepted: ['林知远', '阿依古丽·买买提', 'Anna Maria'],
    refused: [
      ['林', /2至50个字/],
      ['林1', /2至50个字/],
      ['<b>林</b>', /2至50个字/],
      ['林'.repeat(51), /2至50个字/],
    ],
    shown: [same('林知远')],
  },
  orgName: {
    posted: [[' 山西 晋源 示例公司 ', '山西晋源示例公司']],
    accepted: ['公司', '公'.repeat(100)],
    refused: [
      ['司', /至少2个字/],
      ['公'.repeat(101), /最多100个字/],
    ],
    shown: [same('山西晋源示例公司')],
  },
  proposedName: {
    posted: [[' 山西省古建筑彩绘保护协会 ', '山西省古建筑彩绘保护协会']],
    accepted: ['山西省古建筑彩绘保护协会', '名'.repeat(60)],
    refused: [['名'.repeat(61), /最多60个字/]],
    shown: [same('山西省古建筑彩绘保护协会')],
  },
  idNumber: {
    posted: [
      [' 14010619850312009x ', '14010619850312009X'],
      ['140106-1985 0312－009x', '14010619850312009X'],
    ],
    accepted: ['140106198503120014', '14010619850312009X'],
    refused: [
      ['140106198503120015', /校验位不正确/],
      ['140106850312001', /18位/],
      ['000000198503120014', /省级代码/],
      ['140106198502300017', /出生日期不存在/],
    ],
    shown: [same('140106198503120014')],
  },
  uscc: {
    posted: [[' 51140000mj0000018c ', '51140000MJ0000018C']],
    accepted: ['51140000MJ0000018C', '91350100M000100Y43', '511400005000000158'],
    refused: [
      ['51140000MJ0000018D', /校验位不正确/],
      ['51140000MI0000018C', /不含I、O、S、V、Z/],
      ['51140000MJ0000018', /18位/],
    ],
    shown: [same('51140000MJ0000018C')],
  },
  bankAccount: {
    posted: [['0502 1234-0930 0012 345', '0502123409300012345']],
    accepted: ['12345678', '1'.repeat(32)],
    refused: [
      ['1234567', /8至32位数字/],
      ['1'.repeat(33), /8至32位数字/],
      ['1234567A', /8至32位数字/],
    ],
    shown: [same('0502123409300012345')],
  },
  lookup: {
    with: { lookup: 'supervisoryUnits' },
    posted: [[' 山西省文物局 ', '山西省文物局']],
    accepted: ['山西省文物局'],
    refused: [['局'.repeat(201), /最多200个字/]],
    shown: [same('山西省文物局')],
  },
  registered: {
    with: { lookup: 'people' },
    posted: [[' 张晓明（会长） ', '张晓明（会长）']],
    accepted: ['张晓明（会长）'],
    refused: [['局'.repeat(201), /最多200个字/]],
    shown: [same('张晓明（会长）')],
  },
} as const satisfies Record<FieldKind, Face>

describe.each(Object.entries(faces) as [FieldKind, Face][])('field kind %s', (kind, face) => {
  const field: Field = { name: 'field', label: '项目', kind, ...face.with }
  const check = (raw: string) => kindOf(field).check(raw, field, { siblings: face.siblings ?? {}, today })

  it('reads what the browser posts', () => {
    for (const [posted, raw] of face.posted) expect(kindOf(field).fromForm({ field: posted }, 'field', field)).toBe(raw)
  })

  it('reads nothing out of a field that is missing, repeated or no text', () => {
    for (const body of [{}, { field: ['x', 'y'] }, { field: { x: 1 } }, { field: 1 }, { field: null }])
      expect(kindOf(field).fromForm(body, 'field', field)).toBe('')
  })

  it('accepts what is right', () => {
    for (const raw of face.accepted) expect([raw, check(raw)]).toEqual([raw, undefined])
  })

  it('refuses what is wrong, and says why', () => {
    for (const [raw, message] of face.refused) expect(check(raw) ?? `accepted ${raw}`).toMatch(message)
  })

  it('shows people words', () => {
    for (const [raw, text] of face.shown) expect(kindOf(field).toText(raw, field)).toBe(text)
  })

  it('has an example that passes its own check and survives being posted', () => {
    const { min: _min, max: _max, ...plain } = field
    const example = kindOf(plain).example(plain)
    expect(kindOf(plain).check(example, plain, { siblings: {}, today })).toBeUndefined()
    expect(kindOf(plain).fromForm({ field: example }, 'field', plain)).toBe(example)
  })

  it('prefers the example of the field', () => {
    const own = face.accepted[0] ?? ''
    expect(kindOf(field).example({ ...field, example: own })).toBe(own)
  })
})

describe('dates in three boxes', () => {
  const field: Field = { name: 'day', label: '日期', kind: 'date' }
  const read = (year: string, month: string, day: string) =>
    kinds.date.fromForm({ 'day-year': year, 'day-month': month, 'day-day': day }, 'day')

  it('become one ISO date', () => {
    expect(read('2026', '2', '3')).toBe('2026-02-03')
    expect(read('２０２６', ' 11', '20 ')).toBe('2026-11-20')
  })

  it.each(['2026/1/5', '2026-01-05', '2026.1.5', '2026年1月5日', '20260105'])(
    'are read from %s in any of the three',
    (whole) => {
      expect(read(whole, '', '')).toBe('2026-01-05')
      expect(read('', whole, '')).toBe('2026-01-05')
      expect(read('', '', whole)).toBe('2026-01-05')
      expect(read(whole, '1', '05')).toBe('2026-01-05')
      expect(read(whole, '2', '5')).not.toMatch(/^\d{4}-\d{2}-\d{2}$/)
    },
  )

  it('may carry their words', () => {
    expect(read('2026年', '1月', '5日')).toBe('2026-01-05')
  })

  it('are empty only when all three are', () => {
    expect(read('', '', '')).toBe('')
    expect(read('2026', '', '')).not.toBe('')
  })

  it('are refused when one is missing', () => {
    for (const raw of [read('2026', '', '3'), read('', '2', '3'), read('2026', '2', '')])
      expect(kinds.date.check(raw, field, { siblings: {}, today })).toMatch(/不是有效日期/)
  })
})

describe('an amount that is hardly ever meant', () => {
  const fund: Field = { name: 'fund', label: '活动资金', kind: 'decimal', unit: '万元' }
  const area: Field = {
    name: 'area',
    label: '面积',
    kind: 'decimal',
    unit: '平方米',
    when: { field: 'has', is: ['yes'] },
  }

  it('is asked about', () => {
    expect(doubtsAbout([fund, area], { fund: '30000', area: '30000' })).toEqual({
      fund: '您填写的是3亿元，对吗？正确的请再按一次“保存并继续”，填错的请改正',
    })
  })

  it('is not asked about below 1亿元, nor when the question is hidden', () => {
    expect(doubtsAbout([fund], { fund: '9999.9999' })).toEqual({})
    expect(doubtsAbout([{ ...fund, when: { field: 'has', is: ['yes'] } }], { fund: '30000' })).toEqual({})
  })
})

describe('document numbers', () => {
  const field: Field = { name: 'number', label: '证件号码', kind: 'idNumber', idTypeField: 'type' }
  const check = (type: string, raw: string) => kindOf(field).check(raw, field, { siblings: { type }, today })

  it('are checked by the kind of document chosen', () => {
    expect(check('RESIDENT_ID', '140106198503120014')).toBeUndefined()
    expect(check('PASSPORT_CN', '140106198503120014')).toMatch(/普通护照/)
    expect(check('HM_TRAVEL_PERMIT', 'H12345678')).toBeUndefined()
  })

  it('ask for the kind of document first', () => {
    expect(check('', '140106198503120014')).toBe('请先选择证件类型')
  })

  it('are refused, not crashed on, when the kind posted is none of the offered', () => {
    for (const type of ['DRIVING_LICENCE', '__proto__', 'toString', 'constructor'])
      expect(check(type, '140106198503120014')).toBe('请先选择证件类型')
  })
})
