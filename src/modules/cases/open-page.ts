import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import { emptyPage, type PageData } from '../../core/forms/field.ts'
import { askedPage, pageIn, validatePage, type Page } from '../../core/forms/page.ts'
import { withWords } from '../../core/forms/words.ts'
import { sponsorWords } from '../../core/matters/policies.ts'
import { elsewhereOf } from '../../core/matters/answers.ts'
import { pageOf, askedPages } from '../../core/matters/journey.ts'
import { movedSince } from '../../core/matters/take-over.ts'
import { placeOf, type Target } from '../../core/verdicts/targets.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Context, Applicant } from '../../web/route.ts'
import { paths } from '../../web/paths.ts'
import { namePrefix } from '../organizations/check-name.ts'
import { savePage } from './fill-in.ts'
import { changePath, isItemOpen, isOpenFor } from './corrections.ts'
import { isId } from '../../web/params.ts'
import { loadForm, type LoadedCase } from './queries.ts'
import { backToCheck, wayBackOf, withBack } from './way-back.ts'

/** A page of a case as it was opened: the case, what is asked, what is stored. */
export type Opened = Awaited<ReturnType<typeof openedPage>>

/** What hints and introductions name of the province and the area of the authority. */
export const wordsOf = (
  deps: Pick<Deps, 'site' | 'reference'>,
  { caseFile, matter }: Pick<LoadedCase, 'caseFile' | 'matter'>,
) => ({
  ...deps.site.matters,
  ...sponsorWords(deps.site.matters, matter.orgType),
  area: namePrefix(deps.reference, caseFile.authority_id),
})

/** The page an address names. NOT_FOUND when the stage has none such, NOT_ALLOWED_NOW while it is not open to change. */
export const openedPage = async (deps: Deps, context: Context<Applicant>) => {
  const form = await loadForm(deps, context.param('id'), context.actor, 'fill')
  const declared = pageOf(form.matter, context.param('page'))
  if (!declared || !form.stage.pages.includes(declared.code)) throw new AppError('NOT_FOUND')
  const asked = askedPage(
    pageIn(form.stage.code, declared),
    elsewhereOf(form.answers),
    form.stored[declared.code]?.values,
  )
  const page = asked.intro ? { ...asked, intro: withWords(asked.intro, wordsOf(deps, form)) } : asked
  if (!form.fillable || !isOpenFor(form.correction, page.code))
    throw new AppError(
      'NOT_ALLOWED_NOW',
      '这一页现在不能修改：申请已经提交，或者它不在需要补正的内容之内。请到“我的办件”查看办理进度。',
    )
  if (form.consent?.given && page.code === form.consent.settled?.page)
    throw new AppError(
      'NOT_ALLOWED_NOW',
      `${form.consent.given.unit}已在线同意（文号${form.consent.given.number}），这一页不用填写。`,
    )
  const data = form.stored[page.code] ?? emptyPage
  return {
    form,
    page,
    data,
    version: form.versions[page.code] ?? 0,
    back: wayBackOf(context.query),
    listBack: wayBackOf(context.query, 'list'),
  }
}

/** The same with an item of its list in the address; one a correction notice leaves closed is refused. */
export const openedItem = async (deps: Deps, context: Context<Applicant>): Promise<Opened> => {
  const opened = await openedPage(deps, context)
  if (!isItemOpen(opened.form.correction, opened.page.code, context.param('item')))
    throw new AppError('NOT_ALLOWED_NOW', '这一项不在需要补正的内容之内，不能修改。')
  return opened
}

/** The day by which answers are judged. */
export const today = (deps: Deps): string => localDate(deps.clock.now())

/** Saves an opened page as `change` makes it out of what is stored; gives the version it has from now on. */
export const saveOpened = async (
  deps: Deps,
  context: Context<Applicant>,
  opened: Opened,
  version: number,
  change: (data: PageData) => PageData,
): Promise<number> =>
  savePage(deps, context.actor, context.audit, {
    caseId: opened.form.caseFile.id,
    page: opened.page.code,
    version,
    change,
  })

/** Nothing is left to do on a page: it was saved, and nothing is missing on it. */
const isFinished = ({ stored, versions, answers }: LoadedCase, page: Page, on: string): boolean =>
  (versions[page.code] ?? 0) > 0 &&
  validatePage(page, stored[page.code] ?? emptyPage, on, elsewhereOf(answers)).length === 0

/** The next thing a notice opens, in its order, then what it has still to be in accord with; the notice after the last. */
const nextOfNotice = ({ caseFile, correction, ...form }: LoadedCase, page: string): string => {
  const moved = (correction?.along ?? []).filter((one) => {
    const copy = one.kind === 'field' ? pageOf(form.matter, placeOf(one).code) : undefined
    return copy && movedSince(form.matter, form.answers, copy, form.stored[copy.code] ?? emptyPage).length > 0
  })
  const added = (correction?.newPages ?? []).map((target): Target => ({ kind: 'page', target }))
  const all: readonly Target[] = [...(correction?.items ?? []), ...added, ...moved]
  const codes = [...new Set(all.map((target) => placeOf(target).code))]
  const at = codes.indexOf(page)
  // What was added or moved is none of it once it is saved.
  const next = at < 0 ? [...added, ...moved][0] : all.find((target) => placeOf(target).code === codes[at + 1])
  return next ? changePath(caseFile.id, next) : `${paths.case(caseFile.id)}#correction`
}

/** The next thing that was sent back, in the order it was told; 核对 after the last, and from what was not named. */
const nextSentBack = ({ caseFile, correction }: LoadedCase, page: string): string => {
  const items = correction?.items ?? []
  const codes = [...new Set(items.map((target) => placeOf(target).code))]
  const code = codes.includes(page) ? codes[codes.indexOf(page) + 1] : undefined
  const next = items.find((target) => placeOf(target).code === code)
  return next ? changePath(caseFile.id, next) : paths.checkAnswers(caseFile.id)
}

/** The page itself, with the way back it was opened with; the list an item was opened from. */
export const openedPath = ({ form, page, back, listBack }: Opened): string =>
  withBack(paths.answerPage(form.caseFile.id, page.code), back ?? listBack)

/** An address on the same way back as the page or item that is open. */
export const onTheWay = ({ back, listBack }: Pick<Opened, 'back' | 'listBack'>, href: string): string =>
  withBack(withBack(href, back), listBack, 'list')

/**
 * Where one goes after a page is done: back to 核对, if one came from there; else to the next page of the stage that is
 * not, then its materials, then the check.
 */
export const nextPath = (deps: Deps, { form, page: { code: page }, back }: Opened): string => {
  const { id } = form.caseFile
  if (back) return backToCheck(id, back, `page-${page}`)
  if (form.correction?.binding) return nextOfNotice(form, page)
  if (form.correction) return nextSentBack(form, page)
  const asked = askedPages(form.matter, form.stage.pages, form.answers)
  const following = asked
    .slice(asked.findIndex(({ code }) => code === page) + 1)
    .find((each) => !isFinished(form, each, today(deps)))
  if (following) return paths.answerPage(id, following.code)
  return form.stage.materials.length > 0 ? paths.materials(id) : paths.checkAnswers(id)
}

/** The key a form of a new item was shown with: sent twice, it is one item. */
export const keyOfForm = (body: Readonly<Record<string, string>>): string | undefined =>
  isId(body['itemKey'] ?? '') ? body['itemKey'] : undefined
