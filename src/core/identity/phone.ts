import { refuse, toHalfWidth } from './checked.ts'
import type { Checked } from './checked.ts'

const MOBILE = /^1[3-9]\d{9}$/
const LANDLINE = /^(0\d{2,3}-?)?[2-9]\d{6,7}(-\d{1,6})?$/
/** Area codes have three digits for 010 and 02x, four otherwise. */
const AREA_CODE = /^(0(?:10|2\d|[3-9]\d{2}))-?(?=[2-9])/
const COUNTRY_CODE = /^(?:\+|00)86-?/
const ANY_DASH = /[-\u2010-\u2015\u2212]+/g

/** Half-width, without spaces; every dash becomes a hyphen. */
function tidy(raw: string): string {
  return toHalfWidth(raw).replace(/\s+/g, '').replace(ANY_DASH, '-')
}

/** Eleven digits without spaces, hyphens, +86 or 0086; what is no mobile number comes back tidied only. */
export function normalizeMobile(raw: string): string {
  return tidy(raw).replace(COUNTRY_CODE, '').replaceAll('-', '')
}

/** Checks a mobile number of the mainland. */
export function validateMobile(raw: string): Checked {
  const value = normalizeMobile(raw)
  return MOBILE.test(value) ? { ok: true, value } : refuse('手机号码应为11位数字，以13至19开头')
}

/** Checks a landline number of the mainland; the value has a hyphen after the area code and before an extension. */
export function validateLandline(raw: string): Checked {
  const typed = tidy(raw)
  const local = typed.replace(COUNTRY_CODE, '')
  // Abroad the area code is written without its 0: +86 351 … is 0351-….
  const dialled = local !== typed && !local.startsWith('0') ? `0${local}` : local
  if (!LANDLINE.test(dialled)) return refuse('固定电话格式不正确，请按“区号-号码”填写，例如0351-4000000')
  return { ok: true, value: dialled.replace(AREA_CODE, '$1-') }
}

/** Checks a contact number: a mobile or a landline number. */
export function validateContactNumber(raw: string): Checked {
  const mobile = validateMobile(raw)
  if (mobile.ok) return mobile
  const landline = validateLandline(raw)
  return landline.ok ? landline : refuse('联系电话格式不正确，请填写11位手机号码或“区号-号码”形式的固定电话')
}
