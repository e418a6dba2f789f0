import { commonSpellings, divisionsAbove, isInOwnArea, longestDivisionName, readDivisionPrefix } from './divisions.ts'
import { foldGlyphs } from './glyphs.ts'
import type { DivisionName, NameAuthority } from './types.ts'
import { NAME_WORD_LISTS, type WordList } from './word-lists.ts'

/** Words for more than any local authority has, and for more than one of a level has. */
const EVERYWHERE = /全国|全世界|全球|世界|国际|国内|国外|海外|境外|省外|市外|县外|跨省|跨市|跨区域/g
const WHOLE_PROVINCE = /全省|本省|省内/g
const WHOLE_CITY = /全市|本市|市内/g

/** Divisions a text names anywhere: the longest spelling at each place; `ordinary`: words that are no places here. */
export function divisionsIn(
  text: string,
  divisions: readonly DivisionName[],
  ordinary: WordList,
): { at: number; text: string; divisions: readonly DivisionName[] }[] {
  const spellings = commonSpellings(divisions)
  const words = new Set(ordinary.words.map(({ word }) => word))
  const found: { at: number; text: string; divisions: readonly DivisionName[] }[] = []
  for (let index = 0; index < text.length; index++) {
    for (let length = Math.min(longestDivisionName, text.length - index); length >= 2; length--) {
      const spelled = text.slice(index, index + length)
      const named = spellings.get(spelled)
      if (!named || words.has(spelled)) continue
      found.push({ at: index, text: spelled, divisions: named })
      index += length - 1
      break
    }
  }
  return found
}

/** How a text names divisions, of whatever area. */
export const divisionsNamed = (text: string, divisions: readonly DivisionName[]): string[] =>
  divisionsIn(foldGlyphs(text), divisions, NAME_WORD_LISTS.ordinaryPlaces).map((one) => one.text)

/**
 * An address from the province on: as it is where it begins with one, else with the names above its first division, where
 * those are known; nothing where it begins with no division, or with one of several of that name.
 */
export function fromProvince(
  address: string,
  divisions: readonly DivisionName[],
  authority: NameAuthority,
): string | undefined {
  const [first] = readDivisionPrefix(foldGlyphs(address), divisions, authority)?.steps ?? []
  if (!first) return undefined
  if (first.some(({ level }) => level === 'PROVINCE')) return address
  const own = first.filter(({ endedOn }) => endedOn === undefined)
  const [division] = own.length > 1 ? own.filter((each) => isInOwnArea(each, authority)) : own
  if (!division) return undefined
  const above = divisionsAbove(division, divisions).map(({ name }) => name)
  return `${above.join('')}${address}`
}

/**
 * Places named in a text that lie outside what an authority is for: other divisions, those above its own, and words for
 * more than it has. What names no division it knows is left to people.
 */
export function placesOutside(text: string, divisions: readonly DivisionName[], authority: NameAuthority): string[] {
  if (authority.level === 'NATION') return []
  const words = [
    EVERYWHERE,
    ...(authority.level === 'PROVINCE' ? [] : [WHOLE_PROVINCE]),
    ...(authority.level === 'COUNTY' && !authority.divisionName.endsWith('市') ? [WHOLE_CITY] : []),
  ].flatMap((wide) => text.match(wide) ?? [])
  const places = text.split(/[、，,；;。／/（）()\s]|以及|[和及与]/).flatMap((part) => {
    const prefix = readDivisionPrefix(foldGlyphs(part), divisions, authority)
    const [last] = prefix?.steps.slice(-1) ?? []
    const isOwn = last?.some((division) => division.code === authority.divisionCode || isInOwnArea(division, authority))
    return prefix && !isOwn ? [part.slice(0, prefix.text.length)] : []
  })
  return [...new Set([...words, ...places])]
}
