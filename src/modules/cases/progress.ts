import type { Deps } from '../../deps.ts'
import type { Matter } from '../../core/matters/define.ts'
import { dueText, stageOf, statusText, toldText } from '../../core/matters/journey.ts'
import { toDayNumber } from '../../core/workflow/calendar.ts'
import { localDate, localDateTime, remainingWorkingDays, workingDaysBetween } from '../../core/workflow/deadlines.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { remainingText, signal, signalText } from '../../core/workflow/signals.ts'
import { statuses, type Status } from '../../core/workflow/statuses.ts'
import { isEnding } from '../../core/workflow/endings.ts'
import { extensionDays } from '../../core/workflow/case-clock.ts'
import type { Clock } from '../../core/workflow/clocks.ts'
import { allowedFrom, stepOf, type ProcedureCode } from '../../core/workflow/procedures/index.ts'
import { paths } from '../../web/paths.ts'
import { authorityById } from '../../reference/reference.ts'
import { caseFacts } from './facts.ts'
import type { WholeCase } from './queries.ts'
import type { EventRow } from './store.ts'

const tones = {
  neutral: 'neutral',
  active: 'info',
  waiting: 'warning',
  good: 'success',
  bad: 'danger',
} as const

/** A status in the words of its stage. A later stage that was opened is no draft: it waits to be handed in. */
const standingText = (matter: Matter, stage: string, status: Status): string =>
  status === 'DRAFT' && stage !== matter.stages[0]?.code ? '待申请人提交' : statusText(stageOf(matter, stage), status)

/** A status as a tag: words and tone. */
export const statusTag = (
  deps: Pick<Deps, 'matters'>,
  caseFile: { readonly matter: string; readonly stage: string; readonly status: Status },
) => {
  const matter = deps.matters.require(caseFile.matter)
  return {
    text: standingText(matter, caseFile.stage, caseFile.status),
    tone: tones[statuses[caseFile.status].tone],
  }
}

/** The stages of a matter as a step bar. */
export const stageSteps = (matter: Matter, stage: string, status: Status) => {
  const at = matter.stages.findIndex(({ code }) => code === stage)
  return matter.stages.flatMap((entry, index) => {
    if (index > at && entry.unhoped) return []
    if (index < at || (index === at && status === 'COMPLETED')) return { title: entry.title, state: 'done' }
    if (index > at) return { title: entry.title, state: 'todo' }
    return {
      title: entry.title,
      state: isEnding(status) ? 'stopped' : 'current',
      text: standingText(matter, stage, status),
    }
  })
}

/** The running clock in words: what is due, by when, how many working days are left, and its signal. */
export const clockView = (
  deps: Deps,
  caseFile: {
    readonly matter: string
    readonly stage: string
    readonly clock: string | null
    readonly clock_due_on: string | null
    readonly clock_limit: number | null
    readonly statutory_due_on?: string | null
    readonly paused_on: string | null
  },
) => {
  const { clock, clock_due_on: dueOn, clock_limit: limit, paused_on: pausedOn } = caseFile
  if (!clock || !dueOn || limit === null) return undefined
  const paused = pausedOn !== null
  // What was left on the day a special procedure began is left as long as it runs (行政许可法 art. 45).
  const today = pausedOn ?? localDate(deps.clock.now())
  // Of papers that count from a later day no more is left than the limit itself.
  const remaining = Math.min(limit, remainingWorkingDays(deps.reference.calendar, today, dueOn))
  const light = signal(remaining, limit, paused ? 'PAUSED' : 'RUNNING')
  // Only a day in a year without a holiday notice is 暂定: the statutory one may lie in such a year when this one does not.
  const notes = [...(deps.reference.calendar.isCovered(dueOn) ? [] : ['暂定']), ...(paused ? ['恢复计时后顺延'] : [])]
  return {
    what: dueText(stageOf(deps.matters.require(caseFile.matter), caseFile.stage), clock as Clock),
    dueOn,
    dueText: `${chineseDate(dueOn)}${notes.length > 0 ? `（${notes.join('，')}）` : ''}`,
    paused,
    statutoryText: caseFile.statutory_due_on ? chineseDate(caseFile.statutory_due_on) : undefined,
    remaining,
    remainingText: remainingText(remaining),
    signal: { colour: light, word: signalText(light) },
  }
}

type ClockEvent = {
  readonly stage: string
  readonly procedure: ProcedureCode
  readonly action: string
  readonly at: string
  readonly details: EventRow['details']
}

/** A special procedure of a stage: the day it began, and the day it ended unless it still runs. */
export const pausesOf = (stage: string, events: readonly ClockEvent[]) => {
  const here = events.filter((event) => event.stage === stage)
  const day = (event: ClockEvent): string => localDate(new Date(event.at))
  const moves = (event: ClockEvent, move: 'pause' | 'resume'): boolean =>
    stepOf(event.procedure, event.action)?.clock === move
  return here
    .filter((event) => moves(event, 'pause'))
    .map((event) => {
      const end = here.slice(here.indexOf(event)).find((later) => moves(later, 'resume'))
      return { event, from: day(event), to: end && day(end), end }
    })
}

/** Whether by this step the case became another authority's. */
const isGivenAway = ({ procedure, action }: Pick<ClockEvent, 'procedure' | 'action'>): boolean =>
  stepOf(procedure, action)?.effects?.includes('moveToAuthority') ?? false

const givenText = ({ details }: Pick<ClockEvent, 'details'>): string => `转给${details.form?.['authority'] ?? ''}办理`

/** What a step said to the applicant, with the authority it gave the case to. */
export const saidText = (
  event: Pick<ClockEvent, 'procedure' | 'action' | 'details'> & { readonly conclusion: string },
) => (isGivenAway(event) ? `${givenText(event)}：${event.conclusion}` : event.conclusion)

/** From which day to which a step put off the last one; nothing when it did not, or before that was kept. */
const putOffText = (event: ClockEvent | undefined, word: string): string => {
  const { from, to } = event?.details.dueOn ?? {}
  return from && to && from !== to ? `，期限由${chineseDate(from)}${word}至${chineseDate(to)}` : ''
}

/**
 * What moved the last day of the present stage, a sentence each: special procedures with their days, extensions, and
 * the authority a case was given to, where its clock began anew.
 */
export const clockMoves = (deps: Deps, stage: string, events: readonly ClockEvent[]): readonly string[] => {
  const paused = pausesOf(stage, events).map(({ event, from, to, end }) => {
    const form = event.details.form ?? {}
    const field = stepOf(event.procedure, event.action)?.form?.find(({ name }) => name === 'procedure')
    const what = field?.options?.find(({ value }) => value === form['procedure'])?.text ?? '特别程序'
    const today = localDate(deps.clock.now())
    const days = workingDaysBetween(deps.reference.calendar, from, to ?? today)
    return to
      ? `${what}：${chineseDate(from)}至${chineseDate(to)}，用时${days}个工作日，不计入办理期限${putOffText(end, '顺延')}。`
      : `${what}：自${chineseDate(from)}起暂停计时，预计${form['days'] ?? ''}个工作日，至今${days}个工作日，不计入办理期限。`
  })
  const here = events.filter((event) => event.stage === stage)
  const on = (event: ClockEvent): string => chineseDate(localDate(new Date(event.at)))
  const extended = here
    .filter((event) => stepOf(event.procedure, event.action)?.clock === 'extend')
    .map((event) => `${on(event)}经批准延长${extensionDays}个工作日${putOffText(event, '延')}。`)
  const given = here.filter(isGivenAway).map((event) => `${on(event)}${givenText(event)}，时限重新计算。`)
  return [...given, ...paused, ...extended]
}

/** The light turns yellow so many days before a name's last one. */
const reservationWarning = 30

/**
 * The last day an applicant has for the stage where no clock of the law runs: the end of the name's reservation, while
 * the papers are still to be filed under it. Counted in calendar days, the last one included.
 */
const reservationView = (
  deps: Deps,
  caseFile: { readonly procedure: ProcedureCode; readonly status: Status },
  reservedUntil: string | null,
) => {
  if (reservedUntil === null || caseFile.status !== 'DRAFT' || caseFile.procedure !== 'licence') return undefined
  const remaining = toDayNumber(reservedUntil) - toDayNumber(localDate(deps.clock.now()))
  const light = remaining < 0 ? 'RED' : remaining <= reservationWarning ? 'YELLOW' : 'GREEN'
  return {
    what: '提交成立材料',
    paused: false,
    dueOn: reservedUntil,
    dueText: chineseDate(reservedUntil),
    statutoryText: undefined,
    remaining,
    remainingText:
      remaining < 0 ? '名称保留期已届满，不能再提交' : remaining === 0 ? '今天是最后一天' : `还剩${remaining}天`,
    signal: { colour: light, word: signalText(light) },
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
  procedure,
  status,
}: {
  readonly procedure: ProcedureCode
  readonly status: Status
}): 'withdraw' | 'abandon' | undefined =>
  (['withdraw', 'abandon'] as const).find((action) => allowedFrom(procedure, action).includes(status))

/** The step by which the applicant hands a stage in now, if any. */
export const submitting = ({
  procedure,
  status,
}: {
  readonly procedure: ProcedureCode
  readonly status: Status
}): 'submit' | 'resubmit' | undefined =>
  (['submit', 'resubmit'] as const).find((action) => allowedFrom(procedure, action).includes(status))

/** What may be filled in already and handed in only later: who has the case until then, and until when. */
export const preparing = (
  deps: Deps,
  whole: Pick<WholeCase, 'caseFile' | 'fillable' | 'matter' | 'answers'>,
): string | undefined => {
  const { caseFile, fillable } = whole
  if (!fillable || submitting(caseFile)) return undefined
  const { name } = authorityById(deps.reference, caseFile.authority_id)
  const clock = clockView(deps, caseFile)
  const now =
    caseFile.status === 'CERT_PRINTED'
      ? `登记证书已经制作完成，${caseFacts(whole.matter, whole.answers).posted ? `由${name}邮寄给您` : `请到${name}领取`}。`
      : `${name}正在制作登记证书${clock ? `，最迟${clock.dueText}完成` : ''}。`
  return `${now}下列内容现在可以填写和上传，领取证书以后才能提交。`
}

/** What happens when the applicant lets the last day pass. */
export const overdueWarning = ({
  procedure,
  status,
}: {
  readonly procedure: ProcedureCode
  readonly status: Status
}): string => {
  if (status === 'CORRECTION_REQUIRED') return '逾期未补正的，终止办理。'
  if (allowedFrom(procedure, 'lapse').includes(status)) return '逾期未修改的，终止办理。'
  // The organization is registered, whatever is late.
  if (procedure === 'completion') return '逾期不影响已经准予的登记，但是备案以前，成立登记没有办结。'
  return ''
}

/** What happened so far, newest first. Names of officials are for the record, not for the page. */
export const timelineOf = (deps: Deps, whole: WholeCase) => {
  // A case that was given to another authority keeps what the first one did.
  const office = (id: number | null): string => authorityById(deps.reference, id ?? whole.caseFile.authority_id).name
  const unitOf = ({ id }: { readonly id: number }): string | undefined =>
    whole.consent?.requests.find(({ closedEvent }) => closedEvent === id)?.unit
  const steps = whole.events.map((event) => ({
    instant: event.at,
    title: `${stageOf(whole.matter, event.stage).title}：${toldText(stageOf(whole.matter, event.stage), event.action)}`,
    at: localDateTime(new Date(event.at)).text,
    who:
      event.actor_kind === 'applicant'
        ? event.actor_role !== null
          ? event.action === 'stateView'
            ? `${event.actor_role} ${event.actor_name}`
            : `由${event.actor_role} ${event.actor_name} 代为提交`
          : event.account_id === whole.caseFile.account_id && !whole.acting
            ? '申请人（您）'
            : `申请人 ${event.actor_name}`
        : event.actor_kind === 'system'
          ? '系统'
          : (unitOf(event) ?? `${office(event.authority_id)}${event.actor_role ? ` · ${event.actor_role}` : ''}`),
    text: saidText(event),
    files: whole.documents
      .filter((document) => document.event_id === event.id && document.sha256 !== null)
      .map((document) => ({
        href: paths.document(whole.caseFile.id, document.id),
        name: `${deps.documents.titleOf(document.kind, document.note)} ${document.number}${document.status === 'REVOKED' ? '（已失效）' : ''}`,
      })),
  }))
  const transfers = whole.transfers.map((transfer) => ({
    instant: transfer.at,
    title: '移交给他人办理',
    at: localDateTime(new Date(transfer.at)).text,
    who: `申请人 ${transfer.from_name}`,
    text: `由${transfer.from_name}移交给${transfer.to_name}。`,
  }))
  // Steps of one moment stand in the order of the record.
  return [...steps, ...transfers].toSorted((a, b) => Date.parse(a.instant) - Date.parse(b.instant)).toReversed()
}
