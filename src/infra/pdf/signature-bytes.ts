import { createHash } from 'node:crypto'

// Where a signature lies in a file: everything but the hole its bytes go into is covered (ISO 32000-1 12.8.1). No
// library is needed for it, so this works in any process.

/** What stands in the place of the three numbers until they are known. */
export const UNKNOWN = 9_999_999_999
const WAITING = `/ByteRange [ 0 ${UNKNOWN} ${UNKNOWN} ${UNKNOWN} ]`

/** A file that waits for its signature: what is covered, and what the signature has to be over. */
export type Prepared = {
  readonly pdf: Buffer
  readonly hole: readonly [from: number, to: number]
  readonly digest: Buffer
}

const covered = (pdf: Buffer, [from, to]: Prepared['hole']): readonly Buffer[] => [
  pdf.subarray(0, from),
  pdf.subarray(to),
]

/** Says in a file written with an empty range what its last signature covers. Throws where there is no such place. */
export const fillRange = (pdf: Buffer): Prepared => {
  const range = pdf.lastIndexOf(WAITING)
  const from = pdf.indexOf('/Contents <', range) + '/Contents '.length
  const to = pdf.indexOf('>', from) + 1
  if (range < 0 || from < range || to <= from) throw new Error('the file waits for no signature')
  const hole = [from, to] as const
  const filled = Buffer.from(pdf)
  filled.write(`/ByteRange [ 0 ${from} ${to} ${pdf.length - to} `.padEnd(WAITING.length - 1), range, 'latin1')
  const hash = createHash('sha256')
  for (const part of covered(filled, hole)) hash.update(part)
  return { pdf: filled, hole, digest: hash.digest() }
}

/** The file with its signature in the hole; nothing else of it changes. Throws where the signature is too long for it. */
export const embedSignature = ({ pdf, hole: [from, to] }: Omit<Prepared, 'digest'>, cms: Uint8Array): Buffer => {
  const room = to - from - 2
  const hex = Buffer.from(cms).toString('hex')
  if (hex.length > room) throw new Error(`a signature of ${cms.length} bytes, room for ${room / 2}`)
  const signed = Buffer.from(pdf)
  signed.write(hex.padEnd(room, '0'), from + 1, 'latin1')
  return signed
}
