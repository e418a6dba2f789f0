import { holds, splitChoices, type Elsewhere, type PageData, type RawValues } from '../forms/field.ts'
import { isVisible, type Page } from '../forms/page.ts'
import { isCalendarDate } from '../identity/resident-id.ts'
import type { AnswerSet, Answers } from './define.ts'

const visibleValues = (fields: Page['fields'], values: RawValues, elsewhere: Elsewhere): RawValues =>
  Object.fromEntries(
    fields
      .filter((field) => isVisible(field, values, elsewhere))
      .map(({ name, kind }) => {
        const raw = values[name] ?? ''
        return [name, kind === 'date' && !isCalendarDate(raw) ? '' : raw]
      }),
  )

/** Answers of other pages, as conditions see them: of a field, or of every item of a list. */
const readElsewhere =
  (read: ReadonlyMap<string, PageData>): Elsewhere =>
  (page, field) => {
    const data = read.get(page)
    if (!data) return []
    return [data.values[field] ?? '', ...data.items.map((item) => item.values[field] ?? '')]
  }

const readPages = (pages: readonly Page[], stored: AnswerSet): ReadonlyMap<string, PageData> => {
  const read = new Map<string, PageData>()
  // A condition names an earlier page (check.ts), so a page that depends on a hidden one is hidden too.
  const elsewhere = readElsewhere(read)
  for (const page of pages) {
    if (page.when && !holds(page.when, {}, elsewhere)) continue
    const data = stored[page.code]
    const { list } = page
    const values = visibleValues(page.fields, data?.values ?? {}, elsewhere)
    const items = list
      ? (data?.items ?? []).map((item) => ({
          id: item.id,
          values: visibleValues(list.fields, item.values, elsewhere),
        }))
      : []
    read.set(page.code, { values, items })
  }
  return read
}

/** The typed reading of stored pages that rules and conditions work on. Unknown pages and fields read as
 * empty, and so does what is no day of the calendar: a draft holds whatever was typed. */
export const readAnswers = (pages: readonly Page[], stored: AnswerSet): Answers => {
  const read = readPages(pages, stored)
  const value = (page: string, field: string): string => read.get(page)?.values[field] ?? ''
  return {
    value,
    number: (page, field) => {
      const raw = value(page, field)
      return /^\d+(\.\d+)?$/.test(raw) ? Number(raw) : undefined
    },
    has: (page, field, option) => splitChoices(value(page, field)).includes(option),
    items: (page) => read.get(page)?.items ?? [],
  }
}

/** What conditions on other pages see of the answers. */
export const elsewhereOf =
  (answers: Answers): Elsewhere =>
  (page, field) => [answers.value(page, field), ...answers.items(page).map((item) => item.values[field] ?? '')]
