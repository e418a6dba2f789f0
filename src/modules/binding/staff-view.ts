import { chineseDate } from '../../core/documents/dates.ts'
import { maskWithin } from '../../core/forms/personal.ts'
import { maskIdNumber, maskLoginName, maskName, maskPhone } from '../../core/identity/mask.ts'
import type { RawValues } from '../../core/forms/field.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import type { NameAnswer } from '../../core/names/engine.ts'
import { ORG_TYPES } from '../../core/org-types.ts'
import {
  registrationActions,
  REGISTRATION_STATUSES,
  registrationStatuses,
  reviewWorkingDays,
} from '../../core/registrations/states.ts'
import { localDate, localDateTime, remainingWorkingDays } from '../../core/workflow/deadlines.ts'
import { signal, standingText } from '../../core/workflow/signals.ts'
import { stageOf } from '../../core/matters/journey.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import type { Staff } from '../../web/route.ts'
import { authorityById, siteAuthorities } from '../../reference/reference.ts'
import { revealControls } from '../../web/reveal-reason.ts'
import { checkedText, nameRows } from '../organizations/name-view.ts'
import { placeOf } from './authorities.ts'
import { dueText, earlierSubmissions, requestRows } from './request-view.ts'
import type { StaffDecision } from './staff-commands.ts'
import type { LegacyAccount, QueuedRequest, QueueFilter, StaffRequest } from './staff-queries.ts'

/** The menu path of the Liaoning guide. */
export const registrationCrumbs = (...more: readonly { readonly href?: string; readonly text: string }[]) => [
  { text: '基础信息' },
  { text: '业务管理' },
  ...more,
]

/** What an authority decided on or passed on, and another one has now. */
const movedTag = { text: '现由其他机关办理', tone: 'neutral' } as const

const dueCell = (deps: Deps, request: Pick<QueuedRequest, 'status' | 'dueOn' | 'moved'>) => {
  if (request.moved || request.status !== 'SUBMITTED') return { text: '—' }
  const left = remainingWorkingDays(deps.reference.calendar, localDate(deps.clock.now()), request.dueOn)
  const colour = signal(left, reviewWorkingDays)
  return {
    signal: { colour, word: standingText(colour, left) },
    sub: `${chineseDate(request.dueOn)}截止`,
  }
}

/** One line of the queue. */
export const queueRow = (deps: Deps, request: QueuedRequest) => [
  { href: paths.staffRegistration(request.id), text: request.name, sub: ORG_TYPES[request.orgType].label },
  { text: maskName(request.applicant), sub: request.own ? '与本人有关，应当回避' : undefined },
  { text: localDateTime(new Date(request.submittedAt)).text, sub: request.forwarded ? '其他机关转办' : undefined },
  { tag: request.moved ? movedTag : registrationStatuses[request.status] },
  dueCell(deps, request),
]

/** A status posted as a filter; what waits unless all are asked for. */
export const readStatus = (raw: string | undefined): QueueFilter['status'] =>
  raw === 'ALL' ? '' : raw === 'MOVED' ? raw : (REGISTRATION_STATUSES.find((status) => status === raw) ?? 'SUBMITTED')

const dueOptions = [
  { value: '', text: '全部时限' },
  { value: 'today', text: '今天到期和已超期' },
  { value: 'overdue', text: '已超期' },
] as const

export const readDue = (raw: string | undefined): QueueFilter['due'] =>
  dueOptions.find(({ value }) => value === raw)?.value ?? ''

export const filterFields = (filter: QueueFilter) => [
  { id: 'q', name: 'q', label: '社会组织名称', kind: 'text', value: filter.search, grow: true },
  {
    id: 'status',
    name: 'status',
    label: '状态',
    kind: 'select',
    value: filter.status === '' ? 'ALL' : filter.status,
    options: [
      ...REGISTRATION_STATUSES.map((value) => ({ value, text: registrationStatuses[value].text })),
      { value: 'ALL', text: '全部状态' },
      { value: 'MOVED', text: '本机关办过，现由其他机关办理' },
    ],
  },
  { id: 'due', name: 'due', label: '时限', kind: 'select', value: filter.due, options: dueOptions },
]

/** What was typed into one of the three forms that could not be carried out. */
export type TypedDecision = {
  readonly action: StaffDecision
  readonly reason: string
  readonly toAuthority: string
  readonly fault: { readonly field: 'reason' | 'toAuthority'; readonly text: string } | undefined
}

/** Shown in full, once; or what was wrong with the reason for it. */
export type Reveal = {
  readonly inFull?: true
  readonly asked?: { readonly values: RawValues; readonly errors: FieldErrors }
}

/** The case page of one request. */
export const staffRequestView = (
  deps: Deps,
  staff: Staff,
  found: StaffRequest,
  name: NameAnswer,
  shown: { readonly typed?: TypedDecision | undefined; readonly reveal?: Reveal | undefined } = {},
) => {
  const { typed, reveal } = shown
  const inFull = reveal?.inFull === true
  const masked = (mask: (text: string) => string, text: string): string => (inFull ? text : mask(text))
  const { request, account, events } = found
  const moved = found.movedTo !== undefined
  const open = request.status === 'SUBMITTED' && !moved
  const status = moved ? movedTag : registrationStatuses[request.status]
  const had = new Set([
    request.authority_id,
    ...events.filter((event) => event.action === 'FORWARDED').map((event) => event.authority_id),
  ])
  const typedIn = (action: StaffDecision) => {
    if (typed?.action !== action) return undefined
    const { fault, reason, toAuthority } = typed
    return {
      reason,
      toAuthority,
      error: fault?.field === 'reason' ? fault.text : undefined,
      authorityError: fault?.field === 'toAuthority' ? fault.text : undefined,
    }
  }
  return {
    id: request.id,
    name: request.proposed_name,
    status,
    moved: found.movedTo === undefined ? undefined : authorityById(deps.reference, found.movedTo).name,
    overdue: open && request.due_on < localDate(deps.clock.now()),
    rows: [
      ...requestRows(deps, request),
      { label: '申请说明', text: masked(maskWithin, request.reason) },
      { label: '提交时间', text: localDateTime(new Date(request.submitted_at)).text },
      { label: '状态', tag: status },
      ...(open
        ? [{ label: '审核时限', text: `${dueText(deps, request.due_on)}（共${reviewWorkingDays}个工作日）` }]
        : []),
      ...(request.decision_reason ? [{ label: '审核意见', text: request.decision_reason }] : []),
    ],
    applicant: [
      { label: '申请人', text: masked(maskName, account.name) },
      { label: '用户账号', text: maskLoginName(account.login_name) },
      { label: '证件号码', text: masked(maskIdNumber, found.idNumber) },
      { label: '账号手机号', text: masked(maskPhone, found.phone) },
      {
        label: '实名认证',
        tag:
          account.real_name_level > 0
            ? { text: '已实名认证', tone: 'success' }
            : { text: '未实名认证', tone: 'warning' },
      },
      { label: '注册时间', text: localDateTime(new Date(account.created_at)).text },
      { label: '联系人', text: masked(maskName, request.contact_name) },
      { label: '联系电话', text: masked(maskPhone, found.contactPhone) },
    ],
    findings: {
      caption: '名称自查结果',
      head: ['结果', '说明', '依据'].map((text) => ({ text })),
      rows: moved ? [] : nameRows(name),
    },
    checked: checkedText(name),
    sameName: found.sameName,
    own: account.own,
    reveal:
      account.own || moved
        ? undefined
        : {
            href: paths.staffRegistrationReveal(request.id),
            backHref: paths.staffRegistration(request.id),
            inFull,
            open: reveal?.asked !== undefined,
            fields: revealControls(reveal?.asked?.values ?? {}, reveal?.asked?.errors ?? {}),
          },
    reopen:
      request.status === 'REJECTED' && !account.own && !moved ? (typedIn('REOPENED') ?? { reason: '' }) : undefined,
    open: open && !account.own,
    version: request.lock_version,
    action: paths.staffRegistration(request.id),
    // Its form is gone, what was written in it is not.
    written: open || typed?.action === 'REOPENED' ? undefined : typed?.reason,
    approve: typedIn('APPROVED'),
    reject: typedIn('REJECTED'),
    forward: typedIn('FORWARDED'),
    receivers: siteAuthorities(deps.reference, deps.site.rootDivisionCode)
      .filter((authority) => authority.orgTypes.includes(request.org_type) && !had.has(authority.id))
      .map((authority) => ({
        value: String(authority.id),
        text: `${authority.name}（${placeOf(deps, authority.divisionCode)}）`,
      })),
    earlier: earlierSubmissions(
      found.submissions,
      events,
      (one) => `${maskName(one.contact_name)}，${maskPhone(one.contactPhone)}`,
    ),
    timelineEntries: events.toReversed().map((event) => ({
      title:
        event.to_authority_id === null
          ? registrationActions[event.action].text
          : `${registrationActions[event.action].text}：${authorityById(deps.reference, event.authority_id).name} → ${authorityById(deps.reference, event.to_authority_id).name}`,
      at: localDateTime(new Date(event.at)).text,
      who:
        event.actor_kind === 'staff'
          ? `${authorityById(deps.reference, event.authority_id).name} ${event.actor_name}`
          : event.actor_kind === 'system'
            ? '系统'
            : '申请人',
      text: event.reason,
    })),
    authority: staff.authority.name,
  }
}

const legacyState = (deps: Deps, account: LegacyAccount) => {
  if (account.over) return { text: '绑定的账号已注销', tone: 'warning' } as const
  if (account.boundAt !== null) return { text: '已绑定', tone: 'success' } as const
  if (account.temporaryUntil === null) return { text: '未绑定', tone: 'neutral' } as const
  if (account.temporaryUntil < deps.clock.now()) return { text: '临时密码已过期', tone: 'warning' } as const
  switch (account.message) {
    case 'WAITING':
      return { text: '临时密码短信已排队', tone: 'info' } as const
    case 'LOST':
      return { text: '临时密码短信未送达', tone: 'danger' } as const
    default:
      return { text: '临时密码已发送', tone: 'info' } as const
  }
}

const stageText = (deps: Pick<Deps, 'matters'>, account: LegacyAccount): string => {
  const [matter] = deps.matters.all
  return matter ? stageOf(matter, account.stage).title : account.stage
}

const isBound = (account: LegacyAccount): boolean => account.boundAt !== null && !account.over

/** One old account: enough to tell the person their assigned name and login name, never a password. */
export const legacyView = (deps: Deps, account: LegacyAccount) => ({
  id: account.id,
  name: account.name,
  loginName: account.loginName,
  stage: stageText(deps, account),
  state: legacyState(deps, account),
  bound: isBound(account),
  boundText:
    account.boundAt === null
      ? undefined
      : `${localDateTime(account.boundAt).text}绑定到个人账号${maskLoginName(account.boundTo ?? '')}${account.over ? '，持有人已注销账号，可以用原来的密码或者重置后重新绑定' : ''}`,
  contact: maskName(account.contactName),
  phone: maskPhone(account.phone),
  resetText: account.reset
    ? `${localDateTime(new Date(account.reset.at)).text}由${account.reset.by}重置：${account.reset.reason}`
    : undefined,
  resetHref: isBound(account) ? undefined : paths.staffLegacyReset(account.id),
  version: account.version,
})

export const legacyRow = (deps: Deps, account: LegacyAccount) => {
  const view = legacyView(deps, account)
  return [
    { text: view.name },
    { text: view.loginName, nowrap: true },
    { text: view.stage },
    { tag: view.state, sub: view.boundText ?? view.resetText },
    { text: view.contact, sub: view.phone },
    view.resetHref
      ? { actions: [{ href: view.resetHref, text: '重置原系统密码', hidden: view.name }] }
      : { text: '不需要' },
  ]
}
