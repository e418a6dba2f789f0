import { validateMobile } from '../../core/identity/phone.ts'
import { withdrawalConfirmHours, withdrawalHours } from '../../core/helpdesk/operations.ts'
import { DeskRefusal, obstacle } from '../../core/helpdesk/refusals.ts'
import { makeTemporaryPassword } from '../accounts/temporary-password.ts'
import { act, addEvent, endSessionsOf, record, update, type Opened, type Seen } from './act.ts'
import { takePhoneBack } from './effects.ts'
import type { Desk } from './refusing.ts'
import { SecondPerson } from './second-person.ts'

/** The phone to go back to, when that is asked or done within so many hours of the change. */
const previousPhoneOf = (desk: Desk, { operation, account, values, tx }: Opened, hours: number): string => {
  const { crypto } = desk.deps
  const previous = values['previousPhone']
  const late = operation.finished_at === null || tx.now.getTime() - operation.finished_at.getTime() > hours * 3_600_000
  if (operation.kind !== 'CHANGE_PHONE' || previous === undefined) throw new DeskRefusal(obstacle('NOT_OPEN'))
  if (late) throw new DeskRefusal(obstacle('TOO_LATE'))
  const changed = validateMobile(values['phone'] ?? '')
  if (!changed.ok || account?.phone_idx !== crypto.index('phone', changed.value))
    throw new DeskRefusal(obstacle('CHANGED_SINCE'))
  return previous
}

/** The holder called: one clerk asks that a change of the phone be taken back … */
export const askWithdrawal = (desk: Desk, seen: Seen, reason: string): Promise<void> =>
  act(desk, seen, { step: 'withdraw', from: ['DONE'] }, async (opened) => {
    previousPhoneOf(desk, opened, withdrawalHours)
    if (opened.operation.withdrawal_by !== null) throw new DeskRefusal(obstacle('NOT_OPEN'))
    await update(opened, { withdrawal_by: desk.staff.id, reason })
    await addEvent(opened, desk, 'WITHDRAWAL_ASKED', reason)
    record(opened, desk, 'desk-withdraw')
  })

/** … and another one does it. */
export const confirmWithdrawal = async (desk: Desk, seen: Seen): Promise<void> => {
  const temporary = await makeTemporaryPassword(desk.deps)
  const accountId = await act(desk, seen, { step: 'confirm-withdrawal', from: ['DONE'] }, async (opened) => {
    const { operation, account, values } = opened
    if (operation.withdrawal_by === null) throw new DeskRefusal(obstacle('NOT_OPEN'))
    const second = await SecondPerson.confirming(opened, desk, { action: 'WITHDRAWAL_ASKED' })
    const previousPhone = previousPhoneOf(desk, opened, withdrawalConfirmHours)
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
  })
  await endSessionsOf(desk, accountId)
}
