import type { Deps } from '../../deps.ts'
import type { CodePurpose } from '../../infra/sms-codes.ts'
import type { Applicant, Context } from '../../web/route.ts'
import { countTry, lockMinutes, minutesLeft, takeTryBack } from '../accounts/lockout.ts'
import type { FieldView } from '../accounts/form-view.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { byApplicant } from '../../web/acting.ts'
import { ownPassword, type OwnPassword } from './queries.ts'

type Asker = Pick<Context<Applicant>, 'actor' | 'audit'>

/**
 * What must be proved again by somebody who is logged in, and before what. The password is asked always: a login by
 * phone must not open what recovering an account guards (a number is soon somebody else's), nor must a screen that was
 * left open. What cannot be taken back asks for a code to the account's own phone besides. Not in the table: taking a
 * case over or declining it, ending other logins and agreeing to terms, which give nothing away.
 */
export const proofs = {
  password: {},
  email: {},
  identity: {},
  export: {},
  grant: {},
  transfer: { code: 'transfer-case' },
  phone: { code: 'phone-old' },
  close: { code: 'close-account' },
} as const satisfies Record<string, { readonly code?: CodePurpose }>

type ProvedOperation = keyof typeof proofs

/** The question for the password. */
export const passwordField = (error: string | undefined): FieldView => ({
  kind: 'password',
  id: 'password',
  name: 'password',
  label: '当前登录密码',
  autocomplete: 'current-password',
  error,
  required: true,
})

const note = (
  deps: Deps,
  { actor, audit }: Asker,
  action: 'password-confirmed' | 'password-refused',
  details: Readonly<Record<string, unknown>>,
): Promise<void> =>
  deps.command(byApplicant(actor, audit), async (tx) => {
    if (action === 'password-confirmed')
      await tx.trx('account').where({ id: actor.id }).update({ failed_logins: 0, locked_until: null })
    tx.audit({ chain: 'platform', action, objectKind: 'account', objectId: actor.id, details })
  })

/**
 * Asks somebody who is logged in for the password once more. Wrong tries count like those of the login and lock the
 * account like them (AU-07). Gives the hash that was right, for a change that holds only while it still is, or what is
 * wrong in a sentence. Throws TOO_MANY when it was asked too often.
 */
export const confirmPassword = async (
  deps: Deps,
  asker: Asker,
  typed: string,
  purpose: ProvedOperation,
): Promise<OwnPassword | { readonly fault: string }> => {
  const { id } = asker.actor
  const { knex } = deps.db
  const now = deps.clock.now()
  if (typed === '') return { fault: '请填写当前登录密码' }
  // Right ones too: each costs a fifth of a second that others wait for.
  await deps.limits.use('confirm-account', id)
  const counted = await countTry(knex, id, now)
  if ('lockedUntil' in counted)
    return { fault: `密码错误次数过多，账号已锁定，请${minutesLeft(counted.lockedUntil, now)}分钟后再试` }
  const own = await ownPassword(deps, id)
  let right: boolean
  try {
    right = await deps.passwords.verify(typed, own.passwordHash)
  } catch (error) {
    await takeTryBack(knex, id)
    throw error
  }
  if (right) {
    await note(deps, asker, 'password-confirmed', { purpose })
    return own
  }
  await note(deps, asker, 'password-refused', { purpose, locked: counted.triesLeft === 0 })
  return {
    fault:
      counted.triesLeft === 0
        ? `当前登录密码不正确。密码错误次数过多，账号已锁定，请${lockMinutes}分钟后再试`
        : `当前登录密码不正确，还可以再试${counted.triesLeft}次，之后账号将锁定${lockMinutes}分钟`,
  }
}

/** Asks for the password the form was sent with; what is wrong with it, at its field. */
export const passwordErrors = async (
  deps: Deps,
  context: Asker & Pick<Context<Applicant>, 'body'>,
  operation: ProvedOperation,
): Promise<FieldErrors> => {
  const answer = await confirmPassword(deps, context, context.body['password'] ?? '', operation)
  return 'fault' in answer ? { password: answer.fault } : {}
}
