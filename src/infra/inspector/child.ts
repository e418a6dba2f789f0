import { readFile, writeFile } from 'node:fs/promises'
import { fileTypeFromBuffer } from 'file-type'
import type { FileFinding } from '../../core/file-findings.ts'
import type { TakenType } from '../../core/files.ts'
import { kinds, otherFormats } from './kinds.ts'
import type { Job, JudgedBy, Message, Verdict } from './protocol.ts'

// The process in which files of strangers are opened. It holds no key, no connection and no file but those; the web
// process watches its time and memory and ends it (see pool.ts). Started by the web process only.

// Readers of damaged files throw at every other byte; a trace each time is what would cost most.
Error.stackTraceLimit = 0

const typeOf = (called: string | undefined): TakenType | undefined =>
  (Object.keys(kinds) as TakenType[]).find((type) => kinds[type].called === called)

/** An encrypted workbook is an archive of the old kind with this in it. */
const encrypted = Buffer.from('EncryptedPackage', 'utf16le')

/** What is said where a table or a text was asked for and something else came. */
const nothingOf = (kind: 'sheet' | 'text', called: string | undefined, bytes: Buffer): FileFinding => {
  if (called === 'xlsm' || called === 'docm') return `${kind}-macro`
  return called === 'cfb' && bytes.includes(encrypted) ? `${kind}-locked` : `${kind}-other`
}

const judge = async (bytes: Buffer, output: string, { anchors, ...by }: JudgedBy): Promise<Verdict> => {
  const [{ judgeFile }, { readable }] = await Promise.all([
    import('../signatures/judge.ts'),
    import('../signatures/evidence.ts'),
  ])
  const verdict = judgeFile(bytes, { ...by, anchors: readable(anchors), certificates: [] })
  await writeFile(output, JSON.stringify(verdict), { mode: 0o600 })
  return { ok: true, type: 'pdf', pages: 0, original: 'kept' }
}

const look = async ({ input, output, accept, purpose, signatures }: Job): Promise<Verdict> => {
  const bytes = await readFile(input)
  if (signatures) return judge(bytes, output, signatures)
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined)
  const office = accept.includes('xlsx') ? 'xlsx' : accept.includes('docx') ? 'docx' : undefined
  // Whether an archive is a workbook or a text is told by its parts.
  const asText = accept.includes('csv') && !found ? 'csv' : undefined
  const type = office && found?.ext === 'zip' ? office : (typeOf(found?.ext) ?? asText)
  if (!type || !accept.includes(type)) {
    const wanted = office && nothingOf(office === 'xlsx' ? 'sheet' : 'text', found?.ext, bytes)
    return { ok: false, finding: wanted ?? otherFormats[found?.ext ?? ''] ?? 'unknown' }
  }
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
