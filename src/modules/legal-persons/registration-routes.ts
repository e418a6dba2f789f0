import { isCivilAffairs, isLegalPersonType } from '../../core/legal-persons/types.ts'
import { AppError } from '../../core/errors.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, publicRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { answerCodeRequest, requestCode } from '../accounts/code-step.ts'
import { emptyDraft, legalDraft, type LegalDraft } from './draft.ts'
import { typedValues } from './form.ts'
import { prefillOf } from './prefill.ts'
import { certificateOf } from '../people/legal-person.ts'
import { legalAccount } from '../people/register-agreement.ts'
import { authorityNames, nextOf, showForm, siteFields, type FormState, type LegalContext } from './register-view.ts'
import { type Received, statusOf, receiveCertificate, largestUpload, countFile } from './receive-certificate.ts'
import { keepPassword, submitLegal } from './submit.ts'

const sendFor = async (deps: Deps, context: LegalContext, draft: LegalDraft) =>
  requestCode(deps, context, draft, {
    purpose: 'register-legal',
    typedPhone: typedValues(siteFields(deps), context.body)['phone'] ?? '',
  })

/** What the form may begin with: what waits in the draft, or an organization whose founder asks. */
const beginning = async (deps: Deps, context: LegalContext): Promise<FormState> => {
  const { req, actor, query } = context
  const draft = req.session?.csrfToken ? await legalDraft.read(deps, req.sessionID) : emptyDraft
  if (draft.proving) return { values: draft.proving, draft }
  if (draft.resumed) return { values: draft.resumed, draft, resumed: true }
  const blank = { idType: 'RESIDENT_ID' }
  const found = actor && query['organization'] ? await prefillOf(deps, query['organization'], actor) : undefined
  if (!found) return { values: blank, draft: emptyDraft }
  const { authority = '' } = found.values
  // A certificate the portal made itself is at hand, as one that was sent.
  const { certificate } = found
  const begun = certificate ? { ...draft, certificate } : draft
  if (certificate) await legalDraft.write(deps, req.sessionID, begun)
  return {
    values: { ...blank, ...found.values, authority: authorityNames(deps).includes(authority) ? authority : '' },
    draft: begun,
  }
}

/** The form once more, after another button of it: file and password wait in the draft. */
const keepAndShow = async (
  deps: Deps,
  context: LegalContext,
  received: Received,
  draft: LegalDraft,
  state: Pick<FormState, 'errors' | 'sent'> = {},
): Promise<void> => {
  const values = typedValues(siteFields(deps), context.body)
  const kept = keepPassword(context, draft, values)
  await legalDraft.write(deps, context.req.sessionID, kept.draft)
  const errors = { ...kept.errors, ...received.errors, ...state.errors }
  await showForm(deps, context, { ...statusOf(received), ...state, values, draft: kept.draft, errors })
}

const postForm = async (deps: Deps, context: LegalContext): Promise<void> => {
  const { req, body } = context
  const action = body['action']
  if (action !== 'send-code' && action !== 'captcha-question' && action !== 'captcha-picture')
    return submitLegal(deps, context)
  const received = await receiveCertificate(deps, context, await legalDraft.read(deps, req.sessionID), undefined)
  if (action !== 'send-code') {
    const captchaMode = action === 'captcha-question' ? 'question' : 'picture'
    return keepAndShow(deps, { ...context, body: { ...body, captchaMode } }, received, received.draft)
  }
  const { result, draft } = await sendFor(deps, context, received.draft)
  return keepAndShow(
    deps,
    context,
    received,
    draft,
    'sent' in result ? { sent: result.sent } : { errors: { [result.field]: result.error } },
  )
}

const postCode = async (deps: Deps, context: LegalContext): Promise<void> => {
  const { result, draft } = await sendFor(deps, context, await legalDraft.read(deps, context.req.sessionID))
  await legalDraft.write(deps, context.req.sessionID, draft)
  await answerCodeRequest(deps, context, result)
}

const showDone = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
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
    handler: (context) => postForm(deps, context),
  }),
  publicRoute({
    method: 'post',
    path: paths.registerLegalCode,
    handler: (context) => postCode(deps, context),
  }),
  applicantRoute({
    method: 'get',
    path: paths.registerLegalDone,
    handler: (context) => showDone(deps, context),
  }),
]
