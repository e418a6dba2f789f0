import type { PrintableFormCode } from '../printable-forms/define.ts'

/**
 * What must be handed in at the counter to register somebody or to change an account: the matrix of 用户注册和信息修改材料要求
 * (the FAQ of 山西政务服务网, ten rows), user type by whether an agent comes. It has no rows for 社会团体, 基金会 and
 * 个体工商户; theirs follow those of 民办非企业 with their own certificate.
 */

/** 用户类型. The branch of an enterprise has papers of its own, but is an enterprise as an account. */
export const DESK_USER_TYPES = [
  'NATURAL_PERSON',
  'ENTERPRISE',
  'ENTERPRISE_BRANCH',
  'PUBLIC_INSTITUTION',
  'PRIVATE_NON_ENTERPRISE',
  'SOCIAL_GROUP',
  'FOUNDATION',
  'SELF_EMPLOYED',
] as const
export type DeskUserType = (typeof DESK_USER_TYPES)[number]

export type MaterialLine = {
  /** Stable within its list: scans and ticks are kept under it. */
  readonly code: string
  /** Word for word, with who signs or seals it. */
  readonly text: string
  /** 原件备查: the original is shown, compared and handed back. */
  readonly originalSeen: boolean
  /** The paper can be printed blank. */
  readonly form?: PrintableFormCode
}

type Lists = { readonly inPerson: readonly MaterialLine[]; readonly byAgent: readonly MaterialLine[] }

const seen = (code: string, text: string): MaterialLine => ({
  code,
  text: `${text}，原件备查。`,
  originalSeen: true,
})
const copy = (code: string, text: string): MaterialLine => ({ code, text: `${text}。`, originalSeen: false })
const paper = (form: PrintableFormCode, text: string): MaterialLine => ({
  code: form,
  text: `${text}。`,
  originalSeen: false,
  form,
})

/** What the site calls the agreement that is signed, and what the source's list calls it. */
export type AgreementNames = { readonly agreement: { readonly title: string }; readonly agreementInGuides: string }

/** The line of the user's agreement. */
export const agreementCode = 'agreement'

/** Its names are the site's: they are put in where the list is read. */
const agreement = (mark: string): MaterialLine => paper(agreementCode, `（${mark}，附录4）`)
const legalLetter = paper('legal-letter', '法人授权委托书（附录2）')

/** Rows of the types that differ in their certificate only. `head` is who acts for the unit. */
const sealedUnit = (certificate: string, head = '法人代表'): Lists => ({
  inPerson: [
    seen('certificate', `${certificate}复印件（加盖公章）`),
    seen('head-id', `${head}身份证复印件（加盖公章）`),
    agreement('加盖公章'),
  ],
  byAgent: [
    seen('certificate', `${certificate}复印件（加盖公章）`),
    copy('head-id', `${head}身份证复印件（加盖公章）`),
    seen('agent-id', '被授权人身份证复印件（被授权人签字并加盖公章）'),
    legalLetter,
    agreement('加盖公章'),
  ],
})

const headOffice = [
  copy('head-office-certificate', '总公司营业执照复印件（加盖总公司公章）'),
  copy('head-office-head-id', '总公司法人代表身份证复印件（加盖总公司公章）'),
]

const types = {
  NATURAL_PERSON: {
    text: '自然人',
    inPerson: [seen('holder-id', '身份证复印件（本人签字）'), agreement('本人签字')],
    byAgent: [
      {
        code: 'holder-and-agent-id',
        text: '授权人身份证复印件（授权人签字）和被授权人身份证复印件（被授权人签字），被授权人身份证原件备查。',
        originalSeen: true,
      },
      paper('personal-letter', '自然人授权委托书原件（附录1）'),
      agreement('本人签字'),
    ],
  },
  ENTERPRISE: {
    text: '企业法人',
    inPerson: sealedUnit('营业执照').inPerson,
    byAgent: [
      seen('certificate', '营业执照复印件（加盖公章）'),
      {
        code: 'head-and-agent-id',
        text: '法人代表身份证复印件（加盖公章）、被授权人身份证复印件（被授权人签字并加盖公章），被授权人身份证原件备查。',
        originalSeen: true,
      },
      legalLetter,
      agreement('加盖公章'),
    ],
  },
  ENTERPRISE_BRANCH: {
    text: '企业法人（分公司）',
    inPerson: [
      seen('certificate', '分公司营业执照复印件（加盖分公司公章）'),
      seen('head-id', '分公司负责人身份证复印件（加盖分公司公章）'),
      ...headOffice,
      agreement('加盖分公司公章'),
    ],
    byAgent: [
      // So it stands in the source: with an agent, the branch's licence bears the seal of the head office.
      seen('certificate', '分公司营业执照复印件（加盖总公司公章）'),
      seen('head-id', '分公司负责人身份证复印件（加盖分公司公章）'),
      ...headOffice,
      seen('agent-id', '被授权人身份证复印件（被授权人签字并加盖分公司公章）'),
      paper('branch-letter', '负责人授权委托书（附录3）'),
      agreement('加盖分公司公章'),
    ],
  },
  PUBLIC_INSTITUTION: { text: '机关事业单位', ...sealedUnit('事业单位法人证书') },
  PRIVATE_NON_ENTERPRISE: { text: '民办非企业', ...sealedUnit('民办非企业法人证书') },
  SOCIAL_GROUP: { text: '社会团体', ...sealedUnit('社会团体法人登记证书') },
  FOUNDATION: { text: '基金会', ...sealedUnit('基金会法人登记证书') },
  SELF_EMPLOYED: { text: '个体工商户', ...sealedUnit('营业执照', '经营者') },
} as const satisfies Record<DeskUserType, Lists & { readonly text: string }>

export const userTypeText = (type: DeskUserType): string => types[type].text

/** The exact check list in its order. The agreement has the title it bears on the page and on paper. */
export const materialLines = (type: DeskUserType, byAgent: boolean, names: AgreementNames): readonly MaterialLine[] =>
  types[type][byAgent ? 'byAgent' : 'inPerson'].map((line: MaterialLine) =>
    line.form === agreementCode
      ? {
          ...line,
          text: `《${names.agreement.title}》${line.text.replace('附录4', `附录4，即${names.agreementInGuides}`)}`,
        }
      : line,
  )
