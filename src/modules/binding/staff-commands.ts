import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../db/command.ts'
import { AppError } from '../../core/errors.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { maskWithin } from '../../core/forms/personal.ts'
import { registrationActions, unusedDays, type RegistrationAction } from '../../core/registrations/states.ts'
import { nameKey } from '../../core/names/normalize.ts'
import type { Staff } from '../../web/route.ts'
import { accountPlaces } from '../people/account.ts'
import { makeTemporaryPassword, temporaryHours } from '../accounts/temporary-password.ts'
import { isId } from '../../web/params.ts'
import { authorityById, siteAuthorities } from '../../reference/reference.ts'
import { tellAccount } from '../messages/account-notice.ts'
import type { RevealReason } from '../../web/reveal-reason.ts'
import { queueSms } from '../messages/sms.ts'
import { dueOn } from './requests.ts'
import { bindingIsOver, bindingPlaces, recordStep, type LegacyRow } from './store.ts'
import type { RegistrationRow } from '../people/admission.ts'
import { isUniqueViolation } from '../../db/errors.ts'
import type { RequestFacts } from '../../db/audit.ts'
import { byStaff } from '../../web/acting.ts'

export type StaffDecision = Extract<RegistrationAction, 'APPROVED' | 'REJECTED' | 'FORWARDED' | 'REOPENED'>

/** What is wrong with a decision as it was posted, and the control it belongs to. */
export class DecisionFault extends AppError {
  readonly field: 'reason' | 'toAuthority'

  constructor(field: DecisionFault['field'], text: string) {
    super('INVALID', text)
    this.name = 'DecisionFault'
    this.field = field
  }
}

type Wanted = {
  readonly id: string
  readonly version: number
  readonly action: StaffDecision
  readonly reason: string
  readonly toAuthorityId?: number | undefined
}

/** A request that waits for, or was decided by, the official's own authority, locked; any other is not found (S21). */
const lockRequest = async (tx: Transaction, deps: Deps, staff: Staff, id: string): Promise<RegistrationRow> => {
  if (!isId(id)) throw new AppError('NOT_FOUND')
  const row = await tx.trx<RegistrationRow>('registration_request').where({ id }).forUpdate().first()
  if (row?.authority_id === staff.authority.id) return row
  // A colleague forwarded it while it was on this official's screen, or what was refused was sent elsewhere.
  const had = await tx
    .trx('registration_request_event')
    .where({ request_id: id, authority_id: staff.authority.id })
    .whereIn('action', ['FORWARDED', 'APPROVED', 'REJECTED'] satisfies StaffDecision[])
    .first<object | undefined>('id')
  if (row && had)
    throw new AppError(
      'STALE',
      `该申请现由${authorityById(deps.reference, row.authority_id).name}办理，您的操作没有执行。`,
    )
  throw new AppError('NOT_FOUND')
}

type Holder = {
  readonly id: string
  readonly id_number_idx: string
  readonly phone_enc: string
  readonly closed_at: Date | null
}

/** 回避: nobody decides on a request of their own. */
const requireStranger = (holder: Holder, staff: Staff): void => {
  if (holder.id_number_idx === staff.idNumberIndex)
    throw new AppError('FORBIDDEN', '该申请由您本人提出，依照回避规定不能由您办理。')
}

/** Checks the authority a request is to go to: of this site, for this kind, and not one that has had it already. */
const requireReceiver = async (
  tx: Transaction,
  deps: Deps,
  row: RegistrationRow,
  toAuthorityId: number | undefined,
) => {
  const to = siteAuthorities(deps.reference, deps.site.rootDivisionCode).find(({ id }) => id === toAuthorityId)
  if (!to) throw new DecisionFault('toAuthority', '请选择转办的登记管理机关。')
  if (!to.orgTypes.includes(row.org_type))
    throw new DecisionFault('toAuthority', '所选机关不登记这类社会组织，不能转办。')
  const had = await tx
    .trx('registration_request_event')
    .where({ request_id: row.id, action: 'FORWARDED' })
    .select<{ authority_id: number }[]>('authority_id')
  if (to.id === row.authority_id || had.some((event) => event.authority_id === to.id))
    throw new DecisionFault('toAuthority', '该申请已经由所选机关经办过，不能再转回。')
  return to
}

const noticeOf = (deps: Deps, row: RegistrationRow, wanted: Wanted, receiver: number, due: string) => {
  const by = authorityById(deps.reference, row.authority_id).name
  switch (wanted.action) {
    case 'APPROVED':
      return {
        title: '注册用户申请审核通过',
        body: `您的申请（${row.proposed_name}）已由${by}审核通过，现在可以办理成立登记。请在${unusedDays}天内到“社会组织办事大厅”开始办理，过期须重新申请。`,
        sms: { template: 'registration-approved', facts: { authority: row.authority_id } },
      } as const
    case 'REJECTED':
      return {
        title: '注册用户申请审核未通过',
        body: `您的申请（${row.proposed_name}）经${by}审核未通过：${wanted.reason} 您可以修改后重新提交。`,
        sms: { template: 'registration-rejected', facts: { authority: row.authority_id } },
      } as const
    case 'REOPENED':
      return {
        title: '注册用户申请重新审核',
        body: `您的申请（${row.proposed_name}）此前审核未通过，${by}已撤销该结果，重新审核：${wanted.reason} 最迟${chineseDate(due)}答复，您不需要重新提交。`,
        sms: { template: 'registration-reopened', facts: { authority: row.authority_id, day: due } },
      } as const
    case 'FORWARDED':
      return {
        title: '注册用户申请已转办',
        body: `您的申请（${row.proposed_name}）由${by}转给${authorityById(deps.reference, receiver).name}审核：${wanted.reason} 审核时限重新计算，最迟${chineseDate(due)}答复。您不需要重新提交。`,
        sms: { template: 'registration-forwarded', facts: { authority: receiver, day: due } },
      } as const
  }
}

/** Two accounts were let in with one name: each is told of the other, who stays unnamed. */
const tellSameName = async (tx: Transaction, deps: Deps, row: RegistrationRow): Promise<void> => {
  const others = await tx
    .trx<RegistrationRow>('registration_request')
    .where({ name_key: row.name_key, status: 'APPROVED' })
    .whereNot('account_id', row.account_id)
    .select('account_id', 'authority_id', 'proposed_name')
  for (const one of others.length > 0 ? [row, ...others] : []) {
    const { name, phone } = authorityById(deps.reference, one.authority_id)
    const holder = await tx.trx('account').where({ id: one.account_id }).first<Holder>('id', 'phone_enc')
    await tellAccount(tx, deps, {
      accountId: one.account_id,
      title: '有相同名称的申请也通过了审核',
      body: `另一位申请人以相同的名称（${one.proposed_name}）通过了注册用户审核。同一名称只能用于一个社会组织，请尽快与${name}（${phone}）联系。`,
      sms: {
        template: 'registration-same-name',
        facts: { authority: one.authority_id },
        phones: [deps.crypto.decrypt(holder.phone_enc, accountPlaces.phone(holder.id))],
      },
    })
  }
}

const holderColumns = ['id', 'id_number_idx', 'phone_enc', 'closed_at'] as const satisfies readonly (keyof Holder)[]

/** A refusal is taken back only while the applicant has not acted on it. */
const requireUnanswered = async (tx: Transaction, row: RegistrationRow, holder: Holder): Promise<void> => {
  if (holder.closed_at) throw new AppError('NOT_ALLOWED_NOW', '申请人的账号已注销，不能撤销。')
  const anew = await tx
    .trx('registration_request')
    .where({ account_id: row.account_id })
    .whereIn('status', ['SUBMITTED', 'APPROVED'])
    .first<object | undefined>('id')
  if (anew) throw new AppError('NOT_ALLOWED_NOW', '申请人已另行提交申请，不能撤销原来的审核结果，请直接审核新的申请。')
}

const decide = async (tx: Transaction, deps: Deps, staff: Staff, wanted: Wanted): Promise<void> => {
  const row = await lockRequest(tx, deps, staff, wanted.id)
  const holder = await tx
    .trx('account')
    .where({ id: row.account_id })
    .first<Holder>(...holderColumns)
  requireStranger(holder, staff)
  if (row.lock_version !== wanted.version) throw new AppError('STALE')
  const { from, to, reason } = registrationActions[wanted.action]
  const reopened = wanted.action === 'REOPENED'
  if (row.status !== from)
    throw new AppError(
      'NOT_ALLOWED_NOW',
      reopened ? '该申请已不是“审核未通过”，不能撤销。' : '该申请已经审核，不能再办理。',
    )
  if (reopened) await requireUnanswered(tx, row, holder)
  // Of two approvals at once, with two authorities, the later must see the earlier.
  if (to === 'APPROVED')
    await tx.trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`registration ${row.name_key}`])
  if (reason && wanted.reason === '') throw new DecisionFault('reason', '请写明原因，申请人会看到。')
  const receiver =
    wanted.action === 'FORWARDED' ? await requireReceiver(tx, deps, row, wanted.toAuthorityId) : undefined
  // Whoever gets the request, or gets it anew, has five days from then; the applicant is told the new day.
  const due = receiver || reopened ? dueOn(deps, tx.now) : row.due_on
  await tx
    .trx('registration_request')
    .where({ id: row.id, lock_version: row.lock_version })
    .update({
      status: to,
      lock_version: row.lock_version + 1,
      updated_at: tx.now,
      ...(receiver
        ? { authority_id: receiver.id, division_code: receiver.divisionCode, due_on: due }
        : reopened
          ? { due_on: due, decided_by: null, decided_at: null, decision_reason: null }
          : { decided_by: staff.id, decided_at: tx.now, decision_reason: wanted.reason || null }),
    })
  await recordStep(tx, {
    requestId: row.id,
    action: wanted.action,
    authorityId: row.authority_id,
    ...(receiver ? { toAuthorityId: receiver.id } : {}),
    by: { kind: 'staff', id: staff.id, name: staff.name },
    reason: wanted.reason,
  })
  const notice = noticeOf(deps, row, wanted, receiver?.id ?? row.authority_id, due)
  await tellAccount(tx, deps, {
    accountId: row.account_id,
    title: notice.title,
    body: notice.body,
    sms: { ...notice.sms, phones: [deps.crypto.decrypt(holder.phone_enc, accountPlaces.phone(holder.id))] },
  })
  if (to === 'APPROVED') await tellSameName(tx, deps, row)
  for (const chain of new Set([staff.authority.code, receiver?.code ?? staff.authority.code]))
    tx.audit({
      chain,
      action: `registration.${wanted.action.toLowerCase()}`,
      objectKind: 'registration_request',
      objectId: row.id,
      details: { from: staff.authority.code, to: receiver?.code ?? null },
    })
}

/**
 * Approves, refuses or forwards a request for the official's authority. Of two officials at once one wins; the other
 * gets STALE. Throws FORBIDDEN for a request of one's own, INVALID for a missing reason or an unfit receiver.
 */
export const decideRequest = async (deps: Deps, staff: Staff, request: RequestFacts, wanted: Wanted): Promise<void> => {
  try {
    await deps.command(byStaff(staff, request), (tx) => decide(tx, deps, staff, wanted))
  } catch (error) {
    if (isUniqueViolation(error))
      throw new AppError('NOT_ALLOWED_NOW', '申请人已有一件申请正在由所选机关审核，不能转办；请直接审核，写明情况。')
    throw error
  }
}

/** Records that an official looked at a request, or searched the old accounts, before anything is shown. */
export const recordLook = (
  deps: Deps,
  staff: Staff,
  request: RequestFacts,
  seen: { readonly kind: 'registration_request' | 'legacy_account'; readonly id?: string },
): Promise<void> =>
  deps.command(byStaff(staff, request), async (tx) => {
    tx.audit({
      chain: staff.authority.code,
      action: seen.kind === 'registration_request' ? 'registration.view' : 'legacy.view',
      objectKind: seen.kind,
      objectId: seen.id,
    })
  })

const isBindingOver = async (tx: Transaction, id: string): Promise<boolean> =>
  (await tx
    .trx('legacy_account')
    .where({ id })
    .whereRaw(bindingIsOver('legacy_account'))
    .first<object | undefined>('id')) !== undefined

/**
 * Records that an official sees the applicant of a request in full, and why: where the applicant reads it, and in the
 * audit log. Awaited before anything is shown. Nobody looks up a request of their own this way.
 */
export const recordReveal = (
  deps: Deps,
  staff: Staff,
  request: RequestFacts,
  wanted: { readonly id: string } & RevealReason,
): Promise<void> =>
  deps.command(byStaff(staff, request), async (tx) => {
    const row = await lockRequest(tx, deps, staff, wanted.id)
    const holder = await tx
      .trx('account')
      .where({ id: row.account_id })
      .first<Holder>(...holderColumns)
    requireStranger(holder, staff)
    await tx.trx('identity_view').insert({
      id_number_idx: holder.id_number_idx,
      staff_id: staff.id,
      staff_name: staff.name,
      authority_name: staff.authority.name,
      place: `${requestPlace}${row.proposed_name}`,
      field: '姓名、证件号码、手机号、联系人、联系电话',
      reason: wanted.reason,
      at: tx.now,
    })
    tx.audit({
      chain: staff.authority.code,
      action: 'registration.reveal',
      objectKind: 'registration_request',
      objectId: row.id,
      details: { ground: wanted.ground },
    })
  })

/** What stands before the name of a request where its applicant reads who looked at it (see account-centre/queries.ts). */
const requestPlace = '注册用户申请：'

/**
 * Sets a temporary password for an account of the old system and sends it to the phone recorded there: nobody else
 * ever sees it. The old password is worth nothing from then on. Throws NOT_ALLOWED_NOW while it is bound.
 */
export const resetLegacyPassword = async (
  deps: Deps,
  staff: Staff,
  request: RequestFacts,
  wanted: { readonly id: string; readonly version: number; readonly reason: string },
): Promise<void> => {
  const known = isId(wanted.id)
    ? await deps.db
        .knex<LegacyRow>('legacy_account')
        .where({ id: wanted.id, authority_id: staff.authority.id })
        .first('phone_idx', 'organization_name')
    : undefined
  if (!known) throw new AppError('NOT_FOUND')
  if (wanted.reason === '') throw new AppError('INVALID', '请写明怎样核实了对方的身份。')
  await deps.limits.use('sms-number-day', known.phone_idx, '今天发到这个手机的短信太多，请明天再试。')
  const { password, hash } = await makeTemporaryPassword(deps)
  await deps.command(byStaff(staff, request), async (tx) => {
    const row = await tx
      .trx<LegacyRow>('legacy_account')
      .where({ id: wanted.id, authority_id: staff.authority.id })
      .forUpdate()
      .first()
    if (!row) throw new AppError('NOT_FOUND')
    if (row.bound_account_id !== null && !(await isBindingOver(tx, row.id)))
      throw new AppError('NOT_ALLOWED_NOW', '该账号已经绑定到个人账号，不再使用原系统密码。')
    if (row.lock_version !== wanted.version) throw new AppError('STALE')
    const until = new Date(tx.now.getTime() + temporaryHours * 3_600_000)
    await tx
      .trx('legacy_account')
      .where({ id: row.id })
      .update({
        hash_kind: null,
        salt: null,
        password_hash: null,
        strong_hash: hash,
        temporary_until: until,
        bound_account_id: null,
        bound_at: null,
        lock_version: row.lock_version + 1,
      })
    await tx.trx('legacy_account_event').insert({
      legacy_account_id: row.id,
      action: 'RESET',
      staff_id: staff.id,
      // Kept in clear, so nobody's number stands in it.
      reason: maskWithin(wanted.reason),
      at: tx.now,
    })
    await queueSms(tx, deps, {
      phone: deps.crypto.decrypt(row.phone_enc, bindingPlaces.legacyPhone(row.id)),
      template: 'legacy-password',
      facts: { authority: staff.authority.id, password, hours: temporaryHours },
      expiresAt: until,
      about: `legacy_account:${row.id}`,
    })
    tx.audit({
      chain: staff.authority.code,
      action: 'legacy.reset',
      objectKind: 'legacy_account',
      objectId: row.id,
    })
  })
  // Whoever tried in vain before may try the new one at once.
  await deps.limits.reset('bind-organization', deps.crypto.index('login-identity', nameKey(known.organization_name)))
}
