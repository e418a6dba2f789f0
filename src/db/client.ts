import knexFactory, { type Knex } from 'knex'
import pg from 'pg'
import type { Logger } from '../infra/logger.ts'

// Counts and ids fit a number here; dates stay 'YYYY-MM-DD' texts, never midnight instants in some zone.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
pg.types.setTypeParser(pg.types.builtins.DATE, (text: string) => text)

/** One prepared statement of a page: its name, its text and its parameters. */
export type Statement = { readonly name: string; readonly text: string }

export type Database = {
  /** For commands, migrations and what is not hot. */
  readonly knex: Knex
  /** A read by named prepared statement; repeated once when the connection was lost under it. */
  readonly read: <Row>(statement: Statement, values: readonly unknown[]) => Promise<Row[]>
  /** Another pool under the same limits, for the job runner and as patient as it needs; whoever opens it ends it. */
  readonly openPool: (connections: number) => pg.Pool
  readonly close: () => Promise<void>
}

/** Milliseconds after which the server ends a statement, and after which we give up on its answer. */
type Limits = { readonly statement: number; readonly answer: number }

/**
 * The server has to end a statement before we give up on it: only a server that hangs is given up on, and the
 * connection with it. Somebody waits for each read of a page.
 */
const limits: Readonly<Record<'read' | 'write', Limits>> = {
  read: { statement: 6_000, answer: 8_000 },
  write: { statement: 10_000, answer: 12_000 },
}

const connection = (url: string, { statement, answer }: Limits) => ({
  connectionString: url,
  statement_timeout: statement,
  query_timeout: answer,
  idle_in_transaction_session_timeout: 15_000,
  connectionTimeoutMillis: 3_000,
  keepAlive: true,
})

const connectionLost = new Set([
  '57P01', // admin shutdown
  '57P02', // crash shutdown
  '57P03', // cannot connect now
  '25P03', // idle in a transaction: we were stopped, or too slow
  '53200', // out of memory
  '53300', // too many connections
  '08006',
  '08003',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
])

/** What pg and its pool say when the server does not answer: to a statement, to a connection, in time. */
const hangs = /(^| - )(Query read timeout|timeout expired|timeout exceeded when trying to connect)$|connection timeout/

const isLate = (error: unknown): boolean => error instanceof Error && hangs.test(error.message)

/** Whether an error of pg means that the server went away or hangs, not that the statement was wrong. */
export const isConnectionLoss = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return connectionLost.has(code) || isLate(error) || /Connection terminated|is not queryable/i.test(error.message)
}

/**
 * pg stops waiting for a late answer but keeps the connection, on which every later statement would wait for it too:
 * this closes it, so that the pool drops it and a transaction ends on the server.
 */
const closeWhenLate = (client: pg.ClientBase): void => {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown
  const { stream } = (client as unknown as { connection: { stream: { destroy: () => void } } }).connection
  const look = (error: unknown): void => {
    if (isLate(error)) stream.destroy()
  }
  const watched = (...args: unknown[]): unknown => {
    const callback = args.at(-1)
    if (typeof callback === 'function')
      return query(...args.slice(0, -1), (error: unknown, result: unknown) => {
        look(error)
        Reflect.apply(callback, undefined, [error, result])
      })
    const answer = query(...args)
    if (answer instanceof Promise) answer.catch(look)
    return answer
  }
  Object.assign(client, { query: watched })
}

/**
 * Nobody waits for what the job runner writes down after a job: an error there would end the process. It tries again, for
 * hours, when the error has a code it takes for an outage (graphile-worker, RETRYABLE_ERROR_CODES); a pool that waited
 * in vain for a connection gives none.
 */
const patient = (pool: pg.Pool): pg.Pool => {
  const told = <Answer>(answer: Answer): Answer => {
    if (answer instanceof Promise)
      answer.catch((error: unknown) => {
        if (isConnectionLoss(error)) Object.assign(error as Error, { code: 'ETIMEDOUT' })
      })
    return answer
  }
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown
    Object.assign(client, { query: (...args: unknown[]) => told(query(...args)) })
  })
  const connect = pool.connect.bind(pool) as (...args: unknown[]) => unknown
  // After the end nobody is answered: what a job left to be written down then, the next runner finds open.
  const never = new Promise(() => undefined)
  Object.assign(pool, {
    connect: (...args: unknown[]) => (pool.ending && args.length === 0 ? never : told(connect(...args))),
  })
  return pool
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Opens the pools of one process. More than 10–20 connections gain nothing (measured). */
export const openDatabase = (url: string, log: Logger, { read: reading, write: writing } = limits): Database => {
  const open = (max: number, within: Limits): pg.Pool => {
    const pool = new pg.Pool({ ...connection(url, within), max })
    // Without a listener a restart of Postgres would end the process.
    pool.on('error', (error) => log.warn({ error: String(error) }, 'database connection lost'))
    pool.on('connect', closeWhenLate)
    return pool
  }
  const pool = open(10, reading)
  const say = (message: unknown) => log.warn({ message: String(message) }, 'database')
  const knex = knexFactory({
    client: 'pg',
    connection: connection(url, writing),
    pool: {
      min: 0,
      max: 10,
      afterCreate: (client: pg.Client, done: (error: unknown, client: pg.Client) => void) => {
        closeWhenLate(client)
        done(null, client)
      },
    },
    acquireConnectionTimeout: 8_000,
    log: { warn: say, error: say, deprecate: say, debug: () => undefined },
  })

  const read = async <Row>(statement: Statement, values: readonly unknown[]): Promise<Row[]> => {
    const query = { name: statement.name, text: statement.text, values: [...values] }
    for (let waited = 0; ;) {
      try {
        return (await pool.query(query)).rows as Row[]
      } catch (error) {
        if (!isConnectionLoss(error) || isLate(error) || waited >= 2_000) throw error
        await pause(100)
        waited += 100
      }
    }
  }

  return {
    knex,
    read,
    openPool: (connections) => patient(open(connections, writing)),
    close: async () => {
      await Promise.all([pool.end(), knex.destroy()])
    },
  }
}
