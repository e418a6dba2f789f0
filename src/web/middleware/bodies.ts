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

/** Forms and, for machines, JSON; small, and never nested. Files go through the upload of their route. */
export const bodies = (): RequestHandler[] => [
  express.urlencoded({ extended: false, limit: '256kb', parameterLimit: 500 }),
  express.json({
    limit: '32kb',
    strict: true,
    verify: (req: IncomingMessage & { rawBody?: Buffer }, _res, bytes) => {
      req.rawBody = bytes
    },
  }),
]
