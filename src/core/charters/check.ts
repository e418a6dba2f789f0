import { valueText } from '../documents/registered-items.ts'
import { postText } from '../posts.ts'
import type { OrgType } from '../org-types.ts'
import type { RegisterItems } from '../register/changes.ts'
import type { Holdings } from '../register/holdings.ts'
import { registerItems, type RegisterItem } from '../register/items.ts'
import type { Blank, Share, Trait } from './define.ts'
import { charterOf } from './index.ts'
import { NUMERAL, numberOf } from './numerals.ts'
import { phrases } from './phrases.ts'
import { requirements, requirementsOf } from './requirements.ts'
import { articleNumber, type Clause } from './text.ts'

/** What a charter is held against. */
export type CharterFacts = {
  readonly orgType: OrgType
  readonly traits: readonly Trait[]
  readonly register?: RegisterItems | undefined
  readonly holdings?: Pick<Holdings, 'people' | 'term'> | undefined
  readonly authority?: string | undefined
}

export type CharterFinding = {
  readonly level: 'BLOCK' | 'WARN'
  readonly message: string
  readonly basis: string
  /** The article, from 0 on; none for what is said nowhere. */
  readonly at?: number
  /** What the register says otherwise: a 变更登记 of it has to follow. */
  readonly item?: RegisterItem
}

const compact = (text: string): string => text.replaceAll(/[\s，。；、：:,;.“”"]+/gu, '')
const NUMBER = `(${NUMERAL}{1,7})`
const SHARE = '(三分之二|四分之三|五分之四|三分之一|四分之一|五分之一|二分之一|2/3|3/4|1/2|1/3|过半数|半数)(以上)?'

const SHARES: Readonly<Record<string, number>> = {
  三分之二: 2 / 3,
  '2/3': 2 / 3,
  四分之三: 3 / 4,
  '3/4': 3 / 4,
  五分之四: 4 / 5,
  三分之一: 1 / 3,
  '1/3': 1 / 3,
  四分之一: 1 / 4,
  五分之一: 1 / 5,
}

const shareOf = (word: string): Pick<Share, 'share' | 'over'> => ({
  share: SHARES[word] ?? 1 / 2,
  ...(word === '过半数' ? { over: true as const } : {}),
})

const isLess = (said: Pick<Share, 'share' | 'over'>, least: Pick<Share, 'share' | 'over'>): boolean =>
  said.share < least.share || (said.share === least.share && least.over === true && said.over !== true)

/** Places that nobody filled in, by what they are told as. */
const OPEN_PLACES = [
  /[×✕]{2,}|[xX]{3,}|(?<![一二三四五六七八九])[○〇]{2,}/gu,
  /【[^】]{0,20}】?|】/gu,
  /[（(〔[［]\s*[）)〕\]］]/gu,
  /[＿_]{2,}|□/gu,
  /(?:^|[ 于在经])年 ?月 ?日/gmu,
] as const

const openPlaces = ({ text, chapter, section }: Clause): readonly string[] =>
  OPEN_PLACES.flatMap((pattern) =>
    [...`${chapter} ${section} ${text}`.matchAll(pattern)].map(([found]) => found.trim()),
  )

/** The first article that says something so, and what it says. */
const firstSaid = (
  clauses: readonly Clause[],
  pattern: RegExp,
): { readonly at: number; readonly said: RegExpExecArray } | undefined => {
  for (const [at, { text }] of clauses.entries()) {
    const said = pattern.exec(text)
    if (said) return { at, said }
  }
  return undefined
}

type Look = (clauses: readonly Clause[], facts: CharterFacts) => readonly CharterFinding[]

const missing: Look = (clauses, { orgType, traits }) => {
  const articles = clauses.map(({ chapter, section, text }) => `${chapter}\n${section}\n${text}`)
  return requirementsOf(orgType, traits).flatMap((code): readonly CharterFinding[] => {
    const { text, basis } = requirements[code]
    return phrases[code].every((phrase) => articles.some((one) => phrase.test(one)))
      ? []
      : [{ level: 'BLOCK', message: `没有写明${text}`, basis: basis[orgType] ?? '' }]
  })
}

const open: Look = (clauses) =>
  clauses.flatMap((clause, at): readonly CharterFinding[] => {
    const places = [...new Set(openPlaces(clause))]
    if (places.length === 0) return []
    const shown = places.slice(0, 3).map((place) => `“${place}”`)
    return [{ level: 'BLOCK', at, basis: '章程示范文本', message: `还有没有填写的地方：${shown.join('、')}` }]
  })

/** What a regulation asks has to be so; what only good practice asks may be argued. */
const levelOf = (basis: string): CharterFinding['level'] => (basis.startsWith('《') ? 'BLOCK' : 'WARN')

/** What a blank of the model bounds: how many sit in the council, how long a term is. */
const bounded = (name: string, pattern: RegExp, unit: string, level?: CharterFinding['level']): Look => {
  return (clauses, { orgType }) => {
    const blank: Blank | undefined = charterOf(orgType).blanks[name]
    const bound = blank && 'bound' in blank ? blank.bound : undefined
    const found = firstSaid(clauses, pattern)
    if (!bound || !found) return []
    const numbers = found.said.slice(1).flatMap((text) => (text === undefined ? [] : (numberOf(text) ?? [])))
    const { least = 0, most = Infinity, basis } = bound
    if (numbers.every((number) => number >= least && number <= most)) return []
    const limits = [
      least > 0 ? `不少于${String(least)}${unit}` : '',
      most < Infinity ? `不多于${String(most)}${unit}` : '',
    ]
    const message = `${blank?.label ?? ''}写的是${numbers.join('至')}${unit}，应当${limits.filter(Boolean).join('，')}`
    return [{ level: level ?? levelOf(basis), at: found.at, basis, message }]
  }
}

/** A share of a meeting that the law, or else the model, asks at least. */
const shares = (names: readonly string[], what: string, pattern: RegExp): Look => {
  return (clauses, { orgType }) => {
    const blanks = charterOf(orgType).blanks
    const [blank] = names.flatMap((name) => blanks[name] ?? [])
    if (blank?.kind !== 'share') return []
    const least = blank.least ?? blank.share
    const { basis = '章程示范文本' } = blank
    const level = levelOf(basis)
    return clauses.flatMap(({ text }, at): readonly CharterFinding[] => {
      const low = [...text.matchAll(pattern)].find(([, word = '']) => isLess(shareOf(word), least))
      if (!low) return []
      const said = `${low[1] ?? ''}${low[2] ?? ''}`
      return [
        {
          level,
          at,
          basis,
          message: `${what}写的是“${said}”，${level === 'BLOCK' ? '应当' : '一般应当'}为${least.text}`,
        },
      ]
    })
  }
}

/** What the register says of an item and the charter otherwise; both are told. */
const otherwise = (
  facts: CharterFacts,
  item: RegisterItem,
  at: number | undefined,
  said: string,
  level: CharterFinding['level'] = 'WARN',
): CharterFinding => {
  const what = registerItems[item].text[facts.orgType] ?? ''
  const way =
    level === 'BLOCK'
      ? `要改${what}的，请办理变更登记，章程随变更登记一起核准`
      : `核准以后须办理${what}变更登记；没有改变的，请改得一致`
  return {
    level,
    item,
    basis: '登记簿',
    ...(at === undefined ? {} : { at }),
    message: `${what}与登记的不一致：章程写的是“${said}”，登记的是“${valueText(item, facts.register?.[item] ?? '') || '无'}”。${way}`,
  }
}

const sameName: Look = (clauses, facts) => {
  const found = firstSaid(clauses, /(?:名称|全称)(?:是|为|定为|[:：])\s*[:：]?\s*[“"《]?([^。；，\n”"》（(]{4,60})/u)
  const said = found?.said[1] ?? ''
  return !facts.register || !found || compact(said) === compact(facts.register.name)
    ? []
    : [otherwise(facts, 'name', found.at, said, 'BLOCK')]
}

const sameDomicile: Look = (clauses, facts) => {
  const found = firstSaid(clauses, /住所(?:设在|设于|位于|地址|是|为|在|[:：])+\s*([^。；，\n]{2,100})/u)
  if (!found || !facts.register?.domicile) return []
  const [said, registered] = [compact(found.said[1] ?? ''), compact(facts.register.domicile)]
  return registered.includes(said) || said.includes(registered)
    ? []
    : [otherwise(facts, 'domicile', found.at, found.said[1] ?? '')]
}

/** Each part of what is registered has to stand in the charter, in whatever order. */
const sameText = (item: 'purpose' | 'businessScope' | 'activityArea', pattern: RegExp): Look => {
  return (clauses, facts) => {
    const registered = facts.register?.[item] ?? ''
    const whole = compact(clauses.map(({ text }) => text).join(''))
    const parts = registered.split(/[。；;\n]/u).flatMap((part) => compact(part) || [])
    const lost = parts.filter((part) => !whole.includes(part))
    const found = firstSaid(clauses, pattern)
    const said = clauses[found?.at ?? -1]?.text.slice(0, 80)
    return lost.length === 0 || said === undefined ? [] : [otherwise(facts, item, found?.at, said)]
  }
}

const sameFund: Look = (clauses, facts) => {
  const found = firstSaid(
    clauses,
    /(?:活动资金|开办资金|注册资金|原始基金)[^。；\n]{0,30}?([\d,]+(?:\.\d+)?)\s*(万)?元/u,
  )
  if (!found || !facts.register?.fund) return []
  const [, amount = '', tenThousand] = found.said
  const said = Number(amount.replaceAll(',', '')) / (tenThousand ? 1 : 10_000)
  return said === Number(facts.register.fund) ? [] : [otherwise(facts, 'fund', found.at, `${String(said)}万元`)]
}

const sameAuthorities: Look = (clauses, { register, authority, ...facts }) => {
  const whole = clauses.map(({ text }) => text).join('\n')
  const said = firstSaid(clauses, /登记(?:管理)?机关(?:是|为|[:：])\s*([^。；，\n]{2,40})/u)
  const unit = firstSaid(clauses, /业务主管单位(?:是|为|[:：])\s*([^。；，\n]{2,40})/u)
  const wrong: CharterFinding[] = []
  if (authority && said && !whole.includes(authority))
    wrong.push({
      level: 'BLOCK',
      at: said.at,
      basis: '登记簿',
      message: `登记管理机关写的是“${said.said[1] ?? ''}”，应当是“${authority}”`,
    })
  if (register && unit && (register.supervisoryUnit === '' || !whole.includes(register.supervisoryUnit)))
    wrong.push(otherwise({ ...facts, register }, 'supervisoryUnit', unit.at, unit.said[1] ?? ''))
  return wrong
}

const COUNCIL_SIZE = new RegExp(`理事会?由\\s*${NUMBER}\\s*(?:[至到~－—-]+\\s*${NUMBER}\\s*)?(?:名|人|位)`, 'u')
const TERM = new RegExp(`每届(?:的)?(?:任期)?[^。；\\d一二三四五六七八九十]{0,4}${NUMBER}年`, 'u')

/** Who sits there, and until when, as the register has it. */
const sameOrgans: Look = (clauses, { holdings }) => {
  const told: CharterFinding[] = []
  const warn = (at: number, message: string) => told.push({ level: 'WARN', at, basis: '登记簿', message })
  const post = holdings?.people.find((one) => one.legalRepresentative)?.post
  const by = firstSaid(clauses, /法定代表人[^。；，]{0,4}由([^。；，居民]{2,12})(?:担任|兼任)/u)
  if (post && by && !(by.said[1] ?? '').includes(postText(post)))
    warn(by.at, `法定代表人写的是由“${by.said[1] ?? ''}”担任，登记的法定代表人现任${postText(post)}`)
  const term = holdings?.term
  const years = firstSaid(clauses, TERM)
  const said = numberOf(years?.said[1] ?? '')
  const now = term && Math.round((Date.parse(term.to) - Date.parse(term.from)) / (365.25 * 86_400_000))
  if (years && said !== undefined && now && said !== now)
    warn(years.at, `每届任期写的是${String(said)}年，备案的本届任期是${String(now)}年；从下一届起执行的，请在附则写明`)
  return told
}

/** 第七十条 of this charter where it has fewer. */
const references: Look = (clauses) =>
  clauses.flatMap(({ text }, at): readonly CharterFinding[] => {
    const lost = [...text.matchAll(new RegExp(`(?<![》法例定则])第${NUMBER}条`, 'gu'))].find(
      ([, number = '']) => (numberOf(number) ?? 0) > clauses.length,
    )
    const message = `提到${lost?.[0] ?? ''}，本章程只有${String(clauses.length)}条；条文增减以后，请改正互相引用的条号`
    return lost ? [{ level: 'WARN', at, basis: '章程示范文本', message }] : []
  })

const looks: readonly Look[] = [
  missing,
  open,
  bounded('councilCount', COUNCIL_SIZE, '名'),
  bounded('termYears', TERM, '年', 'BLOCK'),
  shares(
    ['assemblyPresent', 'councilPresent'],
    '会议出席人数',
    new RegExp(`${SHARE}[^。；，]{0,14}(?:出席|到会)`, 'gu'),
  ),
  shares(
    ['assemblyMajor', 'councilMajor'],
    '修改章程的表决',
    new RegExp(`(?:修改|修订)[^。；]{0,200}?${SHARE}[^。；]{0,10}?(?:同意|通过)`, 'gu'),
  ),
  sameName,
  sameDomicile,
  sameText('purpose', /宗旨/u),
  sameText('businessScope', /业务范围(?:是|为|包括|如下|[:：])/u),
  sameText('activityArea', /活动(?:地域|区域|范围)/u),
  sameFund,
  sameAuthorities,
  sameOrgans,
  references,
]

/** Everything that speaks against a charter: what the law wants in it, what is left open, what the register has otherwise. */
export const checkCharter = (clauses: readonly Clause[], facts: CharterFacts): readonly CharterFinding[] =>
  clauses.length === 0 ? [] : looks.flatMap((look) => look(clauses, facts))

/** A finding with the article it is about. */
export const findingText = ({ at, message }: CharterFinding): string =>
  at === undefined ? message : `${articleNumber(at)}：${message}`
