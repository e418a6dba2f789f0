import { readFile } from 'node:fs/promises'
import { cleanFileName } from '../../core/files.ts'
import type { Deps } from '../../deps.ts'
import type { Files } from '../../web/route.ts'
import { comeBack, isPassing, lookAt, type Upload } from '../files/receive.ts'

/**
 * The picture of a face as the gateway takes it: upright, small, without EXIF data; the upload itself and what was made
 * of it go when the request is answered. Or a sentence on what is wrong with it, and the status that goes with it.
 */
export const readFacePhoto = async (
  deps: Pick<Deps, 'files' | 'inspector'>,
  files: Files,
  upload: Upload,
): Promise<{ readonly photo: Uint8Array } | { readonly error: string; readonly status: number }> => {
  const [file] = files
  if (!file) return { error: '请拍摄或者选择一张本人正面照片', status: 422 }
  try {
    const name = cleanFileName(file.originalname)
    const found = await lookAt(deps, { path: file.path, name }, ['jpg', 'png'], 'face', upload)
    return found.ok ? { photo: await readFile(found.output) } : { error: found.message, status: 422 }
  } catch (error) {
    if (!isPassing(error)) throw error
    return { error: error.message, status: comeBack(upload.res, error) }
  }
}
