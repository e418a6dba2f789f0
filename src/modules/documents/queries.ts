import type { DocumentKind } from '../../core/documents/kinds.ts'
import { AppError } from '../../core/errors.ts'
import type { Database, Statement } from '../../db/client.ts'
import { isId } from '../../web/params.ts'

const documentStatement = (owner: 'account_id' | 'authority_id'): Statement => ({
  name: `document-of-${owner}`,
  text: `select d.kind, d.data->>'titleNote' as note, d.number, d.sha256, d.issued_at from document d join case_file a on a.id = d.case_id
    where d.id = $1 and a.id = $2 and a.${owner} = $3`,
})

const documentStatements = { account: documentStatement('account_id'), authority: documentStatement('authority_id') }

type FoundDocument = {
  kind: DocumentKind
  note: string | null
  number: string
  sha256: string | null
  issued_at: Date
}

type Owner = { readonly accountId: string } | { readonly authorityId: number }

/** An issued document of a case, if it belongs to that account or authority. */
export const findDocument = async (
  db: Database,
  caseId: string,
  documentId: string,
  owner: Owner,
): Promise<FoundDocument> => {
  if (!isId(caseId) || !isId(documentId)) throw new AppError('NOT_FOUND')
  const [row] = await db.read<FoundDocument>(
    'accountId' in owner ? documentStatements.account : documentStatements.authority,
    [documentId, caseId, 'accountId' in owner ? owner.accountId : owner.authorityId],
  )
  if (!row) throw new AppError('NOT_FOUND')
  return row
}
