import { randomUUID } from 'node:crypto'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../db/command.ts'
import { AppError } from '../../core/errors.ts'
import type { OrgType } from '../../core/org-types.ts'
import { nameKey } from '../../core/names/normalize.ts'
import { registrationActions, reviewWorkingDays } from '../../core/registrations/states.ts'
import { addWorkingDays, receiptStart } from '../../core/workflow/deadlines.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import type { Applicant } from '../../web/route.ts'
import { lockOpenAccount } from '../people/account.ts'
import { isId } from '../../web/params.ts'
import { authorityById } from '../../reference/reference.ts'
import { tellAccount } from '../messages/account-notice.ts'
import { mayFound, type RegistrationRow, requestPhonePlace } from '../people/admission.ts'
import { recordStep } from './store.ts'
import { isUniqueViolation } from '../../db/errors.ts'
import type { RequestFacts } from '../../db/audit.ts'
import { byApplicant } from '../../web/acting.ts'

/** Requests one account may have under review at the same time, each at another authority. */
const maxOpenRequests = 3

export type NewRequest = {
  /** Normalised, and checked against the name rules by the caller. */
  readonly name: string
  readonly orgType: OrgType
  readonly authorityId: number
  readonly contactName: string
  readonly contactPhone: string
  readonly reason: string
  /** A request that was refused, corrected and sent again, with the version the person looked at. */
  readonly again?: { readonly id: string; readonly version: number }
}

/** The last day for an authority that gets a request at that moment. */
export const dueOn = (deps: Pick<Deps, 'reference'>, now: Date): string => {
  const { calendar } = deps.reference
  return addWorkingDays(calendar, receiptStart(now, calendar), reviewWorkingDays).date
}

const columnsOf = (deps: Deps, tx: Transaction, id: string, wanted: NewRequest) => ({
  proposed_name: wanted.name,
  name_key: nameKey(wanted.name),
  org_type: wanted.orgType,
  division_code: authorityById(deps.reference, wanted.authorityId).divisionCode,
  authority_id: wanted.authorityId,
  contact_name: wanted.contactName,
  contact_phone_enc: deps.crypto.encrypt(wanted.contactPhone, requestPhonePlace(id)),
  reason: wanted.reason,
  status: registrationActions.SUBMITTED.to,
  due_on: dueOn(deps, tx.now),
  submitted_at: tx.now,
  updated_at: tx.now,
})

/** Refuses what makes no sense: an account that is gone, or open already, and more requests than anybody needs. */
const requireWanted = async (tx: Transaction, deps: Deps, actor: Applicant, authorityId: number): Promise<void> => {
  await lockOpenAccount(tx, actor.id)
  if (await mayFound(tx.trx, deps.site, actor))
    throw new AppError('NOT_ALLOWED_NOW', '您的账号已经可以办理成立登记，不需要再申请。')
  const open = await tx
    .trx<RegistrationRow>('registration_request')
    .where({ account_id: actor.id, status: 'SUBMITTED' })
    .select('authority_id')
  if (open.length >= maxOpenRequests && !open.some((row) => row.authority_id === authorityId))
    throw new AppError('NOT_ALLOWED_NOW', `您已有${maxOpenRequests}件申请正在审核，请等待结果，或者先撤回其中一件。`)
}

const insertNew = async (
  deps: Deps,
  tx: Transaction,
  actor: Applicant,
  wanted: NewRequest,
): Promise<string | undefined> => {
  const id = randomUUID()
  const inserted = await tx
    .trx('registration_request')
    .insert({ id, account_id: actor.id, created_at: tx.now, ...columnsOf(deps, tx, id, wanted) })
    .onConflict()
    .ignore()
    .returning<{ id: string }[]>('id')
  return inserted[0]?.id
}

const sendAgain = async (
  deps: Deps,
  tx: Transaction,
  actor: Applicant,
  wanted: NewRequest,
  again: NonNullable<NewRequest['again']>,
): Promise<string> => {
  const own = await tx.trx('registration_request').where({ id: again.id, account_id: actor.id }).first('id')
  if (!own) throw new AppError('NOT_FOUND')
  const changed = await tx
    .trx('registration_request')
    .where({ id: again.id, account_id: actor.id, status: registrationActions.SUBMITTED.from })
    .andWhere({ lock_version: again.version })
    .update({
      ...columnsOf(deps, tx, again.id, wanted),
      decision_reason: null,
      decided_by: null,
      decided_at: null,
      lock_version: again.version + 1,
    })
  if (changed !== 1) throw new AppError('STALE')
  return again.id
}

/**
 * 选项二: sends a request to the authority, or a refused one again. The same form sent twice is one request: both get
 * its id, the second with `repeated`. Throws NOT_ALLOWED_NOW when the account is open already or has too many.
 */
export const submitRequest = async (
  deps: Deps,
  actor: Applicant,
  request: RequestFacts,
  wanted: NewRequest,
): Promise<{ readonly id: string; readonly repeated: boolean }> => {
  if (wanted.again && !isId(wanted.again.id)) throw new AppError('NOT_FOUND')
  try {
    return await deps.command(byApplicant(actor, request), async (tx) => {
      await requireWanted(tx, deps, actor, wanted.authorityId)
      const authority = authorityById(deps.reference, wanted.authorityId)
      const record = (action: string, objectId: string) =>
        tx.audit({ chain: authority.code, action, objectKind: 'registration_request', objectId })
      const id = wanted.again
        ? await sendAgain(deps, tx, actor, wanted, wanted.again)
        : await insertNew(deps, tx, actor, wanted)
      if (id === undefined) {
        const open = await tx
          .trx('registration_request')
          .where({ account_id: actor.id, authority_id: authority.id, status: 'SUBMITTED' })
          .first<{ id: string } | undefined>('id')
        if (!open) throw new AppError('STALE')
        record('registration.submit-repeated', open.id)
        return { id: open.id, repeated: true }
      }
      await recordStep(tx, {
        requestId: id,
        action: 'SUBMITTED',
        authorityId: authority.id,
        by: { kind: 'applicant', name: actor.name },
      })
      await tellAccount(tx, deps, {
        accountId: actor.id,
        title: '注册用户申请已提交',
        body: `您的申请（${wanted.name}）已提交，由${authority.name}审核，最迟${chineseDate(dueOn(deps, tx.now))}答复。`,
      })
      record('registration.submit', id)
      return { id, repeated: false }
    })
  } catch (error) {
    if (isUniqueViolation(error))
      throw new AppError('NOT_ALLOWED_NOW', '您已有一件申请正在由该机关审核，请等待结果，或者先撤回那一件。')
    throw error
  }
}

const takeBack = async (
  tx: Transaction,
  deps: Deps,
  actor: Pick<Applicant, 'name'>,
  row: RegistrationRow,
): Promise<void> => {
  await tx
    .trx('registration_request')
    .where({ id: row.id })
    .update({ status: registrationActions.WITHDRAWN.to, lock_version: row.lock_version + 1, updated_at: tx.now })
  await recordStep(tx, {
    requestId: row.id,
    action: 'WITHDRAWN',
    authorityId: row.authority_id,
    by: { kind: 'applicant', name: actor.name },
  })
  tx.audit({
    chain: authorityById(deps.reference, row.authority_id).code,
    action: 'registration.withdraw',
    objectKind: 'registration_request',
    objectId: row.id,
  })
}

/** Takes a request back that is still under review. Somebody else's is not found; one decided meanwhile is STALE. */
export const withdrawRequest = (
  deps: Deps,
  actor: Applicant,
  request: RequestFacts,
  wanted: { readonly id: string; readonly version: number },
): Promise<void> =>
  deps.command(byApplicant(actor, request), async (tx) => {
    const row = isId(wanted.id)
      ? await tx
          .trx<RegistrationRow>('registration_request')
          .where({ id: wanted.id, account_id: actor.id })
          .forUpdate()
          .first()
      : undefined
    if (!row) throw new AppError('NOT_FOUND')
    if (row.lock_version !== wanted.version) throw new AppError('STALE')
    if (row.status !== registrationActions.WITHDRAWN.from) throw new AppError('NOT_ALLOWED_NOW')
    await takeBack(tx, deps, actor, row)
  })

/** Withdraws whatever the account still has with an authority: it is being closed. */
export const withdrawAll = async (
  tx: Transaction,
  deps: Deps,
  actor: Pick<Applicant, 'id' | 'name'>,
): Promise<void> => {
  const rows = await tx
    .trx<RegistrationRow>('registration_request')
    .where({ account_id: actor.id, status: registrationActions.WITHDRAWN.from })
    .orderBy('id')
    .forUpdate()
  for (const row of rows) await takeBack(tx, deps, actor, row)
}

type BindChoice = 'LEGACY' | 'REQUEST' | 'LATER'

/** Remembers which way somebody chose, for when they come back. */
export const rememberChoice = (
  deps: Deps,
  actor: Applicant,
  request: RequestFacts,
  choice: BindChoice,
): Promise<void> =>
  deps.command(byApplicant(actor, request), async (tx) => {
    await tx
      .trx('bind_choice')
      .insert({ account_id: actor.id, choice, chosen_at: tx.now })
      .onConflict('account_id')
      .merge()
    tx.audit({
      chain: 'platform',
      action: 'binding.choose',
      objectKind: 'account',
      objectId: actor.id,
      details: { choice },
    })
  })
