import { chineseDate } from '../../core/documents/dates.ts'
import { ORG_TYPES } from '../../core/org-types.ts'
import { isOver, lastDayOf, registrationActions, registrationStatuses } from '../../core/registrations/states.ts'
import { localDate, localDateTime, remainingWorkingDays } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { authorityById } from '../../reference/reference.ts'
import { placeOf } from './authorities.ts'
import { foundingOf, whomToTurnTo } from '../catalogue/founding.ts'
import { askAgainPath } from '../people/admission.ts'
import { remainingText } from '../../core/workflow/signals.ts'
import type { OwnRequest, RequestEvent, RequestInJson, Standing, Submission } from './request-queries.ts'

/** By when the authority answers, and how long that still is. */
export const dueText = (deps: Deps, dueOn: string): string => {
  const { calendar } = deps.reference
  const left = remainingWorkingDays(calendar, localDate(deps.clock.now()), dueOn)
  return `${chineseDate(dueOn)}${calendar.isCovered(dueOn) ? '' : '（暂定）'}，${remainingText(left)}`
}

/** The history as the applicant reads it: authorities and reasons, no names of officials. */
const timelineOf = (deps: Deps, events: readonly RequestEvent[]) =>
  events.map((event) => {
    const authority = authorityById(deps.reference, event.authority_id).name
    const to = event.to_authority_id === null ? '' : authorityById(deps.reference, event.to_authority_id).name
    return {
      title: to
        ? `${registrationActions[event.action].text}：${authority} → ${to}`
        : registrationActions[event.action].text,
      at: localDateTime(new Date(event.at)).text,
      who: event.actor_kind === 'applicant' ? '申请人（您）' : event.actor_kind === 'system' ? '系统' : authority,
      text: event.reason,
    }
  })

/** What was sent before the latest time, and what was decided on it. */
export const earlierSubmissions = (
  submissions: readonly Submission[],
  events: readonly RequestEvent[],
  contactOf: (submission: Submission) => string,
) =>
  submissions.slice(0, -1).map((one, index) => {
    const next = submissions[index + 1]?.event_id ?? Infinity
    const decision = events.findLast(({ id, action }) => id > one.event_id && id < next && action !== 'SUBMITTED')
    return {
      title: `第${index + 1}次提交的内容（${localDateTime(new Date(one.submitted_at)).text}）`,
      rows: [
        { label: '社会组织名称', text: one.proposed_name },
        { label: '组织类型', text: ORG_TYPES[one.org_type].label },
        { label: '联系人', text: contactOf(one) },
        { label: '申请说明', text: one.reason },
        ...(decision
          ? [{ label: registrationActions[decision.action].text, text: decision.reason || '没有填写意见' }]
          : []),
      ],
    }
  })

/** Facts of a request both sides read. */
export const requestRows = (deps: Deps, request: RequestInJson) => {
  const authority = authorityById(deps.reference, request.authority_id)
  return [
    { label: '社会组织名称', text: request.proposed_name },
    { label: '组织类型', text: ORG_TYPES[request.org_type].label },
    { label: '所属登记管理机关', text: authority.name },
    { label: '登记机关所属地', text: placeOf(deps, request.division_code) },
  ]
}

/** One request as its applicant sees it. */
export const ownRequestView = (deps: Deps, { request, contactPhone, events, submissions, sameName }: OwnRequest) => {
  const authority = authorityById(deps.reference, request.authority_id)
  return {
    id: request.id,
    status: registrationStatuses[request.status],
    statusCode: request.status,
    authority: { name: authority.name, phone: authority.phone, address: authority.address, hours: authority.hours },
    rows: [
      ...requestRows(deps, request),
      { label: '联系人', text: request.contact_name },
      { label: '联系电话', text: contactPhone },
      { label: '申请说明', text: request.reason },
      { label: '状态', tag: registrationStatuses[request.status] },
      ...(request.status === 'SUBMITTED' ? [{ label: '最迟答复', text: dueText(deps, request.due_on) }] : []),
    ],
    reason: request.decision_reason,
    sameName: request.status === 'APPROVED' && sameName > 0,
    earlier: earlierSubmissions(submissions, events, (one) => `${one.contact_name}，${one.contactPhone}`),
    timelineEntries: timelineOf(deps, events),
    withdrawAction: request.status === 'SUBMITTED' ? paths.bindRequestWithdraw(request.id) : undefined,
    likeHref: isOver(request.status)
      ? askAgainPath({ id: request.id, orgType: request.org_type, authorityId: request.authority_id })
      : undefined,
    late:
      request.status === 'SUBMITTED' && request.due_on < localDate(deps.clock.now())
        ? whomToTurnTo(deps, request.org_type, request.authority_id)
        : undefined,
    lastDay: request.decided_at === null ? undefined : chineseDate(lastDayOf(new Date(request.decided_at))),
    againHref:
      request.status === 'REJECTED'
        ? `${paths.bindRequest}?${new URLSearchParams({ orgType: request.org_type, authority: String(request.authority_id), again: request.id }).toString()}`
        : undefined,
    startHref: foundingOf(deps, request.org_type).startHref,
    version: request.lock_version,
  }
}

/** The requests of an account, as the binding page lists them. */
export const requestCards = (deps: Deps, requests: Standing['requests']) =>
  requests.map((request) => ({
    href: paths.bindRequestShow(request.id),
    name: request.name,
    authority: authorityById(deps.reference, request.authorityId).name,
    tag: registrationStatuses[request.status],
    due: request.status === 'SUBMITTED' ? dueText(deps, request.dueOn) : undefined,
  }))
