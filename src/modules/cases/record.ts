import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../db/command.ts'
import { authorityById } from '../../reference/reference.ts'
import type { CaseRow } from './store.ts'

/** Writes to the audit log what was done with a case. */
export const record = (tx: Transaction, deps: Deps, caseFile: CaseRow, action: string, details = {}): void =>
  tx.audit({
    chain: authorityById(deps.reference, caseFile.authority_id).code,
    action: `case.${action}`,
    objectKind: 'case',
    objectId: caseFile.id,
    details,
  })
