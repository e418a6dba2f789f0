import { timingSafeEqual } from 'node:crypto'
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

const mayReadMetrics = (req: Request, token: string | undefined): boolean => {
  if (token === undefined) return ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(req.socket.remoteAddress ?? '')
  const given = Buffer.from((req.headers.authorization ?? '').replace(/^Bearer /, ''))
  const wanted = Buffer.from(token)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
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
    // Behind a proxy every request seems local, so there a token must be given.
    const allowed = mayReadMetrics(req, deps.config.metricsToken)
    const relayed = req.headers['x-forwarded-for'] !== undefined && deps.config.metricsToken === undefined
    if (!allowed || relayed) {
      res.status(404).end()
      return
    }
    res.type(deps.metrics.registry.contentType).send(await deps.metrics.registry.metrics())
  })
  return router
}
