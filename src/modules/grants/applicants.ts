import type { Transaction } from '../../db/command.ts'
import { verifiedLevel } from '../../core/matters/real-name.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { FieldCrypto } from '../../infra/field-crypto.ts'
import { accountPlaces } from '../people/account.ts'
import { ofOrganization } from './organizations.ts'

/** An account that is told what concerns the applicant of a case. */
export type Told = { readonly id: string; readonly phone: string }

// Of an organization's case whoever began it, while they may still act, and its account once the window has passed it.
const toldOf = `with c as (select a.account_id, a.organization_id, ${ofOrganization('a')} as own from case_file a where a.id = ?)
  select h.id, h.phone_enc from (
    select c.account_id as id from c
      where not c.own or exists (select from access_grant g where g.organization_id = c.organization_id
        and g.holder_id = c.account_id and g.revoked_at is null and ?::date between g.valid_from and g.valid_to)
    union select l.account_id from c join organization u on u.id = c.organization_id join legal_person l on l.uscc = u.uscc
      where c.own and l.released_at is null and (l.certificate_state = 'PASSED' or l.account_id = c.account_id)
  ) t join account h on h.id = t.id cross join c
  where not c.own or (h.closed_at is null and h.real_name_level >= ${verifiedLevel})
  order by h.id = c.account_id desc`

/** Whom a case's applicant is: its account; of an organization's case its account and whoever began it. */
export const applicantsOf = async (
  tx: Transaction,
  { crypto }: { readonly crypto: Pick<FieldCrypto, 'decrypt'> },
  caseId: string,
): Promise<readonly Told[]> => {
  const { rows } = await tx.trx.raw<{ rows: { id: string; phone_enc: string }[] }>(toldOf, [caseId, localDate(tx.now)])
  return rows.map(({ id, phone_enc: phone }) => ({ id, phone: crypto.decrypt(phone, accountPlaces.phone(id)) }))
}
