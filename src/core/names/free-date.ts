/**
 * The first day a name is free again: the same calendar day `years` later. The 29 February has no such day in a common
 * year, where the period is full only when February is over, so the name is free from 1 March.
 * @param since ISO date @returns ISO date
 */
export function freeFrom(since: string, years: number): string {
  const year = Number(since.slice(0, 4)) + years
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const monthAndDay = since.slice(4)
  return `${year}${monthAndDay === '-02-29' && !leap ? '-03-01' : monthAndDay}`
}
