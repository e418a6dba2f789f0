import type { FileFinding } from '../../core/file-findings.ts'
import { maxPixels, maxSide } from './jpeg.ts'

/** A decoded picture is held row by row; 50 megapixels of red, green, blue and alpha. */
const maxDecodedBytes = 4 * maxPixels
/** An interlaced one is held whole and gone over seven times. Nobody scans or photographs so; small web graphics are. */
const maxInterlacedBytes = 24_000_000
/** Encoders write pieces of 8 KB and more. */
const maxChunks = 10_000

const channels: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

/** What is wrong with a PNG, from its header and the list of its chunks alone: nothing is inflated. */
export const pngFinding = (bytes: Buffer): FileFinding | undefined => {
  if (bytes.length < 33 || bytes.toString('latin1', 12, 16) !== 'IHDR') return 'picture-broken'
  const width = bytes.readUInt32BE(16)
  const height = bytes.readUInt32BE(20)
  const depth = bytes[24] ?? 0
  const perPixel = channels[bytes[25] ?? 1]
  if (width === 0 || height === 0 || perPixel === undefined) return 'picture-broken'
  if (width > maxSide || height > maxSide || width * height > maxPixels) return 'picture-too-large'
  // A palette is spelt out when it is decoded, and less than a byte a sample is not held.
  const bytesPerPixel = (bytes[25] === 3 ? 4 : perPixel) * Math.max(1, depth / 8)
  if (width * height * bytesPerPixel > maxDecodedBytes) return 'picture-too-large'
  if (bytes[28] !== 0 && width * height * bytesPerPixel > maxInterlacedBytes) return 'picture-odd'
  let chunks = 0
  for (let at = 8; at + 12 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (type === 'IEND') return undefined
    if (type === 'acTL') return 'picture-moving'
    chunks += 1
    if (chunks > maxChunks) return 'picture-odd'
  }
  return 'picture-broken'
}
