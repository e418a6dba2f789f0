import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { z } from 'zod'
import { smsSignature } from '../../src/infra/sms-gateway.ts'

const messageSchema = z.object({ id: z.string(), phone: z.string(), text: z.string() })

export type GatewayMessage = z.infer<typeof messageSchema>

type Answer = (res: ServerResponse, message: GatewayMessage, accept: () => void) => void

export const gatewayKey = 'a key of the gateway under test'

const read = async (req: IncomingMessage): Promise<string> => {
  let body = ''
  for await (const piece of req) body += String(piece)
  return body
}

/** Says yes to everything. */
export const agreeable: Answer = (res, _message, accept) => {
  accept()
  res.writeHead(200, { 'content-type': 'application/json' }).end('{"accepted":true}')
}

/**
 * An SMS gateway outside the portal, as well or ill behaved as `behave` makes it. It checks signatures and, as the
 * contract says, delivers each id once, however often it comes.
 */
export const startGateway = async () => {
  let answer: Answer = agreeable
  const delivered = new Map<string, GatewayMessage>()
  const received: string[] = []
  const server = createServer((req, res) => {
    void (async () => {
      const body = await read(req)
      const message = messageSchema.parse(JSON.parse(body))
      received.push(message.id)
      if (req.headers['x-signature'] !== smsSignature(gatewayKey, body)) {
        res.writeHead(403).end()
        return
      }
      answer(res, message, () => delivered.set(message.id, message))
    })().catch(() => res.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}/sms`,
    /** What people got: each id once. */
    delivered,
    /** Every request that came in, repeated ones too. */
    received,
    behave: (how: Answer): void => {
      answer = how
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
