import { OUTSIDE_VARIANTS, STANDARD_CHARACTERS, VARIANTS_WITHIN } from './glyph-data.ts'

const charactersOf = (text: string): string[] => Array.from(text.replaceAll('\n', ''))

const pairsOf = (text: string): [string, string][] => {
  const characters = charactersOf(text)
  return characters.flatMap((character, index): [string, string][] => {
    const standard = characters[index + 1]
    return index % 2 === 0 && standard !== undefined ? [[character, standard]] : []
  })
}

/** 〇 is no character of the table and yet the usual way to write a zero in Chinese text. */
const standard: ReadonlySet<string> = new Set([...charactersOf(STANDARD_CHARACTERS), '〇'])
const outside: ReadonlyMap<string, string> = new Map(pairsOf(OUTSIDE_VARIANTS))
const within: ReadonlyMap<string, string> = new Map(pairsOf(VARIANTS_WITHIN))

const folded: ReadonlyMap<string, string> = new Map([
  ...Array.from(outside, ([glyph, meant]): [string, string] => [glyph, within.get(meant) ?? meant]),
  ...within,
])

/** Whether an ideograph is in 通用规范汉字表 (or is 〇). */
export const isStandardCharacter = (character: string): boolean => standard.has(character)

const replaceEach = (text: string, by: ReadonlyMap<string, string>): string => {
  let changed = ''
  for (const character of text) changed += by.get(character) ?? character
  return changed
}

/** The text with every glyph outside 通用规范汉字表 that stands for one of its characters written as that one. */
export const withStandardGlyphs = (text: string): string => replaceEach(text, outside)

/** One spelling for all glyphs of a character, each by one, so that positions by characters stay. Only to compare by. */
export const foldGlyphs = (text: string): string => replaceEach(text, folded)
