import { loginNameKey } from '../../core/identity/login-name.ts'
import type { Deps } from '../../deps.ts'
import type { RateName } from '../../infra/limits.ts'
import { networkOf } from '../../web/address.ts'
import type { Context } from '../../web/route.ts'
import { recordFailedLogin, recordPasswordAccepted, staffSubject } from './commands.ts'
import { openStep, openStepOf } from './completion.ts'
import { captchaFault, hasCaptcha, typedName } from './form-view.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { hasKnownHolder, knownBrowser } from './known-browser.ts'
import { minutesLeft } from './lockout.ts'
import { wrongPassword } from './login-routes.ts'
import { checkStaffPassword, forgetTries, type Tried } from './staff-password-check.ts'
import { findStaffById, findStaffByName, holderOf, type StaffLogin } from './store.ts'
import { isClosed, isOffice, networkLock, takeTryBack, type Origin, type OriginKind } from './tries.ts'
import { staffNext } from './staff-next.ts'

export type LoginContext = Context<unknown>

type FirstFactor = { readonly staff: StaffLogin } | { readonly errors: FieldErrors }

/** Said of nobody and of somebody alike, so that names of staff cannot be found out. */
const refused = (text: string): FirstFactor => ({ errors: { password: text } })

const waysOut = '可以换用以前登录过的浏览器，或者请本单位系统管理员解除锁定'

const lockedNetwork = (minutes: number): string =>
  `密码错误次数过多，这个用户名在当前网络不能登录，请${minutes}分钟后再试；急用的，${waysOut}`

const lockedElsewhere = `这个用户名在多个网络连续输错密码，已停止登录，密码正确也不能登录。可以改在单位的网络（一个月内有工作人员登录过）登录；也${waysOut}`

const lockedOffices = `这个用户名在单位的网络连续输错密码，已停止登录一天，密码正确也不能登录。${waysOut}`

/** What is said of a way that is closed, for so many minutes. */
const lockedText = (way: OriginKind, minutes: number): string => {
  if (way === 'everywhere') return lockedElsewhere
  return way === 'offices' ? lockedOffices : lockedNetwork(minutes)
}

/** Whether wrong tries from this network have come to where a captcha is asked for first, of unknown browsers only. */
export const needsCaptcha = async (deps: Deps, { req, audit }: LoginContext): Promise<boolean> =>
  !hasKnownHolder(deps, req, 'staff') && (await deps.limits.left('staff-login-address', networkOf(audit.ip))) < 1

const expired: FirstFactor = {
  errors: { password: '临时密码已过期，请联系本单位系统管理员重新设置' },
}

/** Which credentials were proved: a change of any of them gives another text. */
export const proofOf = (staff: StaffLogin): string => `${staff.id}.${holderOf(staff).credentials}`

export type OpenLogin = { readonly staff: StaffLogin; readonly next: string | undefined }

/** Who is in the middle of logging in here; a step from before a change of credentials opens nothing any more. */
export const openLogin = async (
  deps: Deps,
  context: LoginContext,
  kind: 'second-factor' | 'device',
): Promise<OpenLogin | undefined> => {
  const step = openStepOf(context.req, kind, deps.clock.now())
  if (!step) return undefined
  const staff = await findStaffById(deps.db, deps.crypto, Number.parseInt(step.subject, 10))
  return staff && proofOf(staff) === step.subject ? { staff, next: step.next } : undefined
}

/**
 * The way of a browser this member of staff logged in with before, which no stranger can close; nothing for any other
 * browser, and for one that lost its place by wrong passwords of its own.
 */
const knownWay = async (
  deps: Deps,
  req: LoginContext['req'],
  { staff, subject }: Tried,
): Promise<Origin | undefined> => {
  const name = staff && knownBrowser(deps, req, 'staff', holderOf(staff))
  if (name === undefined) return undefined
  const way = { kind: 'browser', name } as const
  return (await isClosed(deps.db.knex, subject, way, deps.clock.now())) ? undefined : way
}

const isAnyClosed = async (deps: Deps, { subject }: Tried, ways: readonly Origin[]): Promise<boolean> => {
  for (const way of ways) if (await isClosed(deps.db.knex, subject, way, deps.clock.now())) return true
  return false
}

const tooManyFromNetwork = (wait: string): string =>
  `当前网络登录失败的次数过多，请${wait}后再试，或者换用以前登录过的浏览器`

/**
 * Counts a try of an unknown browser against its network. The first ones are free; then a captcha is asked for, and
 * only who solved it counts towards a wait: nobody keeps others out without an effort. Gives the counter it stands in, or
 * what is wrong with the captcha; throws TOO_MANY when the network has to wait.
 */
const countEffort = async (
  deps: Deps,
  context: LoginContext,
  network: string,
): Promise<{ readonly counter: RateName } | { readonly fault: string }> => {
  if (await deps.limits.isWithin('staff-login-address', network)) return { counter: 'staff-login-address' }
  if (!hasCaptcha(context.body)) return { fault: '请填写验证码' }
  const fault = await captchaFault(deps, context)
  if (fault !== undefined) return { fault }
  await deps.limits.use('staff-login-captcha-address', network, tooManyFromNetwork)
  return { counter: 'staff-login-captcha-address' }
}

/** The first factor: proved now, or a few minutes ago in this session by the same person. */
export const firstFactor = async (deps: Deps, context: LoginContext): Promise<FirstFactor> => {
  const { req, body, audit } = context
  const username = typedName(body['username'])
  const now = deps.clock.now()
  const step = await openLogin(deps, context, 'second-factor')
  if (step && step.staff.loginName.toLowerCase() === username.toLowerCase()) return step
  const missing: Record<string, string> = {}
  if (username === '') missing['username'] = '请填写用户名'
  if (!body['password']) missing['password'] = '请填写密码'
  if (Object.keys(missing).length > 0) return { errors: missing }

  const staff = await findStaffByName(deps.db, deps.crypto, username)
  const tried: Tried = {
    staff,
    subject: staff
      ? `staff ${staff.id}`
      : `nobody ${deps.crypto.index('login-identity', `staff:${loginNameKey(username)}`)}`,
  }
  const network = networkOf(audit.ip)
  const browser = await knownWay(deps, req, tried)
  const effort = browser ? undefined : await countEffort(deps, context, network)
  if (effort && 'fault' in effort) return { errors: { captcha: effort.fault } }
  const unknownWays: readonly Origin[] = [
    { kind: 'network', name: network },
    { kind: (await isOffice(deps.db.knex, network)) ? 'offices' : 'everywhere' },
  ]
  const answer = await checkStaffPassword(deps, tried, browser ? [browser] : unknownWays, body['password'] ?? '')
  const subject = staff && staffSubject(staff)
  switch (answer.kind) {
    case 'locked':
      await recordFailedLogin(deps, audit, subject, 'staff', 'locked')
      // Of several tries at once in a known browser those after the last one that counts.
      if (answer.way === 'browser') return refused(wrongPassword)
      return refused(lockedText(answer.way, minutesLeft(answer.until, deps.clock.now())))
    case 'wrong': {
      await recordFailedLogin(deps, audit, subject, 'staff', staff ? 'wrong-password' : 'unknown', answer.closes)
      // What closes for longer is said first.
      const closed = answer.closes.at(-1)
      if (closed !== undefined && closed !== 'browser')
        return refused(`${wrongPassword}。${lockedText(closed, networkLock.minutes)}`)
      return refused(
        `${wrongPassword}。连续${networkLock.tries}次密码错误的，这个用户名在当前网络锁定${networkLock.minutes}分钟`,
      )
    }
    case 'right': {
      if (effort) await deps.limits.giveBack(effort.counter, network)
      if (answer.staff.temporaryUntil !== null && answer.staff.temporaryUntil <= now) {
        // It was no guess, so it does not count.
        for (const origin of answer.counted) await takeTryBack(deps.db.knex, tried.subject, origin)
        await recordFailedLogin(deps, audit, staffSubject(answer.staff), 'staff', 'temporary-expired')
        return expired
      }
      await forgetTries(deps, answer.staff, answer.counted)
      const lane = browser && { knownBrowser: true, pastLock: await isAnyClosed(deps, tried, unknownWays) }
      await recordPasswordAccepted(deps, audit, staffSubject(answer.staff), 'second-factor', lane)
      await openStep(deps, req, {
        kind: 'second-factor',
        side: 'staff',
        subject: proofOf(answer.staff),
        next: staffNext(context),
      })
      return { staff: answer.staff }
    }
  }
}
