import { normalizeNumber, refuse } from './checked.ts'
import type { Refused } from './checked.ts'

export type Sex = 'MALE' | 'FEMALE'

export interface ResidentId {
  ok: true
  value: string
  /** Six digits of GB/T 2260; may be a code that has been abolished since. */
  regionCode: string
  /** ISO calendar date. */
  birthDate: string
  sex: Sex
}

/** First two digits in use (GB/T 2260; 81–83 stand only on residence permits of HK, Macau and Taiwan residents). */
const PROVINCE_CODES: ReadonlySet<string> = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '),
)

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK_CHARS = '10X98765432'

export const RESIDENT_ID_MESSAGES = {
  length: '身份证号码应为18位',
  characters: '身份证号码只能包含数字，最后一位可以是X',
  region: '身份证号码前两位不是有效的省级代码',
  date: '身份证号码中的出生日期不存在',
  check: '身份证号码校验位不正确，请核对后重新填写',
  minor: '该人员未满18周岁，不能担任发起人或法定代表人',
} as const

/** Check character over the first 17 digits (ISO 7064 MOD 11-2, GB 11643-1999). Takes at least 17 digits. */
export function residentIdCheckChar(digits: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), 0)
  return CHECK_CHARS.charAt(sum % 11)
}

/** Whether an 18-character number carries the right MOD 11-2 check character. */
export function hasValidCheckChar(id: string): boolean {
  return residentIdCheckChar(id) === id[17]
}

/** Whether `YYYY-MM-DD` names a day of the Gregorian calendar. */
export function isCalendarDate(iso: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso)
  if (!match) return false
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

/**
 * The birth date in positions 7–14 as an ISO date, or undefined when it is no calendar day, lies before 1900,
 * or lies after `today` (ISO date).
 */
export function birthDateIn(id: string, today: string): string | undefined {
  const birthDate = `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`
  return isCalendarDate(birthDate) && birthDate >= '1900-01-01' && birthDate <= today ? birthDate : undefined
}

/** An odd 17th digit is male, an even one female. */
export function sexIn(id: string): Sex {
  return Number(id[16]) % 2 === 1 ? 'MALE' : 'FEMALE'
}

/**
 * Checks a resident ID number (GB 11643-1999) as typed; `today` is an ISO date.
 * The first fault found is told, from the coarse (length) to the fine (check digit). 15-digit numbers are refused:
 * they lost their validity on 2013-01-01. The region is held to its first two digits only, because county codes
 * that were abolished live on in the numbers of people born there.
 */
export function validateResidentId(raw: string, today: string): ResidentId | Refused {
  const value = normalizeNumber(raw)
  if (value.length !== 18) return refuse(RESIDENT_ID_MESSAGES.length)
  if (!/^\d{17}[\dX]$/.test(value)) return refuse(RESIDENT_ID_MESSAGES.characters)
  if (!PROVINCE_CODES.has(value.slice(0, 2))) return refuse(RESIDENT_ID_MESSAGES.region)
  const birthDate = birthDateIn(value, today)
  if (birthDate === undefined) return refuse(RESIDENT_ID_MESSAGES.date)
  if (!hasValidCheckChar(value)) return refuse(RESIDENT_ID_MESSAGES.check)
  return { ok: true, value, regionCode: value.slice(0, 6), birthDate, sex: sexIn(value) }
}

/**
 * Completed years on a day; both dates are ISO. Who was born on 29 February completes a year on 1 March of a common
 * year. Negative before birth.
 */
export function ageOn(birthDate: string, onDate: string): number {
  const years = Number(onDate.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return onDate.slice(5) >= birthDate.slice(5) ? years : years - 1
}

/** The sentence for a sponsor or legal representative under 18 on `onDate`, undefined for an adult. */
export function minorFault(birthDate: string, onDate: string): string | undefined {
  return ageOn(birthDate, onDate) < 18 ? RESIDENT_ID_MESSAGES.minor : undefined
}
