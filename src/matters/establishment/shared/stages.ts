import { laws } from '../../../core/law.ts'
import type { AnyStage, Limit, Material, On } from '../../../core/matters/define.ts'
import type { Grounds } from '../../../core/matters/grounds.ts'
import { ORG_TYPES, type OrgType } from '../../../core/org-types.ts'
import { refusedGrounds } from '../../shared/grounds.ts'
import { certificateLimit, licenceFlow, licenceLimits, revisionLimit } from '../../shared/stages.ts'
import { completionPapers, foundingPapers, memberPapers, namePapers } from './papers.ts'
import { asCharity, charityProved } from './pages-charity.ts'
import { firstCertificate, founded, sealsAndAccount } from './changes.ts'

/** What differs between the types in their four links: the law, and what each link asks. */
type Differences = {
  readonly orgType: OrgType
  readonly law: {
    /** Acceptance and period of the decision, conditions it rests on, seal and account. */
    readonly accepted: string
    readonly decided: string
    readonly filed: string
  }
  /** Why a name is not approved, and the organization not registered. */
  readonly grounds: Readonly<Record<'rejected' | 'denied', Grounds>>
  readonly decision: Pick<Limit, 'statutory' | 'committed'>
  /** Pages of its own that are asked with the name, and with the papers. */
  readonly pages: { readonly name: readonly string[]; readonly papers: readonly string[] }
  readonly materials: readonly Pick<Material, 'code'>[]
  /** What a granted case proves of the conditions of the type. */
  readonly proved: NonNullable<On['proved']>
}

/** The papers of a link: the catalogue numbers them by it (M1 with the name, M2 to found, M3 with the certificate). */
const papersOf = ({ materials }: Differences, link: 'M1' | 'M2' | 'M3') => ({
  materials: materials.map(({ code }) => code).filter((code) => code.startsWith(link)),
})

const NAME_MEASURES = laws.NAMES.title
const CHARITY_LAW = laws.CL.title
const CHARITY_DAYS = 30
const aboutTheName = ['name', 'purpose', 'contact'] as const
const founders = ['sponsors', 'sponsorOrgs'] as const

/** The four links of the Shanxi guide (拟用名称咨询 … 补充完善材料; domain.md §4.5), for any type. */
export const foundingStages = (type: Differences): readonly AnyStage[] => [
  {
    code: 'nameConsultation',
    title: '拟用名称咨询',
    formalTitle: `${ORG_TYPES[type.orgType].shortLabel}拟用名称咨询`,
    intro: '提前了解拟用名称是否合适。答复供您参考，不具有行政许可效力。',
    procedure: 'consultation',
    pages: aboutTheName,
    locked: [],
    materials: [],
    limits: { revision: revisionLimit, reply: { statutory: 3, committed: 3, basis: '登记管理机关承诺' } },
    law: { accepted: NAME_MEASURES, decided: NAME_MEASURES },
    on: {
      suitable: {
        documents: ['CONSULTATION_REPLY'],
        opens: 'next stage',
        notice: '拟用名称咨询答复：建议可用。您可以继续办理名称核准。',
      },
      correction: { documents: ['CONSULTATION_REPLY'] },
      unsuitable: {
        documents: ['CONSULTATION_REPLY'],
        notice: '拟用名称咨询答复：不宜使用。{conclusion} 您可以另拟名称，重新发起咨询。',
      },
    },
    flow: ['登记管理机关查询、比对名称', '出具拟用名称咨询答复'],
  },
  {
    code: 'nameApproval',
    title: '名称核准',
    formalTitle: `${ORG_TYPES[type.orgType].shortLabel}名称核准`,
    intro: '申请核准名称。核准后的名称在保留期内为您保留。名称核准申请表根据填写的内容生成，可以随时下载，不需要上传。',
    procedure: 'nameApproval',
    pages: [...aboutTheName, 'supervision', ...type.pages.name, ...founders],
    ...papersOf(type, 'M1'),
    papers: namePapers(type.orgType),
    locked: [],
    limits: {
      receipt: licenceLimits.receipt,
      revision: revisionLimit,
      decision: { statutory: 20, committed: 7, basis: '《行政许可法》第四十二条' },
    },
    law: { accepted: NAME_MEASURES, decided: NAME_MEASURES },
    grounds: { refused: refusedGrounds, rejected: type.grounds.rejected },
    on: {
      approved: {
        documents: ['NAME_APPROVAL'],
        opens: 'next stage',
        notice: '您申请的名称已核准，名称保留{nameKeptMonths}个月，请在保留期内提交成立材料。',
      },
      rejected: { documents: ['NAME_REJECTION'], notice: '您申请的名称不予核准：{conclusion}' },
    },
    flow: ['窗口受理', '复审', '终审，核准或者不予核准'],
  },
  {
    code: 'establishmentSubmission',
    title: '提交成立材料',
    intro:
      '登记申请书、法人登记申请表、法定代表人登记表、负责人备案表根据填写的内容生成，可以随时下载，不需要上传。已核准的名称和业务主管单位不能再修改。',
    procedure: 'licence',
    pages: [
      'purpose',
      'domicile',
      'registration',
      'charity',
      'supervisoryConsent',
      'contributors',
      'funds',
      ...type.pages.papers,
      'foundingMeeting',
      'term',
      'officers',
      ...founders,
      'party',
      'agent',
      'collection',
      'commitment',
    ],
    ...papersOf(type, 'M2'),
    papers: [...foundingPapers(type.orgType), ...(type.pages.papers.includes('members') ? memberPapers : [])],
    locked: ['name', 'supervision'],
    limits: {
      ...licenceLimits,
      decision: { ...type.decision, basis: type.law.accepted, ownPeriod: true },
    },
    special: {
      when: asCharity,
      text: '申请登记为慈善组织的',
      limits: {
        decision: {
          statutory: CHARITY_DAYS,
          committed: Math.min(CHARITY_DAYS, type.decision.committed),
          basis: `${CHARITY_LAW}第十条`,
          ownPeriod: true,
        },
      },
      law: {
        accepted: `${type.law.accepted}、${CHARITY_LAW}第十条`,
        decided: `${type.law.decided}、${CHARITY_LAW}第九条、第十条`,
      },
    },
    law: { accepted: type.law.accepted, decided: type.law.decided },
    grounds: { refused: refusedGrounds, denied: type.grounds.denied },
    on: {
      granted: {
        text: '准予登记',
        status: '准予登记',
        documents: ['DECISION_GRANTED'],
        opens: 'next stage',
        changes: (context) => founded(type.orgType, context),
        proved: (answers) => [...type.proved(answers), ...charityProved(answers)],
        notice: `登记管理机关准予${ORG_TYPES[type.orgType].founding}，将在10个工作日内颁发登记证书。领证以后请凭证书刻制印章、开立银行账户并备案。`,
      },
      denied: {
        text: '不予登记',
        status: '不予登记',
        documents: ['DECISION_DENIED'],
        notice: '登记管理机关作出不予行政许可决定：{conclusion} 决定书载明了您的救济权利。',
      },
    },
    flow: licenceFlow,
  },
  {
    code: 'establishmentCompletion',
    title: '补充完善材料',
    formalTitle: `${ORG_TYPES[type.orgType].shortLabel}印章式样和银行账号备案`,
    intro: `先领取登记证书，再凭证书刻制印章、开立银行账户，填写并上传以后备案。备案完成，${ORG_TYPES[type.orgType].founding}全部办结。登记名称不能修改。`,
    procedure: 'completion',
    pages: ['seals', 'bankAccount', 'tax'],
    ...papersOf(type, 'M3'),
    papers: completionPapers,
    locked: ['name'],
    limits: {
      certificate: certificateLimit,
      revision: revisionLimit,
      completion: { statutory: 60, committed: 60, basis: '登记管理机关要求' },
      filing: { statutory: 10, committed: 5, basis: '登记管理机关承诺' },
    },
    law: { accepted: type.law.filed, decided: type.law.filed },
    on: {
      // The certificate is that of the founding; what this stage applies for comes after it.
      made: {
        documents: ['CERTIFICATE_ORIGINAL', 'CERTIFICATE_DUPLICATE'],
        formalTitle: `${ORG_TYPES[type.orgType].shortLabel}成立登记`,
        changes: firstCertificate,
      },
      // Founded is who can prove it: from then on everybody is told.
      handedOver: {
        documents: ['ANNOUNCEMENT'],
        formalTitle: `${ORG_TYPES[type.orgType].shortLabel}成立登记`,
      },
      filed: { documents: ['FILING_RECEIPT'], changes: sealsAndAccount },
    },
    flow: ['制作登记证书', '领取证书', '刻制印章、开立银行账户', '窗口备案'],
  },
]
