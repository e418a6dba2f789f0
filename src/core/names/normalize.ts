import { foldGlyphs } from './glyphs.ts'

/** Blank or invisible: white space, control and format characters, fillers, variation selectors, the empty braille cell. */
const UNSEEN = /[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]+/gu

/** Look-alikes of the separator dot in transliterated names, after NFKC. */
const DOTS = /[\u2022\u2027\u22C5\u2219\u30FB\u0387]/g

/** The form names are compared and stored in: NFKC (so half-width), no blank or invisible characters, one kind of dot. */
export function normalizeName(name: string): string {
  // Fillers are taken out before NFKC, which turns one of them into another, and blanks after it once more.
  return name.replace(UNSEEN, '').normalize('NFKC').replace(UNSEEN, '').replace(DOTS, '·')
}

/** What makes two names the same: the normalised name with one glyph for each character (黃 is 黄, 脩 is 修). */
export function nameKey(name: string): string {
  return foldGlyphs(normalizeName(name))
}

/** The first run of blank or invisible characters in a name as typed, as UTF-16 offsets. */
export function firstUnseenRun(name: string): [number, number] | undefined {
  const match = name.matchAll(UNSEEN).next().value
  return match && [match.index, match.index + match[0].length]
}
