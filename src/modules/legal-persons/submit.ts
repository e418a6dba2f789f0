import { notAnEnterprise } from '../../core/legal-persons/code.ts'
import { AppError } from '../../core/errors.ts'
import { validateLoginName } from '../../core/identity/login-name.ts'
import type { RawValues } from '../../core/forms/field.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { networkOf } from '../../web/address.ts'
import { errorPages } from '../../web/errors.ts'
import { paths } from '../../web/paths.ts'
import { codeFaults } from '../accounts/codes.ts'
import { codeFault, codeSubject, isProved, isSolved, onProof, typedCode, typedPhone } from '../accounts/code-step.ts'
import { completeLogin } from '../accounts/completion.ts'
import { captchaFault, hasCaptcha, withQuery } from '../accounts/form-view.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { isLoginNameTaken } from '../accounts/store.ts'
import { keepPending, recordAgreement, registerLegalPerson } from './commands.ts'
import { legalDraft, type LegalDraft, type Secret } from './draft.ts'
import { readLegalForm, readPassword, typedValues, type LegalRegistration } from './form.ts'
import { unifiedCode } from '../register/units.ts'
import {
  codeQuestion,
  codeTaken,
  loginNameTaken,
  nextOf,
  showForm,
  siteFields,
  type FormState,
  type LegalContext,
  type Outcome,
} from './register-view.ts'
import { notFound, verifyUnit, type Verification, type VerifiedUnit } from './verify.ts'
import { receiveCertificate, statusOf } from './receive-certificate.ts'
import { refusalOf, type Counted, giveBackTry, useGuess, countedFor, useTry } from './tries.ts'

const busy = '现在办理的人较多，请稍候再按一次“实名认证”，填写的内容没有丢失'

const certificateGone = '上传的法人证书图片已经失效，请重新上传'

/** The draft with the password typed now, if it is one that would be accepted; else what is wrong with it. */
export const keepPassword = (
  context: LegalContext,
  draft: LegalDraft,
  values: RawValues,
): { readonly draft: LegalDraft; readonly errors: FieldErrors } => {
  const { password, errors } = readPassword(context.body, values, draft)
  const { password: _clear, secret: _secret, ...rest } = draft
  // What was hashed is good as long as it is meant; in clear it stays for the case that the data it must not contain change.
  if (password) return { draft: 'clear' in password ? { ...rest, password: password.clear } : draft, errors: {} }
  const typed = Boolean(context.body['password'] || context.body['passwordAgain'])
  return { draft: rest, errors: typed ? errors : {} }
}

const reasonOf = (verification: Exclude<Verification, { readonly kind: 'verified' }>): string => {
  if (verification.kind === 'refused') return verification.text
  if (verification.kind === 'unproved') return verification.reason
  if (verification.kind === 'ended') return `实名核验失败，失败原因：该社会组织${verification.status}，不能注册法人账号`
  return {
    'not-found': notFound,
    'name-differs': '单位名称与登记信息不一致',
    taken: codeTaken,
    'not-an-enterprise': notAnEnterprise,
    unavailable: '实名核验服务暂时无法使用，请稍后再试',
  }[verification.kind]
}

/** The field an outcome is told beside. */
const fieldOf = {
  'not-found': 'uscc',
  'name-differs': 'name',
  refused: 'uscc',
  ended: 'uscc',
  taken: 'uscc',
  'not-an-enterprise': 'type',
  unproved: undefined,
  unavailable: undefined,
} as const satisfies Record<Outcome['verification']['kind'], string | undefined>

const unprovedField = {
  mismatch: 'phone',
  'other-document': 'idType',
  unavailable: undefined,
} as const satisfies Record<Extract<Outcome['verification'], { readonly kind: 'unproved' }>['why'], string | undefined>

const hashed = async (deps: Deps, password: string, values: RawValues): Promise<Secret> => ({
  hash: await deps.passwords.hash(password),
  loginName: values['loginName'] ?? '',
  phone: values['phone'] ?? '',
  idNumber: values['idNumber'] ?? '',
})

const claimedUnit = ({ code, name }: LegalRegistration): VerifiedUnit => ({
  uscc: code.value,
  name: name.normalize('NFC'),
  organizationId: undefined,
})

/** Whether whoever verifies gave no answer: that is no try. */
const isUnanswered = (verification: Verification): boolean =>
  verification.kind === 'unavailable' || (verification.kind === 'unproved' && verification.why === 'unavailable')

/** The terms agreed to on the form, by document. */
const agreedTerms = ({ site: { agreement, privacyNotice } }: Pick<Deps, 'site'>) => ({
  'user-agreement': agreement.version,
  'privacy-notice': privacyNotice.version,
})

/** One try to register, as it was typed, with what waited in the draft. */
type Try = Awaited<ReturnType<typeof readTry>>

const readTry = async (deps: Deps, context: LegalContext) => {
  const { req, body } = context
  const list = siteFields(deps)
  const phone = typedPhone(typedValues(list, body)['phone'])
  const phoneIndex = phone && deps.crypto.index('phone', phone)
  const question = codeQuestion(deps, context, phone)
  const code = typedCode(body['smsCode'])
  const wrongCode = await codeFault(deps, question, code)
  const proved = await isProved(deps, question)
  const before = await legalDraft.read(deps, req.sessionID)
  const received = await receiveCertificate(deps, context, before, proved ? phoneIndex : undefined)
  const read = readLegalForm(list, body, received.draft, localDate(deps.clock.now()))
  const { resumed: _shown, proving: _sent, ...fresh } = keepPassword(context, received.draft, read.values).draft
  return {
    putOff: body['action'] === 'put-off' && !deps.site.policies.legalPersonMustVerify,
    phoneIndex,
    code,
    wrongCode,
    proved,
    solved: proved || isSolved(deps, fresh, phone),
    received,
    read,
    fresh,
  }
}

/** Back to the form, with all that was typed; `reached` waits in the draft. */
const again = async (
  deps: Deps,
  context: LegalContext,
  { read, code, received, fresh }: Try,
  state: Omit<FormState, 'values' | 'draft'>,
  reached: LegalDraft = fresh,
): Promise<void> => {
  await legalDraft.write(deps, context.req.sessionID, reached)
  const values = { ...read.values, smsCode: code }
  await showForm(deps, context, { ...statusOf(received), ...state, values, draft: reached })
}

/** Back to the form, to be sent once more later. */
const wait = (
  deps: Deps,
  context: LegalContext,
  typed: Try,
  refusal: AppError,
  fault = refusal.message,
): Promise<void> => {
  context.res.setHeader('Retry-After', String(refusal.retryAfterSeconds ?? 5))
  return again(deps, context, typed, { fault, status: errorPages[refusal.code].status })
}

/** What is wrong with the form, by field; or the refusal, when too often was asked whether account names are free. */
const faultsOf = async (deps: Deps, { body, audit }: LegalContext, typed: Try): Promise<FieldErrors | AppError> => {
  const { read, received, proved, wrongCode, solved, putOff } = typed
  const errors: Record<string, string> = { ...read.errors, ...received.errors }
  const name = validateLoginName(read.values['loginName'] ?? '')
  if (name.ok) {
    // The same question as while typing, so it counts as one; not for whoever proved a phone: neighbours ask for nothing.
    const refusal = proved
      ? undefined
      : await refusalOf(() => deps.limits.use('availability-address', networkOf(audit.ip)))
    if (refusal) return refusal
    if (await isLoginNameTaken(deps.db, name.key)) errors['loginName'] = loginNameTaken
  }
  if (wrongCode !== undefined) errors['smsCode'] = wrongCode
  if (!solved && !hasCaptcha(body)) errors['captcha'] = '请填写验证码'
  if (putOff && read.registration && read.registration.code.kind !== 'USCC')
    errors['uscc'] = '暂不认证的，请填写18位统一社会信用代码'
  return errors
}

/** The password as it is stored; the refusal when too many are hashed at once, and then it was no try. */
const secretOf = async (
  deps: Deps,
  password: NonNullable<Try['read']['password']>,
  values: RawValues,
  counted: readonly Counted[],
): Promise<Secret | AppError> => {
  try {
    return 'secret' in password ? password.secret : await hashed(deps, password.clear, values)
  } catch (error) {
    await giveBackTry(deps, counted)
    if (!(error instanceof AppError) || error.code !== 'BUSY') throw error
    return error
  }
}

/** A try that is complete and counted: what is left is to ask whether it is true. */
type Ready = {
  readonly typed: Try
  readonly registration: LegalRegistration
  readonly phoneIndex: string
  /** The code of the unit, however it was typed. */
  readonly unified: string
  readonly counted: readonly Counted[]
  readonly secret: Secret
  readonly reached: LegalDraft
}

/** What is known of unit and representative outside; the refusal, when too often was guessed at this unit. */
const verificationOf = async (deps: Deps, context: LegalContext, ready: Ready): Promise<Verification | AppError> => {
  const { typed, registration, unified, counted, reached } = ready
  if (typed.putOff) return { kind: 'verified', unit: claimedUnit(registration) }
  await recordAgreement(deps, context.audit, agreedTerms(deps))
  const refusal = await refusalOf(() => useGuess(deps, unified, registration, reached.proved))
  if (refusal) {
    await giveBackTry(deps, counted)
    return refusal
  }
  const verification = await verifyUnit(deps, registration, reached.proved)
  if (isUnanswered(verification)) await giveBackTry(deps, counted)
  // Only wrong answers are guesses at whom the code belongs to.
  if (verification.kind !== 'not-found') await deps.limits.giveBack('legal-verify-code-day', unified)
  return verification
}

/** Back to the form after an answer that makes no account; what was typed is kept for another day where that helps. */
const fail = async (
  deps: Deps,
  context: LegalContext,
  { typed, registration, phoneIndex, unified, secret, reached }: Ready,
  verification: Outcome['verification'],
): Promise<void> => {
  const reason = reasonOf(verification)
  const { values } = typed.read
  const keptUntil =
    verification.kind === 'taken' || verification.kind === 'ended'
      ? undefined
      : await keepPending(deps, context.audit, {
          code: unified,
          phoneIndex,
          outcome: verification.kind,
          unanswered: isUnanswered(verification),
          reason,
          content: { values: { ...values, smsCode: '' }, secret, certificate: registration.certificate },
        })
  const field = verification.kind === 'unproved' ? unprovedField[verification.why] : fieldOf[verification.kind]
  return again(
    deps,
    context,
    typed,
    {
      ...(field ? { errors: { [field]: reason } } : { fault: reason, status: 503 }),
      outcome: { verification, ...(keptUntil ? { keptUntil } : {}) },
    },
    verification.kind === 'unproved' ? { ...reached, proving: values } : reached,
  )
}

/** Makes the account and logs in; back to the form when a code, a file or a name is gone meanwhile. */
const openAccount = async (deps: Deps, context: LegalContext, ready: Ready, unit: VerifiedUnit): Promise<void> => {
  const { req, audit } = context
  const { typed, registration, secret, reached } = ready
  const result = await onProof(
    deps,
    'register-legal',
    codeSubject(deps, req, registration.phone),
    () =>
      registerLegalPerson(deps, audit, {
        registration,
        passwordHash: secret.hash,
        verified: !typed.putOff,
        certificateUnseen: true,
        channel: typed.putOff ? undefined : reached.proved?.channel,
        unit,
        pending: { code: ready.unified, phoneIndex: ready.phoneIndex },
      }),
    (made) => !('gone' in made) && !('taken' in made),
  )
  if (result === 'gone') return again(deps, context, typed, { errors: { smsCode: codeFaults.gone } }, reached)
  if ('gone' in result) {
    const { certificate: _gone, ...others } = reached
    return again(deps, context, typed, { errors: { certificate: certificateGone } }, others)
  }
  if ('taken' in result)
    return result.taken === 'uscc'
      ? fail(deps, context, ready, { kind: 'taken' })
      : again(deps, context, typed, { errors: { loginName: loginNameTaken } }, reached)
  await legalDraft.drop(deps, req.sessionID)
  await completeLogin(deps, context, { kind: 'account', id: result.id })
  context.redirect(withQuery(paths.registerLegalDone, { next: nextOf(context) }))
}

/** One try to register, from the typed form to an account, or back to the form with everything on it. */
export const submitLegal = async (deps: Deps, context: LegalContext): Promise<void> => {
  const typed = await readTry(deps, context)
  const { read, phoneIndex, fresh } = typed
  const errors = await faultsOf(deps, context, typed)
  if (errors instanceof AppError) return wait(deps, context, typed, errors)
  if (errors['type'] === notAnEnterprise)
    return again(deps, context, typed, { errors, outcome: { verification: { kind: 'not-an-enterprise' } } })
  const { registration, password } = read
  if (Object.keys(errors).length > 0 || !registration || !password || !phoneIndex)
    return again(deps, context, typed, { errors })
  const captcha = typed.solved ? undefined : await captchaFault(deps, context)
  if (captcha !== undefined) return again(deps, context, typed, { errors: { captcha } })

  const unified = await unifiedCode(deps.db, registration.code.value)
  const counted = countedFor(deps, registration, networkOf(context.audit.ip))
  const refusal = await refusalOf(() => useTry(deps, counted))
  if (refusal) return wait(deps, context, typed, refusal)
  const secret = await secretOf(deps, password, read.values, counted)
  if (secret instanceof AppError) return wait(deps, context, typed, secret, busy)

  const ready = { typed, registration, phoneIndex, unified, counted, secret, reached: { ...fresh, secret } }
  const verification = await verificationOf(deps, context, ready)
  if (verification instanceof AppError) return wait(deps, context, typed, verification)
  if (verification.kind !== 'verified') return fail(deps, context, ready, verification)
  return openAccount(deps, context, ready, verification.unit)
}
