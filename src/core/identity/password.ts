import { isCommonPassword } from './common-passwords.ts'

export type PasswordFaultCode =
  'TOO_SHORT' | 'TOO_LONG' | 'TOO_FEW_KINDS' | 'HAS_LOGIN_NAME' | 'HAS_PHONE' | 'HAS_ID_NUMBER' | 'COMMON'

export interface PasswordFault {
  code: PasswordFaultCode
  message: string
}

/** What the account already shows of its owner and a password may therefore not contain. */
export interface PasswordOwner {
  loginName?: string | undefined
  phone?: string | undefined
  idNumber?: string | undefined
}

const PASSWORD_MIN_LENGTH = 8
const PASSWORD_MAX_LENGTH = 128
const KINDS_NEEDED = 3
/** A shorter own datum would forbid harmless passwords by chance. */
const OWN_DATUM_MIN_LENGTH = 4

const MESSAGES = {
  TOO_SHORT: `密码不能少于${PASSWORD_MIN_LENGTH}个字符`,
  TOO_LONG: `密码不能超过${PASSWORD_MAX_LENGTH}个字符`,
  TOO_FEW_KINDS: '密码至少包含小写字母、大写字母、数字、其他字符（符号、汉字等）中的三种',
  HAS_LOGIN_NAME: '密码不能包含用户账号',
  HAS_PHONE: '密码不能包含手机号',
  HAS_ID_NUMBER: '密码不能包含证件号码',
  COMMON: '该密码过于常见，容易被猜中，请更换',
} as const satisfies Record<PasswordFaultCode, string>

/**
 * All faults of a new password, none for a good one. Length counts code points, so an emoji or a rare character is
 * one; nothing is trimmed or cut. Letters outside ASCII count as 'other'.
 */
export function passwordFaults(password: string, owner: PasswordOwner = {}): PasswordFault[] {
  const length = Array.from(password).length
  const failed: Record<PasswordFaultCode, boolean> = {
    TOO_SHORT: length < PASSWORD_MIN_LENGTH,
    TOO_LONG: length > PASSWORD_MAX_LENGTH,
    TOO_FEW_KINDS: kindsIn(password) < KINDS_NEEDED,
    HAS_LOGIN_NAME: contains(password, owner.loginName),
    HAS_PHONE: contains(password, owner.phone),
    HAS_ID_NUMBER: contains(password, owner.idNumber),
    COMMON: isCommonPassword(password),
  }
  return (Object.keys(MESSAGES) as PasswordFaultCode[])
    .filter((code) => failed[code])
    .map((code) => ({ code, message: MESSAGES[code] }))
}

/**
 * What is wrong with a new password and its repetition; both are looked at, so that one answer names both. `labels` are
 * what the form calls them.
 */
export function newPasswordFaults(
  typed: { readonly password: string; readonly again: string },
  owner: PasswordOwner,
  labels: { readonly password: string; readonly again: string },
): { password?: string; passwordAgain?: string } {
  const faults = passwordFaults(typed.password, owner)
  const password = typed.password === '' ? `请填写${labels.password}` : faults.map(({ message }) => message).join('；')
  const again =
    typed.again === '' ? `请填写${labels.again}` : typed.again === typed.password ? '' : '两次填写的密码不一致'
  return { ...(password ? { password } : {}), ...(again ? { passwordAgain: again } : {}) }
}

function kindsIn(password: string): number {
  return [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/].filter((kind) => kind.test(password)).length
}

function contains(password: string, datum: string | undefined): boolean {
  if (datum === undefined || Array.from(datum).length < OWN_DATUM_MIN_LENGTH) return false
  return password.toLowerCase().includes(datum.toLowerCase())
}
