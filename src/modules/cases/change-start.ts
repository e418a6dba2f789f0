import { AppError } from '../../core/errors.ts'
import type { ApplicantRole } from '../../core/matters/applicant-role.ts'
import type { Deps } from '../../deps.ts'
import type { Applicant } from '../../web/route.ts'
import { authorityById } from '../../reference/reference.ts'
import type { RequestFacts } from '../../db/audit.ts'
import { byApplicant } from '../../web/acting.ts'
import { requireFitAge } from './applicant-age.ts'
import { isDisposable } from './drafts.ts'
import { loadCase } from './load.ts'
import { saidRole, sayRole } from './role.ts'
import { lockCase, type CaseRow } from './store.ts'

/** Whether what was said at the start may still be changed: 您是 while a stage is a draft, the authority before any. */
export const changeableStart = (
  deps: Pick<Deps, 'matters'>,
  caseFile: Pick<CaseRow, 'matter' | 'number' | 'status' | 'stage'> & { readonly deleted_at: unknown },
): 'all' | 'role' | undefined => {
  // An organization's authority is the one that registered it.
  if (deps.matters.require(caseFile.matter).begunBy !== 'person') return undefined
  if (caseFile.deleted_at !== null || caseFile.status !== 'DRAFT') return undefined
  return isDisposable(deps, caseFile) ? 'all' : 'role'
}

/**
 * Changes what was said at the start. Nothing typed is lost; whatever depends on the authority (the name, the area of
 * activity, the units to choose from) is read anew each time it is shown or submitted.
 */
export const changeStart = (
  deps: Deps,
  actor: Applicant,
  request: RequestFacts,
  wanted: {
    readonly caseId: string
    readonly authorityId: number | undefined
    readonly role: ApplicantRole | undefined
  },
): Promise<void> =>
  deps.command(byApplicant(actor, request), async (tx) => {
    const caseFile = await lockCase(tx, wanted.caseId, actor, 'own')
    const changeable = changeableStart(deps, caseFile)
    if (!changeable) throw new AppError('NOT_ALLOWED_NOW', '办件已提交，现在不能更改。')
    const authority = authorityById(deps.reference, wanted.authorityId ?? caseFile.authority_id)
    if (authority.id !== caseFile.authority_id) {
      if (changeable !== 'all') throw new AppError('NOT_ALLOWED_NOW', '办件已经提交过，不能更改登记管理机关。')
      if (!authority.orgTypes.includes(deps.matters.require(caseFile.matter).orgType))
        throw new AppError('INVALID', '所选登记管理机关不办理这类社会组织的登记。')
    }
    const { matter, stored } = await loadCase(tx.trx, deps, caseFile)
    if (wanted.role && wanted.role !== saidRole(matter, stored, caseFile)) {
      await requireFitAge(deps, actor.id, wanted.role)
      await sayRole(tx, deps, caseFile, wanted.role)
    }
    await tx
      .trx('case_file')
      .where({ id: caseFile.id })
      .update({
        authority_id: authority.id,
        // Once anything was submitted staff see what was, not what a draft says.
        ...(wanted.role && caseFile.number === null ? { applicant_role: wanted.role } : {}),
        // A window that asks 确认提交吗 names the authority from before.
        lock_version: caseFile.lock_version + 1,
        updated_at: tx.now,
      })
    tx.audit({
      chain: authority.code,
      action: 'case.change-start',
      objectKind: 'case',
      objectId: caseFile.id,
      details: { from: caseFile.authority_id, to: authority.id, role: wanted.role },
    })
  })
