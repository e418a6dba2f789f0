import type { FileFinding } from '../../core/file-findings.ts'
import { sheetLimits, type ReadSheet } from '../../core/workbooks.ts'
import type { Shown } from './protocol.ts'

/** Programmes write UTF-8, UTF-16 with a mark at the beginning, or the encoding of Chinese Windows. */
const decoded = (bytes: Buffer): string => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

/** Cells of a text, parted by tabs where its first line has one, else by commas; nothing for more than is read. */
const cellsOf = (text: string): readonly (readonly string[])[] | undefined => {
  const between = text.slice(0, Math.max(0, text.indexOf('\n'))).includes('\t') ? '\t' : ','
  const rows: string[][] = [[]]
  let cell = ''
  let quoted = false
  let cells = 0
  const end = (): void => {
    rows.at(-1)?.push(cell)
    cell = ''
    cells += 1
  }
  for (let at = 0; at < text.length; at += 1) {
    const one = text[at] ?? ''
    if (quoted && one === '"' && text[at + 1] === '"') {
      cell += '"'
      at += 1
    } else if (one === '"' && (quoted || cell === '')) quoted = !quoted
    else if (quoted) cell += one
    else if (one === between) end()
    else if (one === '\n') {
      end()
      rows.push([])
    } else if (one !== '\r') cell += one
    if (cells > sheetLimits.cells || rows.length > sheetLimits.rows) return undefined
  }
  end()
  return rows
}

/** A table as text, as accounting programmes export it, as JSON of one ReadSheet; or what is wrong with it. */
export const readCsv = (bytes: Buffer): Shown | FileFinding => {
  const text = decoded(bytes)
  if (text.includes('\0')) return 'csv-other'
  if (text.length > sheetLimits.characters) return 'sheet-too-large'
  const rows = cellsOf(text)
  if (!rows || rows.some((row) => row.length > sheetLimits.columns)) return 'sheet-too-large'
  const sheet: ReadSheet = { name: '表格', rows, lost: [] }
  return { bytes: Buffer.from(JSON.stringify([sheet])), pages: 1 }
}
