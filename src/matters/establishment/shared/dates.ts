/**
 * The same calendar day some years later; 29 February becomes 28 February in a common year. Takes and gives ISO dates.
 */
export const addYears = (date: string, years: number): string => {
  const year = Number(date.slice(0, 4)) + years
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return `${year}${date.slice(4) === '-02-29' && !isLeap ? '-02-28' : date.slice(4)}`
}
