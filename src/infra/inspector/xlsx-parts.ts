import { strToU8 } from 'fflate'
import type { FileFinding } from '../../core/file-findings.ts'
import { sheetLimits } from '../../core/workbooks.ts'
import { officeParts } from './office-parts.ts'

const maxSheetBytes = 16 * 1024 * 1024
const maxStrings = 100_000

/** The parts that hold what a table says; whatever else is in the archive is left out. */
const wanted =
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|xl\/(?:workbook|styles|sharedStrings)\.xml|xl\/_rels\/workbook\.xml\.rels|xl\/worksheets\/[^/]+\.xml)$/

const countOf = (text: string, pattern: RegExp, most: number): number => {
  let count = 0
  for (const _ of text.matchAll(pattern)) if (++count > most) break
  return count
}

// A tag ends before the next one begins: no search runs over the same text twice, however the text was made.
const cellTags = /<(?:\w+:)?c(?=[\s>/])[^<>]*>?/g
const cellPlace = /\br\s*=\s*["']([A-Z]{1,7})(\d{1,9})["']/

const columnOf = (letters: string): number =>
  Array.from(letters).reduce((sum, letter) => sum * 26 + (letter.codePointAt(0) ?? 0) - 64, 0)

/**
 * A sheet without cells that are only coloured or framed, which programmes write down to the last row, and how many it
 * has; or what is wrong with its size: filled cells that lie far out count as well as many of them.
 */
const sheetOf = (xml: string): { readonly xml: string; readonly cells: number } | FileFinding => {
  if (xml.length > maxSheetBytes) return 'sheet-too-large'
  const kept: string[] = []
  let cells = 0
  let from = 0
  for (const { 0: tag, index } of xml.matchAll(cellTags)) {
    cells += 1
    if (cells > sheetLimits.cells) return 'sheet-too-large'
    if (!tag.endsWith('>')) return 'sheet-broken'
    const [, letters = '', row = ''] = cellPlace.exec(tag) ?? []
    if (tag.endsWith('/>')) {
      if (letters === '') continue
      kept.push(xml.slice(from, index))
      from = index + tag.length
    } else if (Number(row) > sheetLimits.rows || columnOf(letters) > sheetLimits.columns) return 'sheet-too-large'
  }
  return { xml: [...kept, xml.slice(from)].join(''), cells }
}

/** The parts of a workbook that hold its cells, checked; or what is wrong with it. Only what is returned may be read. */
export const workbookParts = (bytes: Buffer): Readonly<Record<string, Uint8Array>> | FileFinding => {
  try {
    const read = officeParts('sheet', bytes, wanted)
    if (typeof read === 'string') return read
    const parts: Record<string, Uint8Array> = {}
    let cells = 0
    for (const [name, part] of Object.entries(read)) {
      if (!wanted.test(name)) continue
      const { xml } = part
      // Spreadsheets take 255 characters of a format; a reader searches them for what makes a date, cell by cell.
      if (name === 'xl/styles.xml' && /formatCode\s*=\s*(?:"[^"]{2000}|'[^']{2000})/.test(xml)) return 'sheet-broken'
      if (name.endsWith('sharedStrings.xml') && countOf(xml, /<(?:\w+:)?si[\s>/]/g, maxStrings) > maxStrings)
        return 'sheet-too-large'
      parts[name] = part.bytes
      if (!name.startsWith('xl/worksheets/')) continue
      const sheet = sheetOf(xml)
      if (typeof sheet === 'string') return sheet
      cells += sheet.cells
      if (cells > sheetLimits.cells) return 'sheet-too-large'
      parts[name] = strToU8(sheet.xml)
    }
    return parts['[Content_Types].xml'] && parts['xl/workbook.xml'] ? parts : 'sheet-broken'
  } catch {
    return 'sheet-broken'
  }
}
