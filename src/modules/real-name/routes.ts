import { AppError } from '../../core/errors.ts'
import { maxFileBytes } from '../../core/files.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import type { IdentityResult } from '../../infra/identity/gateway.ts'
import { errorPages } from '../../web/errors.ts'
import { faqMessage } from '../../web/faq.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, type Applicant, type Context, type Files, type Route } from '../../web/route.ts'
import { hasLostNumber } from '../people/claims.ts'
import { answerCodeRequest, requestCode } from '../accounts/code-step.ts'
import { ownNext, wantsQuestion, withQuery } from '../accounts/form-view.ts'
import { errorList, wholeForm } from '../../web/form-view.ts'
import { mayFound } from '../people/admission.ts'
import { channelText, isVerifiable, realNameChannelCodes, realNameChannels, type RealNameChannel } from './channels.ts'
import { skipRealName, verifyIdentity } from './commands.ts'
import {
  cardDraft,
  channelFields,
  readBankCard,
  readFaceConsent,
  readSocialSecurityCard,
  type FormState,
} from './form.ts'
import { readFacePhoto } from './photo.ts'
import { findHolder, type Holder } from './queries.ts'

type PageContext = Context<Applicant>

const nextOf = (context: PageContext): string | undefined => ownNext(context.body['next'] ?? context.query['next'])

const crumbs = (...more: readonly { href: string; text: string }[]) => [
  { href: paths.home, text: '首页' },
  { href: paths.account, text: '用户中心' },
  ...more,
]

const requireHolder = async (deps: Deps, context: PageContext): Promise<Holder> => {
  const holder = await findHolder(deps, context.actor.id)
  if (!holder) throw new AppError('NOT_FOUND')
  return holder
}

const mayUseChannels = (holder: Holder): boolean =>
  holder.kind === 'PERSONAL' && holder.level === 0 && isVerifiable(holder.idType)

/** The channels as cards: each open, or with what to do instead while its service does not answer. */
const channelCards = (deps: Deps, next: string | undefined) =>
  realNameChannelCodes.map((code) => ({
    code,
    title: realNameChannels[code].title,
    text: realNameChannels[code].text,
    href: withQuery(paths.verifyChannel(code), { next }),
    suspended: deps.identity.isSuspended(code),
  }))

const showState = async (deps: Deps, context: PageContext): Promise<void> => {
  const holder = await requireHolder(deps, context)
  const next = nextOf(context)
  context.view('real-name/index.njk', {
    page: { title: '实名认证', breadcrumb: crumbs({ href: '', text: '实名认证' }) },
    holder: { legal: holder.kind === 'LEGAL_PERSON', verifiable: isVerifiable(holder.idType) },
    lost: await hasLostNumber(deps.db, holder.id),
    correctHref: paths.accountIdentity,
    verified: holder.level > 0 && {
      channel: channelText(holder.channel),
      at: holder.at ? localDateTime(holder.at).text : '',
    },
    justVerified: context.query['done'] !== undefined,
    justRegistered: holder.kind === 'PERSONAL' && !holder.skipped && holder.level === 0,
    channels: channelCards(deps, next),
    next,
    finishHref: next ?? (holder.skipped ? paths.home : paths.registerDone),
  })
}

type Outcome = { readonly failure?: string; readonly unavailable?: boolean }

const showChannel = async (
  deps: Deps,
  context: PageContext,
  channel: RealNameChannel,
  holder: Holder,
  state: FormState & Outcome = {},
): Promise<void> => {
  const next = nextOf(context)
  const errors = state.errors ?? {}
  const { title } = realNameChannels[channel]
  if (state.unavailable) context.res.setHeader('Retry-After', '30')
  context.view(
    'real-name/channel.njk',
    {
      page: {
        title,
        breadcrumb: crumbs({ href: withQuery(paths.verify, { next }), text: '实名认证' }, { href: '', text: title }),
      },
      channel,
      title,
      action: paths.verifyChannel(channel),
      fields: await channelFields(deps, context, channel, holder, state),
      captchaMode: wantsQuestion(context.body['captchaMode'] ?? context.query['captcha']) ? 'question' : 'picture',
      errors: errorList(errors),
      sent: state.sent,
      failure: state.failure,
      unavailable: state.unavailable,
      triesLeft: state.failure === undefined ? undefined : await deps.limits.left('verify-account-day', holder.id),
      suspended: deps.identity.isSuspended(channel),
      others: channelCards(deps, next).filter((other) => other.code !== channel),
      next,
      backHref: withQuery(paths.verify, { next }),
    },
    state.status ??
      (state.unavailable ? 503 : Object.keys(errors).length > 0 || state.failure !== undefined ? 422 : 200),
  )
}

/** Shows what came of a try: the success page, or the form with the reason and the other ways. */
const conclude = async (
  deps: Deps,
  context: PageContext,
  channel: RealNameChannel,
  holder: Holder,
  ask: () => Promise<IdentityResult>,
  state: FormState = {},
): Promise<void> => {
  const result = await verifyIdentity(deps, holder, context.audit, channel, ask)
  switch (result.kind) {
    case 'match':
      return context.redirect(withQuery(paths.verify, { done: '1', next: nextOf(context) }))
    case 'taken':
      return showChannel(deps, context, channel, holder, { ...state, failure: faqMessage('F-01') })
    case 'mismatch':
      return showChannel(deps, context, channel, holder, { ...state, failure: result.reason })
    case 'unavailable':
      return showChannel(deps, context, channel, holder, { ...state, unavailable: true })
  }
}

const sendCodeFor = async (deps: Deps, context: PageContext) => {
  const { result, draft } = await requestCode(deps, context, await cardDraft.read(deps, context.req.sessionID), {
    purpose: 'bank-card',
    typedPhone: context.body['phone'] ?? '',
  })
  await cardDraft.write(deps, context.req.sessionID, draft)
  return { result, draft }
}

const submitBankCard = async (deps: Deps, context: PageContext, holder: Holder): Promise<void> => {
  const { req, body } = context
  const show = (state: FormState) => showChannel(deps, context, 'bank-card', holder, state)
  switch (body['action']) {
    case 'send-code': {
      const { result, draft } = await sendCodeFor(deps, context)
      return show('sent' in result ? { draft, sent: result.sent } : { draft, errors: { [result.field]: result.error } })
    }
    case 'captcha-question':
    case 'captcha-picture': {
      const captchaMode = body['action'] === 'captcha-question' ? 'question' : 'picture'
      const draft = await cardDraft.read(deps, req.sessionID)
      return showChannel(deps, { ...context, body: { ...body, captchaMode } }, 'bank-card', holder, { draft })
    }
  }
  const draft = await cardDraft.read(deps, req.sessionID)
  const { errors, form } = await readBankCard(deps, context)
  if (!form) return show({ errors, draft })
  const { cardNumber, phone } = form
  const { name, idNumber } = holder
  await conclude(
    deps,
    context,
    'bank-card',
    holder,
    () => deps.identity.bankCard({ name, idNumber, cardNumber, phone }),
    { draft },
  )
}

const submitSocialSecurityCard = async (deps: Deps, context: PageContext, holder: Holder): Promise<void> => {
  const { errors, form } = readSocialSecurityCard(context)
  if (!form) return showChannel(deps, context, 'social-security-card', holder, { errors })
  const { name, idNumber } = holder
  await conclude(deps, context, 'social-security-card', holder, () =>
    deps.identity.socialSecurityCard({ name, idNumber, cardNumber: form.cardNumber }),
  )
}

const submitFace = async (deps: Deps, context: PageContext, holder: Holder): Promise<void> => {
  const upload = { bringer: { door: 'applicant', whose: holder.id }, res: context.res } as const
  const refused = context.req.filesRefused
  const read = refused
    ? { error: refused.message, status: errorPages[refused.code].status }
    : await readFacePhoto(deps, (context.req.files ?? []) as Files, upload)
  const errors = { ...('error' in read ? { files: read.error } : {}), ...readFaceConsent(context) }
  if ('error' in read) return showChannel(deps, context, 'face', holder, { errors, status: read.status })
  if (Object.keys(errors).length > 0) return showChannel(deps, context, 'face', holder, { errors })
  const { name, idNumber } = holder
  await conclude(deps, context, 'face', holder, () => deps.identity.face({ name, idNumber, photo: read.photo }))
}

const submits = {
  'bank-card': submitBankCard,
  'social-security-card': submitSocialSecurityCard,
  face: submitFace,
} as const satisfies Record<RealNameChannel, unknown>

const channelRoutes = (deps: Deps, channel: RealNameChannel): readonly Route[] => [
  applicantRoute({
    method: 'get',
    path: paths.verifyChannel(channel),
    handler: async (context) => {
      const holder = await requireHolder(deps, context)
      if (!mayUseChannels(holder)) return context.redirect(withQuery(paths.verify, { next: nextOf(context) }))
      const draft = await cardDraft.read(deps, context.req.sessionID)
      await showChannel(deps, context, channel, holder, { draft })
    },
  }),
  applicantRoute({
    method: 'post',
    path: paths.verifyChannel(channel),
    ...(channel === 'face'
      ? {
          upload: {
            maxFiles: 1,
            maxBytes: maxFileBytes,
            count: ({ actor }) =>
              deps.limits.use(
                'face-photo',
                actor.id,
                (wait) => `刷脸认证的次数过多，请${wait}后再试，或者选择其他认证方式`,
              ),
            keepsForm: true,
          },
        }
      : {}),
    handler: async (context) => {
      const holder = await requireHolder(deps, context)
      // Verified already, in another tab or by a second press of the button: the page says so.
      if (!mayUseChannels(holder))
        return context.redirect(withQuery(paths.verify, { done: holder.level > 0 ? '1' : '', next: nextOf(context) }))
      await submits[channel](deps, context, holder)
    },
    again: async (context, sentence) => {
      const draft = await cardDraft.read(deps, context.req.sessionID)
      const errors = { [wholeForm]: sentence }
      await showChannel(deps, context, channel, await requireHolder(deps, context), { draft, errors })
    },
  }),
]

/** 实名认证: where one stands, the three channels, putting it off, and the end of a person's registration. */
export const realNameRoutes = (deps: Deps): readonly Route[] => [
  applicantRoute({
    method: 'get',
    path: paths.verify,
    handler: (context) => showState(deps, context),
  }),
  applicantRoute({
    method: 'post',
    path: paths.verify,
    handler: async (context) => {
      const { kind, skipped } = await requireHolder(deps, context)
      await skipRealName(deps, context.actor.id, context.audit)
      context.redirect(nextOf(context) ?? (kind === 'PERSONAL' && !skipped ? paths.registerDone : paths.home))
    },
  }),
  applicantRoute({
    method: 'get',
    path: paths.registerDone,
    handler: async (context) => {
      const { kind, level } = await requireHolder(deps, context)
      if (kind !== 'PERSONAL') throw new AppError('NOT_FOUND')
      context.view('real-name/registered.njk', {
        page: {
          title: '注册成功',
          breadcrumb: [
            { href: paths.home, text: '首页' },
            { href: '', text: '注册成功' },
          ],
        },
        account: { name: context.actor.name, loginName: context.actor.loginName },
        verified: level > 0,
        // Where the authority reviews new applicants first, that is the next thing to do.
        bindFirst: !(await mayFound(deps.db.knex, deps.site, context.actor)),
        department: deps.site.departmentName,
      })
    },
  }),
  ...realNameChannelCodes.flatMap((channel) => channelRoutes(deps, channel)),
  applicantRoute({
    method: 'post',
    path: paths.verifyBankCardCode,
    handler: async (context) => {
      const holder = await requireHolder(deps, context)
      if (!mayUseChannels(holder)) throw new AppError('NOT_ALLOWED_NOW', '您的账号不需要再次实名认证。')
      const { result } = await sendCodeFor(deps, context)
      await answerCodeRequest(deps, context, result)
    },
  }),
]
