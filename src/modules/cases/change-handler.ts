import { AppError } from '../../core/errors.ts'
import { ID_TYPES, identityKey, type IdType } from '../../core/identity/documents.ts'
import { maskName } from '../../core/identity/mask.ts'
import { isFinal } from '../../core/workflow/statuses.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import type { Applicant } from '../../web/route.ts'
import { endGrants } from '../grants/end.ts'
import { accountAgeRemark } from './applicant-age.ts'
import { requireFounder, requireRoom } from './drafts.ts'
import { loadCase } from './load.ts'
import { requireMaySubmit } from './real-name.ts'
import { sayRole } from './role.ts'
import type { CaseRow } from './store.ts'

const isIdType = (type: string): type is IdType => Object.hasOwn(ID_TYPES, type)

/** Whether a case can be given to somebody else: not a deleted draft, and not one that has ended. */
export const isTransferable = (
  deps: Pick<Deps, 'matters'>,
  caseFile: Pick<CaseRow, 'matter' | 'status'> & { readonly deleted_at: unknown },
): boolean =>
  deps.matters.require(caseFile.matter).begunBy === 'person' &&
  caseFile.deleted_at === null &&
  !isFinal(caseFile.status)

/**
 * What keeps an account from saying that it is the future legal representative, or that it is not, when the answers of
 * the case say who that is.
 */
const roleFault = async (
  tx: Transaction,
  deps: Deps,
  caseFile: CaseRow,
  to: { readonly accountId: string; readonly role: Role },
): Promise<string | undefined> => {
  const { people } = (await loadCase(tx.trx, deps, caseFile)).facts
  const named = people.find((person) => person.legalRepresentative)
  if (!named?.idNumber || !isIdType(named.idType)) return undefined
  const { id_number_idx: own } = await tx
    .trx('account')
    .where({ id: to.accountId })
    .first<{ id_number_idx: string }>('id_number_idx')
  const isNamed = own === deps.crypto.index('id-number', identityKey(named.idType, named.idNumber))
  if (to.role === 'LEGAL_REPRESENTATIVE' && !isNamed)
    return `这件办件填写的拟任法定代表人是${maskName(named.name)}，不是您。您是经办人的，请选择“经办人”；要换人的，接手后先修改负责人信息`
  if (to.role === 'HANDLER' && isNamed) return '这件办件填写的拟任法定代表人就是您，请选择“拟任法定代表人”'
  return undefined
}

type Role = NonNullable<CaseRow['applicant_role']>

/**
 * Puts a locked case into another account's hands, with its answers, files and messages: from this moment the
 * one before finds it no more. Refuses a case that has ended, and an account that may not found, could not submit the
 * present stage, or has no room for one more. Who the new handler is among the founders they say themselves, and throws
 * INVALID when the case says otherwise.
 */
export const changeHandler = async (
  tx: Transaction,
  deps: Deps,
  caseFile: CaseRow,
  to: { readonly actor: Applicant; readonly role: Role },
): Promise<void> => {
  if (!isTransferable(deps, caseFile)) throw new AppError('NOT_ALLOWED_NOW', '该办件已经结束或者删除，不能移交。')
  await requireFounder(tx, deps, to.actor)
  await requireMaySubmit(
    tx,
    'takeOver',
    { matter: deps.matters.require(caseFile.matter), stage: caseFile.stage },
    to.actor.id,
  )
  await requireRoom(tx, to.actor.id)
  const age = await accountAgeRemark(deps, to.actor.id, to.role)
  const fault =
    age?.level === 'BLOCK'
      ? `您${age.message}`
      : await roleFault(tx, deps, caseFile, { accountId: to.actor.id, role: to.role })
  if (fault !== undefined) throw new AppError('INVALID', fault)
  await tx
    .trx('case_file')
    .where({ id: caseFile.id })
    .update({ account_id: to.actor.id, applicant_role: to.role, updated_at: tx.now })
  await sayRole(tx, deps, caseFile, to.role)
  await endGrants(tx, deps, { case_id: caseFile.id }, 'transferred')
  // What a colleague was told stays with the colleague.
  const own = { case_id: caseFile.id, account_id: caseFile.account_id }
  await tx.trx('message').where(own).update({ account_id: to.actor.id })
}
