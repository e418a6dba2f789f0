import { certificateReasons } from '../../core/register/certificates.ts'
import { ledgerText } from '../../core/register/ledger.ts'
import type { OrgType } from '../../core/org-types.ts'
import type { RegisterChange } from '../../core/register/changes.ts'
import { ledgerLine } from './write.ts'

/** What waiting changes will make of the register, in the words of the ledger. */
export const plannedTexts = (type: OrgType, changes: readonly RegisterChange[]): readonly string[] =>
  changes.flatMap((change) => {
    if (change.kind === 'certificate') return [`颁发登记证书（${certificateReasons[change.reason]}）`]
    // A certificate ends by an act of today, never on a day to come.
    if (change.kind === 'recovery') return []
    return ledgerText(type, { kind: change.kind, ...ledgerLine(change) }) ?? []
  })
