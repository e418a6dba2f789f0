import type { Deps } from '../../deps.ts'
import { sizeText } from '../../core/files.ts'
import { maskEmail, maskIdNumber, maskName, maskPhone } from '../../core/identity/mask.ts'
import type { Field, RawValues } from '../../core/forms/field.ts'
import { rows, type FieldErrors } from '../../core/forms/page.ts'
import { linePlace } from '../../core/helpdesk/complete.ts'
import { agentFields } from '../../core/helpdesk/data.ts'
import { LETTER_MATTERS, letterValidUntil } from '../../core/helpdesk/letter.ts'
import { operationPapers } from '../../core/helpdesk/kind-papers.ts'
import { deskKinds, withdrawalConfirmHours, withdrawalHours } from '../../core/helpdesk/operations.ts'
import { registerReasonPlace, type RegisterCheck } from '../../core/helpdesk/register-check.ts'
import type { Obstacle } from '../../core/helpdesk/refusals.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { fieldViews } from '../../web/form-view.ts'
import { paths } from '../../web/paths.ts'
import type { Staff } from '../../web/route.ts'
import { timeText } from './account-view.ts'
import type { WholeOperation } from './queries.ts'
import { operationPlaces } from '../people/desk-operation.ts'

/** What was typed and could not be taken, kept on the page. */
export type TypedStep =
  | {
      readonly step: 'agent'
      readonly values: RawValues
      readonly matters: readonly string[]
      readonly errors: FieldErrors
    }
  | { readonly step: 'data'; readonly values: RawValues; readonly errors: FieldErrors }
  | {
      readonly step: 'reason'
      readonly value: string
      readonly form: 'cancel' | 'refuse' | 'withdraw'
      readonly error: string
    }

const masks: Readonly<Partial<Record<Field['kind'], (value: string) => string>>> = {
  phone: maskPhone,
  idNumber: maskIdNumber,
  personName: maskName,
  email: maskEmail,
}

/** The answers to read; once it is over nobody needs them in full any more. */
export const dataRows = (fields: readonly Field[], values: RawValues, masked: boolean) =>
  rows(fields, values)
    .filter((row) => values[row.field])
    .map((row) => {
      const mask = masked ? masks[fields.find((field) => field.name === row.field)?.kind ?? 'text'] : undefined
      return mask ? { ...row, text: mask(values[row.field] ?? '') } : row
    })

export const agentPart = (deps: Deps, whole: WholeOperation, typed: TypedStep | undefined, atFields: FieldErrors) => {
  const { operation } = whole
  if (!operation.by_agent) return undefined
  const saved = operation.agent_id_number_enc !== null
  const stored: RawValues = saved
    ? {
        agentName: operation.agent_name ?? '',
        agentIdType: operation.agent_id_type ?? '',
        agentIdNumber: deps.crypto.decrypt(
          operation.agent_id_number_enc ?? '',
          operationPlaces.agentIdNumber(operation.id),
        ),
        agentPhone: deps.crypto.decrypt(operation.agent_phone_enc ?? '', operationPlaces.agentPhone(operation.id)),
        letterDate: operation.letter_date ?? '',
      }
    : { agentIdType: 'RESIDENT_ID' }
  const kept = typed?.step === 'agent' ? typed : undefined
  const matters = kept?.matters ?? operation.letter_matters
  const over = !['OPEN', 'WAITING_SECOND'].includes(operation.status)
  return {
    saved,
    fields: fieldViews(agentFields, kept?.values ?? stored, kept?.errors ?? atFields).map((view) =>
      view.name === 'agentIdType' ? { ...view, kind: 'select' } : view,
    ),
    mattersError: (kept?.errors ?? atFields)['letterMatters'],
    matters: LETTER_MATTERS.map((text, index) => ({
      name: `matter-${index}`,
      id: index === 0 ? 'letterMatters' : `letterMatters-${index}`,
      text,
      chosen: matters.includes(text),
    })),
    needed: deskKinds[operation.kind].matter,
    rows: saved
      ? [
          ...dataRows(agentFields, stored, over),
          { label: '委托事项', text: operation.letter_matters.join('、') },
          {
            label: '授权委托书有效期至',
            text: operation.letter_date === null ? '' : chineseDate(letterValidUntil(operation.letter_date)),
          },
        ]
      : [],
  }
}

export const materialPart = (deps: Deps, whole: WholeOperation, obstacles: readonly Obstacle[]) => {
  const { operation, checks, scans } = whole
  return operationPapers(
    { kind: operation.kind, userType: operation.user_type, byAgent: operation.by_agent },
    deps.site,
  ).map((line, index) => {
    const check = checks.find((one) => one.line === line.code)
    const files = scans.filter((scan) => scan.line === line.code)
    const place = linePlace(line.code)
    return {
      ...line,
      place,
      number: index + 1,
      formHref: line.form && paths.helpForm(line.form),
      tickText: line.originalSeen
        ? '已核对原件，与复印件一致，签字（盖章）齐全；原件已当场退还'
        : '已核对，签字（盖章）齐全',
      ticked: check !== undefined,
      tickedText:
        check && `${check.staff_name} ${timeText(check.checked_at)} ${check.original_seen ? '核对原件' : '核对'}`,
      files: files.map((file) => ({
        id: file.id,
        href: paths.deskScan(operation.id, file.id),
        name: file.name,
        sizeText: sizeText(file.size),
      })),
      done: check !== undefined && files.length > 0,
      error: obstacles
        .filter((one) => one.place === place)
        .map((one) => one.text.replace(/^材料\d+：/, ''))
        .join('；'),
    }
  })
}

/** Whether the clerk as a person took a step, with whichever account. */
export const tookStep = (whole: WholeOperation, staff: Staff, action?: string): boolean =>
  whole.events.some(
    (event) => event.person === staff.idNumberIndex && (action === undefined || event.action === action),
  )

/** Why this clerk cannot be the second person; nothing when they can. */
export const notSecond = (whole: WholeOperation, staff: Staff): string | undefined =>
  tookStep(whole, staff) ? '您参与过这件业务，须由本机关没有参与的另一名大厅帮办人员确认。' : undefined

export const reasonField = (form: 'cancel' | 'refuse' | 'withdraw', label: string, typed: TypedStep | undefined) => {
  const kept = typed?.step === 'reason' && typed.form === form ? typed : undefined
  return {
    kind: 'textarea',
    id: `reason-${form}`,
    name: 'reason',
    label,
    required: true,
    value: kept?.value ?? '',
    error: kept?.error,
    maxLength: 200,
  }
}

export const withdrawalPart = (
  whole: WholeOperation,
  before: string | undefined,
  staff: Staff,
  now: Date,
  typed: TypedStep | undefined,
) => {
  const { operation } = whole
  // An account that had no number before has none to go back to.
  if (operation.kind !== 'CHANGE_PHONE' || operation.status !== 'DONE' || operation.finished_at === null || !before)
    return undefined
  const asked = operation.withdrawal_by !== null
  const hours = asked ? withdrawalConfirmHours : withdrawalHours
  const until = new Date(new Date(operation.finished_at).getTime() + hours * 3_600_000)
  if (until < now) return undefined
  return {
    untilText: timeText(until),
    asked,
    reason: operation.reason,
    mayConfirm: asked && !tookStep(whole, staff, 'WITHDRAWAL_ASKED'),
    field: reasonField('withdraw', '撤回原因，以及怎样核实了来电人就是账号持有人', typed),
  }
}

const registerTexts = {
  SAME: '与登记信息一致。',
  DIFFERENT: '与登记信息不一致，请对照证书原件核实。',
  UNKNOWN: '登记信息中没有查到这个统一社会信用代码和单位名称，请对照证书原件核实。',
  UNAVAILABLE: '登记信息暂时不能核对，请对照证书原件核实。',
} as const satisfies Record<RegisterCheck['outcome'], string>

/** What both clerks see of the register beside what was typed; a person's name is masked once it is over. */
export const registerPart = (whole: WholeOperation, over: boolean) => {
  const { register, operation } = whole
  if (!register) return undefined
  const shown = (label: string, text: string): string => (over && label === '法定代表人' ? maskName(text) : text)
  return {
    differs: register.outcome !== 'SAME',
    text: register.said === undefined ? registerTexts[register.outcome] : `登记信息库答复：${register.said}`,
    rows: register.rows.map(({ label, account, register: registered, same }) => [
      { text: label },
      { text: shown(label, account) },
      { text: shown(label, registered) },
      { tag: same ? { text: '一致', tone: 'success' } : { text: '不一致', tone: 'danger' } },
    ]),
    reason: operation.register_reason,
  }
}

/** Where the reason is written: beside answers that were compared, or alone where nothing else is asked. */
export const registerReasonField = (
  whole: WholeOperation,
  asksData: boolean,
  typed: TypedStep | undefined,
  error?: string,
) => {
  const compared = typed?.step === 'data' || whole.operation.register_check !== null || !asksData
  if (!compared || !whole.register || whole.register.outcome === 'SAME') return undefined
  return {
    kind: 'textarea',
    id: registerReasonPlace,
    name: registerReasonPlace,
    label: '与登记信息不一致的原因，以及怎样核实的',
    hint: '第二人和以后的检查都会看到。',
    required: true,
    value: whole.operation.register_reason ?? '',
    error,
    maxLength: 200,
  }
}
