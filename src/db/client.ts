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
  readonly close: () => Promise<void>
}

const connection = (url: string) => ({
  connectionString: url,
  statement_timeout: 10_000,
  idle_in_transaction_session_timeout: 15_000,
  connectionTimeoutMillis: 3_000,
})

const connectionLost = new Set([
  '57P01', // admin shutdown
  '57P02', // crash shutdown
  '57P03', // cannot connect now
  '08006',
  '08003',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
])

/** Whether an error of pg means that the server went away, not that the statement was wrong. */
export const isConnectionLoss = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return connectionLost.has(code) || /Connection terminated|connection timeout|is not queryable/i.test(error.message)
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Opens the pools of one process. More than 10–20 connections gain nothing (measured). */
export const openDatabase = (url: string, log: Logger): Database => {
  const pool = new pg.Pool({ ...connection(url), max: 10 })
  // Without a listener a restart of Postgres would end the process.
  pool.on('error', (error) => log.warn({ error: String(error) }, 'database connection lost'))
  const say = (message: unknown) => log.warn({ message: String(message) }, 'database')
  const knex = knexFactory({
    client: 'pg',
    connection: connection(url),
    pool: { min: 0, max: 10 },
    acquireConnectionTimeout: 8_000,
    log: { warn: say, error: say, deprecate: say, debug: () => undefined },
  })

  const read = async <Row>(statement: Statement, values: readonly unknown[]): Promise<Row[]> => {
    const query = { name: statement.name, text: statement.text, values: [...values] }
    for (let waited = 0; ;) {
      try {
        return (await pool.query(query)).rows as Row[]
      } catch (error) {
        if (!isConnectionLoss(error) || waited >= 2_000) throw error
        await pause(100)
        waited += 100
      }
    }
  }

  return {
    knex,
    read,
    close: async () => {
      await Promise.all([pool.end(), knex.destroy()])
    },
  }
}
