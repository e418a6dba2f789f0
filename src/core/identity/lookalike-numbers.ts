import { normalizeCode } from './checked.ts'
import { ID_TYPES } from './documents.ts'
import { validateOrgCode } from './uscc.ts'

/** Old resident IDs of 15 digits. */
const OLD_RESIDENT_ID = /^[1-9]\d{14}$/
const MOBILE = /^1[3-9]\d{9}$/
/** Two characters for who registered it, six digits for where, ten for whom (GB 32100-2015). */
const USCC_FORM = /^[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}$/

/**
 * How passports of other countries are written (ICAO 9303: up to nine characters): digits after one or two letters,
 * perhaps with a letter at the end; or nine characters that mix both, as Germany and Korea do. What ID_TYPES accepts
 * is wider, for no document may be turned away; as a rule for names it would forbid every word.
 */
const FOREIGN_PASSPORTS: readonly RegExp[] = [
  /^[A-Z]{1,2}\d{6,9}[A-Z]?$/,
  /^(?=(.*\d){5})(?=.*\d[A-Z])[A-Z][0-9A-Z]{8}$/,
]

/** Codes of organizations that carry letters begin so since 2015; the earlier ones are digits but for one or two. */
const isOrgCode = (value: string): boolean =>
  validateOrgCode(value).ok && (/^M[A-Z]/.test(value) || value.replaceAll(/\D/g, '').length >= 5)

/**
 * Whether a text is written as the number of a document, a code of an organization or a phone. People are looked up by
 * such numbers, so nobody may bear one as a name.
 */
export const looksLikeNumber = (text: string): boolean => {
  const value = normalizeCode(text)
  return (
    Object.entries(ID_TYPES).some(([type, row]) => type !== 'PASSPORT_FOREIGN' && row.pattern.test(value)) ||
    FOREIGN_PASSPORTS.some((form) => form.test(value)) ||
    [OLD_RESIDENT_ID, MOBILE, USCC_FORM].some((form) => form.test(value)) ||
    isOrgCode(value)
  )
}
