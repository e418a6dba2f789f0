import { setImmediate as breathe } from 'node:timers/promises'
import { promisify } from 'node:util'
import { constants, inflate, inflateSync } from 'node:zlib'

const inflated = promisify(inflate)

/** What a PDF may not contain, as names of its dictionaries. */
const forbidden = {
  encrypted: /\/Encrypt(?![A-Za-z])/,
  // An action that runs JavaScript is always of one of these kinds; /JS alone would also be found by chance.
  active: /\/(?:JavaScript|Rendition|Launch|EmbeddedFile|RichMedia)|\/XFA[\s[(<\d]/,
} as const

export type PdfFinding = keyof typeof forbidden | 'unreadable'

/** Names as a reader understands them: `/J#53` is `/JS`. */
const spelledOut = (text: string): string =>
  text.replaceAll(/#([0-9A-Fa-f]{2})/g, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

/** Objects packed into one stream begin with pairs of numbers; pictures and fonts do not. */
const looksPacked = (bytes: Buffer): boolean => {
  if (bytes.length < 2 || (bytes[0] ?? 0) % 16 !== 8 || bytes.readUInt16BE(0) % 31 !== 0) return false
  try {
    const start = inflateSync(bytes.subarray(0, 96), {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: 1_000_000,
    })
    return /^\s*\d+\s+\d+\s/.test(start.subarray(0, 64).toString('latin1'))
  } catch {
    return false
  }
}

const mostPackedBytes = 64 * 1024 * 1024
/** More streams than any paper has: somebody wants the portal to be busy. */
const mostStreams = 20_000
/** Looking into streams costs time that others wait for; so many at a stretch, then they get their turn. */
const streamsAtAStretch = 20
const longestDictionary = 64 * 1024

/** What stands before a stream back to its object's beginning; not `whole` when that is absurdly far away. */
const dictionaryBefore = (text: string, end: number): { readonly text: string; readonly whole: boolean } => {
  const start = Math.max(0, text.lastIndexOf(' obj', end))
  const near = Math.max(start, end - longestDictionary)
  // Without the end of a dictionary right before it, the word stands in the middle of something else by chance.
  const isObject = text
    .slice(end - 16, end)
    .trimEnd()
    .endsWith('>>')
  return { text: spelledOut(text.slice(near, end)), whole: !isObject || near === start }
}

/**
 * What a PDF contains that the portal does not take, or `unreadable` when its packed objects cannot be looked into:
 * since PDF 1.5 most dictionaries lie in compressed streams, where a search of the bytes finds nothing.
 */
export const pdfFinding = async (bytes: Buffer): Promise<PdfFinding | undefined> => {
  const text = bytes.toString('latin1')
  const findIn = (part: string): PdfFinding | undefined => {
    const names = spelledOut(part)
    if (forbidden.encrypted.test(names)) return 'encrypted'
    return forbidden.active.test(names) ? 'active' : undefined
  }
  const direct = findIn(text)
  if (direct) return direct
  let left = mostPackedBytes
  let seen = 0
  for (const match of text.matchAll(/(?<!end)stream\r?\n/g)) {
    seen += 1
    if (seen > mostStreams) return 'unreadable'
    if (seen % streamsAtAStretch === 0) await breathe()
    const content = bytes.subarray(match.index + match[0].length)
    const dictionary = dictionaryBefore(text, match.index)
    if (!dictionary.whole) return 'unreadable'
    const packed = looksPacked(content)
    const declared = /\/ObjStm\b/.test(dictionary.text)
    if (declared && !packed && /\/Filter/.test(dictionary.text)) return 'unreadable'
    if (!packed) continue
    try {
      const objects = await inflated(content, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: left })
      left -= objects.length
      const found = findIn(objects.toString('latin1'))
      if (found) return found
    } catch {
      return 'unreadable'
    }
  }
  return undefined
}
