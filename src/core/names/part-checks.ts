import { ORG_TYPES, type OrgType } from '../org-types.ts'
import { commonSpellings, shortCountyNames } from './divisions.ts'
import { foldGlyphs } from './glyphs.ts'
import { middleOf, replaced, written, type Hit, type RuleContext } from './rule-context.ts'
import { FIELD_WORDS, FORM_WORDS, formAtEnd, LICENSED_ENDINGS, SOCIETY_ENDINGS } from './words.ts'

function formsOn(today: string) {
  return FORM_WORDS.filter(({ effectiveFrom }) => effectiveFrom <= today)
}

/** The endings to name in a message: the national ones, with 等 where the list is open. */
function offeredForms(orgType: OrgType, today: string): string {
  const words = formsOn(today).filter((row) => row.orgType === orgType && row.origin === 'NATIONAL')
  const list = words.map(({ word }) => `“${word}”`).join('')
  return orgType === 'FOUNDATION' ? list : `${list}等`
}

const isSociety = ({ folded, orgType }: RuleContext): boolean =>
  orgType === 'SOCIAL_GROUP' && SOCIETY_ENDINGS.some((word) => folded.endsWith(word))

/** N30: an ending that no list holds; only the list for foundations is closed. */
export function formUnknown(context: RuleContext): Hit[] {
  const { folded, orgType, today } = context
  if (folded === '' || (formAtEnd(folded, formsOn(today)) && !isSociety(context))) return []
  const label = ORG_TYPES[orgType].shortLabel
  const offered = offeredForms(orgType, today)
  return [
    orgType === 'FOUNDATION'
      ? { message: `${label}名称应以${offered}结尾`, level: 'BLOCK' }
      : { message: `${label}名称一般以${offered}结尾，使用其他组织形式的请说明理由` },
  ]
}

/** N31: an ending that belongs to another kind of organization. */
export function formOfAnother(context: RuleContext): Hit[] {
  const { folded, orgType, today } = context
  const form = formAtEnd(folded, formsOn(today))
  if (!form || form.orgType === orgType || isSociety(context)) return []
  const label = ORG_TYPES[orgType].shortLabel
  const message = `“${form.word}”不是${label}可用的组织形式，${label}名称应以${offeredForms(orgType, today)}结尾`
  return [{ message, span: [folded.length - form.word.length, folded.length] }]
}

/** N32: 总, 连锁 or 集团 in the ending of a private non-enterprise's name. */
export function grandForm(context: RuleContext): Hit[] {
  const { folded, parts } = context
  const body = folded.slice(0, folded.length - parts.form.length)
  const inForm = /(?:总|连锁|集团)$/u.exec(body)
  const atEnd = /(?:集团|连锁|总(?:部|店|校|院|会|公司|社|站|馆|园|所))$/u.exec(folded)
  const hit = (parts.form === '' ? null : inForm) ?? atEnd
  if (!hit) return []
  const word = /总|连锁|集团/u.exec(hit[0])?.[0] ?? hit[0]
  const span: [number, number] = [hit.index, hit.index + word.length]
  return [
    {
      message: `名称中不得使用“${word}”字样`,
      span,
      ...(hit === inForm ? { suggestion: replaced(context, span, '') } : {}),
    },
  ]
}

/** N33: a school, a hospital: somebody's licence comes first, unless it is given already. */
export function licenceNeeded({ declared, folded }: RuleContext): Hit[] {
  const found = declared?.licensed === true ? undefined : LICENSED_ENDINGS.find(([word]) => folded.endsWith(word))
  if (!found) return []
  const [word, licence] = found
  return [
    {
      message: `使用“${word}”需先取得${licence}等相应许可，请在申请核准名称时填写许可证编号`,
      span: [folded.length - word.length, folded.length],
    },
  ]
}

/** N44: the 字号 is a person's name, as the applicant says or as that of somebody who founds it. */
export function tradeNameOfPerson(context: RuleContext): Hit[] {
  const { declared, parts } = context
  const { start, text } = middleOf(context)
  const founder = declared?.founders.map(foldGlyphs).find((name) => name.length > 1 && text.startsWith(name))
  if (founder === undefined && declared?.personInName !== true) return []
  const named = founder ?? parts.tradeName
  return [
    {
      message: '使用自然人姓名作字号，须提交本人同意书；已故名人须说明其相关领域贡献',
      ...(named === undefined ? {} : { span: [start, start + named.length] }),
    },
  ]
}

/** 字号 and field are one word written twice: 养老养老服务. */
function doubled(middle: string): string | undefined {
  for (let length = Math.floor(middle.length / 2); length >= 2; length--)
    if (middle.startsWith(middle.slice(0, length), length)) return middle.slice(0, length)
  return undefined
}

/** N43: the 字号 is the field once more. */
export function tradeNameIsField(context: RuleContext): Hit[] {
  const { start, text } = middleOf(context)
  const word = doubled(text)
  if (word === undefined) return []
  const span: [number, number] = [start, start + word.length]
  return [{ message: `字号“${written(context, span)}”应与行（事）业领域明显区分`, span }]
}

const FOUR_CONDITIONS =
  '业务主管单位同意并说明理由；业务范围清晰且主要支持该单位职能；发起人有广泛影响、拟任负责人有专业能力；不会误导公众'

/**
 * N40: no 字号. A foundation may do without one under four conditions (民政部2024年11月通知): told to who only looks,
 * asked of who applies, and when they are declared for the official to judge.
 */
export function tradeNameMissing(context: RuleContext): Hit[] {
  const { declared, folded, orgType, parts } = context
  const { start, text } = middleOf(context)
  if (folded === '' || parts.tradeName !== undefined || doubled(text) !== undefined) return []
  const span: Partial<Hit> = text === '' ? {} : { span: [start, start + text.length] }
  if (orgType !== 'FOUNDATION') return [{ message: '名称缺少字号', ...span }]
  if (declared?.withoutTradeName)
    return [
      {
        message: `名称不使用字号，申请人声明同时符合四项条件，需人工审核：${FOUR_CONDITIONS}`,
        level: 'MANUAL',
        ...span,
      },
    ]
  const allowed = `名称缺少字号。基金会名称不使用字号的，应当同时符合：${FOUR_CONDITIONS}`
  return declared
    ? [{ message: `${allowed}。都符合的，请在“名称中的字号”中选“不使用字号”并逐项说明`, ...span }]
    : [{ message: allowed, level: 'WARN', ...span }]
}

/** Words that go with the field word after them rather than being a 字号 of one character. */
const BEFORE_FIELD = new Set(['老', '新', '大', '小', '女', '男', '幼', '微', '泛', '全', '少', '青'])

/** N41: a 字号 of one character. */
export function tradeNameShort(context: RuleContext): Hit[] {
  const { tradeName } = context.parts
  if (tradeName === undefined || Array.from(tradeName).length !== 1) return []
  const { start } = middleOf(context)
  const unsure = BEFORE_FIELD.has(tradeName) && context.parts.field !== ''
  return [
    {
      message: '字号应由两个以上汉字组成',
      span: [start, start + tradeName.length],
      ...(unsure ? { level: 'MANUAL' } : {}),
    },
  ]
}

/** N42: the 字号 is the name of a division; one that is an ordinary word as well is looked at by somebody. */
export function tradeNameIsPlace(context: RuleContext): Hit[] {
  const { divisions, lists, parts } = context
  const { tradeName } = parts
  if (tradeName === undefined || FIELD_WORDS.has(tradeName)) return []
  const named = commonSpellings(divisions).get(tradeName)
  if (!named && !shortCountyNames(divisions).has(tradeName)) return []
  const { start } = middleOf(context)
  const span: [number, number] = [start, start + tradeName.length]
  const shown = written(context, span)
  const ordinary = named === undefined || lists.ordinaryPlaces.words.some(({ word }) => word === tradeName)
  return [
    {
      message: ordinary
        ? `字号“${shown}”与县级以上行政区划名称相同，另有含义的除外，需人工审核`
        : `不得使用县级以上行政区划名称“${shown}”作字号`,
      span,
      ...(ordinary ? { level: 'MANUAL' } : {}),
    },
  ]
}
