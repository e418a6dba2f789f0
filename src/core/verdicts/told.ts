import { isWithin, type Target } from './targets.ts'

/** One thing marked 不合格, as it is told. */
export type ToldFault = Target & { readonly title: string; readonly note: string }

/**
 * What a notice names that no earlier notice of the stage named: everything has to be told at once (行政许可法 art.
 * 32(4)). Part of a page that was named as a whole was told; the first notice is never late.
 */
export const toldLate = <T extends Target>(
  now: readonly T[],
  earlier: readonly (readonly Target[])[],
): readonly T[] => {
  const told = earlier.flat()
  return earlier.length === 0 ? [] : now.filter((target) => !told.some((before) => isWithin(target, before)))
}

/** Faults as one text, where no document lists them: for the message and the page of the applicant. */
export const faultList = (faults: readonly ToldFault[]): string =>
  faults.map(({ title, note }, index) => `${faults.length > 1 ? `${index + 1}. ` : ''}${title}：${note}`).join('\n')
