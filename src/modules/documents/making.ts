import type { Deps } from '../../deps.ts'

/** Longer than a document is made, even when many are: after that something is wrong. */
const usualMilliseconds = 10 * 60_000

/** What is said instead of a document that has no file yet: to wait, or, when it takes too long, whom to ask. */
export const makingText = (
  { clock }: Pick<Deps, 'clock'>,
  issuedAt: string | Date,
  ask: '登记管理机关' | '运维人员' = '运维人员',
): string =>
  clock.now().getTime() - new Date(issuedAt).getTime() < usualMilliseconds
    ? '正在生成，请稍后刷新'
    : `没有按时生成，请联系${ask}`
