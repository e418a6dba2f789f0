import type { OrgType } from '../org-types.ts'
import { readDivisionPrefix } from './divisions.ts'
import { foldGlyphs } from './glyphs.ts'
import { nameKey, normalizeName } from './normalize.ts'
import type { DivisionName, NameAuthority, NameParts } from './types.ts'
import { FIELD_WORDS, formAtEnd, NATIONAL_PREFIXES, SYNONYMS } from './words.ts'

/** Shorter stretches of a name are no organization's (and 4 characters are the least a name may have). */
const SHORTEST_NAME = 4

const LONGEST_FIELD_WORD = Math.max(...Array.from(FIELD_WORDS.keys(), (word) => word.length))

/**
 * Takes a name apart: the form from the right by the longest word known for any kind, then the division from the left,
 * then, where the kind has one, the 字号 (社会组织名称管理办法 art. 8). The 字号 is where the first known field word
 * begins; it is a proposal that the applicant can correct.
 */
export function parseName(
  name: string,
  orgType: OrgType,
  divisions: readonly DivisionName[],
  authority?: NameAuthority,
): NameParts {
  const normalized = normalizeName(name)
  const folded = foldGlyphs(normalized)
  const parts = partsOf(folded, orgType, divisions, authority)
  return folded === normalized ? parts : asWritten(parts, normalized)
}

/** The parts of a name in its folded spelling. */
export function partsOf(
  folded: string,
  orgType: OrgType,
  divisions: readonly DivisionName[],
  authority?: NameAuthority,
): NameParts {
  const { division, middle, form } = cut(folded, divisions, authority)
  const tradeName = orgType === 'SOCIAL_GROUP' ? '' : tradeNameIn(middle)
  return {
    ...(division === '' ? {} : { division }),
    ...(tradeName === '' ? {} : { tradeName }),
    field: middle.slice(tradeName.length),
    form,
  }
}

/** Parts found in the folded spelling, cut from the name as written: folding keeps the number of characters. */
export function asWritten(parts: NameParts, written: string): NameParts {
  const rest = Array.from(written)
  const take = (part: string): string => rest.splice(0, Array.from(part).length).join('')
  return {
    ...(parts.division === undefined ? {} : { division: take(parts.division) }),
    ...(parts.tradeName === undefined ? {} : { tradeName: take(parts.tradeName) }),
    field: take(parts.field),
    form: take(parts.form),
  }
}

/**
 * What two names are compared by: without division and form, one glyph for each character, one spelling for synonyms. A name that consists of
 * nothing else keeps its form, so the key of a name is empty only for an empty name or a bare division.
 */
export function comparisonKey(name: string, divisions: readonly DivisionName[]): string {
  const { middle, form } = cut(nameKey(name), divisions)
  const key = SYNONYMS.reduce((text, [from, to]) => text.replaceAll(from, to), middle)
  return key === '' ? form : key
}

/** Stretches of a name that end as names of organizations do: what could be the whole name of another one. */
export function namesInside(key: string): string[] {
  const inside: string[] = []
  for (let end = SHORTEST_NAME; end < key.length; end++) {
    if (!formAtEnd(key.slice(0, end))) continue
    for (let start = 0; start <= end - SHORTEST_NAME; start++) inside.push(key.slice(start, end))
  }
  return inside
}

/** Pairs of neighbouring characters, each once; of a single character that character. */
export function bigrams(key: string): string[] {
  const chars = Array.from(key)
  if (chars.length < 2) return chars
  return [...new Set(chars.slice(1).map((char, index) => `${chars[index] ?? ''}${char}`))]
}

/** Whether two field texts name the same field: a category in common, or, where none is known, the same words. */
export function isSameField(one: string, other: string): boolean {
  const [first, second] = [categoriesIn(one), categoriesIn(other)]
  if (first.size === 0 && second.size === 0) return one === other
  return [...first].some((category) => second.has(category))
}

function cut(
  name: string,
  divisions: readonly DivisionName[],
  authority?: NameAuthority,
): { division: string; middle: string; form: string } {
  const form = formAtEnd(name)?.word ?? ''
  const body = form === '' ? name : name.slice(0, -form.length)
  const national = authority?.level === 'NATION' ? NATIONAL_PREFIXES.find((word) => body.startsWith(word)) : undefined
  const division = national ?? readDivisionPrefix(body, divisions, authority)?.text ?? ''
  return { division, middle: body.slice(division.length), form }
}

function tradeNameIn(middle: string): string {
  if (isAllFieldWords(middle)) return ''
  for (let index = 1; index < middle.length; index++) {
    if (fieldWordAt(middle, index) !== undefined) return middle.slice(0, index)
  }
  return middle
}

function isAllFieldWords(text: string): boolean {
  if (text === '') return true
  for (let length = Math.min(LONGEST_FIELD_WORD, text.length); length >= 2; length--) {
    if (FIELD_WORDS.has(text.slice(0, length)) && isAllFieldWords(text.slice(length))) return true
  }
  return false
}

/** The longest field word that begins at an index. */
function fieldWordAt(text: string, index: number): string | undefined {
  for (let length = Math.min(LONGEST_FIELD_WORD, text.length - index); length >= 2; length--) {
    const word = text.slice(index, index + length)
    if (FIELD_WORDS.has(word)) return word
  }
  return undefined
}

export function categoriesIn(field: string): Set<string> {
  const categories = new Set<string>()
  let index = 0
  while (index < field.length) {
    const word = fieldWordAt(field, index)
    const category = word && FIELD_WORDS.get(word)
    if (category) categories.add(category)
    index += word?.length ?? 1
  }
  return categories
}
