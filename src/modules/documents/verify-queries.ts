import type { Database, Statement } from '../../db/client.ts'
import type { DocumentKind } from '../../core/documents/kinds.ts'
import type { CertificateStatus } from '../../core/register/certificates.ts'
import type { RegisterStatus } from '../../core/register/statuses.ts'

export type DocumentStatus = 'VALID' | 'REPLACED' | 'REVOKED'

/**
 * What the public may know of an issued document; no more of its contents is ever read here. What a certificate says is
 * public (社会团体登记管理条例 art. 23: its items are announced); a letter is addressed to somebody, and only its matter is told.
 */
export type PublicDocument = {
  readonly kind: DocumentKind
  readonly note: string | null
  readonly number: string
  readonly status: DocumentStatus
  readonly organizationName: string
  readonly authorityName: string
  readonly issuedOn: string
  readonly matterTitle: string
  readonly demo: boolean
  /** The stored data of a certificate; null of a letter. */
  readonly printed: unknown
  /** How the certificate stands whose 正本 or 副本 it is, and since when it is not in force any more. */
  readonly certificate: {
    readonly status: CertificateStatus
    readonly endedOn: string | null
    readonly validTo: string
    readonly organization: RegisterStatus
    readonly uscc: string
  } | null
  /** Null until the file is made. */
  readonly sha256: string | null
}

const statement: Statement = {
  name: 'document-by-code',
  text: `select d.kind, d.data->>'titleNote' as note, d.number, d.status, d.sha256, d.data->>'organizationName' as "organizationName",
           d.data->>'authorityName' as "authorityName", d.data->>'issuedOn' as "issuedOn",
           d.data->>'matterTitle' as "matterTitle", coalesce((d.data->>'demo')::boolean, false) as demo,
           case when d.kind in ('CERTIFICATE_ORIGINAL', 'CERTIFICATE_DUPLICATE') then d.data end as printed,
           case when c.id is not null
             then json_build_object('status', c.status, 'endedOn', c.ended_on, 'validTo', c.valid_to,
               'organization', o.status, 'uscc', o.uscc) end as certificate
         from document d left join certificate c on c.id = d.certificate_id
           left join organization o on o.id = c.organization_id where d.verification_code = $1`,
}

/** The document a verification code stands on. */
export const documentByCode = async (db: Pick<Database, 'read'>, code: string): Promise<PublicDocument | undefined> =>
  (await db.read<PublicDocument>(statement, [code]))[0]
