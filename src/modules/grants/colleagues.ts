import type { Right } from '../../core/grants.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Transaction } from '../../db/command.ts'
import { prepared, sql } from '../../db/sql.ts'
import type { Deps } from '../../deps.ts'
import { tellAccount } from '../messages/account-notice.ts'
import type { SmsDeps } from '../messages/sms.ts'
import type { SmsText } from '../messages/sms-texts.ts'
import { accountPlaces } from '../people/account.ts'

type Invited = { readonly name: string; readonly rights: readonly Right[]; readonly accepted: boolean }

/** Whoever is asked to help with a case today, as its owner reads it: those who accepted first. */
export const invitedTo = ({ db, clock }: Pick<Deps, 'db' | 'clock'>, caseId: string): Promise<Invited[]> =>
  db.read<Invited>(
    ...prepared(
      'case-colleagues',
      sql`select coalesce(h.name, g.invited_name) as name, g.rights, g.accepted_at is not null as accepted
        from access_grant g left join account h on h.id = g.holder_id
        where g.case_id = ${caseId} and g.revoked_at is null and g.valid_to >= ${localDate(clock.now())}::date
        order by accepted desc, g.invited_at, g.id`,
    ),
  )

/**
 * Tells the colleagues who may fill in a case what its owner is told: all of them but `except`, who did it. A text
 * message goes out only where something is asked of whoever fills in.
 */
export const tellColleagues = async (
  tx: Transaction,
  deps: SmsDeps,
  caseId: string,
  notice: { readonly title: string; readonly body: string; readonly sms?: SmsText },
  except?: string,
): Promise<void> => {
  const today = localDate(tx.now)
  const holders = await tx
    .trx('access_grant as g')
    .join('account as h', 'h.id', 'g.holder_id')
    .join('account as f', 'f.id', 'g.giver_id')
    .where({ 'g.case_id': caseId })
    .whereNull('g.revoked_at')
    .where('g.valid_from', '<=', today)
    .where('g.valid_to', '>=', today)
    .whereRaw(`'fill' = any(g.rights)`)
    .orderBy('h.id')
    .select<{ id: string; phone_enc: string; giver: string }[]>('h.id', 'h.phone_enc', 'f.name as giver')
  for (const { id, phone_enc: phone, giver } of holders)
    if (id !== except)
      await tellAccount(tx, deps, {
        accountId: id,
        caseId,
        title: notice.title,
        body: `您受${giver}委托一起办理。${notice.body}`,
        ...(notice.sms
          ? { sms: { ...notice.sms, phones: [deps.crypto.decrypt(phone, accountPlaces.phone(id))] } }
          : {}),
      })
}
