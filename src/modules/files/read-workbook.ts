import { readFile } from 'node:fs/promises'
import { cleanFileName } from '../../core/files.ts'
import type { ReadSheet } from '../../core/workbooks.ts'
import type { Deps } from '../../deps.ts'
import type { Files } from '../../web/route.ts'
import { comeBack, isPassing, lookAt, type Upload } from './receive.ts'

/** Larger is no list anybody fills in by hand. */
export const maxWorkbookBytes = 2 * 1024 * 1024

/**
 * The sheets of an uploaded workbook as plain texts; the upload and what was made of it go when the request is answered.
 * Or a sentence on what is wrong with it, and the status that goes with it.
 */
export const readWorkbook = async (
  deps: Pick<Deps, 'files' | 'inspector'>,
  files: Files,
  upload: Upload,
): Promise<{ readonly sheets: readonly ReadSheet[] } | { readonly error: string; readonly status: number }> => {
  const [file] = files
  if (!file) return { error: '请选择填好的表格（XLSX）', status: 422 }
  const name = cleanFileName(file.originalname)
  try {
    const found = await lookAt(deps, { path: file.path, name }, ['xlsx'], 'keep', upload)
    if (!found.ok) return { error: `${name}：${found.message}`, status: 422 }
    return { sheets: JSON.parse(await readFile(found.output, 'utf8')) as readonly ReadSheet[] }
  } catch (error) {
    if (!isPassing(error)) throw error
    return { error: error.message, status: comeBack(upload.res, error) }
  }
}
