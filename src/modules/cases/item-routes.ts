import { randomUUID } from 'node:crypto'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import type { ListItem, RawValues } from '../../core/forms/field.ts'
import { validateFields, readForm, doubtsAbout, itemTitle, withItem, type ListSpec } from '../../core/forms/page.ts'
import { type Context, type Applicant, type Route, applicantRoute } from '../../web/route.ts'
import { paths } from '../../web/paths.ts'
import { PageConflict } from './fill-in.ts'
import { readVersion, isId } from '../../web/params.ts'
import { openedItem, openedPage, openedPath, type Opened, today, keyOfForm, saveOpened, onTheWay } from './open-page.ts'
import { offerPath, notedOn, offersOn, takenIntoItem } from './known.ts'
import { HOLDER } from '../../core/matters/take-over.ts'
import { showItem } from './list-view.ts'
import { isTold, pageFrame, storedMark } from './page-frame.ts'
import { showConflict } from './page-view.ts'
import { isAutosave, sameValues, tellVersion } from './autosave.ts'
import { backToCheck } from './way-back.ts'

/** What a new item says to begin with where its place in the list decides that: put behind that one, or last of all. */
const begunAs = ({ page, data: { items } }: Opened, place: string | undefined) => {
  if (!page.list?.begun) return undefined
  const behind = place === undefined ? items.at(-1) : items.find(({ id }) => id === place)
  return { values: page.list.begun(behind?.values) }
}

/** One item of a list, or an empty one to add. */
const getItem = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const opened = await openedItem(deps, context)
  const named = context.param('item')
  // A new item that was saved since is shown as what it is.
  const saved = named === 'new' ? keyOfForm(context.query) : undefined
  const item = opened.data.items.find((candidate) => candidate.id === (saved ?? named))
  const itemId = item?.id ?? named
  if (!item && itemId !== 'new') throw new AppError('NOT_FOUND')
  const errors = item && opened.page.list ? validateFields(opened.page.list.fields, item.values, today(deps)) : {}
  const shown =
    item ??
    begunAs(opened, context.query['place']) ??
    (await takenIntoItem(deps, opened.form, opened.page, context.query['from'] ?? ''))
  await showItem(deps, context, opened, itemId, shown, errors, 200)
}

/** Saves an item of a list. One with faults is kept as a draft only when that is asked for. */
const postItem = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const opened = await openedItem(deps, context)
  const { form, page } = opened
  if (!page.list) throw new AppError('NOT_FOUND')
  const itemId = context.param('item')
  const version = readVersion(context.body['version'])
  const values = readForm(page.list.fields, context.posted)
  const id = itemId === 'new' ? (keyOfForm(context.body) ?? randomUUID()) : itemId
  if (itemId !== 'new' && !opened.data.items.some((item) => item.id === itemId)) {
    // Gone since the form was shown: what was typed is not lost, it can still be kept as an item of its own.
    if (!isId(itemId) || version === opened.version) throw new AppError('NOT_FOUND')
    if (isAutosave(context)) return tellVersion(context, opened.version, false)
    const action = onTheWay(opened, paths.answerItem(form.caseFile.id, page.code, 'new'))
    return showConflict(context, opened, page.list.fields, values, {}, opened, {
      action,
      itemKey: itemId,
    })
  }
  const errors = {
    ...(isTold(context.body, values) ? {} : doubtsAbout(page.list.fields, values)),
    ...validateFields(page.list.fields, values, today(deps)),
  }
  const keep = context.body['action'] === 'save-draft' || Object.keys(errors).length === 0
  if (!keep) return showItem(deps, context, opened, itemId, { values }, errors, 422)
  const { list } = page
  // 保存草稿 goes on at the list.
  const leave = (): string =>
    opened.back && context.body['action'] === 'continue'
      ? backToCheck(form.caseFile.id, opened.back, `page-${page.code}`)
      : openedPath(opened)
  const among = (items: readonly ListItem[]) => items.find((item) => item.id === id)
  const [made = { id, values }] = await notedOn(deps, form, page, [{ id, values }])
  const put = (at: number) =>
    saveOpened(deps, context, opened, at, (now) => {
      if (!among(now.items) && now.items.length >= list.max)
        throw new AppError('INVALID', `${list.noun}最多${list.max}${list.measure}。`)
      return { ...now, items: withItem(now.items, made, list.ordered && context.body['place']) }
    })
  try {
    const saved = await put(version).catch((error: unknown) => {
      // Only other items of the list were saved since: nothing of this one is overwritten.
      const mine = error instanceof PageConflict && context.body['stored'] === storedMark(among(error.stored.items))
      if (!mine) throw error
      return put(error.version)
    })
    if (isAutosave(context)) return tellVersion(context, saved)
  } catch (error) {
    if (!(error instanceof PageConflict)) throw error
    const stored = among(error.stored.items)
    const same = stored !== undefined && sameValues(values, stored.values)
    if (isAutosave(context)) return tellVersion(context, error.version, same, error.by)
    if (same) return context.redirect(leave())
    return showConflict(context, opened, page.list.fields, values, stored?.values ?? {}, error, {
      action: context.req.originalUrl,
      itemKey: itemId === 'new' ? id : undefined,
    })
  }
  if (context.body['action'] !== 'next') return context.redirect(leave())
  const saved = await openedPage(deps, context)
  // Whoever applies for others is asked for by their own choice only.
  const next = (await offersOn(deps, saved.form, page)).find(({ key }) => key !== HOLDER)
  const path = offerPath(form.caseFile.id, page, next?.key)
  context.redirect(onTheWay(opened, `${path}${path.includes('?') ? '&' : '?'}after=${id}`))
}

/** What an item that is not taken off is marked with; nothing for one that is. */
const isStruck = ({ struck }: ListSpec, { values }: ListItem): RawValues | undefined =>
  struck && values[struck.when] ? { [struck.field]: struck.as } : undefined

/** Asks before an item is taken off a list. */
const askRemove = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const opened = await openedItem(deps, context)
  const { list } = opened.page
  const item = opened.data.items.find(({ id }) => id === context.param('item'))
  if (!list || !item) throw new AppError('NOT_FOUND')
  context.view('cases/remove.njk', {
    ...pageFrame(opened, `删除${list.noun}`),
    what: list.noun,
    name: itemTitle(list, item),
    loss: isStruck(list, item)
      ? '这是现行章程的条文：删除以后仍列在原处，标明“删除”，请写明理由；需要时可以恢复。'
      : '已填写的各项内容将被删除，不能恢复；需要时要重新填写。',
    action: onTheWay(opened, paths.removeItem(opened.form.caseFile.id, opened.page.code, item.id)),
  })
}

/** Takes an item off a list. */
const postRemove = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const opened = await openedItem(deps, context)
  const itemId = context.param('item')
  const item = opened.data.items.find(({ id }) => id === itemId)
  const struck = item && opened.page.list && isStruck(opened.page.list, item)
  if (context.body['answer'] !== 'yes' || !item) return context.redirect(openedPath(opened))
  await saveOpened(deps, context, opened, opened.version, (now) => ({
    ...now,
    items: struck
      ? now.items.map((one) => (one.id === itemId ? { ...one, values: { ...one.values, ...struck } } : one))
      : now.items.filter((one) => one.id !== itemId),
  }))
  // Why it goes is asked next.
  context.redirect(struck ? paths.answerItem(opened.form.caseFile.id, opened.page.code, itemId) : openedPath(opened))
}

/** The items of a page that is a list: people, units. */
export const answerItemRoutes = (deps: Deps): readonly Route[] => [
  applicantRoute({
    method: 'get',
    path: paths.answerItem(':id', ':page', ':item'),
    handler: (context) => getItem(deps, context),
  }),
  applicantRoute({
    method: 'post',
    path: paths.answerItem(':id', ':page', ':item'),
    handler: (context) => postItem(deps, context),
  }),
  applicantRoute({
    method: 'get',
    path: paths.removeItem(':id', ':page', ':item'),
    handler: (context) => askRemove(deps, context),
  }),
  applicantRoute({
    method: 'post',
    path: paths.removeItem(':id', ':page', ':item'),
    handler: (context) => postRemove(deps, context),
  }),
]
