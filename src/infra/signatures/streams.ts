import { inflateSync } from 'node:zlib'
import { isArray, isDict, nameText, Unreadable, type Stream, type Value } from './tokens.ts'

/** What the streams of one file that have to be unpacked may come to, all together. */
const mostUnpacked = 48 * 1024 * 1024

export type Follow = (value: Value | undefined) => Value | undefined

/** The one filter that lists of objects are packed with in practice, or none. */
const isPacked = (stream: Stream, follow: Follow): boolean => {
  const filter = follow(stream.dict.get('Filter')) ?? null
  const filters = (isArray(filter) ? filter : filter === null ? [] : [filter]).map((each) => nameText(follow(each)))
  if (filters.length > 1 || (filters.length === 1 && filters[0] !== 'FlateDecode'))
    throw new Unreadable('a list of objects packed in an unknown way')
  return filters.length === 1
}

/** PNG's prediction (ISO 32000-2 §7.4.4.4), as lists of places use it. */
const unpredicted = (data: Buffer, columns: number): Buffer => {
  const rows = Math.floor(data.length / (columns + 1))
  const out = Buffer.alloc(rows * columns)
  for (let row = 0; row < rows; row += 1) {
    const kind = data[row * (columns + 1)] ?? 0
    for (let n = 0; n < columns; n += 1) {
      const raw = data[row * (columns + 1) + 1 + n] ?? 0
      const left = n > 0 ? (out[row * columns + n - 1] ?? 0) : 0
      const up = row > 0 ? (out[(row - 1) * columns + n] ?? 0) : 0
      const corner = row > 0 && n > 0 ? (out[(row - 1) * columns + n - 1] ?? 0) : 0
      out[row * columns + n] = raw + predicted(kind, left, up, corner)
    }
  }
  return out
}

const predicted = (kind: number, left: number, up: number, corner: number): number => {
  if (kind === 0) return 0
  if (kind === 1) return left
  if (kind === 2) return up
  if (kind === 3) return Math.floor((left + up) / 2)
  if (kind !== 4) throw new Unreadable('an unknown prediction')
  const guess = left + up - corner
  const [l, u, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  return l <= u && l <= c ? left : u <= c ? up : corner
}

/** Unpacks the streams a file's structure is kept in, within a bound for the whole file. */
export const createUnpacker = (bytes: Buffer) => {
  let unpacked = 0
  return (stream: Stream, follow: Follow): Buffer => {
    const length = Number(follow(stream.dict.get('Length')))
    const raw = bytes.subarray(stream.start, stream.start + length)
    if (!isPacked(stream, follow)) return raw
    let data: Buffer
    try {
      data = inflateSync(raw, { maxOutputLength: mostUnpacked - unpacked + 1 })
    } catch {
      throw new Unreadable('a list of objects that cannot be unpacked')
    }
    unpacked += data.length
    if (unpacked > mostUnpacked) throw new Unreadable('lists of objects beyond measure')
    const given = follow(stream.dict.get('DecodeParms')) ?? null
    const parms = isArray(given) ? (follow(given[0]) ?? null) : given
    const predictor = isDict(parms) ? (follow(parms.get('Predictor')) ?? 1) : 1
    if (predictor === 1) return data
    const columns = isDict(parms) ? (follow(parms.get('Columns')) ?? 1) : 1
    const plain =
      isDict(parms) &&
      [
        ['Colors', 1],
        ['BitsPerComponent', 8],
      ].every(([key, usual]) => {
        const value = follow(parms.get(String(key)))
        return value === undefined || value === usual
      })
    if (typeof predictor !== 'number' || predictor < 10 || typeof columns !== 'number' || columns < 1 || !plain)
      throw new Unreadable('an unknown prediction')
    return unpredicted(data, columns)
  }
}
