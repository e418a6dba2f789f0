import { AppError } from '../../core/errors.ts'
import { maxFileBytes } from '../../core/files.ts'
import { identityKey } from '../../core/identity/documents.ts'
import { maskName } from '../../core/identity/mask.ts'
import type { Deps } from '../../deps.ts'
import type { IdentityResult } from '../../infra/identity/gateway.ts'
import { networkOf } from '../../web/address.ts'
import { paths } from '../../web/paths.ts'
import { publicRoute, type Route } from '../../web/route.ts'
import { answerCodeRequest } from '../accounts/code-step.ts'
import { wantsQuestion, withQuery } from '../accounts/form-view.ts'
import { errorList, wholeForm } from '../../web/form-view.ts'
import {
  consentDocument,
  consentVersion,
  realNameChannelCodes,
  realNameChannels,
  type RealNameChannel,
} from '../real-name/channels.ts'
import { cardDraft, channelFields, type FormState } from '../real-name/form.ts'
import type { Proving } from '../real-name/submit-channel.ts'
import { submitChannel, sendCardCode } from '../real-name/submit-channel.ts'
import { recordAgreement, recordProof } from './commands.ts'
import { legalDraft, type LegalDraft } from './draft.ts'
import { countFile } from './receive-certificate.ts'
import { giveBackTry, useTry } from './tries.ts'
import { submitLegal } from './submit.ts'
import { nextOf, type LegalContext } from './register-view.ts'

type Person = { readonly name: string; readonly idNumber: string }

/** A registration that waits for its representative, and who that is. */
type Waiting = { readonly draft: LegalDraft; readonly person: Person }

const waitingOf = async (deps: Deps, { req }: LegalContext): Promise<Waiting | undefined> => {
  if (!req.session?.csrfToken) return undefined
  const draft = await legalDraft.read(deps, req.sessionID)
  if (!draft.proving) return undefined
  return {
    draft,
    person: { name: draft.proving['representativeName'] ?? '', idNumber: draft.proving['idNumber'] ?? '' },
  }
}

type Outcome = { readonly failure?: string; readonly unavailable?: true }

const show = async (
  deps: Deps,
  context: LegalContext,
  channel: RealNameChannel,
  { person }: Waiting,
  state: FormState & Outcome = {},
): Promise<void> => {
  const next = nextOf(context)
  const errors = state.errors ?? {}
  const { title } = realNameChannels[channel]
  if (state.unavailable) context.res.setHeader('Retry-After', '30')
  const failed = Object.keys(errors).length > 0 || state.failure !== undefined
  context.view(
    'legal-persons/prove.njk',
    {
      page: {
        title,
        breadcrumb: [
          { href: paths.home, text: '首页' },
          { href: withQuery(paths.registerLegal, { next }), text: '法人注册' },
          { href: '', text: title },
        ],
      },
      channel,
      title,
      person: maskName(person.name),
      action: paths.registerLegalProve(channel),
      fields: await channelFields(deps, context, channel, person, { ...state, smsUrl: paths.registerLegalProveCode }),
      steps: [
        { title: '填写信息', state: 'done' },
        { title: '实名认证', state: 'current' },
        { title: '完成', state: 'todo' },
      ],
      captchaMode: wantsQuestion(context.body['captchaMode'] ?? context.query['captcha']) ? 'question' : 'picture',
      errors: errorList(errors),
      sent: state.sent,
      failure: state.failure,
      unavailable: state.unavailable,
      others: realNameChannelCodes
        .filter((code) => code !== channel)
        .map((code) => ({
          href: withQuery(paths.registerLegalProve(code), { next }),
          title: realNameChannels[code].title,
        })),
      next,
      backHref: withQuery(paths.registerLegal, { next }),
    },
    state.status ?? (state.unavailable ? 503 : failed ? 422 : 200),
  )
}

/**
 * Asks the gateway, once the consent is on record and the try is counted. A match finishes the registration with what
 * was typed before; nothing that was shown is kept.
 */
const conclude = async (
  deps: Deps,
  context: LegalContext,
  channel: RealNameChannel,
  waiting: Waiting,
  ask: () => Promise<IdentityResult>,
): Promise<void> => {
  const { audit, req } = context
  const { draft, person } = waiting
  const type = draft.proving?.['idType'] ?? ''
  const counted = [
    {
      name: 'legal-verify-address',
      subject: networkOf(audit.ip),
      sentence: '当前网络实名认证的次数过多，请一小时后再试',
    },
    {
      name: 'verify-document-day',
      subject: `unit.${deps.crypto.index('id-number', identityKey(type, person.idNumber))}`,
      sentence: '这位法定代表人今天实名认证的次数已达上限，请明天再试，或者到登记机关窗口办理',
    },
  ] as const
  await useTry(deps, counted)
  await recordAgreement(deps, audit, { [consentDocument(channel)]: consentVersion })
  const result = await ask()
  await recordProof(deps, audit, channel, result)
  if (result.kind === 'unavailable') {
    await giveBackTry(deps, counted)
    return show(deps, context, channel, waiting, { unavailable: true })
  }
  if (result.kind === 'mismatch') return show(deps, context, channel, waiting, { failure: result.reason })
  const { proving, ...rest } = draft
  await legalDraft.write(deps, req.sessionID, { ...rest, proved: { ...person, channel } })
  const next = nextOf(context)
  await submitLegal(deps, { ...context, body: { ...proving, ...(next ? { next } : {}), action: 'verify' } })
}

const provingOf = (deps: Deps, context: LegalContext, channel: RealNameChannel, waiting: Waiting): Proving => ({
  person: waiting.person,
  bringer: { door: 'public', whose: networkOf(context.audit.ip) },
  show: (state, body = context.body) => show(deps, { ...context, body }, channel, waiting, state),
  conclude: (ask) => conclude(deps, context, channel, waiting, ask),
})

const backToForm = (context: LegalContext): void =>
  context.redirect(withQuery(paths.registerLegal, { next: nextOf(context) }))

const channelRoutes = (deps: Deps, channel: RealNameChannel): readonly Route[] => [
  publicRoute({
    method: 'get',
    path: paths.registerLegalProve(channel),
    handler: async (context) => {
      const waiting = await waitingOf(deps, context)
      if (!waiting) return backToForm(context)
      await show(deps, context, channel, waiting, { draft: await cardDraft.read(deps, context.req.sessionID) })
    },
  }),
  publicRoute({
    method: 'post',
    path: paths.registerLegalProve(channel),
    ...(channel === 'face'
      ? { upload: { maxFiles: 1, maxBytes: maxFileBytes, count: (by) => countFile(deps, by), keepsForm: true } }
      : {}),
    handler: async (context) => {
      const waiting = await waitingOf(deps, context)
      if (!waiting) return backToForm(context)
      await submitChannel[channel](deps, context, provingOf(deps, context, channel, waiting))
    },
    again: async (context, sentence) => {
      const waiting = await waitingOf(deps, context)
      if (!waiting) return backToForm(context)
      const draft = await cardDraft.read(deps, context.req.sessionID)
      await show(deps, context, channel, waiting, { draft, errors: { [wholeForm]: sentence } })
    },
  }),
]

/** Where a legal representative whose phone does not say who that is proves it by a channel of real-name verification. */
export const proveRoutes = (deps: Deps): readonly Route[] => [
  ...realNameChannelCodes.flatMap((channel) => channelRoutes(deps, channel)),
  publicRoute({
    method: 'post',
    path: paths.registerLegalProveCode,
    handler: async (context) => {
      if (!(await waitingOf(deps, context))) throw new AppError('NOT_ALLOWED_NOW', '请从法人注册重新开始。')
      const { result } = await sendCardCode(deps, context)
      await answerCodeRequest(deps, context, result)
    },
  }),
]
