import { normalizeCode, refuse, toHalfWidth, type Refused } from '../identity/checked.ts'
import { USCC_MESSAGES, validateOrgCode, validateUscc, type Uscc } from '../identity/uscc.ts'
import type { OrgType } from '../org-types.ts'
import { isCivilAffairs, legalPersonTypes, type LegalPersonType } from './types.ts'

/** Word for word what the FAQ of the service hall quotes (F-11). */
export const notAnEnterprise = '非市场监督管理局管理企业'

/** A code as it stands on the certificate: today's, or one of the two that certificates bore before 2015. */
export type CertificateCode = {
  readonly ok: true
  readonly kind: 'USCC' | 'ORG_CODE' | 'CERTIFICATE_NUMBER'
  readonly value: string
}

/** Why a code cannot be the one of that kind of unit; `about` is the field that is probably wrong. */
export type CodeFault = Refused & { readonly about: 'uscc' | 'type' }

const oldNumber = /^(?=.*\p{Script=Han})[\p{Script=Han}()\d-]{3,40}号$/u

/** The number of an old certificate (社证字第…号) in its stored form. */
const normalizeCertificateNumber = (raw: string): string =>
  toHalfWidth(raw)
    .replaceAll(/\s/g, '')
    .replaceAll(/[〔【[]/g, '(')
    .replaceAll(/[〕】\]]/g, ')')

/** A code as typed, of whatever kind, in the form it is kept in; what is none comes back tidied only. */
export const tidyCertificateCode = (raw: string): string => {
  const value = normalizeCode(raw).replaceAll(/\s/g, '')
  const orgCode = validateOrgCode(value)
  if (orgCode.ok) return orgCode.value
  return /^[0-9A-Z]+$/.test(value) ? value : normalizeCertificateNumber(raw)
}

const about = (field: CodeFault['about'], message: string): CodeFault => ({ ...refuse(message), about: field })

/** What to choose instead of another kind: a code of 民政 says itself which of the three it is. */
const chooseInstead = (type: OrgType): string =>
  `这个代码属于${legalPersonTypes[type].label}，法人类型请改选“${legalPersonTypes[type].label}”`

const faultOf = (type: LegalPersonType, { value, department, orgType }: Uscc): CodeFault | undefined => {
  if (isCivilAffairs(type)) {
    if (department !== '5') return about('uscc', USCC_MESSAGES.department)
    if (orgType === type) return undefined
    return orgType ? about('type', chooseInstead(orgType)) : about('uscc', USCC_MESSAGES.orgType)
  }
  if (type === 'PUBLIC_INSTITUTION') {
    if (orgType) return about('type', chooseInstead(orgType))
    return department === '5' || department === '9' ? about('uscc', USCC_MESSAGES.orgType) : undefined
  }
  if (department !== '9') return about('type', notAnEnterprise)
  const selfEmployed = value.charAt(1) === '2'
  return selfEmployed === (type === 'SELF_EMPLOYED') ? undefined : about('uscc', USCC_MESSAGES.orgType)
}

/**
 * Reads what was typed as 统一社会信用代码. Units registered by 民政 whose certificate is from before 2015 may give the
 * nine-character organization code or the number of the certificate instead. All faults are told from the code's form
 * alone (GB 32100-2015), so they say nothing about who is registered.
 */
export const readCertificateCode = (raw: string, type: LegalPersonType): CertificateCode | CodeFault => {
  const value = normalizeCode(raw).replaceAll(/\s/g, '')
  if (isCivilAffairs(type)) {
    const number = normalizeCertificateNumber(raw)
    if (oldNumber.test(number)) return { ok: true, kind: 'CERTIFICATE_NUMBER', value: number }
    if (/^[0-9A-Z]{8}-?[0-9A-Z]$/.test(value)) {
      const code = validateOrgCode(value)
      return code.ok ? { ok: true, kind: 'ORG_CODE', value: code.value } : about('uscc', code.message)
    }
  }
  const uscc = validateUscc(value)
  if (!uscc.ok) return about('uscc', uscc.message)
  return faultOf(type, uscc) ?? { ok: true, kind: 'USCC', value: uscc.value }
}
