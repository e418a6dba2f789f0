import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { availableParallelism, cpus } from 'node:os'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { findExecutable } from '../../src/embedded/executables.ts'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
/** Counted before any process is kept to some of them. */
export const cores = availableParallelism()
const taskset = cores > 1 ? findExecutable(['taskset']) : undefined

/** What the figures were measured on, in one line. */
export const machineText = (): string =>
  `${String(cores)} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), Node ${process.version}, ${
    taskset ? 'the measured server alone on core 0' : 'servers and load share all cores'
  }`

/** Keeps processes and what they will start off core 0, where the measured server runs. */
export const keepOffFirstCore = (pids: readonly number[]): void => {
  if (!taskset) return
  for (const pid of pids) spawnSync(taskset, ['-a', '-c', '-p', `1-${String(cores - 1)}`, String(pid)])
}

export type Server = {
  readonly baseUrl: string
  /** Processor time used so far, in microseconds, and resident memory now, in bytes. */
  readonly usage: () => Promise<{ readonly cpu: number; readonly memory: number }>
  readonly stop: () => Promise<void>
}

const ended = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

/** Starts a TypeScript file as a server process, on core 0 unless it may use all, and waits until it answers. */
export const startServer = async (
  file: string,
  port: number,
  variables: Readonly<Record<string, string>>,
  readUsage: (baseUrl: string) => ReturnType<Server['usage']>,
  on: 'first core' | 'all cores' = 'first core',
): Promise<Server> => {
  // Said in either case: a child would otherwise inherit the cores this process was kept to.
  const where = on === 'first core' ? '0' : `0-${String(cores - 1)}`
  const command = [...(taskset ? [taskset, '-c', where] : []), process.execPath, file]
  const child = spawn(command[0] ?? process.execPath, command.slice(1), {
    cwd: root,
    env: { ...variables, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const baseUrl = `http://127.0.0.1:${String(port)}`
  const stop = async (): Promise<void> => {
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      if (ended(child)) return
      child.kill(signal)
      for (let waited = 0; waited < 10_000 && !ended(child); waited += 20) await sleep(20)
    }
  }
  for (let waited = 0; waited < 20_000; waited += 50) {
    if (ended(child)) break
    const up = await fetch(`${baseUrl}/healthz`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (up) return { baseUrl, usage: () => readUsage(baseUrl), stop }
    await sleep(50)
  }
  await stop()
  throw new Error(`${file} did not start`)
}
