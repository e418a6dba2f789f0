import { handler, type Right } from '../../core/grants.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Transaction } from '../../db/command.ts'
import { prepared, sql } from '../../db/sql.ts'
import type { Deps } from '../../deps.ts'
import { tellAccount } from '../messages/account-notice.ts'
import type { SmsDeps } from '../messages/sms.ts'
import type { SmsText } from '../messages/sms-texts.ts'
import { accountPlaces } from '../people/account.ts'
import { ofOrganization } from './organizations.ts'

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

const holding = `select distinct on (h.id) h.id, h.phone_enc, coalesce(u.name, f.name) as giver, u.id is not null as handler
  from case_file a
    left join organization u on u.id = a.organization_id and ${ofOrganization('a')}
    join access_grant g on g.case_id = a.id or g.organization_id = u.id
    join account h on h.id = g.holder_id left join account f on f.id = g.giver_id
  where a.id = ? and g.revoked_at is null and ?::date between g.valid_from and g.valid_to and 'fill' = any(g.rights)
  order by h.id`

/**
 * Tells the colleagues who may fill in a case, and the 经办人 of the organization whose case it is, what its owner is
 * told: all of them but `except`, who know it. A text message goes out only where something is asked of whoever fills in.
 */
export const tellColleagues = async (
  tx: Transaction,
  deps: SmsDeps,
  caseId: string,
  notice: { readonly title: string; readonly body: string; readonly sms?: SmsText },
  except: readonly string[],
): Promise<void> => {
  const today = localDate(tx.now)
  const { rows: holders } = await tx.trx.raw<{
    rows: { id: string; phone_enc: string; giver: string; handler: boolean }[]
  }>(holding, [caseId, today])
  for (const { id, phone_enc: phone, giver, handler: isHandler } of holders)
    if (!except.includes(id))
      await tellAccount(tx, deps, {
        accountId: id,
        caseId,
        title: notice.title,
        body: `${isHandler ? `您是${giver}的${handler}。` : `您受${giver}委托一起办理。`}${notice.body}`,
        ...(notice.sms
          ? { sms: { ...notice.sms, phones: [deps.crypto.decrypt(phone, accountPlaces.phone(id))] } }
          : {}),
      })
}
