/** The law a type is founded by, as rules and pages cite it. */
export type FoundingLaw = {
  /** Begins the codes of its rules. */
  readonly prefix: string
  /** With its 《》. */
  readonly regulation: string
  readonly inForce: string
  /** What the organization is called in sentences: 本会, 本单位. */
  readonly own: string
  /** 章程示范文本 of the type. */
  readonly charter: string
  /** The rules on seals of the type. */
  readonly seals: string
  /** Articles, behind the name of the regulation. */
  readonly articles: {
    readonly sponsors: string
    readonly consent: string
    readonly money: string
    readonly domicile: string
    readonly staff: string
    readonly persons: string
    readonly organs: string
    readonly charter: string
    readonly filed: string
  }
}

/** 社会团体登记管理条例, as amended on 2026-03-12 (domain-2 K1): no threshold changed. */
export const socialGroupLaw = {
  prefix: 'SG',
  regulation: '《社会团体登记管理条例》',
  inForce: '2016-02-06',
  own: '本会',
  charter: '社会团体章程示范文本',
  seals: '《社会团体印章管理规定》',
  articles: {
    sponsors: '第九条',
    consent: '第九条、第十一条第二项',
    money: '第十一条第三项',
    domicile: '第十条第三项',
    staff: '第十条第四项',
    persons: '第十三条',
    organs: '第十条第二项',
    charter: '第十四条',
    filed: '第十六条',
  },
} as const satisfies FoundingLaw

/** 民办非企业单位登记管理暂行条例 (1998, unamended: domain-2 K2). */
export const privateNonEnterpriseLaw = {
  prefix: 'PN',
  regulation: '《民办非企业单位登记管理暂行条例》',
  inForce: '1998-10-25',
  own: '本单位',
  charter: '民办非企业单位（法人）章程示范文本',
  seals: '《民办非企业单位印章管理规定》',
  articles: {
    sponsors: '第八条',
    consent: '第八条第一项、第九条第二项',
    money: '第八条第四项、第九条第四项',
    domicile: '第八条第五项、第九条第三项',
    staff: '第八条第三项',
    persons: '第十一条',
    organs: '第八条第二项',
    charter: '第十条',
    filed: '第十四条',
  },
} as const satisfies FoundingLaw

/** 基金会管理条例 (2004, unamended: domain-2 K2). */
export const foundationLaw = {
  prefix: 'FD',
  regulation: '《基金会管理条例》',
  inForce: '2004-06-01',
  own: '本基金会',
  charter: '基金会章程示范文本',
  seals: '《国务院关于国家行政机关和企业事业单位社会团体印章管理的规定》',
  articles: {
    sponsors: '第九条',
    consent: '第九条第五项',
    money: '第八条第二项、第九条第三项',
    domicile: '第八条第四项、第九条第三项',
    staff: '第八条第三项',
    persons: '第二十三条',
    organs: '第八条第三项、第二十条',
    charter: '第十条',
    filed: '第十四条',
  },
} as const satisfies FoundingLaw
