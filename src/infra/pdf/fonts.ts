import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

const fromHere = createRequire(import.meta.url)

const MAIN = {
  regular: '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  bold: '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
} as const

/** 花園明朝 (HanaMin 2017, GlyphWiki), cut into pieces; its style sheet says which characters each piece has. */
const RARE_STYLE_SHEET = 'hanamin/HanaMin.css'

/**
 * What may be set from the second font: letters that stand one beside the other, as they come. Scripts whose letters
 * join, stack or run from the right would come out wrong, and code points of private use mean something else in every
 * font.
 */
const SETTABLE = /[\p{Script=Han}\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{P}\p{S}\p{N}]/u

/** Parsed pieces that are kept, half a megabyte each. */
const MOST_PIECES = 16

/** A parsed font, as far as it is looked at here: its characters, and the glyphs handed out so far, by glyph id. */
type ParsedFont = { readonly _glyphs: unknown; hasGlyphForCodePoint(codePoint: number): boolean }

/** The fonts one document is set in, by the names the layouts use. */
export type DocumentFonts = {
  readonly files: ReadonlyMap<string, Buffer>
  /** Characters the main font lacks, with the name of the font that has them. */
  readonly rare: ReadonlyMap<string, string>
}

// pdfkit's own copy of its font parser, so that both always speak of the same kind of object.
const { create } = createRequire(fromHere.resolve('pdfkit'))('fontkit') as { create: (file: Buffer) => ParsedFont }

// The piece is a web font; what pdfkit embeds must be a plain one.
const decompress = fromHere('wawoff2/decompress.js') as (file: Buffer) => Promise<Uint8Array>

const load = async (file: string): Promise<ParsedFont> => create(await readFile(fromHere.resolve(file)))

/**
 * The same font with its tables already parsed, but with no memory of earlier documents: a glyph that stands for two
 * characters keeps the one it was first asked for, and two equal documents could otherwise differ in their text layer.
 */
const withoutMemory = (font: ParsedFont): Buffer => Object.create(font, { _glyphs: { value: {} } }) as Buffer

type Range = { readonly from: number; readonly to: number; readonly piece: string }

/** The ranges of the style sheet: `url(X.woff2) … unicode-range: U+20000-203ff, …`. */
const readRanges = (css: string): Range[] =>
  Array.from(css.matchAll(/url\(([^)]+\.woff2)\)[^}]*?unicode-range:([^;}]+)/g)).flatMap(
    ([, piece = '', ranges = '']) =>
      Array.from(ranges.matchAll(/U\+([0-9a-f]+)(?:-([0-9a-f]+))?/gi), ([, from = '', to = from]) => ({
        from: Number.parseInt(from, 16),
        to: Number.parseInt(to, 16),
        piece,
      })),
  )

/** Every string in a value, whatever it is nested in. */
function* stringsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value
  else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) yield* stringsIn(part)
}

/**
 * The fonts of all PDF files: Noto Sans SC, and 花園明朝 for the Han characters (extensions B to F) and Latin letters it
 * lacks. Files are read when first needed; the two of Noto Sans SC have 10 MB each.
 */
export const createFonts = () => {
  const main = new Map<keyof typeof MAIN, Promise<ParsedFont>>()
  let ranges: Promise<readonly Range[]> | undefined
  const pieces = new Map<string, Promise<ParsedFont>>()

  const loadMain = (weight: keyof typeof MAIN): Promise<ParsedFont> => {
    const font = main.get(weight) ?? load(MAIN[weight])
    main.set(weight, font)
    return font
  }

  const loadRanges = () =>
    (ranges ??= readFile(fromHere.resolve(RARE_STYLE_SHEET), 'utf8').then((css) => readRanges(css)))

  const loadPiece = (name: string): Promise<ParsedFont> => {
    const kept = pieces.get(name)
    const piece =
      kept ??
      readFile(fromHere.resolve(`hanamin/${name}`))
        .then((file) => decompress(file))
        .then((file) => create(Buffer.from(file)))
    // Asked for last, it stays longest.
    pieces.delete(name)
    pieces.set(name, piece)
    const [oldest] = pieces.keys()
    if (pieces.size > MOST_PIECES && oldest !== undefined) pieces.delete(oldest)
    return piece
  }

  /** Each character of the texts once that the main font lacks, with the piece that has it. Breaks and tabs are none. */
  const rareOf = async (value: unknown): Promise<Map<string, string | undefined>> => {
    // Both weights have the same characters.
    const regular = await loadMain('regular')
    const found = new Map<string, string | undefined>()
    for (const text of stringsIn(value))
      for (const char of text) {
        const code = char.codePointAt(0) ?? 0
        if ('\n\t'.includes(char) || found.has(char) || regular.hasGlyphForCodePoint(code)) continue
        const range = SETTABLE.test(char)
          ? (await loadRanges()).find(({ from, to }) => code >= from && code <= to)
          : undefined
        found.set(char, range?.piece)
      }
    return found
  }

  return {
    /** The characters of a text, or of everything in a value, that none of the fonts can set; each once. */
    async lacking(value: unknown): Promise<readonly string[]> {
      return Array.from(await rareOf(value)).flatMap(([char, piece]) => (piece === undefined ? [char] : []))
    },

    /** The fonts for a document that says what stands in `value`. */
    async forDocument(value: unknown): Promise<DocumentFonts> {
      const [regular, bold] = await Promise.all([loadMain('regular'), loadMain('bold')])
      const rare = new Map(Array.from(await rareOf(value)).flatMap(([char, piece]) => (piece ? [[char, piece]] : [])))
      const files = new Map([
        ['regular', withoutMemory(regular)],
        ['bold', withoutMemory(bold)],
      ])
      for (const name of new Set(rare.values())) files.set(name, withoutMemory(await loadPiece(name)))
      return { files, rare }
    },
  }
}
