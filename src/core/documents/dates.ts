import { toDayNumber } from '../workflow/calendar.ts'

/** A date as people read it: '2026-11-20' gives 2026年11月20日. Throws RangeError for what is not a calendar date. */
export function chineseDate(isoDate: string): string {
  toDayNumber(isoDate)
  return `${isoDate.slice(0, 4)}年${Number(isoDate.slice(5, 7))}月${Number(isoDate.slice(8, 10))}日`
}

/** A period of validity with both of its days inside: 自2026年11月20日至2031年11月19日. */
export function validityText(from: string, to: string): string {
  if (to < from) throw new RangeError(`period ends before it starts: ${from} – ${to}`)
  return `自${chineseDate(from)}至${chineseDate(to)}`
}

/** A last day counted over a year whose holidays are not announced yet is 暂定. */
export const dueDate = (isoDate: string, provisional: boolean): string =>
  `${chineseDate(isoDate)}${provisional ? '（暂定，以国务院公布的节假日安排为准）' : ''}`
