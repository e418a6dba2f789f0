import type { DocumentKind } from '../../core/documents/kinds.ts'
import { AppError } from '../../core/errors.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Statement } from '../../db/client.ts'
import type { Deps } from '../../deps.ts'
import { isId } from '../../web/params.ts'
import { reachable, requireReach, type Asker, type Reach } from '../grants/access.ts'

const columns = `d.kind, d.data->>'titleNote' as note, d.number, d.sha256, d.issued_at as "issuedAt",
  d.seal_awaited_since is not null as awaited,
  d.data->>'sealed' is not null as whole`

const ofAuthority: Statement = {
  name: 'document-of-authority',
  text: `select ${columns} from document d join case_file a on a.id = d.case_id
    where a.id = $1 and d.id = $2 and a.authority_id = $3`,
}

const reach = reachable('$3', '$4')
const ofAccount: Statement = {
  name: 'document-of-account',
  text: `select ${columns}, ${reach.column} from ${reach.from} join document d on d.case_id = a.id
    where a.id = $1 and d.id = $2 and ${reach.where}`,
}

type FoundDocument = {
  kind: DocumentKind
  note: string | null
  number: string
  sha256: string | null
  issuedAt: Date
  awaited: boolean
  /** It prints a number in full. */
  whole: boolean
}

/** An issued document of a case of that authority. */
export const findDocumentOf = async (
  { db }: Pick<Deps, 'db'>,
  caseId: string,
  documentId: string,
  authorityId: number,
): Promise<FoundDocument> => {
  if (!isId(caseId) || !isId(documentId)) throw new AppError('NOT_FOUND')
  const [row] = await db.read<FoundDocument>(ofAuthority, [caseId, documentId, authorityId])
  if (!row) throw new AppError('NOT_FOUND')
  return row
}

/** An issued document of a case, for whoever may see the case; one that prints whole numbers for whoever may fill it in. */
export const findOwnDocument = async (
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  caseId: string,
  documentId: string,
  asker: Asker,
): Promise<FoundDocument> => {
  if (!isId(caseId) || !isId(documentId)) throw new AppError('NOT_FOUND')
  const values = [caseId, documentId, asker.id, localDate(clock.now())]
  const [row] = await db.read<FoundDocument & { reach: Reach }>(ofAccount, values)
  if (!row) throw new AppError('NOT_FOUND')
  requireReach(row.reach, asker, row.whole ? 'fill' : 'see')
  return row
}
