import { createHmac } from 'node:crypto'
import { Refused } from '../core/errors.ts'

/** Delivers one message; resolves when the gateway took it. `id` lets the gateway drop a repeated delivery. */
export type SmsGateway = { readonly send: (message: { id: string; phone: string; text: string }) => Promise<void> }

/** The signature both sides compute over the exact body. */
export const smsSignature = (key: string, body: string): string => createHmac('sha256', key).update(body).digest('hex')

/** The gateway over HTTP: one signed POST, five seconds, no redirects. */
export const createSmsGateway = (url: string, key: string): SmsGateway => ({
  send: async (message) => {
    const body = JSON.stringify(message)
    const answer = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'x-signature': smsSignature(key, body) },
      signal: AbortSignal.timeout(5_000),
      redirect: 'error',
    })
    if (!answer.ok) throw new Refused(`SMS gateway answered ${answer.status}`)
  },
})
