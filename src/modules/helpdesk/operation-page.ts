import type { Deps } from '../../deps.ts'
import { fileTypes, maxFileBytes } from '../../core/files.ts'
import type { RawValues } from '../../core/forms/field.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { dataFaults } from '../../core/helpdesk/data.ts'
import { userTypeText } from '../../core/helpdesk/materials.ts'
import { deskKinds, deskStatuses, needsSecond } from '../../core/helpdesk/operations.ts'
import { registerReasonPlace } from '../../core/helpdesk/register-check.ts'
import type { Obstacle } from '../../core/helpdesk/refusals.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { fieldViews, errorList } from '../../web/form-view.ts'
import { paths } from '../../web/paths.ts'
import type { Staff } from '../../web/route.ts'
import { keptFacts, shownName, timeText } from './account-view.ts'
import { fieldsOf } from './commands.ts'
import type { WholeOperation } from './queries.ts'
import { openPayload } from '../people/desk-operation.ts'
import {
  type TypedStep,
  materialPart,
  registerReasonField,
  notSecond,
  tookStep,
  agentPart,
  registerPart,
  dataRows,
  reasonField,
  withdrawalPart,
} from './operation-parts.ts'

type Notice = { readonly kind: 'success' | 'important' | 'error'; readonly title?: string; readonly text: string }

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

/** Whether the operation is about the clerk: they may see that it is there, and do nothing. */
const isOwnAffair = (whole: WholeOperation, staff: Staff): boolean =>
  [whole.account?.id_number_idx, whole.account?.handler_id_number_idx, whole.operation.agent_id_number_idx].includes(
    staff.idNumberIndex,
  )

/** Whose account it is about, who came, and why. */
const factsOf = (deps: Deps, { operation, account }: WholeOperation) => {
  const person = operation.user_type === 'NATURAL_PERSON'
  return [
    account
      ? { label: '账号', text: `${account.login_name}（${shownName(account)}）`, href: paths.deskAccount(account.id) }
      : { label: '账号', text: '新用户，办结后建立账号' },
    { label: '用户类型', text: userTypeText(operation.user_type) },
    { label: '到场人', text: operation.by_agent ? '代办人' : person ? '本人' : '法定代表人（负责人）本人' },
    ...(account ? keptFacts(deps, account) : []),
    ...(operation.reason ? [{ label: '原因', text: operation.reason }] : []),
  ]
}

/** What keeps the operation from going on, each with its place on the page: faults of a form, then what is missing. */
const errorsOf = (
  { typed, obstacles = [] }: Shown,
  { open, missing, inData }: { open: boolean; missing: FieldErrors; inData: (place: string) => boolean },
) => {
  // What was typed is only read on a page that waits for the second person.
  const anchorOf = (place: string): string => (!open && inData(place) ? 'data' : place)
  return [
    ...errorList(typed && 'errors' in typed ? typed.errors : {}),
    ...obstacles
      .filter(({ reason }) => reason !== 'DATA_MISSING')
      .map(({ text, place }) => (place === undefined ? { text } : { text, href: `#${anchorOf(place)}` })),
    ...Object.entries(missing).map(([field, text]) => ({ text, href: open ? `#${field}` : '#data' })),
    ...(typed?.step === 'reason' ? [{ text: typed.error, href: `#reason-${typed.form}` }] : []),
  ]
}

/** Everything on the page of one operation. */
export const operationPage = (deps: Deps, staff: Staff, whole: WholeOperation, shown: Shown = {}) => {
  const { operation, events } = whole
  const kind = deskKinds[operation.kind]
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
  const incomplete = obstacles.some(({ reason }) => reason === 'DATA_MISSING')
  const missing = incomplete ? dataFaults(operation.kind, operation.user_type, values, localDate(deps.clock.now())) : {}
  const atFields: FieldErrors = {
    ...Object.fromEntries(obstacles.flatMap(({ place, text }) => (place === undefined ? [] : [[place, text]]))),
    ...missing,
  }
  const second = needsSecond(operation.kind, typedData?.values ?? stored)
  const closed = !['OPEN', 'WAITING_SECOND'].includes(operation.status)
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
    errors: errorsOf(shown, { open, missing, inData: (place) => fields.some(({ name }) => name === place) }),
    own,
    facts: factsOf(deps, whole),
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
