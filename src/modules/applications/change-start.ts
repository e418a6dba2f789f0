import { AppError } from '../../core/errors.ts'
import type { ApplicantRole } from '../../core/matters/applicant-role.ts'
import type { Deps } from '../../deps.ts'
import { requireMatter } from '../../matters/index.ts'
import type { Applicant } from '../../web/route.ts'
import { authorityById } from '../catalogue/reference.ts'
import { requireFitAge } from './applicant-age.ts'
import { auditContext, isDisposable, type Request } from './commands.ts'
import { loadCase } from './load.ts'
import { saidRole, sayRole } from './role.ts'
import { lockOwn, type ApplicationRow } from './store.ts'

/** Whether what was said at the start may still be changed: 您是 while a stage is a draft, the authority before any. */
export const changeableStart = (
  application: Pick<ApplicationRow, 'number' | 'status' | 'stage'> & { readonly deleted_at: unknown },
): 'all' | 'role' | undefined => {
  if (application.deleted_at !== null || application.status !== 'DRAFT') return undefined
  return isDisposable(application) ? 'all' : 'role'
}

/**
 * Changes what was said at the start. Nothing typed is lost; whatever depends on the authority (the name, the area of
 * activity, the units to choose from) is read anew each time it is shown or submitted.
 */
export const changeStart = (
  deps: Deps,
  actor: Applicant,
  request: Request,
  wanted: {
    readonly applicationId: string
    readonly authorityId: number | undefined
    readonly role: ApplicantRole | undefined
  },
): Promise<void> =>
  deps.command(auditContext(actor, request), async (tx) => {
    const application = await lockOwn(tx.trx, wanted.applicationId, actor.id)
    const changeable = changeableStart(application)
    if (!changeable) throw new AppError('NOT_ALLOWED_NOW', '办件已提交，现在不能更改。')
    const authority = authorityById(deps.reference, wanted.authorityId ?? application.authority_id)
    if (authority.id !== application.authority_id) {
      if (changeable !== 'all') throw new AppError('NOT_ALLOWED_NOW', '办件已经提交过，不能更改登记管理机关。')
      if (!authority.orgTypes.includes(requireMatter(application.matter).orgType))
        throw new AppError('INVALID', '所选登记管理机关不办理这类社会组织的登记。')
    }
    const { matter, stored } = await loadCase(tx.trx, deps.crypto, application)
    if (wanted.role && wanted.role !== saidRole(matter, stored, application)) {
      await requireFitAge(deps, actor.id, wanted.role)
      await sayRole(tx, deps, application, wanted.role)
    }
    await tx
      .trx('application')
      .where({ id: application.id })
      .update({
        authority_id: authority.id,
        // Once anything was submitted staff see what was, not what a draft says.
        ...(wanted.role && application.number === null ? { applicant_role: wanted.role } : {}),
        // A window that asks 确认提交吗 names the authority from before.
        lock_version: application.lock_version + 1,
        updated_at: tx.now,
      })
    tx.audit({
      chain: authority.code,
      action: 'application.change-start',
      objectKind: 'application',
      objectId: application.id,
      details: { from: application.authority_id, to: authority.id, role: wanted.role },
    })
  })
