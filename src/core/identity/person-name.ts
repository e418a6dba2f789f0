import { toHalfWidth } from './checked.ts'

/** Dots that part a transliterated name, as input methods and documents write them. */
const DOTS = /[\u2022\u2027\u2219\u22C5\u30FB\uFE52\uFF0E\uFF65]/g
/** Apostrophes as phones, word processors and passports write them. */
const APOSTROPHES = /[\u0060\u00B4\u02B9\u02BB\u02BC\u2018\u2019\u201B\u2032]/g
const HYPHENS = /[\u2010-\u2014\u2212\uFE63]/g

/**
 * A person's name as it is kept and compared, wherever one is typed: without the blanks people put between Han
 * characters to set a name of two apart (张 明), as documents have none; between Latin words one blank stays. One kind
 * of dot, apostrophe and hyphen, and half-width letters.
 */
export const normalizePersonName = (raw: string): string =>
  toHalfWidth(raw.normalize('NFC').replaceAll(DOTS, '·'))
    .replaceAll(APOSTROPHES, "'")
    .replaceAll(HYPHENS, '-')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/(?<=[\p{Script=Han}·]) (?=[\p{Script=Han}·])/gu, '')

/** Whether a normalised text can be somebody's name: letters of any script with their marks, and what parts them. */
export const isPersonName = (name: string): boolean => /^(?=.*\p{L})[\p{L}\p{M}·.' -]{2,50}$/u.test(name)
