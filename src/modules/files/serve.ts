import { pipeline } from 'node:stream/promises'
import type { Response } from 'express'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import { fileTypes } from '../../core/files.ts'
import type { FileType } from '../../core/matters/define.ts'

const isFileType = (type: string): type is FileType => type in fileTypes

/** A name for `filename*` (RFC 8187): of the characters encodeURIComponent leaves alone, these are not allowed there. */
const extendedValue = (name: string): string =>
  encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )

/**
 * Answers with a stored file under its own type. The caller has checked that the reader may have it. Shown in the
 * page only when of a kind browsers show without running anything; `download` saves it instead.
 */
export const serveFile = async (
  res: Response,
  deps: Pick<Deps, 'files'>,
  file: { readonly sha256: string; readonly name: string; readonly type: string },
  download = false,
): Promise<void> => {
  if (!(await deps.files.has(file.sha256))) throw new AppError('NOT_FOUND')
  const known = isFileType(file.type) ? fileTypes[file.type] : undefined
  const inline = known?.inline === true && !download
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
  await pipeline(await deps.files.stream(file.sha256), res)
}
