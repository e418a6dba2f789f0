import type { Knex } from 'knex'
import type { Field } from '../../core/forms/field.ts'
import type { AnyStage, Matter } from '../../core/matters/define.ts'
import { stageOf } from '../../core/matters/journey.ts'
import type { Deps } from '../../deps.ts'
import { placeOf, type Target } from '../../core/verdicts/targets.ts'
import type { Status } from '../../core/workflow/statuses.ts'
import type { CaseRow } from './store.ts'

export type CorrectionItem = Target & {
  readonly id: number
  readonly title: string
  readonly note: string
  readonly answer: string | null
}

export type OpenCorrection = {
  readonly id: number
  readonly dueOn: string
  readonly items: readonly CorrectionItem[]
  /** Pages the stage came to ask after it was submitted: nobody could answer them, so the notice names none of them. */
  readonly newPages: readonly string[]
  /** 一次性告知: only what it names may change, and each item is answered. What was sent back otherwise is all open. */
  readonly binding: boolean
}

/** Pages a stage asks of which nothing was ever stored. */
export const newPagesOf = (stage: Pick<AnyStage, 'pages'>, stored: Readonly<Record<string, unknown>>): string[] =>
  stage.pages.filter((page) => !Object.hasOwn(stored, page))

export const isBinding = (status: Status): boolean => status === 'CORRECTION_REQUIRED'

/** The correction notice that binds the applicant now, if there is one. */
export const bindingCorrection = async (
  knex: Knex,
  deps: Pick<Deps, 'matters'>,
  caseFile: Pick<CaseRow, 'id' | 'status' | 'matter' | 'stage'>,
): Promise<OpenCorrection | undefined> => {
  if (!isBinding(caseFile.status)) return undefined
  const correction = await knex('correction')
    .where({ case_id: caseFile.id })
    .whereNull('closed_at')
    .first<{ id: number; due_on: string } | undefined>('id', 'due_on')
  if (!correction) return undefined
  const items = await knex('correction_item')
    .where({ correction_id: correction.id })
    .orderBy('id')
    .select<CorrectionItem[]>('id', { kind: 'target_kind' }, 'target', 'title', 'note', 'answer')
  const pages = await knex('answer').where({ case_id: caseFile.id }).select<{ page: string }[]>('page')
  const stored = Object.fromEntries(pages.map(({ page }) => [page, true]))
  const newPages = newPagesOf(stageOf(deps.matters.require(caseFile.matter), caseFile.stage), stored)
  return { id: correction.id, dueOn: correction.due_on, items, newPages, binding: true }
}

/** Everything that has to be put right on a page, or the material of that code. */
export const itemsAt = (correction: OpenCorrection | undefined, code: string): readonly CorrectionItem[] =>
  correction?.items.filter((item) => placeOf(item).code === code) ?? []

/** Whether a page or material is open to the applicant: everything is, unless a binding notice names what is. */
export const isOpenFor = (correction: OpenCorrection | undefined, code: string): boolean =>
  !correction?.binding || correction.newPages.includes(code) || itemsAt(correction, code).length > 0

/** Whether everything a stage asks may be filled in at once: a notice that names what may change is answered there. */
export const isOfferedAsPack = (form: {
  readonly fillable: boolean
  readonly correction: OpenCorrection | undefined
  readonly stage: Pick<AnyStage, 'pages'>
}): boolean => form.fillable && form.correction?.binding !== true && form.stage.pages.length > 0

const isWholeOpen = (correction: OpenCorrection, page: string): boolean =>
  !correction.binding ||
  correction.newPages.includes(page) ||
  correction.items.some((item) => item.kind === 'page' && item.target === page)

const partsAt = (correction: OpenCorrection, page: string, kind: 'field' | 'item'): ReadonlySet<string> =>
  new Set(
    itemsAt(correction, page)
      .filter((item) => item.kind === kind)
      .map((item) => placeOf(item).part ?? ''),
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
  return new Set(fields.map(({ name }) => name).filter((name) => isOwn(name) || open?.has(name) === false))
}

/** Whether an item of a page's list may be changed or taken away; `new`: whether one may be added. */
export const isItemOpen = (correction: OpenCorrection | undefined, page: string, item: string): boolean =>
  !correction || isWholeOpen(correction, page) || partsAt(correction, page, 'item').has(item)
