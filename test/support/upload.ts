import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import type { Browser } from './browser.ts'

/** One part of a multipart body, written as it is given, so that tests can be impolite. */
export type Part = { readonly head: readonly (string | Buffer)[]; readonly body: string | Buffer }

/** A part that carries a file under any name at all: quotes and control characters are not escaped. */
export const filePart = (name: string | Buffer, body: string | Buffer, type = 'application/octet-stream'): Part => ({
  head: ['Content-Disposition: form-data; name="files"; filename="', name, `"\r\nContent-Type: ${type}`],
  body,
})

export const fieldPart = (name: string, body: string): Part => ({
  head: [`Content-Disposition: form-data; name="${name}"`],
  body,
})

/** Puts parts together to a body; gives it with the content type that belongs to it. */
export const multipart = (parts: readonly Part[]): { readonly body: Buffer<ArrayBuffer>; readonly type: string } => {
  const boundary = `----test${randomBytes(8).toString('hex')}`
  const pieces = parts.flatMap(({ head, body }) => [`--${boundary}\r\n`, ...head, '\r\n\r\n', body, '\r\n'])
  return {
    body: Buffer.concat([...pieces, `--${boundary}--\r\n`].map((piece) => Buffer.from(piece as string))),
    type: `multipart/form-data; boundary=${boundary}`,
  }
}

/** Posts a body as it is, through the browser's cookies. */
export const postBytes = (
  browser: Browser,
  address: string,
  sent: { readonly body: Buffer<ArrayBuffer>; readonly type: string },
) => browser.raw(address, { method: 'POST', body: sent.body, headers: { 'content-type': sent.type } })

/**
 * Begins a post of `length` bytes over a bare socket, sends only `body`, and after `pause` milliseconds destroys the
 * connection, or leaves it to the other side to answer. Gives what came back.
 */
export const postBroken = (
  browser: Browser,
  baseUrl: string,
  address: string,
  sent: { readonly body: Buffer; readonly type: string; readonly length?: number; readonly pause?: number },
): Promise<string> => {
  const { hostname, port } = new URL(baseUrl)
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const head = [
    `POST ${address} HTTP/1.1`,
    `Host: ${hostname}:${port}`,
    `Cookie: ${cookie}`,
    'Connection: close',
    `Content-Type: ${sent.type}`,
    `Content-Length: ${sent.length ?? sent.body.length}`,
  ].join('\r\n')
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(Number(port), hostname, () => {
      socket.write(`${head}\r\n\r\n`)
      socket.write(sent.body, () => {
        if (sent.pause !== undefined) setTimeout(() => socket.destroy(), sent.pause)
      })
    })
    socket.setEncoding('latin1')
    socket.on('data', (text) => {
      answer += String(text)
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(answer))
  })
}
