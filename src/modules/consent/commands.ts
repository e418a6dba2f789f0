import { AppError } from '../../core/errors.ts'
import type { Action } from '../../core/workflow/procedures/index.ts'
import type { RawValues } from '../../core/forms/field.ts'
import type { RequestFacts } from '../../db/audit.ts'
import type { Deps } from '../../deps.ts'
import { byStaff } from '../../web/acting.ts'
import { isId } from '../../web/params.ts'
import type { Staff } from '../../web/route.ts'
import { takeOfficialStep } from '../cases/official-step.ts'
import { lockAny } from '../cases/store.ts'

export type UnitAnswer = {
  readonly requestId: string
  readonly action: Extract<Action, 'consent' | 'refuseConsent'>
  readonly conclusion: string
  readonly form: RawValues
  /** Made when the form was shown: sent twice, it is one answer. */
  readonly requestKey: string
  /** Version of the case the form was shown with. */
  readonly version: number
}

/**
 * Answers for a unit. Throws NOT_FOUND for what was put to another one, STALE when a colleague was faster, the applicant
 * took it back, or the case ended meanwhile.
 */
export const answerForUnit = (deps: Deps, staff: Staff, request: RequestFacts, answer: UnitAnswer): Promise<void> =>
  deps.command(byStaff(staff, request), async (tx) => {
    if (!isId(answer.requestKey)) throw new AppError('BAD_REQUEST')
    const found = await tx
      .trx('consent_request')
      .where({ id: answer.requestId, organ_id: staff.organ?.id ?? 0 })
      .first<{ case_id: string } | undefined>('case_id')
    if (!found) throw new AppError('NOT_FOUND')
    const caseFile = await lockAny(tx.trx, found.case_id)
    const open = await tx
      .trx('consent_request')
      .where({ id: answer.requestId })
      .first<{ closed_by: number | null }>('closed_by')
    const sent = await tx
      .trx('case_event')
      .where({ case_id: found.case_id, request_key: answer.requestKey, staff_id: staff.id })
      .first<object | undefined>('id')
    if (open.closed_by !== null && !sent) throw new AppError('STALE')
    await takeOfficialStep(tx, deps, staff, caseFile, {
      action: answer.action,
      conclusion: answer.conclusion,
      requestKey: answer.requestKey,
      expectedVersion: answer.version,
      details: { form: answer.form },
    })
  })

/** Records that somebody of a unit looked at what was put to it, or at a file of it; awaited before it is shown. */
export const recordUnitView = (
  deps: Deps,
  staff: Staff,
  request: RequestFacts,
  seen: { readonly kind: 'case' | 'attachment'; readonly id: string; readonly caseId: string },
): Promise<void> =>
  deps.command(byStaff(staff, request), async (tx) => {
    tx.audit({
      chain: staff.authority.code,
      action: seen.kind === 'case' ? 'case.unit-view' : 'file.view',
      objectKind: seen.kind,
      objectId: seen.id,
      details: { case: seen.caseId, organ: staff.organ?.id },
    })
  })
