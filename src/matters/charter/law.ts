import { ORG_TYPES, type OrgType } from '../../core/org-types.ts'
import { changeLaws, type ChangeLaw } from '../change/law.ts'
import { foundingLaws } from '../establishment/index.ts'

/** The article on changes holds for charters as well, in its second paragraph (R250 art. 18, R251 art. 15, R400 art. 15). */
export type CharterLaw = ChangeLaw & {
  /** The model charter, which says how one is amended. */
  readonly charter: string
}

export const charterLaws: readonly CharterLaw[] = (Object.keys(ORG_TYPES) as OrgType[]).map((orgType) => {
  const law: ChangeLaw = changeLaws[orgType]
  return { ...law, charter: foundingLaws[orgType].charter }
})

export const basisOf = ({ regulation, article }: CharterLaw): string => `${regulation}${article}第二款`

/** Codes of 章程核准 and of 章程草案预审 of a type. */
export const charterCode = (orgType: OrgType): string => `${orgType.toLowerCase().replaceAll('_', '-')}-charter`
export const draftCode = (orgType: OrgType): string => `${charterCode(orgType)}-draft`
