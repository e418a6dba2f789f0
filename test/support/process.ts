import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'

/** What can be started: the server alone, or everything `npm start` does before it. */
type Entry = 'server' | 'start'

export type PortalProcess = {
  readonly child: ChildProcess
  /** What it wrote to its log and to its error output. */
  readonly output: () => string
  /** Kills it at once, as a power cut would, and waits until it is gone. */
  readonly kill: () => Promise<void>
  /** Asks it to stop; gives its exit code. */
  readonly stop: () => Promise<number | null>
}

/** Starts the portal as a process of its own and waits until it answers. */
export const startPortalProcess = async (
  variables: Readonly<Record<string, string>>,
  baseUrl: string,
  entry: Entry = 'server',
): Promise<PortalProcess> => {
  const child = spawn(process.execPath, [fileURLToPath(new URL(`../../src/${entry}.ts`, import.meta.url))], {
    env: { PATH: process.env['PATH'], ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece: Buffer) => {
      output += piece.toString('utf8')
    })
  const gone = once(child, 'exit')
  const ended = () => child.exitCode !== null || child.signalCode !== null
  for (;;) {
    if (ended()) throw new Error(`the portal ended at once: ${output}`)
    const answer = await fetch(`${baseUrl}/healthz`).catch(() => undefined)
    if (answer?.ok) break
    await sleep(15)
  }
  return {
    child,
    output: () => output,
    kill: async () => {
      if (!ended()) child.kill('SIGKILL')
      await gone
    },
    stop: async () => {
      if (!ended()) child.kill('SIGTERM')
      await gone
      return child.exitCode
    },
  }
}
