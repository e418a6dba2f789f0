import { phoneHoldHours } from '../../core/identity/phone-hold.ts'
import { withdrawalConfirmHours, withdrawalHours } from '../../core/helpdesk/operations.ts'
import { DeskRefusal, obstacle } from '../../core/helpdesk/refusals.ts'
import { heldFrom } from '../accounts/phone-hold.ts'
import { makeTemporaryPassword } from '../accounts/temporary-password.ts'
import { act, addEvent, endSessionsOf, record, update, type Opened, type Seen } from './act.ts'
import { takePhoneBack } from './effects.ts'
import type { Desk } from './refusing.ts'
import { SecondPerson } from './second-person.ts'

/**
 * The phone to go back to, when that is asked or done within so many hours of the change. What was done with the account
 * since does not matter, but of two changes at a counter the later one is taken back first.
 */
const previousPhoneOf = async ({ operation, values, tx }: Opened, hours: number): Promise<string> => {
  const previous = values['previousPhone']
  const { finished_at: done } = operation
  if (operation.kind !== 'CHANGE_PHONE' || previous === undefined || done === null)
    throw new DeskRefusal(obstacle('NOT_OPEN'))
  if (previous === '') throw new DeskRefusal(obstacle('NO_PHONE_BEFORE'))
  if (tx.now.getTime() - done.getTime() > hours * 3_600_000) throw new DeskRefusal(obstacle('TOO_LATE'))
  const later = await tx
    .trx('desk_operation')
    .where({ account_id: operation.account_id, status: 'DONE' })
    .whereIn('kind', ['CHANGE_PHONE', 'CHANGE_REPRESENTATIVE'])
    .where('finished_at', '>', done)
    .first<object | undefined>('id')
  if (later) throw new DeskRefusal(obstacle('CHANGED_SINCE'))
  return previous
}

/** While the second person is waited for, nothing leaves the account. */
const holdUntilConfirmed = async ({ tx, operation }: Opened): Promise<void> => {
  if (operation.account_id === null || operation.finished_at === null) return
  const hours = withdrawalConfirmHours - phoneHoldHours
  const from = new Date(operation.finished_at.getTime() + hours * 3_600_000)
  await tx.trx('account').where({ id: operation.account_id }).update(heldFrom(tx, from))
}

/** The holder called: one clerk asks that a change of the phone be taken back … */
export const askWithdrawal = (desk: Desk, seen: Seen, reason: string): Promise<void> =>
  act(desk, seen, { step: 'withdraw', from: ['DONE'], evenGone: true }, async (opened) => {
    await previousPhoneOf(opened, withdrawalHours)
    if (opened.operation.withdrawal_by !== null) throw new DeskRefusal(obstacle('NOT_OPEN'))
    await holdUntilConfirmed(opened)
    await update(opened, { withdrawal_by: desk.staff.id, reason })
    await addEvent(opened, desk, 'WITHDRAWAL_ASKED', reason)
    record(opened, desk, 'desk-withdraw')
  })

/** … and another one does it. */
export const confirmWithdrawal = async (desk: Desk, seen: Seen): Promise<void> => {
  const temporary = await makeTemporaryPassword(desk.deps)
  const accountId = await act(
    desk,
    seen,
    { step: 'confirm-withdrawal', from: ['DONE'], evenGone: true },
    async (opened) => {
      const { operation, account, values } = opened
      if (operation.withdrawal_by === null) throw new DeskRefusal(obstacle('NOT_OPEN'))
      const second = await SecondPerson.confirming(opened, desk, { action: 'WITHDRAWAL_ASKED' })
      const previousPhone = await previousPhoneOf(opened, withdrawalConfirmHours)
      await takePhoneBack(opened.tx, desk, {
        operation,
        account,
        values,
        second,
        temporary,
        certificate: undefined,
        previousPhone,
      })
      await update(opened, { status: 'WITHDRAWN' })
      await addEvent(opened, desk, 'WITHDRAWN')
      record(opened, desk, 'desk-withdrawn', { first: operation.withdrawal_by })
      if (operation.account_id) await desk.deps.sessions.applicant.store.endAll(operation.account_id)
      return operation.account_id
    },
  )
  await endSessionsOf(desk, accountId)
}
