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

const principals = new WeakMap<object, string>()

/** Notes for whom the account behind a request acts in it: whatever page answers the request says so. */
export const actFor = (actor: Pick<Applicant, 'id'>, name: string): void => void principals.set(actor, name)

export const principalOf = (actor: Applicant): string | undefined => principals.get(actor)
