import { maskPhone } from '../../core/identity/mask.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { networkOf } from '../../web/address.ts'
import { paths } from '../../web/paths.ts'
import { renewId } from '../../web/sessions.ts'
import { typedCode, type SendResult, sendOrSay } from './code-step.ts'
import { frozenDoor } from './closed-door.ts'
import { codeFaults, ownCount } from './codes.ts'
import { checkDocumentEnd, documentEndField, documentEndLabel } from './document-end.ts'
import type { LoginContext } from './entering.ts'
import { smsCodeField } from './form-view.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { errorList } from '../../web/form-view.ts'
import { recoveryDraft } from './recovery-draft.ts'
import { recordRecoveryFault } from './recovery.ts'
import type { RecoverableAccount } from './store.ts'
import { type Attempt, needsLastOfId, isKnownHere, codeSubject } from './recovery-attempt.ts'
import { shared, statusOf, restart, onTheWay } from './recovery-way.ts'

/** Codes sent on one solved captcha. */
export const sendsAllowed = 3

/** What is said of a change of the phone that may still be taken back. */
const changeView = ({ by, until, newPhone }: NonNullable<RecoverableAccount['change']>) => ({
  takesBack: by === 'HOLDER',
  newPhone: maskPhone(newPhone),
  until: localDateTime(until).text,
})

export const showCheck = (
  deps: Deps,
  context: LoginContext,
  { draft, account }: Attempt,
  state: {
    readonly errors?: FieldErrors
    readonly sent?: { readonly text: string; readonly waitSeconds: number }
  } = {},
): void => {
  const errors = state.errors ?? {}
  const asked = !draft.told || needsLastOfId(account)
  context.view(
    'accounts/recover-check.njk',
    {
      ...shared(deps, context, 2),
      flow: draft.flow,
      phone: draft.told && account ? maskPhone(account.phone) : undefined,
      change: draft.told && account?.change ? changeView(account.change) : undefined,
      sent: state.sent,
      fields: [
        {
          ...smsCodeField,
          value: draft.phoneProved || errors['smsCode'] ? '' : typedCode(context.body['smsCode']),
          error: errors['smsCode'],
          hint: draft.phoneProved ? '短信验证码已通过，无需再次填写。' : '6位数字，5分钟内有效。',
          required: !draft.phoneProved,
          smsUrl: paths.recoverCode,
          smsText: state.sent?.text,
          waitSeconds: state.sent?.waitSeconds,
        },
        ...(asked
          ? [
              documentEndField(context.body['lastOfId'], {
                error: errors['lastOfId'],
                hint: draft.told
                  ? '这个账号已经实名认证，请填写注册时证件号码（单位为法定代表人证件号码）的最后四位，最后一位是X的照填。'
                  : '已经实名认证的账号必须填写（单位填写法定代表人的），最后一位是X的照填；其他账号不填。',
                required: draft.told,
              }),
            ]
          : []),
      ],
      errors: errorList(errors),
    },
    statusOf(errors),
  )
}

export const send = async (deps: Deps, context: LoginContext, attempt: Attempt): Promise<SendResult> => {
  const { draft, account } = attempt
  // Who may be told nothing is counted by what they typed: the phone's own limits would tell that there is one.
  const named = draft.told ? account : undefined
  const knownHere = isKnownHere(deps, context, account)
  const answer = await sendOrSay(
    deps,
    { actorKind: 'nobody', ...context.audit },
    {
      purpose: 'recover',
      subject: codeSubject(context, attempt),
      phone: account?.phone || undefined,
      phoneIndex: (knownHere ? account && ownCount(account.phoneIndex) : named?.phoneIndex) ?? draft.identity,
      quietIndex: named || knownHere ? undefined : account?.phoneIndex,
      network: knownHere ? undefined : networkOf(context.audit.ip),
      chain: 'platform',
    },
    draft.told && account ? maskPhone(account.phone) : '该账号预留的手机号',
  )
  if ('sent' in answer) await recoveryDraft.write(deps, context.req.sessionID, { ...draft, sends: draft.sends + 1 })
  return answer
}

export const check = async (deps: Deps, context: LoginContext, attempt: Attempt): Promise<void> => {
  const { req, body, audit } = context
  const { account } = attempt
  let { draft } = attempt
  const code = typedCode(body['smsCode'])
  const missing: Record<string, string> = {}
  if (!draft.phoneProved && code === '') {
    missing['smsCode'] = '请获取并填写短信验证码'
    if (draft.told && needsLastOfId(account) && !body['lastOfId']?.trim())
      missing['lastOfId'] = `请填写${documentEndLabel}`
    return showCheck(deps, context, attempt, { errors: missing })
  }

  if (!draft.phoneProved) {
    const answer = await deps.smsCodes.check('recover', codeSubject(context, attempt), code)
    // Guessing a code that was sent to nobody leads nowhere either.
    if (answer !== 'right' || !account) {
      await recordRecoveryFault(deps, audit, account?.id, 'wrong-code')
      return showCheck(deps, context, attempt, {
        errors: { smsCode: codeFaults[answer === 'right' ? 'wrong' : answer] },
      })
    }
    draft = { ...draft, phoneProved: true, told: true }
    await recoveryDraft.drop(deps, req.sessionID)
    await renewId(req, deps.sessions.applicant.store)
    await recoveryDraft.write(deps, req.sessionID, draft)
  }
  if (!account) return restart(context, 'gone')
  if (needsLastOfId(account)) {
    const answer = await checkDocumentEnd(deps, account, audit, body['lastOfId'])
    if (answer !== 'right') {
      if (answer.guessed) await recordRecoveryFault(deps, audit, account.id, 'wrong-id-number')
      return showCheck(deps, context, { draft, account }, { errors: { lastOfId: answer.fault } })
    }
  }
  // Told to nobody who proved less: a new password would open nothing.
  if (account.frozen) {
    await recoveryDraft.drop(deps, req.sessionID)
    await recordRecoveryFault(deps, audit, account.id, 'frozen')
    return frozenDoor(deps, context)
  }
  await recoveryDraft.write(deps, req.sessionID, { ...draft, provedAt: deps.clock.now().getTime() })
  context.redirect(onTheWay(context, paths.recoverPassword))
}
