import type { OrgType } from './org-types.ts'

type Law = {
  readonly title: string
  /** The one type of organization it is about; absent: all of them. */
  readonly orgType?: OrgType
  /** Its articles that may be cited, with how many items each of their paragraphs has; an article whose paragraphs nobody could count is cited as a whole. */
  readonly articles: Readonly<Record<number, readonly number[] | 'whole'>>
}

/**
 * The laws that reasons of a decision are cited from, as they are in force: read in full, but for 社会组织名称管理办法, of
 * which articles 9 to 14 could not be had (domain.md §0.2, §3.3; domain-2.md §13.1, §14). What is not here cannot be cited.
 */
export const laws = {
  APL: {
    title: '《中华人民共和国行政许可法》',
    articles: { 32: [5, 0], 38: [0, 0], 49: [0], 78: [0] },
  },
  R250: {
    title: '《社会团体登记管理条例》',
    orgType: 'SOCIAL_GROUP',
    articles: {
      9: [0, 0],
      10: [6, 0],
      12: [0, 0, 0],
      13: [5],
      14: 'whole',
      18: [0, 0],
      19: 'whole',
      20: 'whole',
      21: 'whole',
    },
  },
  R251: {
    title: '《民办非企业单位登记管理暂行条例》',
    orgType: 'PRIVATE_NON_ENTERPRISE',
    articles: { 8: [5, 0], 10: 'whole', 11: [0, 5], 15: [0, 0], 16: 'whole', 17: 'whole' },
  },
  R400: {
    title: '《基金会管理条例》',
    orgType: 'FOUNDATION',
    articles: {
      8: [5],
      9: [5],
      10: 'whole',
      15: [0, 0],
      16: 'whole',
      18: 'whole',
      20: 'whole',
      21: 'whole',
      22: 'whole',
      23: 'whole',
      33: 'whole',
    },
  },
  CL: {
    title: '《中华人民共和国慈善法》',
    articles: { 9: [7], 16: [4] },
  },
  NAMES: {
    title: '《社会组织名称管理办法》（民政部令第69号）',
    articles: { 6: [0, 0], 7: [0, 0, 0], 8: [0, 0, 0], 15: 'whole', 16: [3] },
  },
} as const satisfies Readonly<Record<string, Law>>

export type LawCode = keyof typeof laws

/** A place in a law: the article and, where it is divided, the paragraph and the item. */
export type Provision = {
  readonly law: LawCode
  readonly article: number
  readonly paragraph?: number
  readonly item?: number
}

/** Cites a provision. Throws RangeError when the law has no such paragraph or item; an unknown article does not compile. */
export const cite = <L extends LawCode>(
  law: L,
  article: keyof (typeof laws)[L]['articles'] & number,
  paragraph?: number,
  item?: number,
): Provision => {
  const { articles }: Law = laws[law]
  const paragraphs: readonly number[] | 'whole' | undefined = articles[article]
  const items = paragraphs === 'whole' ? undefined : paragraphs?.[(paragraph ?? 0) - 1]
  const sound =
    paragraph === undefined
      ? paragraphs !== undefined && item === undefined
      : items !== undefined && (item ?? 0) <= items
  if (!sound) throw new RangeError(`${law} has no ${[article, paragraph, item].join('.')}`)
  return { law, article, ...(paragraph ? { paragraph } : {}), ...(item ? { item } : {}) }
}

/** The type of organization a provision is about; nothing where it is about all of them. */
export const typeOf = ({ law }: Provision): OrgType | undefined => {
  const { orgType }: Law = laws[law]
  return orgType
}

const digits = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'] as const

/** 1 to 99 as articles are numbered: 十, 十三, 三十二. */
const numeral = (number: number): string => {
  const tens = Math.floor(number / 10)
  return `${tens > 1 ? (digits[tens] ?? '') : ''}${tens > 0 ? '十' : ''}${digits[number % 10] ?? ''}`
}

/** A paragraph is named only where the article has several. */
const paragraphText = ({ law, article, paragraph }: Provision): string => {
  const { articles }: Law = laws[law]
  return paragraph !== undefined && (articles[article] ?? []).length > 1 ? `第${numeral(paragraph)}款` : ''
}

const placeText = (provision: Provision, before: Provision | undefined): string => {
  const sameArticle = before?.article === provision.article
  const sameParagraph = sameArticle && before.paragraph === provision.paragraph && provision.item !== undefined
  const article = sameArticle ? '' : `第${numeral(provision.article)}条`
  const paragraph = sameParagraph ? '' : paragraphText(provision)
  return `${article}${paragraph}${provision.item === undefined ? '' : `第（${numeral(provision.item)}）项`}`
}

const order = (one: Provision, other: Provision): number =>
  one.article - other.article || (one.paragraph ?? 0) - (other.paragraph ?? 0) || (one.item ?? 0) - (other.item ?? 0)

const same = (one: Provision, other: Provision): boolean => one.law === other.law && order(one, other) === 0

/** Provisions as a document cites them: each law once, in its own order, each place once. */
export const basisText = (provisions: readonly Provision[]): string =>
  (Object.keys(laws) as LawCode[])
    .flatMap((law) => {
      const places = provisions
        .filter((provision) => provision.law === law)
        .filter((provision, index, all) => all.findIndex((other) => same(provision, other)) === index)
        .toSorted(order)
      return places.length === 0
        ? []
        : [`${laws[law].title}${places.map((place, index) => placeText(place, places[index - 1])).join('、')}`]
    })
    .join('，')
