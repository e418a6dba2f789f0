import type { Transaction } from '../../db/command.ts'
import { identityKey, validateIdDocument, type IdType } from '../../core/identity/documents.ts'
import { validateMobile } from '../../core/identity/phone.ts'
import type { RawValues } from '../../core/forms/field.ts'
import { agentFields, dataFaults, idTypeOf, operationFields, storedForm } from '../../core/helpdesk/data.ts'
import { validateFields } from '../../core/forms/page.ts'
import { linePlace, operationObstacles } from '../../core/helpdesk/complete.ts'
import { letterFault } from '../../core/helpdesk/letter.ts'
import { materialLines, type DeskUserType, type MaterialLine } from '../../core/helpdesk/materials.ts'
import {
  deskKinds,
  isOffered,
  needsSecond,
  withdrawalConfirmHours,
  withdrawalHours,
  type DeskKind,
  type DeskStatus,
} from '../../core/helpdesk/operations.ts'
import { DeskRefusal, obstacle } from '../../core/helpdesk/refusals.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { accountPlaces } from '../accounts/store.ts'
import { makeTemporaryPassword } from '../accounts/temporary-password.ts'
import { keepFile, type ReceivedFile } from '../files/receive.ts'
import type { Certificate } from '../legal-persons/draft.ts'
import { applyEffect, takePhoneBack, tellRefused, type TemporaryPassword } from './effects.ts'
import { clerk, recordingRefusals, type Desk } from './refusing.ts'
import {
  lockAccount,
  lockOperation,
  openPayload,
  operationPlaces,
  sealPayload,
  type DeskAccountRow,
  type OperationRow,
} from './store.ts'
import { serviceSite } from './service-site.ts'
import { userTypesOf } from './user-types.ts'

/** The most scans one line of a check list takes. */
const scansPerLine = 10

/** What a clerk looked at when pressing a button. */
export type Seen = { readonly id: string; readonly version: number }

type Opened = {
  readonly tx: Transaction
  readonly operation: OperationRow
  readonly account: DeskAccountRow | undefined
  /** The answers as typed. */
  readonly values: RawValues
}

type EventAction =
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

const addEvent = async (
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

const record = (
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
const refuseOwnAffairs = async (desk: Desk, { tx, operation, account, values }: Opened): Promise<void> => {
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

/** Nothing is done to a closed account, nor is one made to speak again for a code that another account has proved. */
const refuseGone = (kind: DeskKind, account: DeskAccountRow | undefined): void => {
  if (account?.closed_at) throw new DeskRefusal(obstacle('ACCOUNT_GONE'))
  if (account?.released && (kind === 'CHANGE_DATA' || kind === 'CHANGE_REPRESENTATIVE'))
    throw new DeskRefusal(obstacle('CODE_LOST'))
}

/** Whom an agent comes for: the person registered, the new representative, or else whoever the account belongs to. */
const isHolder = (desk: Desk, { tx, operation, account, values }: Opened, agent: string | null): boolean =>
  agent !== null &&
  agent ===
    (operation.kind === 'REGISTER' || operation.kind === 'CHANGE_REPRESENTATIVE'
      ? personOf(desk, idTypeOf(values), values['idNumber'], localDate(tx.now))
      : account?.id_number_idx)

type Rules = {
  readonly step: string
  readonly from: readonly DeskStatus[]
  /** Nothing is done to the account, so it may be gone. */
  readonly ends?: true
}

/**
 * One step at an operation: it is of this authority, in the state the clerk saw, and none of the clerk's own affairs.
 * Whatever speaks against it is recorded.
 */
const act = <T>(desk: Desk, seen: Seen, rules: Rules, work: (opened: Opened) => Promise<T>): Promise<T> =>
  recordingRefusals(desk, rules.step, { kind: 'desk_operation', id: seen.id }, () =>
    desk.deps.command(clerk(desk), async (tx) => {
      const operation = await lockOperation(tx.trx, seen.id, desk.staff.authority.id)
      if (!operation) throw new DeskRefusal(obstacle('UNKNOWN'))
      if (!rules.from.includes(operation.status)) throw new DeskRefusal(obstacle('NOT_OPEN'))
      if (operation.lock_version !== seen.version) throw new DeskRefusal(obstacle('STALE'))
      const account = operation.account_id === null ? undefined : await lockAccount(tx.trx, operation.account_id)
      const opened = { tx, operation, account, values: openPayload(desk.deps.crypto, operation) }
      await refuseOwnAffairs(desk, opened)
      if (!rules.ends) refuseGone(operation.kind, account)
      const result = await work(opened)
      await tx.trx('desk_operation').where({ id: operation.id }).increment('lock_version', 1)
      return result
    }),
  )

const update = async ({ tx, operation }: Opened, changes: Readonly<Record<string, unknown>>): Promise<void> => {
  await tx.trx('desk_operation').where({ id: operation.id }).update(changes)
}

export type NewOperation = {
  /** Made with the form, so that the same form sent twice begins one operation. */
  readonly id: string
  readonly kind: DeskKind
  readonly userType: DeskUserType
  readonly byAgent: boolean
  readonly accountId: string | undefined
}

/** Begins an operation. Of two clerks who begin the same one for an account at one instant the second is refused. */
export const startOperation = (desk: Desk, wanted: NewOperation): Promise<void> =>
  recordingRefusals(
    desk,
    'start',
    wanted.accountId === undefined
      ? { kind: 'desk_operation', id: wanted.id }
      : { kind: 'account', id: wanted.accountId },
    () =>
      desk.deps.command(clerk(desk), async (tx) => {
        const { staff } = desk
        const account = wanted.accountId === undefined ? undefined : await lockAccount(tx.trx, wanted.accountId)
        if (wanted.accountId !== undefined && !account) throw new DeskRefusal(obstacle('UNKNOWN'))
        if (
          (wanted.kind === 'REGISTER') !== (account === undefined) ||
          !isOffered(wanted.kind, wanted.userType) ||
          (account && !userTypesOf(account).includes(wanted.userType))
        )
          throw new DeskRefusal(obstacle('NOT_OPEN'))
        if (account && [account.id_number_idx, account.handler_id_number_idx].includes(staff.idNumberIndex))
          throw new DeskRefusal(obstacle('OWN_ACCOUNT'))
        refuseGone(wanted.kind, account)
        const operation = {
          id: wanted.id,
          kind: wanted.kind,
          account_id: wanted.accountId ?? null,
          authority_id: staff.authority.id,
          user_type: wanted.userType,
          by_agent: wanted.byAgent,
          status: 'OPEN',
          opened_by: staff.id,
          opened_at: tx.now,
        } as const
        const inserted = await tx
          .trx('desk_operation')
          .insert(operation)
          .onConflict()
          .ignore()
          .returning<{ id: string }[]>('id')
        const made = { tx, operation: operation as unknown as OperationRow }
        if (inserted.length === 0) {
          const same = await tx
            .trx('desk_operation')
            .where({ id: wanted.id, opened_by: staff.id })
            .first<object | undefined>('id')
          if (!same) throw new DeskRefusal(obstacle('ALREADY_OPEN'))
          record(made, desk, 'desk-start-repeated')
          return
        }
        await addEvent(made, desk, 'OPENED')
        record(made, desk, 'desk-start', { userType: wanted.userType, byAgent: wanted.byAgent })
      }),
  )

/** Keeps who came with which letter. A letter that cannot be used is not taken at all. `values` are faultless. */
export const saveAgent = (desk: Desk, seen: Seen, values: RawValues, matters: readonly string[]): Promise<void> =>
  act(desk, seen, { step: 'agent', from: ['OPEN'] }, async (opened) => {
    const { tx, operation } = opened
    const { crypto } = desk.deps
    if (!operation.by_agent) throw new DeskRefusal(obstacle('NOT_OPEN'))
    const today = localDate(tx.now)
    const type = idTypeOf({ idType: values['agentIdType'] ?? '' })
    const number = validateIdDocument(type, values['agentIdNumber'] ?? '', today)
    const phone = validateMobile(values['agentPhone'] ?? '')
    const faults = validateFields(agentFields, values, today)
    if (!number.ok || !phone.ok || Object.keys(faults).length > 0)
      throw new DeskRefusal(obstacle('AGENT_MISSING', 'agentName'))
    const index = crypto.index('id-number', identityKey(type, number.value))
    if (index === desk.staff.idNumberIndex) throw new DeskRefusal(obstacle('OWN_AGENT', 'agentIdNumber'))
    if (isHolder(desk, opened, index)) throw new DeskRefusal(obstacle('AGENT_IS_HOLDER', 'agentIdNumber'))
    const letter = { date: values['letterDate'] ?? '', matters }
    const fault = letterFault(letter, deskKinds[operation.kind].matter, today)
    if (fault) throw new DeskRefusal(obstacle(fault, fault === 'LETTER_MATTER' ? 'letterMatters' : 'letterDate'))
    await update(opened, {
      agent_name: values['agentName'],
      agent_id_type: type,
      agent_id_number_enc: crypto.encrypt(number.value, operationPlaces.agentIdNumber(operation.id)),
      agent_id_number_idx: index,
      agent_phone_enc: crypto.encrypt(phone.value, operationPlaces.agentPhone(operation.id)),
      letter_date: letter.date,
      letter_matters: [...matters],
    })
    await addEvent(opened, desk, 'AGENT_SAVED')
    record(opened, desk, 'desk-agent', { letterDate: letter.date, matters })
  })

const linesOf = (desk: Desk, operation: OperationRow): readonly MaterialLine[] =>
  materialLines(operation.user_type, operation.by_agent, serviceSite(desk.deps.site))

/** Ticks one line of the check list, or takes the tick back, and keeps the scans sent with it. */
export const saveMaterial = (
  desk: Desk,
  seen: Seen,
  given: { readonly line: string; readonly ticked: boolean; readonly files: readonly ReceivedFile[] },
): Promise<void> =>
  act(desk, seen, { step: 'material', from: ['OPEN'] }, async (opened) => {
    const { tx, operation } = opened
    const line = linesOf(desk, operation).find(({ code }) => code === given.line)
    if (!line) throw new DeskRefusal(obstacle('UNKNOWN'))
    const key = { operation_id: operation.id, line: line.code }
    if (given.ticked)
      await tx
        .trx('desk_check')
        .insert({ ...key, original_seen: line.originalSeen, checked_by: desk.staff.id, checked_at: tx.now })
        .onConflict(['operation_id', 'line'])
        .ignore()
    else await tx.trx('desk_check').where(key).delete()
    const kept = await tx.trx('desk_material').where(key).whereNull('removed_at').count<{ n: number }[]>('* as n')
    if (Number(kept[0]?.n ?? 0) + given.files.length > scansPerLine)
      throw new DeskRefusal(obstacle('TOO_MANY_SCANS', linePlace(line.code), `一项材料最多保存${scansPerLine}个扫描件`))
    for (const file of given.files) {
      await keepFile(tx, desk.deps, file)
      await tx.trx('desk_material').insert({
        ...key,
        sha256: file.sha256,
        name: file.name,
        type: file.type,
        uploaded_by: desk.staff.id,
        uploaded_at: tx.now,
      })
    }
    await addEvent(
      opened,
      desk,
      'MATERIAL_SAVED',
      [given.ticked ? '已核对' : '未核对', given.files.length > 0 ? `上传扫描件${given.files.length}个` : '']
        .filter(Boolean)
        .join('，') + `：${line.text}`,
    )
    record(opened, desk, 'desk-material', {
      line: line.code,
      ticked: given.ticked,
      originalSeen: given.ticked && line.originalSeen,
      scans: given.files.map(({ sha256 }) => sha256),
    })
  })

export const removeScan = (desk: Desk, seen: Seen, scan: string): Promise<void> =>
  act(desk, seen, { step: 'remove-scan', from: ['OPEN'] }, async (opened) => {
    const { tx, operation } = opened
    const removed = await tx
      .trx('desk_material')
      .where({ id: scan, operation_id: operation.id })
      .whereNull('removed_at')
      .update({ removed_at: tx.now })
    if (removed === 0) throw new DeskRefusal(obstacle('UNKNOWN'))
    await addEvent(opened, desk, 'SCAN_REMOVED')
    record(opened, desk, 'desk-scan-removed', { scan })
  })

/** Keeps the answers as typed, right or wrong: an operation may be left half done. */
export const saveData = (desk: Desk, seen: Seen, values: RawValues): Promise<void> =>
  act(desk, seen, { step: 'data', from: ['OPEN'] }, async (opened) => {
    const { operation } = opened
    await refuseOwnAffairs(desk, { ...opened, values })
    await update(opened, { payload_enc: sealPayload(desk.deps.crypto, operation.id, values) })
    await addEvent(opened, desk, 'DATA_SAVED')
    record(opened, desk, 'desk-data', { fields: Object.keys(values).filter((name) => values[name]) })
  })

/** Refuses with everything that is missing, however the page looked when the button was pressed. */
const refuseIncomplete = async (desk: Desk, opened: Opened): Promise<void> => {
  const { tx, operation, values } = opened
  const of = { operation_id: operation.id }
  const checks = await tx.trx('desk_check').where(of).select<{ line: string }[]>('line')
  const scans = await tx.trx('desk_material').where(of).whereNull('removed_at').select<{ line: string }[]>('line')
  const today = localDate(tx.now)
  const [first, ...others] = operationObstacles(
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
  if (first) throw new DeskRefusal(first, ...others)
  if (operation.by_agent && isHolder(desk, opened, operation.agent_id_number_idx))
    throw new DeskRefusal(obstacle('AGENT_IS_HOLDER', 'agentIdNumber'))
}

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
const carryOut = async (desk: Desk, opened: Opened, temporary: TemporaryPassword | undefined): Promise<void> => {
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
    temporary,
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

/** Whoever signed in while the change was being written is out as well. */
const endSessionsOf = async ({ deps }: Desk, accountId: string | null | undefined): Promise<void> => {
  if (accountId) await deps.sessions.applicant.store.endAll(accountId)
}

/** A password is made before the transaction begins, because hashing takes its time; most operations need none. */
const temporaryFor = async (desk: Desk, kind: DeskKind | undefined): Promise<TemporaryPassword | undefined> =>
  kind !== undefined && deskKinds[kind].temporaryPassword ? makeTemporaryPassword(desk.deps) : undefined

/**
 * Finishes an operation, or hands it to a second person where one is needed. `kind` is what the page showed. Gives the
 * state it is in now.
 */
export const finishOperation = async (
  desk: Desk,
  seen: Seen,
  kind: DeskKind | undefined,
): Promise<'DONE' | 'WAITING_SECOND'> => {
  const temporary = await temporaryFor(desk, kind)
  const { status, accountId } = await act(desk, seen, { step: 'finish', from: ['OPEN'] }, async (opened) => {
    const { tx, operation, values } = opened
    await refuseIncomplete(desk, opened)
    await update(opened, { submitted_by: desk.staff.id, submitted_at: tx.now })
    if (needsSecond(operation.kind, values)) {
      await update(opened, { status: 'WAITING_SECOND' })
      await addEvent(opened, desk, 'SUBMITTED')
      record(opened, desk, 'desk-submit')
      return { status: 'WAITING_SECOND', accountId: null } as const
    }
    await carryOut(desk, opened, temporary)
    record(opened, desk, 'desk-done')
    return { status: 'DONE', accountId: operation.account_id } as const
  })
  await endSessionsOf(desk, accountId)
  return status
}

/**
 * Whoever had a hand in an operation cannot be the second person (HD-02). It is the person that counts: somebody who left
 * and was taken on again may hold another account than the one those steps were taken with.
 */
const refuseSamePerson = async (
  { tx, operation }: Opened,
  { staff }: Desk,
  steps: Readonly<{ action?: EventAction }> = {},
): Promise<void> => {
  const took = await tx
    .trx('staff')
    .where({ id_number_idx: staff.idNumberIndex })
    .whereIn(
      'id',
      tx
        .trx('desk_event')
        .where({ operation_id: operation.id, ...steps })
        .select('staff_id'),
    )
    .first<object | undefined>('id')
  if (took) throw new DeskRefusal(obstacle('SAME_PERSON'))
}

/** The second person agrees, and it is done. */
export const confirmOperation = async (desk: Desk, seen: Seen): Promise<void> => {
  const accountId = await act(desk, seen, { step: 'confirm', from: ['WAITING_SECOND'] }, async (opened) => {
    await refuseSamePerson(opened, desk)
    await refuseIncomplete(desk, opened)
    await update(opened, { second_by: desk.staff.id })
    await addEvent(opened, desk, 'CONFIRMED')
    await carryOut(desk, opened, undefined)
    record(opened, desk, 'desk-confirm', { first: opened.operation.submitted_by })
    return opened.operation.account_id
  })
  await endSessionsOf(desk, accountId)
}

/** The second person does not agree: nothing is done. */
export const refuseOperation = (desk: Desk, seen: Seen, reason: string): Promise<void> =>
  act(desk, seen, { step: 'refuse', from: ['WAITING_SECOND'], ends: true }, async (opened) => {
    await refuseSamePerson(opened, desk)
    await update(opened, { status: 'REFUSED', second_by: desk.staff.id, reason, finished_at: opened.tx.now })
    await addEvent(opened, desk, 'REFUSED', reason)
    if (opened.account?.closed_at === null) await tellRefused(opened.tx, desk, opened.account, opened.operation.kind)
    record(opened, desk, 'desk-refuse', { first: opened.operation.submitted_by })
  })

export const cancelOperation = (desk: Desk, seen: Seen, reason: string): Promise<void> =>
  act(desk, seen, { step: 'cancel', from: ['OPEN', 'WAITING_SECOND'], ends: true }, async (opened) => {
    await update(opened, { status: 'CANCELLED', reason, finished_at: opened.tx.now })
    await addEvent(opened, desk, 'CANCELLED', reason)
    record(opened, desk, 'desk-cancel')
  })

/** The phone to go back to, when that is asked or done within so many hours of the change. */
const previousPhoneOf = (desk: Desk, { operation, account, values, tx }: Opened, hours: number): string => {
  const { crypto } = desk.deps
  const previous = values['previousPhone']
  const late = operation.finished_at === null || tx.now.getTime() - operation.finished_at.getTime() > hours * 3_600_000
  if (operation.kind !== 'CHANGE_PHONE' || previous === undefined) throw new DeskRefusal(obstacle('NOT_OPEN'))
  if (late) throw new DeskRefusal(obstacle('TOO_LATE'))
  const changed = validateMobile(values['phone'] ?? '')
  if (!changed.ok || account?.phone_idx !== crypto.index('phone', changed.value))
    throw new DeskRefusal(obstacle('CHANGED_SINCE'))
  return previous
}

/** The holder called: one clerk asks that a change of the phone be taken back … */
export const askWithdrawal = (desk: Desk, seen: Seen, reason: string): Promise<void> =>
  act(desk, seen, { step: 'withdraw', from: ['DONE'] }, async (opened) => {
    previousPhoneOf(desk, opened, withdrawalHours)
    if (opened.operation.withdrawal_by !== null) throw new DeskRefusal(obstacle('NOT_OPEN'))
    await update(opened, { withdrawal_by: desk.staff.id, reason })
    await addEvent(opened, desk, 'WITHDRAWAL_ASKED', reason)
    record(opened, desk, 'desk-withdraw')
  })

/** … and another one does it. */
export const confirmWithdrawal = async (desk: Desk, seen: Seen): Promise<void> => {
  const temporary = await makeTemporaryPassword(desk.deps)
  const accountId = await act(desk, seen, { step: 'confirm-withdrawal', from: ['DONE'] }, async (opened) => {
    const { operation, account, values } = opened
    if (operation.withdrawal_by === null) throw new DeskRefusal(obstacle('NOT_OPEN'))
    await refuseSamePerson(opened, desk, { action: 'WITHDRAWAL_ASKED' })
    const previousPhone = previousPhoneOf(desk, opened, withdrawalConfirmHours)
    await takePhoneBack(opened.tx, desk, {
      operation,
      account,
      values,
      temporary,
      certificate: undefined,
      previousPhone,
    })
    await update(opened, { status: 'WITHDRAWN' })
    await addEvent(opened, desk, 'WITHDRAWN')
    record(opened, desk, 'desk-withdrawn', { first: operation.withdrawal_by })
    if (operation.account_id) await desk.deps.sessions.applicant.store.endAll(operation.account_id)
    return operation.account_id
  })
  await endSessionsOf(desk, accountId)
}

/** Notes that a clerk looked at something, or for something; awaited before anything is shown. */
export const recordLook = (
  desk: Desk,
  looked:
    | { readonly action: 'desk-search'; readonly details: Readonly<Record<string, unknown>> }
    | { readonly action: 'desk-account-viewed' | 'desk-operation-viewed' | 'desk-scan-viewed'; readonly id: string },
): Promise<void> =>
  desk.deps.command(clerk(desk), async (tx) => {
    tx.audit({
      chain: desk.staff.authority.code,
      action: looked.action,
      objectKind:
        looked.action === 'desk-operation-viewed'
          ? 'desk_operation'
          : looked.action === 'desk-scan-viewed'
            ? 'desk_material'
            : 'account',
      objectId: 'id' in looked ? looked.id : undefined,
      details: 'details' in looked ? looked.details : {},
    })
  })

/** Fields an operation asks, for the page and for reading what was posted. */
export const fieldsOf = (operation: Pick<OperationRow, 'kind' | 'user_type'>) =>
  operationFields(operation.kind, operation.user_type)
