import { open, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

const fromHere = createRequire(import.meta.url)

/**
 * The fonts everything is set in: a Song face (宋体, GB/T 9704), its heavy weight for titles, and for words with letters
 * it lacks (Ł, ğ, ő) the Latin face of the same family. Both weights of a face have the same characters.
 */
export const mainFonts = {
  regular: '@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf',
  bold: '@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf',
} as const
export const latinFonts = {
  latin: '@expo-google-fonts/noto-serif/400Regular/NotoSerif_400Regular.ttf',
  latinBold: '@expo-google-fonts/noto-serif/700Bold/NotoSerif_700Bold.ttf',
} as const

/** 花園明朝 (HanaMin 2017, GlyphWiki), cut into pieces; its style sheet says which characters each piece has. */
const rareStyleSheet = 'hanamin/HanaMin.css'

/**
 * What may be set from 花園明朝: letters that stand one beside the other, as they come. Scripts whose letters
 * join, stack or run from the right would come out wrong, and code points of private use mean something else in every
 * font.
 */
const SETTABLE = /[\p{Script=Han}\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{P}\p{S}\p{N}]/u

const LATIN = /\p{Script=Latin}/u

type Range = { readonly from: number; readonly to: number }
type PieceRange = Range & { readonly piece: string }

/** The ranges of the style sheet: `url(X.woff2) … unicode-range: U+20000-203ff, …`. */
const readRanges = (css: string): PieceRange[] =>
  Array.from(css.matchAll(/url\(([^)]+\.woff2)\)[^}]*?unicode-range:([^;}]+)/g)).flatMap(
    ([, piece = '', ranges = '']) =>
      Array.from(ranges.matchAll(/U\+([0-9a-f]+)(?:-([0-9a-f]+))?/gi), ([, from = '', to = from]) => ({
        from: Number.parseInt(from, 16),
        to: Number.parseInt(to, 16),
        piece,
      })),
  )

/**
 * The characters of a TrueType file, in order: the groups of its character map of format 12. Only that table is read,
 * some 17 KB of 10 MB (OpenType specification, `cmap`).
 */
const readCharacters = async (file: string): Promise<readonly Range[]> => {
  const font = await open(file)
  const bytes = async (at: number, length: number): Promise<Buffer> =>
    (await font.read(Buffer.alloc(length), 0, length, at)).buffer
  try {
    const tables = await bytes(12, (await bytes(4, 2)).readUInt16BE(0) * 16)
    const at = tables.indexOf('cmap', 0, 'latin1')
    const map = await bytes(tables.readUInt32BE(at + 8), tables.readUInt32BE(at + 12))
    const offsets = Array.from({ length: map.readUInt16BE(2) }, (_one, index) => map.readUInt32BE(8 + index * 8))
    const start = offsets.find((offset) => map.readUInt16BE(offset) === 12)
    if (start === undefined) throw new Error(`no character map of format 12 in ${file}`)
    return Array.from({ length: map.readUInt32BE(start + 12) }, (_one, index) => {
      const group = start + 16 + index * 12
      return { from: map.readUInt32BE(group), to: map.readUInt32BE(group + 4) }
    })
  } finally {
    await font.close()
  }
}

const holds = (ranges: readonly Range[], code: number): boolean => {
  let [low, high] = [0, ranges.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const range = ranges[middle]
    if (!range) return false
    if (code < range.from) high = middle - 1
    else if (code > range.to) low = middle + 1
    else return true
  }
  return false
}

/** Every string in a value, whatever it is nested in. */
function* stringsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value
  else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) yield* stringsIn(part)
}

/** Which characters the fonts of all PDF files have. No font is loaded for it: it is read out of their tables. */
export const createCharacters = () => {
  let read: ReturnType<typeof readTables> | undefined
  const readTables = async () => {
    const [main, latin, css] = await Promise.all([
      readCharacters(fromHere.resolve(mainFonts.regular)),
      readCharacters(fromHere.resolve(latinFonts.latin)),
      readFile(fromHere.resolve(rareStyleSheet), 'utf8'),
    ])
    return { main, latin, rare: readRanges(css) }
  }

  /**
   * Each character of the texts once that the main font lacks, with what has it: `latin`, or the piece of 花園明朝.
   * Breaks and tabs are none.
   */
  const rareOf = async (value: unknown): Promise<ReadonlyMap<string, string | undefined>> => {
    const { main, latin, rare } = await (read ??= readTables())
    const found = new Map<string, string | undefined>()
    for (const text of stringsIn(value))
      for (const char of text) {
        const code = char.codePointAt(0) ?? 0
        if ('\n\t'.includes(char) || found.has(char) || holds(main, code)) continue
        if (LATIN.test(char) && holds(latin, code)) {
          found.set(char, 'latin')
          continue
        }
        const range = SETTABLE.test(char) ? rare.find(({ from, to }) => code >= from && code <= to) : undefined
        found.set(char, range?.piece)
      }
    return found
  }

  return {
    rareOf,
    /** The characters of a text, or of everything in a value, that none of the fonts can set; each once. */
    lacking: async (value: unknown): Promise<readonly string[]> =>
      Array.from(await rareOf(value)).flatMap(([char, piece]) => (piece === undefined ? [char] : [])),
  }
}
