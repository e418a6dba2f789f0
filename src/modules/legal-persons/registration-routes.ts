import type { Request } from 'express'
import { isCivilAffairs, isLegalPersonType } from '../../core/legal-persons/types.ts'
import { notAnEnterprise } from '../../core/legal-persons/code.ts'
import { AppError } from '../../core/errors.ts'
import { maxFileBytes } from '../../core/files.ts'
import { identityKey } from '../../core/identity/documents.ts'
import { validateLoginName } from '../../core/identity/login-name.ts'
import type { RawValues } from '../../core/forms/field.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import type { RateName } from '../../infra/limits.ts'
import { networkOf } from '../../web/address.ts'
import { errorPages } from '../../web/errors.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, publicRoute, type Files, type Route } from '../../web/route.ts'
import { codeFaults } from '../accounts/codes.ts'
import {
  answerCodeRequest,
  codeFault,
  codeSubject,
  isProved,
  isSolved,
  onProof,
  requestCode,
  typedCode,
  typedPhone,
} from '../accounts/code-step.ts'
import { completeLogin } from '../accounts/completion.ts'
import { captchaFault, hasCaptcha, withQuery } from '../accounts/form-view.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { isLoginNameTaken } from '../accounts/store.ts'
import { authorityById } from '../../reference/reference.ts'
import { receiveFiles } from '../files/receive.ts'
import { keepCertificate, keepPending, recordAgreement, registerLegalPerson } from './commands.ts'
import { emptyDraft, legalDraft, type LegalDraft, type Secret } from './draft.ts'
import { readLegalForm, readPassword, typedValues, type LegalRegistration } from './form.ts'
import { prefillFor } from './queries.ts'
import { certificateOf } from '../people/legal-person.ts'
import { legalAccount } from '../people/register-agreement.ts'
import { unifiedCode } from '../register/units.ts'
import {
  authorityNames,
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
import { notFound, unprovedPerson, verifyUnit, type Verification, type VerifiedUnit } from './verify.ts'

const busy = '现在办理的人较多，请稍候再按一次“实名认证”，填写的内容没有丢失'
const certificateGone = '上传的法人证书图片已经失效，请重新上传'

/** Above what is accepted, so that a file somewhat too large is told of beside its field and nothing typed is lost. */
const largestUpload = 3 * maxFileBytes

const uploadedTooOften = '上传文件的次数过多，请一小时后再试'
const networkTooOften = '当前网络上传文件的次数过多，请先填写手机号并获取短信验证码，再上传文件；也可以一小时后再试'
const keptTooMany = '今天上传文件的次数过多，请明天再试'
const networkKeptTooMany = '当前网络上传文件的次数过多，请填好短信验证码后再上传一次；也可以明天再试'

const tooMany = (error: unknown): AppError | undefined =>
  error instanceof AppError && error.code === 'TOO_MANY' ? error : undefined

/** The draft as it is after a file came, or not; and what is wrong with the file. */
type Received = {
  readonly draft: LegalDraft
  readonly errors: FieldErrors
  /** The status that goes with it, when it is not that of any fault. */
  readonly status?: number
}

/**
 * Counts a file before it is taken in: with its network or, where others used that up, with the phone for which a
 * captcha was solved here.
 */
export const countFile = async (
  deps: Deps,
  { req, ip }: { readonly req: Request; readonly ip: string },
): Promise<void> => {
  try {
    await deps.limits.use('register-inspect-address', networkOf(ip), networkTooOften)
  } catch (error) {
    const { captchaFor } = await legalDraft.read(deps, req.sessionID)
    if (!tooMany(error) || captchaFor === undefined) throw error
    await deps.limits.use('register-inspect-phone', captchaFor, uploadedTooOften)
  }
}

/** The same before it is kept; strangers can use up what a network has, not what a proven phone has. */
const mayKeepFile = async (deps: Deps, network: string, provedPhone: string | undefined): Promise<boolean> =>
  ((await deps.limits.isWithin('register-upload-address', network)) &&
    (await deps.limits.isWithin('register-upload-day', network))) ||
  (provedPhone !== undefined && (await deps.limits.isWithin('register-upload-phone', provedPhone)))

/**
 * Takes the file over when one was sent: the draft with it, or what is wrong with it. `provedPhone`: by its index, when
 * its code was right.
 */
const receiveCertificate = async (
  deps: Deps,
  { req, res, audit }: LegalContext,
  draft: LegalDraft,
  provedPhone: string | undefined,
): Promise<Received> => {
  const refused = req.filesRefused
  if (refused) return { draft, errors: { certificate: refused.message }, status: errorPages[refused.code].status }
  const files = (req.files ?? []) as Files
  if (files.length === 0) return { draft, errors: {} }
  const network = networkOf(audit.ip)
  const { received, errors, status } = await receiveFiles(deps, files, ['jpg', 'png', 'pdf'], {
    bringer: { door: 'public', whose: network },
    res,
    purpose: 'read',
  })
  const [file] = received
  if (!file) return { draft, errors: { certificate: errors.join('；') }, status }
  if (file.sha256 === draft.certificate?.sha256) return { draft, errors: {} }
  if (!(await mayKeepFile(deps, network, provedPhone)))
    return { draft, errors: { certificate: provedPhone === undefined ? networkKeptTooMany : keptTooMany } }
  return { draft: { ...draft, certificate: await keepCertificate(deps, audit, file) }, errors: {} }
}

const statusOf = ({ status }: Received): Pick<FormState, 'status'> => (status === undefined ? {} : { status })

/** The draft with the password typed now, if it is one that would be accepted; else what is wrong with it. */
const keepPassword = (
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

const sendFor = async (deps: Deps, context: LegalContext, draft: LegalDraft) =>
  requestCode(deps, context, draft, {
    purpose: 'register-legal',
    typedPhone: typedValues(siteFields(deps), context.body)['phone'] ?? '',
  })

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

type Counted = { readonly name: RateName; readonly subject: string; readonly sentence: string }

/** What a try to verify counts against: the address and the document. */
const countedFor = (deps: Deps, { idType, idNumber }: LegalRegistration, network: string): readonly Counted[] => [
  { name: 'legal-verify-address', subject: network, sentence: '当前网络实名认证的次数过多，请一小时后再试' },
  {
    name: 'verify-document-day',
    // A person's tries for units are counted apart from those for their own account.
    subject: `unit.${deps.crypto.index('id-number', identityKey(idType, idNumber))}`,
    sentence: '这位法定代表人今天实名认证的次数已达上限，请明天再试，或者到登记机关窗口办理',
  },
]

/**
 * Counts what may be a guess at whom a code belongs to. When guesses of the day are used up, by whomever, only who is
 * proved to be the person they say goes on: that is no guess, and strangers shut no representative out. Throws TOO_MANY
 * for others.
 */
const useGuess = async (
  deps: Deps,
  code: string,
  registration: LegalRegistration,
  proved: LegalDraft['proved'],
): Promise<void> => {
  try {
    await deps.limits.use(
      'legal-verify-code-day',
      code,
      '这个代码今天实名认证的次数已达上限，请明天再试，或者到登记机关窗口办理',
    )
  } catch (error) {
    if (!tooMany(error) || (await unprovedPerson(deps, registration, proved))) throw error
  }
}

export const giveBackTry = async (deps: Deps, counted: readonly Counted[]): Promise<void> => {
  for (const { name, subject } of counted) await deps.limits.giveBack(name, subject)
}

/** Counts a try against all of them or none. */
export const useTry = async (deps: Deps, counted: readonly Counted[]): Promise<void> => {
  for (const [place, { name, subject, sentence }] of counted.entries())
    try {
      await deps.limits.use(name, subject, sentence)
    } catch (error) {
      await giveBackTry(deps, counted.slice(0, place))
      throw error
    }
}

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

/** One try to register, from the typed form to an account, or back to the form with everything on it. */
export const submitLegal = async (deps: Deps, context: LegalContext): Promise<void> => {
  const { req, body, audit } = context
  const list = siteFields(deps)
  const putOff = body['action'] === 'put-off' && !deps.site.policies.legalPersonMustVerify
  const phone = typedPhone(typedValues(list, body)['phone'])
  const phoneIndex = phone && deps.crypto.index('phone', phone)
  const question = codeQuestion(deps, context, phone)
  const code = typedCode(body['smsCode'])
  const wrongCode = await codeFault(deps, question, code)
  const proved = await isProved(deps, question)
  const before = await legalDraft.read(deps, req.sessionID)
  const received = await receiveCertificate(deps, context, before, proved ? phoneIndex : undefined)
  const read = readLegalForm(list, body, received.draft, localDate(deps.clock.now()))
  const kept = keepPassword(context, received.draft, read.values).draft
  const { resumed: _shown, proving: _sent, ...fresh } = kept
  const again = async (state: Omit<FormState, 'values' | 'draft'>, reached: LegalDraft = fresh): Promise<void> => {
    await legalDraft.write(deps, req.sessionID, reached)
    const values = { ...read.values, smsCode: code }
    await showForm(deps, context, { ...statusOf(received), ...state, values, draft: reached })
  }
  const wait = (refusal: AppError, fault = refusal.message): Promise<void> => {
    context.res.setHeader('Retry-After', String(refusal.retryAfterSeconds ?? 5))
    return again({ fault, status: errorPages[refusal.code].status })
  }

  const errors: Record<string, string> = { ...read.errors, ...received.errors }
  const name = validateLoginName(read.values['loginName'] ?? '')
  if (name.ok) {
    // The same question as while typing, so it counts as one; not for whoever proved a phone: neighbours ask for nothing.
    try {
      if (!proved) await deps.limits.use('availability-address', networkOf(audit.ip))
    } catch (error) {
      const refusal = tooMany(error)
      if (!refusal) throw error
      return wait(refusal)
    }
    if (await isLoginNameTaken(deps.db, name.key)) errors['loginName'] = loginNameTaken
  }
  if (wrongCode !== undefined) errors['smsCode'] = wrongCode
  const solved = proved || isSolved(deps, fresh, phone)
  if (!solved && !hasCaptcha(body)) errors['captcha'] = '请填写验证码'
  const { registration, password } = read
  if (putOff && registration && registration.code.kind !== 'USCC')
    errors['uscc'] = '暂不认证的，请填写18位统一社会信用代码'
  if (errors['type'] === notAnEnterprise)
    return again({ errors, outcome: { verification: { kind: 'not-an-enterprise' } } })
  if (Object.keys(errors).length > 0 || !registration || !password || !phoneIndex) return again({ errors })

  const wrongCaptcha = solved ? undefined : await captchaFault(deps, context)
  if (wrongCaptcha !== undefined) return again({ errors: { captcha: wrongCaptcha } })
  // One code, however it was typed.
  const unified = await unifiedCode(deps.db, registration.code.value)
  const counted = countedFor(deps, registration, networkOf(audit.ip))
  try {
    await useTry(deps, counted)
  } catch (error) {
    const refusal = tooMany(error)
    if (!refusal) throw error
    return wait(refusal)
  }
  let secret: Secret
  try {
    secret = 'secret' in password ? password.secret : await hashed(deps, password.clear, read.values)
  } catch (error) {
    await giveBackTry(deps, counted)
    if (!(error instanceof AppError) || error.code !== 'BUSY') throw error
    return wait(error, busy)
  }
  const reached: LegalDraft = { ...fresh, secret }

  const fail = async (verification: Outcome['verification']): Promise<void> => {
    const reason = reasonOf(verification)
    const keptUntil =
      verification.kind === 'taken' || verification.kind === 'ended'
        ? undefined
        : await keepPending(deps, audit, {
            code: unified,
            phoneIndex,
            outcome: verification.kind,
            unanswered: isUnanswered(verification),
            reason,
            content: { values: { ...read.values, smsCode: '' }, secret, certificate: registration.certificate },
          })
    const field = verification.kind === 'unproved' ? unprovedField[verification.why] : fieldOf[verification.kind]
    return again(
      {
        ...(field ? { errors: { [field]: reason } } : { fault: reason, status: 503 }),
        outcome: { verification, ...(keptUntil ? { keptUntil } : {}) },
      },
      verification.kind === 'unproved' ? { ...reached, proving: read.values } : reached,
    )
  }

  if (!putOff) {
    await recordAgreement(deps, audit, agreedTerms(deps))
    try {
      await useGuess(deps, unified, registration, reached.proved)
    } catch (error) {
      await giveBackTry(deps, counted)
      const refusal = tooMany(error)
      if (!refusal) throw error
      return wait(refusal)
    }
  }
  const verification: Verification = putOff
    ? { kind: 'verified', unit: claimedUnit(registration) }
    : await verifyUnit(deps, registration, reached.proved)
  if (isUnanswered(verification)) await giveBackTry(deps, counted)
  // Only wrong answers are guesses at whom the code belongs to.
  if (!putOff && verification.kind !== 'not-found') await deps.limits.giveBack('legal-verify-code-day', unified)
  if (verification.kind !== 'verified') return fail(verification)

  const { unit } = verification
  const result = await onProof(
    deps,
    'register-legal',
    codeSubject(deps, req, registration.phone),
    () =>
      registerLegalPerson(deps, audit, {
        registration,
        passwordHash: secret.hash,
        verified: !putOff,
        certificateUnseen: true,
        channel: putOff ? undefined : reached.proved?.channel,
        unit,
        pending: { code: unified, phoneIndex },
      }),
    (made) => !('gone' in made) && !('taken' in made),
  )
  if (result === 'gone') return again({ errors: { smsCode: codeFaults.gone } }, reached)
  if ('gone' in result) {
    const { certificate: _gone, ...others } = reached
    return again({ errors: { certificate: certificateGone } }, others)
  }
  if ('taken' in result)
    return result.taken === 'uscc' ? fail({ kind: 'taken' }) : again({ errors: { loginName: loginNameTaken } }, reached)
  await legalDraft.drop(deps, req.sessionID)
  await completeLogin(deps, context, { kind: 'account', id: result.id })
  context.redirect(withQuery(paths.registerLegalDone, { next: nextOf(context) }))
}

/** What the form may begin with: what waits in the draft, or an organization whose founder asks. */
const beginning = async (deps: Deps, context: LegalContext): Promise<FormState> => {
  const { req, actor, query } = context
  const draft = req.session?.csrfToken ? await legalDraft.read(deps, req.sessionID) : emptyDraft
  if (draft.proving) return { values: draft.proving, draft }
  if (draft.resumed) return { values: draft.resumed, draft, resumed: true }
  const blank = { idType: 'RESIDENT_ID' }
  const found = actor && query['organization'] ? await prefillFor(deps.db, query['organization'], actor.id) : undefined
  if (!found) return { values: blank, draft: emptyDraft }
  const authority = authorityById(deps.reference, found.authorityId).name
  return {
    values: {
      ...blank,
      type: found.type,
      name: found.name,
      uscc: found.uscc,
      authority: authorityNames(deps).includes(authority) ? authority : '',
    },
    draft: emptyDraft,
  }
}

/** 法人注册: the form, its code, and the page after it. */
export const legalRegistrationRoutes = (deps: Deps): readonly Route[] => [
  publicRoute({
    method: 'get',
    path: paths.registerLegal,
    handler: async (context) => showForm(deps, context, await beginning(deps, context)),
  }),
  publicRoute({
    method: 'post',
    path: paths.registerLegal,
    upload: {
      maxFiles: 1,
      maxBytes: largestUpload,
      count: (by) => countFile(deps, by),
      keepsForm: true,
    },
    handler: async (context) => {
      const { req, body } = context
      const values = typedValues(siteFields(deps), body)
      switch (body['action']) {
        case 'send-code': {
          const received = await receiveCertificate(
            deps,
            context,
            await legalDraft.read(deps, req.sessionID),
            undefined,
          )
          const { result, draft } = await sendFor(deps, context, received.draft)
          const kept = keepPassword(context, draft, values)
          await legalDraft.write(deps, req.sessionID, kept.draft)
          const errors = { ...kept.errors, ...received.errors }
          const status = statusOf(received)
          if ('sent' in result)
            return showForm(deps, context, { ...status, values, draft: kept.draft, errors, sent: result.sent })
          return showForm(deps, context, {
            ...status,
            values,
            draft: kept.draft,
            errors: { ...errors, [result.field]: result.error },
          })
        }
        case 'captcha-question':
        case 'captcha-picture': {
          const received = await receiveCertificate(
            deps,
            context,
            await legalDraft.read(deps, req.sessionID),
            undefined,
          )
          const kept = keepPassword(context, received.draft, values)
          await legalDraft.write(deps, req.sessionID, kept.draft)
          const captchaMode = body['action'] === 'captcha-question' ? 'question' : 'picture'
          const errors = { ...kept.errors, ...received.errors }
          return showForm(
            deps,
            { ...context, body: { ...body, captchaMode } },
            { ...statusOf(received), values, draft: kept.draft, errors },
          )
        }
        default:
          return submitLegal(deps, context)
      }
    },
  }),
  publicRoute({
    method: 'post',
    path: paths.registerLegalCode,
    handler: async (context) => {
      const { result, draft } = await sendFor(deps, context, await legalDraft.read(deps, context.req.sessionID))
      await legalDraft.write(deps, context.req.sessionID, draft)
      await answerCodeRequest(deps, context, result)
    },
  }),
  applicantRoute({
    method: 'get',
    path: paths.registerLegalDone,
    handler: async (context) => {
      const account = await legalAccount(deps, context.actor.id)
      if (account?.kind !== 'LEGAL_PERSON') throw new AppError('NOT_FOUND')
      const type = account.type ?? ''
      context.view('legal-persons/done.njk', {
        page: {
          title: '注册成功',
          breadcrumb: [
            { href: paths.home, text: '首页' },
            { href: '', text: '注册成功' },
          ],
        },
        account,
        next: nextOf(context),
        verified: account.realNameLevel > 0,
        certificateWaits: (await certificateOf(deps.db, account.id))?.state === 'WAITING',
        ownRegister: isLegalPersonType(type) && isCivilAffairs(type),
      })
    },
  }),
]
