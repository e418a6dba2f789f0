import type { Deps } from '../../deps.ts'
import { accountsFiled } from '../register/accounts-filed.ts'
import type { LoadedCase } from './queries.ts'

/** Accounts in the answers of a case on somebody's screen that are on file already. */
export const accountsToTell = (
  { db, crypto }: Pick<Deps, 'db' | 'crypto'>,
  { matter, answers, caseFile }: LoadedCase,
) => accountsFiled(db.knex, crypto, { matter, answers, organizationId: caseFile.organization_id }, 'applicant')
