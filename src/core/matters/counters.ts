import type { FieldRef } from './facts.ts'

/** What the law gives an organization so many days for, from a day of its own answers. */
export type Counter = {
  readonly code: string
  /** What is to be done. */
  readonly title: string
  readonly basis: string
  /** Where the day is answered on which it was done. */
  readonly at: FieldRef
  /** ISO, the last day. */
  readonly dueOn: string
  /** ISO; none while it is not done. */
  readonly doneOn?: string
  /** Others have so long; nothing is to be done but to wait. */
  readonly waits?: true
}

/** What counters are made of besides the answers. */
export type CounterContext = {
  readonly today: string
  readonly charity: boolean
  /** The day the last stage was handed in. */
  readonly appliedOn?: string
}

type State = 'running' | 'late' | 'done' | 'doneLate'

/** How a counter stands on a day. */
export const counterState = ({ dueOn, doneOn }: Pick<Counter, 'dueOn' | 'doneOn'>, today: string): State => {
  if (doneOn !== undefined) return doneOn > dueOn ? 'doneLate' : 'done'
  return today > dueOn ? 'late' : 'running'
}

/** What each state is called. */
export const counterStates = {
  running: { text: '进行中', tone: 'info' },
  late: { text: '已逾期', tone: 'danger' },
  done: { text: '已完成', tone: 'success' },
  doneLate: { text: '逾期完成', tone: 'warning' },
} as const satisfies Record<State, object>
