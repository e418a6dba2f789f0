import { createReader, isArray, isDict, nameText, readObject, Stream, Unreadable, type Dict } from './tokens.ts'
import type { createUnpacker } from './streams.ts'

/** Where an object stands: at a place of the file, inside a list of objects, or nowhere. */
export type Entry =
  | { readonly kind: 'at'; readonly offset: number; readonly gen: number }
  | { readonly kind: 'in'; readonly list: number; readonly index: number }
  | { readonly kind: 'free' }

/** One table or stream of places (ISO 32000-2 §7.5.4–7.5.8). */
export type Section = {
  readonly offset: number
  /** After it, where `startxref` may follow. */
  readonly end: number
  readonly entries: ReadonlyMap<number, Entry>
  readonly trailer: Dict
  /** Two lists at once: a reader that knows streams sees another file than one that does not. */
  readonly hybrid: boolean
}

/** More objects than any paper has. */
const mostObjects = 300_000
const mostSections = 400

/** A reference is never followed where the list of places itself is read. */
const asItStands = <T>(value: T): T => value

const add = (entries: Map<number, Entry>, num: number, entry: Entry): void => {
  // Of two places for one object a viewer takes either.
  if (entries.has(num)) throw new Unreadable(`object ${num} is listed twice`)
  if (entries.size >= mostObjects) throw new Unreadable('objects beyond measure')
  entries.set(num, entry)
}

const readTable = (bytes: Buffer, offset: number): Section => {
  const reader = createReader(bytes, offset)
  reader.word('xref')
  const entries = new Map<number, Entry>()
  for (reader.skip(); !reader.word('trailer'); reader.skip()) {
    const first = reader.whole()
    reader.skip()
    const count = reader.whole()
    for (let n = 0; n < count; n += 1) {
      reader.skip()
      const place = reader.whole()
      reader.skip()
      const gen = reader.whole()
      reader.skip()
      if (reader.word('n')) add(entries, first + n, { kind: 'at', offset: place, gen })
      else if (reader.word('f')) add(entries, first + n, { kind: 'free' })
      else throw new Unreadable(`a broken list of places at ${offset}`)
    }
  }
  const trailer = reader.value()
  if (!isDict(trailer)) throw new Unreadable('no trailer')
  return { offset, end: reader.at, entries, trailer, hybrid: trailer.has('XRefStm') }
}

const readStream = (bytes: Buffer, offset: number, unpack: ReturnType<typeof createUnpacker>): Section => {
  const { value, end } = readObject(bytes, offset, bytes.length, asItStands)
  if (!(value instanceof Stream) || nameText(value.dict.get('Type')) !== 'XRef')
    throw new Unreadable(`no list of places at ${offset}`)
  const { dict } = value
  const widths = dict.get('W')
  const size = dict.get('Size')
  const index = dict.get('Index') ?? [0, size ?? 0]
  if (!isArray(widths) || !isArray(index) || widths.length !== 3) throw new Unreadable('no list of places')
  const [w0 = 0, w1 = 0, w2 = 0] = widths.map((each) =>
    typeof each === 'number' && each >= 0 && each <= 6 ? each : 99,
  )
  const width = w0 + w1 + w2
  if (width > 20 || width < 1) throw new Unreadable('no list of places')
  const data = unpack(value, asItStands)
  const entries = new Map<number, Entry>()
  let at = 0
  const field = (bytesWide: number, unless: number): number => {
    if (bytesWide === 0) return unless
    const found = data.readUIntBE(at, bytesWide)
    at += bytesWide
    return found
  }
  for (let pair = 0; pair + 1 < index.length; pair += 2) {
    const [first, count] = [index[pair], index[pair + 1]]
    if (typeof first !== 'number' || typeof count !== 'number') throw new Unreadable('no list of places')
    if (at + count * width > data.length) throw new Unreadable('a list of places cut short')
    for (let n = 0; n < count; n += 1) {
      const [kind, second, third] = [field(w0, 1), field(w1, 0), field(w2, 0)]
      if (kind === 0) add(entries, first + n, { kind: 'free' })
      else if (kind === 1) add(entries, first + n, { kind: 'at', offset: second, gen: third })
      else if (kind === 2) add(entries, first + n, { kind: 'in', list: second, index: third })
      else throw new Unreadable('an unknown kind of place')
    }
  }
  return { offset, end, entries, trailer: dict, hybrid: false }
}

const readSection = (bytes: Buffer, offset: number, unpack: ReturnType<typeof createUnpacker>): Section => {
  if (!Number.isSafeInteger(offset) || offset < 0 || offset >= bytes.length)
    throw new Unreadable(`a list of places beyond the file: ${offset}`)
  if (!createReader(bytes, offset).word('xref')) return readStream(bytes, offset, unpack)
  const table = readTable(bytes, offset)
  const beside = table.trailer.get('XRefStm')
  if (beside === undefined) return table
  if (typeof beside !== 'number') throw new Unreadable('no list of places')
  const entries = new Map(readStream(bytes, beside, unpack).entries)
  for (const [num, entry] of table.entries) if (entry.kind !== 'free' || !entries.has(num)) entries.set(num, entry)
  return { ...table, entries }
}

/** All lists of places a file goes back to from this one, the newest first. */
export const readSections = (
  bytes: Buffer,
  head: number,
  unpack: ReturnType<typeof createUnpacker>,
): readonly Section[] => {
  const sections: Section[] = []
  const seen = new Set<number>()
  for (let offset: number | undefined = head; offset !== undefined;) {
    if (seen.has(offset)) throw new Unreadable('lists of places that go in a circle')
    if (sections.length >= mostSections) throw new Unreadable('too-many')
    seen.add(offset)
    const section = readSection(bytes, offset, unpack)
    sections.push(section)
    const before = section.trailer.get('Prev')
    if (before !== undefined && typeof before !== 'number') throw new Unreadable('no place of an earlier list')
    offset = before
  }
  return sections
}
