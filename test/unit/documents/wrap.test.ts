import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wrapText } from '../../../src/infra/pdf/wrap.ts'

/** Every Chinese character and mark is two wide, every western one wide. */
const measure = (text: string): number => Array.from(text).reduce((sum, char) => sum + (char <= '\u007e' ? 1 : 2), 0)

describe('line breaking of Chinese text', () => {
  test('breaks between characters, without any space', () => {
    expect(wrapText('社会团体登记管理', 8, measure)).toEqual(['社会团体', '登记管理'])
  })

  test('no line begins with a closing mark', () => {
    expect(wrapText('社会团体，登记管理', 8, measure)).toEqual(['社会团', '体，登记', '管理'])
  })

  test('no line ends with an opening mark', () => {
    expect(wrapText('依据《条例》办理', 6, measure)).toEqual(['依据', '《条', '例》办', '理'])
  })

  test('numbers and western words stay whole', () => {
    expect(wrapText('编号SX-2026-01号', 12, measure)).toEqual(['编号', 'SX-2026-01号'])
    expect(wrapText('型号AB12CD为准', 10, measure)).toEqual(['型号AB12CD', '为准'])
  })

  test.each([
    ['依据本法第三十二条第一款', 16, ['依据本法', '第三十二条第一款']],
    ['依据本法第三十二条第一款第（四）项', 14, ['依据本法', '第三十二条', '第一款', '第（四）项']],
    ['自公元2026年11月20日起', 10, ['自公元', '2026年11月', '20日起']],
    ['文号为晋民〔2026〕7号文', 18, ['文号为晋民', '〔2026〕7号文']],
    ['活动资金为3.5万元整', 12, ['活动资金为', '3.5万元整']],
    ['在收到后的20个工作日内', 12, ['在收到后的', '20个工作日内']],
  ])('no number, year or article of %s is broken', (text, width, lines) => {
    expect(wrapText(text, width, measure)).toEqual(lines)
  })

  test('an address breaks anywhere, and what follows it does not', () => {
    expect(wrapText('核验网址：https://a.example.cn/verify/7K3M', 20, measure)).toEqual([
      '核验网址：https://a.',
      'example.cn/verify/7K',
      '3M',
    ])
    expect(wrapText('见http://a.cn，编号SX-2026-1', 16, measure)).toEqual(['见http://a.cn，', '编号SX-2026-1'])
  })

  test('a word longer than a line is cut', () => {
    expect(wrapText('abcdefghij', 4, measure)).toEqual(['abcd', 'efgh', 'ij'])
    expect(wrapText('7K3M-Q9RT-2XWD', 12, measure)).toEqual(['7K3M-Q9RT-', '2XWD'])
  })

  test('the first line leaves room for its indent', () => {
    expect(wrapText('社会团体登记管理', 8, measure, 4)).toEqual(['社会', '团体登记', '管理'])
  })

  test('line feeds are kept, and an empty text is one empty line', () => {
    expect(wrapText('甲\n乙', 8, measure)).toEqual(['甲', '乙'])
    expect(wrapText('', 8, measure)).toEqual([''])
  })

  test('whatever the text: nothing is lost, no line is too wide, no mark stands where it may not', () => {
    const unit = fc.constantFrom(...Array.from('社会团体登记管理条例，。、）》”（《“—… a'), '20')
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 80 }), fc.integer({ min: 12, max: 40 }), (units, width) => {
        const text = units.join('')
        const lines = wrapText(text, width, measure)
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
        const onlyMarks = /[，。、）》”（《“—…]{3}/.test(text)
        for (const [index, line] of lines.entries()) {
          expect(measure(line.trimEnd())).toBeLessThanOrEqual(width)
          if (onlyMarks) continue
          if (index > 0) expect(line).not.toMatch(/^[，。、）》”—…]/)
          if (index < lines.length - 1) expect(line).not.toMatch(/[（《“]$/)
        }
      }),
      { seed: 20261120 },
    )
  })
})
