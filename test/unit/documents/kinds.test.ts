import { describe, expect, test } from 'vitest'
import { allDocumentKinds, documentKinds, formatDocumentNumber } from '../../../src/core/documents/kinds.ts'

describe('document numbers', () => {
  test('a number is 机关代字, word, year in corner brackets and running number', () => {
    const { numberWord } = documentKinds.ACCEPTANCE_NOTICE
    expect(formatDocumentNumber({ prefix: '晋民社', word: numberWord, year: 2026, seq: 1 })).toBe('晋民社受〔2026〕1号')
  })

  test('no two kinds can have the same number', () => {
    const numbers = allDocumentKinds.map((kind) =>
      formatDocumentNumber({ prefix: '晋民社', word: documentKinds[kind].numberWord, year: 2026, seq: 7 }),
    )
    expect(new Set(numbers).size).toBe(allDocumentKinds.length)
  })

  test('no two kinds have the same title', () => {
    expect(new Set(allDocumentKinds.map((kind) => documentKinds[kind].title)).size).toBe(allDocumentKinds.length)
  })

  test.each([0, -1, 1.5, Number.NaN])('running number %s is refused', (seq) => {
    expect(() => formatDocumentNumber({ prefix: '晋民社', word: '受', year: 2026, seq })).toThrow(RangeError)
  })

  test.each([26, 20260, 2026.5])('year %s is refused', (year) => {
    expect(() => formatDocumentNumber({ prefix: '晋民社', word: '受', year, seq: 1 })).toThrow(RangeError)
  })
})
