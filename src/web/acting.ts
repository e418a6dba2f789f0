import type { AuditContext, RequestFacts } from '../db/audit.ts'
import type { Applicant, Staff } from './route.ts'

/** An account that acts, as the audit log names it. */
export const byApplicant = ({ id }: Pick<Applicant, 'id'>, request: RequestFacts): AuditContext => ({
  actorKind: 'applicant',
  actorId: id,
  ...request,
})

/** An official who acts, as the audit log names them. */
export const byStaff = ({ id }: Pick<Staff, 'id'>, request: RequestFacts): AuditContext => ({
  actorKind: 'staff',
  actorId: String(id),
  ...request,
})
