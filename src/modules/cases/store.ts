import type { Knex } from 'knex'
import { AppError } from '../../core/errors.ts'
import type { RawValues } from '../../core/forms/field.ts'
import type { RegisterItems } from '../../core/register/changes.ts'
import type { RegisterStatus } from '../../core/register/statuses.ts'
import type { ClockColumns } from '../../core/workflow/case-clock.ts'
import type { Outcome } from '../../core/workflow/procedure.ts'
import type { Action, ProcedureCode } from '../../core/workflow/procedures/index.ts'
import type { Status } from '../../core/workflow/statuses.ts'
import type { ApplicantRole } from '../../core/matters/applicant-role.ts'
import type { Transaction } from '../../db/command.ts'
import { isId } from '../../web/params.ts'
import { requireRightNow, type Asker, type Need } from '../grants/access.ts'

export type CaseRow = ClockColumns & {
  id: string
  number: string | null
  matter: string
  account_id: string
  /** 您是, as said at the start: the future representative or whoever handles the papers; null in older cases. */
  applicant_role: ApplicantRole | null
  authority_id: number
  /** The organization the case is about; none while it is being founded. */
  organization_id: string | null
  /** The year a report is about; nothing for other matters. */
  fiscal_year: number | null
  /** What the register said of it when the case was last submitted. */
  register_before: RegisterItems | null
  /** Where it stood then. */
  filed_status: RegisterStatus | null
  /** Who applies instead of the organization. */
  on_behalf: string | null
  /** Who decides beside the authority, while the case waits for it. */
  at_organ_id: number | null
  title: string
  /** The name in a draft, where another one was handed in before. */
  draft_title: string | null
  /** The name of the stage before, where another one was handed in since. */
  consulted_title: string | null
  /** The matter's own stage, and what kind of procedure that stage is. */
  stage: string
  procedure: ProcedureCode
  status: Status
  lock_version: number
  created_at: Date
  updated_at: Date
  submitted_at: Date | null
  deleted_at: Date | null
  /** Keyed hash of the contact's phone, as last submitted. */
  contact_phone_idx: string | null
}

/** A file on a material, as pages read it. */
export type AttachmentRow = {
  readonly id: string
  readonly material: string
  readonly name: string
  readonly sha256: string
  readonly size: number
  readonly type: string
  readonly uploaded_at: string
  /** What was signed of it online; nothing of what was signed on paper. */
  readonly signed_digest: string | null
}

type EventDetails = Readonly<Record<string, unknown>> & {
  readonly form?: RawValues
  /** The last day before and after a step that put it off. */
  readonly dueOn?: { readonly from: string | null; readonly to: string | null }
}

export type EventRow = {
  id: number
  case_id: string
  stage: string
  procedure: ProcedureCode
  action: Action
  outcome: Outcome | null
  from_status: Status
  to_status: Status
  actor_kind: 'applicant' | 'staff' | 'system'
  account_id: string | null
  staff_id: number | null
  actor_name: string
  actor_role: string | null
  /** 内部意见. */
  opinion: string
  /** 结论和理由: what went out. */
  conclusion: string
  details: EventDetails
  request_key: string
  at: Date
}

/**
 * A case an account may do something with, locked until the transaction ends: its own, or one it holds a grant for that
 * gives what is needed. Somebody else's is not found (S21).
 */
export const lockCase = async (tx: Transaction, id: string, asker: Asker, need: Need): Promise<CaseRow> => {
  const row = await lockAny(tx.trx, id)
  await requireRightNow(tx, row, asker, need)
  return row
}

/** Any case, locked, for steps of staff and system. */
export const lockAny = async (trx: Knex.Transaction, id: string): Promise<CaseRow> => {
  const row = isId(id) ? await trx<CaseRow>('case_file').where({ id }).forUpdate().first() : undefined
  if (!row) throw new AppError('NOT_FOUND')
  return row
}

export const eventsOf = (trx: Knex, caseId: string): Promise<EventRow[]> =>
  trx<EventRow>('case_event').where({ case_id: caseId }).orderBy('id') as unknown as Promise<EventRow[]>
