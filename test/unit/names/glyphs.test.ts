import { describe, expect, it } from 'vitest'
import { OUTSIDE_VARIANTS, STANDARD_CHARACTERS, VARIANTS_WITHIN } from '../../../src/core/names/glyph-data.ts'
import { foldGlyphs, isStandardCharacter, withStandardGlyphs } from '../../../src/core/names/glyphs.ts'
import { nameKey } from '../../../src/core/names/normalize.ts'
import { comparisonKey, parseName } from '../../../src/core/names/parse.ts'
import { DIVISIONS, TAIYUAN } from './cases.ts'

const characters = (text: string): string[] => Array.from(text.replaceAll('\n', ''))

describe('8.13 the table of characters', () => {
  it('is 通用规范汉字表: 8,105 characters, each once', () => {
    expect(new Set(characters(STANDARD_CHARACTERS)).size).toBe(8105)
    expect(characters(STANDARD_CHARACTERS)).toHaveLength(8105)
  })

  it('gives every glyph outside one character of the table, and every glyph once', () => {
    const outside = characters(OUTSIDE_VARIANTS)
    const glyphs = outside.filter((_, index) => index % 2 === 0)
    expect(new Set(glyphs).size).toBe(glyphs.length)
    expect(glyphs.filter(isStandardCharacter)).toEqual([])
    expect(
      outside.filter((_, index) => index % 2 === 1).filter((character) => !isStandardCharacter(character)),
    ).toEqual([])
    expect(characters(VARIANTS_WITHIN).filter((character) => !isStandardCharacter(character))).toEqual([])
  })

  it('folds once and for all, one character for one', () => {
    for (const glyph of [...characters(OUTSIDE_VARIANTS), ...characters(VARIANTS_WITHIN)]) {
      expect(Array.from(foldGlyphs(glyph))).toHaveLength(1)
      expect(foldGlyphs(foldGlyphs(glyph))).toBe(foldGlyphs(glyph))
    }
  })
})

describe('8.13 two spellings of one name have one key', () => {
  it.each([
    ['山西省黃河湿地保护协会', '山西省黄河湿地保护协会'],
    ['山西省古籍脩复研究会', '山西省古籍修复研究会'],
    ['山西省靑年书画协会', '山西省青年书画协会'],
    ['山西省書畫協會', '山西省书画协会'],
    ['山西省⾱業协会', '山西省韦业协会'],
    ['山西省仝心邨志愿者协会', '山西省同心村志愿者协会'],
    ['遼寧省文學學會', '辽宁省文学学会'],
    [' 山西省文学　学会', '山西省文学学会'],
  ])('%s and %s', (one, other) => {
    expect(nameKey(one)).toBe(nameKey(other))
    expect(comparisonKey(one, DIVISIONS)).toBe(comparisonKey(other, DIVISIONS))
  })

  it('other characters stay others', () => {
    expect(nameKey('山西省黄河协会')).not.toBe(nameKey('山西省皇河协会'))
    expect(nameKey('山西省𠮷祥协会')).not.toBe(nameKey('山西省古祥协会'))
  })

  it('parts are shown as written', () => {
    expect(parseName('太原市𡻕寒養老服務中心', 'PRIVATE_NON_ENTERPRISE', DIVISIONS, TAIYUAN)).toEqual({
      division: '太原市',
      tradeName: '𡻕寒',
      field: '養老服務',
      form: '中心',
    })
    expect(withStandardGlyphs('太原市養老服務中心')).toBe('太原市养老服务中心')
  })
})
