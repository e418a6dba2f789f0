import type { FileFinding } from '../../core/file-findings.ts'

/** Largest picture taken, in pixels: a bomb of a few bytes may claim far more. */
export const maxPixels = 50_000_000
/** No scan and no photograph is longer or wider; what is, is a strip made to harm. */
export const maxSide = 30_000

/** A progressive picture is drawn in about 10 scans; each one goes over every block of it again. */
const maxScans = 40
/** Scans times pixels: what decoding costs. Ten scans of the largest picture, forty of a quarter of it. */
const maxScannedPixels = 10 * maxPixels
/** Colour profiles and previews take some segments, hundreds at most. */
const maxSegments = 1_000

const marker = {
  start: 0xd8,
  end: 0xd9,
  scan: 0xda,
  tables: 0xc4,
  arithmetic: 0xcc,
  extension: 0xc8,
  temporary: 0x01,
} as const

const isRestart = (code: number): boolean => code >= 0xd0 && code <= 0xd7

/** Frames that every viewer reads: baseline, extended and progressive, Huffman-coded. */
const usualFrames = new Set([0xc0, 0xc1, 0xc2])

const isFrame = (code: number): boolean =>
  code >= 0xc0 && code <= 0xcf && code !== marker.tables && code !== marker.extension && code !== marker.arithmetic

/** Where the coded data of a scan end: at the next marker that is neither a stuffed zero nor a restart. */
const endOfScan = (bytes: Buffer, from: number): number => {
  for (let at = bytes.indexOf(0xff, from); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const code = bytes[at + 1] ?? 0
    if (code !== 0 && code !== 0xff && !isRestart(code)) return at
  }
  return bytes.length
}

/**
 * What is wrong with a JPEG, from its markers alone: nothing is decoded, and the time is that of reading it once.
 * What decoding it would cost is known before it is begun.
 */
export const jpegFinding = (bytes: Buffer): FileFinding | undefined => {
  let pixels = 0
  let progressive = false
  let scans = 0
  let segments = 0
  let at = 2
  while (at + 2 <= bytes.length) {
    if (bytes[at] !== 0xff) {
      // Cameras leave a few bytes between segments; readers go on at the next marker.
      at = bytes.indexOf(0xff, at)
      if (at < 0) return 'picture-broken'
      continue
    }
    const code = bytes[at + 1] ?? 0
    if (code === 0xff) {
      at += 1
      continue
    }
    if (code === marker.end) return scans > 0 ? undefined : 'picture-broken'
    if (code === marker.start || code === 0) return 'picture-broken'
    // These have no length: what follows is the next segment for a decoder, and would not be counted here.
    if (code === marker.temporary || isRestart(code)) return 'picture-odd'
    if (at + 4 > bytes.length) return 'picture-broken'
    segments += 1
    if (segments > maxSegments) return 'picture-odd'
    const length = bytes.readUInt16BE(at + 2)
    if (length < 2) return 'picture-broken'
    if (code === marker.arithmetic) return 'picture-odd'
    if (isFrame(code)) {
      if (!usualFrames.has(code) || pixels > 0) return 'picture-odd'
      if (at + 10 > bytes.length) return 'picture-broken'
      if (bytes[at + 4] !== 8) return 'picture-odd'
      const height = bytes.readUInt16BE(at + 5)
      const width = bytes.readUInt16BE(at + 7)
      pixels = width * height
      progressive = code === 0xc2
      if (pixels === 0) return 'picture-broken'
      if (pixels > maxPixels || width > maxSide || height > maxSide) return 'picture-too-large'
    }
    at += 2 + length
    if (code === marker.scan) {
      if (pixels === 0) return 'picture-broken'
      scans += 1
      if (scans > (progressive ? maxScans : 4) || scans * pixels > maxScannedPixels) return 'picture-odd'
      at = endOfScan(bytes, at)
    }
  }
  return 'picture-broken'
}
