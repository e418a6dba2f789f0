import type { Deps } from '../../deps.ts'
import type { IdentityResult } from '../../infra/identity/gateway.ts'
import { errorPages } from '../../web/errors.ts'
import type { Context, Files } from '../../web/route.ts'
import { requestCode } from '../accounts/code-step.ts'
import type { Upload } from '../files/receive.ts'
import type { RealNameChannel } from './channels.ts'
import {
  cardDraft,
  readBankCard,
  readFaceConsent,
  readSocialSecurityCard,
  type FormState,
  type Person,
} from './form.ts'
import { readFacePhoto } from './photo.ts'

type ProvingContext = Pick<Context<unknown>, 'req' | 'res' | 'body' | 'query' | 'audit'>

/** Somebody on the way to prove who they are: a holder of an account, or a legal representative who registers. */
export type Proving = {
  readonly person: Person
  /** Under whom the pictures are counted. */
  readonly bringer: Upload['bringer']
  /** Shows the form of the channel again; `body` in place of what was posted. */
  readonly show: (state: FormState, body?: ProvingContext['body']) => Promise<void>
  /** Asks the gateway and says what came of it. */
  readonly conclude: (ask: () => Promise<IdentityResult>, state?: FormState) => Promise<void>
}

/** Sends a code to the phone of the bank card, for the form and for its button. */
export const sendCardCode = async (deps: Deps, context: ProvingContext) => {
  const { result, draft } = await requestCode(deps, context, await cardDraft.read(deps, context.req.sessionID), {
    purpose: 'bank-card',
    typedPhone: context.body['phone'] ?? '',
  })
  await cardDraft.write(deps, context.req.sessionID, draft)
  return { result, draft }
}

type Submit = (deps: Deps, context: ProvingContext, proving: Proving) => Promise<void>

const submitBankCard: Submit = async (deps, context, { person, show, conclude }) => {
  const { req, body } = context
  switch (body['action']) {
    case 'send-code': {
      const { result, draft } = await sendCardCode(deps, context)
      return show('sent' in result ? { draft, sent: result.sent } : { draft, errors: { [result.field]: result.error } })
    }
    case 'captcha-question':
    case 'captcha-picture': {
      const captchaMode = body['action'] === 'captcha-question' ? 'question' : 'picture'
      return show({ draft: await cardDraft.read(deps, req.sessionID) }, { ...body, captchaMode })
    }
  }
  const { errors, form } = await readBankCard(deps, context)
  const draft = await cardDraft.read(deps, req.sessionID)
  if (!form) return show({ errors, draft })
  await conclude(() => deps.identity.bankCard({ ...person, ...form }), { draft })
}

const submitSocialSecurityCard: Submit = async (deps, context, { person, show, conclude }) => {
  const { errors, form } = readSocialSecurityCard(context)
  if (!form) return show({ errors })
  await conclude(() => deps.identity.socialSecurityCard({ ...person, ...form }))
}

const submitFace: Submit = async (deps, context, { person, bringer, show, conclude }) => {
  const { req, res } = context
  const refused = req.filesRefused
  const read = refused
    ? { error: refused.message, status: errorPages[refused.code].status }
    : await readFacePhoto(deps, (req.files ?? []) as Files, { bringer, res })
  const errors = { ...('error' in read ? { files: read.error } : {}), ...readFaceConsent(context) }
  if ('error' in read) return show({ errors, status: read.status })
  if (Object.keys(errors).length > 0) return show({ errors })
  await conclude(() => deps.identity.face({ ...person, photo: read.photo }))
}

/** What a channel does with what was posted to it. */
export const submitChannel = {
  'bank-card': submitBankCard,
  'social-security-card': submitSocialSecurityCard,
  face: submitFace,
} as const satisfies Record<RealNameChannel, Submit>
