import type { Knex } from 'knex'
import type { Deps } from '../../deps.ts'
import type { DocumentContent } from '../../core/documents/blocks.ts'
import { AppError } from '../../core/errors.ts'
import type { Action } from '../../core/workflow/procedures/index.ts'
import type { Staff } from '../../web/route.ts'
import { lockAny, type CaseRow } from '../cases/store.ts'
import { isId } from '../../web/params.ts'
import { takeOfficialStep, takerOf } from '../cases/official-step.ts'
import { isOwnCase, previewStep, type StepDetails } from '../cases/take-step.ts'
import { ownCase, type StaffCase } from './case-data.ts'
import type { RevealGround } from '../../web/reveal-reason.ts'
import type { RequestFacts } from '../../db/audit.ts'
import { byStaff } from '../../web/acting.ts'

/** A case of the official's own authority, locked; any other is not found (S21). */
export const lockForStaff = async (trx: Knex.Transaction, id: string, staff: Staff): Promise<CaseRow> => {
  const caseFile = await lockAny(trx, id)
  if (caseFile.authority_id !== staff.authority.id || caseFile.number === null) throw new AppError('NOT_FOUND')
  return caseFile
}

export type StaffStep = {
  readonly caseId: string
  readonly action: Action
  readonly opinion: string
  readonly conclusion: string
  readonly requestKey: string
  /** Version of the case the official looked at. */
  readonly version: number
  /** The last verdict the official had seen, where the step rests on verdicts. */
  readonly judged?: number | undefined
  readonly details: StepDetails
}

/** Refuses a step that rests on verdicts when something was said after its form was shown. */
const requireJudged = async (
  trx: Knex.Transaction,
  caseFile: Pick<CaseRow, 'id' | 'authority_id'>,
  { requestKey, judged }: StaffStep,
): Promise<void> => {
  if (judged === undefined) return
  const taken = await trx('case_event').where({ case_id: caseFile.id, request_key: requestKey }).first<object>('id')
  const last = await trx('verdict')
    .where({ case_id: caseFile.id, authority_id: caseFile.authority_id })
    .where('id', '>', judged)
    .first<{ staff_name: string } | undefined>('staff_name')
  if (!taken && last)
    throw new AppError(
      'NOT_ALLOWED_NOW',
      `逐项审查的结果在您操作期间有变化（${last.staff_name}）。请看过最新的结果再办理，您填写的内容保留在下面。`,
    )
}

const takenIn = (step: StaffStep) => ({
  action: step.action,
  opinion: step.opinion,
  conclusion: step.conclusion,
  requestKey: step.requestKey,
  expectedVersion: step.version,
  details: step.details,
})

/**
 * The documents an official's step would issue, as they would go out; nothing when it was taken already. All of it is
 * taken back: no number is used, nothing is recorded. It fails as the step itself would.
 */
export const previewStaffStep = (
  deps: Deps,
  staff: Staff,
  step: StaffStep,
): Promise<readonly DocumentContent[] | undefined> =>
  deps.trial(async (tx) => {
    if (!isId(step.requestKey)) throw new AppError('BAD_REQUEST')
    const caseFile = await lockForStaff(tx.trx, step.caseId, staff)
    await requireJudged(tx.trx, caseFile, step)
    return previewStep(tx, deps, caseFile, { ...takenIn(step), by: takerOf(staff) })
  })

/**
 * Takes a step for an official. The same form sent twice is one step; a form that already served for another step, or
 * was made from an older state, is refused with STALE.
 */
export const takeStaffStep = (deps: Deps, staff: Staff, request: RequestFacts, step: StaffStep): Promise<void> =>
  deps.command(byStaff(staff, request), async (tx) => {
    if (!isId(step.requestKey)) throw new AppError('BAD_REQUEST')
    const caseFile = await lockForStaff(tx.trx, step.caseId, staff)
    await requireJudged(tx.trx, caseFile, step)
    await takeOfficialStep(tx, deps, staff, caseFile, takenIn(step))
  })

/**
 * Records that an official looked at a case, a file or a document of it. Awaited before anything is shown: what cannot
 * be recorded is not seen, nor what is of a case that is their own (回避).
 */
export const recordView = (
  deps: Deps,
  staff: Staff,
  request: RequestFacts,
  seen: {
    readonly kind: 'case' | 'attachment' | 'document' | 'site_visit'
    readonly id: string
    readonly caseId: string
  },
): Promise<void> =>
  deps.command(byStaff(staff, request), async (tx) => {
    if (await isOwnCase(tx, { id: seen.caseId }, staff.idNumberIndex)) throw ownCase()
    tx.audit({
      chain: staff.authority.code,
      action: seen.kind === 'case' ? 'case.view' : 'file.view',
      objectKind: seen.kind,
      objectId: seen.id,
      details: { case: seen.caseId },
    })
  })

/** Records that an official looked for the cases of a person. By what is written down, whom is not. */
export const recordSearch = (
  deps: Deps,
  staff: Staff,
  request: RequestFacts,
  details: Readonly<Record<string, unknown>>,
): Promise<void> =>
  deps.command(byStaff(staff, request), async (tx) => {
    tx.audit({ chain: staff.authority.code, action: 'case.search', objectKind: 'case', details })
  })

/**
 * Records that an official asked to see the people of a case in full, and why: a line for each person, who can read it
 * in their own account, and one in the audit log. Awaited before anything is shown.
 */
export const recordReveal = (
  deps: Deps,
  staff: Staff,
  request: RequestFacts,
  wanted: {
    readonly found: Pick<StaffCase, 'caseFile'>
    /** Index of each person's document number. */
    readonly people: readonly string[]
    readonly ground: RevealGround
    readonly reason: string
  },
): Promise<void> =>
  deps.command(byStaff(staff, request), async (tx) => {
    const { caseFile } = wanted.found
    await tx.trx('identity_view').insert(
      wanted.people.map((index) => ({
        id_number_idx: index,
        staff_id: staff.id,
        staff_name: staff.name,
        authority_name: staff.authority.name,
        place: `办件${caseFile.number}`,
        field: '证件号码、手机号、电子邮箱、银行账号',
        reason: wanted.reason,
        at: tx.now,
      })),
    )
    tx.audit({
      chain: staff.authority.code,
      action: 'case.reveal',
      objectKind: 'case',
      objectId: caseFile.id,
      details: { ground: wanted.ground, people: wanted.people.length },
    })
  })
