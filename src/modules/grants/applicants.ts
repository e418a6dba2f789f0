import type { Transaction } from '../../db/command.ts'
import { verifiedLevel } from '../../core/matters/real-name.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { bound, constant, none, sql, type Sql } from '../../db/sql.ts'
import type { FieldCrypto } from '../../infra/field-crypto.ts'
import { accountPlaces } from '../people/account.ts'
import { ofOrganization, ofUnit } from './organizations.ts'

/** An account that is told what concerns the applicant of a case, or an organization. */
export type Told = { readonly id: string; readonly phone: string }
type ToldRow = { readonly id: string; readonly phone_enc: string }

type Crypto = { readonly crypto: Pick<FieldCrypto, 'decrypt'> }

/** An account as it is told; its phone was sealed in its row. */
export const toldFrom = ({ crypto }: Crypto, { id, phone_enc: phone }: ToldRow): Told => ({
  id,
  phone: crypto.decrypt(phone, accountPlaces.phone(id)),
})

const unitIs = constant(ofUnit)
const told = sql`h.closed_at is null and h.real_name_level >= ${verifiedLevel}`

/** Ids of the 经办人 of an organization on a day; `organization`: an expression of its id. */
const handlersOf = (organization: Sql, day: string): Sql =>
  sql`select g.holder_id from access_grant g where g.organization_id = ${organization} and g.revoked_at is null
    and ${day}::date between g.valid_from and g.valid_to`

/** The id of an organization's own account, once the window has passed it, or `also`. */
const unitAccountOf = (organization: Sql, also: Sql): Sql =>
  sql`select l.account_id from organization u join legal_person l on ${unitIs}
    where u.id = ${organization} and l.released_at is null and (l.certificate_state = 'PASSED' ${also})`

/**
 * Whoever acts for the organization of an id on a day, its own account and every 经办人: a query of ids and sealed
 * phones, for whatever concerns the organization and no case of it.
 */
export const actingFor = (organization: Sql, day: string): Sql =>
  sql`select h.id, h.phone_enc from account h where ${told} and h.id in (
    ${unitAccountOf(organization, none)} union ${handlersOf(organization, day)})`

const began = constant('or l.account_id = c.account_id')
const ofC = constant('c.organization_id')
const own = constant(ofOrganization('a'))

// Of an organization's case whoever began it, while they may still act, and its account once the window has passed it.
const applicants = (caseId: string, day: string): Sql =>
  sql`with c as (select a.on_behalf, a.account_id, a.organization_id, ${own} as own from case_file a where a.id = ${caseId})
  select h.id, h.phone_enc from (
    select c.account_id as id from c where not c.own or c.on_behalf is not null or c.account_id in (${handlersOf(ofC, day)})
    union select t.account_id from c cross join lateral (${unitAccountOf(ofC, began)}) t where c.own
  ) t join account h on h.id = t.id cross join c
  where not c.own or (${told})
  order by h.id = c.account_id desc`

/** Whom a case's applicant is: its account; of an organization's case its account and whoever began it. */
export const applicantsOf = async (tx: Transaction, deps: Crypto, caseId: string): Promise<readonly Told[]> => {
  const { rows } = await tx.trx.raw<{ rows: ToldRow[] }>(...bound(applicants(caseId, localDate(tx.now))))
  return rows.map((row) => toldFrom(deps, row))
}
