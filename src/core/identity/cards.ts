import { normalizeCode, refuse, toHalfWidth } from './checked.ts'
import type { Checked } from './checked.ts'

/** Whether the digits end in the right Luhn check digit (ISO/IEC 7812-1). */
export function hasLuhnDigit(digits: string): boolean {
  const sum = Array.from(digits)
    .toReversed()
    .reduce((total, digit, index) => {
      const counted = Number(digit) * (index % 2 === 1 ? 2 : 1)
      return total + (counted > 9 ? counted - 9 : counted)
    }, 0)
  return sum % 10 === 0
}

/**
 * Checks the number of a person's 银联卡 as typed: spaces and hyphens are what it is printed with and fall away. An
 * organization's account number is none of these (see the bank account field).
 */
export function validateBankCard(raw: string): Checked {
  const value = toHalfWidth(raw).replaceAll(/[\s-]/g, '')
  if (!/^\d{16,19}$/.test(value)) return refuse('银联卡号应为16至19位数字')
  if (!hasLuhnDigit(value)) return refuse('银联卡号校验位不正确，请对照卡面核对')
  return { ok: true, value }
}

/** Checks the card number (卡号, not 社会保障号码) of a social-security card; no check character of it is published. */
export function validateSocialSecurityCard(raw: string): Checked {
  const value = normalizeCode(raw).replaceAll(/\s/g, '')
  return /^[0-9A-Z]{9}$/.test(value)
    ? { ok: true, value }
    : refuse('社会保障卡卡号应为9位数字或大写英文字母，请填写卡面右下方的卡号，不是社会保障号码')
}
