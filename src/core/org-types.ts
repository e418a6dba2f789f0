/** The three kinds of 社会组织 the portal registers. */
export type OrgType = 'SOCIAL_GROUP' | 'PRIVATE_NON_ENTERPRISE' | 'FOUNDATION'

/** Chinese words for each kind: `label` for choices and headings, `shortLabel` inside sentences. */
export const ORG_TYPES = {
  SOCIAL_GROUP: { label: '社会团体', shortLabel: '社会团体' },
  PRIVATE_NON_ENTERPRISE: { label: '民办非企业单位（社会服务机构）', shortLabel: '民办非企业单位' },
  FOUNDATION: { label: '基金会', shortLabel: '基金会' },
} as const satisfies Record<OrgType, { label: string; shortLabel: string }>
