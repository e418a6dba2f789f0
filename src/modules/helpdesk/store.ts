import type { Knex } from 'knex'
import type { LegalPersonType } from '../../core/legal-persons/types.ts'
import type { DeskUserType } from '../../core/helpdesk/materials.ts'
import type { DeskKind, DeskStatus } from '../../core/helpdesk/operations.ts'
import type { RegisterCheck } from '../../core/helpdesk/register-check.ts'

export type OperationRow = {
  id: string
  kind: DeskKind
  account_id: string | null
  authority_id: number
  user_type: DeskUserType
  by_agent: boolean
  agent_name: string | null
  agent_id_type: string | null
  agent_id_number_enc: string | null
  agent_id_number_idx: string | null
  agent_phone_enc: string | null
  letter_date: string | null
  letter_matters: string[]
  payload_enc: string | null
  status: DeskStatus
  opened_by: number
  submitted_by: number | null
  second_by: number | null
  reason: string | null
  withdrawal_by: number | null
  register_check: RegisterCheck | null
  register_reason: string | null
  lock_version: number
  opened_at: Date
  submitted_at: Date | null
  finished_at: Date | null
}

/** An account with what the counter needs of it. */
export type DeskAccountRow = {
  id: string
  kind: 'PERSONAL' | 'LEGAL_PERSON'
  login_name: string
  name: string
  id_type: string
  id_number_enc: string
  id_number_idx: string
  phone_enc: string
  phone_idx: string
  email_enc: string | null
  real_name_level: number
  failed_logins: number
  locked_until: Date | null
  created_at: Date
  last_login_at: Date | null
  closed_at: Date | null
  frozen_at: Date | null
  phone_held_from: Date | null
  legal_type: LegalPersonType | null
  uscc: string | null
  /** Whether another account has proved the unit's code since. */
  released: boolean
  representative_name: string | null
  handler_name: string | null
  handler_id_number_idx: string | null
  handler_phone_enc: string | null
}

/** The columns of DeskAccountRow, of `account a` and `legal_person l`. */
export const accountColumns = `a.id, a.kind, a.login_name, a.name, a.id_type, a.id_number_enc, a.id_number_idx,
  a.phone_enc, a.phone_idx, a.email_enc, a.real_name_level, a.failed_logins, a.locked_until, a.created_at,
  a.last_login_at, a.closed_at, a.frozen_at, a.phone_held_from, l.type as legal_type, l.uscc, l.released_at is not null as released,
  l.representative_name, l.handler_name, l.handler_id_number_idx, l.handler_phone_enc`

/** The operation of that authority, locked until the transaction ends; of another one it is as good as not there. */
export const lockOperation = (
  trx: Knex.Transaction,
  id: string,
  authorityId: number,
): Promise<OperationRow | undefined> =>
  trx<OperationRow>('desk_operation').where({ id, authority_id: authorityId }).forUpdate().first()

export const lockAccount = async (trx: Knex.Transaction, id: string): Promise<DeskAccountRow | undefined> => {
  await trx('account').where({ id }).forUpdate().first('id')
  const found = await trx('account as a')
    .leftJoin('legal_person as l', 'l.account_id', 'a.id')
    .where('a.id', id)
    .first<DeskAccountRow | undefined>(trx.raw(accountColumns))
  return found
}
