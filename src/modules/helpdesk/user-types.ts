import type { DeskUserType } from '../../core/helpdesk/materials.ts'
import type { LegalPersonType } from '../../core/legal-persons/types.ts'
import type { DeskAccountRow } from './store.ts'

/** What kinds of user an account may be at the counter: an enterprise may be a branch, which brings other papers. */
export const userTypesOf = (account: Pick<DeskAccountRow, 'kind' | 'legal_type'>): readonly DeskUserType[] => {
  if (account.kind === 'PERSONAL' || account.legal_type === null) return ['NATURAL_PERSON']
  return account.legal_type === 'ENTERPRISE' ? ['ENTERPRISE', 'ENTERPRISE_BRANCH'] : [account.legal_type]
}

/** The kind of unit an account of that user is; nothing for a person. */
export const legalTypeOf = (type: DeskUserType): LegalPersonType | undefined => {
  switch (type) {
    case 'NATURAL_PERSON':
      return undefined
    case 'ENTERPRISE_BRANCH':
      return 'ENTERPRISE'
    default:
      return type
  }
}
