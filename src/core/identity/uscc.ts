import type { OrgType } from '../org-types.ts'
import { normalizeCode, refuse } from './checked.ts'
import type { Checked, Refused } from './checked.ts'

/*
 * Two alphabets, never to be mixed: the organization code (GB 11714-1997) counts all 26 letters, so J is 19; the
 * unified code (GB 32100-2015) leaves out I O S V Z, so J is 18.
 */
const ORG_CODE_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'

const ORG_CODE_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]
/** Powers of 3 modulo 31. */
const USCC_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** First character of codes given by civil affairs departments (民政). */
const CIVIL_AFFAIRS = '5'

/** Second character under department 5. */
const CLASS_DIGITS = {
  SOCIAL_GROUP: '1',
  PRIVATE_NON_ENTERPRISE: '2',
  FOUNDATION: '3',
} as const satisfies Record<OrgType, string>

export const USCC_MESSAGES = {
  format: '统一社会信用代码应为18位，由数字和大写英文字母组成（不含I、O、S、V、Z）',
  check: '统一社会信用代码校验位不正确',
  orgCode: '统一社会信用代码第9至17位主体标识码校验不正确',
  orgType: '统一社会信用代码与所选组织类型不一致',
  department: '该统一社会信用代码不属于民政部门登记的社会组织',
  notFound: '根据统一社会信用代码未查询到信息',
} as const

export interface Uscc {
  ok: true
  value: string
  /** Registration department (登记管理部门代码), e.g. '5' = 民政, '9' = 市场监管. */
  department: string
  /** Division code of the registration authority at the time the code was given. */
  divisionCode: string
  /** The nine characters of the organization code inside. */
  orgCode: string
  /** Kind of social organization; undefined for other departments and for class 9 (其他). */
  orgType: OrgType | undefined
}

function weightedSum(text: string, weights: readonly number[], alphabet: string): number {
  return weights.reduce((total, weight, index) => total + weight * alphabet.indexOf(text.charAt(index)), 0)
}

/** Check character of an organization code (GB 11714-1997) from its first 8 characters. */
export function orgCodeCheckChar(body: string): string {
  const check = 11 - (weightedSum(body, ORG_CODE_WEIGHTS, ORG_CODE_ALPHABET) % 11)
  if (check === 10) return 'X'
  return check === 11 ? '0' : String(check)
}

/** Check character of a unified social credit code (GB 32100-2015) from its first 17 characters. */
export function usccCheckChar(body: string): string {
  const rest = weightedSum(body, USCC_WEIGHTS, USCC_ALPHABET) % 31
  return USCC_ALPHABET.charAt((31 - rest) % 31)
}

/** Checks an organization code, with or without the printed hyphen; the value is stored without it. */
export function validateOrgCode(raw: string): Checked {
  const value = normalizeCode(raw).replace(/^(.{8})-(.)$/, '$1$2')
  if (!/^[0-9A-Z]{8}[0-9X]$/.test(value))
    return refuse('组织机构代码应为9位，前8位为数字或大写英文字母，最后一位为数字或X')
  if (orgCodeCheckChar(value) !== value[8]) return refuse('组织机构代码校验位不正确')
  return { ok: true, value }
}

/** Checks the two check characters of a unified social credit code of any department (GB 32100-2015). */
export function validateUscc(raw: string): Uscc | Refused {
  const value = normalizeCode(raw)
  if (!/^[0-9A-HJ-NP-RTUWXY]{18}$/.test(value)) return refuse(USCC_MESSAGES.format)
  if (usccCheckChar(value) !== value[17]) return refuse(USCC_MESSAGES.check)
  const orgCode = value.slice(8, 17)
  if (orgCodeCheckChar(orgCode) !== orgCode[8]) return refuse(USCC_MESSAGES.orgCode)
  return {
    ok: true,
    value,
    department: value.charAt(0),
    divisionCode: value.slice(2, 8),
    orgCode,
    orgType: orgTypeOfCode(value),
  }
}

/**
 * Checks the code of a social organization; with `expected`, also that its class is the chosen kind.
 * The class digit means a kind only under department 5, so codes of other departments are told so.
 */
export function validateSocialOrganizationUscc(raw: string, expected?: OrgType): Uscc | Refused {
  const uscc = validateUscc(raw)
  if (!uscc.ok) return uscc
  if (uscc.department !== CIVIL_AFFAIRS) return refuse(USCC_MESSAGES.department)
  if (expected !== undefined && uscc.orgType !== expected) return refuse(USCC_MESSAGES.orgType)
  return uscc
}

/**
 * Builds the code that a civil affairs department gives to an organization.
 * @param orgCodeBody 8 characters of the unified code's alphabet
 */
export function composeUscc(orgType: OrgType, divisionCode: string, orgCodeBody: string): string {
  const body = `${classOf(orgType)}${divisionCode}${orgCodeBody}${orgCodeCheckChar(orgCodeBody)}`
  return body + usccCheckChar(body)
}

/** The kind of social organization a code tells by its first two characters; nothing for codes of other departments. */
export function orgTypeOfCode(code: string): OrgType | undefined {
  const types: readonly OrgType[] = ['SOCIAL_GROUP', 'PRIVATE_NON_ENTERPRISE', 'FOUNDATION']
  return types.find((type) => code.startsWith(classOf(type)))
}

/** What the codes of a kind of social organization begin with. */
export const classOf = (orgType: OrgType): string => CIVIL_AFFAIRS + CLASS_DIGITS[orgType]
