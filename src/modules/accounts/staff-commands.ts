import { AppError } from '../../core/errors.ts'
import type { Deps } from '../../deps.ts'
import { tellStaff } from '../messages/staff-notice.ts'
import type { RequestFacts } from '../../db/audit.ts'
import { actorOf, recordFailedLogin, staffSubject } from './commands.ts'
import { minutesLeft } from './lockout.ts'
import { checkStaffPassword, forgetTries } from './staff-password-check.ts'
import { totpStepOf } from './staff-totp-code.ts'
import type { StaffLogin } from './store.ts'
import { networkLock, openAllWays } from './tries.ts'

/** Where the sealed key of the authenticator app belongs (see FieldCrypto). */
const totpPlace = (id: number): string => `staff.totp_secret:${id}`

const recordOf = (staff: StaffLogin, action: string, details?: Readonly<Record<string, unknown>>) => ({
  chain: staff.authorityCode,
  action,
  objectKind: 'staff',
  objectId: String(staff.id),
  ...(details ? { details } : {}),
})

/**
 * Asks a logged-in member of staff for the password again. Wrong ones count apart from those at the door, where
 * strangers may have closed the way. Gives the sentence to show when it is not right, nothing when it is.
 */
export const provePassword = async (
  deps: Deps,
  request: RequestFacts,
  staff: StaffLogin,
  typed: string,
): Promise<string | undefined> => {
  const answer = await checkStaffPassword(deps, { subject: `staff ${staff.id}`, staff }, [{ kind: 'session' }], typed)
  switch (answer.kind) {
    case 'right':
      await forgetTries(deps, staff, answer.counted)
      return undefined
    case 'locked':
      await recordFailedLogin(deps, request, staffSubject(staff), 'staff', 'locked')
      return `密码错误次数过多，请${minutesLeft(answer.until, deps.clock.now())}分钟后再试`
    case 'wrong':
      await recordFailedLogin(deps, request, staffSubject(staff), 'staff', 'wrong-password', answer.closes)
      return answer.closes.length > 0
        ? `密码不正确。错误次数过多，请${networkLock.minutes}分钟后再试`
        : '密码不正确，请重新填写'
  }
}

/** 'none': no app is set up; 'used': the code was right but taken already; 'blocked': too many wrong ones. */
export type TotpAnswer = 'right' | 'wrong' | 'used' | 'blocked' | 'none'

/** What a code of the app that was not right means to the person. */
export const totpFaults = {
  wrong: '动态验证码不正确，请核对手机时间后填写最新的6位数字',
  used: '这个动态验证码已经使用过，请等待应用显示下一个',
  blocked: '动态验证码错误次数过多，请30分钟后再试',
} as const satisfies Record<Exclude<TotpAnswer, 'right' | 'none'>, string>

const countTotpTry = async (deps: Deps, id: number): Promise<boolean> => {
  for (const name of ['staff-totp', 'staff-totp-day'] as const)
    if ((await deps.limits.left(name, String(id))) < 1) return false
  try {
    await deps.limits.use('staff-totp', String(id))
    await deps.limits.use('staff-totp-day', String(id))
    return true
  } catch (error) {
    if (error instanceof AppError && error.code === 'TOO_MANY') return false
    throw error
  }
}

/**
 * Checks a code of the authenticator app and spends it: of two uses of one code at the same instant one wins. Every try
 * is counted before it is compared, in all processes and sessions together; a right code clears the count.
 */
export const takeTotpCode = async (
  deps: Deps,
  request: RequestFacts,
  staff: StaffLogin,
  code: string,
): Promise<TotpAnswer> => {
  const { totpSecret } = staff
  if (totpSecret === null) return 'none'
  if (!(await countTotpTry(deps, staff.id))) return 'blocked'
  const step = totpStepOf(deps.crypto.decrypt(totpSecret, totpPlace(staff.id)), code, deps.clock.now())
  if (step === undefined) return 'wrong'
  const taken = await deps.command(actorOf(staffSubject(staff), request), async (tx) => {
    const rows = await tx
      .trx('staff')
      .where({ id: staff.id, totp_secret_enc: totpSecret })
      .andWhere((free) => free.whereNull('totp_last_step').orWhere('totp_last_step', '<', step))
      .update({ totp_last_step: step })
    tx.audit(recordOf(staff, rows === 1 ? 'totp-accepted' : 'totp-replayed'))
    return rows === 1
  })
  if (!taken) return 'used'
  await deps.limits.reset('staff-totp', String(staff.id))
  await deps.limits.giveBack('staff-totp-day', String(staff.id))
  return 'right'
}

/**
 * Puts a new password in the place of the one that was compared. Gives false when that one was changed meanwhile. The
 * caller gives the session a new id; steps of a login that were open before are worth nothing afterwards.
 */
export const changeStaffPassword = (
  deps: Deps,
  request: RequestFacts,
  staff: StaffLogin,
  newHash: string,
): Promise<boolean> =>
  deps.command(actorOf(staffSubject(staff), request), async (tx) => {
    const rows = await tx.trx('staff').where({ id: staff.id, password_hash: staff.passwordHash, active: true }).update({
      password_hash: newHash,
      must_change_password: false,
      temporary_until: null,
      credentials_changed_at: tx.now,
    })
    tx.audit(recordOf(staff, rows === 1 ? 'password-changed' : 'password-change-refused'))
    if (rows !== 1) return false
    await openAllWays(tx.trx, `staff ${staff.id}`)
    await tellStaff(tx, deps, {
      phones: [staff.phone],
      template: 'staff-password',
      facts: { staffName: staff.loginName },
    })
    return true
  })

/** Binds an authenticator app by a right code of it. Gives false when another one was bound meanwhile. */
export const bindTotp = (
  deps: Deps,
  request: RequestFacts,
  staff: StaffLogin,
  app: { readonly secret: string; readonly step: number },
): Promise<boolean> =>
  deps.command(actorOf(staffSubject(staff), request), async (tx) => {
    const rows = await tx
      .trx('staff')
      .where({ id: staff.id, active: true })
      .whereNull('totp_secret_enc')
      .update({
        totp_secret_enc: deps.crypto.encrypt(app.secret, totpPlace(staff.id)),
        totp_last_step: app.step,
        credentials_changed_at: tx.now,
      })
    tx.audit(recordOf(staff, rows === 1 ? 'totp-bound' : 'totp-bind-refused'))
    if (rows !== 1) return false
    await tellStaff(tx, deps, {
      phones: [staff.phone],
      template: 'staff-totp',
      facts: { staffName: staff.loginName },
    })
    return true
  })

/** Takes the authenticator app away again. Gives false when it was not the one that was proved. */
export const removeTotp = (deps: Deps, request: RequestFacts, staff: StaffLogin): Promise<boolean> =>
  deps.command(actorOf(staffSubject(staff), request), async (tx) => {
    const rows = await tx
      .trx('staff')
      .where({ id: staff.id, totp_secret_enc: staff.totpSecret })
      .update({ totp_secret_enc: null, totp_last_step: null, credentials_changed_at: tx.now })
    tx.audit(recordOf(staff, rows === 1 ? 'totp-removed' : 'totp-removal-refused'))
    if (rows !== 1) return false
    await tellStaff(tx, deps, {
      phones: [staff.phone],
      template: 'staff-totp-removed',
      facts: { staffName: staff.loginName },
    })
    return true
  })
