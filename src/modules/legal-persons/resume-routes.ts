import type { RawValues } from '../../core/forms/field.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { publicRoute, type Route } from '../../web/route.ts'
import { renewId } from '../../web/sessions.ts'
import {
  answerCodeRequest,
  codeFault,
  codeField,
  codeSubject,
  isProved,
  isSolved,
  requestCode,
  typedCode,
  typedPhone,
  type CodeDraft,
  type SentCode,
} from '../accounts/code-step.ts'
import { captchaField, typedName, wantsQuestion, fieldsFrom } from '../accounts/form-view.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { errorList } from '../../web/form-view.ts'
import { recordResumed } from './commands.ts'
import { legalDraft, pendingSchema, resumeDraft } from './draft.ts'
import { findPending } from './queries.ts'
import { unifiedCode } from '../register/units.ts'
import type { LegalContext } from './register-view.ts'
import { pendingPlace } from './store.ts'

const nothingWaits =
  '没有找到等待认证的注册信息。可能已经超过24小时，或者代码、手机号与当时填写的不同，请核对后再试，或者重新填写。'

const typed = (body: Readonly<Record<string, string>>): RawValues => ({
  uscc: typedName(body['uscc']),
  phone: typedName(body['phone']),
})

const codeQuestion = (deps: Deps, { req }: LegalContext, phone: string | undefined) =>
  ({ purpose: 'resume-legal', subject: phone === undefined ? undefined : codeSubject(deps, req, phone) }) as const

const show = async (
  deps: Deps,
  context: LegalContext,
  state: {
    readonly values: RawValues
    readonly errors?: FieldErrors
    readonly fault?: string
    readonly sent?: SentCode
    readonly draft?: CodeDraft
  },
): Promise<void> => {
  const { req, body, query } = context
  const inWords = wantsQuestion(body['captchaMode'] ?? query['captcha'])
  const errors = state.errors ?? {}
  const faults = [...(state.fault ? [{ text: state.fault }] : []), ...errorList(errors)]
  const field = fieldsFrom(state.values, errors)
  const phone = typedPhone(state.values['phone'])
  const proved = await isProved(deps, codeQuestion(deps, context, phone))
  const solved = proved || (state.draft !== undefined && isSolved(deps, state.draft, phone))
  context.view(
    'legal-persons/resume.njk',
    {
      page: {
        title: '继续办理法人注册',
        breadcrumb: [
          { href: paths.home, text: '首页' },
          { href: paths.registerLegal, text: '法人注册' },
          { href: '', text: '继续办理' },
        ],
      },
      fields: [
        field('uscc', 'uscc', '统一社会信用代码', {
          hint: '旧证书没有18位代码的，填写9位组织机构代码或者证书编号。',
        }),
        field('phone', 'phone', '法定代表人手机号', { hint: '与当时填写的相同。' }),
        await captchaField(deps, req, {
          inWords,
          error: errors['captcha'],
          beforeSms: true,
          required: !solved,
        }),
        codeField({
          proved,
          typed: state.values['smsCode'] ?? '',
          error: errors['smsCode'],
          hint: '发到法定代表人手机号的6位数字，5分钟内有效。',
          smsUrl: paths.resumeLegalCode,
          sent: state.sent,
        }),
      ],
      errors: faults,
      sent: state.sent,
      captchaMode: inWords ? 'question' : 'picture',
    },
    faults.length > 0 ? 422 : 200,
  )
}

const sendFor = async (deps: Deps, context: LegalContext) =>
  requestCode(deps, context, await resumeDraft.read(deps, context.req.sessionID), {
    purpose: 'resume-legal',
    typedPhone: typed(context.body)['phone'] ?? '',
  })

/** Opens a waiting registration for whoever has its phone: back to the form, filled in, only to be verified. */
const resume = async (deps: Deps, context: LegalContext): Promise<void> => {
  const { req, body, audit } = context
  const values = typed(body)
  const phone = typedPhone(values['phone'])
  const draft = await resumeDraft.read(deps, req.sessionID)
  const code = typedCode(body['smsCode'])
  const wrongCode = await codeFault(deps, codeQuestion(deps, context, phone), code)
  const errors = {
    ...(values['uscc'] ? {} : { uscc: '请填写统一社会信用代码' }),
    ...(phone ? {} : { phone: values['phone'] ? '手机号码应为11位数字，以13至19开头' : '请填写法定代表人手机号' }),
    ...(wrongCode === undefined ? {} : { smsCode: wrongCode }),
  }
  if (!phone || Object.keys(errors).length > 0)
    return show(deps, context, { values: { ...values, smsCode: code }, errors, draft })

  const phoneIndex = deps.crypto.index('phone', phone)
  const waiting = await findPending(
    deps.db,
    await unifiedCode(deps.db, values['uscc'] ?? ''),
    phoneIndex,
    deps.clock.now(),
  )
  if (!waiting) return show(deps, context, { values, fault: nothingWaits, draft })
  const content = pendingSchema.parse(JSON.parse(deps.crypto.decrypt(waiting.content, pendingPlace(waiting.id))))
  await recordResumed(deps, audit, waiting.id)
  await deps.smsCodes.take('resume-legal', codeSubject(deps, req, phone))
  await resumeDraft.drop(deps, req.sessionID)
  await renewId(req, deps.sessions.applicant.store)
  await legalDraft.write(deps, req.sessionID, {
    sends: 0,
    secret: content.secret,
    certificate: content.certificate,
    resumed: content.values,
  })
  // The code that opened it proved the phone of the form as well.
  await deps.smsCodes.grant('register-legal', codeSubject(deps, req, phone))
  context.redirect(paths.registerLegal)
}

/** Coming back to a registration whose verification did not succeed within the day. */
export const resumeRoutes = (deps: Deps): readonly Route[] => [
  publicRoute({
    method: 'get',
    path: paths.resumeLegal,
    handler: (context) => show(deps, context, { values: {} }),
  }),
  publicRoute({
    method: 'post',
    path: paths.resumeLegal,
    handler: async (context) => {
      const { req, body } = context
      const values = typed(body)
      switch (body['action']) {
        case 'send-code': {
          const { result, draft } = await sendFor(deps, context)
          await resumeDraft.write(deps, req.sessionID, draft)
          if ('sent' in result) return show(deps, context, { values, sent: result.sent, draft })
          return show(deps, context, { values, errors: { [result.field]: result.error }, draft })
        }
        case 'captcha-question':
        case 'captcha-picture': {
          const captchaMode = body['action'] === 'captcha-question' ? 'question' : 'picture'
          return show(deps, { ...context, body: { ...body, captchaMode } }, { values })
        }
        default:
          return resume(deps, context)
      }
    },
  }),
  publicRoute({
    method: 'post',
    path: paths.resumeLegalCode,
    handler: async (context) => {
      const { result, draft } = await sendFor(deps, context)
      await resumeDraft.write(deps, context.req.sessionID, draft)
      await answerCodeRequest(deps, context, result)
    },
  }),
]
