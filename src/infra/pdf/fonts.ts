import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createCharacters, latinFonts, mainFonts } from './characters.ts'

const fromHere = createRequire(import.meta.url)

/** Parsed pieces that are kept, half a megabyte each. */
const MOST_PIECES = 16

/** A parsed font, as far as it is looked at here: the glyphs handed out so far, by glyph id. */
type ParsedFont = {
  readonly _glyphs: unknown
  readonly unitsPerEm: number
  layout(text: string): {
    readonly advanceWidth: number
    readonly glyphs: readonly { readonly advanceWidth: number; readonly path: { toSVG(): string } }[]
  }
}

/** A word as shapes, in units of the font, its baseline at 0. */
type Outlines = {
  readonly unitsPerEm: number
  readonly width: number
  readonly glyphs: readonly { readonly path: string; readonly at: number }[]
}

/** The fonts one document is set in, by the names the layouts use. */
export type DocumentFonts = {
  readonly files: ReadonlyMap<string, ParsedFont>
  /** Characters the main font lacks, with the name of the font that has them; `latin` has a `latinBold` beside it. */
  readonly rare: ReadonlyMap<string, string>
  readonly outlines: (text: string) => Outlines
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
const withoutMemory = (font: ParsedFont): ParsedFont => Object.create(font, { _glyphs: { value: {} } }) as ParsedFont

/** Shapes come from a font of their own, so that what is drawn has no part in what is written. */
const outlinesOf = (font: ParsedFont, text: string): Outlines => {
  const { glyphs, advanceWidth } = withoutMemory(font).layout(text)
  let at = 0
  const placed = glyphs.map((glyph) => {
    const shape = { path: glyph.path.toSVG(), at }
    at += glyph.advanceWidth
    return shape
  })
  return { unitsPerEm: font.unitsPerEm, width: advanceWidth, glyphs: placed }
}

const packageFonts = { ...mainFonts, ...latinFonts }
type PackageFont = keyof typeof packageFonts

/**
 * The fonts of all PDF files: Noto Serif SC, Noto Serif for words with Latin letters it lacks, and 花園明朝 for the Han
 * characters (extensions B to F). Files are read when first needed; the two of Noto Serif SC have 15 MB each.
 */
export const createFonts = () => {
  const { rareOf } = createCharacters()
  const loaded = new Map<PackageFont, Promise<ParsedFont>>()
  const pieces = new Map<string, Promise<ParsedFont>>()

  const loadFont = (name: PackageFont): Promise<ParsedFont> => {
    const font = loaded.get(name) ?? load(packageFonts[name])
    loaded.set(name, font)
    return font
  }

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

  return {
    /** The fonts for a document that says what stands in `value`. */
    async forDocument(value: unknown): Promise<DocumentFonts> {
      const rare = new Map(Array.from(await rareOf(value)).flatMap(([char, font]) => (font ? [[char, font]] : [])))
      const names = new Set(rare.values())
      const wanted: PackageFont[] = [
        'regular',
        'bold',
        ...(names.delete('latin') ? (['latin', 'latinBold'] as const) : []),
      ]
      const files = new Map<string, ParsedFont>()
      for (const name of wanted) files.set(name, withoutMemory(await loadFont(name)))
      for (const name of names) files.set(name, withoutMemory(await loadPiece(name)))
      const bold = await loadFont('bold')
      // A character by itself that the main font lacks comes from the font that has it.
      const fontOf = (text: string): ParsedFont => {
        const other = rare.get(text)
        return files.get(other === 'latin' ? 'latinBold' : (other ?? 'bold')) ?? bold
      }
      return { files, rare, outlines: (text) => outlinesOf(fontOf(text), text) }
    },
  }
}
