import type { Deps } from '../../deps.ts'
import type { Statement } from '../../db/client.ts'
import { AppError } from '../../core/errors.ts'
import type { Position, Actor, PastStep } from '../../core/workflow/decide.ts'
import type { Status } from '../../core/workflow/statuses.ts'
import type { Action, ProcedureCode } from '../../core/workflow/procedures/index.ts'
import type { Snapshot } from '../../core/submissions/snapshot.ts'
import type { Target } from '../../core/verdicts/targets.ts'
import type { Judgment } from '../../core/verdicts/verdicts.ts'
import type { OrgType } from '../../core/org-types.ts'
import type { DocumentKind } from '../../core/documents/kinds.ts'
import type { Staff } from '../../web/route.ts'
import { openSnapshot } from '../cases/snapshot.ts'
import type { CaseRow, EventRow } from '../cases/store.ts'
import { isId } from '../../web/params.ts'
import type { ServedFile } from '../files/serve.ts'
import type { VisitConclusion } from './visit-fields.ts'
import { applicantName } from '../grants/organizations.ts'
import { jsonRows } from '../../db/sql.ts'

// Staff see the cases of their own authority only; those of authorities below or above are as good as not there.
// The condition stands in each statement, so that no handler can forget it.

type WholeRow = {
  caseFile: Omit<CaseRow, 'number' | 'submitted_at' | 'created_at' | 'updated_at' | 'deleted_at'> & {
    number: string
    submitted_at: string
  }
  account: {
    id: string
    kind: 'PERSONAL' | 'LEGAL_PERSON'
    name: string
    /** Of an organization's case the organization, whoever of it began it. */
    applicant: string
    id_type: string
    id_number_enc: string
    id_number_idx: string
    phone_enc: string
    real_name_level: number
  }
  own: boolean
  /** Indexes of the document numbers of the people named at the last submission. */
  people: string[]
  events: {
    id: number
    stage: string
    procedure: ProcedureCode
    action: Action
    to_status: Status
    actor_kind: 'applicant' | 'staff' | 'system'
    staff_id: number | null
    actor_name: string
    actor_role: string | null
    /** The authority whose official took the step, where the case was another's then. */
    elsewhere: string | null
    opinion: string
    conclusion: string
    details: EventRow['details']
    at: string
  }[]
  /** The latest of each stage, and of the present one also the one before. */
  snapshots: { case_id: string; event_id: number; stage: string; content_enc: string; at: string; latest: boolean }[]
  /** What the own authority's officials said of what was submitted, in the order it was said. */
  judgments: Judgment[]
  corrections: {
    id: number
    stage: string
    opened_at: string
    due_on: string
    closed_at: string | null
    /** Why it tells what an earlier one did not. */
    late_reason: string | null
    items: (Target & { id: number; title: string; note: string; answer: string | null; late: boolean })[]
  }[]
  documents: {
    id: string
    event_id: number
    kind: DocumentKind
    /** What tells it apart from another of its kind. */
    note: string | null
    number: string
    status: 'VALID' | 'REPLACED' | 'REVOKED'
    ready: boolean
    issued_at: string
    awaited: boolean
  }[]
  posts: {
    name: string
    post: string
    legal_representative: boolean
    organization: string
    uscc: string
    status: string
    type: OrgType
    /** Whether the case proposes this person as legal representative. */
    proposed: boolean
  }[]
  hand_over: {
    collector_name: string
    collector_id_type: string
    collector_id_number_enc: string | null
    collector_id_number_idx: string | null
    collector_phone_enc: string
    collected_at: string
  } | null
  /** Changes of the handler, with the accounts as they are now. */
  transfers: {
    from: { id: string; name: string; id_number_enc: string }
    to: { id: string; name: string; id_number_enc: string }
    at: string
  }[]
  /** 现场核查, the first one first; `elsewhere`: by officials of the authority the case was with before. */
  visits: {
    id: string
    corrects_id: string | null
    corrected: boolean
    elsewhere: boolean
    visited_at: string
    place: string
    conclusion: VisitConclusion
    opener: string
    second: string
    opener_at: string | null
    second_at: string | null
    event_id: number | null
  }[]
  /** Whether who says to be the future legal representative is another person than the one submitted. */
  other_representative: boolean
  /** Where a later case got its name before an earlier one; `earlier`: this case is the earlier one. */
  precedences: {
    earlier: boolean
    name: string
    earlier_name: string
    earlier_since: string
    reason: string
    at: string
    /** Of the other case. */
    number: string
    authority: string
  }[]
}

const party = (side: 'from_account' | 'to_account'): string =>
  `(select row_to_json(s) from (select id, name, id_number_enc from account where id = c.${side}) s)`

const wholeCase: Statement = {
  name: 'staff-case',
  text: `select row_to_json(a) as "caseFile",
    (select row_to_json(c) from (
      select id, kind, name, ${applicantName('a', 'h')} as applicant, id_type, id_number_enc, id_number_idx, phone_enc,
        real_name_level from account h where id = a.account_id) c) as account,
    (select coalesce(json_agg(distinct p.id_number_idx), '[]')
      from case_person p where p.case_id = a.id) as people,
    exists (select 1 from case_party p where p.case_id = a.id and p.id_number_idx = $3) as own,
    ${jsonRows(`select id, stage, procedure, action, to_status, actor_kind, staff_id, actor_name, actor_role, opinion,
              conclusion, details, at, (select o.name from staff s join authority o on o.id = s.authority_id
                where s.id = staff_id and o.id <> a.authority_id) as elsewhere
            from case_event where case_id = a.id order by id`)} as events,
    ${jsonRows(`select case_id, event_id, stage, content_enc, at, place = 1 as latest
            from (select *, row_number() over (partition by stage order by id desc) as place
              from snapshot where case_id = a.id) s
            where place = 1 or (place = 2 and stage = a.stage) order by stage, id desc`)} as snapshots,
    ${jsonRows(`select id, event_id as round, target_kind as kind, target, verdict, reason, note, staff_id as "staffId",
              staff_name as "staffName", staff_role as "staffRole", at
            from verdict where case_id = a.id and authority_id = a.authority_id order by id`)} as judgments,
    ${jsonRows(
      `select c.id, c.stage, c.opened_at, c.due_on, c.closed_at, c.late_reason, ${jsonRows(
        `select i.id, i.target_kind as kind, i.target, i.title, i.note, i.answer, i.late
         from correction_item i where i.correction_id = c.id order by i.id`,
      )} as items from correction c where c.case_id = a.id order by c.id`,
    )} as corrections,
    ${jsonRows(`select id, event_id, kind, data->>'titleNote' as note, number, status, sha256 is not null as ready, issued_at,
              seal_awaited_since is not null as awaited
            from document where case_id = a.id order by event_id, number, kind desc`)} as documents,
    ${jsonRows(`select op.name, op.post, op.legal_representative, o.name as organization, o.uscc, o.status, o.type,
              bool_or(p.legal_representative) as proposed
            from case_person p join post_holder op on op.id_number_idx = p.id_number_idx
            join organization o on o.id = op.organization_id
            where p.case_id = a.id and o.case_id is distinct from a.id and o.id is distinct from a.organization_id
            group by op.name, op.post, op.legal_representative, o.name, o.uscc, o.status, o.type
            order by op.name, o.name`)} as posts,
    (select row_to_json(h) from (
      select collector_name, collector_id_type, collector_id_number_enc, collector_id_number_idx, collector_phone_enc, collected_at
      from certificate_hand_over where case_id = a.id) h) as hand_over,
    ${jsonRows(`select c.decided_at as at, ${party('from_account')} as "from", ${party('to_account')} as "to"
            from case_transfer c where c.case_id = a.id and c.status = 'ACCEPTED'
            order by c.decided_at`)} as transfers,
    ${jsonRows(`select v.id, v.corrects_id, v.visited_at, v.place, v.conclusion, v.opener_at, v.second_at, v.event_id,
              o.name as opener, s.name as second, o.authority_id <> a.authority_id as elsewhere,
              exists (select from site_visit c where c.corrects_id = v.id and c.event_id is not null) as corrected
            from site_visit v join staff o on o.id = v.opened_by join staff s on s.id = v.second_by
            where v.case_id = a.id order by v.opened_at, v.id`)} as visits,
    a.applicant_role = 'LEGAL_REPRESENTATIVE' and exists (
      select 1 from case_person p join account c on c.id = a.account_id
      where p.case_id = a.id and p.legal_representative and p.id_number_idx <> c.id_number_idx)
      as other_representative,
    ${jsonRows(`select p.earlier_case_id = a.id as earlier, p.name, p.earlier_name, p.earlier_since, p.reason, p.at,
              b.number, o.name as authority
            from name_precedence p
            join case_file b on b.id = case when p.case_id = a.id then p.earlier_case_id else p.case_id end
            join authority o on o.id = b.authority_id
            where p.case_id = a.id or p.earlier_case_id = a.id order by p.at`)} as precedences
    from case_file a where a.id = $1 and a.authority_id = $2 and a.number is not null and a.deleted_at is null`,
}

/** What somebody is told who must keep away from a case: why, and nothing else of it. */
export const ownCase = (): AppError =>
  new AppError(
    'FORBIDDEN',
    '该办件由您本人办理过申请，或者其中有您本人的信息。依照回避规定，您不能查看和办理，请由其他工作人员办理。',
  )

type Submission = {
  /** The event it was made by: what verdicts and comparisons name it by. */
  readonly round: number
  readonly stage: string
  readonly at: string
  readonly content: Snapshot
}

export type StaffCase = Omit<WholeRow, 'snapshots' | 'own'> & {
  /** The latest submission of each stage that was submitted. What the applicant is still writing is not in it. */
  readonly submissions: readonly Submission[]
  /** The submission of the present stage before its latest. */
  readonly previous: Submission | undefined
  readonly position: Position
  readonly actor: Actor
  readonly past: readonly PastStep[]
}

/**
 * One case as the official may see it, in one round trip. Another authority's is not found (S21, S22); one that is the
 * official's own, or ever was, is FORBIDDEN (回避).
 */
export const loadStaffCase = async (deps: Deps, staff: Staff, id: string): Promise<StaffCase> => {
  const [row] = isId(id) ? await deps.db.read<WholeRow>(wholeCase, [id, staff.authority.id, staff.idNumberIndex]) : []
  if (!row) throw new AppError('NOT_FOUND')
  if (row.own) throw ownCase()
  const { snapshots, own: _own, ...rest } = row
  const opened = (snapshot: WholeRow['snapshots'][number]): Submission => ({
    round: snapshot.event_id,
    stage: snapshot.stage,
    at: snapshot.at,
    content: openSnapshot(deps.crypto, snapshot),
  })
  const before = snapshots.find(({ latest }) => !latest)
  return {
    ...rest,
    submissions: snapshots.filter(({ latest }) => latest).map(opened),
    previous: before && opened(before),
    position: { ...row.caseFile, paused: row.caseFile.paused_on !== null },
    actor: { kind: 'staff', staffId: staff.id, roles: staff.roles, own: false },
    past: row.events.map((event) => ({
      stage: event.stage,
      action: event.action,
      staffId: event.staff_id ?? undefined,
    })),
  }
}

// A file counts as seen by the authority when it was there at some submission: what is uploaded since then is still
// the applicant's own.
const submittedAttachment: Statement = {
  name: 'staff-attachment',
  text: `select t.name, t.sha256, f.type, f.shown_sha256 as shown from attachment t
    join stored_file f on f.sha256 = t.sha256 join case_file a on a.id = t.case_id
    where t.id = $1 and a.id = $2 and a.authority_id = $3 and exists (
      select 1 from snapshot s where s.case_id = a.id and t.uploaded_at <= s.at
        and (t.removed_at is null or t.removed_at > s.at))`,
}

/** A file that was part of a submission to the official's authority; any other is not found. */
export const findSubmittedAttachment = async (
  deps: Deps,
  staff: Staff,
  caseId: string,
  attachmentId: string,
): Promise<ServedFile> => {
  const [row] =
    isId(caseId) && isId(attachmentId)
      ? await deps.db.read<ServedFile>(submittedAttachment, [attachmentId, caseId, staff.authority.id])
      : []
  if (!row) throw new AppError('NOT_FOUND')
  return row
}
