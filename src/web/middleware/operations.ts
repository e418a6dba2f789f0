import { createHash, timingSafeEqual } from 'node:crypto'
import { Router, type Request } from 'express'
import type { Deps } from '../../deps.ts'
import { migrationSettings } from '../../db/migrate.ts'
import { paths } from '../paths.ts'

const within = <T>(work: Promise<T>, milliseconds: number): Promise<T> =>
  Promise.race([
    work,
    new Promise<never>((_resolve, reject) => setTimeout(() => reject(new Error('timeout')), milliseconds).unref()),
  ])

const fine = (work: Promise<unknown>): Promise<boolean> =>
  within(work, 900).then(
    () => true,
    () => false,
  )

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

const local = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

/** What a proxy adds to a request it relays, whichever it is. */
const relayHeader = /^(forwarded|via|x-forwarded.*|x-real-ip|x-original-.*|(x-|true-)?(cluster-)?client-ip|cf-.*)$/

/**
 * Whoever has the token; without one only the machine itself. Behind a proxy every request comes from the machine
 * itself, so there a token must be given.
 */
const mayReadMetrics = (req: Request, token: string | undefined): boolean => {
  if (token !== undefined) return timingSafeEqual(digest(req.headers.authorization ?? ''), digest(`Bearer ${token}`))
  return local.has(req.socket.remoteAddress ?? '') && !Object.keys(req.headers).some((name) => relayHeader.test(name))
}

/** What machines ask: is the process up, can it work, how is it doing. Not limited, and no details to the outside. */
export const operations = (deps: Pick<Deps, 'db' | 'redis' | 'config' | 'metrics' | 'draining'>): Router => {
  const router = Router()
  router.get(paths.health, (_req, res) => {
    res.json({ status: 'ok' })
  })
  router.get(paths.ready, async (_req, res) => {
    const [database, redis, migrations] = await Promise.all([
      fine(deps.db.knex.raw('select 1')),
      fine(deps.redis.ping()),
      fine(
        deps.db.knex.migrate.status(migrationSettings).then((behind) => {
          if (behind !== 0) throw new Error('schema and code differ')
        }),
      ),
    ])
    const ready = database && redis && migrations && !deps.draining.value
    res.status(ready ? 200 : 503).json({ status: ready ? 'ok' : 'unavailable', database, redis, migrations })
  })
  router.get(paths.metrics, async (req, res) => {
    if (!mayReadMetrics(req, deps.config.metricsToken)) {
      res.status(404).end()
      return
    }
    res.type(deps.metrics.registry.contentType).send(await deps.metrics.registry.metrics())
  })
  return router
}
