// The objects of a PDF as they stand in its bytes (ISO 32000-2 §7.2–7.3). Read here and not by a library, because a
// verdict on a signature hangs on where each byte stands and which of two readings a viewer takes: libraries repair what
// is broken and do not tell. Whatever is not plainly one thing throws `Unreadable`.

/** The bytes cannot be understood without guessing: nothing signed in them is ever called good. */
export class Unreadable extends Error {}

export class Name {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export class Ref {
  readonly num: number
  readonly gen: number
  constructor(num: number, gen: number) {
    this.num = num
    this.gen = gen
  }
}

/** A string, its bytes as Latin-1; `start` and `end` are where it stands, brackets included. */
export class Text {
  readonly bytes: string
  readonly hex: boolean
  readonly start: number
  readonly end: number
  constructor(bytes: string, hex: boolean, start: number, end: number) {
    this.bytes = bytes
    this.hex = hex
    this.start = start
    this.end = end
  }
}

export type Dict = ReadonlyMap<string, Value>

export class Stream {
  readonly dict: Dict
  /** Where its data begins. */
  readonly start: number
  constructor(dict: Dict, start: number) {
    this.dict = dict
    this.start = start
  }
}

export type Value = null | boolean | number | Name | Ref | Text | Dict | Stream | readonly Value[]

export const isDict = (value: Value | undefined): value is Dict => value instanceof Map
export const isArray = (value: Value | undefined): value is readonly Value[] => Array.isArray(value)
export const nameText = (value: Value | undefined): string | undefined =>
  value instanceof Name ? value.text : undefined
export const dictOf = (value: Value | undefined): Dict | undefined =>
  value instanceof Stream ? value.dict : isDict(value) ? value : undefined

/** Stands in a dictionary that has a key twice. */
export const ambiguous = '\0'

/** The keys a dictionary has twice. */
export const twiceIn = (dict: Dict): readonly Name[] => (dict.get(ambiguous) ?? []) as readonly Name[]

const deepest = 48
const longestName = 512

const white = new Set([0, 9, 10, 12, 13, 32])
const delimiters = new Set(Buffer.from('()<>[]{}/%'))
const isRegular = (byte: number): boolean => !white.has(byte) && !delimiters.has(byte)
const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 48 && byte <= 57

const LF = 10
const CR = 13
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

export type Reader = {
  at: number
  readonly end: number
  /** Goes over white space, and over comments where they may stand. */
  readonly skip: () => void
  readonly value: () => Value
  /** Goes over this word if it stands here; tells whether it did. */
  readonly word: (word: string) => boolean
  /** A whole number without a sign. */
  readonly whole: () => number
}

/** Reads the bytes from `at` on, never beyond `end`. */
export const createReader = (bytes: Buffer, start: number, end = bytes.length): Reader => {
  let depth = 0

  const fail = (why: string): never => {
    throw new Unreadable(`${why} at ${reader.at}`)
  }
  const peek = (ahead = 0): number => (reader.at + ahead < end ? (bytes[reader.at + ahead] ?? 0) : -1)

  const skip = (): void => {
    for (;;) {
      const byte = peek()
      if (white.has(byte)) reader.at += 1
      else if (byte === 37 /* % */) {
        while (reader.at < end && peek() !== LF && peek() !== CR) reader.at += 1
      } else return
    }
  }

  const word = (text: string): boolean => {
    for (let n = 0; n < text.length; n += 1) if (peek(n) !== text.charCodeAt(n)) return false
    const after = peek(text.length)
    if (after !== -1 && isRegular(after)) return false
    reader.at += text.length
    return true
  }

  const regular = (): string => {
    const from = reader.at
    while (reader.at < end && isRegular(peek())) reader.at += 1
    return bytes.toString('latin1', from, reader.at)
  }

  const whole = (): number => {
    const text = regular()
    return /^\d{1,10}$/.test(text) ? Number(text) : fail('no whole number')
  }

  const name = (): Name => {
    reader.at += 1
    const raw = regular()
    if (raw.length > longestName) fail('a name too long')
    return new Name(raw.replaceAll(/#([0-9a-fA-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16))))
  }

  const hexText = (): Text => {
    const from = reader.at
    const close = bytes.indexOf(62, from)
    if (close < 0 || close >= end) return fail('a string without end')
    const digits = bytes.toString('latin1', from + 1, close).replaceAll(/[\0\t\n\f\r ]/g, '')
    if (!/^[0-9a-fA-F]*$/.test(digits)) fail('no hexadecimal string')
    reader.at = close + 1
    const even = digits.length % 2 === 0 ? digits : `${digits}0`
    return new Text(Buffer.from(even, 'hex').toString('latin1'), true, from, reader.at)
  }

  const literal = (): Text => {
    const from = reader.at
    reader.at += 1
    const parts: string[] = []
    let run = reader.at
    const take = (): void => void parts.push(bytes.toString('latin1', run, reader.at))
    for (let open = 1; ;) {
      const byte = peek()
      if (byte === -1) return fail('a string without end')
      if (byte === 92 /* \ */) {
        take()
        reader.at += 1
        const next = String.fromCharCode(Math.max(peek(), 0))
        const octal = /^[0-7]{1,3}/.exec(bytes.toString('latin1', reader.at, Math.min(end, reader.at + 3)))?.[0]
        if (octal) {
          parts.push(String.fromCharCode(parseInt(octal, 8) & 255))
          reader.at += octal.length
        } else if (next === '\r' || next === '\n') reader.at += next === '\r' && peek(1) === LF ? 2 : 1
        else {
          parts.push(escapes[next] ?? next)
          reader.at += 1
        }
        run = reader.at
        continue
      }
      if (byte === 40) open += 1
      if (byte === 41) {
        open -= 1
        if (open === 0) break
      }
      reader.at += 1
    }
    take()
    reader.at += 1
    return new Text(parts.join(''), false, from, reader.at)
  }

  const dict = (): Dict => {
    reader.at += 2
    const entries = new Map<string, Value>()
    for (;;) {
      skip()
      if (peek() === 62 && peek(1) === 62) {
        reader.at += 2
        return entries
      }
      if (peek() !== 47) fail('no key')
      const key = name().text
      skip()
      const found = value()
      // Which of two a viewer takes is anybody's guess.
      if (entries.has(key)) entries.set(ambiguous, [...twiceIn(entries), new Name(key)])
      else entries.set(key, found)
    }
  }

  const array = (): readonly Value[] => {
    reader.at += 1
    const items: Value[] = []
    for (;;) {
      skip()
      if (peek() === 93) {
        reader.at += 1
        return items
      }
      items.push(value())
    }
  }

  const numberOrRef = (): Value => {
    const text = regular()
    if (!/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text)) return fail('no value')
    if (/^\d{1,10}$/.test(text) && white.has(peek())) {
      const back = reader.at
      skip()
      if (isDigit(peek())) {
        const gen = regular()
        if (/^\d{1,5}$/.test(gen)) {
          skip()
          if (word('R')) return new Ref(Number(text), Number(gen))
        }
      }
      reader.at = back
    }
    return Number(text)
  }

  const value = (): Value => {
    skip()
    depth += 1
    if (depth > deepest) fail('too deep')
    try {
      const byte = peek()
      if (byte === 47) return name()
      if (byte === 40) return literal()
      if (byte === 91) return array()
      if (byte === 60) return peek(1) === 60 ? dict() : hexText()
      if (word('null')) return null
      if (word('true')) return true
      if (word('false')) return false
      return numberOrRef()
    } finally {
      depth -= 1
    }
  }

  const reader: Reader = { at: start, end, skip, value, word, whole }
  return reader
}

export type IndirectObject = {
  readonly num: number
  readonly gen: number
  readonly value: Value
  /** After `endobj`. */
  readonly end: number
}

/**
 * The indirect object that begins exactly here. `lengthOf` follows a length that is given by reference.
 */
export const readObject = (
  bytes: Buffer,
  at: number,
  end: number,
  lengthOf: (value: Value | undefined) => Value | undefined,
): IndirectObject => {
  const reader = createReader(bytes, at, end)
  // Places are known to be told one line end too early.
  while (white.has(bytes[reader.at] ?? 1)) reader.at += 1
  if (reader.at > at + 4 || !isDigit(bytes[reader.at])) throw new Unreadable(`no object at ${at}`)
  const num = reader.whole()
  reader.skip()
  const gen = reader.whole()
  reader.skip()
  if (!reader.word('obj')) throw new Unreadable(`no object at ${at}`)
  const found = reader.value()
  reader.skip()
  let value = found
  if (isDict(found) && reader.word('stream')) {
    if (bytes[reader.at] === CR && bytes[reader.at + 1] === LF) reader.at += 2
    else if (bytes[reader.at] === LF) reader.at += 1
    else throw new Unreadable(`no line after stream at ${reader.at}`)
    const length = lengthOf(found.get('Length'))
    if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0 || reader.at + length > end)
      throw new Unreadable(`a stream without length at ${at}`)
    value = new Stream(found, reader.at)
    reader.at += length
    reader.skip()
    if (!reader.word('endstream')) throw new Unreadable(`a stream of another length at ${at}`)
    reader.skip()
  }
  if (!reader.word('endobj')) throw new Unreadable(`an object without end at ${at}`)
  return { num, gen, value, end: reader.at }
}
