import type { Knex } from 'knex'
import { emptyPage, type Field } from '../../core/forms/field.ts'
import { validatePage } from '../../core/forms/page.ts'
import { elsewhereOf, readAnswers } from '../../core/matters/answers.ts'
import type { AnswerSet, AnyStage, Matter } from '../../core/matters/define.ts'
import { askedPages, stageOf } from '../../core/matters/journey.ts'
import type { Deps } from '../../deps.ts'
import { placeOf, type Target } from '../../core/verdicts/targets.ts'
import type { Status } from '../../core/workflow/statuses.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { paths } from '../../web/paths.ts'
import { openAnswers, type AnswerRow } from './answers.ts'
import { goingAlong, type GoingAlong } from './going-along.ts'
import type { CaseRow } from './store.ts'

export type CorrectionItem = Target & {
  readonly id: number
  readonly title: string
  readonly note: string
  readonly answer: string | null
}

export type OpenCorrection = {
  readonly id: number
  readonly openedAt: Date
  readonly dueOn: string
  readonly items: readonly CorrectionItem[]
  /** Pages the stage came to ask after it was submitted: nobody could answer them, so the notice names none of them. */
  readonly newPages: readonly string[]
  /** Copies of what it names, and what states, proves or makes it up: open as well, asked of nobody. */
  readonly along: readonly GoingAlong[]
  /** 一次性告知: only what it names may change, and each item is answered. What was sent back otherwise is all open. */
  readonly binding: boolean
}

/** Pages a stage asks of which nothing was ever stored, and that cannot have been handed in empty. */
const newPagesOf = (matter: Matter, stage: AnyStage, stored: AnswerSet, today: string): string[] => {
  const answers = readAnswers(matter.pages, stored)
  return askedPages(matter, stage.pages, answers)
    .filter(
      (page) =>
        !Object.hasOwn(stored, page.code) && validatePage(page, emptyPage, today, elsewhereOf(answers)).length > 0,
    )
    .map(({ code }) => code)
}

/** What a notice opens of a stage as it is answered. */
export const openedBy = (
  notice: Pick<OpenCorrection, 'id' | 'openedAt' | 'dueOn' | 'items'>,
  { matter, stage, stored }: { readonly matter: Matter; readonly stage: AnyStage; readonly stored: AnswerSet },
  { binding, today }: { readonly binding: boolean; readonly today: string },
): OpenCorrection => ({
  ...notice,
  newPages: newPagesOf(matter, stage, stored, today),
  along: binding ? goingAlong(matter, stage, stored, notice.items) : [],
  binding,
})

export const isBinding = (status: Status): boolean => status === 'CORRECTION_REQUIRED'

/** The correction notice that binds the applicant now, if there is one. */
export const bindingCorrection = async (
  knex: Knex,
  deps: Pick<Deps, 'matters' | 'crypto' | 'clock'>,
  caseFile: Pick<CaseRow, 'id' | 'status' | 'matter' | 'stage'>,
): Promise<OpenCorrection | undefined> => {
  if (!isBinding(caseFile.status)) return undefined
  const correction = await knex('correction')
    .where({ case_id: caseFile.id })
    .whereNull('closed_at')
    .first<{ id: number; opened_at: Date; due_on: string } | undefined>('id', 'opened_at', 'due_on')
  if (!correction) return undefined
  const items = await knex('correction_item')
    .where({ correction_id: correction.id })
    .orderBy('id')
    .select<CorrectionItem[]>('id', { kind: 'target_kind' }, 'target', 'title', 'note', 'answer')
  const pages = await knex('answer').where({ case_id: caseFile.id }).select<AnswerRow[]>('page', 'data_enc', 'version')
  const matter = deps.matters.require(caseFile.matter)
  return openedBy(
    { id: correction.id, openedAt: correction.opened_at, dueOn: correction.due_on, items },
    { matter, stage: stageOf(matter, caseFile.stage), stored: openAnswers(deps.crypto, caseFile.id, pages) },
    { binding: true, today: localDate(deps.clock.now()) },
  )
}

/** Everything that has to be put right on a page, or the material of that code. */
export const itemsAt = (correction: OpenCorrection | undefined, code: string): readonly CorrectionItem[] =>
  correction?.items.filter((item) => placeOf(item).code === code) ?? []

/** Where something a notice opens is changed: at the very field, item of a list or material. */
export const changePath = (caseId: string, target: Target): string => {
  const { code, part } = placeOf(target)
  if (target.kind === 'material') return paths.material(caseId, code)
  if (target.kind === 'item') return paths.answerItem(caseId, code, part ?? '')
  return `${paths.answerPage(caseId, code)}${part === undefined ? '' : `#${part}`}`
}

/** What goes along with the notice on a page, or the material of that code. */
export const alongAt = (correction: OpenCorrection | undefined, code: string): readonly GoingAlong[] =>
  correction?.along.filter((one) => placeOf(one).code === code) ?? []

/**
 * Whether a page or material is open to the applicant: everything is, unless a binding notice names what is. What goes
 * along with that is open as well.
 */
export const isOpenFor = (correction: OpenCorrection | undefined, code: string): boolean =>
  !correction?.binding ||
  correction.newPages.includes(code) ||
  itemsAt(correction, code).length > 0 ||
  alongAt(correction, code).length > 0

/** Whether everything a stage asks may be filled in at once: a notice that names what may change is answered there. */
export const isOfferedAsPack = (form: {
  readonly fillable: boolean
  readonly correction: OpenCorrection | undefined
  readonly stage: Pick<AnyStage, 'pages'>
}): boolean => form.fillable && form.correction?.binding !== true && form.stage.pages.length > 0

const isWholeOpen = (correction: OpenCorrection, page: string): boolean =>
  !correction.binding ||
  correction.newPages.includes(page) ||
  [...correction.items, ...correction.along].some(({ kind, target }) => kind === 'page' && target === page)

const partsAt = (correction: OpenCorrection, page: string, kind: 'field' | 'item'): ReadonlySet<string> =>
  new Set(
    [...itemsAt(correction, page), ...alongAt(correction, page)]
      .filter((one) => one.kind === kind)
      .map((one) => placeOf(one).part ?? ''),
  )

/**
 * Fields of a page that stay as they are: those a notice does not name, when it names parts of the page; and for a
 * colleague what whoever applies says of themselves (您是).
 */
export const lockedFields = (
  {
    correction,
    acting,
    matter,
  }: {
    readonly correction: OpenCorrection | undefined
    readonly acting: object | undefined
    readonly matter: Pick<Matter, 'facts'>
  },
  page: string,
  fields: readonly Field[],
): ReadonlySet<string> => {
  const { applicantRole } = matter.facts
  const isOwn = (name: string): boolean =>
    acting !== undefined && applicantRole?.page === page && applicantRole.field === name
  const open = correction && !isWholeOpen(correction, page) ? partsAt(correction, page, 'field') : undefined
  // What a rule may come to ask of an answer that is open is open with it.
  const isClosed = ({ name, byRule }: Field): boolean => open?.has(name) === false && !(byRule && open.size > 0)
  return new Set(fields.filter((field) => isOwn(field.name) || isClosed(field)).map(({ name }) => name))
}

/** Whether an item of a page's list may be changed or taken away; `new`: whether one may be added. */
export const isItemOpen = (correction: OpenCorrection | undefined, page: string, item: string): boolean =>
  !correction || isWholeOpen(correction, page) || partsAt(correction, page, 'item').has(item)
