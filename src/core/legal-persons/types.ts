import type { OrgType } from '../org-types.ts'

/** 法人类型: the kinds of units that may hold a legal-person account. */
export type LegalPersonType =
  'ENTERPRISE' | 'SOCIAL_GROUP' | 'PRIVATE_NON_ENTERPRISE' | 'FOUNDATION' | 'PUBLIC_INSTITUTION' | 'SELF_EMPLOYED'

type TypeRow = {
  readonly label: string
  /** For whom the kind is, in plain words. */
  readonly who: string
  /** The paper whose picture is asked for. */
  readonly certificate: string
}

/** One row a kind, in the words and the order of the guides. */
export const legalPersonTypes = {
  ENTERPRISE: { label: '企业法人', who: '公司等，由市场监督管理部门发营业执照', certificate: '营业执照' },
  SOCIAL_GROUP: {
    label: '社团法人',
    who: '协会、学会、商会、研究会、促进会等社会团体（有的指南写作“社团组织”）',
    certificate: '社会团体法人登记证书',
  },
  PRIVATE_NON_ENTERPRISE: {
    label: '民办非企业单位',
    who: '民办学校、民办养老院、社会工作服务中心等社会服务机构',
    certificate: '民办非企业单位（法人）登记证书',
  },
  FOUNDATION: { label: '基金会', who: '名称以“基金会”结尾的组织', certificate: '基金会法人登记证书' },
  PUBLIC_INSTITUTION: {
    label: '机关事业单位法人',
    who: '党政机关、公立学校、公立医院等，由机构编制部门登记',
    certificate: '统一社会信用代码证书或事业单位法人证书',
  },
  SELF_EMPLOYED: { label: '个体工商户', who: '由市场监督管理部门发个体工商户营业执照', certificate: '营业执照' },
} as const satisfies Record<LegalPersonType, TypeRow>

const civilAffairs: readonly string[] = [
  'SOCIAL_GROUP',
  'PRIVATE_NON_ENTERPRISE',
  'FOUNDATION',
] satisfies readonly OrgType[]

export const isLegalPersonType = (text: string): text is LegalPersonType => Object.hasOwn(legalPersonTypes, text)

/** Whether the portal's own register (民政) keeps units of that kind. */
export const isCivilAffairs = (type: LegalPersonType): type is OrgType => civilAffairs.includes(type)
