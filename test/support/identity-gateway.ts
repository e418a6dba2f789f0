import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { identitySignature, signatureHeaders, type IdentityChannel } from '../../src/infra/identity/messages.ts'

export const identityKey = 'a key of the identity gateway under test'

export type Asked = {
  readonly channel: IdentityChannel
  readonly time: string
  readonly nonce: string
  readonly signature: string
  readonly body: string
}

type Behaviour = (res: ServerResponse, asked: Asked) => void

const read = async (req: IncomingMessage): Promise<string> => {
  const pieces: Buffer[] = []
  for await (const piece of req) pieces.push(piece as Buffer)
  return Buffer.concat(pieces).toString('utf8')
}

/** Answers with a body, signed as the contract says unless told otherwise. */
export const answer =
  (body: string, more: { readonly nonce?: string; readonly key?: string; readonly channel?: IdentityChannel } = {}) =>
  (res: ServerResponse, asked: Asked): void => {
    const time = '2026-11-20T04:00:00.000Z'
    const signature = identitySignature(more.key ?? identityKey, {
      direction: 'answer',
      channel: more.channel ?? asked.channel,
      time,
      nonce: more.nonce ?? asked.nonce,
      body,
    })
    res
      .writeHead(200, {
        'content-type': 'application/json',
        [signatureHeaders.time]: time,
        [signatureHeaders.signature]: signature,
      })
      .end(body)
  }

export const matching = answer('{"result":"match"}')

/** An identity gateway outside the portal, as well or ill behaved as `behave` makes it. */
export const startIdentityGateway = async () => {
  let behaviour: Behaviour = matching
  const asked: Asked[] = []
  const server = createServer((req, res) => {
    void (async () => {
      const header = (name: string): string => String(req.headers[name] ?? '')
      const question: Asked = {
        channel: (req.url ?? '').split('/').at(-1) as IdentityChannel,
        time: header(signatureHeaders.time),
        nonce: header(signatureHeaders.nonce),
        signature: header(signatureHeaders.signature),
        body: await read(req),
      }
      asked.push(question)
      behaviour(res, question)
    })().catch(() => res.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}/check`,
    /** Every question that came in, repeated ones too. */
    asked,
    behave: (how: Behaviour): void => {
      behaviour = how
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
