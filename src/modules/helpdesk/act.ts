import type { Transaction } from '../../db/command.ts'
import { identityKey, validateIdDocument, type IdType } from '../../core/identity/documents.ts'
import { heldUntil } from '../../core/identity/phone-hold.ts'
import { validateMobile } from '../../core/identity/phone.ts'
import type { RawValues } from '../../core/forms/field.ts'
import { idTypeOf } from '../../core/helpdesk/data.ts'
import { unfit, type AccountState } from '../../core/helpdesk/fitness.ts'
import { operationPapers } from '../../core/helpdesk/kind-papers.ts'
import type { MaterialLine } from '../../core/helpdesk/materials.ts'
import type { DeskKind, DeskStatus } from '../../core/helpdesk/operations.ts'
import { DeskRefusal, obstacle } from '../../core/helpdesk/refusals.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { openCases } from '../account-centre/closing-commands.ts'
import { hasPhone } from '../people/account.ts'
import { clerk, recordingRefusals, type Desk } from './refusing.ts'
import { lockAccount, lockOperation, type DeskAccountRow, type OperationRow } from './store.ts'
import { openPayload } from '../people/desk-operation.ts'

/** What a clerk looked at when pressing a button. */
export type Seen = { readonly id: string; readonly version: number }

export type Opened = {
  readonly tx: Transaction
  readonly operation: OperationRow
  readonly account: DeskAccountRow | undefined
  /** The answers as typed. */
  readonly values: RawValues
}

export type EventAction =
  | 'OPENED'
  | 'AGENT_SAVED'
  | 'MATERIAL_SAVED'
  | 'SCAN_REMOVED'
  | 'DATA_SAVED'
  | 'SUBMITTED'
  | 'CONFIRMED'
  | 'REFUSED'
  | 'CANCELLED'
  | 'DONE'
  | 'WITHDRAWAL_ASKED'
  | 'WITHDRAWN'

export const addEvent = async (
  { tx, operation }: Pick<Opened, 'tx' | 'operation'>,
  { staff }: Desk,
  action: EventAction,
  text = '',
): Promise<void> => {
  await tx.trx('desk_event').insert({
    operation_id: operation.id,
    action,
    staff_id: staff.id,
    staff_name: staff.name,
    text,
    at: tx.now,
  })
}

export const record = (
  { tx, operation }: Pick<Opened, 'tx' | 'operation'>,
  { staff }: Desk,
  action: string,
  details: Readonly<Record<string, unknown>> = {},
): void =>
  tx.audit({
    chain: staff.authority.code,
    action,
    objectKind: 'desk_operation',
    objectId: operation.id,
    details: { kind: operation.kind, account: operation.account_id, ...details },
  })

/** By what a person is known who is named by a typed number; nothing for one that cannot be anybody's. */
const personOf = ({ deps }: Desk, type: IdType, number: string | undefined, today: string): string | undefined => {
  const document = validateIdDocument(type, number ?? '', today)
  return document.ok ? deps.crypto.index('id-number', identityKey(type, document.value)) : undefined
}

/**
 * The persons an operation is about: its holder, a unit's handler, whoever the answers name, and the agent. Nor does a
 * clerk's own phone become that of an account the clerk has a hand in.
 */
export const refuseOwnAffairs = async (desk: Desk, { tx, operation, account, values }: Opened): Promise<void> => {
  const { deps, staff } = desk
  const today = localDate(tx.now)
  const concerned = [
    account?.id_number_idx,
    account?.handler_id_number_idx,
    personOf(desk, idTypeOf(values), values['idNumber'], today),
    personOf(desk, 'RESIDENT_ID', values['handlerIdNumber'], today),
  ]
  if (concerned.includes(staff.idNumberIndex)) throw new DeskRefusal(obstacle('OWN_ACCOUNT'))
  if (operation.agent_id_number_idx === staff.idNumberIndex) throw new DeskRefusal(obstacle('OWN_AGENT'))
  const phone = validateMobile(values['phone'] ?? '')
  if (!phone.ok) return
  const own = await tx
    .trx('staff')
    .where({ id: staff.id, phone_idx: deps.crypto.index('phone', phone.value) })
    .first<object | undefined>('id')
  if (own) throw new DeskRefusal(obstacle('OWN_PHONE'))
}

/** What decides what can be done to an account. */
export const stateOf = (account: DeskAccountRow, now: Date): AccountState => ({
  closed: account.closed_at !== null,
  released: account.released,
  frozen: account.frozen_at !== null,
  reachable: hasPhone(account),
  phoneHeld: heldUntil(account.phone_held_from, now) !== undefined,
})

/** Nothing is done to an account that it is not fit for, a closed one least of all. */
export const refuseUnfit = async (
  tx: Transaction,
  kind: DeskKind,
  account: DeskAccountRow | undefined,
): Promise<void> => {
  if (!account) return
  const reason = unfit(kind, stateOf(account, tx.now))
  if (reason) throw new DeskRefusal(obstacle(reason))
  if (kind === 'CLOSE' && (await openCases(tx.trx, account.id, tx.now)).length > 0)
    throw new DeskRefusal(obstacle('CASES_OPEN'))
}

/** Whom an agent comes for: the person registered, the new representative, who uses the number, or else whoever the account belongs to. */
export const isHolder = (desk: Desk, { tx, operation, account, values }: Opened, agent: string | null): boolean =>
  agent !== null &&
  agent ===
    (['REGISTER', 'CHANGE_REPRESENTATIVE', 'RELEASE_PHONE'].includes(operation.kind)
      ? personOf(desk, idTypeOf(values), values['idNumber'], localDate(tx.now))
      : account?.id_number_idx)

type Rules = {
  readonly step: string
  readonly from: readonly DeskStatus[]
  /** Nothing is done to the account, or it is opened again, so it may be gone. */
  readonly evenGone?: true
}

/**
 * One step at an operation: it is of this authority, in the state the clerk saw, and none of the clerk's own affairs.
 * Whatever speaks against it is recorded.
 */
export const act = <T>(desk: Desk, seen: Seen, rules: Rules, work: (opened: Opened) => Promise<T>): Promise<T> =>
  recordingRefusals(desk, rules.step, { kind: 'desk_operation', id: seen.id }, () =>
    desk.deps.command(clerk(desk), async (tx) => {
      const operation = await lockOperation(tx.trx, seen.id, desk.staff.authority.id)
      if (!operation) throw new DeskRefusal(obstacle('UNKNOWN'))
      if (!rules.from.includes(operation.status)) throw new DeskRefusal(obstacle('NOT_OPEN'))
      if (operation.lock_version !== seen.version) throw new DeskRefusal(obstacle('STALE'))
      const account = operation.account_id === null ? undefined : await lockAccount(tx.trx, operation.account_id)
      const opened = { tx, operation, account, values: openPayload(desk.deps.crypto, operation) }
      await refuseOwnAffairs(desk, opened)
      if (!rules.evenGone) await refuseUnfit(tx, operation.kind, account)
      const result = await work(opened)
      await tx.trx('desk_operation').where({ id: operation.id }).increment('lock_version', 1)
      return result
    }),
  )

export const update = async ({ tx, operation }: Opened, changes: Readonly<Record<string, unknown>>): Promise<void> => {
  await tx.trx('desk_operation').where({ id: operation.id }).update(changes)
}

export const linesOf = (desk: Desk, operation: OperationRow): readonly MaterialLine[] =>
  operationPapers({ kind: operation.kind, userType: operation.user_type, byAgent: operation.by_agent }, desk.deps.site)

/** Whoever signed in while the change was being written is out as well. */
export const endSessionsOf = async ({ deps }: Desk, accountId: string | null | undefined): Promise<void> => {
  if (accountId) await deps.sessions.applicant.store.endAll(accountId)
}
