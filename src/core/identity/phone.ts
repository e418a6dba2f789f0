import { foldDashes, refuse, toHalfWidth } from './checked.ts'
import type { Checked } from './checked.ts'

const MOBILE = /^1[3-9]\d{9}$/
const LANDLINE = /^0\d{2,3}-?[2-9]\d{6,7}(-\d{1,6})?$/
/** A number as it is dialled within its own town. */
const LOCAL = /^[2-9]\d{6,7}(-\d{1,6})?$/
/** Numbers of services (400, 800): ten digits without an area code. */
const SERVICE = /^([48]00)-?(\d{3})-?(\d{4})(-\d{1,6})?$/
/** Area codes have three digits for 010 and 02x, four otherwise. */
const AREA_CODE = /^(0(?:10|2\d|[3-9]\d{2}))-?(?=[2-9])/
const COUNTRY_CODE = /^(?:\+|00)86-?/
/** The country code without its sign: only before as many digits as make a whole number with area code. */
const BARE_COUNTRY_CODE = /^86-?(?=1[3-9]\d{9}$|\(?0\d{2,3}\)?-?[2-9]\d{6,7}|[1-9]\d{1,2}-?[2-9]\d{6,7}(?:-\d{1,6})?$)/
const BRACKETED_AREA_CODE = /^\((0?\d{2,3})\)-?/
const WITHOUT_AREA_CODE = '固定电话请加上区号，按“区号-号码”填写，例如0351-4000000'
const EXTENSION = /-?(?:转|分机|ext\.?|[#*])[:-]?(\d{1,6})$/i

/** Half-width, without spaces and country code; every dash becomes a hyphen. */
function tidy(raw: string): { readonly number: string; readonly withCountryCode: boolean } {
  const typed = foldDashes(toHalfWidth(raw).replace(/\s+/g, ''))
  const number = typed.replace(COUNTRY_CODE, '').replace(BARE_COUNTRY_CODE, '')
  return { number, withCountryCode: number !== typed }
}

/** Eleven digits without spaces, hyphens, +86, 0086 or 86; what is no mobile number comes back tidied only. */
export function normalizeMobile(raw: string): string {
  const { number } = tidy(raw)
  const digits = number.replaceAll('-', '')
  return digits.replace(BARE_COUNTRY_CODE, '')
}

/** Checks a mobile number of the mainland. */
export function validateMobile(raw: string): Checked {
  const value = normalizeMobile(raw)
  return MOBILE.test(value) ? { ok: true, value } : refuse('手机号码应为11位数字，以13至19开头')
}

/**
 * Checks a landline number of the mainland, or a 400 or 800 number; the value has a hyphen after the area code and
 * before an extension. Without its area code a number tells nobody whom to call.
 */
export function validateLandline(raw: string): Checked {
  const { number, withCountryCode } = tidy(raw)
  const local = number.replace(BRACKETED_AREA_CODE, '$1-').replace(EXTENSION, '-$1')
  const service = SERVICE.exec(local)
  if (service) return { ok: true, value: `${service[1]}-${service[2]}-${service[3]}${service[4] ?? ''}` }
  // Abroad the area code is written without its 0: +86 351 … is 0351-….
  const dialled = withCountryCode && !local.startsWith('0') ? `0${local}` : local
  if (LANDLINE.test(dialled)) return { ok: true, value: dialled.replace(AREA_CODE, '$1-') }
  return refuse(LOCAL.test(local) ? WITHOUT_AREA_CODE : '固定电话格式不正确，请按“区号-号码”填写，例如0351-4000000')
}

/** Checks a contact number: a mobile or a landline number. */
export function validateContactNumber(raw: string): Checked {
  const mobile = validateMobile(raw)
  if (mobile.ok) return mobile
  const landline = validateLandline(raw)
  if (landline.ok) return landline
  return landline.message === WITHOUT_AREA_CODE
    ? landline
    : refuse('联系电话格式不正确，请填写11位手机号码或“区号-号码”形式的固定电话')
}
