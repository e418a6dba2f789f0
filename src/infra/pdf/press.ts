import { AsyncLocalStorage } from 'node:async_hooks'
import type { ChildProcess } from 'node:child_process'
import { resolve } from 'node:path'
import type { CharterText } from '../../core/charters/define.ts'
import type { CertificateContent, DocumentContent } from '../../core/documents/blocks.ts'
import type { Offset } from '../../core/documents/overprint.ts'
import { AppError } from '../../core/errors.ts'
import type { PaperContent } from '../../core/papers/define.ts'
import type { PrintableForm } from '../../core/printable-forms/define.ts'
import type { SealFace } from '../../core/seals/faces.ts'
import { startFenced, useOf } from '../fenced-process.ts'
import type { createLogger } from '../logger.ts'
import type { BundlePart } from './bundle.ts'
import { createCharacters } from './characters.ts'
import type { FormPrint, PdfRenderer, RenderOptions } from './render.ts'
import type { Evidence, SignatureField } from './signing.ts'

/** One file to make: a document that was issued, a form to be signed, a paper made of answers, a charter, or papers joined into one. */
export type PressJob =
  | { readonly kind: 'document'; readonly content: DocumentContent; readonly options: RenderOptions }
  | { readonly kind: 'overprintTest'; readonly content: CertificateContent; readonly offset: Offset }
  | { readonly kind: 'form'; readonly form: PrintableForm; readonly print: FormPrint }
  | { readonly kind: 'paper'; readonly content: PaperContent }
  | { readonly kind: 'join'; readonly parts: readonly BundlePart[] }
  | { readonly kind: 'formDocx'; readonly form: PrintableForm; readonly print: FormPrint }
  | { readonly kind: 'charterDocx'; readonly text: CharterText; readonly origin: { readonly siteName: string } }
  | { readonly kind: 'prepareSignature'; readonly pdf: Uint8Array; readonly field: SignatureField }
  | { readonly kind: 'addEvidence'; readonly pdf: Uint8Array; readonly evidence: Evidence }
  | { readonly kind: 'sealPicture'; readonly face: SealFace }
  | {
      readonly kind: 'bundle'
      readonly parts: readonly BundlePart[]
      readonly list: PrintableForm
      readonly print: FormPrint
    }

/** What the child says: that it stands ready, the file, or why there is none. */
export type PressMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'made'; readonly pdf: Uint8Array }
  | { readonly kind: 'fault'; readonly message: string }

/** What one file may cost: the first one, which loads the fonts, takes some two seconds and 200 MB on a slow machine. */
export type PressBudget = { readonly milliseconds: number; readonly bytes: number }
const usual: PressBudget = { milliseconds: 30_000, bytes: 640 * 1024 * 1024 }
const heapMegabytes = 384
const lookEveryMilliseconds = 100

/** So many may wait, and so many of one who asks; a file takes some 0.1 seconds. */
const longestQueue = 60
const longestOfOne = 20
const idleMilliseconds = 60_000
/** What a library keeps of one file does not pile up. */
const filesOfOneChild = 500
const retrySeconds = 5

const entry = resolve(import.meta.dirname, 'child.ts')

const busy = (): AppError => new AppError('BUSY', '现在等待生成的PDF文件较多，请稍候再试。', retrySeconds)
const unavailable = (): AppError => new AppError('UNAVAILABLE', 'PDF文件暂时不能生成，请稍候再试。', retrySeconds)

type Waiting = {
  readonly job: PressJob
  readonly resolve: (pdf: Buffer) => void
  readonly reject: (error: Error) => void
}

type Child = {
  readonly process: ChildProcess
  ready: boolean
  files: number
  work: Waiting | undefined
  timers: NodeJS.Timeout[]
  ended: string | undefined
  complaint: string
}

export type PdfPress = PdfRenderer & {
  /** The characters of a text, or of all texts in a value, that would be boxes on paper; each once. */
  readonly lacking: (value: unknown) => Promise<readonly string[]>
  /** Runs what somebody asked for: the files it wants wait in their turn. Own jobs of the portal are one who asks. */
  readonly askedBy: <T>(who: string, work: () => T) => T
  /** Ends the process; who still waits is told that the portal is going. */
  readonly close: () => Promise<void>
}

/**
 * Makes PDF files in a process of its own: started when needed, ended when idle, one file after the other, bounded in
 * time and memory; who wants many waits between the files of others. The process that asks loads neither fonts nor the library. Throws AppError BUSY and UNAVAILABLE.
 */
export const createPdfPress = (log: ReturnType<typeof createLogger>, budget: PressBudget = usual): PdfPress => {
  // By who asked, whose turn it is first: one after the other gets one file, however many one of them wants.
  const waiting = new Map<string, Waiting[]>()
  const asker = new AsyncLocalStorage<string>()
  let child: Child | undefined
  let closed = false

  const count = (): number => [...waiting.values()].reduce((sum, { length }) => sum + length, 0)

  const take = (): Waiting | undefined => {
    const [turn] = waiting
    if (!turn) return undefined
    const [who, [next, ...others]] = turn
    waiting.delete(who)
    if (others.length > 0) waiting.set(who, others)
    return next
  }

  const refuseAll = (): void => {
    for (const each of [...waiting.values()].flat()) each.reject(unavailable())
    waiting.clear()
  }

  const end = (one: Child, why: string): void => {
    one.ended ??= why
    one.process.kill('SIGKILL')
  }

  const quiet = (one: Child): void => {
    for (const timer of one.timers) clearTimeout(timer)
    one.timers = []
  }

  const give = (one: Child, next: Waiting): void => {
    quiet(one)
    one.files += 1
    one.work = next
    one.timers = [
      setInterval(() => {
        if ((useOf(one.process.pid ?? 0)?.bytes ?? 0) > budget.bytes) end(one, 'memory')
      }, lookEveryMilliseconds),
      setTimeout(() => end(one, 'time'), budget.milliseconds),
    ]
    one.process.send(next.job, (error) => {
      if (error) end(one, 'no answer')
    })
  }

  const rest = (one: Child): void => {
    if (one.files >= filesOfOneChild) end(one, 'its work is done')
    else one.timers = [setTimeout(() => end(one, 'idle'), idleMilliseconds).unref()]
  }

  const answered = (one: Child, message: PressMessage): void => {
    const done = one.work
    quiet(one)
    one.work = undefined
    if (message.kind === 'ready') one.ready = true
    else if (message.kind === 'made') done?.resolve(Buffer.from(message.pdf))
    else done?.reject(new Error(message.message))
    rest(one)
    serve()
  }

  const gone = (one: Child, how: string): void => {
    quiet(one)
    if (child === one) child = undefined
    const why = one.ended ?? how
    if (one.work && !closed) log.warn({ why, complaint: one.complaint }, 'a PDF could not be made')
    one.work?.reject(unavailable())
    if (!one.ready && !closed) {
      // It never came up: no file is to blame, and trying on would go on for ever.
      log.error({ why, complaint: one.complaint }, 'the PDF process does not start')
      refuseAll()
    }
    serve()
  }

  const open = (): Child => {
    const one: Child = {
      process: startFenced({ entry, addons: false, heapMegabytes, cpuSeconds: 3_600 }),
      ready: false,
      files: 0,
      work: undefined,
      timers: [],
      ended: undefined,
      complaint: '',
    }
    one.timers = [setTimeout(() => end(one, 'no start'), usual.milliseconds)]
    one.process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      one.complaint = (one.complaint + text).slice(-2_000)
    })
    one.process.on('message', (message: PressMessage) => answered(one, message))
    one.process.once('error', (error) => {
      if (one.process.pid === undefined) gone(one, error.message)
    })
    one.process.once('exit', (code, signal) => gone(one, String(signal ?? code)))
    return one
  }

  const serve = (): void => {
    if (closed || waiting.size === 0) return
    child ??= open()
    if (!child.ready || child.work || child.ended !== undefined) return
    const next = take()
    if (next) give(child, next)
  }

  const make = (job: PressJob): Promise<Buffer> =>
    new Promise((resolveJob, reject) => {
      if (closed) return reject(unavailable())
      const who = asker.getStore() ?? ''
      const own = waiting.get(who) ?? []
      if (count() >= longestQueue || own.length >= longestOfOne) return reject(busy())
      waiting.set(who, [...own, { job, resolve: resolveJob, reject }])
      serve()
    })

  return {
    render: (content, options) => make({ kind: 'document', content, options }),
    overprintTest: (content, offset) => make({ kind: 'overprintTest', content, offset }),
    form: (form, print) => make({ kind: 'form', form, print }),
    paper: (content) => make({ kind: 'paper', content }),
    join: (parts) => make({ kind: 'join', parts }),
    formDocx: (form, print) => make({ kind: 'formDocx', form, print }),
    charterDocx: (text, origin) => make({ kind: 'charterDocx', text, origin }),
    prepareSignature: (pdf, field) => make({ kind: 'prepareSignature', pdf, field }),
    addEvidence: (pdf, evidence) => make({ kind: 'addEvidence', pdf, evidence }),
    sealPicture: (face) => make({ kind: 'sealPicture', face }),
    bundle: (parts, list, print) => make({ kind: 'bundle', parts, list, print }),
    lacking: createCharacters().lacking,
    askedBy: (who, work) => asker.run(who, work),
    close: async () => {
      closed = true
      refuseAll()
      const one = child
      if (!one) return
      await new Promise<void>((left) => {
        one.process.once('exit', () => left())
        end(one, 'closed')
      })
    },
  }
}
