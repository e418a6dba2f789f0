import { shortDivisionName } from '../names/divisions.ts'

/** A unit's name and what was typed, so that blanks and full-width letters do not matter. */
const plain = (text: string): string => text.normalize('NFKC').replaceAll(/\s/g, '')

/** Whether all characters of the one stand in the other, in that order: 发改委 in 发展和改革委员会. */
const isShortFor = (short: string, whole: string): boolean => {
  let at = -1
  return Array.from(short).every((char) => (at = whole.indexOf(char, at + 1)) >= 0)
}

/** How nearly a name without its place means a unit's; the nearer comes first. */
const ways: readonly ((typed: string, unit: string) => boolean)[] = [
  (typed, unit) => unit === typed,
  (typed, unit) => unit.includes(typed),
  (typed, unit) => unit.startsWith(typed.slice(0, 1)) && isShortFor(typed, unit),
  isShortFor,
]

/** More than these are no help to choose from. */
const most = 8

/**
 * The units of a division that a text may mean, which is a name without its place (教育厅), a part (文化) or an abbreviation
 * (发改委); nothing where it is the full name of one. `line`: the names of the division and of those above it.
 */
export const unitsMeant = (
  text: string,
  units: readonly string[],
  line: readonly string[],
): readonly string[] | undefined => {
  const typed = plain(text)
  if (units.some((unit) => plain(unit) === typed && unit === text)) return undefined
  const [own = ''] = line
  const places = [line.toReversed().join(''), own, shortDivisionName(own), own.slice(-1)].filter(Boolean)
  const place = places.find((each) => typed.startsWith(each)) ?? ''
  const rest = typed.slice(place.length)
  if (rest.length < 2) return []
  const named = units.map((unit) => ({ unit, bare: plain(unit).replace(own, '') }))
  for (const way of ways) {
    const found = named.filter(({ bare }) => way(rest, bare))
    if (found.length > 0) return found.slice(0, most).map(({ unit }) => unit)
  }
  return []
}

const organ = /[厅局委部办院署室会团处所站社]|中心|集团|公司|银行|学校|大学|机关|政府|党组/

/** Whether a text may be the full name of an organ: long enough, with a word for one, and no 省 or 市 without its name. */
export const isFullUnitName = (text: string): boolean => {
  const typed = plain(text)
  return Array.from(typed).length >= 4 && organ.test(typed) && !/^[省市县区]/.test(typed)
}
