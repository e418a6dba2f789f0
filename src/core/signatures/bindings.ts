import { isSameUnitName } from '../legal-persons/unit-name.ts'
import { addDays } from '../workflow/calendar.ts'
import { localDate } from '../workflow/deadlines.ts'

/** What the portal knows of a certificate that was presented and found in order. */
export type Presented = {
  readonly issuer: string
  /** Hexadecimal. */
  readonly serial: string
  readonly fingerprint: string
  readonly subject: string
  readonly algorithm: string
  readonly unit: string
  readonly uscc: string
  /** The holder, where the certificate is of one person of the unit. */
  readonly person: string | undefined
  readonly notBefore: Date
  readonly notAfter: Date
}

type Bound = Pick<Presented, 'issuer' | 'serial' | 'subject' | 'uscc' | 'notBefore' | 'notAfter'>

/** Certificates are renewed from three months before their end on (certificates of 一证通 last a year). */
const renewalDays = 92

/**
 * Whether a certificate renews one that is bound (E-02): the same authority issued both to the very same subject, it
 * begins later, and the other is near its end or past it. Anything else is another certificate and is bound anew.
 */
export const renews = (presented: Presented, bound: Bound, now: Date): boolean =>
  presented.issuer === bound.issuer &&
  presented.subject === bound.subject &&
  presented.uscc === bound.uscc &&
  presented.serial !== bound.serial &&
  presented.notBefore > bound.notBefore &&
  presented.notAfter > bound.notAfter &&
  localDate(bound.notAfter) <= addDays(localDate(now), renewalDays)

/** A unit as an account has it; `registered` is its name in the portal's register, where it stands there. */
export type AccountUnit = { readonly name: string; readonly uscc: string; readonly registered: string | undefined }

/**
 * Why a certificate does not belong to an account (E-06): of another unit; or of one that has been renamed, when the
 * certificate (`renamed`) or the account (`account-renamed`) still has the old name.
 */
export const unitFault = (
  { unit, uscc }: Pick<Presented, 'unit' | 'uscc'>,
  account: AccountUnit,
): 'other-unit' | 'renamed' | 'account-renamed' | undefined => {
  if (uscc !== account.uscc) return 'other-unit'
  if (isSameUnitName(unit, account.name)) return undefined
  return account.registered !== undefined && isSameUnitName(unit, account.registered) ? 'account-renamed' : 'renamed'
}

/** What a unit is told whose certificate does not fit the account; names as they stand in both. */
export const unitFaultText = (
  fault: NonNullable<ReturnType<typeof unitFault>>,
  { unit }: Pick<Presented, 'unit'>,
  account: AccountUnit,
): string => {
  switch (fault) {
    case 'other-unit':
      return `证书属于“${unit}”，这个账号属于“${account.name}”，统一社会信用代码不同，不能绑定。请换用本单位的账号，或者换用这个单位的证书。`
    case 'renamed':
      return `证书上的单位名称是“${unit}”，账号的名称是“${account.name}”。单位改过名称的，请带登记证书到证书颁发机构换发新名称的证书，再来绑定；换发以前请用用户名和密码登录。名称没有改过的，请联系登记管理机关核对。`
    case 'account-renamed':
      return `证书上的单位名称“${unit}”与登记的名称一致，账号还是原来的名称“${account.name}”。请先用用户名和密码登录，按页面的提示更正账号名称，再来绑定。`
  }
}

/** The common name in a name as RFC 4514 writes it; all of it where there is none. */
export const commonNameIn = (text: string): string =>
  /(?:^|[,+])\s*CN=((?:\\.|[^,+\\])+)/i.exec(text)?.[1]?.replaceAll(/\\(.)/g, '$1') ?? text

/** How a binding came to its end, as its holder reads it. */
export const bindingEndings = {
  UNBOUND: '已解除绑定',
  LOST: '已挂失',
  RENEWED: '已由新证书代替',
  ACCOUNT_CLOSED: '账号已注销',
} as const
export type BindingEnding = keyof typeof bindingEndings
