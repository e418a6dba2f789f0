import type { Deps } from '../../deps.ts'

/** Longer than a document is made, even when many are: after that something is wrong. */
const usualMilliseconds = 10 * 60_000

/** A document without a file: when it was issued, and whether only the seal is missing. */
type Unmade = { readonly issuedAt: string | Date; readonly awaited: boolean }

/** What is said instead of a document that has no file yet: what it waits for, or, when it takes too long, whom to ask. */
export const makingText = (
  { clock }: Pick<Deps, 'clock'>,
  { issuedAt, awaited }: Unmade,
  ask: '登记管理机关' | '运维人员' = '运维人员',
): string =>
  awaited
    ? '待加盖印章'
    : clock.now().getTime() - new Date(issuedAt).getTime() < usualMilliseconds
      ? '正在生成，请稍后刷新'
      : `没有按时生成，请联系${ask}`
