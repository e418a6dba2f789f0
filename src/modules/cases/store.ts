import type { Knex } from 'knex'
import { AppError } from '../../core/errors.ts'
import type { ApplicantRole } from '../../core/matters/applicant-role.ts'
import type { Action } from '../../core/workflow/transitions.ts'
import type { StageCode, Status } from '../../core/workflow/states.ts'

export type CaseRow = {
  id: string
  number: string | null
  matter: string
  account_id: string
  /** 您是, as said at the start: the future representative or whoever handles the papers; null in older cases. */
  applicant_role: ApplicantRole | null
  authority_id: number
  title: string
  stage: StageCode
  status: Status
  lock_version: number
  created_at: Date
  updated_at: Date
  submitted_at: Date | null
  deleted_at: Date | null
  clock: string | null
  clock_started_on: string | null
  clock_limit: number | null
  clock_due_on: string | null
  statutory_due_on: string | null
  clock_provisional: boolean
  /** Keyed hash of the contact's phone, as last submitted. */
  contact_phone_idx: string | null
}

export type EventRow = {
  id: number
  case_id: string
  stage: StageCode
  action: Action
  from_status: Status
  to_status: Status
  actor_kind: 'applicant' | 'staff' | 'system'
  account_id: string | null
  staff_id: number | null
  actor_name: string
  actor_role: string | null
  opinion: string
  details: Record<string, unknown>
  request_key: string
  at: Date
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Ids from addresses: anything that is no UUID names nothing. */
export const isId = (text: string): boolean => uuid.test(text)

/** The version a form was shown with; what is no count names a version that never was, so that a save conflicts. */
export const readVersion = (text: string | undefined): number => (/^\d{1,9}$/.test(text ?? '') ? Number(text) : -1)

/** The applicant's own case, locked until the transaction ends. Somebody else's is not found (S21). */
export const lockOwn = async (trx: Knex.Transaction, id: string, accountId: string): Promise<CaseRow> => {
  const row = isId(id)
    ? await trx<CaseRow>('case_file').where({ id, account_id: accountId }).forUpdate().first()
    : undefined
  if (!row) throw new AppError('NOT_FOUND')
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

/** The next number of a sequence without gaps: the row stays locked until the transaction ends. */
export const nextNumber = async (trx: Knex.Transaction, scope: string, year: number): Promise<number> => {
  const result = await trx.raw<{ rows: { last: number }[] }>(
    `insert into number_sequence (scope, year, last) values (?, ?, 1)
     on conflict (scope, year) do update set last = number_sequence.last + 1 returning last`,
    [scope, year],
  )
  const [row] = result.rows
  if (!row) throw new Error('no number')
  return row.last
}
