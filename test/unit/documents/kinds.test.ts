import { describe, expect, test } from 'vitest'
import { DOCUMENT_KINDS, formatDocumentNumber } from '../../../src/core/documents/kinds.ts'
import { documents } from '../../../src/documents/index.ts'

describe('document numbers', () => {
  test('a number is 机关代字, word, year in corner brackets and running number', () => {
    const { numberWord } = documents.of('ACCEPTANCE_NOTICE')
    expect(formatDocumentNumber({ prefix: '晋民社', word: numberWord, year: 2026, seq: 1 })).toBe('晋民社受〔2026〕1号')
  })

  test('7 no two kinds can have the same number, but the two parts of a certificate', () => {
    const byNumber = Map.groupBy(DOCUMENT_KINDS, (kind) =>
      formatDocumentNumber({ prefix: '晋民社', word: documents.of(kind).numberWord, year: 2026, seq: 7 }),
    )
    const shared = [...byNumber].filter(([, kinds]) => kinds.length > 1)
    expect(shared).toEqual([['晋民社证〔2026〕7号', ['CERTIFICATE_ORIGINAL', 'CERTIFICATE_DUPLICATE']]])
  })

  test('no two kinds have the same title', () => {
    expect(new Set(DOCUMENT_KINDS.map((kind) => documents.of(kind).title)).size).toBe(DOCUMENT_KINDS.length)
  })

  test.each([0, -1, 1.5, Number.NaN])('running number %s is refused', (seq) => {
    expect(() => formatDocumentNumber({ prefix: '晋民社', word: '受', year: 2026, seq })).toThrow(RangeError)
  })

  test.each([26, 20260, 2026.5])('year %s is refused', (year) => {
    expect(() => formatDocumentNumber({ prefix: '晋民社', word: '受', year, seq: 1 })).toThrow(RangeError)
  })
})
