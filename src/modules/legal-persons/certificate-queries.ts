import type { LegalPersonType } from '../../core/legal-persons/types.ts'
import type { Database, Statement } from '../../db/client.ts'
import { prepared, sql } from '../../db/sql.ts'
import type { Staff } from '../../web/route.ts'

/** A certificate as the window sees it: what was typed at registration, and what the register says. */
export type SentCertificate = {
  readonly accountId: string
  readonly name: string
  readonly uscc: string
  readonly type: LegalPersonType
  readonly representative: string
  readonly handler: string
  readonly state: 'WAITING' | 'PASSED' | 'RETURNED'
  readonly sentAt: Date
  readonly fileName: string
  readonly registered: { readonly name: string; readonly uscc: string; readonly representative: string }
}

const columns = `a.id as "accountId", a.name, l.uscc, l.type, l.representative_name as representative,
  l.handler_name as handler, l.certificate_state as state, l.certificate_sent_at as "sentAt",
  l.certificate_name as "fileName",
  json_build_object('name', o.name, 'uscc', o.uscc, 'representative', o.legal_representative) as registered
  from legal_person l join account a on a.id = l.account_id join organization o on o.id = l.organization_id`

/** Certificates a list shows; the others come when these are done. */
export const certificatesShown = 50

const waitingStatement: Statement = {
  name: 'certificates-waiting',
  text: `select ${columns} where l.certificate_state = 'WAITING' and l.released_at is null and a.closed_at is null
           and o.authority_id = $1 order by l.certificate_sent_at, a.id limit ${certificatesShown + 1}`,
}

const oneStatement: Statement = {
  name: 'certificate-of-account',
  text: `select ${columns} where a.id = $1 and o.authority_id = $2 and l.certificate_sent_at is not null
           and l.released_at is null and a.closed_at is null`,
}

/** What waits for the window of the official's authority, the longest first; one more than are shown. */
export const waitingCertificates = (db: Pick<Database, 'read'>, staff: Staff): Promise<SentCertificate[]> =>
  db.read<SentCertificate>(waitingStatement, [staff.authority.id])

/** One of them; another authority's is not found (S21). */
export const sentCertificate = async (
  db: Pick<Database, 'read'>,
  staff: Staff,
  accountId: string,
): Promise<SentCertificate | undefined> =>
  (await db.read<SentCertificate>(oneStatement, [accountId, staff.authority.id]))[0]

type CertificateFile = {
  readonly sha256: string
  readonly name: string
  readonly type: string
  readonly shown: string | null
}

/** The picture itself, for whoever may see it. */
export const certificateFile = async (
  db: Pick<Database, 'read'>,
  accountId: string,
): Promise<CertificateFile | undefined> =>
  (
    await db.read<CertificateFile>(
      ...prepared(
        'certificate-file',
        sql`select f.sha256, l.certificate_name as name, f.type, f.shown_sha256 as shown
            from legal_person l join stored_file f on f.sha256 = l.certificate_sha256
            where l.account_id = ${accountId}`,
      ),
    )
  )[0]
