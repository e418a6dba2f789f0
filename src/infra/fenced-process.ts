import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

// Processes of the portal's own that do one kind of work and have no connection; but for the one that seals, they hold no
// key.

const root = resolve(import.meta.dirname, '../..')

/** Where the machine runs out of memory, it takes these processes before any other of the portal. */
const lastToKeep = 'echo 900 2>/dev/null >/proc/self/oom_score_adj'

type Fence = {
  readonly entry: string
  /** The one folder it may read and write beside the code; none: it writes nothing. */
  readonly folder?: string
  /** A folder it may only read; it is told which, as its argument. */
  readonly reads?: string
  /** Whether it needs libraries that are not written in the language. */
  readonly addons: boolean
  /** What it may fill with objects of the language. */
  readonly heapMegabytes: number
  /** Should the portal be killed while it works in one stretch, the system ends it after so much processor time. */
  readonly cpuSeconds: number
}

/** Node's own fence: nothing but the code and the folder can be read, only that folder written. */
const permissions = ({ folder, reads, addons }: Fence): readonly string[] =>
  process.allowedNodeEnvironmentFlags.has('--permission')
    ? [
        '--permission',
        ...(addons ? ['--allow-addons'] : []),
        ...[
          `${root}/src`,
          `${root}/node_modules`,
          `${root}/package.json`,
          ...[folder, reads].filter((path) => path !== undefined),
        ].map((path) => `--allow-fs-read=${path}`),
        ...(folder ? [`--allow-fs-write=${folder}`] : []),
      ]
    : []

/** Starts such a process; it is spoken to by messages, which may carry bytes. */
export const startFenced = (fence: Fence): ChildProcess => {
  const args = [
    ...permissions(fence),
    '--no-warnings',
    `--max-old-space-size=${fence.heapMegabytes}`,
    fence.entry,
    ...(fence.reads ? [fence.reads] : []),
  ]
  const options = {
    cwd: root,
    env: { MALLOC_MMAP_THRESHOLD_: '262144', MALLOC_ARENA_MAX: '2' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'] as ('ignore' | 'pipe' | 'ipc')[],
    serialization: 'advanced',
  } as const
  return process.platform === 'linux'
    ? spawn(
        '/bin/sh',
        ['-c', `${lastToKeep}; ulimit -c 0 -t ${fence.cpuSeconds}; exec "$0" "$@"`, process.execPath, ...args],
        options,
      )
    : spawn(process.execPath, args, options)
}

type Use = { readonly cpuSeconds: number; readonly bytes: number }

/** What a process has used until now; undefined where the system does not tell. */
export const useOf = (pid: number): Use | undefined => {
  if (process.platform !== 'linux') return undefined
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name before the last bracket may hold anything; times are told in hundredths, memory in pages of 4 KB.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { cpuSeconds: (Number(fields[11]) + Number(fields[12])) / 100, bytes: Number(fields[21]) * 4096 }
  } catch {
    return undefined
  }
}
