import { readFile, writeFile } from 'node:fs/promises'
import { fileTypeFromBuffer } from 'file-type'
import type { FileType } from '../../core/matters/define.ts'
import { kinds, otherFormats } from './kinds.ts'
import type { Job, Message, Verdict } from './protocol.ts'

// The process in which files of strangers are opened. It holds no key, no connection and no file but those; the web
// process watches its time and memory and ends it (see pool.ts). Started by the web process only.

// Readers of damaged files throw at every other byte; a trace each time is what would cost most.
Error.stackTraceLimit = 0

const typeOf = (called: string | undefined): FileType | undefined =>
  (Object.keys(kinds) as FileType[]).find((type) => kinds[type].called === called)

const look = async ({ input, output, accept, purpose }: Job): Promise<Verdict> => {
  const bytes = await readFile(input)
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined)
  const type = typeOf(found?.ext)
  if (!type || !accept.includes(type))
    return { ok: false, finding: (type ? undefined : otherFormats[found?.ext ?? '']) ?? 'unknown' }
  const kind = kinds[type]
  const finding = kind.finding(bytes)
  if (finding) return { ok: false, finding }
  const shown = await kind.shown(bytes, purpose)
  if (typeof shown === 'string') return { ok: false, finding: shown }
  await writeFile(output, shown.bytes, { mode: 0o600 })
  return { ok: true, type, pages: shown.pages, original: kind.original }
}

const say = (message: Message): void => {
  process.send?.(message)
}

process.on('disconnect', () => process.exit(0))
process.on('message', (job: Job) => {
  look(job).then(
    (verdict) => say({ kind: 'verdict', verdict }),
    (error: unknown) => {
      const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
      say({ kind: 'fault', code, message: error instanceof Error ? error.message : String(error) })
    },
  )
})
say({ kind: 'ready' })
