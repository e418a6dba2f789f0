import { writeXlsx, type Cell, type CellStyle, type DataValidation } from 'hucre/xlsx'
import { columnName, type BookCell } from '../core/workbooks.ts'

/** Cells that take one of a few answers: a column, rows from and to, all counted from 0. */
type Choices = {
  readonly column: number
  readonly from: number
  readonly to: number
  readonly options: readonly string[]
}

/** A sheet to be written; every cell but an amount is text, so that numbers typed into it keep all their digits. */
type NewSheet = {
  readonly name: string
  /** Width of each column, in characters; one of 0 is not shown. */
  readonly widths: readonly number[]
  readonly rows: readonly (readonly BookCell[])[]
  /** So many rows at the top stand still and are shown as headings. */
  readonly heading: number
  /** Empty rows below that take text as well. */
  readonly blank?: number
  readonly choices?: readonly Choices[]
  /** Not shown until somebody asks the spreadsheet for it. */
  readonly hidden?: true
  readonly hiddenRows?: readonly number[]
  /** Only answers can be written on: a guard against slips of the hand, without a password. */
  readonly guarded?: true
}

const text: CellStyle = { numFmt: '@', alignment: { vertical: 'top', wrapText: true } }
const filled = (rgb: string): Required<Pick<CellStyle, 'fill'>> => ({
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb } },
})
const heading: CellStyle = { ...text, font: { bold: true }, ...filled('DCE9F7') }
const amount: CellStyle = { numFmt: '#,##0.00', alignment: { vertical: 'top', horizontal: 'right' } }
const grey = filled('F2F2F2')

const guard = (locked: boolean): Pick<CellStyle, 'protection'> => ({ protection: { locked } })

/** What stands in a cell before its style: an amount is a number, which fifteen digits hold exactly. */
const valueOf = (cell: BookCell | undefined): string | number | null => {
  if (typeof cell !== 'object') return cell || null
  if ('text' in cell) return cell.text || null
  return cell.amount === '' ? null : Number(cell.amount)
}

/** What a cell has besides its value; nothing for one that is as its column is. */
const faceOf = (cell: BookCell, top: boolean, guarded: boolean): Partial<Cell> | undefined => {
  const held = guarded ? guard(true) : {}
  if (typeof cell === 'string') return top ? { style: { ...heading, ...held } } : undefined
  if ('text' in cell) {
    const style = top || cell.head ? heading : guarded ? { ...text, ...grey } : text
    const line = cell.long ? { alignment: { vertical: 'top' as const } } : {}
    return { style: { ...style, ...line, ...held }, ...(cell.note ? { comment: { text: cell.note } } : {}) }
  }
  if (cell.formula === undefined) return { style: { ...amount, ...(guarded ? guard(false) : {}) } }
  return {
    style: { ...amount, ...(guarded ? grey : {}), ...held },
    formula: cell.formula,
    formulaResult: valueOf(cell),
  }
}

const lineHeight = 15
/** What one cell may make of its row; the rest is read by making it higher. */
const mostLines = 12

/** Characters of a text as columns are measured: a Chinese one is two. */
const widthOf = (line: string): number => Array.from(line).reduce((sum, one) => sum + (one > '\u2E7F' ? 2 : 1), 0)

/** How high a row is: not every programme makes one as high as its texts. */
const heightOf = (row: readonly BookCell[], widths: readonly number[]): number => {
  const lines = row.map((cell, x) => {
    const told = typeof cell === 'string' ? cell : 'text' in cell && !cell.long ? cell.text : ''
    const width = Math.max(1, (widths[x] ?? 0) - 1)
    if (told === '' || widths[x] === 0) return 1
    return told.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / width)), 0)
  })
  return lineHeight * Math.min(mostLines, Math.max(1, ...lines))
}

/** A spreadsheet takes so many characters of options in the rule itself; longer lists lie in a sheet of their own. */
const longestRule = 250
const optionSheet = '选项'

const isLong = ({ options }: Choices): boolean =>
  options.join(',').length > longestRule || options.some((option) => option.includes(','))

/** Rows may be added and taken off, widths and heights changed; printed, all columns stand on one page. */
const guardedSheet = {
  protection: { sheet: true, insertRows: true, deleteRows: true, formatColumns: true, formatRows: true },
  pageSetup: { orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
} as const

/** Writes a workbook of tables to be filled in. */
export const writeWorkbook = async (sheets: readonly NewSheet[]): Promise<Buffer> => {
  const lists = [
    ...new Set(sheets.flatMap(({ choices = [] }) => choices.filter(isLong).map(({ options }) => options.join('\n')))),
  ].map((list) => list.split('\n'))
  const ruleOf = (choices: Choices): Pick<DataValidation, 'formula1' | 'values'> => {
    if (!isLong(choices)) return { values: [...choices.options] }
    const at = columnName(lists.findIndex((list) => list.join('\n') === choices.options.join('\n')))
    return { formula1: `${optionSheet}!$${at}$1:$${at}$${choices.options.length}` }
  }
  const validation = (choices: Choices): DataValidation => ({
    type: 'list',
    ...ruleOf(choices),
    range: `${columnName(choices.column)}${choices.from + 1}:${columnName(choices.column)}${choices.to + 1}`,
    allowBlank: true,
    showErrorMessage: true,
    errorTitle: '请从列表中选择',
    errorMessage: '这一格只能填写下拉列表中的内容。',
  })
  const written = await writeXlsx({
    defaultFont: { name: '宋体', size: 11 },
    sheets: [
      ...sheets.map(
        ({
          name,
          widths,
          rows,
          heading: top,
          blank = 0,
          choices = [],
          hidden = false,
          hiddenRows = [],
          guarded = false,
        }) => ({
          name,
          hidden,
          columns: widths.map((width) => ({
            style: { ...text, ...(guarded ? guard(false) : {}) },
            ...(width === 0 ? { hidden: true } : { width }),
          })),
          rows: [
            ...rows.map((row) => widths.map((_, index) => valueOf(row[index]))),
            ...Array.from({ length: blank }, () => widths.map(() => null)),
          ],
          cells: new Map<string, Partial<Cell>>(
            rows.flatMap((row, y) =>
              widths.flatMap((_, x) => {
                const face = faceOf(row[x] ?? '', y < top, guarded)
                return face ? [[`${String(y)},${String(x)}`, face] as const] : []
              }),
            ),
          ),
          rowDefs: new Map(
            rows.map((row, y) => [y, hiddenRows.includes(y) ? { hidden: true } : { height: heightOf(row, widths) }]),
          ),
          ...(guarded ? guardedSheet : {}),
          freezePane: { rows: top },
          dataValidations: choices.map(validation),
        }),
      ),
      ...(lists.length > 0
        ? [
            {
              name: optionSheet,
              hidden: true,
              rows: Array.from({ length: Math.max(...lists.map((list) => list.length)) }, (_, y) =>
                lists.map((list) => list[y] ?? null),
              ),
            },
          ]
        : []),
    ],
  })
  return Buffer.from(written)
}
