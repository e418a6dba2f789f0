import { chineseDate } from '../documents/dates.ts'
import type { OrgType } from '../org-types.ts'
import { withStandardGlyphs } from './glyphs.ts'
import { firstUnseenRun, nameKey } from './normalize.ts'
import {
  formOfAnother,
  formUnknown,
  grandForm,
  licenceNeeded,
  tradeNameIsField,
  tradeNameIsPlace,
  tradeNameMissing,
  tradeNameOfPerson,
  tradeNameShort,
} from './part-checks.ts'
import {
  chamberFromElsewhere,
  cityMissing,
  divisionMissing,
  divisionOfAnother,
  placeBelowCounty,
  secondDivision,
} from './place-checks.ts'
import {
  namesInOpenCases,
  sameNameElsewhere,
  sameTradeNameHolders,
  similarNames,
  stillClosed,
  WITH_TRADE_NAME,
} from './register-checks.ts'
import type { NameRule } from './rule-context.ts'
import type { RuleCode } from './types.ts'
import {
  fieldUnclear,
  foreignCharacters,
  founderInName,
  listedWords,
  nationalPrefixOfUnit,
  nationwideInside,
  nationwidePrefix,
  otherLegalPerson,
  rareCharacters,
  separatorDots,
} from './word-checks.ts'
import { NAMING_RULES_IN_FORCE } from './words.ts'

const ALL: readonly OrgType[] = ['SOCIAL_GROUP', 'PRIVATE_NON_ENTERPRISE', 'FOUNDATION']

const MIN_LENGTH = 4
const MAX_LENGTH = 60

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
    check: ({ folded }) => [...foreignCharacters(folded), ...separatorDots(folded)],
  },
  N03: {
    level: 'BLOCK',
    appliesTo: ALL,
    basis: '《社会组织名称管理办法》第七条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: ({ name, normalized }) => {
      const span = firstUnseenRun(name)
      return span
        ? [{ message: '名称中含有空格或不可见字符，已标出，请删除', span, suggestion: withStandardGlyphs(normalized) }]
        : []
    },
  },
  N04: {
    level: 'WARN',
    appliesTo: ALL,
    basis: '《国家通用语言文字法》第十二条、《社会组织名称管理办法》第七条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: rareCharacters,
  },
  N10: {
    level: 'BLOCK',
    appliesTo: ALL,
    basis: '《社会组织名称管理办法》第八条、第九条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: divisionMissing,
  },
  N11: {
    level: 'BLOCK',
    appliesTo: ALL,
    basis: '《社会组织名称管理办法》第九条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: cityMissing,
  },
  N12: {
    level: 'BLOCK',
    appliesTo: ALL,
    basis: '《社会组织名称管理办法》第九条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: divisionOfAnother,
  },
  N13: {
    level: 'MANUAL',
    appliesTo: ALL,
    basis: '《社会组织名称管理办法》第九条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: secondDivision,
  },
  N14: {
    level: 'BLOCK',
    appliesTo: ['SOCIAL_GROUP'],
    basis: '《社会组织名称管理办法》第八条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: chamberFromElsewhere,
  },
  N15: {
    level: 'BLOCK',
    appliesTo: ALL,
    basis: '《社会组织名称管理办法》第九条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: placeBelowCounty,
  },
  N20: {
    level: 'BLOCK',
    appliesTo: ALL,
    basis: '《社会团体登记管理条例》第十条、《民办非企业单位登记管理暂行条例》第八条、《社会组织名称管理办法》第八条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: nationwidePrefix,
  },
  N21: {
    level: 'WARN',
    appliesTo: ALL,
    basis: '《社会组织名称管理办法》第八条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: nationwideInside,
  },
  N22: {
    level: 'BLOCK',
    appliesTo: ['PRIVATE_NON_ENTERPRISE'],
    basis: '《民办非企业单位登记管理暂行条例》第八条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: nationalPrefixOfUnit,
  },
  N30: {
    level: 'WARN',
    appliesTo: ALL,
    basis: '《社会组织名称管理办法》第十二条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: formUnknown,
  },
  N31: {
    level: 'BLOCK',
    appliesTo: ALL,
    basis: '《社会组织名称管理办法》第十二条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: formOfAnother,
  },
  N32: {
    level: 'BLOCK',
    appliesTo: ['PRIVATE_NON_ENTERPRISE'],
    basis: '《社会组织名称管理办法》第十二条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: grandForm,
  },
  N33: {
    level: 'WARN',
    appliesTo: ['PRIVATE_NON_ENTERPRISE'],
    basis: '《民办非企业单位登记管理暂行条例》第十二条、《民办教育促进法》第十二条、《医疗机构管理条例》第十五条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: licenceNeeded,
  },
  N40: {
    level: 'BLOCK',
    appliesTo: WITH_TRADE_NAME,
    basis: '《社会组织名称管理办法》第八条、第十条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: tradeNameMissing,
  },
  N41: {
    level: 'BLOCK',
    appliesTo: WITH_TRADE_NAME,
    basis: '《社会组织名称管理办法》第十条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: tradeNameShort,
  },
  N42: {
    level: 'BLOCK',
    appliesTo: WITH_TRADE_NAME,
    basis: '《社会组织名称管理办法》第十条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: tradeNameIsPlace,
  },
  N43: {
    level: 'BLOCK',
    appliesTo: WITH_TRADE_NAME,
    basis: '《社会组织名称管理办法》第十条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: tradeNameIsField,
  },
  N44: {
    level: 'WARN',
    appliesTo: WITH_TRADE_NAME,
    basis: '《社会组织名称管理办法》第十五条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: tradeNameOfPerson,
  },
  N45: {
    level: 'WARN',
    appliesTo: ['SOCIAL_GROUP'],
    basis: '《社会组织名称管理办法》第十五条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: (context) => {
      const ask = (word: string): string => `社会团体一般不以自然人姓名命名（“${word}”），确有需要的请上传证明材料`
      return [...listedWords(context, context.lists.notablePersons, ask), ...founderInName(context, ask)]
    },
  },
  N46: {
    level: 'BLOCK',
    appliesTo: ALL,
    basis: '《社会组织名称管理办法》第十五条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: (context) =>
      listedWords(
        context,
        context.lists.leaders,
        (word) => `名称不得使用党和国家领导人、老一辈革命家姓名（“${word}”）`,
        true,
      ),
  },
  N47: {
    level: 'WARN',
    appliesTo: ALL,
    basis: '《社会组织名称管理办法》第十四条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: otherLegalPerson,
  },
  N50: {
    level: 'WARN',
    appliesTo: ALL,
    basis: '《社会组织名称管理办法》第十一条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: (context) =>
      listedWords(
        context,
        context.lists.superlatives,
        (word) => `行（事）业领域不得使用“${word}”等易使人误解的文字，另有含义的请说明`,
      ),
  },
  N51: {
    level: 'WARN',
    appliesTo: ALL,
    basis: '《社会组织名称管理办法》第八条、第十一条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: fieldUnclear,
  },
  N60: {
    level: 'BLOCK',
    appliesTo: ALL,
    basis: '《社会组织名称管理办法》第十三条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: (context) =>
      listedWords(
        context,
        context.lists.restricted,
        (word, level) => `名称含有${level === 'MANUAL' ? '限用' : '禁用'}文字“${word}”`,
        true,
      ),
  },
  N61: {
    level: 'BLOCK',
    appliesTo: ALL,
    basis: '《社会组织名称管理办法》第十三条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: (context) => listedWords(context, context.lists.improper, (word) => `名称含有违背公序良俗的文字“${word}”`),
  },
  N62: {
    level: 'MANUAL',
    appliesTo: ALL,
    basis: '《社会组织名称管理办法》第十三条、第十四条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: (context) =>
      listedWords(context, context.lists.protectedNames, (word) => `名称含有特定称谓“${word}”，需人工审核`),
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
    // Kept until released: a case that was filed in time keeps its name however long it is under review.
    check: ({ register, today }) =>
      register.reserved
        .filter(({ sameCase }) => !sameCase)
        .map(({ until }) => ({
          message:
            until < today
              ? '该名称已被其他申请人申请，其申请正在办理，名称继续保留'
              : `该名称已被其他申请人申请，保留至${chineseDate(until)}`,
        })),
  },
  N75: {
    level: 'WARN',
    appliesTo: ALL,
    basis: '《社会组织名称管理办法》第六条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: similarNames,
  },
  N76: {
    level: 'MANUAL',
    appliesTo: ALL,
    basis: '《社会组织名称管理办法》第六条、第十六条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: sameNameElsewhere,
  },
  N77: {
    level: 'WARN',
    appliesTo: ALL,
    basis: '《行政许可法》第五十七条',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    check: namesInOpenCases,
  },
  N90: {
    level: 'BLOCK',
    appliesTo: ALL,
    basis: '登记管理机关名称保留规定',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    onceApproved: true,
    check: ({ approved, folded }) =>
      approved && nameKey(approved.name) !== folded
        ? [
            {
              message: `名称已核准为“${approved.name}”，不能修改；如需更换请重新申请名称`,
              suggestion: approved.name,
            },
          ]
        : [],
  },
  N91: {
    level: 'BLOCK',
    appliesTo: ALL,
    basis: '登记管理机关名称保留规定',
    effectiveFrom: NAMING_RULES_IN_FORCE,
    onceApproved: true,
    check: ({ approved, today }) =>
      approved?.until !== undefined && approved.until < today
        ? [
            {
              message: `名称保留期已于${chineseDate(approved.until)}届满，本次申请不能再提交；请发起新的申请，重新申请名称核准`,
            },
          ]
        : [],
  },
} as const satisfies Record<RuleCode, NameRule>
