import type { DocumentKind } from '../../core/documents/kinds.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import type { Database, Statement } from '../../db/client.ts'
import type { Staff } from '../../web/route.ts'
import { isId } from '../../web/params.ts'
import { findOrganization, type OrganizationDetail } from '../organizations/queries.ts'

/** An organization of the official's own authority; any other is not found (S21). */
export const requireOrganization = async (deps: Deps, staff: Staff, uscc: string): Promise<OrganizationDetail> => {
  const found = /^[0-9A-Z]{18}$/.test(uscc) ? await findOrganization(deps.db, uscc) : undefined
  if (!found || found.authorityId !== staff.authority.id) throw new AppError('NOT_FOUND')
  return found
}

export type CertificatePaper = {
  readonly id: string
  readonly certificateId: number
  readonly kind: DocumentKind
  readonly number: string
  readonly sha256: string | null
  readonly issuedAt: Date
}

const papersStatement: Statement = {
  name: 'register-certificate-papers',
  text: `select d.id, d.certificate_id as "certificateId", d.kind, d.number, d.sha256, d.issued_at as "issuedAt"
    from document d join certificate c on c.id = d.certificate_id
    where c.organization_id = $1 order by c.id desc, d.kind desc`,
}

/** 正本 and 副本 of every certificate of an organization. */
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
