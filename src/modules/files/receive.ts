import { randomUUID } from 'node:crypto'
import { rename, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Response } from 'express'
import { AppError } from '../../core/errors.ts'
import { findingText, type FileFinding } from '../../core/file-findings.ts'
import { cleanFileName, fileTypes, fittingName, maxFileBytes, type TakenType } from '../../core/files.ts'
import type { FileType } from '../../core/matters/define.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import type { Bringer } from '../../infra/inspector/pool.ts'
import type { Purpose, Verdict } from '../../infra/inspector/protocol.ts'
import type { Files } from '../../web/route.ts'

/** Bytes that wait in the upload folder for the store. */
type WaitingBytes = { readonly sha256: string; readonly size: number; readonly path: string }

export type ReceivedFile = WaitingBytes & {
  readonly type: FileType
  readonly name: string
  /** As they were counted when it was looked at. */
  readonly pages?: number
  /** What is shown instead of it; absent when it is shown itself. */
  readonly copy?: WaitingBytes
}

/** Whose upload this is, and the answer with which everything goes that the store did not take over. */
export type Upload = {
  readonly bringer: Bringer
  readonly res: Response
  /** Somebody has to read what is on it: a picture too small for that is not taken. */
  readonly purpose?: 'read'
}

type Looked<T extends TakenType> =
  | (Extract<Verdict, { readonly ok: true }> & { readonly type: T; readonly output: string })
  | { readonly ok: false; readonly message: string }

const formatsOf = (accept: readonly TakenType[]): string => accept.map((type) => fileTypes[type].text).join('、')

const passing = new WeakMap<Response, string[]>()

/** Has a file of the upload folder removed when the answer is out, unless the store has taken it over by then. */
export const removeAfter = (res: Response, path: string): void => {
  const paths = passing.get(res)
  // Whoever hung up while the file was made is answered nothing any more.
  if (res.closed) void unlink(path).catch(() => {})
  else if (paths) paths.push(path)
  else {
    const all = [path]
    passing.set(res, all)
    res.once('close', () => {
      for (const each of all) void unlink(each).catch(() => {})
    })
  }
}

/**
 * Has an uploaded file looked at (S40): what it is comes from its bytes, name and declared type are only claims. Gives
 * where that lies which is kept or shown, or a sentence about the file. Throws AppError when nobody could look.
 */
export const lookAt = async <T extends TakenType>(
  deps: Pick<Deps, 'files' | 'inspector'>,
  file: { readonly path: string; readonly name: string },
  accept: readonly T[],
  purpose: Purpose,
  upload: Upload,
): Promise<Looked<T>> => {
  const formats = formatsOf(accept)
  const refuse = (finding: FileFinding, about = formats): Looked<T> => ({
    ok: false,
    message: findingText(finding, file.name, about),
  })
  const { size } = await stat(file.path)
  if (size === 0) return refuse('empty')
  if (size > maxFileBytes) return { ok: false, message: `文件超过${maxFileBytes / 1024 / 1024}MB，请压缩后上传` }
  const output = join(deps.files.uploadFolder, randomUUID())
  const job = { input: file.path, output, accept, purpose }
  const verdict = await deps.inspector.inspect(job, upload.bringer).finally(() => removeAfter(upload.res, output))
  if (!verdict.ok) return refuse(verdict.finding)
  const type = accept.find((each) => each === verdict.type)
  if (!type) throw new Error('the inspector took what it was not to take')
  if (fittingName(file.name, type) === undefined) return refuse('other-ending', fileTypes[type].text)
  return { ...verdict, type, output }
}

/** Whether an error says that nobody can look at files just now, though they may be good. */
export const isPassing = (error: unknown): error is AppError =>
  error instanceof AppError && (error.code === 'BUSY' || error.code === 'UNAVAILABLE')

/** Notes on the answer when to come back; gives its status. */
export const comeBack = (res: Response, refusal: AppError): number => {
  res.setHeader('Retry-After', String(refusal.retryAfterSeconds ?? 10))
  return 503
}

/**
 * Has each uploaded file looked at; good ones wait for the store, for the others it is said why not. `status` is what
 * a page with the errors answers: 503, with Retry-After, when files could not be looked at now.
 */
export const receiveFiles = async (
  deps: Pick<Deps, 'files' | 'inspector'>,
  files: Files,
  accept: readonly FileType[],
  upload: Upload,
): Promise<{ readonly received: ReceivedFile[]; readonly errors: string[]; readonly status: number }> => {
  const received: ReceivedFile[] = []
  const errors: string[] = []
  let status = 422
  for (const file of files) {
    const name = cleanFileName(file.originalname)
    try {
      const found = await lookAt(deps, { path: file.path, name }, accept, upload.purpose ?? 'keep', upload)
      if (!found.ok) {
        errors.push(`${name}：${found.message}`)
        continue
      }
      const { type, pages, original, output } = found
      if (original === 'replaced') await rename(output, file.path)
      const copy = original === 'kept' ? { ...(await deps.files.hash(output)), path: output } : undefined
      received.push({
        ...(await deps.files.hash(file.path)),
        type,
        pages,
        name: fittingName(name, type) ?? name,
        path: file.path,
        ...(copy ? { copy } : {}),
      })
    } catch (error) {
      if (!isPassing(error)) throw error
      errors.push(`${name}：${error.message}`)
      status = comeBack(upload.res, error)
    }
  }
  return { received, errors, status }
}

/** Records bytes with what is shown of them, and moves them into the store, in the transaction of what will name them. */
const keep = async (
  tx: Transaction,
  deps: Pick<Deps, 'files'>,
  bytes: WaitingBytes & { readonly type: string; readonly shown: string; readonly pages?: number },
): Promise<void> => {
  await tx
    .trx('stored_file')
    .insert({
      sha256: bytes.sha256,
      size: bytes.size,
      type: bytes.type,
      pages: bytes.pages ?? null,
      shown_sha256: bytes.shown,
      created_at: tx.now,
    })
    .onConflict('sha256')
    .ignore()
  // After the row: should the sweeper be removing the same bytes at this moment, the row waits until they are gone.
  await deps.files.take(bytes.path, bytes.sha256)
}

/** Keeps what is shown instead of a file: it is its own copy. */
export const keepCopy = (tx: Transaction, deps: Pick<Deps, 'files'>, type: string, copy: WaitingBytes): Promise<void> =>
  keep(tx, deps, { ...copy, type, shown: copy.sha256 })

/** Keeps a received file and what is shown instead of it. */
export const keepFile = async (tx: Transaction, deps: Pick<Deps, 'files'>, file: ReceivedFile): Promise<void> => {
  if (file.copy) await keepCopy(tx, deps, file.type, file.copy)
  await keep(tx, deps, { ...file, shown: file.copy?.sha256 ?? file.sha256 })
}
