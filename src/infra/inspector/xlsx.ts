import { zipSync } from 'fflate'
import { readXlsx, type Cell, type CellValue } from 'hucre/xlsx'
import type { FileFinding } from '../../core/file-findings.ts'
import { sheetLimits, type ReadSheet } from '../../core/workbooks.ts'
import type { Shown } from './protocol.ts'
import { workbookParts } from './xlsx-parts.ts'

/** From so large a number on a spreadsheet has thrown digits away: it keeps fifteen. */
const exactBelow = 1e15

/** Dates come as midnight UTC; a time of day is no answer to anything asked. */
const textOf = (value: CellValue | undefined): string => {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10)
  if (typeof value === 'boolean') return value ? '是' : '否'
  return String(value)
}

const isLost = (value: CellValue | undefined): boolean => typeof value === 'number' && Math.abs(value) >= exactBelow

/** What a sheet says, without the empty rows and columns at its end; a formula nobody computed is its own text. */
const plain = (
  name: string,
  cells: readonly (readonly CellValue[])[],
  details: ReadonlyMap<string, Cell> | undefined,
): ReadSheet => {
  const rows = cells.map((row, y) => {
    const texts = row.map((value, x) => {
      const formula = value === null ? details?.get(`${y},${x}`)?.formula : undefined
      return formula === undefined ? textOf(value) : `=${formula}`
    })
    return texts.slice(0, texts.findLastIndex((text) => text.trim() !== '') + 1)
  })
  return {
    name,
    rows: rows.slice(0, rows.findLastIndex((row) => row.length > 0) + 1),
    lost: cells.flatMap((row, y) => row.flatMap((value, x) => (isLost(value) ? [[y, x] as const] : []))),
  }
}

/**
 * The cells of a workbook as JSON of ReadSheet[], or what is wrong with it. The library is given an archive that was
 * made here of the checked parts: nothing else of the file ever reaches it.
 */
export const readWorkbook = async (bytes: Buffer): Promise<Shown | FileFinding> => {
  const parts = workbookParts(bytes)
  if (typeof parts === 'string') return parts
  try {
    const { sheets } = await readXlsx(zipSync({ ...parts }, { level: 0 }))
    if (sheets.length > sheetLimits.sheets) return 'sheet-too-large'
    const read = sheets.map(({ name, rows, cells }) => plain(name, rows, cells))
    // Many cells may share one text: each counts, and none is written out before they were counted.
    const characters = read.reduce(
      (sum, { name, rows }) => rows.flat().reduce((all, text) => all + text.length, sum + name.length),
      0,
    )
    if (characters > sheetLimits.characters) return 'sheet-too-large'
    const within = ({ rows }: ReadSheet): boolean =>
      rows.length <= sheetLimits.rows && rows.every((row) => row.length <= sheetLimits.columns)
    if (!read.every(within)) return 'sheet-too-large'
    return { bytes: Buffer.from(JSON.stringify(read)), pages: sheets.length }
  } catch {
    return 'sheet-broken'
  }
}
