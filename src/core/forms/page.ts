import {
  holds,
  type Condition,
  type Elsewhere,
  type Field,
  type FieldKind,
  type ListItem,
  type PageData,
  type RawValues,
} from './field.ts'
import type { RegisterItem } from '../register/items.ts'
import { kindOf, type CheckContext } from './kinds.ts'
import type { Sheet } from './sheet.ts'
import type { SpendingMeter } from '../charity/meter.ts'
import type { MoneyYear } from '../charts/years.ts'

/** A list of people or units: an item is its own page. */
export type ListSpec = {
  /** What one item is called: 发起人. */
  readonly noun: string
  /** How that is counted: 5名, 2枚. */
  readonly measure: '名' | '个' | '枚' | '条'
  readonly min: number
  readonly max: number
  /** The field whose answer names an item in lists, and those of which the first answered one does where that is not asked. */
  readonly titleField: string
  readonly titleElse?: readonly string[]
  /** Fields told beside the title of an item, in the list; without it the first three that are filled in. */
  readonly summaryFields?: readonly string[]
  readonly fields: readonly Field[]
  /** Many of them, brought as a whole by a table or a workbook: shown as a table, and judged together. */
  readonly bulk?: true
  /** Their order says something: a new one is put where it belongs, and each may be moved. Gives what each is called there. */
  readonly ordered?: (items: readonly ListItem[]) => readonly string[]
  /** What was there before is not taken off but marked: with this answer, where the other one is given. */
  readonly struck?: { readonly field: string; readonly as: string; readonly when: string }
  /** What the report of the year before listed stands there at first; see Field.carries. */
  readonly carries?: true
  /** The field whose answer is a heading over the items that follow one another with it. */
  readonly groupedBy?: string
  /** What a new item says to begin with, put behind this one, or before all others. */
  readonly begun?: (behind: RawValues | undefined) => RawValues
  /** A title is a text of which so many characters tell enough. */
  readonly titleLength?: number
  /** What sets the items of an example apart; everything else of an item is the example of its field. */
  readonly examples?: readonly RawValues[]
  /** The example of whoever has items of the register already. */
  readonly exampleOf?: (known: readonly RawValues[]) => readonly RawValues[]
}

export type Page = {
  readonly code: string
  readonly title: string
  readonly intro?: string
  /** The page is asked only while this holds. */
  readonly when?: Condition
  /** What the register says already, shown beside what is asked: item by field. */
  readonly before?: Readonly<Record<string, RegisterItem>>
  readonly fields: readonly Field[]
  readonly list?: ListSpec
  /** Its fields, or the first of them, are the typed cells of a table of amounts: see `sheetFields`. */
  readonly sheet?: Sheet
  /** What it asks is measured by the spending standard of charities while it is typed. */
  readonly meter?: SpendingMeter
  /** Amounts of some years, by its own answers and those of other pages, shown as a chart with their table. */
  readonly years?: (values: RawValues, elsewhere: Elsewhere) => readonly MoneyYear[]
}

/** Field names of one page, so that a `when` naming an unknown field of it does not compile. */
type Checked<F extends readonly Field[]> = {
  readonly [K in keyof F]: F[K] & {
    readonly when?: F[K] extends { readonly when: { readonly page: string } }
      ? unknown
      : { readonly field: F[number]['name'] }
  }
}

/** Declares fields with the names their conditions hang on checked by the compiler. */
export const fields = <const F extends readonly Field[]>(...list: F & Checked<F>): F => list

/** What the form of an item carries beside its fields: a field of such a name would be read as one of these, and lost. */
export const carriedNames: readonly string[] = ['_csrf', 'version', 'itemKey', 'stored', 'told', 'place', 'action']

/** What is asked no more, and stands only where it was answered before. */
export const isRetired = ({ name, when }: Field): boolean =>
  when !== undefined && when.page === undefined && when.field === name

/** What hangs on an answer that is asked no more is decided by what stands there: nothing on the page changes it. */
const asked = (list: readonly Field[], elsewhere: Elsewhere, stored: RawValues = {}): readonly Field[] => {
  const settled = new Set(list.filter(isRetired).map(({ name }) => name))
  const isOpen = ({ when }: Field): boolean => when !== undefined && when.page === undefined && !settled.has(when.field)
  return list
    .filter((field) => isOpen(field) || field.when === undefined || holds(field.when, stored, elsewhere))
    .map((field) => {
      const { when, ...rest } = field
      return when && isOpen(field) ? { ...rest, when } : rest
    })
}

/**
 * A page with what answers of other pages, and its own stored ones, decide about its fields decided, so that it can be
 * shown and read alone.
 */
export const askedPage = (page: Page, elsewhere: Elsewhere, stored?: RawValues): Page => ({
  ...page,
  fields: asked(page.fields, elsewhere, stored),
  ...(page.list ? { list: { ...page.list, fields: asked(page.list.fields, elsewhere) } } : {}),
})

/** A page as a stage asks it: what has to be answered there is not optional any more. */
export const pageIn = (stage: string, page: Page): Page => ({
  ...page,
  fields: page.fields.map((field) => {
    const { optional: _optional, ...needed } = field
    return field.neededIn === stage ? needed : field
  }),
})

export type FieldErrors = Readonly<Record<string, string>>

/** Whether a field counts, given the other raw answers. Hidden fields are dropped, checked by nobody and shown nowhere. */
export const isVisible = (field: Field, values: RawValues, elsewhere: Elsewhere = nowhere): boolean =>
  field.when === undefined || holds(field.when, values, elsewhere)

/** A form that belongs to no case has no other pages; a field that hangs on one does not belong into it. */
const nowhere: Elsewhere = (page, field) => {
  throw new Error(`no answers of other pages here: ${page}.${field}`)
}

const residentNumber = '身份证号码'

/** The field that says whether a number may be called that of a resident's card; none for a label that is neutral. */
export const namingField = ({ label, idTypeField }: Field): string | undefined =>
  label.includes(residentNumber) ? idTypeField : undefined

/** The label of a field with these raw answers: 身份证号码 is that of a resident's card and of no other document. */
export const labelOf = (field: Field, values: RawValues): string => {
  const naming = namingField(field)
  const type = (naming && values[naming]) || 'RESIDENT_ID'
  return type === 'RESIDENT_ID' ? field.label : field.label.replace(residentNumber, '证件号码')
}

const asking = (field: Field): string => (field.options || field.kind === 'yesNo' ? '请选择' : '请填写')

/**
 * Answers field by field in the order of the declaration. A condition names an earlier field (matters/check.ts), so a
 * field that depends on a hidden one is hidden too.
 */
const answerVisible = (list: readonly Field[], answer: (field: Field) => string, elsewhere?: Elsewhere): RawValues => {
  const values: Record<string, string> = {}
  for (const field of list) if (isVisible(field, values, elsewhere)) values[field.name] = answer(field)
  return values
}

/** Reads declared and visible fields, and nothing else, out of a posted body; what may be left empty is made. */
export const readForm = (
  list: readonly Field[],
  body: Readonly<Record<string, unknown>>,
  elsewhere?: Elsewhere,
): RawValues => {
  const values = answerVisible(list, (field) => kindOf(field).fromForm(body, field.name, field), elsewhere)
  const made = list.flatMap(({ name, ifEmpty }) => (ifEmpty && values[name] === '' ? [[name, ifEmpty(values)]] : []))
  return { ...values, ...Object.fromEntries(made) }
}

/** One message a field that is missing or not acceptable. */
export const validateFields = (
  list: readonly Field[],
  values: RawValues,
  today: string,
  elsewhere?: Elsewhere,
): FieldErrors => {
  const context: CheckContext = { siblings: values, today }
  const errors: Record<string, string> = {}
  for (const field of list) {
    if (!isVisible(field, values, elsewhere)) continue
    const raw = values[field.name] ?? ''
    if (raw === '') {
      if (!field.optional)
        errors[field.name] =
          field.kind === 'declaration' ? `请阅读并勾选${field.label}` : `${asking(field)}${labelOf(field, values)}`
      continue
    }
    const message = kindOf(field).check(raw, field, context)
    if (message) errors[field.name] = message
  }
  return errors
}

/** Acceptable answers that are hardly ever meant (30,000 typed where 万元 is asked), as questions by field. */
export const doubtsAbout = (list: readonly Field[], values: RawValues, elsewhere?: Elsewhere): FieldErrors => {
  const questions: Record<string, string> = {}
  for (const field of list) {
    const raw = values[field.name] ?? ''
    if (raw === '' || !isVisible(field, values, elsewhere)) continue
    const question = kindOf(field).doubt?.(raw, field)
    if (question) questions[field.name] = question
  }
  return questions
}

export type PageFinding = { readonly field?: string; readonly itemId?: string; readonly message: string }

/** Everything wrong with a stored page: its own fields, the number of items and each item's fields. */
export const validatePage = (
  page: Page,
  data: PageData,
  today: string,
  elsewhere?: Elsewhere,
): readonly PageFinding[] => {
  const findings: PageFinding[] = Object.entries(validateFields(page.fields, data.values, today, elsewhere)).map(
    ([field, message]) => ({ field, message }),
  )
  const list = page.list
  if (!list) return findings
  if (data.items.length < list.min) findings.push({ message: `请至少添加${list.min}${list.measure}${list.noun}` })
  if (data.items.length > list.max) findings.push({ message: `${list.noun}最多${list.max}${list.measure}` })
  for (const item of data.items) {
    for (const [field, message] of Object.entries(validateFields(list.fields, item.values, today, elsewhere)))
      findings.push({ field, itemId: item.id, message: `${itemTitle(list, item)}：${message}` })
  }
  return findings
}

/** The name an item goes by in lists. */
export const itemTitle = (
  { titleField, titleElse = [], titleLength, noun }: ListSpec,
  { values }: ListItem,
): string => {
  const title = [titleField, ...titleElse].map((name) => values[name]).find(Boolean) ?? `未命名${noun}`
  return titleLength === undefined || title.length <= titleLength ? title : `${title.slice(0, titleLength)}…`
}

/** How many items a list has, in words; those that are only marked to go are told apart. */
export const itemCount = ({ struck, measure }: ListSpec, items: readonly ListItem[]): string => {
  const { length: gone } = struck ? items.filter(({ values }) => values[struck.field] === struck.as) : []
  const left = `${String(items.length - gone)}${measure}`
  return gone > 0 ? `${left}，另有${String(gone)}${measure}标明删除` : left
}

/** A list with an item where it belongs: after another one, or first of all; left where it is without a place. */
export const withItem = (items: readonly ListItem[], item: ListItem, place?: string): readonly ListItem[] => {
  const at = items.findIndex(({ id }) => id === item.id)
  if (place === undefined || place === item.id)
    return at < 0 ? [...items, item] : items.map((one) => (one.id === item.id ? item : one))
  const others = items.filter(({ id }) => id !== item.id)
  const before = others.findIndex(({ id }) => id === place)
  // After what is gone since: where it was, or at the end.
  const to = place === FIRST ? 0 : before >= 0 ? before + 1 : at < 0 ? others.length : at
  return [...others.slice(0, to), item, ...others.slice(to)]
}

/** The place before all others. */
export const FIRST = 'first'

export type Row = {
  readonly field: string
  readonly label: string
  readonly text: string
  /** What the text is made of, for whoever compares or counts. */
  readonly kind: FieldKind
  readonly value: string
  /** What the register said before. */
  readonly before?: string | undefined
}

/** Readable answers of visible fields, in the order of the declaration. */
export const rows = (list: readonly Field[], values: RawValues, elsewhere?: Elsewhere): readonly Row[] =>
  list
    .filter((field) => isVisible(field, values, elsewhere) && (!field.byRule || Boolean(values[field.name])))
    .map((field) => {
      const raw = values[field.name] ?? ''
      return {
        field: field.name,
        label: labelOf(field, values),
        text: raw === '' ? '未填写' : kindOf(field).toText(raw, field),
        kind: field.kind,
        value: raw,
      }
    })

/** A complete valid answer to a list of fields, from each field's example; `kept` as they are. */
export const exampleValues = (list: readonly Field[], elsewhere?: Elsewhere, kept: RawValues = {}): RawValues =>
  answerVisible(list, (field) => kept[field.name] ?? kindOf(field).example(field), elsewhere)

/** A complete valid answer to a whole page, its list included; `kept`: answers of its own fields that stay. */
export const examplePage = (page: Page, elsewhere?: Elsewhere, kept?: RawValues): PageData => {
  const { list } = page
  return {
    values: exampleValues(page.fields, elsewhere, kept),
    items: (list?.examples ?? []).map((difference, index) => ({
      id: `${page.code}-${index + 1}`,
      // What one of them is asked alone has its example too.
      values: answerVisible(
        list?.fields ?? [],
        (field) => difference[field.name] ?? kindOf(field).example(field),
        elsewhere,
      ),
    })),
  }
}
