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
  /** Width of each column, in characters. */
  readonly widths: readonly number[]
  readonly rows: readonly (readonly BookCell[])[]
  /** So many rows at the top stand still and are shown as headings. */
  readonly heading: number
  /** Empty rows below that take text as well. */
  readonly blank?: number
  readonly choices?: readonly Choices[]
  /** Not shown until somebody asks the spreadsheet for it. */
  readonly hidden?: true
}

const text: CellStyle = { numFmt: '@', alignment: { vertical: 'top', wrapText: true } }
const heading: CellStyle = {
  ...text,
  font: { bold: true },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'DCE9F7' } },
}

const amount: CellStyle = { numFmt: '#,##0.00', alignment: { vertical: 'top', horizontal: 'right' } }

/** What stands in a cell before its style: an amount is a number, which fifteen digits hold exactly. */
const valueOf = (cell: BookCell | undefined): string | number | null => {
  if (typeof cell === 'object') return cell.amount === '' ? null : Number(cell.amount)
  return cell || null
}

/** A spreadsheet takes so many characters of options in the rule itself; longer lists lie in a sheet of their own. */
const longestRule = 250
const optionSheet = '选项'

const isLong = ({ options }: Choices): boolean =>
  options.join(',').length > longestRule || options.some((option) => option.includes(','))

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
      ...sheets.map(({ name, widths, rows, heading: top, blank = 0, choices = [], hidden = false }) => ({
        name,
        hidden,
        columns: widths.map((width) => ({ width, style: text })),
        rows: [
          ...rows.map((row) => widths.map((_, index) => valueOf(row[index]))),
          ...Array.from({ length: blank }, () => widths.map(() => null)),
        ],
        cells: new Map<string, Partial<Cell>>([
          ...rows.slice(0, top).flatMap((_, y) => widths.map((__, x) => [`${y},${x}`, { style: heading }] as const)),
          ...rows.flatMap((row, y) =>
            row.flatMap((cell, x) =>
              typeof cell === 'object'
                ? [
                    [
                      `${y},${x}`,
                      cell.formula === undefined
                        ? { style: amount }
                        : { style: amount, formula: cell.formula, formulaResult: valueOf(cell) },
                    ] as const,
                  ]
                : [],
            ),
          ),
        ]),
        freezePane: { rows: top },
        dataValidations: choices.map(validation),
      })),
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
