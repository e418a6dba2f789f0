import { DISSOLVED_DIVISIONS } from './dissolved-divisions.ts'
import { foldGlyphs } from './glyphs.ts'
import { DIVISION_TAIL_WORDS } from './words.ts'
import type { DivisionName, NameAuthority } from './types.ts'

/** Peoples whose names stand in division names; without 族 where the official names leave it out. */
const PEOPLES = (
  '各族 壮族 藏族 回族 苗族 彝族 侗族 瑶族 白族 傣族 黎族 佤族 畲族 水族 羌族 怒族 满族 土族 京族 维吾尔族 维吾尔 哈尼族 土家族 ' +
  '蒙古族 蒙古 朝鲜族 布依族 傈僳族 景颇族 哈萨克族 哈萨克 柯尔克孜族 柯尔克孜 仡佬族 拉祜族 布朗族 毛南族 仫佬族 纳西族 ' +
  '独龙族 普米族 东乡族 撒拉族 保安族 裕固族 鄂伦春族 鄂温克族 达斡尔族 锡伯族 锡伯 塔吉克族 塔吉克'
).split(' ')

const LEVEL_SUFFIXES = [
  '特别行政区',
  '自治区',
  '自治州',
  '自治县',
  '自治旗',
  '地区',
  '林区',
  '特区',
  '省',
  '市',
  '盟',
  '县',
  '旗',
  '区',
]

/** County-level units ending 区 that are no 市辖区 of a city. */
const NOT_DISTRICTS: ReadonlySet<string> = new Set(['神农架林区', '六枝特区'])

/** Suffixes that also end ordinary district names (万柏林区): stripped as a whole only from the units named so. */
const RARE_SUFFIXES: ReadonlySet<string> = new Set(['林区', '特区'])

/** The rows that stand between a province and its directly governed counties or districts, and name nothing. */
const PLACEHOLDER = /直辖|^市辖区$|^县$/

/**
 * The proper name without 省/市/县/区/自治区… and without the people's name in front of 自治: 山西省 → 山西,
 * 恩施土家族苗族自治州 → 恩施. A proper name keeps at least two characters: 祁县 stays 祁县.
 */
export function shortDivisionName(name: string): string {
  const suffix = LEVEL_SUFFIXES.find(
    (candidate) =>
      name.endsWith(candidate) &&
      name.length - candidate.length >= 2 &&
      (!RARE_SUFFIXES.has(candidate) || NOT_DISTRICTS.has(name)),
  )
  if (suffix === undefined) return name
  let short = name.slice(0, -suffix.length)
  if (!suffix.startsWith('自治')) return short
  for (;;) {
    const rest = short
    const people = PEOPLES.find((word) => rest.endsWith(word) && rest.length - word.length >= 2)
    if (people === undefined) return short
    short = short.slice(0, -people.length)
  }
}

/** Whether a division is a 市辖区. */
export function isDistrict(division: DivisionName): boolean {
  return division.level === 'COUNTY' && division.name.endsWith('区') && !NOT_DISTRICTS.has(division.name)
}

/** 城区, 郊区, 东区…: names so general that they are read as a division only where their own authority is concerned. */
function isGeneric(division: DivisionName): boolean {
  return division.name.length === 2 && division.name.endsWith('区')
}

/** Whether `upper` contains `lower`, by the digits of GB/T 2260. */
function contains(upper: DivisionName, lower: DivisionName): boolean {
  if (upper.level === 'COUNTY' || lower.code === upper.code) return false
  return lower.code.startsWith(upper.code.slice(0, upper.level === 'PROVINCE' ? 2 : 4))
}

/** Whether a division lies in the authority's own area, itself or what became of it; the nation's is everywhere. */
export function isInOwnArea(division: DivisionName, authority: NameAuthority): boolean {
  const own = authorityDivision(authority)
  if (!own) return true
  const now = division.replacedBy === undefined ? division : { ...division, code: division.replacedBy }
  return contains(own, division) || contains(own, now) || (division.endedOn !== undefined && now.code === own.code)
}

/** The divisions a division lies in, the highest first; rows that name nothing are left out. */
export function divisionsAbove(division: DivisionName, divisions: readonly DivisionName[]): DivisionName[] {
  const above = divisions.filter((other) => contains(other, division) && !PLACEHOLDER.test(other.name))
  return above.toSorted((one, other) => Number(one.level !== 'PROVINCE') - Number(other.level !== 'PROVINCE'))
}

/** The city a district's name must be preceded by: its 地级市, or the municipality it belongs to. */
export function cityNameOf(district: DivisionName, divisions: readonly DivisionName[]): string | undefined {
  const above = divisionsAbove(district, divisions)
  const city = above.find(({ level }) => level === 'CITY') ?? above.find(({ level }) => level === 'PROVINCE')
  return city?.name
}

/** The authority's own division, undefined for the national authority. */
export function authorityDivision(authority: NameAuthority): DivisionName | undefined {
  const { divisionCode: code, divisionName: name, level } = authority
  return level === 'NATION' ? undefined : { code, name, level }
}

/** The authority's division and those above it, with the codes of the latter read from its own. */
function lineOf(authority: NameAuthority | undefined): DivisionName[] {
  const own = authority && authorityDivision(authority)
  if (!authority || !own) return []
  const parents = authority.parents.flatMap(({ name, level }): DivisionName[] => {
    if (level === 'PROVINCE') return [{ name, level, code: `${own.code.slice(0, 2)}0000` }]
    return level === 'CITY' ? [{ name, level, code: `${own.code.slice(0, 4)}00` }] : []
  })
  return [own, ...parents]
}

/** Spelling → divisions so spelled. */
type Spellings = Map<string, DivisionName[]>

/** Spelled as names are when they are looked at, one glyph for each character: 乾县 as 干县. */
function addSpelling(spellings: Spellings, text: string, division: DivisionName): void {
  const folded = foldGlyphs(text)
  const known = spellings.get(folded)
  if (known) known.push(division)
  else spellings.set(folded, [division])
}

const spellingsOf = new WeakMap<readonly DivisionName[], Spellings>()

/** Full names of all divisions, also of ended ones, and short names of provinces and cities; kept as long as the list. */
export function commonSpellings(divisions: readonly DivisionName[]): Spellings {
  const known = spellingsOf.get(divisions)
  if (known) return known
  const spellings: Spellings = new Map()
  for (const division of [...divisions, ...DISSOLVED_DIVISIONS]) {
    if (PLACEHOLDER.test(division.name) || isGeneric(division)) continue
    addSpelling(spellings, division.name, division)
    const short = shortDivisionName(division.name)
    if (division.level !== 'COUNTY' && short !== division.name) addSpelling(spellings, short, division)
  }
  spellingsOf.set(divisions, spellings)
  return spellings
}

const shortCountiesOf = new WeakMap<readonly DivisionName[], ReadonlySet<string>>()

/** Short names of counties and districts, most of which are ordinary words too; kept as long as the list. */
export function shortCountyNames(divisions: readonly DivisionName[]): ReadonlySet<string> {
  const known = shortCountiesOf.get(divisions)
  if (known) return known
  const made = new Set(
    divisions.flatMap(({ level, name }) => (level === 'COUNTY' ? [foldGlyphs(shortDivisionName(name))] : [])),
  )
  shortCountiesOf.set(divisions, made)
  return made
}

export interface DivisionPrefix {
  /** The prefix as written. */
  text: string
  /** From the highest written division to the lowest; each step holds all divisions so named. */
  steps: DivisionName[][]
}

/** The longest official division name has 15 characters (双江拉祜族佤族布朗族傣族自治县). */
export const longestDivisionName = 20

/**
 * Reads the division names at the start of a name in its folded spelling: one, or several from the higher to the lower
 * (太原市迎泽区). Provinces and cities are known by their short names too, counties only by their full ones, except
 * the authority's own: otherwise 和平 or 新华 would always be a place.
 */
export function readDivisionPrefix(
  name: string,
  divisions: readonly DivisionName[],
  authority?: NameAuthority,
): DivisionPrefix | undefined {
  const line = lineOf(authority)
  const common = commonSpellings(divisions)
  const own: Spellings = new Map()
  for (const division of line) {
    for (const text of new Set([division.name, shortDivisionName(division.name)])) addSpelling(own, text, division)
  }

  const steps: DivisionName[][] = []
  let end = 0
  for (;;) {
    const above = steps.at(-1)
    const step = readStep(name.slice(end), (text) => {
      const known = [...(own.get(text) ?? []), ...(common.get(text) ?? [])]
      // After the first name only full ones count: 山西|大同大学 is not 山西大同|大学.
      return above
        ? known.filter(
            (division) =>
              (foldGlyphs(division.name) === text || line.some(({ code }) => code === division.code)) &&
              above.some((upper) => contains(upper, division)),
          )
        : known
    })
    if (!step) break
    steps.push(step.divisions)
    end += step.length
  }
  return steps.length > 0 ? { text: name.slice(0, end), steps } : undefined
}

/** The longest spelling at the start, unless a shorter one leaves a common word whole (太原|市场). */
function readStep(
  text: string,
  lookUp: (spelling: string) => DivisionName[],
): { length: number; divisions: DivisionName[] } | undefined {
  const found: { length: number; divisions: DivisionName[] }[] = []
  for (let length = Math.min(longestDivisionName, text.length); length >= 2; length--) {
    const divisions = lookUp(text.slice(0, length))
    if (divisions.length > 0) found.push({ length, divisions })
  }
  const [longest, shorter] = found
  if (longest && shorter && DIVISION_TAIL_WORDS.has(text.slice(longest.length - 1, longest.length + 1))) return shorter
  return longest
}
