import sharp from 'sharp'
import { cleanFileName } from '../../core/files.ts'
import type { Files } from '../../web/route.ts'
import { inspectFile } from '../files/inspect.ts'

/** Longest side in pixels of what is compared: more tells nothing more about a face. */
const longestSide = 960

/**
 * The picture of a face as the gateway takes it: upright, small, without EXIF data, in memory only; the upload itself
 * goes when the request is answered. Or a sentence on what is wrong with it.
 */
export const readFacePhoto = async (
  files: Files,
): Promise<{ readonly photo: Uint8Array } | { readonly error: string }> => {
  const [file] = files
  if (!file) return { error: '请拍摄或者选择一张本人正面照片' }
  const found = await inspectFile(file.path, cleanFileName(file.originalname), ['jpg', 'png'])
  if (!found.ok) return { error: found.message }
  const photo = await sharp(file.path)
    .resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#fff' })
    .jpeg({ quality: 85 })
    .toBuffer()
  return { photo }
}
