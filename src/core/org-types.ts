/** The three kinds of 社会组织 the portal registers. */
export type OrgType = 'SOCIAL_GROUP' | 'PRIVATE_NON_ENTERPRISE' | 'FOUNDATION'

/** Chinese words for each kind: `label` for choices and headings, `shortLabel` inside sentences, `founding` as its regulation calls it. */
export const ORG_TYPES = {
  SOCIAL_GROUP: { label: '社会团体', shortLabel: '社会团体', founding: '成立登记' },
  PRIVATE_NON_ENTERPRISE: {
    label: '民办非企业单位（社会服务机构）',
    shortLabel: '民办非企业单位',
    founding: '成立登记',
  },
  FOUNDATION: { label: '基金会', shortLabel: '基金会', founding: '设立登记' },
} as const satisfies Record<OrgType, { label: string; shortLabel: string; founding: string }>

/**
 * Whether the law keeps the legal representative of an organization of one type from being that of another of the
 * second type: 社会团体登记管理条例 art. 12 (of another 社会团体), 基金会管理条例 art. 23 (of any other organization).
 */
export const excludesRepresenting = (one: OrgType, other: OrgType): boolean =>
  one === 'FOUNDATION' || other === 'FOUNDATION' || (one === 'SOCIAL_GROUP' && other === 'SOCIAL_GROUP')
