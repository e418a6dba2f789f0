import type { Database, Statement } from '../../db/client.ts'
import type { DocumentKind } from '../../core/documents/kinds.ts'

export type DocumentStatus = 'VALID' | 'REPLACED' | 'REVOKED'

/** What the public may know of an issued document; no more of its contents is ever read here. */
export type PublicDocument = {
  readonly kind: DocumentKind
  readonly number: string
  readonly status: DocumentStatus
  readonly organizationName: string
  readonly authorityName: string
  readonly issuedOn: string
  /** Null until the file is made. */
  readonly sha256: string | null
}

const statement: Statement = {
  name: 'document-by-code',
  text: `select kind, number, status, sha256, data->>'organizationName' as "organizationName",
           data->>'authorityName' as "authorityName", data->>'issuedOn' as "issuedOn"
         from document where verification_code = $1`,
}

/** The document a verification code stands on. */
export const documentByCode = async (db: Pick<Database, 'read'>, code: string): Promise<PublicDocument | undefined> =>
  (await db.read<PublicDocument>(statement, [code]))[0]
