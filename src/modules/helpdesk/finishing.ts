import { dataFaults, storedForm } from '../../core/helpdesk/data.ts'
import { operationObstacles } from '../../core/helpdesk/complete.ts'
import { deskKinds, needsSecond, type DeskKind } from '../../core/helpdesk/operations.ts'
import { DeskRefusal, obstacle, type Obstacle } from '../../core/helpdesk/refusals.ts'
import { isSameCheck, registerReasonPlace, type RegisterCheck } from '../../core/helpdesk/register-check.ts'
import { validateMobile } from '../../core/identity/phone.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { accountPlaces } from '../people/account.ts'
import { makeTemporaryPassword } from '../accounts/temporary-password.ts'
import type { Certificate } from '../legal-persons/draft.ts'
import { act, addEvent, endSessionsOf, isHolder, linesOf, record, update, type Opened, type Seen } from './act.ts'
import type { Effect } from './effect-parts.ts'
import { applyEffect, tellRefused } from './effects.ts'
import type { Desk } from './refusing.ts'
import { SecondPerson } from './second-person.ts'
import { operationPlaces, sealPayload } from '../people/desk-operation.ts'

/** What was asked outside before the transaction began, of the very state of the operation the clerk saw. */
export type Gathered = {
  readonly register: RegisterCheck | undefined
  /** What of somebody to be registered belongs to another account already. */
  readonly taken: readonly Obstacle[]
}

/** Whether the number to be taken from the account is not the one it has. */
const isOtherPhone = ({ deps }: Desk, { operation, account, values }: Opened): boolean => {
  const phone = validateMobile(values['phone'] ?? '')
  return (
    operation.kind === 'RELEASE_PHONE' && phone.ok && account?.phone_idx !== deps.crypto.index('phone', phone.value)
  )
}

/** Whether the account is to get the phone of the agent, who would then get its codes and its password. */
const isAgentPhone = (desk: Desk, opened: Opened): boolean => {
  const { operation, values } = opened
  const phone = validateMobile(values['phone'] ?? '')
  return (
    ['REGISTER', 'CHANGE_PHONE', 'CHANGE_REPRESENTATIVE'].includes(operation.kind) &&
    operation.by_agent &&
    operation.agent_phone_enc !== null &&
    phone.ok &&
    desk.deps.crypto.decrypt(operation.agent_phone_enc, operationPlaces.agentPhone(operation.id)) === phone.value &&
    !isHolder(desk, opened, operation.agent_id_number_idx)
  )
}

/** Refuses with everything that is missing, however the page looked when the button was pressed. */
const refuseIncomplete = async (desk: Desk, opened: Opened, now: Gathered): Promise<void> => {
  const { tx, operation, values } = opened
  const of = { operation_id: operation.id }
  const checks = await tx.trx('desk_check').where(of).select<{ line: string }[]>('line')
  const scans = await tx.trx('desk_material').where(of).whereNull('removed_at').select<{ line: string }[]>('line')
  const today = localDate(tx.now)
  const missing = operationObstacles(
    {
      kind: operation.kind,
      byAgent: operation.by_agent,
      letter:
        operation.letter_date === null || operation.agent_id_number_idx === null
          ? undefined
          : { date: operation.letter_date, matters: operation.letter_matters },
      lines: linesOf(desk, operation),
      ticked: new Set(checks.map(({ line }) => line)),
      scanned: new Set(scans.map(({ line }) => line)),
      dataReady: Object.keys(dataFaults(operation.kind, operation.user_type, values, today)).length === 0,
    },
    today,
  )
  const seen = operation.register_check
  if (missing.length === 0 && seen && now.register && !isSameCheck(seen, now.register))
    throw new DeskRefusal(obstacle('REGISTER_CHANGED'))
  const reasonMissing = now.register && now.register.outcome !== 'SAME' && operation.register_reason === null
  const [first, ...others] = [
    ...missing,
    ...(now.register?.ended && operation.kind === 'REGISTER' ? [obstacle('UNIT_ENDED', 'uscc')] : []),
    ...(reasonMissing ? [obstacle('REGISTER_REASON', registerReasonPlace)] : []),
    ...(missing.length === 0 && isOtherPhone(desk, opened) ? [obstacle('OTHER_PHONE', 'phone')] : []),
    ...(isAgentPhone(desk, opened) ? [obstacle('AGENT_PHONE', 'phone')] : []),
    ...now.taken,
  ]
  if (first) throw new DeskRefusal(first, ...others)
  if (operation.by_agent && isHolder(desk, opened, operation.agent_id_number_idx))
    throw new DeskRefusal(obstacle('AGENT_IS_HOLDER', 'agentIdNumber'))
}

/** What the register was seen to say, and why it was done all the same, for the audit log. */
const registerFacts = ({ register }: Gathered, { operation }: Opened): Readonly<Record<string, unknown>> =>
  register
    ? {
        register: register.outcome,
        differing: register.rows.filter(({ same }) => !same).map(({ label }) => label),
        reason: operation.register_reason,
      }
    : {}

/** The scan of the certificate belongs to a unit's account. */
const certificateOf = async ({ tx, operation }: Opened): Promise<Certificate | undefined> =>
  tx
    .trx('desk_material as m')
    .join('stored_file as f', 'f.sha256', 'm.sha256')
    .where({ 'm.operation_id': operation.id, 'm.line': 'certificate' })
    .whereNull('m.removed_at')
    .orderBy('m.uploaded_at')
    .first<Certificate | undefined>('m.sha256', 'm.name', 'm.type', 'f.size')

/**
 * Does to the account what was asked, and ends what was signed in with the old state of it. The sessions end before the
 * transaction does: when they cannot be ended, nothing is changed.
 */
const carryOut = async (desk: Desk, opened: Opened, by: Pick<Effect, 'second' | 'temporary'>): Promise<void> => {
  const { tx, operation, account, values } = opened
  const { deps, staff } = desk
  const stored = storedForm(operation.kind, operation.user_type, values, localDate(tx.now))
  if (operation.kind === 'CHANGE_PHONE' && account) {
    const previousPhone = deps.crypto.decrypt(account.phone_enc, accountPlaces.phone(account.id))
    await update(opened, { payload_enc: sealPayload(deps.crypto, operation.id, { ...values, previousPhone }) })
  }
  const accountId = await applyEffect(tx, desk, {
    operation,
    account,
    values: stored,
    ...by,
    certificate: await certificateOf(opened),
  })
  await update(opened, { status: 'DONE', account_id: accountId, finished_at: tx.now })
  await addEvent(opened, desk, 'DONE')
  tx.audit({
    chain: staff.authority.code,
    action: 'desk-account-changed',
    objectKind: 'account',
    objectId: accountId,
    details: { operation: operation.id, kind: operation.kind },
  })
  await deps.sessions.applicant.store.endAll(accountId)
}

/** Finishes an operation, or hands it to a second person where one is needed. */
export const finishOperation = async (desk: Desk, seen: Seen, gathered: Gathered): Promise<void> => {
  const accountId = await act(desk, seen, { step: 'finish', from: ['OPEN'] }, async (opened) => {
    const { tx, operation, values } = opened
    await refuseIncomplete(desk, opened, gathered)
    await update(opened, { submitted_by: desk.staff.id, submitted_at: tx.now })
    if (needsSecond(operation.kind, values)) {
      await update(opened, { status: 'WAITING_SECOND', register_check: gathered.register })
      await addEvent(opened, desk, 'SUBMITTED')
      record(opened, desk, 'desk-submit', registerFacts(gathered, opened))
      return null
    }
    await carryOut(desk, opened, { second: undefined, temporary: undefined })
    record(opened, desk, 'desk-done')
    return operation.account_id
  })
  await endSessionsOf(desk, accountId)
}

/**
 * The second person agrees, and it is done. `kind` is what the page showed: a password is made before the transaction
 * begins, because hashing takes its time.
 */
export const confirmOperation = async (
  desk: Desk,
  seen: Seen,
  kind: DeskKind | undefined,
  gathered: Gathered,
): Promise<void> => {
  const temporary = kind && deskKinds[kind].temporaryPassword ? await makeTemporaryPassword(desk.deps) : undefined
  const accountId = await act(desk, seen, { step: 'confirm', from: ['WAITING_SECOND'] }, async (opened) => {
    const second = await SecondPerson.confirming(opened, desk)
    await refuseIncomplete(desk, opened, gathered)
    await update(opened, { second_by: second.staffId })
    await addEvent(opened, desk, 'CONFIRMED')
    await carryOut(desk, opened, { second, temporary })
    record(opened, desk, 'desk-confirm', {
      first: opened.operation.submitted_by,
      ...registerFacts(gathered, opened),
    })
    return opened.operation.account_id
  })
  await endSessionsOf(desk, accountId)
}

/** The second person does not agree: nothing is done. */
export const refuseOperation = (desk: Desk, seen: Seen, reason: string): Promise<void> =>
  act(desk, seen, { step: 'refuse', from: ['WAITING_SECOND'], evenGone: true }, async (opened) => {
    await SecondPerson.confirming(opened, desk)
    await update(opened, { status: 'REFUSED', second_by: desk.staff.id, reason, finished_at: opened.tx.now })
    await addEvent(opened, desk, 'REFUSED', reason)
    if (opened.account?.closed_at === null) await tellRefused(opened.tx, desk, opened.account, opened.operation.kind)
    record(opened, desk, 'desk-refuse', { first: opened.operation.submitted_by })
  })

export const cancelOperation = (desk: Desk, seen: Seen, reason: string): Promise<void> =>
  act(desk, seen, { step: 'cancel', from: ['OPEN', 'WAITING_SECOND'], evenGone: true }, async (opened) => {
    await update(opened, { status: 'CANCELLED', reason, finished_at: opened.tx.now })
    await addEvent(opened, desk, 'CANCELLED', reason)
    record(opened, desk, 'desk-cancel')
  })
