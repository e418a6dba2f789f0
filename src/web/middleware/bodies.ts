import type { IncomingMessage } from 'node:http'
import express, { type RequestHandler } from 'express'

declare global {
  namespace Express {
    interface Request {
      /** The exact bytes of a JSON body: a signature is over them. */
      rawBody?: Buffer
    }
  }
}

const json = (limit: string): RequestHandler =>
  express.json({
    limit,
    strict: true,
    verify: (req: IncomingMessage & { rawBody?: Buffer }, _res, bytes) => {
      req.rawBody = bytes
    },
  })

/**
 * Forms and, for machines, JSON; small, and never nested. Files go through the upload of their route. `pictures` is the
 * address below which JSON may carry a picture; `tables`, the addresses whose forms hold a row for each of many people.
 */
export const bodies = (pictures: string | undefined, tables?: RegExp): RequestHandler[] => {
  const [small, large] = [json('32kb'), json('3mb')]
  const form = express.urlencoded({ extended: false, limit: '256kb', parameterLimit: 500 })
  const table = express.urlencoded({ extended: false, limit: '2mb', parameterLimit: 15_000 })
  return [
    (req, res, next) => (tables?.test(req.path) === true ? table : form)(req, res, next),
    (req, res, next) => (pictures !== undefined && req.path === pictures ? large : small)(req, res, next),
  ]
}
