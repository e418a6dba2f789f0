import { createHash, randomUUID } from 'node:crypto'
import { AppError } from '../../core/errors.ts'
import { toCell } from '../../core/forms/cells.ts'
import { isNeeded, type Field, type ListItem } from '../../core/forms/field.ts'
import { itemTitle, rows as readable, type FieldErrors } from '../../core/forms/page.ts'
import { columnNames, isEmptyRow, itemsOf, rowName, tableFields, type TableRow } from '../../core/forms/table.ts'
import type { Deps } from '../../deps.ts'
import type { Applicant, Context } from '../../web/route.ts'
import { paths } from '../../web/paths.ts'
import { openedPath, type Opened } from './open-page.ts'
import { ofAuthority, pageFrame } from './page-frame.ts'
import { withBack } from './way-back.ts'

/** Empty rows under those that are filled in, and how many more a press of the button gives. */
export const moreRows = 10

/** Beyond so many choices a drop-down is no quicker than typing. */
const selectUpTo = 8

export const cellId = (row: number, field: string): string => `r${row}-${field}`

/** Names what was typed into a table, so that a form can say which doubts were told. */
export const tableDigest = (rows: readonly TableRow[]): string =>
  createHash('sha256')
    .update(JSON.stringify(itemsOf(rows).map(({ values }) => values)))
    .digest('base64url')

/** The items of a list as the form of its table sends them. */
export const tableBody = (items: readonly ListItem[]): Record<string, string> => ({
  rows: String(items.length),
  ...Object.fromEntries(
    items.flatMap(({ id, values }, index) => [
      [cellId(index, 'id'), id],
      ...Object.entries(values).map(([name, value]) => [cellId(index, name), value]),
    ]),
  ),
})

/** How a cell is typed: one of few by a drop-down, one of many by typing with suggestions, a promise by a tick. */
const controlOf = (field: Field): 'select' | 'list' | 'tick' | 'area' | 'input' => {
  if (field.kind === 'declaration') return 'tick'
  if (field.kind === 'textarea') return 'area'
  if (field.kind === 'yesNo') return 'select'
  if (field.kind === 'lookup') return 'list'
  if (field.kind === 'choice') return (field.options?.length ?? 0) > selectUpTo ? 'list' : 'select'
  return 'input'
}

/** Beyond so many characters an option is cut in a short cell. */
const shortOption = 4

/** How wide a cell is: a number and a name are seen whole, so that many columns stand side by side. */
const widthOf = (field: Field): 'number' | 'phone' | 'short' | undefined => {
  if (field.kind === 'idNumber' || field.kind === 'uscc') return 'number'
  if (field.kind === 'phone' || field.kind === 'contactPhone' || field.kind === 'date') return 'phone'
  if (field.kind === 'personName' || field.kind === 'yesNo') return 'short'
  const longest = Math.max(0, ...(field.options ?? []).map(({ text }) => text.length))
  return longest > 0 && longest <= shortOption ? 'short' : undefined
}

/** So many columns never stand side by side, however wide the window. */
const columnsAbreast = 8

const yesNo = [
  { value: 'yes', text: '是' },
  { value: 'no', text: '否' },
]

const optionsOf = (field: Field, lookups: Readonly<Record<string, readonly string[]>>) => {
  if (field.kind === 'yesNo') return yesNo
  if (field.lookup) return (lookups[field.lookup] ?? []).map((text) => ({ value: text, text }))
  return field.options ?? []
}

/** What a table is shown with beside its rows. */
export type Shown = {
  readonly errors: ReadonlyMap<number, FieldErrors>
  readonly status: number
  readonly version?: number
  /** At least so many rows, filled in or not. */
  readonly count?: number
  /** Said on top: where rows come from that nobody has saved. */
  readonly known?: string | undefined
  /** Said on top: what was read out of a file. */
  readonly note?: string
  /** Where a row stood in the file it was read from. */
  readonly placeOf?: (row: number, field: string) => string
  /** What is wrong with the file. */
  readonly fileError?: string
}

/** Answers with the table of a list: its rows as typed, and what is wrong with each. */
export const showTable = (
  deps: Deps,
  context: Context<Applicant>,
  opened: Opened,
  rows: readonly TableRow[],
  shown: Shown,
): void => {
  const { form, page, version } = opened
  const { list } = page
  if (!list) throw new AppError('NOT_FOUND')
  const { lookups } = ofAuthority(deps, form)
  const { errors, placeOf = () => '' } = shown
  const columns = tableFields(list, rows)
  const wanted = Math.min(list.max, Math.max(shown.count ?? 0, rows.length + (shown.note ? 0 : moreRows)))
  const all = [
    ...rows,
    ...Array.from({ length: Math.max(0, wanted - rows.length) }, (): TableRow => ({ id: randomUUID(), values: {} })),
  ]
  const lines = all.flatMap((row, index) =>
    Object.entries(errors.get(index) ?? {}).map(([field, message]) => {
      const place = placeOf(index, field)
      return { text: `${rowName(list, row, index)}${place}：${message}`, href: `#${cellId(index, field)}` }
    }),
  )
  const faulty = errors.size
  context.view(
    'cases/table.njk',
    {
      ...pageFrame(opened, `${page.title}：在表格中填写`),
      noun: list.noun,
      /** Some rows are people, with a document. */
      documents: list.fields.some(({ idTypeField }) => idTypeField !== undefined),
      measure: list.measure,
      // For what is pasted: the columns of the template, shown here or not, and what their titles may be.
      columnNames: JSON.stringify(columnNames(list)),
      max: list.max,
      action: withBack(paths.answerTable(form.caseFile.id, page.code), opened.back),
      fileAction: withBack(paths.answerTableFile(form.caseFile.id, page.code), opened.back),
      templateHref: paths.answerTableTemplate(form.caseFile.id, page.code),
      columns: columns.map((field) => {
        const control = controlOf(field)
        return {
          name: field.name,
          kind: field.kind,
          label: field.label,
          unit: field.unit,
          required: isNeeded(field) && !field.when,
          control,
          width: widthOf(field),
          hint: field.statement,
          options: optionsOf(field, lookups),
        }
      }),
      wide: columns.length > columnsAbreast,
      rows: all.map((row, index) => ({
        index,
        id: row.id,
        name: rowName(list, row, index),
        cells: columns.map((field) => {
          const raw = row.values[field.name] ?? ''
          return {
            id: cellId(index, field.name),
            // Of many options the text is typed; one the list does not know stays as it was typed.
            value: controlOf(field) === 'list' ? toCell(raw, field) : raw,
            error: errors.get(index)?.[field.name],
            strange: raw !== '' && optionsOf(field, lookups).every((option) => option.value !== raw),
          }
        }),
      })),
      count: all.length,
      filled: all.filter((row) => !isEmptyRow(row)).length,
      errors: lines,
      faulty,
      known: shown.known,
      note: shown.note,
      fileError: shown.fileError,
      told: shown.status === 422 ? tableDigest(rows) : undefined,
      version: shown.version ?? version,
      mayAdd: all.length < list.max,
      backHref: openedPath(opened),
    },
    shown.status,
  )
}

/** Both tables side by side, row by row, and the typed one in a form that can still be saved. */
export const showTableConflict = (
  context: Context<Applicant>,
  opened: Opened,
  typed: readonly TableRow[],
  stored: Opened['data'],
  version: number,
): void => {
  const { form, page } = opened
  const { list } = page
  if (!list) throw new AppError('NOT_FOUND')
  const textOf = (values: TableRow['values']): string =>
    readable(list.fields, values)
      .filter(({ value }) => value !== '')
      .map(({ label, text }) => `${label}：${text}`)
      .join('；')
  const mine = itemsOf(typed)
  const both = new Map([...mine, ...stored.items].map((item) => [item.id, item]))
  context.view(
    'cases/conflict.njk',
    {
      ...pageFrame(opened, '这一页已在其他窗口修改'),
      comparison: [...both.values()].map((item) => {
        const [one, other] = [mine, stored.items].map((items) => items.find(({ id }) => id === item.id))
        const [text, storedText] = [one, other].map((found) => (found ? textOf(found.values) : '没有这一行'))
        return { label: itemTitle(list, item), text, stored: storedText, same: text === storedText }
      }),
      typed: Object.entries(tableBody(mine)).map(([name, value]) => ({ name, value })),
      version,
      action: withBack(paths.answerTable(form.caseFile.id, page.code), opened.back),
    },
    409,
  )
}
