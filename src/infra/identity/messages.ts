import { createHmac } from 'node:crypto'
import { z } from 'zod'

/*
 * What the portal and the identity gateway say to each other: one POST of JSON per question, one JSON answer.
 * Both are signed over direction, channel, time, nonce and exact body; an answer repeats the nonce of its question, so
 * that neither a question nor an answer is good a second time or in another place.
 */

const text = z.string().min(1).max(200)
const person = { name: text, idNumber: text }

/** The questions, by channel. */
export const identityQuestions = {
  /** Name, document, card and reserved phone belong together. */
  'bank-card': z.object({ ...person, cardNumber: text, phone: text }),
  /** Name, document and social-security card belong together. */
  'social-security-card': z.object({ ...person, cardNumber: text }),
  /** The face is the one of the document's holder; the picture as base64. */
  face: z.object({ ...person, photo: z.base64().min(1).max(2_000_000) }),
  /** Name and document belong together. */
  person: z.object(person),
  /** Name, document and mobile phone belong together. */
  'person-phone': z.object({ ...person, phone: text }),
  /** A unit the market-supervision department or the institution register keeps. */
  enterprise: z.object({
    type: text,
    name: text,
    uscc: text,
    representativeName: text,
    representativeIdNumber: text,
  }),
} as const

export type IdentityChannel = keyof typeof identityQuestions

export const identityChannels = Object.keys(identityQuestions) as readonly IdentityChannel[]

/** What the gateway answers; `reason` is a sentence for the person. */
export const identityAnswerSchema = z.discriminatedUnion('result', [
  z.object({ result: z.literal('match') }),
  z.object({ result: z.literal('mismatch'), reason: z.string().trim().min(1).max(200) }),
])

export type IdentityAnswer = z.infer<typeof identityAnswerSchema>

/** Names of the headers that carry the signature and what it covers besides the body. */
export const signatureHeaders = { time: 'x-timestamp', nonce: 'x-nonce', signature: 'x-signature' } as const

type Signed = {
  readonly direction: 'question' | 'answer'
  readonly channel: IdentityChannel
  /** ISO instant. */
  readonly time: string
  readonly nonce: string
  readonly body: string
}

/** The signature of a question or an answer, in hexadecimal. */
export const identitySignature = (key: string, { direction, channel, time, nonce, body }: Signed): string =>
  createHmac('sha256', key).update([direction, channel, time, nonce, body].join('\n')).digest('hex')
