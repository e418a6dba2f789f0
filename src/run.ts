import { IncomingMessage, ServerResponse, createServer, type Server } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Express } from 'express'
import { noProxyAdvice, type Config } from './config.ts'
import { createApp } from './app.ts'
import { createDeps, type Deps, type Overrides } from './deps.ts'
import { startWork } from './tasks.ts'

type Prototype = { prototype: object }

/**
 * An HTTP server whose requests and responses are Express's from birth. Express would otherwise swap the prototype
 * of each at every request, which puts V8 into slow objects and costs more than half of the processor time.
 */
const createPortalServer = (app: Express): Server => {
  const Req = function (this: IncomingMessage, ...args: unknown[]) {
    Reflect.apply(IncomingMessage as unknown as () => void, this, args)
  }
  const Res = function (this: ServerResponse, ...args: unknown[]) {
    Reflect.apply(ServerResponse as unknown as () => void, this, args)
  }
  ;(Req as unknown as Prototype).prototype = app.request
  ;(Res as unknown as Prototype).prototype = app.response
  const server = createServer(
    {
      IncomingMessage: Req as unknown as typeof IncomingMessage,
      ServerResponse: Res as unknown as typeof ServerResponse,
      keepAliveTimeout: 65_000,
      headersTimeout: 70_000,
      requestTimeout: 120_000,
    },
    app,
  )
  return server
}

const listen = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve())
  })

const drainMilliseconds = 25_000
/** So long whoever keeps connections open may learn, from the next answer, that they close. */
const noticeMilliseconds = 1_500

/**
 * Says no to new work, finishes what runs, then closes; a connection that will not end is cut after a while. Closing
 * idle connections without notice would cut off requests that are on their way through them.
 */
const drain = async (server: Server, deps: Deps, notice: number): Promise<void> => {
  deps.draining.value = true
  await pause(notice)
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const cut = setTimeout(() => server.closeAllConnections(), drainMilliseconds)
  await closed
  clearTimeout(cut)
}

export type RunningPortal = {
  readonly deps: Deps
  /** `notice`: milliseconds in which kept connections are still served and told to close; none unless given. */
  readonly stop: (notice?: number) => Promise<void>
}

/** Builds and serves one portal; resolves when it listens. `stop` drains it and closes everything it opened. */
export const servePortal = async (config: Config, overrides: Overrides = {}): Promise<RunningPortal> => {
  const deps = await createDeps(config, overrides)
  const server = createPortalServer(createApp(deps))
  // While draining, a kept-alive connection is told to go elsewhere after its answer.
  server.prependListener('request', (_req, res) => {
    if (deps.draining.value) res.setHeader('Connection', 'close')
  })
  await listen(server, config.port, config.host)
  const jobs = config.jobs ? await startWork(deps) : undefined
  let stopping: Promise<void> | undefined
  return {
    deps,
    stop: (notice = 0) =>
      (stopping ??= (async () => {
        await drain(server, deps, notice)
        await jobs?.stop()
        await deps.close()
      })()),
  }
}

/** Serves a portal as a process: SIGTERM and SIGINT drain it, then `afterwards` runs and the process ends. */
export const runPortal = async (config: Config, afterwards: () => Promise<void> = async () => {}): Promise<void> => {
  const { deps, stop } = await servePortal(config)
  const stopAndLeave = () => {
    void stop(noticeMilliseconds)
      .then(afterwards)
      .then(
        () => process.exit(0),
        (error: unknown) => {
          deps.log.error({ err: error }, 'stopping failed')
          process.exit(1)
        },
      )
  }
  process.on('SIGTERM', stopAndLeave)
  process.on('SIGINT', stopAndLeave)
  if (deps.publicUrl.startsWith('https:') && config.trustProxyHops === 0)
    deps.log.warn({ variable: 'TRUST_PROXY_HOPS' }, noProxyAdvice)
  deps.log.info({ port: config.port, site: config.site }, 'listening')
}
