import { sexes } from '../enumerations.ts'
import { normalizeNumber, refuse } from './checked.ts'
import type { Refused } from './checked.ts'
import { birthDateIn, hasValidCheckChar, sexIn, validateResidentId } from './resident-id.ts'
import type { Sex } from './resident-id.ts'

/** Kinds of personal documents (证件类型). */
export type IdType =
  | 'RESIDENT_ID'
  | 'HMT_RESIDENCE'
  | 'HM_TRAVEL_PERMIT'
  | 'TW_TRAVEL_PERMIT'
  | 'PASSPORT_CN'
  | 'PASSPORT_FOREIGN'
  | 'FOREIGN_PR_2017'
  | 'FOREIGN_PR_2023'

export interface IdDocument {
  ok: true
  /** Half-width, upper-case, without spaces and dashes. */
  value: string
  sex?: Sex
  /** ISO calendar date. */
  birthDate?: string
}

interface IdTypeRow {
  label: string
  /** Form of the normalised number. */
  pattern: RegExp
  /** 'NONE': the number carries no check character that can be recomputed. */
  check: 'MOD_11_2' | 'NONE'
  /** What the number itself tells about its holder. */
  tells: 'SEX_AND_BIRTH_DATE' | 'BIRTH_DATE' | 'NOTHING'
  /** The form in words, for the message of a number that does not have it. */
  form: string
}

/** One row a document kind, in the order they are offered. */
export const ID_TYPES = {
  RESIDENT_ID: {
    label: '居民身份证',
    pattern: /^[1-9]\d{16}[\dX]$/,
    check: 'MOD_11_2',
    tells: 'SEX_AND_BIRTH_DATE',
    form: '18位数字，最后一位可以是X',
  },
  HMT_RESIDENCE: {
    label: '港澳台居民居住证',
    pattern: /^8[123]0000(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dX]$/,
    check: 'MOD_11_2',
    tells: 'SEX_AND_BIRTH_DATE',
    form: '以810000、820000或830000开头的18位号码',
  },
  HM_TRAVEL_PERMIT: {
    label: '港澳居民来往内地通行证',
    pattern: /^[HM]\d{8}(\d{2})?$/,
    check: 'NONE',
    tells: 'NOTHING',
    form: 'H或M加8位数字，可再加2位换证次数',
  },
  TW_TRAVEL_PERMIT: {
    label: '台湾居民来往大陆通行证',
    pattern: /^\d{8}(\d{2})?$/,
    check: 'NONE',
    tells: 'NOTHING',
    form: '8位数字，旧证为10位数字',
  },
  PASSPORT_CN: {
    label: '普通护照',
    pattern: /^(E\d{8}|E[A-HJ-NP-Z]\d{7}|G\d{8})$/,
    check: 'NONE',
    tells: 'NOTHING',
    form: '以E或G开头的9位号码',
  },
  PASSPORT_FOREIGN: {
    label: '外国护照',
    pattern: /^[A-Z0-9]{5,20}$/,
    check: 'NONE',
    tells: 'NOTHING',
    form: '5至20位字母或数字',
  },
  FOREIGN_PR_2017: {
    label: '外国人永久居留身份证（15位）',
    pattern: /^[A-Z]{3}\d{12}$/,
    check: 'NONE',
    tells: 'NOTHING',
    form: '3位字母加12位数字',
  },
  // The sequence digits of the 2023 card are not documented to tell the sex, so only the birth date is read.
  FOREIGN_PR_2023: {
    label: '外国人永久居留身份证（五星卡，18位）',
    pattern: /^9\d{16}[\dX]$/,
    check: 'MOD_11_2',
    tells: 'BIRTH_DATE',
    form: '以9开头的18位号码，最后一位可以是X',
  },
} as const satisfies Record<IdType, IdTypeRow>

/** Documents of people who are no residents of the mainland. */
export const ELSEWHERE_ID_TYPES = [
  'HMT_RESIDENCE',
  'HM_TRAVEL_PERMIT',
  'TW_TRAVEL_PERMIT',
  'PASSPORT_FOREIGN',
  'FOREIGN_PR_2017',
  'FOREIGN_PR_2023',
] as const satisfies readonly IdType[]

/** The kinds as a form offers them. */
export const ID_TYPE_OPTIONS = Object.entries(ID_TYPES).map(([value, { label }]) => ({ value, text: label }))

/**
 * Checks the number of a personal document as typed.
 * @param today ISO date; a birth date in the number may not lie after it
 */
export function validateIdDocument(type: IdType, raw: string, today: string): IdDocument | Refused {
  if (type === 'RESIDENT_ID') {
    const id = validateResidentId(raw, today)
    return id.ok ? { ok: true, value: id.value, sex: id.sex, birthDate: id.birthDate } : id
  }
  const row: IdTypeRow = ID_TYPES[type]
  const value = normalizeNumber(raw)
  if (!row.pattern.test(value)) return refuse(`${row.label}号码格式不正确，应为${row.form}`)
  if (row.tells === 'NOTHING') return { ok: true, value }
  const birthDate = birthDateIn(value, today)
  if (birthDate === undefined) return refuse(`${row.label}号码中的出生日期不存在`)
  if (!hasValidCheckChar(value)) return refuse(`${row.label}号码校验位不正确，请核对后重新填写`)
  return row.tells === 'SEX_AND_BIRTH_DATE'
    ? { ok: true, value, sex: sexIn(value), birthDate }
    : { ok: true, value, birthDate }
}

/**
 * What a person is recognised by across accounts and cases. Numbers with a check character are one's own in any kind
 * of document; others mean something only together with the kind.
 */
export function identityKey(type: string, number: string): string {
  const known = Object.hasOwn(ID_TYPES, type) ? ID_TYPES[type as IdType] : undefined
  return known?.check === 'MOD_11_2' ? number : `${type}:${number}`
}

/**
 * What the number of a document tells of its holder: sex in words, ISO birth date. Nothing of a number that tells
 * nothing, is not right, or is shown in part.
 */
export const toldByNumber = (
  type: string | undefined,
  number: string,
  today: string,
): { readonly sex?: string | undefined; readonly birthDate?: string | undefined } => {
  const known = ID_TYPE_OPTIONS.find(({ value }) => value === type)
  const document = known && validateIdDocument(known.value as IdType, number, today)
  if (!document?.ok) return {}
  return { sex: sexes.find(({ value }) => value === document.sex)?.text, birthDate: document.birthDate }
}
