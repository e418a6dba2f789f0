import type { MatterPolicies } from '../core/matters/policies.ts'
import type { LegalText } from './agreements/legal-text.ts'

export type SiteCode = 'shanxi' | 'liaoning'

/** `organization` is the three-way entry 社会组织用户登录 of the Liaoning guide. */
export type LoginWay = 'personal' | 'legal' | 'phone' | 'organization'

/** 自然人 or 个体自然人（个体工商户）. */
export type PersonalSubtype = 'NATURAL' | 'SELF_EMPLOYED'

type Hotline = {
  readonly name: string
  readonly phone: string
  readonly note?: string
  /** The number as it stands in one line with others, where it takes a word to dial the right one. */
  readonly brief?: string
}

/** One portal: everything that differs between the provinces it runs in. */
export type Site = {
  readonly code: SiteCode
  /** 网站名称. */
  readonly name: string
  readonly shortName: string
  /** 主办单位. */
  readonly hostOrgan: string
  /** 承办单位. */
  readonly organizer: string
  /** Division whose subtree the site serves (GB/T 2260). */
  readonly rootDivisionCode: string
  readonly provinceName: string
  /** The department as it stands in the 按部门 directory. */
  readonly departmentName: string
  readonly hotlines: readonly Hotline[]
  /** Registration numbers in the footer of a government site; all zeros until the site has its own. */
  readonly footer: {
    /** 网站标识码, ten digits. */
    readonly siteIdentifierCode: string
    /** ICP备案号. */
    readonly icp: string
    /** 公安备案号. */
    readonly publicSecurity: string
  }
  /** How the site's guides call the account name, where they call it differently; a sentence behind the rule. */
  readonly loginNameHint: string
  /** Words of the printed guides people hold in their hands, and what stands for them here. */
  readonly guideWords: readonly { readonly guide: string; readonly here: string }[]
  readonly agreement: LegalText
  /** What the province's guides call the same agreement. */
  readonly agreementInGuides: string
  readonly privacyNotice: LegalText
  /** The ways to log in that the site offers, in the order they are shown. */
  readonly logins: readonly LoginWay[]
  /** Kinds of personal registration; a choice is shown only where there are two (Liaoning guide). */
  readonly personalSubtypes: readonly PersonalSubtype[]
  /** Which 法人类型 is meant by the words the province's guide uses. */
  readonly legalPersonTypeHint: string
  /** Limits, minimums and terms of its matters. */
  readonly matters: MatterPolicies
  readonly policies: {
    /** 该账号不存在 may be said to whoever solved a captcha, a few times an hour (domain.md L-012). */
    readonly revealUnknownAccount: boolean
    /** A new applicant's account opens only after the authority has reviewed the request (注册用户审核). */
    readonly newApplicantReview: boolean
    /** A legal person's registration succeeds only after real-name verification. */
    readonly legalPersonMustVerify: boolean
  }
}
