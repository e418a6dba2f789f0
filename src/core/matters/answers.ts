import type { RawValues } from '../forms/field.ts'
import { isVisible, type Page } from '../forms/page.ts'
import type { AnswerSet, Answers } from './define.ts'

const visibleValues = (fields: Page['fields'], values: RawValues): RawValues =>
  Object.fromEntries(
    fields.filter((field) => isVisible(field, values)).map((field) => [field.name, values[field.name] ?? '']),
  )

/** The typed reading of stored pages that rules and conditions work on. Unknown pages and fields read as empty. */
export const readAnswers = (pages: readonly Page[], stored: AnswerSet): Answers => {
  const read = new Map(
    pages.map((page) => {
      const data = stored[page.code]
      const list = page.list
      const values = visibleValues(page.fields, data?.values ?? {})
      const items = list
        ? (data?.items ?? []).map((item) => ({ id: item.id, values: visibleValues(list.fields, item.values) }))
        : []
      return [page.code, { values, items }]
    }),
  )
  const value = (page: string, field: string): string => read.get(page)?.values[field] ?? ''
  return {
    value,
    number: (page, field) => {
      const raw = value(page, field)
      return /^\d+(\.\d+)?$/.test(raw) ? Number(raw) : undefined
    },
    items: (page) => read.get(page)?.items ?? [],
  }
}
