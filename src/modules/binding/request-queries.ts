import type { Deps } from '../../deps.ts'
import type { Statement } from '../../db/client.ts'
import { AppError } from '../../core/errors.ts'
import type { OrgType } from '../../core/org-types.ts'
import type { RegistrationAction, RegistrationStatus } from '../../core/registrations/states.ts'
import type { Applicant } from '../../web/route.ts'
import { isId } from '../../web/params.ts'
import { type RegistrationRow, requestPhonePlace } from '../people/admission.ts'

/** A row inside JSON: instants are texts. */
export type RequestInJson = {
  [K in keyof RegistrationRow]: Date extends RegistrationRow[K]
    ? string | Extract<RegistrationRow[K], null>
    : RegistrationRow[K]
}

export type RequestEvent = {
  readonly id: number
  readonly action: RegistrationAction
  readonly authority_id: number
  readonly to_authority_id: number | null
  readonly actor_kind: 'applicant' | 'staff' | 'system'
  readonly actor_name: string
  readonly reason: string
  readonly at: string
}

export const eventList = `(select coalesce(json_agg(e order by e.id), '[]') from (
  select id, action, authority_id, to_authority_id, actor_kind, actor_name, reason, at
  from registration_request_event where request_id = r.id) e)`

/** What was sent each time, the first first. */
export const submissionList = `(select coalesce(json_agg(s order by s.event_id), '[]') from (
  select event_id, authority_id, proposed_name, org_type, contact_name, contact_phone_enc, reason, submitted_at
  from registration_submission where request_id = r.id) s)`

type SubmissionInJson = Pick<
  RequestInJson,
  'authority_id' | 'proposed_name' | 'org_type' | 'contact_name' | 'contact_phone_enc' | 'reason' | 'submitted_at'
> & { readonly event_id: number }

/** A submission of a request, its contact's phone in clear. */
export type Submission = SubmissionInJson & { readonly contactPhone: string }

/** Opens what each submission of a request has sealed. */
export const openSubmissions = (
  { crypto }: Pick<Deps, 'crypto'>,
  requestId: string,
  submissions: readonly SubmissionInJson[],
): readonly Submission[] =>
  submissions.map((one) => ({
    ...one,
    contactPhone: crypto.decrypt(one.contact_phone_enc, requestPhonePlace(requestId)),
  }))

/** How many live approvals of other accounts have the same name; those that wait are counted where asked for. */
export const sameNameCount = (statuses: readonly RegistrationStatus[]): string =>
  `(select count(*) from registration_request o
    where o.name_key = r.name_key and o.id <> r.id and o.account_id <> r.account_id
      and o.status in (${statuses.map((status) => `'${status}'`).join(', ')}))`

const ownStatement: Statement = {
  name: 'registration-own',
  text: `select row_to_json(r) as request, ${eventList} as events, ${submissionList} as submissions,
      ${sameNameCount(['APPROVED'])} as "sameName"
    from registration_request r where r.id = $1 and r.account_id = $2`,
}

export type OwnRequest = {
  readonly request: RequestInJson
  readonly contactPhone: string
  readonly events: readonly RequestEvent[]
  readonly submissions: readonly Submission[]
  /** Approved requests of others with the same name. */
  readonly sameName: number
}

/** The applicant's own request with its history. Somebody else's is not found (S21). */
export const ownRequest = async (deps: Deps, actor: Applicant, id: string): Promise<OwnRequest> => {
  const [row] = isId(id)
    ? await deps.db.read<{
        request: RequestInJson
        events: RequestEvent[]
        submissions: SubmissionInJson[]
        sameName: number
      }>(ownStatement, [id, actor.id])
    : []
  if (!row) throw new AppError('NOT_FOUND')
  return {
    ...row,
    submissions: openSubmissions(deps, id, row.submissions),
    contactPhone: deps.crypto.decrypt(row.request.contact_phone_enc, requestPhonePlace(id)),
  }
}

const standingStatement: Statement = {
  name: 'binding-standing',
  text: `select
    (select coalesce(json_agg(l order by l.bound_at), '[]') from (
      select organization_name as name, case_id as "caseId", bound_at
      from legacy_account where bound_account_id = $1) l) as bound,
    (select coalesce(json_agg(r order by r.submitted_at desc), '[]') from (
      select id, proposed_name as name, org_type as "orgType", authority_id as "authorityId", status, due_on as "dueOn", submitted_at
      from registration_request where account_id = $1) r) as requests,
    (select choice from bind_choice where account_id = $1) as choice`,
}

export type Standing = {
  readonly bound: readonly { readonly name: string; readonly caseId: string }[]
  readonly requests: readonly {
    readonly id: string
    readonly name: string
    readonly orgType: OrgType
    readonly authorityId: number
    readonly status: RegistrationStatus
    readonly dueOn: string
  }[]
  readonly choice: 'LEGACY' | 'REQUEST' | 'LATER' | null
}

/** What an account has bound, asked for and chosen, in one round trip. */
export const standingOf = async (deps: Deps, actor: Applicant): Promise<Standing> => {
  const [row] = await deps.db.read<Standing>(standingStatement, [actor.id])
  if (!row) throw new Error('no standing')
  return row
}
