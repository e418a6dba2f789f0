import { randomUUID } from 'node:crypto'
import { AppError } from '../../core/errors.ts'
import { maskWithin } from '../../core/forms/personal.ts'
import type { Presented } from '../../core/signatures/bindings.ts'
import type { RequestFacts } from '../../db/audit.ts'
import { isUniqueViolation } from '../../db/errors.ts'
import type { Deps } from '../../deps.ts'
import { byStaff } from '../../web/acting.ts'
import { isId } from '../../web/params.ts'
import type { Staff } from '../../web/route.ts'
import { heldFrom } from '../accounts/phone-hold.ts'
import { makeTemporaryPassword, temporaryHours } from '../accounts/temporary-password.ts'
import { tellAccount } from '../messages/account-notice.ts'
import { queueSms } from '../messages/sms.ts'
import { accountPlaces } from '../people/account.ts'

/** What somebody asks who presented a unit's certificate and does not know its account's password. */
type ResetRequest = {
  readonly id: string
  readonly account_id: string
  readonly organization_id: string
  readonly authority_id: number
  readonly unit_name: string
  /** Its serial number. */
  readonly certificate: string
  readonly fingerprint: string
  readonly note: string
  readonly requested_at: Date
  readonly decided_at: Date | null
  readonly decision: 'SENT' | 'REFUSED' | null
  readonly reason: string | null
}

/** The account of the unit a certificate is of, with the authority that keeps its entry. */
export type UnitAccount = {
  readonly id: string
  readonly loginName: string
  readonly name: string
  readonly uscc: string
  readonly registered: string
  readonly phone: string
  readonly organizationId: string
  readonly authorityId: number
  readonly waiting: Date | null
}

/** The open account of a registered organization, found by the code in its certificate. */
export const accountOfUnit = async (deps: Deps, uscc: string): Promise<UnitAccount | undefined> => {
  const row = await deps.db
    .knex('legal_person as l')
    .join('account as a', 'a.id', 'l.account_id')
    .join('organization as o', 'o.uscc', 'l.uscc')
    .leftJoin('password_reset_request as r', (join) => join.on('r.account_id', 'a.id').onNull('r.decided_at'))
    .where({ 'l.uscc': uscc })
    .whereNull('l.released_at')
    .whereNull('a.closed_at')
    .whereNull('a.frozen_at')
    .first<(UnitAccount & { readonly phone_enc: string }) | undefined>(
      'a.id',
      'a.login_name as loginName',
      'a.name',
      'l.uscc',
      'o.name as registered',
      'a.phone_enc',
      'o.id as organizationId',
      'o.authority_id as authorityId',
      'r.requested_at as waiting',
    )
  if (!row) return undefined
  const { phone_enc: sealed, ...account } = row
  return { ...account, phone: deps.crypto.decrypt(sealed, accountPlaces.phone(account.id)) }
}

/** Asks the authority that keeps the unit's entry for a new password; the same asked twice is one request. */
export const requestReset = async (
  deps: Deps,
  request: RequestFacts,
  presented: Presented,
  account: UnitAccount,
  note: string,
): Promise<void> => {
  const authority = deps.reference.authorities.find(({ id }) => id === account.authorityId)
  try {
    await deps.command({ actorKind: 'nobody', ...request }, async (tx) => {
      await tx.trx('password_reset_request').insert({
        id: randomUUID(),
        account_id: account.id,
        organization_id: account.organizationId,
        authority_id: account.authorityId,
        unit_name: presented.unit,
        certificate: presented.serial,
        fingerprint: presented.fingerprint,
        // Kept in clear, so nobody's number stands in it.
        note: maskWithin(note),
        requested_at: tx.now,
      })
      await tellAccount(tx, deps, {
        accountId: account.id,
        title: '有人用单位证书申请重置密码',
        body: '有人用本单位的一证通证书向登记管理机关申请重置这个账号的登录密码。同意以后，临时密码只发到预留手机号。不是本单位申请的，请立即联系登记管理机关和服务热线。',
      })
      tx.audit({
        chain: authority?.code ?? 'platform',
        action: 'certificate.reset-request',
        objectKind: 'account',
        objectId: account.id,
        details: { serial: presented.serial },
      })
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
  }
}

type ResetRow = ResetRequest & {
  readonly login_name: string
  readonly account_name: string
  readonly phone_enc: string
}

/** Requests of the official's authority: those that wait, oldest first, then the last that were decided. */
export const resetRequests = (deps: Deps, staff: Pick<Staff, 'authority'>, id?: string): Promise<ResetRow[]> => {
  const rows = deps.db
    .knex('password_reset_request as r')
    .join('account as a', 'a.id', 'r.account_id')
    .where({ 'r.authority_id': staff.authority.id })
    .orderByRaw('r.decided_at desc nulls first, r.requested_at')
    .limit(60)
    .select<ResetRow[]>('r.*', 'a.login_name', 'a.name as account_name', 'a.phone_enc')
  if (id !== undefined) void rows.where({ 'r.id': id })
  return rows
}

export const resetRequest = async (deps: Deps, staff: Staff, id: string): Promise<ResetRow> => {
  const [row] = isId(id) ? await resetRequests(deps, staff, id) : []
  if (!row) throw new AppError('NOT_FOUND')
  return row
}

/**
 * Answers a request. Agreed: the account gets a temporary password that goes to its registered phone and nowhere else,
 * every login of it ends, and a lock is lifted. One official does it, as for old accounts (`legacy.reset`): what the
 * second person proves elsewhere the organization's certificate proved. Throws STALE when it was answered meanwhile.
 */
export const decideReset = async (
  deps: Deps,
  staff: Staff,
  request: RequestFacts,
  wanted: { readonly id: string; readonly agreed: boolean; readonly reason: string },
): Promise<void> => {
  const known = await resetRequest(deps, staff, wanted.id)
  const phone = deps.crypto.decrypt(known.phone_enc, accountPlaces.phone(known.account_id))
  if (wanted.agreed && phone === '')
    throw new AppError('INVALID', '这个账号没有预留手机号，临时密码发不出去。请单位带材料到窗口办理“修改手机号”。')
  if (wanted.agreed) {
    const index = deps.crypto.index('phone', phone)
    await deps.limits.use('sms-number-day', index, '今天发到这个手机的短信太多，请明天再试。')
  }
  const temporary = wanted.agreed ? await makeTemporaryPassword(deps) : undefined
  await deps.command(byStaff(staff, request), async (tx) => {
    const answered = await tx
      .trx('password_reset_request')
      .where({ id: known.id })
      .whereNull('decided_at')
      .update({
        decided_at: tx.now,
        decided_by: staff.id,
        decision: temporary ? 'SENT' : 'REFUSED',
        reason: maskWithin(wanted.reason),
      })
    if (answered !== 1) throw new AppError('STALE')
    if (temporary) {
      const until = new Date(tx.now.getTime() + temporaryHours * 3_600_000)
      const changed = await tx
        .trx('account')
        .where({ id: known.account_id })
        .whereNull('closed_at')
        .whereNull('frozen_at')
        .update({
          password_hash: temporary.hash,
          must_change_password: true,
          temporary_until: until,
          credentials_changed_at: tx.now,
          ...heldFrom(tx),
          failed_logins: 0,
          locked_until: null,
        })
      if (changed !== 1) throw new AppError('NOT_ALLOWED_NOW', '这个账号已经注销或者冻结，不能重置密码。')
      await queueSms(tx, deps, {
        phone,
        template: 'unit-password',
        facts: {
          authority: staff.authority.id,
          account: known.login_name,
          password: temporary.password,
          hours: temporaryHours,
        },
        expiresAt: until,
      })
    }
    await tellAccount(tx, deps, {
      accountId: known.account_id,
      title: temporary ? '登录密码已由登记管理机关重置' : '重置密码的申请没有同意',
      body: temporary
        ? `${staff.authority.name}同意了本单位用证书提出的申请，临时密码已用短信发到预留手机号，${temporaryHours}小时内有效，登录后须立即修改。原密码作废，所有设备都已退出登录。`
        : `${staff.authority.name}没有同意重置密码：${maskWithin(wanted.reason)}`,
    })
    tx.audit({
      chain: staff.authority.code,
      action: temporary ? 'certificate.reset' : 'certificate.reset-refused',
      objectKind: 'account',
      objectId: known.account_id,
      details: { request: known.id },
    })
  })
  if (temporary) await deps.sessions.applicant.store.endAll(known.account_id)
}
