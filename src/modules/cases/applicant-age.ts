import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import { ageRemark, type AgeRemark } from '../../core/identity/age-rules.ts'
import { ID_TYPES, validateIdDocument, type IdType } from '../../core/identity/documents.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Statement } from '../../db/client.ts'
import { accountPlaces } from '../people/account.ts'
import type { CaseRow } from './store.ts'

type Document = { readonly id: string; readonly id_type: string; readonly id_number_enc: string }

const isIdType = (text: string): text is IdType => Object.hasOwn(ID_TYPES, text)

/** What is to be said of an account holder's age in a role, read from the number of their document. */
export const holderAgeRemark = (
  deps: Pick<Deps, 'crypto' | 'clock'>,
  account: Document,
  role: CaseRow['applicant_role'],
): AgeRemark | undefined => {
  const today = localDate(deps.clock.now())
  const number = deps.crypto.decrypt(account.id_number_enc, accountPlaces.idNumber(account.id))
  const document = isIdType(account.id_type) ? validateIdDocument(account.id_type, number, today) : undefined
  return ageRemark(
    role === 'LEGAL_REPRESENTATIVE' ? role : 'HANDLER',
    document?.ok ? document.birthDate : undefined,
    today,
  )
}

const documentStatement: Statement = {
  name: 'account-document',
  text: `select id, id_type, id_number_enc from account where id = $1 and kind = 'PERSONAL'`,
}

/** The same for an account that is only known by its id; nothing is said of a legal person's. */
export const accountAgeRemark = async (
  deps: Pick<Deps, 'db' | 'crypto' | 'clock'>,
  accountId: string,
  role: CaseRow['applicant_role'],
): Promise<AgeRemark | undefined> => {
  const [account] = await deps.db.read<Document>(documentStatement, [accountId])
  return account && holderAgeRemark(deps, account, role)
}

/** Refuses a role in a case to somebody whom the law keeps from it by age. */
export const requireFitAge = async (
  deps: Pick<Deps, 'db' | 'crypto' | 'clock'>,
  accountId: string,
  role: CaseRow['applicant_role'],
): Promise<void> => {
  const remark = await accountAgeRemark(deps, accountId, role)
  if (remark?.level === 'BLOCK') throw new AppError('NOT_ALLOWED_NOW', `您${remark.message}（${remark.basis}）。`)
}
