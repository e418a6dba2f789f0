import { askedWhen, cellOptions, toCell } from '../forms/cells.ts'
import { isNeeded, type Condition, type Field, type PageData } from '../forms/field.ts'
import { isRetired, type ListSpec, type Page } from '../forms/page.ts'
import { withWords } from '../forms/words.ts'
import { fieldsOf, type Matter } from '../matters/define.ts'
import { pageOf } from '../matters/journey.ts'
import type { BookCell } from '../workbooks.ts'

// What a sheet of a workbook is put together of: single questions, a list, a table of amounts. Everything stands where
// its code says, in the last column, so that rows and columns may be moved.

type Choices = {
  readonly column: number
  readonly from: number
  readonly to: number
  readonly options: readonly string[]
}

export type PackRow = {
  readonly cells: readonly BookCell[]
  /** What stands in the last column. */
  readonly code?: string
  /** Only for the portal. */
  readonly hidden?: true
}

/** A part of a sheet; rows of its choices are counted from its own top. */
export type Block = {
  readonly widths: readonly number[]
  readonly rows: readonly PackRow[]
  /** So many rows at its top are headings. */
  readonly heading: number
  /** Empty rows below, to be filled in. */
  readonly blank?: number
  readonly choices: readonly Choices[]
}

/** What stands above the questions, and above the answers. */
export const questionHead = '问题'
export const answerHead = '填写'
/** Names an item of a list that is there already. */
export const itemColumn = '#'

/** The code of a question as it stands in the workbook. */
export const codeOf = (page: string, field: string): string => `${page}.${field}`

/** The code of a row that is only to be read. */
const toldCode = (page: string): string => `${page}.!`

/** A text that stands there to be read. */
export const fixed = (text: string, head?: 'head'): BookCell => ({ text, ...(head ? { head: true as const } : {}) })

type PackWords = Parameters<typeof withWords>[1]

/** What guidance is made of. */
export type Asking = {
  readonly matter: Pick<Matter, 'title' | 'pages'>
  readonly words: PackWords
  /** What the register says of a field of a page. */
  readonly registered?: (page: Page, field: string) => string | undefined
  /** What the portal itself says on a page: nobody is asked it. */
  readonly told?: (page: Page) => readonly { readonly label: string; readonly text: string }[]
  /** Whether a field is not whoever fills it in's to change. */
  readonly locked?: (page: Page, field: string) => boolean
}

/** When something is asked, in words; nothing for what is asked no more. */
const whenText = (matter: Asking['matter'], page: Page, condition: Condition): string => {
  const on = condition.page === undefined ? page : pageOf(matter, condition.page)
  const field = on && fieldsOf(on).find(({ name }) => name === condition.field)
  if (!field || isRetired(field)) return ''
  return askedWhen(condition, field, condition.page === undefined ? '' : `“${on.title}”的`)
}

/** What a page says before its questions. */
export const introOf = ({ matter, words }: Asking, page: Page): string =>
  [
    page.when ? whenText(matter, page, page.when).replace('填写', '填写这一页') : '',
    page.intro ? withWords(page.intro, words) : '',
  ]
    .filter(Boolean)
    .join('。')

const formOf = (field: Field): string => {
  const { kind, min, max, unit, statement } = field
  const options = cellOptions(field).map(({ text }) => text)
  const numbers = [min === undefined ? '' : `不小于${String(min)}`, max === undefined ? '' : `不大于${String(max)}`]
  switch (kind) {
    case 'choices':
      return `可以选几项，用“；”隔开：${options.join('；')}`
    case 'choice':
    case 'yesNo':
      return `从列表中选择：${options.join('、')}`
    case 'declaration':
      return `${statement ?? ''}（同意的填“已确认”）`
    case 'date':
      return '按年、月、日填写，例如2026年11月20日'
    case 'money':
      return '单位：元，最多两位小数'
    case 'integer':
    case 'decimal':
      return [unit ? `单位：${unit}` : '', ...numbers].filter(Boolean).join('，')
    default:
      return [min === undefined ? '' : `至少${String(min)}个字`, max === undefined ? '' : `最多${String(max)}个字`]
        .filter(Boolean)
        .join('，')
  }
}

const guidance = ({ matter, words, registered }: Asking, page: Page, field: Field): string => {
  const said = registered?.(page, field.name)
  return [
    said === undefined ? '' : `登记簿记载：${said}`,
    field.when ? whenText(matter, page, field.when) : '',
    field.hint ? withWords(field.hint, words) : '',
    formOf(field),
  ]
    .filter((part) => part !== '')
    .join('。')
}

const markOf = (field: Field, page: Page): string => {
  if (!isNeeded(field)) return '选填'
  return (field.when ?? page.when) ? '符合条件时必填' : '必填'
}

const choiceRule = (field: Field, column: number, from: number, to: number): readonly Choices[] => {
  const options = cellOptions(field).map(({ text }) => text)
  return field.kind !== 'choices' && options.length > 0 ? [{ column, from, to, options }] : []
}

const answerColumn = 1

/** Single questions of pages, a row each. */
export const questionBlock = (
  asking: Asking,
  pages: readonly { readonly page: Page; readonly fields: readonly Field[]; readonly data: PageData }[],
): Block => {
  const rows: PackRow[] = [
    { cells: [questionHead, answerHead, '必填', '说明'].map((text) => fixed(text, 'head')), code: '编号（请不要改）' },
  ]
  const choices: Choices[] = []
  for (const { page, fields, data } of pages) {
    if (fields.length === 0) continue
    rows.push({ cells: [fixed(`【${page.title}】`), '', '', fixed(introOf(asking, page))] })
    for (const { label, text } of asking.told?.(page) ?? [])
      rows.push({ cells: [label, text, '', '不用填写'].map((cell) => fixed(cell)), code: toldCode(page.code) })
    for (const field of fields) {
      const given = data.values[field.name] ?? ''
      if (given === '' && isRetired(field)) continue
      choices.push(...choiceRule(field, answerColumn, rows.length, rows.length))
      const answer = toCell(given, field)
      rows.push({
        cells: [
          { text: field.label, ...(field.source ? { note: field.source } : {}) },
          asking.locked?.(page, field.name) ? fixed(answer) : answer,
          fixed(markOf(field, page)),
          fixed(guidance(asking, page, field)),
        ],
        code: codeOf(page.code, field.name),
      })
    }
  }
  return { widths: [34, 44, 16, 70], rows, heading: 1, choices }
}

/** Rows at the top of a list: labels, guidance, codes. */
const listHeading = 3
const spareRows = 60
const widthOf = ({ kind, options }: Field): number =>
  kind === 'textarea' ? 40 : kind === 'idNumber' ? 24 : options ? 18 : 20

/** A list, a row an item, with room for more. */
export const listBlock = (asking: Asking, page: Page, list: ListSpec, data: PageData): Block => {
  const { fields } = list
  const rows: readonly PackRow[] = [
    {
      cells: fields.map((field) => fixed(`${field.label}（${markOf(field, page)}）`, 'head')),
      code: '已有项（请不要改）',
    },
    { cells: fields.map((field) => fixed(guidance(asking, page, field), 'head')), code: '新增的一行不填' },
    {
      cells: fields.map(({ name }) => fixed(codeOf(page.code, name), 'head')),
      code: codeOf(page.code, itemColumn),
      hidden: true,
    },
    ...data.items.map(({ id, values }) => ({
      cells: fields.map((field) => toCell(values[field.name] ?? '', field)),
      code: id,
    })),
  ]
  const blank = Math.max(0, Math.min(list.bulk ? list.max : spareRows, list.max - data.items.length))
  const last = rows.length + blank - 1
  return {
    widths: fields.map(widthOf),
    rows,
    heading: listHeading,
    blank,
    choices: fields.flatMap((field, column) => choiceRule(field, column, listHeading, last)),
  }
}
