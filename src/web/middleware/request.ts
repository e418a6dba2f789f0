import { randomUUID } from 'node:crypto'
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import type { Deps } from '../../deps.ts'

/** Names the request, in the answer and in every log and audit line that belongs to it. */
export const requestId = (_req: Request, res: Response, next: NextFunction): void => {
  res.setHeader('X-Request-Id', randomUUID())
  next()
}

/** One log line and one measurement a request. The path is the route's pattern, so no id or name gets into either. */
export const timing =
  (deps: Pick<Deps, 'log' | 'metrics'>): RequestHandler =>
  (req, res, next) => {
    const start = process.hrtime.bigint()
    res.on('finish', () => {
      const seconds = Number(process.hrtime.bigint() - start) / 1e9
      const route = (req.route as { path?: string } | undefined)?.path ?? 'none'
      deps.metrics.requests.observe({ method: req.method, route, status: res.statusCode }, seconds)
      deps.log.debug(
        { id: res.getHeader('X-Request-Id'), method: req.method, route, status: res.statusCode, ms: seconds * 1000 },
        'request',
      )
    })
    next()
  }
