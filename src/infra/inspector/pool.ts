import type { ChildProcess } from 'node:child_process'
import { resolve } from 'node:path'
import { AppError } from '../../core/errors.ts'
import { startFenced, useOf } from '../fenced-process.ts'
import type { createLogger } from '../logger.ts'
import type { Job, Message, Verdict } from './protocol.ts'

/** At most so many files are opened at the same time. */
const atOnce = 2

/**
 * Through which door somebody brings a file: each has a queue of its own, so that a crowd at one shuts no other, and a
 * part of the processes. What nobody has to log in for never takes the last one.
 */
const doors = {
  public: { longestQueue: 16, mostOfOne: 4, atOnce: atOnce - 1 },
  applicant: { longestQueue: 60, mostOfOne: 30, atOnce },
  staff: { longestQueue: 60, mostOfOne: 30, atOnce },
  /** Files that were stored before there were safe copies, on their way to somebody's screen. */
  view: { longestQueue: 30, mostOfOne: 6, atOnce },
} as const

/** Who brings a file: a door, and the network or account that is counted there. */
export type Bringer = { readonly door: keyof typeof doors; readonly whose: string }

/** When a full queue asks to be tried again. */
const retrySeconds = 10

const busy = (): AppError => new AppError('BUSY', '现在等待检查的文件较多，没有保存，请稍候再试', retrySeconds)
const unavailable = (): AppError => new AppError('UNAVAILABLE', '文件暂时无法检查，没有保存，请稍候再试', retrySeconds)

/**
 * What one file may cost. A photograph of 48 megapixels that is to be turned upright takes some 550 MB. Processor time is what it is measured by where the system tells it; the time of the clock,
 * which others on the machine take from it, only ends what hangs.
 */
const budget = { cpuSeconds: 10, wallMilliseconds: 90_000, memoryBytes: 768 * 1024 * 1024 } as const
const wallMilliseconds = process.platform === 'linux' ? budget.wallMilliseconds : 30_000
/** Of it, what the readers of documents may fill with objects of the language. */
const heapMegabytes = 320
const lookEveryMilliseconds = 25

/** A process reads so many files, then a fresh one: what a library keeps of one file does not pile up. */
const filesOfOneChild = 50
const restingBytes = 320 * 1024 * 1024
const idleMilliseconds = 30_000
/** Should the web process be killed while a file is read in one stretch, the system ends the reader. */
const cpuSecondsOfOneChild = filesOfOneChild * budget.cpuSeconds

const entry = resolve(import.meta.dirname, 'child.ts')

const start = (folder: string): ChildProcess =>
  startFenced({ entry, folder, addons: true, heapMegabytes, cpuSeconds: cpuSecondsOfOneChild })

type Waiting = {
  readonly job: Job
  readonly bringer: Bringer
  readonly resolve: (verdict: Verdict) => void
  readonly reject: (error: Error) => void
}

type Work = {
  readonly waiting: Waiting
  readonly cpuBefore: number
  readonly timers: readonly NodeJS.Timeout[]
  /** The most memory seen. */
  peakBytes: number
}

type Child = {
  readonly process: ChildProcess
  ready: boolean
  files: number
  work: Work | undefined
  idle: NodeJS.Timeout | undefined
  /** Why it was ended, when it was. */
  ended: string | undefined
  complaint: string
}

export type Inspector = {
  /**
   * Looks at a file in a process of its own. A file that costs too much is refused like any other; a full queue throws
   * AppError BUSY. Nothing is left at `output` unless the verdict is good.
   */
  readonly inspect: (job: Job, bringer: Bringer) => Promise<Verdict>
  /** Ends every process; who still waits is told that the portal is going. */
  readonly close: () => Promise<void>
}

/** Opens files of strangers in child processes: started when needed, ended when idle, never more than two. */
export const createInspector = (folder: string, log: ReturnType<typeof createLogger>): Inspector => {
  const children = new Set<Child>()
  const waiting: Waiting[] = []
  /** When each door and each bringer was last served, as a running number: who waited longest comes first. */
  const served = new Map<string, number>()
  let turn = 0
  let closed = false

  const keyOf = ({ door, whose }: Bringer): string => `${door} ${whose}`
  const running = (): readonly Waiting[] => [...children].flatMap(({ work }) => (work ? [work.waiting] : []))
  const countOf = (bringer: Bringer): number =>
    [...running(), ...waiting].filter((each) => keyOf(each.bringer) === keyOf(bringer)).length
  const lastServed = (key: string): number => served.get(key) ?? 0

  const takeNext = (): Waiting | undefined => {
    const now = running()
    // Nobody takes every process for themselves: the files of one come one after the other.
    const mayRun = ({ bringer }: Waiting): boolean =>
      now.filter((other) => other.bringer.door === bringer.door).length < doors[bringer.door].atOnce &&
      !now.some((other) => keyOf(other.bringer) === keyOf(bringer))
    const [next] = waiting
      .filter(mayRun)
      .toSorted(
        ({ bringer: a }, { bringer: b }) =>
          lastServed(a.door) - lastServed(b.door) || lastServed(keyOf(a)) - lastServed(keyOf(b)),
      )
    if (!next) return undefined
    waiting.splice(waiting.indexOf(next), 1)
    turn += 1
    served.set(next.bringer.door, turn)
    served.set(keyOf(next.bringer), turn)
    return next
  }

  const forget = (bringer: Bringer): void => {
    const key = keyOf(bringer)
    if (![...running(), ...waiting].some((each) => keyOf(each.bringer) === key)) served.delete(key)
  }

  const end = (child: Child, why: string): void => {
    child.ended ??= why
    child.process.kill('SIGKILL')
  }

  const finish = (child: Child): Waiting | undefined => {
    const { work } = child
    if (!work) return undefined
    const cpuSeconds = (useOf(child.process.pid ?? 0)?.cpuSeconds ?? Number.NaN) - work.cpuBefore
    log.debug({ cpuSeconds, peakBytes: work.peakBytes, door: work.waiting.bringer.door }, 'a file was looked at')
    for (const timer of work.timers) clearTimeout(timer)
    child.work = undefined
    forget(work.waiting.bringer)
    return work.waiting
  }

  const watch = (child: Child, work: Work): void => {
    const use = useOf(child.process.pid ?? 0)
    if (!use) return
    work.peakBytes = Math.max(work.peakBytes, use.bytes)
    if (use.bytes > budget.memoryBytes) end(child, 'memory')
    else if (use.cpuSeconds - work.cpuBefore > budget.cpuSeconds) end(child, 'processor time')
  }

  const give = (child: Child, next: Waiting): void => {
    clearTimeout(child.idle)
    child.files += 1
    const work: Work = {
      waiting: next,
      cpuBefore: useOf(child.process.pid ?? 0)?.cpuSeconds ?? 0,
      timers: [
        setInterval(() => watch(child, work), lookEveryMilliseconds),
        setTimeout(() => end(child, 'time'), wallMilliseconds),
      ],
      peakBytes: 0,
    }
    child.work = work
    child.process.send(next.job, (error) => {
      if (error) end(child, 'no answer')
    })
  }

  const rest = (child: Child): void => {
    if ((useOf(child.process.pid ?? 0)?.bytes ?? 0) > restingBytes || child.files >= filesOfOneChild)
      return end(child, 'its work is done')
    clearTimeout(child.idle)
    child.idle = setTimeout(() => end(child, 'idle'), idleMilliseconds)
  }

  const answered = (child: Child, message: Message): void => {
    if (message.kind === 'ready') {
      child.ready = true
      rest(child)
    } else {
      const done = finish(child)
      if (message.kind === 'verdict') done?.resolve(message.verdict)
      else done?.reject(Object.assign(new Error(message.message), { code: message.code }))
      rest(child)
    }
    serve()
  }

  const gone = (child: Child, how: string): void => {
    children.delete(child)
    clearTimeout(child.idle)
    const lost = finish(child)
    const why = child.ended ?? how
    if (closed) lost?.reject(unavailable())
    else if (lost) {
      log.warn({ why, door: lost.bringer.door }, 'a file was too much for the inspector')
      lost.resolve({ ok: false, finding: 'too-costly' })
    } else if (!child.ready) {
      // It never came up: no file is to blame, and trying on would go on for ever.
      log.error({ why, complaint: child.complaint }, 'the inspector does not start')
      for (const each of waiting.splice(0)) each.reject(unavailable())
    }
    serve()
  }

  const add = (): void => {
    const child: Child = {
      process: start(folder),
      ready: false,
      files: 0,
      work: undefined,
      idle: undefined,
      ended: undefined,
      complaint: '',
    }
    children.add(child)
    child.idle = setTimeout(() => end(child, 'no start'), wallMilliseconds)
    child.process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      child.complaint = (child.complaint + text).slice(-2_000)
    })
    child.process.on('message', (message: Message) => answered(child, message))
    child.process.once('error', (error) => {
      if (child.process.pid === undefined) gone(child, error.message)
    })
    child.process.once('exit', (code, signal) => gone(child, String(signal ?? code)))
  }

  const serve = (): void => {
    if (closed) return
    for (const child of children) {
      if (!child.ready || child.work || child.ended !== undefined) continue
      const next = takeNext()
      if (!next) break
      give(child, next)
    }
    const starting = [...children].filter(({ ready }) => !ready).length
    if (waiting.length > starting && children.size < atOnce) add()
  }

  return {
    inspect: (job, bringer) =>
      new Promise((resolveJob, reject) => {
        if (closed) return reject(unavailable())
        const { longestQueue, mostOfOne } = doors[bringer.door]
        const own = countOf(bringer)
        if (own >= mostOfOne) return reject(busy())
        const there = waiting.filter((each) => each.bringer.door === bringer.door)
        if (there.length >= longestQueue) {
          // Whoever brings most makes room for who brings less: nobody fills a queue for others.
          const last = there.reduce((most, each) => (countOf(each.bringer) >= countOf(most.bringer) ? each : most))
          if (countOf(last.bringer) <= own + 1) return reject(busy())
          waiting.splice(waiting.indexOf(last), 1)
          last.reject(busy())
        }
        waiting.push({ job, bringer, resolve: resolveJob, reject })
        serve()
      }),
    close: async () => {
      closed = true
      for (const each of waiting.splice(0)) each.reject(unavailable())
      await Promise.all(
        [...children].map(
          (child) =>
            new Promise<void>((left) => {
              child.process.once('exit', () => left())
              end(child, 'closed')
            }),
        ),
      )
    },
  }
}
