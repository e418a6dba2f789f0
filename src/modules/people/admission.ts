import type { Knex } from 'knex'
import type { OrgType } from '../../core/org-types.ts'
import type { RegistrationStatus } from '../../core/registrations/states.ts'
import type { Database, Statement } from '../../db/client.ts'
import type { FieldCrypto } from '../../infra/field-crypto.ts'
import type { Site } from '../../sites/define.ts'
import { paths } from '../../web/paths.ts'
import type { Applicant } from '../../web/route.ts'

/** A request to be let in, which an authority decides. */
export type RegistrationRow = {
  id: string
  account_id: string
  proposed_name: string
  name_key: string
  org_type: OrgType
  division_code: string
  authority_id: number
  contact_name: string
  contact_phone_enc: string
  reason: string
  status: RegistrationStatus
  decision_reason: string | null
  decided_by: number | null
  decided_at: Date | null
  due_on: string
  lock_version: number
  created_at: Date
  submitted_at: Date
  updated_at: Date
}

/** Where its sealed column belongs (see FieldCrypto). */
export const requestPhonePlace = (id: string): string => `registration_request.contact_phone:${id}`

/** The account found an organization here before: by a binding, or by a request that was approved. */
const openedText = `exists (select 1 from legacy_account where bound_account_id = a.id)
  or exists (select 1 from registration_request where account_id = a.id and status = 'APPROVED')`

const firstPageStatement: Statement = {
  name: 'binding-first-page',
  text: `select a.kind = 'PERSONAL' and not (${openedText})
      and not exists (select 1 from registration_request where account_id = a.id and status = 'SUBMITTED')
      and not exists (select 1 from case_file where account_id = a.id and deleted_at is null) as wanted
    from account a where a.id = $1`,
}

type Policy = { readonly site: Pick<Site, 'policies'> }

/**
 * Where a person goes first after logging in: to the binding page, while the account has no link, no case and no
 * request under review (Liaoning guide, figure 9). Undefined where the site knows no such review, and for legal persons.
 */
export const afterPersonalLogin = async (
  { db, site }: Policy & { readonly db: Pick<Database, 'read'> },
  accountId: string,
): Promise<string | undefined> => {
  if (!site.policies.newApplicantReview) return undefined
  const [row] = await db.read<{ wanted: boolean }>(firstPageStatement, [accountId])
  return row?.wanted ? paths.bind : undefined
}

/** Whether the account may found an organization: it is bound or approved, or the site asks for neither. */
export const mayFound = async (
  knex: Knex,
  site: Pick<Site, 'policies'>,
  actor: Pick<Applicant, 'id'>,
): Promise<boolean> => {
  if (!site.policies.newApplicantReview) return true
  const found = await knex.raw<{ rows: { open: boolean }[] }>(
    `select exists (select 1 from legacy_account where bound_account_id = ?)
       or exists (select 1 from registration_request where account_id = ? and status = 'APPROVED') as open`,
    [actor.id, actor.id],
  )
  return found.rows[0]?.open === true
}

const preferredStatement: Statement = {
  name: 'binding-preferred-authority',
  text: `select id, authority_id as "authorityId", org_type as "orgType" from registration_request
         where account_id = $1 and status = 'APPROVED' order by decided_at desc limit 1`,
}

/** The account's latest approved request: what it will most likely found, and with which authority. */
export const latestApproval = async (
  db: Pick<Database, 'read'>,
  accountId: string,
): Promise<{ readonly id: string; readonly authorityId: number; readonly orgType: OrgType } | undefined> =>
  (await db.read<{ id: string; authorityId: number; orgType: OrgType }>(preferredStatement, [accountId]))[0]

const waitingStatement: Statement = {
  name: 'binding-waiting-request',
  text: `select id, authority_id as "authorityId", org_type as "orgType", due_on as "dueOn" from registration_request
         where account_id = $1 and status = 'SUBMITTED' order by submitted_at desc limit 1`,
}

type WaitingRequest = {
  readonly id: string
  readonly authorityId: number
  readonly orgType: OrgType
  readonly dueOn: string
}

/** A request of the account that an authority has not decided yet; `dueOn` is a calendar date. */
export const waitingRequest = async (
  db: Pick<Database, 'read'>,
  accountId: string,
): Promise<WaitingRequest | undefined> => (await db.read<WaitingRequest>(waitingStatement, [accountId]))[0]

type LapsedRequest = {
  readonly id: string
  readonly name: string
  readonly authorityId: number
  readonly orgType: OrgType
}

const lapsedStatement: Statement = {
  name: 'binding-lapsed-request',
  text: `select * from (select id, proposed_name as name, authority_id as "authorityId", org_type as "orgType", status
           from registration_request where account_id = $1 order by submitted_at desc limit 1) latest
         where status = 'EXPIRED'`,
}

/** The account's latest request, when its approval has lapsed. */
export const lapsedRequest = async (
  db: Pick<Database, 'read'>,
  accountId: string,
): Promise<LapsedRequest | undefined> => (await db.read<LapsedRequest>(lapsedStatement, [accountId]))[0]

/** Where the same is asked for once more, with what was written then. */
export const askAgainPath = ({ id, orgType, authorityId }: Omit<LapsedRequest, 'name'>): string =>
  `${paths.bindRequest}?${new URLSearchParams({ orgType, authority: String(authorityId), like: id }).toString()}`

/**
 * What an account's approved request already says about the organization it now applies for at that authority: the
 * name decided on and whom to call. Undefined when there is none, or when a case came after the approval.
 */
export const approvedRequest = async (
  knex: Knex,
  crypto: Pick<FieldCrypto, 'decrypt'>,
  wanted: { readonly accountId: string; readonly authorityId: number; readonly orgType: RegistrationRow['org_type'] },
): Promise<{ readonly name: string; readonly contactName: string; readonly contactPhone: string } | undefined> => {
  const row = await knex<RegistrationRow>('registration_request as r')
    .where({
      account_id: wanted.accountId,
      authority_id: wanted.authorityId,
      org_type: wanted.orgType,
      status: 'APPROVED' satisfies RegistrationStatus,
    })
    .whereNotExists(
      knex('case_file').where('account_id', wanted.accountId).whereRaw('case_file.created_at >= r.decided_at'),
    )
    .orderBy('decided_at', 'desc')
    .first<Pick<RegistrationRow, 'id' | 'proposed_name' | 'contact_name' | 'contact_phone_enc'> | undefined>(
      'id',
      'proposed_name',
      'contact_name',
      'contact_phone_enc',
    )
  return (
    row && {
      name: row.proposed_name,
      contactName: row.contact_name,
      contactPhone: crypto.decrypt(row.contact_phone_enc, requestPhonePlace(row.id)),
    }
  )
}
