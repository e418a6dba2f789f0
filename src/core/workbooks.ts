/** A sheet of a workbook as it was read: texts as typed, dates as ISO text. Rows and cells left empty keep their place. */
export type ReadSheet = {
  readonly name: string
  readonly rows: readonly (readonly string[])[]
  /** Cells (row, column, from 0) that hold a number of more digits than a spreadsheet keeps: what was typed is lost. */
  readonly lost: readonly (readonly [number, number])[]
}

/**
 * More than any list of ours; what goes beyond is no list of people. Cells and characters are those of the whole
 * workbook: what is read of it is read where every request is answered.
 */
export const sheetLimits = { sheets: 60, rows: 5_000, columns: 200, cells: 200_000, characters: 2_000_000 } as const

/** The name of a column as spreadsheets show it, counted from 0: A, Z, AA. */
export const columnName = (index: number): string => {
  const rest = Math.floor(index / 26)
  return `${rest > 0 ? columnName(rest - 1) : ''}${String.fromCodePoint(65 + (index % 26))}`
}

/** What is said of a cell whose number lost its last digits. */
export const lostDigits =
  '表格软件只保留了这个号码的前15位，后面的已经丢失。请把这一格设为“文本”格式，重新输入完整的号码'

/**
 * A cell of a sheet to be written: an answer, a text that is not to be changed (`head`: of a heading; `long`: in one line
 * over the cells beside it; `note`: said of it in a comment), a number as its digits (none: empty, for one), or a formula with what it gives.
 */
export type BookCell =
  | string
  | { readonly text: string; readonly head?: true; readonly long?: true; readonly note?: string }
  | { readonly amount: string; readonly formula?: string }
