import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { freePort } from '../../src/embedded/processes.ts'
import { identityFor } from '../../src/embedded/unprivileged.ts'

const run = promisify(execFile)

/** Where packages put one release of PostgreSQL's programmes; the package's own commands choose by rules of theirs. */
const parents = ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt']
const needed = ['initdb', 'postgres', 'pg_dump', 'pg_restore']

/** The folder of the newest release of PostgreSQL on this machine with server, pg_dump and pg_restore. */
export const postgresPrograms = (): string | undefined =>
  parents
    .filter((parent) => existsSync(parent))
    .flatMap((parent) => readdirSync(parent).map((name) => join(parent, name, 'bin')))
    .filter((folder) => needed.every((name) => existsSync(join(folder, name))))
    .toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true }))
    .at(-1)

export type OwnPostgres = {
  /** Of a database by its name, for one of the two roles of the portal. */
  readonly url: (role: 'portal_owner' | 'portal_app' | 'postgres', database: string) => string
  /** Makes an empty database as a restore begins with it: the roles are there, nothing else. */
  readonly createDatabase: (name: string) => Promise<void>
  /** Runs one of PostgreSQL's own programmes. */
  readonly run: (program: 'pg_dump' | 'pg_restore', args: readonly string[]) => Promise<void>
  readonly stop: () => Promise<void>
}

/**
 * Starts a PostgreSQL of the machine's own packages over an empty folder, on 127.0.0.1: pg_dump refuses a server newer
 * than itself, and the embedded server comes without it.
 */
export const startOwnPostgres = async (folder: string): Promise<OwnPostgres> => {
  const programs = postgresPrograms()
  if (programs === undefined) throw new Error('this test needs the Debian package postgresql: run npm test')
  const data = join(folder, 'cluster')
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const identity = identityFor(join(programs, 'postgres'), data)
  if (!identity) throw new Error('no user to run PostgreSQL as')
  const command = (program: string, args: readonly string[]) => {
    const [first = '', ...rest] = [...identity.prefix, join(programs, program), ...args]
    return [first, rest] as const
  }
  const env = { LC_ALL: 'C', TZ: 'UTC' }
  const settings = ['--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync', '--username=postgres']
  await run(...command('initdb', [`--pgdata=${data}`, ...settings]), { env })
  const port = await freePort()
  const options = { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '', timezone: 'UTC' }
  const child = spawn(
    ...command('postgres', [
      '-D',
      data,
      ...Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ]),
    { env, stdio: 'ignore' },
  )
  const gone = once(child, 'exit')
  const url: OwnPostgres['url'] = (role, database) => `postgres://${role}@127.0.0.1:${port}/${database}`
  const asAdmin = async (statements: readonly string[]): Promise<void> => {
    const client = new pg.Client({ connectionString: url('postgres', 'postgres') })
    await client.connect()
    try {
      for (const statement of statements) await client.query(statement)
    } finally {
      await client.end()
    }
  }
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT')
    await gone
  }
  for (let waited = 0; ; waited += 50) {
    try {
      await asAdmin(['create role portal_owner login', 'create role portal_app login'])
      break
    } catch (error) {
      if (waited > 20_000 || child.exitCode !== null) {
        await stop()
        throw error
      }
      await sleep(50)
    }
  }
  return {
    url,
    createDatabase: (name) =>
      asAdmin([
        `create database ${name} owner portal_owner`,
        `revoke all on database ${name} from public`,
        `grant connect on database ${name} to portal_app`,
      ]),
    run: async (program, args) => {
      await run(join(programs, program), [...args])
    },
    stop,
  }
}
