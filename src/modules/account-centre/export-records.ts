import type { BindingEnding } from '../../core/signatures/bindings.ts'
import { givenByPortal, type GrantEnding, type Right } from '../../core/grants.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import type { DeskUserType } from '../../core/helpdesk/materials.ts'
import type { DeskKind, DeskStatus } from '../../core/helpdesk/operations.ts'
import type { OrgType } from '../../core/org-types.ts'
import type { RegistrationAction, RegistrationStatus } from '../../core/registrations/states.ts'
import type { Status } from '../../core/workflow/statuses.ts'
import type { Action } from '../../core/workflow/procedures/index.ts'
import type { Statement } from '../../db/client.ts'
import type { Deps } from '../../deps.ts'
import { ofOrganization } from '../grants/organizations.ts'
import { jsonRows } from '../../db/sql.ts'
import type { LoginRow, ViewRow } from './queries.ts'

type InJson<Row> = { readonly [K in keyof Row]: Row[K] extends Date ? string : Row[K] }

/** Rows of the tables that refer to the account, as one statement gives them: instants are texts. */
export type Records = {
  readonly account: {
    sponsor_uscc: string | null
    phone_held_from: string | null
    previous_phone_enc: string | null
    certificate_name: string | null
  }
  readonly consents: readonly { document: string; version: string; at: string }[]
  readonly logins: readonly InJson<LoginRow>[]
  readonly attempts: readonly { channel: string; outcome: string; reason: string | null; at: string }[]
  readonly cases: readonly {
    id: string
    number: string | null
    matter: string
    title: string
    stage: string
    status: Status
    created_at: string
    submitted_at: string | null
    deleted_at: string | null
  }[]
  readonly snapshots: readonly {
    case_id: string
    event_id: number
    stage: string
    content_enc: string
    at: string
  }[]
  readonly consentRequests: readonly {
    case_id: string
    event_id: number
    stage: string
    unit: string
    content_enc: string
    asked_at: string
    closed_by: Action | null
    closed_at: string | null
    conclusion: string | null
    document_number: string | null
  }[]
  readonly corrections: readonly {
    case_id: string
    opened_at: string
    due_on: string
    items: readonly { title: string; note: string; answer: string | null }[]
  }[]
  readonly handOvers: readonly {
    case_id: string
    collector_name: string
    collector_phone_enc: string
    collected_at: string
  }[]
  readonly steps: readonly { stage: string; matter: string; action: Action; at: string }[]
  readonly messages: readonly { title: string; body: string; at: string; read_at: string | null }[]
  readonly views: readonly InJson<ViewRow>[]
  readonly transfers: readonly {
    case_file_title: string
    from_name: string
    to_name: string
    status: string
    offered_at: string
    decided_at: string | null
  }[]
  readonly grants: readonly {
    case_file_title: string
    giver: string
    colleague: string
    rights: readonly Right[]
    valid_to: string
    invited_at: string
    accepted_at: string | null
    revoked_at: string | null
    ending: GrantEnding | null
  }[]
  readonly calendars: readonly { organization: string; created_at: string; ended_at: string | null }[]
  readonly bindings: readonly {
    unit_name: string
    person_name: string | null
    issuer: string
    serial: string
    purpose: 'ANNUAL' | null
    bound_at: string
    last_used_at: string | null
    ended_at: string | null
    ending: BindingEnding | null
  }[]
  readonly resets: readonly {
    unit_name: string
    certificate: string
    note: string
    requested_at: string
    decided_at: string | null
    decision: 'SENT' | 'REFUSED' | null
    reason: string | null
  }[]
  readonly requests: readonly {
    id: string
    proposed_name: string
    org_type: OrgType
    authority: string
    contact_name: string
    contact_phone_enc: string
    reason: string
    status: RegistrationStatus
    decision_reason: string | null
    created_at: string
    submissions: readonly {
      proposed_name: string
      authority: string
      contact_name: string
      contact_phone_enc: string
      reason: string
      at: string
    }[]
    events: readonly { action: RegistrationAction; authority: string; reason: string; at: string }[]
  }[]
  readonly legacy: readonly {
    id: string
    organization_name: string
    login_name: string
    contact_name: string
    phone_enc: string
    bound_at: string | null
    events: readonly { action: 'RESET' | 'BOUND'; reason: string; at: string }[]
  }[]
  readonly choices: readonly { choice: 'LEGACY' | 'REQUEST' | 'LATER'; chosen_at: string }[]
  readonly operations: readonly {
    id: string
    kind: DeskKind
    user_type: DeskUserType
    authority: string
    by_agent: boolean
    agent_name: string | null
    agent_id_number_enc: string | null
    agent_phone_enc: string | null
    letter_date: string | null
    payload_enc: string | null
    status: DeskStatus
    reason: string | null
    opened_at: string
    submitted_at: string | null
    finished_at: string | null
    scans: readonly string[]
    events: readonly { staff_name: string; at: string }[]
  }[]
  readonly acts: readonly { action: string; by: string; own: boolean; ip: string | null; at: string }[]
}

/** What a 经办人 began for an organization is the organization's; their steps in it are told as theirs. */
const own = `account_id = a.id and (a.kind = 'LEGAL_PERSON' or not ${ofOrganization('case_file')})`
const ofOwnCases = `case_id in (select id from case_file where ${own})`

const recordsStatement: Statement = {
  name: 'centre-records',
  text: `select
    (select row_to_json(r) from (select a.sponsor_uscc, a.phone_held_from, a.previous_phone_enc,
       (select certificate_name from legal_person where account_id = a.id) as certificate_name) r) as account,
    ${jsonRows('select document, version, accepted_at as at from consent where account_id = a.id order by id')} as consents,
    ${jsonRows('select id, way, outcome, ip, device, at from login_history where account_id = a.id order by id')} as logins,
    ${jsonRows('select channel, outcome, reason, at from real_name_attempt where account_id = a.id order by id')} as attempts,
    ${jsonRows(`select id, number, matter, title, stage, status, created_at, submitted_at, deleted_at
            from case_file where ${own} order by created_at, id`)} as cases,
    ${jsonRows(`select case_id, event_id, stage, content_enc, at from snapshot
            where ${ofOwnCases} order by id`)} as snapshots,
    ${jsonRows(`select r.case_id, r.event_id, q.stage, u.name as unit, r.content_enc, q.at as asked_at, e.action as closed_by,
              e.at as closed_at, e.conclusion, e.details #>> '{form,documentNumber}' as document_number
            from consent_request r join supervisory_unit u on u.id = r.organ_id join case_event q on q.id = r.event_id
            left join case_event e on e.id = r.closed_by
            where r.${ofOwnCases} order by r.event_id`)} as "consentRequests",
    ${jsonRows(`select c.case_id, c.opened_at, c.due_on,
              ${jsonRows('select i.title, i.note, i.answer from correction_item i where i.correction_id = c.id order by i.id')} as items
            from correction c where ${ofOwnCases} order by c.id`)} as corrections,
    ${jsonRows(`select case_id, collector_name, collector_phone_enc, collected_at from certificate_hand_over
            where ${ofOwnCases}`)} as "handOvers",
    ${jsonRows(`select e.stage, p.matter, e.action, e.at from case_event e
            join case_file p on p.id = e.case_id where e.account_id = a.id order by e.id`)} as steps,
    ${jsonRows('select title, body, created_at as at, read_at from message where account_id = a.id order by id')} as messages,
    ${jsonRows(`select v.id, v.staff_name, v.authority_name, v.place, v.field, v.reason, v.at from identity_view v
            where v.id_number_idx = a.id_number_idx and (a.real_name_level > 0
              or exists (select 1 from case_file p where p.account_id = a.id and v.place = '办件' || p.number)
              or exists (select 1 from registration_submission t join registration_request r on r.id = t.request_id
                where r.account_id = a.id and v.place = '注册用户申请：' || t.proposed_name))
            order by v.id`)} as views,
    ${jsonRows(`select c.title as case_file_title, f.name as from_name, t.name as to_name, c.status, c.offered_at, c.decided_at
            from case_transfer c join account f on f.id = c.from_account join account t on t.id = c.to_account
            where a.id in (c.from_account, c.to_account) order by c.offered_at`)} as transfers,
    ${jsonRows(`select g.title as case_file_title, coalesce(f.name, '${givenByPortal}') as giver, g.invited_name as colleague, g.rights, g.valid_to, g.invited_at,
              g.accepted_at, g.revoked_at, g.ending from access_grant g left join account f on f.id = g.giver_id
            where a.id in (g.giver_id, g.holder_id) order by g.invited_at`)} as grants,
    ${jsonRows(`select u.name as organization, k.created_at, k.ended_at from calendar_feed k
            join organization u on u.id = k.organization_id where k.account_id = a.id order by k.id`)} as calendars,
    ${jsonRows(`select unit_name, person_name, issuer, serial, purpose, bound_at, last_used_at, ended_at, ending
            from certificate_binding where account_id = a.id order by bound_at, id`)} as bindings,
    ${jsonRows(`select unit_name, certificate, note, requested_at, decided_at, decision, reason
            from password_reset_request where account_id = a.id order by requested_at, id`)} as resets,
    ${jsonRows(`select q.id, q.proposed_name, q.org_type, u.name as authority, q.contact_name, q.contact_phone_enc, q.reason,
              q.status, q.decision_reason, q.created_at,
              ${jsonRows(`select s.proposed_name, w.name as authority, s.contact_name, s.contact_phone_enc, s.reason,
                  s.submitted_at as at from registration_submission s join authority w on w.id = s.authority_id
                where s.request_id = q.id order by s.event_id`)} as submissions,
              ${jsonRows(`select e.action, w.name as authority, e.reason, e.at from registration_request_event e
                join authority w on w.id = e.authority_id where e.request_id = q.id order by e.id`)} as events
            from registration_request q join authority u on u.id = q.authority_id
            where q.account_id = a.id order by q.created_at`)} as requests,
    ${jsonRows(`select b.id, b.organization_name, b.login_name, b.contact_name, b.phone_enc, b.bound_at,
              ${jsonRows(`select e.action, e.reason, e.at from legacy_account_event e
                where e.legacy_account_id = b.id order by e.id`)} as events
            from legacy_account b where b.bound_account_id = a.id order by b.bound_at`)} as legacy,
    ${jsonRows('select choice, chosen_at from bind_choice where account_id = a.id')} as choices,
    ${jsonRows(`select o.id, o.kind, o.user_type, u.name as authority, o.by_agent, o.agent_name, o.agent_id_number_enc,
              o.agent_phone_enc, o.letter_date, o.payload_enc, o.status, o.reason, o.opened_at, o.submitted_at, o.finished_at,
              (select coalesce(json_agg(m.name order by m.uploaded_at), '[]') from desk_material m
                where m.operation_id = o.id) as scans,
              ${jsonRows(`select e.staff_name, e.at from desk_event e where e.operation_id = o.id order by e.id`)} as events
            from desk_operation o join authority u on u.id = o.authority_id
            where o.account_id = a.id order by o.opened_at`)} as operations,
    ${jsonRows(`select l.action, l.actor_kind as by, l.own, l.ip, l.at from (
              select action, actor_kind, true as own, ip, at, id from audit_log
                where actor_kind = 'applicant' and actor_id = a.id::text
              union all
              select action, actor_kind, false, null, at, id from audit_log
                where object_kind = 'account' and object_id = a.id::text
                  and not (actor_kind = 'applicant' and actor_id = a.id::text)) l
            order by l.id`)} as acts
    from account a where a.id = $1`,
}

export const recordsOf = async (deps: Pick<Deps, 'db'>, accountId: string): Promise<Records> => {
  const [records] = await deps.db.read<Records>(recordsStatement, [accountId])
  if (!records) throw new Error('an account without its records')
  return records
}

export const timeOf = (instant: string | Date | null): string | null =>
  instant === null ? null : localDateTime(new Date(instant)).text
