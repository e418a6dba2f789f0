import { pipeline } from 'node:stream/promises'
import type { Response } from 'express'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import { fileTypes, type TakenType } from '../../core/files.ts'
import { keepCopy, lookAt, removeAfter } from './receive.ts'

const isFileType = (type: string): type is TakenType => type in fileTypes

/** A name for `filename*` (RFC 8187): of the characters encodeURIComponent leaves alone, these are not allowed there. */
const extendedValue = (name: string): string =>
  encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )

/** A stored file as it is asked for, and what is shown of it, when that is there already. */
export type ServedFile = {
  readonly sha256: string
  readonly name: string
  readonly type: string
  readonly shown: string | null
}

/** What was found in files that cannot be shown: whoever opens one again and again keeps no process busy with it. */
const found = new Map<string, { readonly refusal: string; readonly until: number }>()
const rememberMilliseconds = 10 * 60_000
const mostRemembered = 1_000

const remember = (sha256: string, refusal: string, now: number): string => {
  found.delete(sha256)
  found.set(sha256, { refusal, until: now + rememberMilliseconds })
  for (const oldest of found.keys()) {
    if (found.size <= mostRemembered) break
    found.delete(oldest)
  }
  return refusal
}

/**
 * What is shown of a file that was stored before there were safe copies: made now, by the inspector, and kept for the
 * next time. Throws AppError NOT_SHOWN when there is nothing that could be shown safely.
 */
const makeShown = async (
  res: Response,
  deps: Pick<Deps, 'files' | 'inspector' | 'command' | 'clock'>,
  file: ServedFile,
  type: TakenType | undefined,
): Promise<string> => {
  if (!type) throw new AppError('NOT_SHOWN')
  const now = deps.clock.now().getTime()
  const before = found.get(file.sha256)
  if (before && before.until > now) throw new AppError('NOT_SHOWN', before.refusal)
  const upload = { bringer: { door: 'view', whose: file.sha256 }, res } as const
  const path = await deps.files.lend(file.sha256)
  removeAfter(res, path)
  const looked = await lookAt(deps, { path, name: `x.${fileTypes[type].extensions[0]}` }, [type], 'keep', upload)
  if (!looked.ok) {
    const refusal = `这份文件是以前上传的，不能打开：${looked.message}。`
    throw new AppError('NOT_SHOWN', remember(file.sha256, refusal, now))
  }
  const copy = { ...(await deps.files.hash(looked.output)), path: looked.output }
  await deps.command({ actorKind: 'system' }, async (tx) => {
    await keepCopy(tx, deps, type, copy)
    await tx
      .trx('stored_file')
      .where({ sha256: file.sha256 })
      .whereNull('shown_sha256')
      .update({ shown_sha256: copy.sha256 })
    tx.audit({
      chain: 'platform',
      action: 'file.copy',
      objectKind: 'stored_file',
      objectId: file.sha256,
      details: { shown: copy.sha256 },
    })
  })
  return copy.sha256
}

/**
 * Answers with what is shown of a stored file, under its own type: never the bytes somebody uploaded, unless they were
 * written by the portal. The caller has checked that the reader may have it. Shown in the page only when of a kind
 * browsers show without running anything; anything else is saved.
 */
export const serveFile = async (
  res: Response,
  deps: Pick<Deps, 'files' | 'inspector' | 'command' | 'clock'>,
  file: ServedFile,
): Promise<void> => {
  if (!(await deps.files.has(file.shown ?? file.sha256))) throw new AppError('NOT_FOUND')
  const type = isFileType(file.type) ? file.type : undefined
  const known = type && fileTypes[type]
  const shown = file.shown ?? (await makeShown(res, deps, file, type))
  const inline = known?.inline === true
  res.setHeader('Content-Type', known?.mime ?? 'application/octet-stream')
  res.setHeader(
    'Content-Disposition',
    `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${extendedValue(file.name)}`,
  )
  // Shown inside a case page, and nowhere else. Chromium's PDF viewer does not start under `sandbox`.
  res.setHeader(
    'Content-Security-Policy',
    inline && file.type === 'pdf'
      ? "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; plugin-types application/pdf; frame-ancestors 'self'"
      : "default-src 'none'; sandbox; frame-ancestors 'self'",
  )
  res.setHeader('X-Frame-Options', 'SAMEORIGIN')
  res.setHeader('Cache-Control', 'no-store')
  await pipeline(await deps.files.stream(shown), res)
}
