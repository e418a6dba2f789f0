import type { Database, Statement } from '../../db/client.ts'
import { jsonRows } from '../../db/sql.ts'
import type { DocumentKind } from '../../core/documents/kinds.ts'
import type { CertificateCopy, CertificateStatus } from '../../core/register/certificates.ts'
import type { RegisteredReport } from '../../core/register/reports.ts'
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
    /** Where only one copy was lost, and the other was handed in. */
    readonly lostCopy: CertificateCopy | null
    readonly validTo: string
    readonly organization: RegisterStatus
    /** Where its loss was made known. */
    readonly notice: { readonly paper: string; readonly on: string } | null
    /** The one of the same organization in force now, by number and code of its 正本. */
    readonly now: { readonly number: string | null; readonly code: string | null } | null
  } | null
  /** What was concluded on the reports of the last years, newest first; only of a certificate: it is what its 副本 is marked with. */
  readonly reports: readonly Pick<RegisteredReport, 'year' | 'conclusion'>[]
  /** The organization it is about as the register has it, once it is in there. */
  readonly registered: { readonly uscc: string; readonly name: string } | null
  /** Null until the file is made. */
  readonly sha256: string | null
  /** It has its number and waits for the seal of its authority. */
  readonly awaited: boolean
  /** Which certificate sealed it, and the moment that is proved; null of what was issued without. */
  readonly seal: {
    readonly serial: string
    readonly subject: string
    readonly issuer: string
    readonly stampedAt: string
    readonly revokedAt: string | null
  } | null
}

const statement: Statement = {
  name: 'document-by-code',
  text: `select d.kind, d.data->>'titleNote' as note, d.number, d.status, d.sha256, d.data->>'organizationName' as "organizationName",
           d.data->>'authorityName' as "authorityName", d.data->>'issuedOn' as "issuedOn",
           d.data->>'matterTitle' as "matterTitle", coalesce((d.data->>'demo')::boolean, false) as demo,
           d.sha256 is null and d.seal_awaited_since is not null as awaited,
           (select json_build_object('serial', k.serial, 'subject', k.subject, 'issuer', k.issuer, 'stampedAt', s.stamped_at,
               'revokedAt', k.revoked_at)
             from document_seal s join seal_certificate k on k.fingerprint = s.fingerprint where s.document_id = d.id) as seal,
           case when d.kind in ('CERTIFICATE_ORIGINAL', 'CERTIFICATE_DUPLICATE') then d.data end as printed,
           case when o.id is not null then json_build_object('uscc', o.uscc, 'name', o.name) end as registered,
           ${jsonRows(`select r.fiscal_year as year, r.conclusion from organization_report r
             where c.id is not null and r.organization_id = o.id order by r.fiscal_year desc limit 3`)} as reports,
           case when c.id is not null
             then json_build_object('status', c.status, 'endedOn', c.ended_on, 'lostCopy', c.lost_copy, 'validTo', c.valid_to,
               'organization', o.status,
               'notice', (select json_build_object('paper', coalesce(a.notice_paper, e.details->'form'->>'noticePaper'),
                   'on', coalesce(a.notice_on::text, e.details->'form'->>'noticeOn'))
                 from organization_change h left join register_act a on a.id = h.act_id
                   left join case_event e on e.id = h.event_id and e.action = 'declareLost'
                 where c.status = 'LOST' and h.organization_id = o.id and h.kind in ('recovery', 'certificate')
                   and h.before = to_jsonb(c.serial) and (a.notice_on is not null or e.id is not null)
                 order by h.id desc limit 1),
               'now', (select json_build_object('number', p.number, 'code', p.verification_code)
                 from certificate n left join document p on p.certificate_id = n.id and p.kind = 'CERTIFICATE_ORIGINAL'
                 where n.organization_id = o.id and n.status = 'VALID' and n.id <> c.id)) end as certificate
         from document d left join certificate c on c.id = d.certificate_id left join case_file f on f.id = d.case_id
           left join register_act ra on ra.id = d.act_id
           left join organization o on o.id = coalesce(c.organization_id, f.organization_id, ra.organization_id,
             (select founded.id from organization founded where founded.case_id = f.id limit 1))
         where d.verification_code = $1`,
}

/** The document a verification code stands on. */
export const documentByCode = async (db: Pick<Database, 'read'>, code: string): Promise<PublicDocument | undefined> =>
  (await db.read<PublicDocument>(statement, [code]))[0]

/** The code of the document whose file is exactly these bytes. */
export const codeByFile = async (db: Pick<Database, 'read'>, sha256: string): Promise<string | undefined> =>
  (
    await db.read<{ readonly code: string }>(
      {
        name: 'document-code-by-file',
        text: 'select verification_code as code from document where sha256 = $1 limit 1',
      },
      [sha256],
    )
  )[0]?.code
