import type { Deps } from '../../deps.ts'
import { documentKinds } from '../../core/documents/kinds.ts'
import type { Matter } from '../../core/matters/define.ts'
import { stageOf } from '../../core/matters/journey.ts'
import { toDayNumber } from '../../core/workflow/calendar.ts'
import { localDate, localDateTime, remainingWorkingDays } from '../../core/workflow/deadlines.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { signal, signalWords } from '../../core/workflow/signals.ts'
import { isFinal, statuses, STAGES, type StageCode, type Status } from '../../core/workflow/states.ts'
import { isEnding } from '../../core/workflow/endings.ts'
import { allowedFrom, transitions, type Clock } from '../../core/workflow/transitions.ts'
import { paths } from '../../web/paths.ts'
import { authorityById } from '../catalogue/reference.ts'
import type { WholeCase } from './queries.ts'

const tones = {
  neutral: 'neutral',
  active: 'info',
  waiting: 'warning',
  good: 'success',
  bad: 'danger',
} as const

/** A status as a tag: words and tone. */
export const statusTag = (status: Status) => ({ text: statuses[status].text, tone: tones[statuses[status].tone] })

/** The four stages as a step bar. */
export const stageSteps = (matter: Matter, stage: StageCode, status: Status) => {
  const at = STAGES.indexOf(stage)
  return matter.stages.map((entry, index) => {
    if (index < at || (index === at && status === 'COMPLETED')) return { title: entry.title, state: 'done' }
    if (index > at) return { title: entry.title, state: 'todo' }
    return { title: entry.title, state: isEnding(status) ? 'stopped' : 'current', text: statuses[status].text }
  })
}

const clockWords = {
  reply: '答复咨询',
  receipt: '告知是否受理',
  correction: '补正材料',
  revision: '修改后重新提交',
  decision: '作出决定',
  certificate: '办理备案并颁发证书',
} as const satisfies Record<Clock, string>

/** The running clock in words: what is due, by when, how many working days are left, and its signal. */
export const clockView = (
  deps: Deps,
  caseFile: {
    readonly clock: string | null
    readonly clock_due_on: string | null
    readonly clock_limit: number | null
    readonly statutory_due_on?: string | null
    readonly clock_provisional?: boolean
  },
) => {
  const { clock, clock_due_on: dueOn, clock_limit: limit } = caseFile
  if (!clock || !dueOn || limit === null) return undefined
  const remaining = remainingWorkingDays(deps.reference.calendar, localDate(deps.clock.now()), dueOn)
  const light = signal(remaining, limit)
  return {
    what: clockWords[clock as Clock],
    dueOn,
    dueText: `${chineseDate(dueOn)}${caseFile.clock_provisional ? '（暂定）' : ''}`,
    statutoryText: caseFile.statutory_due_on ? chineseDate(caseFile.statutory_due_on) : undefined,
    remaining,
    remainingText: remaining < 0 ? `已超期${-remaining}个工作日` : `还剩${remaining}个工作日`,
    signal: { colour: light, word: signalWords[light] },
  }
}

/** The light turns yellow so many days before a name's last one. */
const reservationWarning = 30

/**
 * The last day an applicant has for the stage where no clock of the law runs: the end of the name's reservation, while
 * the papers are still to be filed under it. Counted in calendar days, the last one included.
 */
const reservationView = (
  deps: Deps,
  caseFile: { readonly stage: StageCode; readonly status: Status },
  reservedUntil: string | null,
) => {
  if (reservedUntil === null || caseFile.status !== 'DRAFT' || caseFile.stage !== 'establishmentSubmission')
    return undefined
  const remaining = toDayNumber(reservedUntil) - toDayNumber(localDate(deps.clock.now()))
  const light = remaining < 0 ? 'RED' : remaining <= reservationWarning ? 'YELLOW' : 'GREEN'
  return {
    what: '提交成立材料',
    dueOn: reservedUntil,
    dueText: chineseDate(reservedUntil),
    statutoryText: undefined,
    remaining,
    remainingText:
      remaining < 0 ? '名称保留期已届满，不能再提交' : remaining === 0 ? '今天是最后一天' : `还剩${remaining}天`,
    signal: { colour: light, word: signalWords[light] },
  } as const
}

/** What the applicant sees run: the clock of the case, or else the reservation of its name. */
export const deadlineView = (
  deps: Deps,
  caseFile: Parameters<typeof clockView>[1] & Parameters<typeof reservationView>[1],
  reservedUntil: string | null,
) => clockView(deps, caseFile) ?? reservationView(deps, caseFile, reservedUntil)

/** The step by which the applicant may end a case now, if any. */
export const givingUp = ({
  stage,
  status,
}: {
  readonly stage: StageCode
  readonly status: Status
}): 'withdraw' | 'abandon' | undefined =>
  (['withdraw', 'abandon'] as const).find((action) => allowedFrom(action, stage).includes(status))

/** What happens when the applicant lets the last day pass. */
export const overdueWarning = ({ stage, status }: { readonly stage: StageCode; readonly status: Status }): string => {
  if (status === 'CORRECTION_REQUIRED') return '逾期未补正的，终止办理。'
  if (allowedFrom('lapse', stage).includes(status)) return '逾期未修改的，终止办理。'
  return status === 'RETURNED' ? '完成备案以前不能领取登记证书。' : ''
}

/** Who acts next and by when, in one sentence. */
export const nextStep = (deps: Deps, whole: Pick<WholeCase, 'caseFile' | 'matter' | 'reservedUntil'>) => {
  const { caseFile, matter } = whole
  const { turn } = statuses[caseFile.status]
  if (isFinal(caseFile.status)) return undefined
  const clock = deadlineView(deps, caseFile, whole.reservedUntil)
  const by = clock ? `最迟${clock.dueText}（${clock.remainingText}）` : '无截止日期'
  const authority = authorityById(deps.reference, caseFile.authority_id)
  const title = stageOf(matter, caseFile.stage).title
  return turn === 'applicant'
    ? {
        title: caseFile.status === 'DRAFT' ? `请您填写并提交“${title}”` : `请您修改后重新提交“${title}”`,
        who: '申请人（您）',
        text: `${overdueWarning(caseFile)}${by}`,
        next: true,
      }
    : { title: `${authority.name}${clock ? clock.what : '办理'}`, who: authority.name, text: by, next: true }
}

/** What happened so far, and what comes next, newest last. Names of officials are for the record, not for the page. */
export const timelineOf = (deps: Deps, whole: WholeCase) => {
  const authority = authorityById(deps.reference, whole.caseFile.authority_id)
  const steps = whole.events.map((event) => ({
    instant: event.at,
    title: `${stageOf(whole.matter, event.stage).title}：${transitions[event.action].text}`,
    at: localDateTime(new Date(event.at)).text,
    who:
      event.actor_kind === 'applicant'
        ? event.account_id === whole.caseFile.account_id
          ? '申请人（您）'
          : `申请人 ${event.actor_name}`
        : event.actor_kind === 'system'
          ? '系统'
          : `${authority.name}${event.actor_role ? ` · ${event.actor_role}` : ''}`,
    text: 'notice' in transitions[event.action] ? event.opinion : '',
    files: whole.documents
      .filter((document) => document.event_id === event.id)
      .map((document) => ({
        href: paths.document(whole.caseFile.id, document.id),
        name: `${documentKinds[document.kind].title} ${document.number}${document.status === 'REVOKED' ? '（已失效）' : ''}`,
      })),
  }))
  const transfers = whole.transfers.map((transfer) => ({
    instant: transfer.at,
    title: '移交给他人办理',
    at: localDateTime(new Date(transfer.at)).text,
    who: `申请人 ${transfer.from_name}`,
    text: `由${transfer.from_name}移交给${transfer.to_name}。`,
  }))
  const past = [...steps, ...transfers].toSorted((a, b) => Date.parse(a.instant) - Date.parse(b.instant))
  const next = nextStep(deps, whole)
  return next ? [...past, next] : past
}
