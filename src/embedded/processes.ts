import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync, readlinkSync, realpathSync, statSync, truncateSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

import type { Log } from './executables.ts'

const pollMs = 10
const largestLogBytes = 5_000_000

/** Gives a TCP port of 127.0.0.1 that is free at this moment. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port)
        else reject(new Error('No free TCP port on 127.0.0.1'))
      })
    })
  })

/** Asks `check` every 10 ms until it says true; gives false when that did not happen within `limitMs`. */
export const waitUntil = async (check: () => boolean, limitMs: number): Promise<boolean> => {
  for (let waited = 0; waited < limitMs; waited += pollMs) {
    if (check()) return true
    await sleep(pollMs)
  }
  return check()
}

const workingFolder = (pid: number): string | undefined => {
  if (process.platform === 'linux') {
    try {
      return readlinkSync(`/proc/${String(pid)}/cwd`)
    } catch {
      return undefined // no such process, or a zombie
    }
  }
  const listed = spawnSync('lsof', ['-a', '-d', 'cwd', '-Fn', '-p', String(pid)], { encoding: 'utf8' })
  return listed.stdout
    .split('\n')
    .find((line) => line.startsWith('n'))
    ?.slice(1)
}

/** Gives true while process `pid` lives and works in `folder`. A number reused by a stranger does not. */
const worksIn = (pid: number, folder: string): boolean => workingFolder(pid) === realpathSync(folder)

/** Gives true when some process has this number. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name)
  } catch {
    // It ended by itself in between.
  }
}

/**
 * Stops a server that a killed portal left behind. `pid` is what the server wrote down in `folder`; it is only touched
 * when it really works in that folder.
 */
export const stopLeftover = async (
  pid: number,
  folder: string,
  stopSignal: NodeJS.Signals,
  log: Log,
): Promise<void> => {
  if (!worksIn(pid, folder)) return
  log(`Stopping the server left behind in ${folder} (process ${String(pid)}) …`)
  for (const name of [stopSignal, 'SIGKILL'] as const) {
    signal(pid, name)
    if (await waitUntil(() => !worksIn(pid, folder), 10_000)) return
  }
  throw new Error(`Process ${String(pid)} still works in ${folder} and cannot be stopped: stop it by hand`)
}

/** Reads the number in the first line of a pid file. */
export const readPid = (file: string): number | undefined => {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10)
    return Number.isSafeInteger(pid) && pid > 1 ? pid : undefined
  } catch {
    return undefined
  }
}

/**
 * A running child server. `ended` gives true once it has gone, `output` what it wrote to its log since this start;
 * `died` resolves when it ended although nobody stopped it.
 */
export type ChildServer = {
  readonly pid: number
  readonly died: Promise<void>
  readonly ended: () => boolean
  readonly output: () => string
  readonly stop: () => Promise<void>
}

type ChildOptions = {
  readonly name: string
  readonly command: readonly [string, ...string[]]
  readonly folder: string
  readonly logFile: string
  readonly stopSignal: NodeJS.Signals
  readonly log: Log
}

const openLog = (file: string): { descriptor: number; start: number } => {
  const descriptor = openSync(file, 'a', 0o600)
  const size = statSync(file).size
  if (size <= largestLogBytes) return { descriptor, start: size }
  truncateSync(file)
  return { descriptor, start: 0 }
}

/**
 * Sends the signal to the server as soon as the portal is gone, however it went: the kernel closes the pipe then and
 * `read` ends. A line on the pipe means that the server has been stopped in the ordinary way.
 */
const watchParent = (pid: number, stopSignal: NodeJS.Signals): ChildProcess => {
  const script = 'read -r line || kill -s "$1" "$2"'
  const args = ['-c', script, 'sh', stopSignal.replace('SIG', ''), String(pid)]
  return spawn('/bin/sh', args, { detached: true, stdio: ['pipe', 'ignore', 'ignore'], env: {} })
}

/**
 * Starts a server as a child in a session of its own, so that Ctrl-C in the terminal reaches the portal alone and the
 * portal decides when its servers go. The child never outlives the portal, not even after `kill -9`.
 */
export const startChild = async (options: ChildOptions): Promise<ChildServer> => {
  const { name, command, folder, logFile, stopSignal, log } = options
  const { descriptor, start } = openLog(logFile)
  const [file, ...args] = command
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
  const child = spawn(file, args, { cwd: folder, detached: true, stdio: ['ignore', descriptor, descriptor], env })
  closeSync(descriptor)
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', reject)
  })
  const { pid } = child
  if (pid === undefined) throw new Error(`${name} did not start`)
  const watcher = watchParent(pid, stopSignal)
  watcher.stdin?.on('error', () => undefined)

  let stopping = false
  const { promise: died, resolve: sayThatItDied } = Promise.withResolvers<void>()
  const ended = (): boolean => child.exitCode !== null || child.signalCode !== null
  child.once('exit', (code, killedBy) => {
    watcher.stdin?.end('stopped\n')
    if (stopping) return
    log(`${name} ended by itself (${String(killedBy ?? code)}); its log is ${logFile}`)
    sayThatItDied()
  })
  return {
    pid,
    died,
    ended,
    output: () => readFileSync(logFile).subarray(start).toString('utf8'),
    stop: async () => {
      stopping = true
      for (const each of [stopSignal, 'SIGKILL'] as const) {
        if (ended()) return
        child.kill(each)
        if (await waitUntil(ended, 20_000)) return
      }
      log(`${name} (process ${String(pid)}) could not be stopped`)
    },
  }
}
