// The distinguished encoding (ITU-T X.690) that certificates and signatures are made of. It is read here and not by a
// library: what strangers send has to be bounded before anything is built from it, libraries take many writings of one
// value where a signature allows a single one, and what was signed is needed byte for byte as it came.

/** The bytes are no DER, or more of it than is taken. */
export class DerError extends Error {
  override readonly name = 'DerError'
}

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8: 0x0c,
  printable: 0x13,
  ia5: 0x16,
  utcTime: 0x17,
  time: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const

/** A tag of the context, as [n] of a definition says it; most are constructed. */
export const context = (number: number, constructed = true): number => (constructed ? 0xa0 : 0x80) + number

export type Der = {
  /** The identifier octet: class, form and number. */
  readonly tag: number
  /** All of it as it came. */
  readonly bytes: Uint8Array
  readonly content: Uint8Array
  /** What a constructed one is made of; made when first asked for. */
  readonly children: readonly Der[]
}

export type DerLimits = { readonly bytes: number; readonly depth: number; readonly nodes: number }

/** Enough for any certificate of a person or unit; a list of revoked ones or a signature is read with more. */
const usualLimits: DerLimits = { bytes: 16_384, depth: 24, nodes: 4_000 }

const isConstructed = (tag: number): boolean => (tag & 0x20) !== 0

type Head = { readonly tag: number; readonly start: number; readonly end: number }

/** Tag and place of the content of the element at `at`, which must end by `limit`. */
const headAt = (bytes: Uint8Array, at: number, limit: number): Head => {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined || at + 2 > limit) throw new DerError('ends within an element')
  if ((tag & 0x1f) === 0x1f) throw new DerError('a tag of more than one octet')
  if (first < 0x80) return ended({ tag, start: at + 2, end: at + 2 + first }, limit)
  const count = first & 0x7f
  if (count === 0) throw new DerError('an indefinite length')
  if (count > 4 || at + 2 + count > limit) throw new DerError('a length beyond the end')
  let length = 0
  for (let index = 0; index < count; index += 1) length = length * 256 + (bytes[at + 2 + index] ?? 0)
  if (length < 0x80 || length < 256 ** (count - 1)) throw new DerError('a length not written the shortest way')
  return ended({ tag, start: at + 2 + count, end: at + 2 + count + length }, limit)
}

const ended = (head: Head, limit: number): Head => {
  if (head.end > limit) throw new DerError('a length beyond the end')
  return head
}

/** Walks over everything that is constructed, so that nothing later meets what is deeper or more than allowed. */
const walk = (bytes: Uint8Array, { depth, nodes }: DerLimits): void => {
  let count = 0
  const inside = (from: number, to: number, level: number): void => {
    if (level > depth) throw new DerError('too deep')
    for (let at = from; at < to;) {
      count += 1
      if (count > nodes) throw new DerError('too many elements')
      const head = headAt(bytes, at, to)
      if (isConstructed(head.tag)) inside(head.start, head.end, level + 1)
      at = head.end
    }
  }
  inside(0, bytes.length, 0)
}

const elementAt = (bytes: Uint8Array, at: number, limit: number): Der => {
  const { tag, start, end } = headAt(bytes, at, limit)
  const content = bytes.subarray(start, end)
  let children: readonly Der[] | undefined
  return {
    tag,
    bytes: bytes.subarray(at, end),
    content,
    get children() {
      children ??= isConstructed(tag) ? [...elementsOf(content)] : []
      return children
    },
  }
}

/** The elements that stand one after the other in some bytes, without keeping them: for long lists. */
export function* elementsOf(content: Uint8Array): Generator<Der> {
  for (let at = 0; at < content.length;) {
    const element = elementAt(content, at, content.length)
    yield element
    at += element.bytes.length
  }
}

/** Reads one element that fills the bytes, bounded in size, depth and number; throws DerError. */
export const readDer = (bytes: Uint8Array, limits: Partial<DerLimits> = {}): Der => {
  const all = { ...usualLimits, ...limits }
  if (bytes.length > all.bytes) throw new DerError('too long')
  walk(bytes, all)
  const element = elementAt(bytes, 0, bytes.length)
  if (element.bytes.length !== bytes.length) throw new DerError('more follows')
  return element
}

const concat = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts))

const constructedOctets = tags.octets | 0x20

/** How deep and how many elements without a length are followed. */
const indefiniteLimits = { depth: 24, nodes: 20_000 }

/**
 * Signatures in files may be written in BER, whose elements end at a mark instead of having a length, and whose octets
 * may come in pieces: gives the first element of `bytes` in definite lengths, and leaves what has a length as it is.
 */
export const definite = (bytes: Uint8Array): Uint8Array => {
  let count = 0
  const one = (at: number, level: number): { readonly der: Uint8Array; readonly end: number } => {
    count += 1
    if (level > indefiniteLimits.depth || count > indefiniteLimits.nodes) throw new DerError('too deep')
    if (bytes[at + 1] !== 0x80) {
      const { end } = headAt(bytes, at, bytes.length)
      return { der: bytes.subarray(at, end), end }
    }
    const tag = bytes[at] ?? 0
    if (!isConstructed(tag)) throw new DerError('an indefinite length of what is primitive')
    const parts: Uint8Array[] = []
    let next = at + 2
    while (bytes[next] !== 0 || bytes[next + 1] !== 0) {
      if (next + 2 > bytes.length) throw new DerError('ends within an element')
      const part = one(next, level + 1)
      parts.push(part.der)
      next = part.end
    }
    const whole = tag === constructedOctets ? tlv(tags.octets, ...parts.map(contentOf)) : tlv(tag, ...parts)
    return { der: whole, end: next + 2 }
  }
  return one(0, 0).der
}

const contentOf = (der: Uint8Array): Uint8Array => elementAt(der, 0, der.length).content

/** The length of the first element as its head says it; undefined where there is none, or it has no length. */
export const derLength = (bytes: Uint8Array): number | undefined => {
  try {
    return headAt(bytes, 0, bytes.length).end
  } catch {
    return undefined
  }
}

// Reading single values.

const must = (der: Der | undefined, tag: number): Der => {
  if (der?.tag !== tag) throw new DerError(`no element of tag ${tag.toString(16)}`)
  return der
}

/** The elements of a sequence. */
export const sequenceOf = (der: Der | undefined): readonly Der[] => must(der, tags.sequence).children

/** The elements of a set. */
export const setOf = (der: Der | undefined): readonly Der[] => must(der, tags.set).children

export const octetsOf = (der: Der | undefined): Uint8Array => must(der, tags.octets).content

/** The octets of a bit string that is whole octets, as keys and signatures are. */
export const wholeBitsOf = (der: Der | undefined): Uint8Array => {
  const { content } = must(der, tags.bits)
  if (content[0] !== 0) throw new DerError('a bit string of no whole octets')
  return content.subarray(1)
}

/** Which bits of a bit string are set, from the first one. */
export const bitsOf = (der: Der | undefined): readonly boolean[] => {
  const { content } = must(der, tags.bits)
  const unused = content[0] ?? 8
  if (unused > 7 || (unused > 0 && content.length < 2)) throw new DerError('no bit string')
  const all = [...content.subarray(1)].flatMap((octet) =>
    Array.from({ length: 8 }, (_, place) => (octet & (0x80 >> place)) !== 0),
  )
  return all.slice(0, all.length - unused)
}

export const booleanOf = (der: Der | undefined): boolean => {
  const { content } = must(der, tags.boolean)
  if (content.length !== 1 || (content[0] !== 0xff && content[0] !== 0)) throw new DerError('no boolean')
  return content[0] === 0xff
}

/** The octets of a whole number, without the leading zero that keeps it positive, in hexadecimal. */
export const integerHex = (der: Der | undefined): string => {
  const { content } = must(der, tags.integer)
  const [first, second] = content
  const wasteful = second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))
  if (first === undefined || wasteful) throw new DerError('no whole number')
  return Buffer.from(first === 0 && content.length > 1 ? content.subarray(1) : content).toString('hex')
}

/** A small whole number, not negative. */
export const numberOf = (der: Der | undefined): number => {
  const hex = integerHex(der)
  if ((der?.content[0] ?? 0x80) >= 0x80 || hex.length > 12) throw new DerError('no small whole number')
  return Number.parseInt(hex, 16)
}

/** Like 1.2.840.113549.1.1.11. */
export const oidOf = (der: Der | undefined): string => {
  const { content } = must(der, tags.oid)
  if (content.length === 0 || content.length > 60 || (content.at(-1) ?? 0x80) >= 0x80)
    throw new DerError('no identifier')
  const parts: bigint[] = []
  let value = 0n
  let fresh = true
  for (const octet of content) {
    if (fresh && octet === 0x80) throw new DerError('no identifier')
    value = (value << 7n) + BigInt(octet & 0x7f)
    fresh = octet < 0x80
    if (!fresh) continue
    parts.push(value)
    value = 0n
  }
  const [first = 0n, ...others] = parts
  const top = first < 40n ? 0n : first < 80n ? 1n : 2n
  return [top, first - top * 40n, ...others].join('.')
}

/** UTCTime or GeneralizedTime, which must say Z (RFC 5280 4.1.2.5). */
export const timeOf = (der: Der | undefined): Date => {
  const text = Buffer.from(der?.content ?? []).toString('latin1')
  const short = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text)
  const long = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,9}))?Z$/.exec(text)
  const found = der?.tag === tags.utcTime ? short : der?.tag === tags.time ? long : null
  if (!found) throw new DerError('no time')
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '', part = ''] = found
  const full = year.length === 4 ? year : `${Number(year) < 50 ? '20' : '19'}${year}`
  const date = new Date(`${full}-${month}-${day}T${hour}:${minute}:${second}.${part.slice(0, 3).padEnd(3, '0')}Z`)
  if (Number.isNaN(date.getTime()) || date.getUTCDate() !== Number(day)) throw new DerError('no time')
  return date
}

const utf16 = new TextDecoder('utf-16be', { fatal: true })
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Any of the kinds of strings a name may be written in. */
export const textOf = (der: Der | undefined): string => {
  switch (der?.tag) {
    case tags.utf8:
      try {
        return utf8.decode(der.content)
      } catch {
        throw new DerError('no UTF-8')
      }
    case 0x12:
    case tags.printable:
    case 0x14:
    case tags.ia5:
      return Buffer.from(der.content).toString('latin1')
    case 0x1e:
      return utf16.decode(der.content)
    default:
      throw new DerError('no string')
  }
}

// Writing.

/** One element of a tag and what it holds. */
export const tlv = (tag: number, ...parts: readonly Uint8Array[]): Uint8Array => {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  if (length < 0x80) return concat([Uint8Array.of(tag, length), ...parts])
  const octets = length.toString(16)
  const size = Buffer.from(octets.padStart(octets.length + (octets.length % 2), '0'), 'hex')
  return concat([Uint8Array.of(tag, 0x80 + size.length), size, ...parts])
}

export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => tlv(tags.sequence, ...parts)

/** A SET OF stands in order of its encodings (X.690 11.6). */
export const set = (...parts: readonly Uint8Array[]): Uint8Array =>
  tlv(tags.set, ...parts.toSorted((one, other) => Buffer.compare(one, other)))

/** A whole number that is not negative, from a number or its octets. */
export const integer = (value: number | Uint8Array): Uint8Array => {
  const text =
    typeof value === 'number'
      ? value.toString(16)
      : Buffer.from(value)
          .toString('hex')
          .replace(/^(?:00)+/, '')
  const octets = Buffer.from(text.padStart(text.length + (text.length % 2), '0') || '00', 'hex')
  return tlv(tags.integer, ...((octets[0] ?? 0) >= 0x80 ? [Uint8Array.of(0)] : []), octets)
}

export const enumerated = (value: number): Uint8Array => tlv(tags.enumerated, Uint8Array.of(value))

export const oid = (text: string): Uint8Array => {
  const [top = 0n, second = 0n, ...others] = text.split('.').map(BigInt)
  const octets = (value: bigint, last = true): number[] => [
    ...(value >= 128n ? octets(value >> 7n, false) : []),
    Number(value & 127n) + (last ? 0 : 128),
  ]
  return tlv(tags.oid, Uint8Array.from([top * 40n + second, ...others].flatMap((value) => octets(value))))
}

export const octets = (...parts: readonly Uint8Array[]): Uint8Array => tlv(tags.octets, ...parts)

export const bitString = (bytes: Uint8Array, unused = 0): Uint8Array => tlv(tags.bits, Uint8Array.of(unused), bytes)

export const string = (text: string, tag: number = tags.utf8): Uint8Array => tlv(tag, Buffer.from(text, 'utf8'))

export const truth = (): Uint8Array => tlv(tags.boolean, Uint8Array.of(0xff))

export const nothing = (): Uint8Array => tlv(tags.null)

/** UTCTime until 2049, GeneralizedTime from then on, without fractions of a second (RFC 5280 4.1.2.5). */
export const time = (date: Date, tag: number = date.getUTCFullYear() < 2050 ? tags.utcTime : tags.time): Uint8Array => {
  const digits = `${date.toISOString().slice(0, 19).replaceAll(/\D/g, '')}Z`
  return string(tag === tags.utcTime ? digits.slice(2) : digits, tag)
}
