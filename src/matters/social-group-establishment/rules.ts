import type { Rule } from '../../core/matters/define.ts'
import { completionRules } from './rules-completion.ts'
import { identityRules } from './rules-identity.ts'
import { nameRules } from './rules-name.ts'
import { officerRules } from './rules-officers.ts'
import { organizationRules } from './rules-organization.ts'

/** Every rule across fields and pages, in the order its findings are shown. */
export const rules: readonly Rule[] = [
  ...nameRules,
  ...organizationRules,
  ...officerRules,
  ...identityRules,
  ...completionRules,
]
