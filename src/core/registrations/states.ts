import { addDays } from '../workflow/calendar.ts'
import { localDate } from '../workflow/deadlines.ts'

/** Where a new applicant's request (注册用户审核, Liaoning guide) stands. */
export const REGISTRATION_STATUSES = ['SUBMITTED', 'APPROVED', 'REJECTED', 'WITHDRAWN', 'EXPIRED'] as const
export type RegistrationStatus = (typeof REGISTRATION_STATUSES)[number]

type StatusFacts = {
  readonly text: string
  readonly tone: 'info' | 'success' | 'danger' | 'neutral'
}

export const registrationStatuses = {
  SUBMITTED: { text: '待审核', tone: 'info' },
  APPROVED: { text: '审核通过', tone: 'success' },
  REJECTED: { text: '审核未通过', tone: 'danger' },
  WITHDRAWN: { text: '已撤回', tone: 'neutral' },
  EXPIRED: { text: '已失效', tone: 'neutral' },
} as const satisfies Record<RegistrationStatus, StatusFacts>

/** Whether nothing more becomes of a request: what it asked for is asked for by another one. */
export const isOver = (status: RegistrationStatus): boolean => status === 'WITHDRAWN' || status === 'EXPIRED'

/** What happens to a request, as its history says it. */
export const REGISTRATION_ACTIONS = [
  'SUBMITTED',
  'FORWARDED',
  'APPROVED',
  'REJECTED',
  'REOPENED',
  'WITHDRAWN',
  'EXPIRED',
] as const
export type RegistrationAction = (typeof REGISTRATION_ACTIONS)[number]

type ActionFacts = {
  readonly text: string
  readonly by: 'applicant' | 'staff' | 'system'
  /** The one status it starts from; a first submission starts from nothing. */
  readonly from: RegistrationStatus
  readonly to: RegistrationStatus
  /** Whether the official must say why. */
  readonly reason: boolean
}

/** The one table of a request's steps: what is not in it is refused. */
export const registrationActions = {
  SUBMITTED: { text: '提交申请', by: 'applicant', from: 'REJECTED', to: 'SUBMITTED', reason: false },
  FORWARDED: { text: '转办', by: 'staff', from: 'SUBMITTED', to: 'SUBMITTED', reason: true },
  APPROVED: { text: '审核通过', by: 'staff', from: 'SUBMITTED', to: 'APPROVED', reason: false },
  REJECTED: { text: '审核不通过', by: 'staff', from: 'SUBMITTED', to: 'REJECTED', reason: true },
  /** A refusal taken back: the request is judged anew. */
  REOPENED: { text: '撤销不通过，重新审核', by: 'staff', from: 'REJECTED', to: 'SUBMITTED', reason: true },
  WITHDRAWN: { text: '撤回申请', by: 'applicant', from: 'SUBMITTED', to: 'WITHDRAWN', reason: false },
  EXPIRED: { text: '通过后90天内没有开始办理，已失效', by: 'system', from: 'APPROVED', to: 'EXPIRED', reason: false },
} as const satisfies Record<RegistrationAction, ActionFacts>

/** Working days an authority has for a request; they begin anew at the authority it is forwarded to. */
export const reviewWorkingDays = 5

/** Days after which an approval nobody used lapses; its holder is told beforehand, and has a week at least from then. */
export const unusedDays = 90
export const warnedDays = 15
export const leastDays = 7

/** The last day on which an approval can be used, when its holder is told in time. */
export const lastDayOf = (decidedAt: Date): string => addDays(localDate(decidedAt), unusedDays)
