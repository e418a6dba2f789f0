import type { BookCell, ReadSheet } from '../../src/core/workbooks.ts'

const textOf = (cell: BookCell): string => {
  if (typeof cell === 'string') return cell
  return 'text' in cell ? cell.text : cell.amount
}

/** Sheets to be written as they would be read again: formulas as what they give. */
export const asRead = (
  sheets: readonly { readonly name: string; readonly rows: readonly (readonly BookCell[])[] }[],
): (ReadSheet & { readonly rows: string[][] })[] =>
  sheets.map(({ name, rows }) => ({ name, rows: rows.map((row) => row.map(textOf)), lost: [] }))
