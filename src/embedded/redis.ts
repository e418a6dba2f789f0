import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { Redis } from 'ioredis'

import { findExecutable, installPackages, type Log } from './executables.ts'
import { type ChildServer, freePort, readPid, startChild, stopLeftover } from './processes.ts'

export type EmbeddedRedis = {
  readonly redisUrl: string
  readonly pid: number
  readonly died: Promise<void>
  readonly stop: () => Promise<void>
}

const executables = ['redis-server', 'valkey-server'] as const

const findOrInstall = async (log: Log): Promise<string> => {
  const present = findExecutable(executables)
  if (present !== undefined) return present
  if (await installPackages({ apt: ['redis-server'], brew: ['redis'] }, log)) {
    // The package registers a service of the machine: the portal runs its own and leaves none behind.
    const systemctl = existsSync('/run/systemd/system') ? findExecutable(['systemctl']) : undefined
    if (systemctl !== undefined) spawnSync(systemctl, ['disable', '--now', 'redis-server'], { stdio: 'ignore' })
    const installed = findExecutable(executables)
    if (installed !== undefined) return installed
  }
  throw new Error('Redis is missing: install the package redis-server (or valkey), or set DATABASE_URL and REDIS_URL')
}

/** The password stands in a file, because the command line of a process can be read by everybody on the machine. */
const configuration = (folder: string, pidFile: string, port: number, password: string): string =>
  [
    'bind 127.0.0.1',
    `port ${String(port)}`,
    'protected-mode yes',
    'daemonize no',
    `dir ${JSON.stringify(folder)}`,
    `pidfile ${JSON.stringify(pidFile)}`,
    `requirepass ${password}`,
    'databases 64',
    'appendonly yes',
    'appendfsync everysec',
    'save ""',
    'maxmemory-policy noeviction',
    '',
  ].join('\n')

/** Waits until the server has read its file and answers; gives false when it ended instead. */
const answers = async (url: string, child: ChildServer): Promise<boolean> => {
  const client = new Redis(url, { retryStrategy: () => (child.ended() ? null : 10), maxRetriesPerRequest: null })
  client.on('error', () => undefined) // refused connections are expected until it listens
  try {
    return (await client.ping()) === 'PONG'
  } catch {
    return false
  } finally {
    client.disconnect()
  }
}

/**
 * Starts Redis (or Valkey) on 127.0.0.1 over `<dataDir>/redis`, at the address of `before` or any free port, with an
 * append-only file, so that sessions survive a restart. Installs it where it may; throws one line saying what to do otherwise.
 * Stops a server that a killed portal left there. The caller holds the folder's lock.
 */
export const startRedis = async (
  dataDir: string,
  log: Log,
  before?: { readonly redisUrl: string },
): Promise<EmbeddedRedis> => {
  const executable = await findOrInstall(log)
  const folder = join(dataDir, 'redis')
  const pidFile = join(folder, 'redis.pid')
  const configurationFile = join(folder, 'redis.conf')
  const logFile = join(dataDir, 'redis.log')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const leftover = readPid(pidFile)
  if (leftover !== undefined) await stopLeftover(leftover, folder, 'SIGTERM', log)

  const known = before && new URL(before.redisUrl)
  let output = ''
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const port = known ? Number(known.port) : await freePort()
    const password = known?.password ?? randomBytes(24).toString('hex')
    writeFileSync(configurationFile, configuration(folder, pidFile, port, password), { mode: 0o600 })
    const command = [executable, configurationFile] as const
    const child = await startChild({
      name: 'Redis',
      command: [...command],
      folder,
      logFile,
      stopSignal: 'SIGTERM',
      log,
    })
    const redisUrl = `redis://:${password}@127.0.0.1:${String(port)}/0`
    if (await answers(redisUrl, child)) return { redisUrl, pid: child.pid, died: child.died, stop: child.stop }
    await child.stop()
    output = child.output()
    if (!output.includes('Address already in use')) break
  }
  throw new Error(`Redis did not start: ${output.trim().split('\n').at(-1) ?? ''} (log: ${logFile})`)
}
