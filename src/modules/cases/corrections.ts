import type { Knex } from 'knex'
import type { Field } from '../../core/forms/field.ts'
import type { AnyStage } from '../../core/matters/define.ts'
import { stageOf } from '../../core/matters/journey.ts'
import type { Deps } from '../../deps.ts'
import type { CaseRow } from './store.ts'

export type CorrectionItem = {
  readonly id: number
  readonly targetKind: 'page' | 'field' | 'material'
  /** Page code, `page.field`, or material code. */
  readonly target: string
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
}

/** Pages a stage asks of which nothing was ever stored. */
export const newPagesOf = (stage: Pick<AnyStage, 'pages'>, stored: Readonly<Record<string, unknown>>): string[] =>
  stage.pages.filter((page) => !Object.hasOwn(stored, page))

/** The correction notice the applicant has to meet now, if there is one. */
export const openCorrectionOf = async (
  knex: Knex,
  deps: Pick<Deps, 'matters'>,
  caseFile: Pick<CaseRow, 'id' | 'status' | 'matter' | 'stage'>,
): Promise<OpenCorrection | undefined> => {
  if (caseFile.status !== 'CORRECTION_REQUIRED') return undefined
  const correction = await knex('correction')
    .where({ case_id: caseFile.id })
    .whereNull('closed_at')
    .first<{ id: number; due_on: string } | undefined>('id', 'due_on')
  if (!correction) return undefined
  const items = await knex('correction_item')
    .where({ correction_id: correction.id })
    .orderBy('id')
    .select<CorrectionItem[]>('id', { targetKind: 'target_kind' }, 'target', 'title', 'note', 'answer')
  const pages = await knex('answer').where({ case_id: caseFile.id }).select<{ page: string }[]>('page')
  const stored = Object.fromEntries(pages.map(({ page }) => [page, true]))
  const newPages = newPagesOf(stageOf(deps.matters.require(caseFile.matter), caseFile.stage), stored)
  return { id: correction.id, dueOn: correction.due_on, items, newPages }
}

const pageOfTarget = (item: CorrectionItem): string =>
  item.targetKind === 'field' ? item.target.slice(0, item.target.indexOf('.')) : item.target

/** Whether a page or material is open to the applicant: everything is, unless a correction notice names what is. */
export const isOpenFor = (correction: OpenCorrection | undefined, target: string): boolean =>
  correction === undefined ||
  correction.newPages.includes(target) ||
  correction.items.some((item) => pageOfTarget(item) === target)

/** Fields of a page that stay as they are: those a correction notice does not name, when it names single fields. */
export const lockedFields = (
  correction: OpenCorrection | undefined,
  page: string,
  fields: readonly Field[],
): ReadonlySet<string> => {
  if (!correction || correction.newPages.includes(page)) return new Set()
  if (correction.items.some((item) => item.targetKind === 'page' && item.target === page)) return new Set()
  const open = new Set(
    correction.items
      .filter((item) => item.targetKind === 'field' && pageOfTarget(item) === page)
      .map((item) => item.target.slice(item.target.indexOf('.') + 1)),
  )
  return new Set(fields.map((field) => field.name).filter((name) => !open.has(name)))
}
