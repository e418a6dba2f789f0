import { AppError } from '../../core/errors.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import type { Staff } from '../../web/route.ts'
import type { CaseRow } from './store.ts'
import { takeStep, type StepTaken } from './take-step.ts'

/** An official as whoever takes a step. */
export const takerOf = (staff: Staff) => ({
  kind: 'staff' as const,
  staffId: staff.id,
  name: staff.name,
  roles: staff.roles,
  idNumberIndex: staff.idNumberIndex,
})

/**
 * Takes a step of a locked case for an official, of its authority or of its unit. The same form sent twice is one step,
 * and is recorded; a form that already served for another step, or somebody else's, is refused with STALE.
 */
export const takeOfficialStep = async (
  tx: Transaction,
  deps: Deps,
  staff: Staff,
  caseFile: CaseRow,
  taken: Omit<StepTaken, 'by'>,
): Promise<void> => {
  const { event, repeated } = await takeStep(tx, deps, caseFile, { ...taken, by: takerOf(staff) })
  if (!repeated) return
  if (event.action !== taken.action || event.staff_id !== staff.id) throw new AppError('STALE')
  tx.audit({
    chain: staff.authority.code,
    action: 'case.step-repeated',
    objectKind: 'case',
    objectId: caseFile.id,
    details: { event: event.id },
  })
}
