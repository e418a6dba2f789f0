import {
  createReader,
  isArray,
  isDict,
  nameText,
  readObject,
  Ref,
  Stream,
  Unreadable,
  type Dict,
  type Value,
} from './tokens.ts'
import { createUnpacker } from './streams.ts'
import { readSections, type Entry, type Section } from './xref.ts'

// A PDF as the row of its versions. A file grows by appending: each version adds objects and a list of where they stand.
// What somebody signed is what the list says that ends his range; what a viewer shows is what the last one says.

/** How programmes end a version: `startxref`, the place, the mark of the end and its line end. */
const closing = /startxref\s+(\d{1,10})\s+%%EOF\s{0,3}$/

type Version = { readonly head: number; readonly trailer: Dict; readonly sections: readonly Section[] }

type Found = {
  readonly value: Value
  /** Where it begins in the file; undefined inside a list of objects. */
  readonly offset: number | undefined
}

export type Pdf = {
  readonly bytes: Buffer
  /** The oldest first. */
  readonly versions: readonly Version[]
  readonly encrypted: boolean
  /** Where the object stood in that version. */
  readonly entry: (num: number, version: number) => Entry | undefined
  /** The object as it was in that version; undefined where there was none. */
  readonly object: (num: number, version: number) => Found | undefined
  /** A value with its references followed, as of that version. */
  readonly follow: (value: Value | undefined, version: number) => Value | undefined
  /** The bytes of a stream as they stand in the file. */
  readonly raw: (stream: Stream, version: number) => Buffer
  /** The bytes of a stream unpacked. */
  readonly data: (stream: Stream, version: number) => Buffer
}

/** What `startxref` says at the very end of the first `length` bytes; undefined where they do not end as a version does. */
const headAt = (bytes: Buffer, length: number): number | undefined => {
  const found = closing.exec(bytes.toString('latin1', Math.max(0, length - 80), length))?.[1]
  return found === undefined ? undefined : Number(found)
}

/** A file made to be shown while it still loads has two lists in its first version, the second one standing before. */
const versionsOf = (sections: readonly Section[]): readonly Version[] => {
  const versions: Version[] = []
  for (let n = 0; n < sections.length; n += 1) {
    const [section, before] = [sections[n] as Section, sections[n + 1]]
    const twoInOne = before !== undefined && before.offset > section.offset
    if (twoInOne && n + 2 !== sections.length) throw new Unreadable('lists of places out of order')
    versions.push({
      head: section.offset,
      trailer: section.trailer,
      sections: twoInOne ? [section, before] : [section],
    })
    if (twoInOne) break
  }
  return versions.toReversed()
}

const sameEntry = (one: Entry | undefined, other: Entry | undefined): boolean =>
  one === other || (one !== undefined && other !== undefined && JSON.stringify(one) === JSON.stringify(other))

/** Reads the versions of a PDF exactly as its lists of places say. Throws Unreadable where they do not hold together. */
export const readPdf = (bytes: Buffer): Pdf => {
  // Places are counted from the header; a viewer that counts from the first byte sees another file.
  if (bytes.toString('latin1', 0, 7) !== '%PDF-1.' && bytes.toString('latin1', 0, 7) !== '%PDF-2.')
    throw new Unreadable('something stands before the header')
  const head = headAt(bytes, bytes.length)
  if (head === undefined) throw new Unreadable('no end of a version at the end of the file')
  const unpack = createUnpacker(bytes)
  const versions = versionsOf(readSections(bytes, head, unpack))

  const history = new Map<number, { readonly version: number; readonly entry: Entry }[]>()
  for (const [version, { sections }] of versions.entries()) {
    const listed = new Set<number>()
    for (const { entries } of sections)
      for (const [num, entry] of entries) {
        if (listed.has(num)) continue
        listed.add(num)
        const all = history.get(num) ?? []
        if (!sameEntry(all.at(-1)?.entry, entry)) all.push({ version, entry })
        history.set(num, all)
      }
  }
  const encrypted = versions.some(({ trailer }) => (trailer.get('Encrypt') ?? null) !== null)

  const entry = (num: number, version: number): Entry | undefined =>
    history.get(num)?.findLast((each) => each.version <= version)?.entry

  const parsed = new Map<number, Found>()
  const lists = new Map<number, { readonly data: Buffer; readonly items: readonly (readonly [number, number])[] }>()
  let keptValues = 0

  const listAt = (num: number, version: number) => {
    const place = entry(num, version)
    if (place?.kind !== 'at') throw new Unreadable(`no list of objects: ${num}`)
    const known = lists.get(place.offset)
    if (known) return known
    if (encrypted) throw new Unreadable('encrypted')
    const { value } = readAt(num, place, version)
    if (!(value instanceof Stream) || nameText(value.dict.get('Type')) !== 'ObjStm')
      throw new Unreadable(`no list of objects: ${num}`)
    const data = unpack(value, (each) => follow(each, version))
    const [count, first] = [follow(value.dict.get('N'), version), follow(value.dict.get('First'), version)]
    if (typeof count !== 'number' || typeof first !== 'number') throw new Unreadable(`no list of objects: ${num}`)
    const reader = createReader(data, 0, first)
    const items: (readonly [number, number])[] = []
    for (let n = 0; n < count; n += 1) {
      reader.skip()
      const itemNum = reader.whole()
      reader.skip()
      items.push([itemNum, first + reader.whole()])
    }
    const list = { data, items }
    lists.set(place.offset, list)
    return list
  }

  const readAt = (num: number, place: Extract<Entry, { readonly kind: 'at' }>, version: number): Found => {
    const found = readObject(bytes, place.offset, bytes.length, (value) => follow(value, version))
    if (found.num !== num || found.gen !== place.gen) throw new Unreadable(`object ${num} is not where it is listed`)
    return { value: found.value, offset: place.offset }
  }

  const object = (num: number, version: number): Found | undefined => {
    const place = entry(num, version)
    if (!place || place.kind === 'free') return undefined
    if (place.kind === 'in') {
      const { data, items } = listAt(place.list, version)
      const item = items[place.index]
      if (item?.[0] !== num) throw new Unreadable(`object ${num} is not where it is listed`)
      return { value: createReader(data, item[1]).value(), offset: undefined }
    }
    const known = parsed.get(place.offset)
    if (known && entryNumber(known, num)) return known
    const found = readAt(num, place, version)
    // Kept for a while only: a file may have more objects than there is room for.
    if (keptValues >= 20_000) {
      parsed.clear()
      keptValues = 0
    }
    keptValues += 1
    parsed.set(place.offset, found)
    numbers.set(found, num)
    return found
  }
  const numbers = new WeakMap<Found, number>()
  const entryNumber = (found: Found, num: number): boolean => numbers.get(found) === num

  let following = 0
  const follow = (value: Value | undefined, version: number): Value | undefined => {
    let found = value
    following += 1
    try {
      if (following > 32) throw new Unreadable('references that go in a circle')
      for (let steps = 0; found instanceof Ref; steps += 1) {
        if (steps > 8) throw new Unreadable('references that go in a circle')
        const place = entry(found.num, version)
        // A reference with another generation is one to nothing.
        if (place?.kind === 'at' && place.gen !== found.gen) return undefined
        found = object(found.num, version)?.value
      }
      return found
    } finally {
      following -= 1
    }
  }

  const raw = (stream: Stream, version: number): Buffer =>
    bytes.subarray(stream.start, stream.start + Number(follow(stream.dict.get('Length'), version)))
  const data = (stream: Stream, version: number): Buffer => unpack(stream, (each) => follow(each, version))

  return { bytes, versions, encrypted, entry, object, follow, raw, data }
}

/** Which version ends exactly with the first `length` bytes; undefined where none does. */
export const versionEndingAt = (pdf: Pdf, length: number): number | undefined => {
  const head = headAt(pdf.bytes, length)
  const version = pdf.versions.findIndex((each) => each.head === head)
  if (head === undefined || version < 0) return undefined
  // All it is made of lies in these bytes, and all that came later behind them.
  const inside = pdf.versions.slice(0, version + 1).every(({ sections }) => sections.every(({ end }) => end <= length))
  const behind = pdf.versions.slice(version + 1).every((each) => each.head >= length)
  return inside && behind ? version : undefined
}

/** Every reference a value holds. */
export const refsIn = (value: Value | undefined): readonly Ref[] => {
  const refs: Ref[] = []
  const waiting: (Value | undefined)[] = [value]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next instanceof Ref) refs.push(next)
    else if (next instanceof Stream) waiting.push(next.dict)
    else if (isDict(next)) for (const each of next.values()) waiting.push(each)
    else if (isArray(next)) for (const each of next) waiting.push(each)
  }
  return refs
}
