import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestHandler } from 'express'
import helmet from 'helmet'
import type { Deps } from '../../deps.ts'

const helmetOf = (deps: Pick<Deps, 'secure'>) =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        // The PDF and image viewer of a case page.
        frameSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'same-origin' },
    hsts: deps.secure ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  })

/** What helmet sets is the same for every answer, so it is asked once: a dozen middlewares a request cost more. */
const headersOf = (deps: Pick<Deps, 'secure'>): readonly (readonly [string, string])[] => {
  const headers: [string, string][] = []
  const recorder = {
    setHeader: (name: string, value: string) => headers.push([name, value]),
    removeHeader: () => undefined,
  }
  let fault: unknown
  helmetOf(deps)({} as IncomingMessage, recorder as unknown as ServerResponse, (error?: unknown) => {
    fault = error
  })
  if (fault !== undefined || headers.length === 0) throw new Error('helmet gave no headers', { cause: fault })
  return headers
}

/** Headers of every answer (S28): only our own files run, nothing frames us, nothing leaks where people came from. */
export const securityHeaders = (deps: Pick<Deps, 'secure'>): RequestHandler => {
  const headers = [...headersOf(deps)]
  // What our pages use of the device: the camera, for 刷脸实名认证.
  headers.push(['Permissions-Policy', 'camera=(self), microphone=(), geolocation=(), payment=(), usb=()'])
  return (_req, res, next) => {
    for (const [name, value] of headers) res.setHeader(name, value)
    next()
  }
}
