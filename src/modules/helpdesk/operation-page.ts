import type { Deps } from '../../deps.ts'
import { fileTypes, maxFileBytes, sizeText } from '../../core/files.ts'
import { maskEmail, maskIdNumber, maskName, maskPhone } from '../../core/identity/mask.ts'
import type { Field, RawValues } from '../../core/forms/field.ts'
import { rows, type FieldErrors } from '../../core/forms/page.ts'
import { linePlace } from '../../core/helpdesk/complete.ts'
import { agentFields, dataFaults } from '../../core/helpdesk/data.ts'
import { LETTER_MATTERS, letterValidUntil } from '../../core/helpdesk/letter.ts'
import { operationPapers } from '../../core/helpdesk/kind-papers.ts'
import { userTypeText } from '../../core/helpdesk/materials.ts'
import {
  deskKinds,
  deskStatuses,
  needsSecond,
  withdrawalConfirmHours,
  withdrawalHours,
} from '../../core/helpdesk/operations.ts'
import { registerReasonPlace, type RegisterCheck } from '../../core/helpdesk/register-check.ts'
import type { Obstacle } from '../../core/helpdesk/refusals.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { fieldViews, errorList } from '../../web/form-view.ts'
import { paths } from '../../web/paths.ts'
import type { Staff } from '../../web/route.ts'
import { keptFacts, shownName, timeText } from './account-view.ts'
import { fieldsOf } from './commands.ts'
import type { WholeOperation } from './queries.ts'
import { openPayload, operationPlaces } from '../people/desk-operation.ts'

type Notice = { readonly kind: 'success' | 'important' | 'error'; readonly title?: string; readonly text: string }

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

type Shown = {
  readonly typed?: TypedStep | undefined
  readonly notice?: Notice | undefined
  readonly obstacles?: readonly Obstacle[] | undefined
}

const eventTexts: Readonly<Record<string, string>> = {
  OPENED: '开始办理',
  AGENT_SAVED: '登记代办人和授权委托书',
  MATERIAL_SAVED: '核对材料',
  SCAN_REMOVED: '删除扫描件',
  DATA_SAVED: '填写办理内容',
  SUBMITTED: '提交第二人确认',
  CONFIRMED: '第二人确认',
  REFUSED: '第二人不予确认',
  CANCELLED: '取消办理',
  DONE: '办结',
  HANDED_ON: '移交其他帮办人员',
  ENDED: '终止办理',
  WITHDRAWAL_ASKED: '申请撤回',
  WITHDRAWN: '撤回',
}

const masks: Readonly<Partial<Record<Field['kind'], (value: string) => string>>> = {
  phone: maskPhone,
  idNumber: maskIdNumber,
  personName: maskName,
  email: maskEmail,
}

/** The answers to read; once it is over nobody needs them in full any more. */
const dataRows = (fields: readonly Field[], values: RawValues, masked: boolean) =>
  rows(fields, values)
    .filter((row) => values[row.field])
    .map((row) => {
      const mask = masked ? masks[fields.find((field) => field.name === row.field)?.kind ?? 'text'] : undefined
      return mask ? { ...row, text: mask(values[row.field] ?? '') } : row
    })

/** What is said once, after what was done. */
const doneText = (whole: WholeOperation): string => {
  const { operation, account } = whole
  const { text, temporaryPassword } = deskKinds[operation.kind]
  const told = account ? '将用短信和站内消息告知账号持有人。' : ''
  return temporaryPassword
    ? `${text}已办结。临时密码由短信发给账号持有人，是否发出见下面“短信”；24小时内有效，登录后须立即修改。工作人员看不到密码。`
    : `${text}已办结。${told}`
}

export const noticeOf = (whole: WholeOperation, staff: Staff, done: string | undefined): Notice | undefined => {
  const last = whole.events.at(-1)
  if (done === undefined || !last || last.staff_id !== staff.id) return undefined
  switch (last.action) {
    case 'DONE':
      return { kind: 'success', text: doneText(whole) }
    case 'SUBMITTED':
      return {
        kind: 'important',
        title: '还差一步',
        text: '请本机关另一名大厅帮办人员登录，打开这件业务，核对后确认。确认之前，账号没有任何变化。',
      }
    case 'CANCELLED':
      return { kind: 'success', text: '已取消，账号没有任何变化。' }
    case 'REFUSED':
      return { kind: 'success', text: '已登记不予确认，账号没有任何变化。' }
    case 'WITHDRAWAL_ASKED':
      return { kind: 'important', title: '还差一步', text: '请本机关另一名大厅帮办人员打开这件业务，确认撤回。' }
    case 'WITHDRAWN':
      return { kind: 'success', text: '已撤回。原手机号已恢复，临时密码由短信发到原手机号，是否发出见下面“短信”。' }
    default:
      return { kind: 'success', text: '已保存。' }
  }
}

const agentPart = (deps: Deps, whole: WholeOperation, typed: TypedStep | undefined, atFields: FieldErrors) => {
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

const materialPart = (deps: Deps, whole: WholeOperation, obstacles: readonly Obstacle[]) => {
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
const tookStep = (whole: WholeOperation, staff: Staff, action?: string): boolean =>
  whole.events.some(
    (event) => event.person === staff.idNumberIndex && (action === undefined || event.action === action),
  )

/** Why this clerk cannot be the second person; nothing when they can. */
const notSecond = (whole: WholeOperation, staff: Staff): string | undefined =>
  tookStep(whole, staff) ? '您参与过这件业务，须由本机关没有参与的另一名大厅帮办人员确认。' : undefined

const reasonField = (form: 'cancel' | 'refuse' | 'withdraw', label: string, typed: TypedStep | undefined) => {
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

const withdrawalPart = (
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

/** Whether the operation is about the clerk: they may see that it is there, and do nothing. */
const isOwnAffair = (whole: WholeOperation, staff: Staff): boolean =>
  [whole.account?.id_number_idx, whole.account?.handler_id_number_idx, whole.operation.agent_id_number_idx].includes(
    staff.idNumberIndex,
  )

const registerTexts = {
  SAME: '与登记信息一致。',
  DIFFERENT: '与登记信息不一致，请对照证书原件核实。',
  UNKNOWN: '登记信息中没有查到这个统一社会信用代码和单位名称，请对照证书原件核实。',
  UNAVAILABLE: '登记信息暂时不能核对，请对照证书原件核实。',
} as const satisfies Record<RegisterCheck['outcome'], string>

/** What both clerks see of the register beside what was typed; a person's name is masked once it is over. */
const registerPart = (whole: WholeOperation, over: boolean) => {
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
const registerReasonField = (
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

/** Everything on the page of one operation. */
export const operationPage = (deps: Deps, staff: Staff, whole: WholeOperation, shown: Shown = {}) => {
  const { operation, account, events } = whole
  const kind = deskKinds[operation.kind]
  const person = operation.user_type === 'NATURAL_PERSON'
  const stored = openPayload(deps.crypto, operation)
  const fields = fieldsOf(operation)
  const own = isOwnAffair(whole, staff)
  const open = operation.status === 'OPEN' && !own
  const waiting = operation.status === 'WAITING_SECOND' && !own
  const obstacles = shown.obstacles ?? []
  const typedData = shown.typed?.step === 'data' ? shown.typed : undefined
  // Nearly everybody has one, so it is chosen already; whoever changes data says which kind the new number is of.
  const fresh: RawValues = operation.kind === 'CHANGE_DATA' ? {} : { idType: 'RESIDENT_ID' }
  const values = typedData?.values ?? (operation.payload_enc === null ? fresh : stored)
  const lines = materialPart(deps, whole, obstacles)
  const fieldErrors = shown.typed && 'errors' in shown.typed ? shown.typed.errors : {}
  const incomplete = obstacles.some(({ reason }) => reason === 'DATA_MISSING')
  const missing = incomplete ? dataFaults(operation.kind, operation.user_type, values, localDate(deps.clock.now())) : {}
  const atFields: FieldErrors = {
    ...Object.fromEntries(obstacles.flatMap(({ place, text }) => (place === undefined ? [] : [[place, text]]))),
    ...missing,
  }
  const second = needsSecond(operation.kind, typedData?.values ?? stored)
  const closed = !['OPEN', 'WAITING_SECOND'].includes(operation.status)
  /** What was typed is only read on a page that waits for the second person. */
  const anchorOf = (place: string): string => (!open && fields.some(({ name }) => name === place) ? 'data' : place)
  const reasonForRegister = registerReasonField(
    whole,
    fields.length > 0,
    shown.typed,
    typedData?.errors[registerReasonPlace] ?? atFields[registerReasonPlace],
  )
  return {
    operation: { id: operation.id, version: operation.lock_version },
    heading: kind.text,
    status: deskStatuses[operation.status],
    notice: shown.notice,
    errors: [
      ...errorList(fieldErrors),
      ...obstacles
        .filter(({ reason }) => reason !== 'DATA_MISSING')
        .map(({ text, place }) => (place === undefined ? { text } : { text, href: `#${anchorOf(place)}` })),
      ...Object.entries(missing).map(([field, text]) => ({ text, href: open ? `#${field}` : '#data' })),
      ...(shown.typed?.step === 'reason' ? [{ text: shown.typed.error, href: `#reason-${shown.typed.form}` }] : []),
    ],
    own,
    facts: [
      account
        ? { label: '账号', text: `${account.login_name}（${shownName(account)}）`, href: paths.deskAccount(account.id) }
        : { label: '账号', text: '新用户，办结后建立账号' },
      { label: '用户类型', text: userTypeText(operation.user_type) },
      { label: '到场人', text: operation.by_agent ? '代办人' : person ? '本人' : '法定代表人（负责人）本人' },
      ...(account ? keptFacts(deps, account) : []),
      ...(operation.reason ? [{ label: '原因', text: operation.reason }] : []),
    ],
    open,
    waiting,
    over: closed,
    notSecond: waiting ? notSecond(whole, staff) : undefined,
    otherOpener: open && !tookStep(whole, staff) && second,
    agent: agentPart(deps, whole, shown.typed, atFields),
    lines,
    accept: Object.values(fileTypes)
      .flatMap(({ extensions }) => extensions.map((extension) => `.${extension}`))
      .join(','),
    limitText: `PDF、JPG、PNG 格式，单个文件不超过 ${maxFileBytes / 1024 / 1024} MB，一次最多5个`,
    asksData: fields.length > 0 || reasonForRegister !== undefined,
    register: registerPart(whole, closed),
    reasonForRegister,
    dataFields: fieldViews(fields, values, typedData?.errors ?? atFields),
    dataRows: dataRows(
      fields.filter((field) => field.name !== 'phoneAgain'),
      stored,
      closed,
    ),
    dataSaved: operation.payload_enc !== null || (fields.length === 0 && !reasonForRegister),
    kindHint: kind.hint,
    finishText: second ? '提交第二人确认' : '办结',
    second,
    cancelField: reasonField('cancel', '取消原因', shown.typed),
    refuseField: reasonField('refuse', '不予确认的原因', shown.typed),
    withdrawal: own ? undefined : withdrawalPart(whole, stored['previousPhone'], staff, deps.clock.now(), shown.typed),
    sms: (whole.sms ?? []).map((one) => [
      { text: one.at, nowrap: true },
      { text: one.phone },
      { tag: one.state.tag, sub: one.state.text },
    ]),
    timeline: events.map((event) => ({
      title: eventTexts[event.action] ?? event.action,
      at: timeText(event.at),
      who: event.staff_name,
      text: event.text,
    })),
  }
}
