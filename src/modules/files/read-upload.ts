import { readFile } from 'node:fs/promises'
import { cleanFileName, type TakenType } from '../../core/files.ts'
import type { ReadSheet } from '../../core/workbooks.ts'
import type { Deps } from '../../deps.ts'
import type { Files } from '../../web/route.ts'
import { comeBack, isPassing, lookAt, type Upload } from './receive.ts'

/** Larger is no list anybody fills in by hand. */
export const maxWorkbookBytes = 2 * 1024 * 1024
/** Larger is no text without pictures. */
export const maxTextBytes = 5 * 1024 * 1024

type Looking = Pick<Deps, 'files' | 'inspector'>
type NotRead = { readonly error: string; readonly status: number }

/**
 * What the inspector made of an upload, as JSON; the upload and that go when the request is answered. Or a sentence on
 * what is wrong with it, and the status that goes with it. `missing`: what is said where no file came.
 */
const readAs = async (
  deps: Looking,
  files: Files,
  upload: Upload,
  {
    accept,
    purpose,
    missing,
  }: { readonly accept: readonly TakenType[]; readonly purpose: 'keep' | 'text'; readonly missing: string },
): Promise<{ readonly read: unknown } | NotRead> => {
  const [file] = files
  if (!file) return { error: missing, status: 422 }
  const name = cleanFileName(file.originalname)
  try {
    const found = await lookAt(deps, { path: file.path, name }, accept, purpose, upload)
    if (!found.ok) return { error: `${name}：${found.message}`, status: 422 }
    return { read: JSON.parse(await readFile(found.output, 'utf8')) }
  } catch (error) {
    if (!isPassing(error)) throw error
    return { error: error.message, status: comeBack(upload.res, error) }
  }
}

/** The sheets of an uploaded workbook as plain texts. */
export const readWorkbook = async (
  deps: Looking,
  files: Files,
  upload: Upload,
): Promise<{ readonly sheets: readonly ReadSheet[] } | NotRead> => {
  const missing = '请选择填好的表格（XLSX）'
  const found = await readAs(deps, files, upload, { accept: ['xlsx'], purpose: 'keep', missing })
  return 'error' in found ? found : { sheets: found.read as readonly ReadSheet[] }
}

/** A table an accounting programme exported: a workbook, or its cells as text. */
export const readTable = async (
  deps: Looking,
  files: Files,
  upload: Upload,
): Promise<{ readonly sheets: readonly ReadSheet[] } | NotRead> => {
  const missing = '请选择从财务软件导出的科目余额表（XLSX或者CSV）'
  const found = await readAs(deps, files, upload, { accept: ['xlsx', 'csv'], purpose: 'keep', missing })
  return 'error' in found ? found : { sheets: found.read as readonly ReadSheet[] }
}

/** The paragraphs of an uploaded text. */
export const readText = async (
  deps: Looking,
  files: Files,
  upload: Upload,
): Promise<{ readonly lines: readonly string[] } | NotRead> => {
  const missing = '请选择章程文件（DOCX或者PDF）'
  const found = await readAs(deps, files, upload, { accept: ['docx', 'pdf'], purpose: 'text', missing })
  return 'error' in found ? found : { lines: found.read as readonly string[] }
}
