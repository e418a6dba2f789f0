import type { OrgType } from '../org-types.ts'
import type { Charter, Trait } from './define.ts'
import { foundationCharter } from './foundation.ts'
import { privateNonEnterpriseCharter } from './private-non-enterprise.ts'
import { socialGroupCharter } from './social-group.ts'

const charters: Readonly<Record<OrgType, Charter>> = {
  SOCIAL_GROUP: socialGroupCharter,
  PRIVATE_NON_ENTERPRISE: privateNonEnterpriseCharter,
  FOUNDATION: foundationCharter,
}

/** The model charter of a type. */
export const charterOf = (orgType: OrgType): Charter => charters[orgType]

/** A blank charter that is offered: the charter of a type as it is for one kind of organization. */
export type CharterKind = {
  readonly code: string
  readonly orgType: OrgType
  /** For whom it is. */
  readonly label: string
  readonly traits: readonly Trait[]
}

/** Every blank charter, in the order they are offered. */
export const charterKinds: readonly CharterKind[] = [
  { code: 'social-group', orgType: 'SOCIAL_GROUP', label: '社会团体', traits: [] },
  { code: 'industry-association', orgType: 'SOCIAL_GROUP', label: '社会团体（行业协会商会）', traits: ['INDUSTRY'] },
  { code: 'hometown-chamber', orgType: 'SOCIAL_GROUP', label: '社会团体（异地商会）', traits: ['HOMETOWN'] },
  { code: 'social-group-charity', orgType: 'SOCIAL_GROUP', label: '社会团体（慈善组织）', traits: ['CHARITY'] },
  {
    code: 'private-non-enterprise',
    orgType: 'PRIVATE_NON_ENTERPRISE',
    label: '民办非企业单位（法人）',
    traits: [],
  },
  {
    code: 'private-non-enterprise-charity',
    orgType: 'PRIVATE_NON_ENTERPRISE',
    label: '民办非企业单位（法人，慈善组织）',
    traits: ['CHARITY'],
  },
  { code: 'foundation', orgType: 'FOUNDATION', label: '非公募基金会', traits: [] },
  { code: 'foundation-charity', orgType: 'FOUNDATION', label: '非公募基金会（慈善组织）', traits: ['CHARITY'] },
  { code: 'foundation-public', orgType: 'FOUNDATION', label: '公募基金会', traits: ['CHARITY', 'PUBLIC'] },
]

/** The blank charter with that code. */
export const charterKind = (code: string): CharterKind | undefined => charterKinds.find((kind) => kind.code === code)
