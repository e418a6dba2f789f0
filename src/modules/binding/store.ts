import type { AnswerSet } from '../../core/matters/define.ts'
import type { RegistrationAction } from '../../core/registrations/states.ts'
import { isFinal, STATUSES } from '../../core/workflow/statuses.ts'
import type { Transaction } from '../../db/command.ts'
import type { FieldCrypto } from '../../infra/field-crypto.ts'

export type HashKind = 'MD5' | 'SHA1'

export type LegacyRow = {
  id: string
  organization_name: string
  name_key: string
  login_name: string
  authority_id: number
  contact_name: string
  phone_enc: string
  phone_idx: string
  hash_kind: HashKind | null
  salt: string | null
  password_hash: string | null
  strong_hash: string | null
  temporary_until: Date | null
  stage: string
  case_enc: string
  bound_account_id: string | null
  bound_at: Date | null
  case_id: string | null
  lock_version: number
}

/** Where the sealed columns belong (see FieldCrypto). */
export const bindingPlaces = {
  legacyPhone: (id: string) => `legacy_account.phone:${id}`,
  legacyCase: (id: string) => `legacy_account.case:${id}`,
} as const

/** The case as the old system left it: where it stopped, and what had been filled in. */
export type LegacyCase = {
  readonly matter: string
  readonly stage: string
  /** Last day the name is kept, when it had been approved. */
  readonly reservedUntil: string | null
  readonly answers: AnswerSet
}

/** Opens the sealed case. It was sealed by whoever carried the old data over, in this shape and no other. */
export const openLegacyCase = (crypto: FieldCrypto, row: Pick<LegacyRow, 'id' | 'case_enc'>): LegacyCase =>
  JSON.parse(crypto.decrypt(row.case_enc, bindingPlaces.legacyCase(row.id))) as LegacyCase

const finalStatuses = STATUSES.filter(isFinal)
  .map((status) => `'${status}'`)
  .join(', ')

/**
 * Condition that a binding of the old account `legacy` is over, so that it can be bound again: its holder closed the
 * account, nobody goes on with the case, and no organization came of it.
 */
export const bindingIsOver = (legacy: string): string =>
  `exists (select 1 from account c where c.id = ${legacy}.bound_account_id and c.closed_at is not null)
   and not exists (select 1 from case_file x where x.id = ${legacy}.case_id
     and (x.deleted_at is null and x.status not in (${finalStatuses})
       or exists (select 1 from organization o where o.case_id = x.id)))`

type RegistrationStep = {
  readonly requestId: string
  readonly action: RegistrationAction
  readonly authorityId: number
  readonly toAuthorityId?: number
  readonly by:
    | { readonly kind: 'applicant' | 'system'; readonly name: string }
    | { readonly kind: 'staff'; readonly id: number; readonly name: string }
  readonly reason?: string
}

const keepSubmission = `insert into registration_submission
  (event_id, request_id, authority_id, proposed_name, org_type, contact_name, contact_phone_enc, reason, submitted_at)
  select ?, id, authority_id, proposed_name, org_type, contact_name, contact_phone_enc, reason, submitted_at
  from registration_request where id = ?`

/** Writes one line into the history of a request; with a submission, also what was submitted. */
export const recordStep = async (tx: Transaction, step: RegistrationStep): Promise<void> => {
  const [event] = await tx
    .trx('registration_request_event')
    .insert({
      request_id: step.requestId,
      action: step.action,
      authority_id: step.authorityId,
      to_authority_id: step.toAuthorityId ?? null,
      actor_kind: step.by.kind,
      staff_id: step.by.kind === 'staff' ? step.by.id : null,
      actor_name: step.by.name,
      reason: step.reason ?? '',
      at: tx.now,
    })
    .returning<{ id: number }[]>('id')
  if (step.action === 'SUBMITTED' && event) await tx.trx.raw(keepSubmission, [event.id, step.requestId])
}
