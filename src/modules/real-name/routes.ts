import { AppError } from '../../core/errors.ts'
import { maxFileBytes } from '../../core/files.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import type { IdentityResult } from '../../infra/identity/gateway.ts'
import { faqMessage } from '../../web/faq.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { hasLostNumber } from '../people/claims.ts'
import { answerCodeRequest } from '../accounts/code-step.ts'
import { ownNext, wantsQuestion, withQuery } from '../accounts/form-view.ts'
import { errorList, wholeForm } from '../../web/form-view.ts'
import { mayFound } from '../people/admission.ts'
import { channelText, isVerifiable, realNameChannelCodes, realNameChannels, type RealNameChannel } from './channels.ts'
import { skipRealName, verifyIdentity } from './commands.ts'
import { cardDraft, channelFields, type FormState } from './form.ts'
import { findHolder, type Holder } from './queries.ts'
import type { Proving } from './submit-channel.ts'
import { submitChannel, sendCardCode } from './submit-channel.ts'

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

const provingOf = (deps: Deps, context: PageContext, channel: RealNameChannel, holder: Holder): Proving => ({
  person: { name: holder.name, idNumber: holder.idNumber },
  bringer: { door: 'applicant', whose: holder.id },
  show: (state, body = context.body) => showChannel(deps, { ...context, body }, channel, holder, state),
  conclude: (ask, state) => conclude(deps, context, channel, holder, ask, state),
})

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
      await submitChannel[channel](deps, context, provingOf(deps, context, channel, holder))
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
      const { result } = await sendCardCode(deps, context)
      await answerCodeRequest(deps, context, result)
    },
  }),
]
