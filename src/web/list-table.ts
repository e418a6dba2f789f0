import type { ListItem } from '../core/forms/field.ts'
import { itemCount } from '../core/forms/page.ts'
import type { Matter } from '../core/matters/define.ts'
import { pageOf } from '../core/matters/journey.ts'
import { figuresIn } from './figures-view.ts'
import { cellNames, sheetText } from './sheet-view.ts'

type Item = {
  readonly title: string
  readonly rows: readonly {
    readonly field?: string
    readonly label: string
    readonly text: string
    readonly value?: string | undefined
  }[]
}

/** What an item of a section was answered with, as far as the section tells it. */
const answersIn = ({ rows }: Item): ListItem => ({
  id: '',
  values: Object.fromEntries(rows.map(({ field = '', value, text }) => [field, value ?? text])),
})

/** A section whose items are many, brought as a whole, as one table; undefined for every other. `remark`: said of each. */
export const listTable = <I extends Item>(
  matter: Matter,
  { page, title, items }: { readonly page: string; readonly title: string; readonly items: readonly I[] },
  remark: (item: I) => string = () => '',
) => {
  const list = pageOf(matter, page)?.list
  if (!list?.bulk || items.length === 0) return undefined
  const listed = items.map(answersIn)
  const marks = list.ordered?.(listed)
  const labels = [...new Set(items.flatMap(({ rows }) => rows.map(({ label }) => label)))]
  const remarks = items.map(remark)
  const remarked = remarks.some((text) => text !== '')
  return {
    caption: title,
    captionHidden: true,
    dense: true,
    scroll: true,
    named: true,
    called: list.ordered ? list.noun : '名单',
    count: list.struck ? itemCount(list, listed) : items.length,
    head: ['序号', ...labels, ...(remarked ? ['变化'] : [])].map((text) => ({ text })),
    rows: items.map(({ rows }, index) => [
      { text: marks?.[index] ?? String(index + 1) },
      ...labels.map((label) => ({ text: rows.find((row) => row.label === label)?.text ?? '' })),
      ...(remarked ? [{ text: remarks[index] ?? '' }] : []),
    ]),
  }
}

type Answer = { readonly field: string; readonly value?: string | undefined }

/**
 * A section that is a table of amounts as one, beside what else its page asks; every other section as it is. `marked`:
 * what a cell is marked by, where somebody judges it.
 */
export const withSheet = <R extends Answer, S extends { readonly page: string; readonly rows: readonly R[] }>(
  matter: Matter,
  section: S,
  marked?: (cell: string) => string,
) => {
  const sheet = pageOf(matter, section.page)?.sheet
  if (!sheet) return { ...section, sheet: undefined }
  const cells = new Set(cellNames(sheet))
  return {
    ...section,
    sheet: sheetText(sheet, Object.fromEntries(section.rows.map(({ field, value = '' }) => [field, value])), marked),
    rows: section.rows.filter(({ field }) => !cells.has(field)),
  }
}

/** Answers that tell one item from another at a glance: short ones, and neither numbers nor a bare 是. */
const tells = (text: string): boolean => text.length <= 12 && !/^(?:\d{5}|是$|否$|居民身份证$|未填写$|$)/.test(text)

/**
 * A section as it is read: a table of amounts as one, and of its list one table where its items are brought as a whole, a
 * folded line each otherwise.
 */
export const foldedList = <
  S extends {
    readonly page: string
    readonly title: string
    readonly rows: readonly Answer[]
    readonly items: readonly Item[]
  },
>(
  matter: Matter,
  section: S,
  sections: readonly S[],
) => {
  const table = listTable(matter, section)
  const first = new Set(pageOf(matter, section.page)?.list?.summaryFields)
  const brief = ({ title, rows }: Item): string => {
    const inOrder = [...rows].sort(
      (one, other) => Number(first.has(other.field ?? '')) - Number(first.has(one.field ?? '')),
    )
    const texts = inOrder.map(({ text }) => text).filter((text) => text !== title && tells(text))
    return texts.length > 0 ? `（${texts.slice(0, 3).join('，')}）` : ''
  }
  return {
    ...withSheet(matter, section),
    figures: figuresIn(matter, section, sections),
    table,
    items: table ? [] : section.items.map((item) => ({ ...item, brief: brief(item) })),
  }
}
