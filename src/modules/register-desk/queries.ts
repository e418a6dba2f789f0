import type { DocumentKind } from '../../core/documents/kinds.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import type { Database, Statement } from '../../db/client.ts'
import type { Staff } from '../../web/route.ts'
import type { CertificateReason } from '../../core/register/changes.ts'
import { isId } from '../../web/params.ts'
import type { DocumentStatus } from '../documents/verify-queries.ts'
import { findOrganization, type OrganizationDetail } from '../organizations/queries.ts'

/** An organization of the official's own authority; any other is not found (S21). */
export const requireOrganization = async (deps: Deps, staff: Staff, uscc: string): Promise<OrganizationDetail> => {
  const found = /^[0-9A-Z]{18}$/.test(uscc) ? await findOrganization(deps.db, uscc) : undefined
  if (!found || found.authorityId !== staff.authority.id) throw new AppError('NOT_FOUND')
  return found
}

export type CertificatePaper = {
  readonly id: string
  /** None of a notice that went out with an act. */
  readonly certificateId: number | null
  readonly kind: DocumentKind
  readonly number: string
  readonly status: DocumentStatus
  readonly sha256: string | null
  readonly awaited: boolean
  readonly issuedAt: Date
}

/** A certificate the desk made that waits to be handed out. */
export type WaitingCertificate = {
  readonly serial: number
  readonly reason: CertificateReason
  readonly madeAt: Date
  readonly maker: string
  /** Index of the maker's document number. */
  readonly makerIs: string
}

const waitingStatement: Statement = {
  name: 'register-certificate-waiting',
  text: `select c.serial, c.reason, c.made_at as "madeAt", s.name as maker, s.id_number_idx as "makerIs"
    from certificate c join register_act a on a.id = c.act_id join staff s on s.id = a.staff_id
    where c.organization_id = $1 and c.status = 'MADE'`,
}

/** The one that waits to be handed out, if any. */
export const findWaiting = async (
  db: Pick<Database, 'read'>,
  organizationId: string,
): Promise<WaitingCertificate | undefined> => (await db.read<WaitingCertificate>(waitingStatement, [organizationId]))[0]

const waitingHereStatement: Statement = {
  name: 'register-certificates-waiting',
  text: `select o.uscc, o.name, c.serial, c.made_at as "madeAt" from certificate c join organization o on o.id = c.organization_id
    where c.status = 'MADE' and c.authority_id = $1 order by c.made_at limit 50`,
}

/** Every certificate of an authority that waits to be handed out, the oldest first. */
export const waitingAt = (
  db: Pick<Database, 'read'>,
  authorityId: number,
): Promise<
  readonly { readonly uscc: string; readonly name: string; readonly serial: number; readonly madeAt: Date }[]
> => db.read(waitingHereStatement, [authorityId])

const papersStatement: Statement = {
  name: 'register-certificate-papers',
  text: `select d.id, d.certificate_id as "certificateId", d.kind, d.number, d.status, d.sha256, d.issued_at as "issuedAt",
      d.seal_awaited_since is not null as awaited
    from document d left join certificate c on c.id = d.certificate_id
    where c.organization_id = $1 or d.act_id in (select a.id from register_act a where a.organization_id = $1)
    order by c.id desc, d.kind desc`,
}

/** 正本 and 副本 of every certificate of an organization, and the notices of what the authority did by itself. */
export const certificatePapers = (
  db: Pick<Database, 'read'>,
  organizationId: string,
): Promise<readonly CertificatePaper[]> => db.read<CertificatePaper>(papersStatement, [organizationId])

/** One of them. Throws NOT_FOUND. */
export const requirePaper = async (deps: Deps, organizationId: string, id: string): Promise<CertificatePaper> => {
  const papers = isId(id) ? await certificatePapers(deps.db, organizationId) : []
  const found = papers.find((paper) => paper.id === id)
  if (!found) throw new AppError('NOT_FOUND')
  return found
}
