import { socialGroupLaw } from '../shared/law.ts'
import { atSubmission as submissionOf } from '../shared/rules.ts'

/** Posts that count as 负责人: they represent or run the group. */
export const OFFICER_POSTS: readonly string[] = [
  'PRESIDENT',
  'COUNCIL_CHAIR',
  'CHAIRPERSON',
  'VICE_PRESIDENT',
  'COUNCIL_VICE_CHAIR',
  'VICE_CHAIRPERSON',
  'SECRETARY_GENERAL',
]
/** Those who sit on the council. A 副秘书长 is appointed. */
export const COUNCIL_POSTS: readonly string[] = [...OFFICER_POSTS, 'STANDING_COUNCIL_MEMBER', 'COUNCIL_MEMBER']
export const SUPERVISOR_POSTS: readonly string[] = ['CHIEF_SUPERVISOR', 'SUPERVISOR']

export const REGULATION = socialGroupLaw.regulation
export const REGULATION_IN_FORCE = socialGroupLaw.inForce
export const atSubmission = submissionOf(socialGroupLaw)
