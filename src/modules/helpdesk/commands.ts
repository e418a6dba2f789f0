import { identityKey, validateIdDocument } from '../../core/identity/documents.ts'
import { validateMobile } from '../../core/identity/phone.ts'
import type { RawValues } from '../../core/forms/field.ts'
import { agentFields, idTypeOf, operationFields } from '../../core/helpdesk/data.ts'
import { validateFields } from '../../core/forms/page.ts'
import { linePlace } from '../../core/helpdesk/complete.ts'
import { letterFault } from '../../core/helpdesk/letter.ts'
import type { DeskUserType } from '../../core/helpdesk/materials.ts'
import { deskKinds, isOffered, type DeskKind } from '../../core/helpdesk/operations.ts'
import { DeskRefusal, obstacle } from '../../core/helpdesk/refusals.ts'
import type { RegisterCheck } from '../../core/helpdesk/register-check.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { keepFile, type ReceivedFile } from '../files/receive.ts'
import { act, addEvent, isHolder, linesOf, record, refuseUnfit, refuseOwnAffairs, update, type Seen } from './act.ts'
import { clerk, recordingRefusals, type Desk } from './refusing.ts'
import { lockAccount, type OperationRow } from './store.ts'
import { operationPlaces, sealPayload } from '../people/desk-operation.ts'
import { userTypesOf } from './user-types.ts'

/** The most scans one line of a check list takes. */
const scansPerLine = 10

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
        await refuseUnfit(tx, wanted.kind, account)
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
export const saveData = (
  desk: Desk,
  seen: Seen,
  values: RawValues,
  /** What the register says of the unit as it is typed, and why it is to be done though that differs. */
  beside: { readonly register: RegisterCheck | undefined; readonly reason: string },
): Promise<void> =>
  act(desk, seen, { step: 'data', from: ['OPEN'] }, async (opened) => {
    const { operation } = opened
    await refuseOwnAffairs(desk, { ...opened, values })
    await update(opened, {
      payload_enc: sealPayload(desk.deps.crypto, operation.id, values),
      register_check: beside.register ?? null,
      register_reason: beside.reason || null,
    })
    await addEvent(opened, desk, 'DATA_SAVED')
    record(opened, desk, 'desk-data', {
      fields: Object.keys(values).filter((name) => values[name]),
      register: beside.register?.outcome,
    })
  })

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
