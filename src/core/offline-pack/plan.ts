import { cellFault } from '../forms/cells.ts'
import { emptyPage, holds, type Elsewhere, type Field, type PageData, type RawValues } from '../forms/field.ts'
import { kindOf } from '../forms/kinds.ts'
import {
  askedPage,
  doubtsAbout,
  isVisible,
  itemTitle,
  labelOf,
  rows,
  validateFields,
  type Page,
} from '../forms/page.ts'
import { elsewhereOf, readAnswers } from '../matters/answers.ts'
import type { AnswerSet, Matter } from '../matters/define.ts'
import { itemPlace, type Pack, type PackFault, type PackPage } from './read.ts'

type Change = { readonly label: string; readonly before: string; readonly after: string }

/** What a workbook would make of a page. */
type PagePlan = {
  readonly page: Page
  readonly data: PageData
  readonly changes: readonly Change[]
  /** It was changed online after the workbook was downloaded: what stands there stays unless it is chosen. */
  readonly conflict: boolean
  /** Questions that stay unanswered. */
  readonly missing: number
  /** Answers that are hardly ever meant. */
  readonly doubts: readonly { readonly field: string; readonly question: string }[]
}

export type Plan = {
  readonly pages: readonly PagePlan[]
  readonly faults: readonly PackFault[]
  /** What was written and is not taken, with the reason. */
  readonly dropped: readonly string[]
  /** The answers of the case as they would be. */
  readonly answers: AnswerSet
}

type Given = { readonly list: readonly Field[]; readonly given: RawValues; readonly base: RawValues }

/** What was written where the question is asked at all, what stood there for the rest; hidden answers fall away. */
const merged = ({ list, given, base }: Given, elsewhere: Elsewhere): RawValues => {
  const values: Record<string, string> = {}
  for (const field of list)
    if (isVisible(field, values, elsewhere)) values[field.name] = given[field.name] ?? base[field.name] ?? ''
  return values
}

const hiddenLabels = ({ list, given }: Pick<Given, 'list' | 'given'>, kept: RawValues): readonly string[] =>
  list.filter(({ name }) => (given[name] ?? '') !== '' && !Object.hasOwn(kept, name)).map(({ label }) => label)

/** Faults of what was written: an empty answer is missing, not wrong. */
const faultsIn = (
  list: readonly Field[],
  values: RawValues,
  today: string,
  elsewhere: Elsewhere,
  placeOf: (field: string) => string,
): readonly PackFault[] => {
  const errors = validateFields(list, values, today, elsewhere)
  return list.flatMap((field) => {
    const raw = values[field.name] ?? ''
    if (raw === '') return []
    const fault = cellFault(raw, field) ?? errors[field.name]
    if (fault === undefined) return []
    const label = labelOf(field, values)
    return [{ place: placeOf(field.name), message: fault.includes(label) ? fault : `${label}：${fault}` }]
  })
}

const textOf = (field: Field, raw: string): string => (raw === '' ? '（空）' : kindOf(field).toText(raw, field))

const changesBetween = (list: readonly Field[], before: RawValues, after: RawValues, prefix = ''): readonly Change[] =>
  list.flatMap((field) => {
    const [was, is] = [before[field.name] ?? '', after[field.name] ?? '']
    return was === is
      ? []
      : [{ label: `${prefix}${labelOf(field, after)}`, before: textOf(field, was), after: textOf(field, is) }]
  })

const pageChanges = (page: Page, before: PageData, after: PageData, elsewhere: Elsewhere): readonly Change[] => {
  const { list } = page
  const own = changesBetween(page.fields, before.values, after.values)
  if (!list) return own
  const told = (values: RawValues): string =>
    rows(list.fields, values, elsewhere)
      .filter(({ value }) => value !== '')
      .map(({ label, text }) => `${label}：${text}`)
      .join('\n')
  return [
    ...own,
    ...before.items
      .filter(({ id }) => !after.items.some((item) => item.id === id))
      .map((item) => ({
        label: `去掉${list.noun}：${itemTitle(list, item)}`,
        before: told(item.values),
        after: '（空）',
      })),
    ...after.items.flatMap((item) => {
      const was = before.items.find(({ id }) => id === item.id)
      return was
        ? changesBetween(list.fields, was.values, item.values, `${itemTitle(list, item)}：`)
        : [{ label: `新增${list.noun}：${itemTitle(list, item)}`, before: '（空）', after: told(item.values) }]
    }),
  ]
}

const missingIn = (page: Page, { values, items }: PageData, today: string, elsewhere: Elsewhere): number => {
  const count = (list: readonly Field[], given: RawValues): number =>
    Object.keys(validateFields(list, given, today, elsewhere)).filter((name) => (given[name] ?? '') === '').length
  const { list } = page
  const fewer = list ? Math.max(0, list.min - items.length) : 0
  return items.reduce((sum, item) => sum + count(list?.fields ?? [], item.values), count(page.fields, values) + fewer)
}

/** The items of a page as the workbook has them; rows nobody knows are new, and so is the second of the same. */
const itemsOf = (
  list: NonNullable<Page['list']>,
  read: NonNullable<PackPage['items']>,
  base: PageData,
  elsewhere: Elsewhere,
): PageData['items'] =>
  read.map(({ id, values }) => {
    const known = base.items.find((item) => item.id === id)
    return { id, values: merged({ list: list.fields, given: values, base: known?.values ?? {} }, elsewhere) }
  })

/**
 * What a workbook makes of the answers of a stage, page by page in the order of the stage: pure, nothing is written.
 * `touched`: whether a page was filled in since the download; one that was not stays as it is now. `overwrite`: pages
 * that were changed online since, and are to be as the workbook says.
 */
export const planPack = (
  matter: Matter,
  pages: readonly Page[],
  stored: AnswerSet,
  pack: Pack,
  how: {
    readonly today: string
    readonly touched: (page: Page) => boolean
    readonly moved: (page: Page) => boolean
    readonly overwrite: ReadonlySet<string>
  },
): Plan => {
  const { today, touched, moved, overwrite } = how
  const plans: PagePlan[] = []
  const faults: PackFault[] = [...pack.faults]
  const dropped = [...pack.unknown.map((code) => `编号${code}：现在没有这个问题`), ...(pack.ignored ?? [])]
  let answers = stored
  for (const declared of pages) {
    const read = pack.pages[declared.code]
    if (!read || !touched(declared)) continue
    const elsewhere = elsewhereOf(readAnswers(matter.pages, answers))
    if (declared.when && !holds(declared.when, {}, elsewhere)) {
      dropped.push(`“${declared.title}”：按现在填写的内容不用填写这一页`)
      continue
    }
    const page = askedPage(declared, elsewhere)
    const base = stored[page.code] ?? emptyPage
    const values = merged({ list: page.fields, given: read.values, base: base.values }, elsewhere)
    const { list } = page
    const items = list && read.items ? itemsOf(list, read.items, base, elsewhere) : base.items
    const data: PageData = { ...base, values, items }
    const changes = pageChanges(page, base, data, elsewhere)
    if (changes.length === 0) continue
    for (const label of hiddenLabels({ list: declared.fields, given: read.values }, values))
      dropped.push(`“${page.title}”的“${label}”：按现在填写的内容不用填写`)
    faults.push(...faultsIn(page.fields, values, today, elsewhere, (field) => read.places[field] ?? page.title))
    if (list) {
      for (const [index, item] of items.entries())
        faults.push(
          ...faultsIn(
            list.fields,
            item.values,
            today,
            elsewhere,
            (field) => read.places[itemPlace(index, field)] ?? page.title,
          ),
        )
      if (items.length > list.max)
        faults.push({
          place: page.title,
          message: `${list.noun}最多${String(list.max)}${list.measure}，表格里的超过了，多出的没有核对`,
        })
    }
    const conflict = moved(page)
    const doubts = Object.entries(doubtsAbout(page.fields, data.values, elsewhere)).map(([field, question]) => ({
      field,
      question,
    }))
    plans.push({ page, data, changes, conflict, doubts, missing: missingIn(page, data, today, elsewhere) })
    if (!conflict || overwrite.has(page.code)) answers = { ...answers, [page.code]: data }
  }
  return { pages: plans, faults, dropped, answers }
}
