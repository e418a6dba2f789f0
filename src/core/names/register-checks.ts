import { chineseDate } from '../documents/dates.ts'
import type { OrgType } from '../org-types.ts'
import { freeFrom } from './free-date.ts'
import { nameKey } from './normalize.ts'
import { comparisonKey, isSameField, partsOf } from './parse.ts'
import type { Hit, RuleContext } from './rule-context.ts'
import type { NameHolder, NameHolderStatus, RegisterMatches, RuleCode } from './types.ts'
import { formAtEnd } from './words.ts'

export const WITH_TRADE_NAME: readonly OrgType[] = ['PRIVATE_NON_ENTERPRISE', 'FOUNDATION']

/** Below this, two names have little more in common than the words of their field. */
const SIMILARITY_THRESHOLD = 0.5
const SIMILAR_NAMES_SHOWN = 10
/** Equal keys are as similar as can be, but for how the database rounds. */
const ALL_BUT_EQUAL = 0.99

/** How long a name that lost its holder stays closed, and how the loss is called (art. 16). */
const CLOSED_AFTER = {
  REGISTERED: undefined,
  RENAMED: { code: 'N72', years: 1, words: '更名' },
  DEREGISTERED: { code: 'N72', years: 1, words: '注销' },
  REVOKED: { code: 'N73', years: 3, words: '被撤销' },
} as const satisfies Record<NameHolderStatus, { code: RuleCode; years: number; words: string } | undefined>

/** Holders at the authority whose name differs but has the same 字号, field and form (art. 16). */
export function sameTradeNameHolders({ register, parts, orgType, divisions, authority, folded }: RuleContext) {
  if (!parts.tradeName) return []
  return register.sameTradeName.filter(({ name }) => {
    const key = nameKey(name)
    if (key === folded) return false
    const other = partsOf(key, orgType, divisions, authority)
    return other.tradeName === parts.tradeName && other.form === parts.form && isSameField(other.field, parts.field)
  })
}

/** Former holders, by full name or by 字号, since whose loss of the name the closed period has not run out. */
export function stillClosed(code: RuleCode, context: RuleContext): Hit[] {
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

type Similar = RegisterMatches['similar'][number]

/** Registered names that differ from this one in the division alone, with authorities of the same province. */
function sameElsewhere({ authority, divisions, folded, parts, register }: RuleContext): Similar[] {
  if (authority.level === 'NATION') return []
  const province = authority.divisionCode.slice(0, 2)
  const near = register.similar.filter(
    ({ similarity, divisionCode }) =>
      similarity >= ALL_BUT_EQUAL && divisionCode?.startsWith(province) && divisionCode !== authority.divisionCode,
  )
  if (near.length === 0) return []
  const key = comparisonKey(folded, divisions)
  return near.filter(
    ({ name }) => comparisonKey(name, divisions) === key && formAtEnd(nameKey(name))?.word === parts.form,
  )
}

/** N75: names near this one, but those N76 speaks of. */
export function similarNames(context: RuleContext): Hit[] {
  const told = new Set(sameElsewhere(context).map(({ uscc }) => uscc))
  const near = context.register.similar
    .filter(
      ({ name, uscc, similarity }) =>
        similarity >= SIMILARITY_THRESHOLD && nameKey(name) !== context.folded && !told.has(uscc),
    )
    .toSorted((one, other) => other.similarity - one.similarity)
    .slice(0, SIMILAR_NAMES_SHOWN)
  if (near.length === 0) return []
  const list = near.map(({ name, uscc }) => `${name}（${uscc}）`).join('、')
  return [{ message: `与下列已登记名称相近，请确认不会引起混淆：${list}` }]
}

/** N76: the same name under a higher or lower authority of the province. */
export function sameNameElsewhere(context: RuleContext): Hit[] {
  const same = sameElsewhere(context)
  if (same.length === 0) return []
  const list = same.map(({ name, authorityName }) => `“${authorityName ?? '同省其他机关'}”登记的“${name}”`).join('、')
  return [{ message: `除行政区划外，与${list}名称相同，提交后由登记机关审核` }]
}

/** N77: open cases of others with this name or one near it; those that keep the name are told of by N74. */
export function namesInOpenCases({ register }: RuleContext): Hit[] {
  const open = register.open ?? []
  const isKept = register.reserved.some(({ sameCase }) => !sameCase)
  const list = (same: boolean): string =>
    open
      .filter((other) => other.same === same)
      .map(({ name, since, authorityName }) => `“${name}”（${chineseDate(since)}向${authorityName}提交）`)
      .join('、')
  const [same, near] = [isKept ? '' : list(true), list(false)]
  const first = '先提交的优先，登记管理机关另有理由的除外'
  return [
    ...(same === '' ? [] : [{ message: `其他申请人正在申请相同的名称：${same}。${first}` }]),
    ...(near === '' ? [] : [{ message: `其他申请人正在申请相近的名称：${near}。容易混淆的，${first}` }]),
  ]
}
