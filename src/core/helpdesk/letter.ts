import { addMonths } from '../workflow/calendar.ts'

/** What a letter of authority may be for, as printed in its blank (domain.md H-04). */
export const LETTER_MATTERS = ['用户注册', '用户登录', '用户修改'] as const
export type LetterMatter = (typeof LETTER_MATTERS)[number]

/** 委托有效期一个月. */
const validMonths = 1

/**
 * The last day a letter dated so may be used: the same day of the next month, or that month's last day where it has no
 * such day (民法典 art. 201 and 202: the day of the letter itself is not counted). Art. 203 moves the end of a period past
 * a holiday; for a power to act in somebody's name the earlier day is kept, on which the letter itself says it ends.
 * ISO dates.
 */
export const letterValidUntil = (date: string): string => addMonths(date, validMonths)

export type LetterFault = 'LETTER_FUTURE' | 'LETTER_EXPIRED' | 'LETTER_MATTER'

/** What is wrong with a letter on the day it is used; nothing for a good one. ISO dates. */
export const letterFault = (
  letter: { readonly date: string; readonly matters: readonly string[] },
  needed: LetterMatter,
  today: string,
): LetterFault | undefined => {
  if (letter.date > today) return 'LETTER_FUTURE'
  if (letterValidUntil(letter.date) < today) return 'LETTER_EXPIRED'
  return letter.matters.includes(needed) ? undefined : 'LETTER_MATTER'
}
