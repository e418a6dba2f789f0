import { ID_TYPES } from '../identity/documents.ts'
import { columnName, lostDigits, type ReadSheet } from '../workbooks.ts'
import { cellFault, fromCell, isCoded } from './cells.ts'
import { type Field, type ListItem, type RawValues } from './field.ts'
import { doubtsAbout, isVisible, itemTitle, readForm, validateFields, type FieldErrors, type ListSpec } from './page.ts'

// A list as a table: a row an item, a column a field. Typed, pasted from a spreadsheet and read from a workbook it is
// the same texts, and every row is checked by what the item's own page would check.

/** A row of the table. One without an id is new; `errors` are what was found while it was read. */
export type TableRow = { readonly id: string; readonly values: RawValues; readonly errors?: FieldErrors }

const looksLikeResidentId = (text: string): boolean =>
  ID_TYPES.RESIDENT_ID.pattern.test(text.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase())

/** Cells of one row as answers. The kind of a document may be left out where the number is a resident's. */
export const rowValues = (list: ListSpec, cells: Readonly<Record<string, string>>): RawValues => {
  // What is made where a field is left empty is made for rows only that say something.
  if (list.fields.every(({ name }) => (cells[name] ?? '').trim() === '')) return {}
  const given: Record<string, string> = {}
  for (const field of list.fields) {
    const cell = cells[field.name] ?? ''
    given[field.name] = isCoded(field) ? fromCell(cell, field) : cell.trim()
  }
  for (const { kind, name, idTypeField } of list.fields) {
    const number = cells[name] ?? ''
    if (kind === 'idNumber' && idTypeField !== undefined && !given[idTypeField] && looksLikeResidentId(number))
      given[idTypeField] = 'RESIDENT_ID'
  }
  return readForm(list.fields, given)
}

/** Whether nothing was filled in: such a row is no item. */
export const isEmptyRow = ({ values, errors }: TableRow): boolean =>
  !errors && Object.values(values).every((value) => value === '')

/** The columns of a table: what hangs on another answer is a column as soon as one row asks it. */
export const tableFields = (list: ListSpec, rows: readonly TableRow[]): readonly Field[] =>
  list.fields.filter(
    (field) => field.when === undefined || rows.some((row) => !isEmptyRow(row) && isVisible(field, row.values)),
  )

/** Cells that say another word than one of the few that may stand there, with these. */
const strangeWords = (list: ListSpec, values: RawValues): FieldErrors =>
  Object.fromEntries(
    list.fields.flatMap((field) => {
      const fault = isVisible(field, values) ? cellFault(values[field.name] ?? '', field) : undefined
      return fault === undefined ? [] : [[field.name, fault]]
    }),
  )

/** What is wrong with each row that is filled in, by its place; nothing for a row that may be taken. `told`: doubts were asked. */
export const tableErrors = (
  list: ListSpec,
  rows: readonly TableRow[],
  today: string,
  told: boolean,
): ReadonlyMap<number, FieldErrors> => {
  const found = new Map<number, FieldErrors>()
  for (const [index, row] of rows.entries()) {
    if (isEmptyRow(row)) continue
    const errors: Record<string, string> = {
      ...(told ? {} : doubtsAbout(list.fields, row.values)),
      ...validateFields(list.fields, row.values, today),
      ...strangeWords(list, row.values),
      ...row.errors,
    }
    // Of a number and the kind of document it belongs to one fault is told: the number’s own where it could not be
    // read, the kind’s where that is what is wrong.
    for (const { name, idTypeField } of list.fields)
      if (idTypeField !== undefined && errors[name] && errors[idTypeField])
        Reflect.deleteProperty(errors, row.errors?.[name] ? idTypeField : name)
    if (Object.keys(errors).length > 0) found.set(index, errors)
  }
  return found
}

/** The rows that are filled in, as items. */
export const itemsOf = (rows: readonly TableRow[]): readonly ListItem[] =>
  rows.filter((row) => !isEmptyRow(row)).map(({ id, values }) => ({ id, values }))

/** What tells that two rows are about the same: number and name. */
const keyOf = (list: ListSpec, values: RawValues): string =>
  [
    values[list.titleField] ?? '',
    ...list.fields.filter(({ kind }) => kind === 'idNumber' || kind === 'uscc').map(({ name }) => values[name] ?? ''),
  ].join(' ')

/** What a file does to a list: how many rows are new, say something else than before, and are not in it any more. */
export type Merged = {
  readonly rows: readonly TableRow[]
  readonly added: number
  readonly replaced: number
  readonly removed: number
}

/** The rows of a file taken into a list: after what is there (`add`), or in its place (`replace`). Who is in both stays one. */
export const merged = (
  list: ListSpec,
  before: readonly ListItem[],
  read: readonly Omit<TableRow, 'id'>[],
  mode: 'add' | 'replace',
  newId: () => string,
): Merged => {
  const known = new Map(before.map((item) => [keyOf(list, item.values), item.id]))
  const taken = new Set<string>()
  const rows = read.map((row) => {
    const id = known.get(keyOf(list, row.values))
    if (id === undefined || taken.has(id)) return { ...row, id: newId() }
    taken.add(id)
    return { ...row, id }
  })
  const byId = new Map(rows.map((row) => [row.id, row]))
  const added = rows.length - taken.size
  if (mode === 'replace') return { rows, added, replaced: taken.size, removed: before.length - taken.size }
  const kept = before.map((item) => byId.get(item.id) ?? item)
  return { rows: [...kept, ...rows.filter(({ id }) => !taken.has(id))], added, replaced: taken.size, removed: 0 }
}

/** What is said of an optional field, and of one that is not always asked, at the head of its column. */
const mark = (field: Field): string => (field.optional || field.when ? '' : '*')

/** The head of a field's column in a workbook. */
export const columnTitle = (field: Field): string =>
  `${field.label}${mark(field)}${field.unit ? `（${field.unit}）` : ''}`

/** What people call a column of a kind in tables of their own. */
const otherNames: Readonly<Partial<Record<Field['kind'], readonly string[]>>> = {
  personName: ['姓名', '名字'],
  idNumber: ['身份证', '身份证号', '身份证号码', '公民身份号码', '证件号', '证件号码'],
  phone: ['电话', '手机', '手机号', '手机号码', '联系电话', '联系方式'],
  contactPhone: ['电话', '手机', '手机号', '手机号码', '联系电话', '联系方式'],
  uscc: ['信用代码', '社会信用代码', '统一社会信用代码'],
  orgName: ['名称', '单位', '单位名称'],
}

/** What people call a column of one label. */
const byLabel: Readonly<Record<string, readonly string[]>> = {
  单位职务: ['职务', '工作单位职务'],
  户籍所在地: ['户籍地', '户籍', '户口所在地'],
}

/** Columns that only number the lines of people's own tables. */
const numbering = new Set(['序号', '编号', '行号'])

/** By field the titles its column may have: its own, and where no other field is of its kind what people call that. */
export const columnNames = ({ fields }: ListSpec): readonly (readonly [string, readonly string[]])[] => {
  const own = fields.map(({ label }) => bareTitle(label))
  return fields.map(({ name, kind, label }) => {
    const alone =
      fields.filter((other) => otherNames[other.kind] === otherNames[kind] || other.kind === kind).length === 1
    const called = (byLabel[label] ?? []).filter((title) => !own.includes(title))
    const others = alone ? (otherNames[kind] ?? []).filter((title) => !own.includes(title)) : []
    return [name, [bareTitle(label), ...called, ...others]] as const
  })
}

const bareTitle = (text: string): string => text.replaceAll(/\s|\*|＊|（[^（]*）$|\([^(]*\)$/g, '')

/** Where a row of a workbook stands in it: its number as the programme shows it. */
export type ReadRow = Omit<TableRow, 'id'> & {
  readonly line: number
  /** The letter of each field's column. */
  readonly columns: Readonly<Record<string, string>>
}

/**
 * The rows of a sheet under its heading, columns found by their titles in whatever order; or a sentence on why it is not
 * this list's table. Rows without anything are left out.
 */
export const readRows = (list: ListSpec, sheets: readonly ReadSheet[]): readonly ReadRow[] | string => {
  const titles = columnNames(list)
  const places = (row: readonly string[]): ReadonlyMap<string, number> => {
    const heads = row.map(bareTitle)
    return new Map(
      titles.flatMap(([name, called]) => {
        const at = heads.findIndex((head) => called.includes(head))
        return at < 0 ? [] : [[name, at] as const]
      }),
    )
  }
  const candidates = sheets.flatMap((sheet) =>
    sheet.rows.slice(0, 10).map((row, heading) => ({ sheet, heading, at: places(row) })),
  )
  const best = candidates.toSorted((one, other) => other.at.size - one.at.size)[0]
  if (!best || best.at.size < Math.min(2, list.fields.length))
    return '没有找到表头。请下载模板，把内容填在模板的表头下面，不要改动表头'
  const { sheet, heading, at } = best
  const missing = list.fields.filter((field) => !field.optional && !field.when && !at.has(field.name))
  // The kind of a document is told by a resident's number.
  const lacking = missing.filter(({ name }) => !list.fields.some(({ idTypeField }) => idTypeField === name))
  if (lacking.length > 0)
    return `工作表“${sheet.name}”缺少这些列：${lacking.map(({ label }) => label).join('、')}。请按模板的表头填写`
  const known = new Set(at.values())
  const strange = (sheet.rows[heading] ?? []).filter(
    (cell, index) => cell.trim() !== '' && !known.has(index) && !numbering.has(bareTitle(cell)),
  )
  if (strange.length > 0)
    return `工作表“${sheet.name}”有认不出的列：${strange.map((cell) => cell.trim().slice(0, 20)).join('、')}。请删除这些列，或者按模板的表头改正`
  const columns = Object.fromEntries([...at].map(([name, index]) => [name, columnName(index)]))
  const lost = new Set(sheet.lost.map(([row, column]) => `${row} ${column}`))
  return sheet.rows
    .map((row, line): ReadRow => {
      const cells: Record<string, string> = {}
      const errors: Record<string, string> = {}
      for (const [name, index] of at)
        if (lost.has(`${line} ${index}`)) errors[name] = lostDigits
        else cells[name] = row[index] ?? ''
      return {
        line: line + 1,
        columns,
        values: rowValues(list, cells),
        ...(Object.keys(errors).length > 0 ? { errors } : {}),
      }
    })
    .filter((row, line) => line > heading && !isEmptyRow({ ...row, id: '' }))
}

/** How a row is called in a message: its place, and who it is about where that is known. */
export const rowName = (list: ListSpec, row: TableRow, index: number): string => {
  const title = row.values[list.titleField] ? itemTitle(list, row) : ''
  return `第${index + 1}行${title ? `（${title}）` : ''}`
}
