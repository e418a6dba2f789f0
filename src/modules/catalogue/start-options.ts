import type { Option } from '../../core/forms/field.ts'
import type { Matter } from '../../core/matters/define.ts'
import { ORG_TYPES, type OrgType } from '../../core/org-types.ts'
import {
  divisionLine,
  siteAuthorities,
  type Authority,
  type Division,
  type Level,
  type ReferenceData,
} from '../../reference/reference.ts'

type StartLevel = Exclude<Level, 'NATION'>

const levelTexts = { PROVINCE: '省级', CITY: '市级', COUNTY: '县级' } as const satisfies Record<StartLevel, string>
const levelOrder = Object.keys(levelTexts) as readonly StartLevel[]

type Divisions = Pick<ReferenceData, 'divisions' | 'authorities'>

/** The four dependent questions of the start form, as answered so far; unknown answers count as none. */
export type StartChoice = {
  readonly orgType: string
  readonly level: string
  readonly division: string
  readonly authority: string
}

/** What can be chosen given what was chosen, and what of that still stands. */
export type StartOptions = {
  readonly orgTypes: readonly Option[]
  readonly levels: readonly Option[]
  readonly divisions: readonly Option[]
  readonly authorities: readonly Option[]
  readonly chosen: StartChoice
}

const startMatters = (matters: readonly Matter[]): readonly Matter[] =>
  matters.filter((matter) => matter.begunBy === 'person')

/** The matter that founds an organization of that type. */
export const matterOfType = (matters: readonly Matter[], orgType: string): Matter | undefined =>
  startMatters(matters).find((matter) => matter.orgType === orgType)

const isWithin = (reference: Divisions, code: string, root: string): boolean =>
  divisionLine(reference, code).some((division) => division.code === root)

/** A county goes by its own name and its city's, because 城区 or 矿区 alone says little. */
const divisionText = (reference: Divisions, code: string): string => {
  const [own, above] = divisionLine(reference, code)
  return own?.level === 'COUNTY' && above?.level === 'CITY' ? `${above.name}${own.name}` : (own?.name ?? '')
}

/** Divisions of a level in the site's part of the country that exist today, in the order of their codes. */
const divisionOptions = (reference: Divisions, root: string, level: string): readonly Option[] =>
  [...reference.divisions.values()]
    .filter(
      (division) => division.level === level && division.validTo === null && isWithin(reference, division.code, root),
    )
    .toSorted((one, other) => (one.code < other.code ? -1 : 1))
    .map(({ code }) => ({ value: code, text: divisionText(reference, code) }))

const authoritiesFor = (reference: Divisions, root: string, orgType: string): readonly Authority[] =>
  siteAuthorities(reference, root).filter(({ orgTypes }) => orgTypes.some((type) => type === orgType))

/** Levels with an authority that registers the type: foundations are founded with the province only. */
const levelOptions = (reference: Divisions, root: string, orgType: string): readonly Option[] => {
  const authorities = authoritiesFor(reference, root, orgType)
  return levelOrder
    .filter((level) => authorities.some((authority) => authority.level === level))
    .map((value) => ({ value, text: levelTexts[value] }))
}

const standing = (options: readonly Option[], wanted: string, otherwise?: string): string => {
  if (options.some(({ value }) => value === wanted)) return wanted
  if (otherwise !== undefined && options.some(({ value }) => value === otherwise)) return otherwise
  return options.length === 1 ? (options[0]?.value ?? '') : ''
}

/**
 * Options of the start form, each list cut down by the answers before it: type → level → division → authority.
 * What has only one option is chosen; the province is chosen until something else is.
 */
export const startOptions = (
  matters: readonly Matter[],
  reference: Divisions,
  rootDivisionCode: string,
  wanted: StartChoice,
): StartOptions => {
  const types = [...new Set(startMatters(matters).map((matter) => matter.orgType))] as readonly OrgType[]
  const orgTypes = types.map((value) => ({ value, text: ORG_TYPES[value].label }))
  const orgType = standing(orgTypes, wanted.orgType, 'SOCIAL_GROUP')
  const levels = levelOptions(reference, rootDivisionCode, orgType)
  const level = standing(levels, wanted.level, 'PROVINCE')
  const divisions = divisionOptions(reference, rootDivisionCode, level)
  const division = standing(divisions, wanted.division)
  const authorities = authoritiesFor(reference, rootDivisionCode, orgType)
    .filter(({ divisionCode }) => divisionCode === division)
    .map(({ id, name }) => ({ value: String(id), text: name }))
  const authority = standing(authorities, wanted.authority)
  return { orgTypes, levels, divisions, authorities, chosen: { orgType, level, division, authority } }
}

/** The first questions answered by the division somebody works in (切换区划); empty answers outside any level. */
export const choiceAt = (orgType: string, division: Pick<Division, 'code' | 'level'> | undefined): StartChoice => ({
  orgType,
  level: division?.level ?? '',
  division: division?.code ?? '',
  authority: '',
})

/** The questions answered by an authority that is to be preselected. */
export const choiceOf = (orgType: string, authority: Authority): StartChoice => ({
  orgType,
  level: authority.level,
  division: authority.divisionCode,
  authority: String(authority.id),
})

/** Where somebody goes whose division has no authority on the portal: its counter, and the authority above it. */
export const whereToGo = (
  reference: Divisions,
  rootDivisionCode: string,
  orgType: string,
  division: string,
): string => {
  const [own, ...above] = divisionLine(reference, division)
  if (!own) return ''
  const authorities = authoritiesFor(reference, rootDivisionCode, orgType)
  const upper = above.flatMap(({ code }) => authorities.filter((authority) => authority.divisionCode === code))[0]
  const help = upper ? `，也可以向${upper.name}（${upper.phone}）咨询` : ''
  return `${divisionText(reference, own.code)}的登记管理机关还没有在本平台受理，请到当地政务服务大厅的社会组织登记窗口办理${help}。`
}
