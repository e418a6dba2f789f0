import sharp from 'sharp'
import { maxFileBytes } from '../../core/files.ts'
import type { FileFinding } from '../../core/file-findings.ts'
import { maxPixels } from './jpeg.ts'
import type { Purpose } from './protocol.ts'

// One file at a time in a process that is watched: more threads would only hide what it costs.
sharp.concurrency(1)
sharp.cache(false)
// The library reads two dozen formats; the portal takes two of them.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng'] })

/** Shortest side in pixels of a page whose letters can be read: half of what a fax sends. */
const shortestReadSide = 400

/** Longest side in pixels of what is compared with a face: more tells nothing more about it. */
const longestFaceSide = 960

/**
 * Decodes a picture to see that it is whole, and gives it written anew: upright, without EXIF (place and device of the
 * photograph), and small when it is to be compared with a face.
 */
export const rewritten = async (
  bytes: Buffer,
  type: 'jpg' | 'png',
  purpose: Purpose,
): Promise<Buffer | FileFinding> => {
  const upright = sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error' }).rotate()
  try {
    if (purpose === 'face')
      return await upright
        .resize(longestFaceSide, longestFaceSide, { fit: 'inside', withoutEnlargement: true })
        .flatten({ background: '#fff' })
        .jpeg({ quality: 85 })
        .toBuffer()
    if (purpose === 'read') {
      const { width, height } = await sharp(bytes, { limitInputPixels: maxPixels }).metadata()
      if (Math.min(width, height) < shortestReadSide) return 'picture-small'
    }
    if (type === 'png') {
      const cleaned = await upright.png().toBuffer()
      return cleaned.length > maxFileBytes ? 'picture-grown' : cleaned
    }
    // A photograph within the limit may grow beyond it when it is written anew: then a little more is left out.
    for (const quality of [90, 75]) {
      const cleaned = await upright.clone().jpeg({ quality }).toBuffer()
      if (cleaned.length <= maxFileBytes) return cleaned
    }
    return 'picture-grown'
  } catch {
    return 'picture-broken'
  }
}
