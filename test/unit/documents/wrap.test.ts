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
  })

  test('a word longer than a line is cut', () => {
    expect(wrapText('abcdefghij', 4, measure)).toEqual(['abcd', 'efgh', 'ij'])
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
