/** The light beside a case (亮灯): how its clock stands. */
export type Signal = 'GREEN' | 'YELLOW' | 'RED' | 'GREY' | 'BLUE' | 'DARK_RED'

/** RUNNING: the limit runs; PAUSED: a special procedure stops it (行政许可法 art. 45); FINISHED: the step is done. */
export type ClockState = 'RUNNING' | 'PAUSED' | 'FINISHED'

/** What stands beside the light, so that colour never says it alone. */
const words = {
  GREEN: '正常',
  YELLOW: '即将到期',
  RED: '已超期',
  GREY: '暂停计时',
  BLUE: '按时办结',
  DARK_RED: '超期办结',
} as const satisfies Record<Signal, string>

const lamps: Readonly<Partial<Record<Signal, string>>> = { GREEN: '绿灯', YELLOW: '黄灯', RED: '红灯' }

/** The light in words, as applicants read it. */
export const signalText = (colour: Signal): string =>
  [lamps[colour], words[colour]].filter((part) => part !== undefined).join('·')

/** How long a limit still runs, or since when it is over; `remaining` in working days. */
export const remainingText = (remaining: number): string => {
  if (remaining < 0) return `已超期${-remaining}个工作日`
  return remaining === 0 ? '今天到期' : `还剩${remaining}个工作日`
}

/** Both in the cell of an official's list; a clock that is stopped does not end today. */
export const standingText = (colour: Signal, remaining: number, paused = false): string => {
  if (remaining < 0) return `${words[colour]} ${-remaining} 个工作日`
  return `${words[colour]}，${remaining === 0 && !paused ? '今天到期' : `剩余 ${remaining} 个工作日`}`
}

/** A clock turns yellow at this many working days left, however long its limit is. */
const YELLOW_FROM_DAYS = 2
/** … or when a fifth of the limit or less is left. */
const YELLOW_FROM_SHARE = 5

/**
 * The light of a clock. `remaining`: working days left (negative when overdue; for a finished step as of the day it was
 * finished); `limit`: length of the limit in working days. Pausing does not hide that a limit had already passed.
 */
export function signal(remaining: number, limit: number, state: ClockState = 'RUNNING'): Signal {
  if (state === 'FINISHED') return remaining < 0 ? 'DARK_RED' : 'BLUE'
  if (remaining < 0) return 'RED'
  if (state === 'PAUSED') return 'GREY'
  return remaining > YELLOW_FROM_DAYS && remaining * YELLOW_FROM_SHARE > limit ? 'GREEN' : 'YELLOW'
}
