import { createIdentityClient, type ClientOptions } from './client.ts'
import type { IdentityChannel } from './messages.ts'

/** What came of a check: `reason` is a Chinese sentence for the person; unavailable says nothing about anybody. */
export type IdentityResult =
  { readonly kind: 'match' } | { readonly kind: 'mismatch'; readonly reason: string } | { readonly kind: 'unavailable' }

type Check<Question> = (question: Question) => Promise<IdentityResult>

type Holder = { readonly name: string; readonly idNumber: string }

/** 银联卡: name, document, card and reserved phone. */
type BankCardCheck = Check<Holder & { readonly cardNumber: string; readonly phone: string }>
/** 社会保障卡: name, document and card. */
type SocialSecurityCardCheck = Check<Holder & { readonly cardNumber: string }>
/** 刷脸: name, document and a picture of the face (JPEG). */
type FaceCheck = Check<Holder & { readonly photo: Uint8Array }>
/** Name and document only: for a person who is not in front of the screen. */
type PersonCheck = Check<Holder>
/** Name, document and the phone that is registered under them: whoever has its code is that person. */
type PersonPhoneCheck = Check<Holder & { readonly phone: string }>

/** Kinds of units whose register is not the civil affairs departments' own. */
export type EnterpriseType = 'ENTERPRISE' | 'PUBLIC_INSTITUTION' | 'SELF_EMPLOYED'

/** 企业、机关事业单位、个体工商户: compared with the register that keeps them. */
type EnterpriseCheck = Check<{
  readonly type: EnterpriseType
  readonly name: string
  readonly uscc: string
  readonly representativeName: string
  readonly representativeIdNumber: string
}>

export type IdentityGateway = {
  readonly bankCard: BankCardCheck
  readonly socialSecurityCard: SocialSecurityCardCheck
  readonly face: FaceCheck
  readonly person: PersonCheck
  readonly personPhone: PersonPhoneCheck
  readonly enterprise: EnterpriseCheck
  /** Whether a channel failed so often that it is not asked at the moment. */
  readonly isSuspended: (channel: IdentityChannel) => boolean
}

/** The channels over HTTP; each has its own breaker, so that one that is down leaves the others open. */
export const createIdentityGateway = (options: ClientOptions): IdentityGateway => {
  const client = createIdentityClient(options)
  const ask = async (channel: IdentityChannel, question: object): Promise<IdentityResult> => {
    const answer = await client.ask(channel, question)
    if (!answer) return { kind: 'unavailable' }
    return answer.result === 'match' ? { kind: 'match' } : { kind: 'mismatch', reason: answer.reason }
  }
  return {
    bankCard: (question) => ask('bank-card', question),
    socialSecurityCard: (question) => ask('social-security-card', question),
    face: ({ photo, ...holder }) => ask('face', { ...holder, photo: Buffer.from(photo).toString('base64') }),
    person: (question) => ask('person', question),
    personPhone: (question) => ask('person-phone', question),
    enterprise: (question) => ask('enterprise', question),
    isSuspended: client.rests,
  }
}
