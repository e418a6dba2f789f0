import { AppError } from '../errors.ts'

/**
 * How characters that no font of the portal has are written on paper: what the official and the person concerned agreed
 * on (the parts of the character, its sound), by character. The data of a document keep the character itself.
 */
export type Substitutes = Readonly<Record<string, string>>

/** 'U+30EDD': what names a character that cannot be shown. */
export const codePointName = (char: string): string =>
  `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

/** As it stands in the text, so that nobody takes it for the name. */
const bracketed = (writing: string): string => `〔${writing}〕`

/** The same value with each such character in every text of it replaced. */
export const substituted = <T>(value: T, substitutes: Substitutes): T => {
  if (typeof value === 'string')
    return Array.from(value, (char) =>
      Object.hasOwn(substitutes, char) ? bracketed(substitutes[char] ?? '') : char,
    ).join('') as T
  if (Array.isArray(value)) return value.map((part: unknown) => substituted(part, substitutes)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, substituted(part, substitutes)])) as T
}

/** What the paper says of it; empty when every character is printed as it is. */
export const substitutesNote = (substitutes: Substitutes): string => {
  const pairs = Object.entries(substitutes).map(
    ([char, writing]) =>
      `${writing === codePointName(char) ? bracketed(writing) : `${bracketed(writing)}为${codePointName(char)}`}`,
  )
  return pairs.length === 0 ? '' : `括注〔〕处为字库没有的字，按Unicode编码核对：${pairs.join('、')}。`
}

/** A character that cannot be printed, and the words it was found in. */
export type MissingGlyph = { readonly char: string; readonly within: string }

type Missing = readonly MissingGlyph[]

/** A document would have boxes in place of these characters: nothing is numbered, the official says how they are written. */
export class MissingGlyphs extends AppError {
  readonly missing: Missing

  constructor(missing: Missing) {
    super(
      'INVALID',
      `文书字库没有这些字：${missing.map(({ char }) => `${char}（${codePointName(char)}）`).join('、')}。`,
    )
    this.missing = missing
  }
}

const AROUND = 8

/** Where each of the characters stands in a value: the first text with it, cut to what is near. */
export const whereIn = (value: unknown, chars: readonly string[]): Missing => {
  const texts: string[] = []
  const collect = (part: unknown): void => {
    if (typeof part === 'string') texts.push(part)
    else if (typeof part === 'object' && part !== null) Object.values(part).forEach(collect)
  }
  collect(value)
  return chars.map((char) => {
    const all = Array.from(texts.find((text) => text.includes(char)) ?? char)
    const at = all.indexOf(char)
    return { char, within: all.slice(Math.max(0, at - AROUND), at + AROUND + 1).join('') }
  })
}
