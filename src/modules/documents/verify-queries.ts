import type { Database, Statement } from '../../db/client.ts'
import type { DocumentKind } from '../../core/documents/kinds.ts'
import type { CertificateStatus } from '../../core/register/certificates.ts'

export type DocumentStatus = 'VALID' | 'REPLACED' | 'REVOKED'

/** What the public may know of an issued document; no more of its contents is ever read here. */
export type PublicDocument = {
  readonly kind: DocumentKind
  readonly number: string
  readonly status: DocumentStatus
  readonly organizationName: string
  readonly authorityName: string
  readonly issuedOn: string
  /** How the certificate stands whose 正本 or 副本 it is, and since when it is not in force any more. */
  readonly certificate: { readonly status: CertificateStatus; readonly endedOn: string | null } | null
  /** Null until the file is made. */
  readonly sha256: string | null
}

const statement: Statement = {
  name: 'document-by-code',
  text: `select d.kind, d.number, d.status, d.sha256, d.data->>'organizationName' as "organizationName",
           d.data->>'authorityName' as "authorityName", d.data->>'issuedOn' as "issuedOn",
           case when c.id is not null
             then json_build_object('status', c.status, 'endedOn', c.ended_on) end as certificate
         from document d left join certificate c on c.id = d.certificate_id where d.verification_code = $1`,
}

/** The document a verification code stands on. */
export const documentByCode = async (db: Pick<Database, 'read'>, code: string): Promise<PublicDocument | undefined> =>
  (await db.read<PublicDocument>(statement, [code]))[0]
