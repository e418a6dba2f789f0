import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import { staffPhonePlace } from '../people/account.ts'
import type { SmsText } from '../messages/sms-texts.ts'
import { tellStaff } from '../messages/staff-notice.ts'
import type { CaseRow } from './store.ts'

type UnitTemplate = Extract<SmsText['template'], `consent-${string}`>

/** Tells everybody of the unit a case waits for, by text message; the words say no more than the day. */
export const tellUnit = async (
  tx: Transaction,
  deps: Deps,
  caseId: string,
  template: UnitTemplate = 'consent-asked',
): Promise<void> => {
  const { at_organ_id: organId, clock_due_on: day } = await tx
    .trx<CaseRow>('case_file')
    .where({ id: caseId })
    .first<Pick<CaseRow, 'at_organ_id' | 'clock_due_on'>>('at_organ_id', 'clock_due_on')
  if (organId === null || day === null) return
  const staff = await tx
    .trx('staff')
    .where({ organ_id: organId, active: true })
    .orderBy('id')
    .select<{ login_name: string; phone_enc: string }[]>('login_name', 'phone_enc')
  await tellStaff(tx, deps, {
    template,
    facts: { day },
    phones: staff.map((one) => deps.crypto.decrypt(one.phone_enc, staffPhonePlace(one.login_name))),
  })
}
