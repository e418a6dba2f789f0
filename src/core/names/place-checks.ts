import { chineseDate } from '../documents/dates.ts'
import { authorityDivision, cityNameOf, isDistrict, isInOwnArea, shortDivisionName } from './divisions.ts'
import { divisionsIn } from './area.ts'
import type { DivisionPrefix } from './divisions.ts'
import { middleOf, replaced, written, type Hit, type RuleContext } from './rule-context.ts'
import type { DivisionName } from './types.ts'
import { NATIONWIDE_WORDS } from './words.ts'

/** N10: the name begins with no division at all. */
export function divisionMissing(context: RuleContext): Hit[] {
  const { authority, folded, prefix } = context
  const own = authorityDivision(authority)
  if (!own || folded === '' || prefix) return []
  const required = requiredPrefix(own, context)
  // Where the name begins with something that may be meant as a place, what to do with it is not obvious.
  const isBare =
    !NATIONWIDE_WORDS.some((word) => folded.startsWith(word)) && !/^.{1,5}[省市县区州盟旗镇乡]/u.test(folded)
  return [
    {
      message: `名称应以“${required}”开头`,
      ...(isBare ? { suggestion: replaced(context, [0, 0], required) } : {}),
    },
  ]
}

/** N11: a district without its city. */
export function cityMissing(context: RuleContext): Hit[] {
  const { authority, prefix } = context
  if (!prefix || authority.level === 'NATION') return []
  const named = namedDivision(prefix, context)
  if (!named || named.endedOn !== undefined || !isDistrict(named)) return []
  if (prefix.steps.slice(0, -1).some((step) => step.some(isCity))) return []
  const example = requiredPrefix(named, context)
  const span: [number, number] = [0, prefix.text.length]
  return [
    {
      message: `使用市辖区名称时，应当同时冠以所属市的名称，例如“${example}…”`,
      span,
      ...(named.code === authority.divisionCode ? { suggestion: replaced(context, span, example) } : {}),
    },
  ]
}

/** N12: the name begins with a division that is not the authority's. */
export function divisionOfAnother(context: RuleContext): Hit[] {
  const { authority, prefix } = context
  const own = authorityDivision(authority)
  const last = prefix?.steps.at(-1)
  if (!own || !prefix || !last || last.some(({ code, endedOn }) => code === own.code && endedOn === undefined))
    return []
  const span: [number, number] = [0, prefix.text.length]
  const inside = last.some((division) => isInOwnArea(division, authority))
  const [ended] = last.every(({ endedOn }) => endedOn !== undefined) ? last : []
  if (ended?.endedOn !== undefined)
    return [
      {
        message: `“${ended.name}”已于${chineseDate(ended.endedOn)}撤销，请使用现行的行政区划名称“${own.name}”`,
        level: inside ? 'MANUAL' : 'BLOCK',
        span,
        ...(inside ? { suggestion: replaced(context, span, requiredPrefix(own, context)) } : {}),
      },
    ]
  const above = last.every(({ name, level }) =>
    authority.parents.some((one) => one.name === name && one.level === level),
  )
  return [
    {
      message: inside
        ? `名称中的行政区划“${written(context, span)}”是所选登记管理机关（${own.name}）辖区内的区划，需人工审核`
        : `名称中的行政区划“${written(context, span)}”与所选登记管理机关（${own.name}）不一致`,
      span,
      level: inside ? 'MANUAL' : 'BLOCK',
      ...(above ? { suggestion: replaced(context, span, requiredPrefix(own, context)) } : {}),
    },
  ]
}

/** Divisions named after the prefix, short names that are ordinary words left out. */
function divisionsInside(context: RuleContext): { at: number; text: string; divisions: readonly DivisionName[] }[] {
  const { start, text } = middleOf(context)
  return divisionsIn(text, context.divisions, context.lists.ordinaryPlaces).map((one) => ({
    ...one,
    at: start + one.at,
  }))
}

/** Words that name the people of a place instead of the place alone. */
const PEOPLE_OF = ['企业家', '企业', '工商', '同乡', '籍', '人']

/** A chamber of people from elsewhere as its name begins: the places they come from, from the higher to the lower. */
function elsewhereOf(context: RuleContext): { span: [number, number]; proper: string; isRight: boolean } | undefined {
  const { authority, parts } = context
  if (parts.form !== '商会' || authority.level === 'NATION') return undefined
  const { start, text: middle } = middleOf(context)
  const proper: string[] = []
  let end = start
  for (const { at, text, divisions } of divisionsInside(context)) {
    const [division] = divisions
    if (at !== end || !division || divisions.some((one) => isInOwnArea(one, authority))) break
    proper.push(shortDivisionName(division.name))
    end = at + text.length
  }
  const rest = middle.slice(end - start)
  const [last] = proper.slice(-1)
  if (last === undefined || (rest !== '' && !PEOPLE_OF.some((word) => rest.startsWith(word)))) return undefined
  return { span: [start, start + middle.length], proper: last, isRight: middle === proper.join('') }
}

/** Whether a stretch lies within the 字号 and does not begin it. */
function isInsideTradeName(context: RuleContext, at: number, text: string): boolean {
  const { tradeName } = context.parts
  const { start } = middleOf(context)
  return tradeName !== undefined && at > start && at + text.length <= start + tradeName.length
}

/** N13: another division in the middle of the name; a chamber of people from elsewhere names theirs (N14). */
export function secondDivision(context: RuleContext): Hit[] {
  if (elsewhereOf(context)) return []
  return (
    divisionsInside(context)
      // A 字号 has its own characters: 河源 in the middle of 汾河源 is no place.
      .filter(({ at, text }) => text !== context.parts.tradeName && !isInsideTradeName(context, at, text))
      .slice(0, 1)
      .map(({ at, text }) => {
        const span: [number, number] = [at, at + text.length]
        return { message: `名称中间含有行政区划名称“${written(context, span)}”，需人工审核`, span }
      })
  )
}

/** N14: a chamber of merchants from elsewhere is called by the proper name of the place they come from, and no more. */
export function chamberFromElsewhere(context: RuleContext): Hit[] {
  const found = elsewhereOf(context)
  if (!found || found.isRight) return []
  const { proper, span } = found
  return [
    {
      message: `异地商会名称应为“行政区划+原籍地名+商会”，原籍地只写专名，例如“${proper}商会”`,
      span,
      suggestion: replaced(context, span, proper),
    },
  ]
}

/** Below a county: towns, streets, villages, development zones. */
const BELOW_COUNTY =
  /^(?:\p{Unified_Ideograph}{2,6}?(?:经济技术开发区|高新技术产业开发区|经济开发区|高新区|经开区|开发区|工业园区|产业园区|示范区|新区|街道|社区|镇|乡|村))(?!振兴|建设)/u

/** N15: a place below the county without the division it lies in. */
export function placeBelowCounty(context: RuleContext): Hit[] {
  const { authority, folded, prefix } = context
  if (prefix || authority.level === 'NATION') return []
  const place = BELOW_COUNTY.exec(folded)?.[0]
  if (place === undefined || /农村|乡村|山村|城乡|城镇|新村|小镇$/u.test(place)) return []
  const span: [number, number] = [0, place.length]
  return [{ message: `“${written(context, span)}”应与县级以上行政区划名称连用`, span }]
}

/** The lowest division a prefix names; among several so named, the authority's, and one that still is. */
function namedDivision(prefix: DivisionPrefix, { authority }: RuleContext): DivisionName | undefined {
  const last = prefix.steps.at(-1)
  return (
    last?.find(({ code, endedOn }) => code === authority.divisionCode && endedOn === undefined) ??
    last?.find(({ endedOn }) => endedOn === undefined) ??
    last?.[0]
  )
}

/** A 地级市, or a municipality, which is a province by its level. */
function isCity({ level, name }: DivisionName): boolean {
  return level === 'CITY' || (level === 'PROVINCE' && name.endsWith('市'))
}

/** How a name of this division has to begin: its name, a district's with its city in front. */
function requiredPrefix(division: DivisionName, { authority, divisions }: RuleContext): string {
  if (!isDistrict(division)) return division.name
  const ownCity =
    division.code === authority.divisionCode
      ? (authority.parents.find(({ name, level }) => level === 'CITY' && name !== '市辖区')?.name ??
        authority.parents.find(({ name }) => name.endsWith('市'))?.name)
      : undefined
  return `${ownCity ?? cityNameOf(division, divisions) ?? ''}${division.name}`
}
