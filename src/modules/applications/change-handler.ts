import { AppError } from '../../core/errors.ts'
import { isFinal } from '../../core/workflow/states.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import type { Applicant } from '../../web/route.ts'
import { requireFounder, requireRoom } from './commands.ts'
import type { ApplicationRow } from './store.ts'

/** Whether a case can be given to somebody else: not a deleted draft, and not one that has ended. */
export const isTransferable = (
  application: Pick<ApplicationRow, 'status'> & { readonly deleted_at: unknown },
): boolean => application.deleted_at === null && !isFinal(application.status)

/**
 * Puts a locked application into another account's hands, with its answers, files and messages: from this moment the
 * one before finds it no more. Refuses a case that has ended, and an account that may not found or has no room for one
 * more. Who the new handler is among the founders they say themselves.
 */
export const changeHandler = async (
  tx: Transaction,
  deps: Deps,
  application: ApplicationRow,
  to: { readonly actor: Applicant; readonly role: NonNullable<ApplicationRow['applicant_role']> },
): Promise<void> => {
  if (!isTransferable(application)) throw new AppError('NOT_ALLOWED_NOW', '该办件已经结束或者删除，不能移交。')
  await requireFounder(tx, deps, to.actor)
  await requireRoom(tx, to.actor.id)
  await tx
    .trx('application')
    .where({ id: application.id })
    .update({ account_id: to.actor.id, applicant_role: to.role, updated_at: tx.now })
  await tx.trx('message').where({ application_id: application.id }).update({ account_id: to.actor.id })
}
