import { createReader, nameText, readObject, Stream, Unreadable } from './tokens.ts'
import { versionEndingAt, type Pdf } from './document.ts'

// What was appended to signed bytes is read byte by byte: there may stand objects, the list of where they stand and the
// mark of the end, and nothing beside. An object no list names, a second one of the same number, a list that names what
// is not there are how shadow documents are made: one viewer shows them, another does not.

type Block = {
  readonly end: number
  /** What `startxref` says. */
  readonly head: number
  /** Each object by the place it stands at. */
  readonly objects: ReadonlyMap<number, { readonly num: number; readonly list: boolean }>
  /** Where a table of places stands. */
  readonly tables: readonly number[]
}

const white = new Set([0, 9, 10, 12, 13, 32])

const readBlock = (pdf: Pdf, start: number, version: number): Block => {
  const { bytes } = pdf
  const objects = new Map<number, { readonly num: number; readonly list: boolean }>()
  const tables: number[] = []
  const reader = createReader(bytes, start)
  const gap = (): void => {
    while (white.has(bytes[reader.at] ?? 1)) reader.at += 1
  }
  for (gap(); ; gap()) {
    const at = reader.at
    if (at >= bytes.length) throw new Unreadable('appended bytes without an end')
    if (reader.word('startxref')) {
      gap()
      const head = reader.whole()
      gap()
      if (bytes.toString('latin1', reader.at, reader.at + 5) !== '%%EOF')
        throw new Unreadable('appended bytes without an end')
      reader.at += 5
      // One line end belongs to the mark.
      if (bytes[reader.at] === 13) reader.at += 1
      if (bytes[reader.at] === 10) reader.at += 1
      return { end: reader.at, head, objects, tables }
    }
    if (reader.word('xref')) {
      tables.push(at)
      for (gap(); !reader.word('trailer'); gap()) {
        reader.whole()
        gap()
        const count = reader.whole()
        for (let n = 0; n < count; n += 1) {
          gap()
          reader.whole()
          gap()
          reader.whole()
          gap()
          if (!reader.word('n') && !reader.word('f')) throw new Unreadable('a broken list of places')
        }
      }
      reader.value()
      continue
    }
    const found = readObject(bytes, at, bytes.length, (value) => pdf.follow(value, version))
    const list = found.value instanceof Stream && nameText(found.value.dict.get('Type')) === 'XRef'
    objects.set(at, { num: found.num, list })
    reader.at = found.end
  }
}

/** Why a version is not told by its list alone; undefined where it is. */
const faultOf = (pdf: Pdf, block: Block, start: number, index: number): string | undefined => {
  const version = pdf.versions[index]
  const before = pdf.versions[index - 1]
  if (!version || !before) return 'a version that no list leads to'
  const [section] = version.sections
  if (block.head !== version.head || !section) return 'a version that no list leads to'
  if (version.sections.length > 1 || section.hybrid) return 'two lists in one appended version'
  if (version.head < start || version.head >= block.end) return 'the list of a version stands outside of it'
  if (section.trailer.get('Prev') !== before.head) return 'a list that leaves out a version'
  const ofList = block.tables.includes(version.head) || block.objects.get(version.head)?.list === true
  if (block.tables.length > 1 || !ofList) return 'two lists in one appended version'
  const listed = new Set<number>()
  for (const [num, entry] of section.entries) {
    if (entry.kind !== 'at') continue
    if (entry.offset >= block.end) return 'an object listed beyond its version'
    if (entry.offset < start) continue
    if (block.objects.get(entry.offset)?.num !== num) return `object ${num} is not where it is listed`
    listed.add(entry.offset)
  }
  const nums = new Set<number>()
  for (const [place, { num, list }] of block.objects) {
    if (nums.has(num)) return `object ${num} stands twice in one version`
    nums.add(num)
    if (!list && !listed.has(place)) return `object ${num} is not listed`
  }
  return undefined
}

/**
 * What is wrong with each version that was appended after the first `length` bytes, by its number; from where the bytes
 * cannot be read on, every version is.
 */
export const appendedFaults = (pdf: Pdf, length: number): ReadonlyMap<number, string> => {
  const faults = new Map<number, string>()
  const { bytes, versions } = pdf
  const first = versionEndingAt(pdf, length) ?? versions.length
  let index = first + 1
  try {
    for (let at = length; at < bytes.length; index += 1) {
      const block = readBlock(pdf, at, Math.min(index, versions.length - 1))
      const fault = faultOf(pdf, block, at, index)
      if (fault) faults.set(index, fault)
      if (!versions[index]) break
      at = block.end
    }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    for (; index <= versions.length; index += 1) faults.set(index, error.message)
  }
  return faults
}
