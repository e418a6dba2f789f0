import { randomUUID } from 'node:crypto'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import type { ListItem as StoredItem } from '../../core/forms/field.ts'
import { type FieldErrors, itemCount, itemTitle, type ListSpec, rows, validateFields } from '../../core/forms/page.ts'
import { HOLDER, type Taken } from '../../core/matters/take-over.ts'
import { fieldViews, errorList } from '../../web/form-view.ts'
import type { Context, Applicant } from '../../web/route.ts'
import { paths } from '../../web/paths.ts'
import { itemTarget, keyOf } from '../../core/verdicts/targets.ts'
import { isItemOpen, itemsAt, type CorrectionItem } from './corrections.ts'
import { offerPath, offersOn } from './known.ts'
import { type Opened, today, keyOfForm, openedPath, onTheWay } from './open-page.ts'
import { placesOf } from './item-places.ts'
import { withBack } from './way-back.ts'
import { digestOf, ofAuthority, pageFrame, storedMark } from './page-frame.ts'

/** What has to be put right of one item of the page's list. */
const notesOn = ({ form, page }: Opened, item: string): readonly CorrectionItem[] =>
  itemsAt(form.correction, page.code).filter((note) => keyOf(note) === keyOf(itemTarget(page.code, item)))

/** People and units named before, each with the way to begin an item with them. */
export const offersView = async (deps: Deps, opened: Opened, way: (href: string) => string) => {
  const { form, page } = opened
  const offers = (await offersOn(deps, form, page)).map((offer) => ({
    ...offer,
    href: way(offerPath(form.caseFile.id, page, offer.key)),
  }))
  const listed = offers.filter(({ key }) => key !== HOLDER)
  return {
    from: [...new Set(listed.map(({ noun }) => noun))].join('、'),
    listed: listed.map(({ title, href }) => ({ title, href })),
    holderHref: offers.find(({ key }) => key === HOLDER)?.href,
  }
}

type ListedItem = {
  readonly mark: string
  readonly insertHref?: string | undefined
  readonly title: string
  readonly rows: readonly { readonly label: string; readonly text: string }[]
  readonly faults: number
  readonly href?: string
  readonly removeHref?: string
}

/** Items of a list of many, a line each. */
const bulkRows = (noun: string, items: readonly ListedItem[], ofItem: (href: string) => string) =>
  items.map(({ mark, title, rows: told, faults, href, removeHref }) => [
    { text: mark },
    { text: title, ...(faults > 0 ? { sub: `${faults}处待修改` } : {}) },
    { text: told.map(({ label, text }) => `${label}：${text}`).join('；') },
    {
      actions: [
        ...(href ? [{ href, text: '修改', hidden: noun + title }] : []),
        ...(removeHref ? [{ href: ofItem(removeHref), text: '删除', hidden: noun + title }] : []),
      ],
    },
  ])

/** Items that follow one another under the heading they share, each with what it is called there. */
const groups = (
  { groupedBy }: ListSpec,
  stored: readonly StoredItem[],
  items: readonly ListedItem[],
  ofItem: (href: string) => string,
) => {
  if (groupedBy === undefined) return undefined
  const headings = stored.map(({ values }) => values[groupedBy] ?? '')
  return items.map((item, index) => ({
    ...item,
    ...(item.removeHref ? { removeHref: ofItem(item.removeHref) } : {}),
    heading: index === 0 || headings[index] !== headings[index - 1] ? headings[index] : undefined,
  }))
}

/** The items of a page that is a list, each by its title and what of it is told first. */
export const listView = async (deps: Deps, opened: Opened) => {
  const { form, page, data } = opened
  const { list } = page
  const mayAdd = list && data.items.length < list.max && isItemOpen(form.correction, page.code, 'new')
  if (!list) return undefined
  const ofItem = (href: string): string => withBack(href, opened.back, 'list')
  const marks = list.ordered?.(data.items)
  const newHref = ofItem(paths.answerItem(form.caseFile.id, page.code, 'new'))
  const items = data.items.map((item, index) => ({
    id: item.id,
    mark: marks?.[index] ?? String(index + 1),
    insertHref: list.ordered && mayAdd ? `${newHref}${newHref.includes('?') ? '&' : '?'}place=${item.id}` : undefined,
    title: itemTitle(list, item),
    rows: rows(
      list.fields.filter(({ name: field }) =>
        list.summaryFields ? list.summaryFields.includes(field) : field !== list.titleField,
      ),
      item.values,
    )
      .filter((row) => item.values[row.field])
      .slice(0, 3),
    faults: Object.keys(validateFields(list.fields, item.values, today(deps))).length,
    notes: notesOn(opened, item.id),
    ...(isItemOpen(form.correction, page.code, item.id)
      ? {
          href: ofItem(paths.answerItem(form.caseFile.id, page.code, item.id)),
          removeHref: paths.removeItem(form.caseFile.id, page.code, item.id),
        }
      : {}),
  }))
  return {
    noun: list.noun,
    measure: list.measure,
    min: list.min,
    bulk: list.bulk,
    /** All of it may change; a correction notice can open single items only. */
    open: isItemOpen(form.correction, page.code, 'new'),
    items,
    // A form that asks for an address takes no query of its own along.
    fields: opened.back ? [{ name: 'list', value: opened.back }] : [],
    count: itemCount(list, data.items),
    table: list.bulk && !list.groupedBy ? bulkRows(list.noun, items, ofItem) : undefined,
    groups: groups(list, data.items, items, ofItem),
    addHref: mayAdd ? newHref : undefined,
    tableHref:
      list.max > 1 && !list.ordered && isItemOpen(form.correction, page.code, 'new')
        ? withBack(paths.answerTable(form.caseFile.id, page.code), opened.back)
        : undefined,
    offers: mayAdd ? await offersView(deps, opened, ofItem) : undefined,
  }
}

/** Answers with one item of a list. */
export const showItem = async (
  deps: Deps,
  context: Context<Applicant>,
  opened: Opened,
  itemId: string,
  { values, from }: Pick<Taken, 'values'> & Partial<Taken>,
  errors: FieldErrors,
  status: number,
) => {
  const { list } = opened.page
  if (!list) throw new AppError('NOT_FOUND')
  const { items } = opened.data
  const isNew = itemId === 'new'
  const stored = items.find(({ id }) => id === itemId)
  const before = isNew ? items.find(({ id }) => id === context.query['after']) : undefined
  const key = isNew ? (keyOfForm(context.body) ?? keyOfForm(context.query) ?? randomUUID()) : itemId
  const action = paths.answerItem(opened.form.caseFile.id, opened.page.code, itemId)
  context.view(
    'cases/item.njk',
    {
      ...pageFrame(opened, isNew ? `添加${list.noun}` : `修改${list.noun}`),
      correctionNotes: notesOn(opened, itemId),
      // A browser would put in whoever sits before it, and the item is mostly somebody else.
      fields: fieldViews(list.fields, values, errors, { from, ...ofAuthority(deps, opened.form) }).map((field) => ({
        ...field,
        autocomplete: 'off',
      })),
      offers: isNew && status === 200 ? await offersView(deps, opened, (href) => onTheWay(opened, href)) : undefined,
      places: placesOf(opened, itemId, context),
      nextText:
        items.length + (isNew ? 1 : 0) < list.max && isItemOpen(opened.form.correction, opened.page.code, 'new')
          ? `保存，再添加${list.noun}`
          : undefined,
      errors: errorList(errors),
      told: status === 422 ? digestOf(values) : undefined,
      version: opened.version,
      itemId,
      itemKey: key,
      // Read again, it is the form of the same item.
      action: isNew
        ? `${action}?${new URLSearchParams({ ...context.query, itemKey: key }).toString()}`
        : onTheWay(opened, action),
      stored: storedMark(stored),
      savedBefore:
        before && `已保存“${itemTitle(list, before)}”。现在添加第${items.length + 1}${list.measure}${list.noun}。`,
      backHref: openedPath(opened),
    },
    status,
  )
}
