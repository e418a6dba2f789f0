import type { OrgType } from '../org-types.ts'
import { ORG_TYPES } from '../org-types.ts'
import { authorityDivision, cityNameOf, isDistrict } from './divisions.ts'
import type { DivisionPrefix } from './divisions.ts'
import { freeFrom } from './free-date.ts'
import { chineseDate } from '../documents/dates.ts'
import { firstUnseenRun, normalizeName } from './normalize.ts'
import { isSameField, parseName } from './parse.ts'
import type {
  DivisionName,
  Finding,
  FindingLevel,
  NameHolder,
  NameHolderStatus,
  NameParts,
  NameQuestion,
  RuleCode,
} from './types.ts'
import { FORM_WORDS, formAtEnd, NAMING_RULES_IN_FORCE, NATIONWIDE_WORDS } from './words.ts'

/** What a rule looks at: the question, and the name normalised and taken apart. */
export interface RuleContext extends NameQuestion {
  normalized: string
  parts: NameParts
  prefix: DivisionPrefix | undefined
}

/** A finding without what the rule's row supplies; `level` only where it differs from the row. */
interface Hit extends Pick<Finding, 'message' | 'span'> {
  level?: FindingLevel
}

export interface NameRule {
  level: FindingLevel
  appliesTo: readonly OrgType[]
  basis: string
  /** ISO dates; `effectiveTo` is the first day the rule no longer holds. */
  effectiveFrom: string
  effectiveTo?: string
  check: (context: RuleContext) => Hit[]
}

const ALL: readonly OrgType[] = ['SOCIAL_GROUP', 'PRIVATE_NON_ENTERPRISE', 'FOUNDATION']
const WITH_TRADE_NAME: readonly OrgType[] = ['PRIVATE_NON_ENTERPRISE', 'FOUNDATION']

const MIN_LENGTH = 4
const MAX_LENGTH = 60

/** Below this, two names have little more in common than the words of their field. */
const SIMILARITY_THRESHOLD = 0.5
const SIMILAR_NAMES_SHOWN = 10

/** How long a name that lost its holder stays closed, and how the loss is called (art. 16). */
const CLOSED_AFTER = {
  REGISTERED: undefined,
  RENAMED: { code: 'N72', years: 1, words: '更名' },
  DEREGISTERED: { code: 'N72', years: 1, words: '注销' },
  REVOKED: { code: 'N73', years: 3, words: '被撤销' },
} as const satisfies Record<NameHolderStatus, { code: RuleCode; years: number; words: string } | undefined>

/** The rules by code, in the order their findings are shown. */
export const NAME_RULES = {
  N01: {
    level: 'BLOCK',
    appliesTo: ALL,
    basis: '《社会组织名称管理办法》第七条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: ({ normalized }) => {
      const length = Array.from(normalized).length
      return length < MIN_LENGTH || length > MAX_LENGTH
        ? [{ message: `名称长度应为${MIN_LENGTH}至${MAX_LENGTH}个字，现为${length}个字` }]
        : []
    },
  },
  N02: {
    level: 'BLOCK',
    appliesTo: ALL,
    basis: '《社会组织名称管理办法》第七条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: ({ normalized }) => [...foreignCharacters(normalized), ...separatorDots(normalized)],
  },
  N03: {
    level: 'BLOCK',
    appliesTo: ALL,
    basis: '《社会组织名称管理办法》第七条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: ({ name }) => {
      const span = firstUnseenRun(name)
      return span ? [{ message: '名称中含有空格或不可见字符，已标出，请删除', span }] : []
    },
  },
  N10: {
    level: 'BLOCK',
    appliesTo: ALL,
    basis: '《社会组织名称管理办法》第八条、第九条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: (context) => {
      const own = authorityDivision(context.authority)
      if (!own || context.normalized === '' || context.prefix) return []
      return [{ message: `名称应以“${requiredPrefix(own, context)}”开头` }]
    },
  },
  N11: {
    level: 'BLOCK',
    appliesTo: ALL,
    basis: '《社会组织名称管理办法》第九条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: (context) => {
      const { prefix, authority } = context
      if (!prefix || authority.level === 'NATION') return []
      const named = namedDivision(prefix, context)
      if (!named || !isDistrict(named) || prefix.steps.slice(0, -1).some((step) => step.some(isCity))) return []
      const example = requiredPrefix(named, context)
      const message = `使用市辖区名称时，应当同时冠以所属市的名称，例如“${example}…”`
      return [{ message, span: [0, prefix.text.length] }]
    },
  },
  N12: {
    level: 'BLOCK',
    appliesTo: ALL,
    basis: '《社会组织名称管理办法》第九条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: (context) => {
      const own = authorityDivision(context.authority)
      const { prefix } = context
      if (!own || !prefix || isNamedLast(own, prefix)) return []
      const message = `名称中的行政区划“${prefix.text}”与所选登记管理机关（${own.name}）不一致`
      return [{ message, span: [0, prefix.text.length] }]
    },
  },
  N20: {
    level: 'BLOCK',
    appliesTo: ALL,
    basis: '《社会团体登记管理条例》第十条、《民办非企业单位登记管理暂行条例》第八条、《社会组织名称管理办法》第八条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: ({ normalized, authority }) => {
      const word = NATIONWIDE_WORDS.find((candidate) => normalized.startsWith(candidate))
      if (word === undefined || authority.level === 'NATION') return []
      return [{ message: `地方社会组织名称不得冠以“${word}”字样`, span: [0, word.length] }]
    },
  },
  N30: {
    level: 'BLOCK',
    appliesTo: ALL,
    basis: '《社会组织名称管理办法》第十二条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: ({ normalized, orgType, today }) => {
      if (normalized === '' || formAtEnd(normalized, formsOn(today))) return []
      return [{ message: `${ORG_TYPES[orgType].shortLabel}名称应以${offeredForms(orgType, today)}结尾` }]
    },
  },
  N31: {
    level: 'BLOCK',
    appliesTo: ALL,
    basis: '《社会组织名称管理办法》第十二条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: ({ normalized, orgType, today }) => {
      const form = formAtEnd(normalized, formsOn(today))
      if (!form || form.orgType === orgType) return []
      const label = ORG_TYPES[orgType].shortLabel
      const message = `“${form.word}”不是${label}可用的组织形式，${label}名称应以${offeredForms(orgType, today)}结尾`
      return [{ message, span: [normalized.length - form.word.length, normalized.length] }]
    },
  },
  N70: {
    level: 'BLOCK',
    appliesTo: ALL,
    basis: '《社会组织名称管理办法》第十六条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: ({ register }) =>
      register.exact
        .filter(({ status }) => status === 'REGISTERED')
        .map(({ name, uscc }) => ({ message: `该名称已被登记：${name}（${uscc}）` })),
  },
  N71: {
    level: 'BLOCK',
    appliesTo: WITH_TRADE_NAME,
    basis: '《社会组织名称管理办法》第十六条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: (context) =>
      sameTradeNameHolders(context)
        .filter(({ status }) => status === 'REGISTERED')
        .map(({ name }) => ({ message: `与已登记的“${name}”同领域、同组织形式且字号相同` })),
  },
  N72: {
    level: 'BLOCK',
    appliesTo: ALL,
    basis: '《社会组织名称管理办法》第十六条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: (context) => stillClosed('N72', context),
  },
  N73: {
    level: 'BLOCK',
    appliesTo: ALL,
    basis: '《社会组织名称管理办法》第十六条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: (context) => stillClosed('N73', context),
  },
  N74: {
    level: 'BLOCK',
    appliesTo: ALL,
    basis: '登记管理机关名称保留规定',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: ({ register, today }) =>
      register.reserved
        .filter(({ sameApplication, until }) => !sameApplication && until >= today)
        .map(({ until }) => ({ message: `该名称已被其他申请人申请，保留至${chineseDate(until)}` })),
  },
  N75: {
    level: 'WARN',
    appliesTo: ALL,
    basis: '《社会组织名称管理办法》第六条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: ({ normalized, register }) => {
      const near = register.similar
        .filter(({ name, similarity }) => similarity >= SIMILARITY_THRESHOLD && normalizeName(name) !== normalized)
        .toSorted((one, other) => other.similarity - one.similarity)
        .slice(0, SIMILAR_NAMES_SHOWN)
      if (near.length === 0) return []
      const list = near.map(({ name, uscc }) => `${name}（${uscc}）`).join('、')
      return [{ message: `与下列已登记名称相近，请确认不会引起混淆：${list}` }]
    },
  },
} as const satisfies Record<RuleCode, NameRule>

/** Everything but unified ideographs and the separator dot, told once with all the characters. */
function foreignCharacters(normalized: string): Hit[] {
  const first = normalized.match(/[^\p{Unified_Ideograph}·]+/u)
  if (!first) return []
  const all = [...new Set(normalized.match(/[^\p{Unified_Ideograph}·]/gu))].join('')
  const start = first.index ?? 0
  const message = `名称只能使用规范汉字，不能含字母、数字、符号或空格（“${all}”）`
  return [{ message, span: [start, start + first[0].length] }]
}

/** A dot between two ideographs may part a transliterated name of an ethnic group; anywhere else it is a symbol. */
function separatorDots(normalized: string): Hit[] {
  return Array.from(normalized.matchAll(/·+/g), ({ index, 0: dots }): Hit => {
    const span: [number, number] = [index, index + dots.length]
    const before = /\p{Unified_Ideograph}$/u.test(normalized.slice(0, span[0]))
    const after = /^\p{Unified_Ideograph}/u.test(normalized.slice(span[1]))
    return dots.length === 1 && before && after
      ? { message: '“·”只能用于少数民族译名，请说明用途', level: 'WARN', span }
      : { message: '名称只能使用规范汉字，不能含字母、数字、符号或空格（“·”）', span }
  })
}

function isNamedLast(division: DivisionName, prefix: DivisionPrefix): boolean {
  return prefix.steps.at(-1)?.some(({ code }) => code === division.code) ?? false
}

/** The lowest division a prefix names; among several so named, the authority's. */
function namedDivision(prefix: DivisionPrefix, { authority }: RuleContext): DivisionName | undefined {
  const last = prefix.steps.at(-1)
  return last?.find(({ code }) => code === authority.divisionCode) ?? last?.[0]
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

function formsOn(today: string) {
  return FORM_WORDS.filter(({ effectiveFrom }) => effectiveFrom <= today)
}

/** The endings to name in a message: the national ones, with 等 where the list is open. */
function offeredForms(orgType: OrgType, today: string): string {
  const words = formsOn(today).filter((row) => row.orgType === orgType && row.origin === 'NATIONAL')
  const list = words.map(({ word }) => `“${word}”`).join('')
  return orgType === 'FOUNDATION' ? list : `${list}等`
}

/** Holders at the authority whose name differs but has the same 字号, field and form (art. 16). */
function sameTradeNameHolders({ register, parts, orgType, divisions, authority, normalized }: RuleContext) {
  if (!parts.tradeName) return []
  return register.sameTradeName.filter(({ name }) => {
    if (normalizeName(name) === normalized) return false
    const other = parseName(name, orgType, divisions, authority)
    return other.tradeName === parts.tradeName && other.form === parts.form && isSameField(other.field, parts.field)
  })
}

/** Former holders, by full name or by 字号, since whose loss of the name the closed period has not run out. */
function stillClosed(code: RuleCode, context: RuleContext): Hit[] {
  const holders: NameHolder[] = [...context.register.exact]
  if (WITH_TRADE_NAME.includes(context.orgType)) holders.push(...sameTradeNameHolders(context))
  return holders.flatMap(({ name, status, statusSince }): Hit[] => {
    const closed = CLOSED_AFTER[status]
    if (closed?.code !== code) return []
    const free = freeFrom(statusSince, closed.years)
    if (context.today >= free) return []
    const [since, from] = [chineseDate(statusSince), chineseDate(free)]
    return [{ message: `“${name}”于${since}${closed.words}，未满${closed.years}年，${from}起方可使用` }]
  })
}
