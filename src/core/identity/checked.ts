/** What every check of a typed identifier gives: the normalised value, or the sentence to show beside the field. */
export type Checked = { ok: true; value: string } | Refused

export interface Refused {
  ok: false
  message: string
}

export function refuse(message: string): Refused {
  return { ok: false, message }
}

/** Full-width forms (as a Chinese input method types them) to ASCII; the ideographic space to a space. */
export function toHalfWidth(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replaceAll('\u3000', ' ')
}

/**
 * The stored form of a number or code: half-width, trimmed, ASCII letters upper-cased.
 * Only ASCII is upper-cased: `'ı'.toUpperCase()` is `I` and would let a foreign letter pass as a Latin one.
 */
export function normalizeCode(raw: string): string {
  return toHalfWidth(raw)
    .trim()
    .replace(/[a-z]+/g, (letters) => letters.toUpperCase())
}

const ANY_DASH = /[-\u2010-\u2015\u2212\uFE58\uFE63\uFF0D\u30FC]+/g

/** Every run of dashes, of whatever kind an input method makes, as one hyphen. */
export function foldDashes(text: string): string {
  return text.replace(ANY_DASH, '-')
}

/** The stored form of a number that people group as it is printed: as `normalizeCode`, without spaces and dashes. */
export function normalizeNumber(raw: string): string {
  return foldDashes(normalizeCode(raw)).replaceAll(/[\s-]/g, '')
}
