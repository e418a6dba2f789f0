import {
  PDFArray,
  PDFContext,
  PDFDict,
  PDFHexString,
  PDFInvalidObject,
  PDFName,
  PDFNull,
  PDFNumber,
  PDFRawStream,
  PDFRef,
  PDFString,
  PDFWriter,
  type PDFObject,
} from '@cantoo/pdf-lib'
import type { FileFinding } from '../../core/file-findings.ts'
import { maxFileBytes } from '../../core/files.ts'
import type { Shown } from './protocol.ts'
import {
  words,
  type Source,
  nameOf,
  get,
  Refused,
  follow,
  numbers,
  type Page,
  read,
  refuseActive,
  pagesOf,
} from './pdf-source.ts'

/** A page that came compressed is written with its dictionaries spelt out. */
const maxCopyBytes = 4 * maxFileBytes

/** Values lie in each other a few levels deep; the reader itself gives up at some thousands. */
const maxDepth = 60

/**
 * Every key that crosses into the copy below a page's resources. None of them leads to an action, a file, a page or a
 * form: whoever adds one makes sure of that. Keys of the file format not listed here do not exist for the copy.
 */
const keysOfDrawing = new Set([
  // Streams, and how they are packed. `F` (an external file) is not among them.
  ...words(`
    Filter DecodeParms DL Predictor Colors Columns BitsPerComponent EarlyChange K EndOfLine EncodedByteAlign
    Rows EndOfBlock BlackIs1 DamagedRowsBeforeError JBIG2Globals ColorTransform Type Subtype Name
  `),
  // Pictures and forms.
  ...words(`
    Width Height ColorSpace Intent ImageMask Mask SMask SMaskInData Matte Decode Interpolate FormType BBox
    Matrix Resources Group S CS I OC OCGs P VE
  `),
  // Fonts.
  ...words(`
    BaseFont FirstChar LastChar Widths FontDescriptor Encoding BaseEncoding Differences ToUnicode
    DescendantFonts CIDSystemInfo Registry Ordering Supplement CIDToGIDMap DW W DW2 W2 FontName FontFamily
    FontStretch FontWeight Flags FontBBox ItalicAngle Ascent Descent Leading CapHeight XHeight StemV StemH
    AvgWidth MaxWidth MissingWidth FontFile FontFile2 FontFile3 CharSet CIDSet Style Panose Lang FD Length1
    Length2 Length3 FontMatrix CharProcs CMapName WMode UseCMap
  `),
  // Colours, patterns, shadings and functions.
  ...words(`
    N Alternate Range WhitePoint BlackPoint Gamma Colorants Process Components PatternType PaintType TilingType
    XStep YStep Shading ExtGState ShadingType Background AntiAlias Coords Domain Function Extend
    BitsPerCoordinate BitsPerFlag VerticesPerRow FunctionType Size BitsPerSample Order Encode C0 C1 Functions
    Bounds
  `),
  // States of drawing.
  ...words(`
    LW LC LJ ML D RI OP op OPM Font BG BG2 UCR UCR2 TR TR2 HT FL SM SA BM CA ca AIS TK G BC HalftoneType
    HalftoneName Frequency Angle SpotFunction AccurateScreens TransferFunction Xsquare Ysquare Width2 Height2
  `),
])

const kindsOfResources = words('ExtGState ColorSpace Pattern Shading XObject Font Properties')

/** Dictionaries whose keys are names somebody gave to things, not keys of the file format. */
const namedByTheAuthor = words('CharProcs Colorants')

/** Kinds of stream a file is built with. */
const structures = words('ObjStm XRef')

/** What a value stands for decides which of its keys cross. */
type Role = 'drawing' | 'resources' | 'named'

const roleOf = (role: Role, key: string): Role | undefined => {
  if (role === 'named') return 'drawing'
  if (role === 'resources') return kindsOfResources.has(key) ? 'named' : undefined
  if (!keysOfDrawing.has(key)) return undefined
  if (key === 'Resources') return 'resources'
  return namedByTheAuthor.has(key) ? 'named' : 'drawing'
}

/** Annotations a viewer draws by itself when they bring no picture of their own. */
const drawnByViewers = words(
  'FreeText Stamp Ink Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut',
)

const hidden = 0x02

const notViewed = 0x20

/** Copies what draws into a new document; references are followed one after the other, never into each other. */
const createCopier = ({ context, decrypted }: Source, target: PDFContext) => {
  const known: Record<Role, Map<PDFRef, PDFRef>> = { drawing: new Map(), resources: new Map(), named: new Map() }
  const waiting: { readonly from: PDFRef; readonly to: PDFRef; readonly role: Role }[] = []

  const refTo = (from: PDFRef, role: Role): PDFRef => {
    const there = known[role].get(from)
    if (there) return there
    const to = target.nextRef()
    known[role].set(from, to)
    waiting.push({ from, to, role })
    return to
  }

  const dictOf = (dict: PDFDict, role: Role, depth: number, inStream: boolean): PDFDict => {
    const copy = PDFDict.withContext(target)
    for (const [key, value] of dict.entries()) {
      const next = roleOf(role, key.decodeText())
      if (next) copy.set(key, valueOf(value, next, depth + 1, inStream))
    }
    return copy
  }

  const streamOf = (stream: PDFRawStream, depth = 0): PDFRawStream => {
    const copy = dictOf(stream.dict, 'drawing', depth, true)
    // Programmes for printers: nothing shows them, and nothing must run them.
    const postScript = ['Subtype', 'Subtype2'].some((key) => nameOf(get(context, stream.dict, key)) === 'PS')
    const contents = postScript ? new Uint8Array() : stream.getContents()
    copy.set(PDFName.of('Length'), PDFNumber.of(contents.length))
    // What is drawn needs no kind; one of the file's own structure would be left out by whoever writes or reads the copy.
    if (structures.has(nameOf(copy.get(PDFName.of('Type'))) ?? '')) copy.delete(PDFName.of('Type'))
    return PDFRawStream.of(copy, contents)
  }

  const textOf = (text: PDFString, inStream: boolean): PDFHexString => {
    // Packed objects of an encrypted file were never decrypted one by one: their strings are spelt as in any file.
    const raw = decrypted && (inStream || !context.pdfFileDetails.useObjectStreams)
    const value = raw ? Buffer.from(text.asString(), 'latin1') : Buffer.from(text.asBytes())
    return PDFHexString.of(value.toString('hex'))
  }

  const valueOf = (value: PDFObject, role: Role, depth: number, inStream: boolean): PDFObject => {
    if (depth > maxDepth) throw new Refused('pdf-unreadable')
    if (value instanceof PDFInvalidObject) throw new Refused('pdf-unreadable')
    if (value instanceof PDFRef) return refTo(value, role)
    if (value instanceof PDFRawStream) return streamOf(value, depth)
    if (value instanceof PDFDict) return dictOf(value, role, depth, inStream)
    if (value instanceof PDFString) return textOf(value, inStream)
    if (value instanceof PDFHexString) return PDFHexString.of(value.asString().replaceAll(/[^0-9A-Fa-f]/g, ''))
    if (value instanceof PDFArray) {
      const copy = PDFArray.withContext(target)
      for (const each of value.asArray()) copy.push(valueOf(each, 'drawing', depth + 1, inStream))
      return copy
    }
    return value
  }

  const forms = new Map<PDFRawStream, PDFRef>()

  return {
    value: (value: PDFObject, role: Role): PDFObject => valueOf(value, role, 0, false),
    dict: (dict: PDFDict, role: Role): PDFDict => dictOf(dict, role, 0, false),
    /** A stream as something that can be drawn onto a page; the same one once. */
    form: (stream: PDFRawStream): PDFRef => {
      const there = forms.get(stream)
      if (there) return there
      const copy = streamOf(stream)
      copy.dict.set(PDFName.of('Type'), PDFName.of('XObject'))
      copy.dict.set(PDFName.of('Subtype'), PDFName.of('Form'))
      const ref = target.register(copy)
      forms.set(stream, ref)
      return ref
    },
    /** Copies everything that was referred to until nothing is left. */
    finish: (): void => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const found = context.lookup(next.from)
        target.assign(next.to, found ? valueOf(found, next.role, 0, false) : PDFNull)
      }
    },
  }
}

type Copier = ReturnType<typeof createCopier>

/** A value of a form field, which may stand at one of its parents. */
const ofField = (context: PDFContext, widget: PDFDict, key: string): PDFObject | undefined => {
  let node: PDFObject | undefined = widget
  for (let steps = 0; node instanceof PDFDict && steps < 32; steps += 1) {
    const value = get(context, node, key)
    if (value) return value
    node = get(context, node, 'Parent')
  }
  return undefined
}

/** The picture an annotation shows in its present state. */
const appearanceOf = (context: PDFContext, annotation: PDFDict): PDFRawStream | undefined => {
  const appearances = get(context, annotation, 'AP')
  if (!(appearances instanceof PDFDict)) return undefined
  const normal = get(context, appearances, 'N')
  if (normal instanceof PDFRawStream) return normal
  if (!(normal instanceof PDFDict)) return undefined
  // Without a state of its own a box shows its value, as viewers have it.
  const state = get(context, annotation, 'AS') ?? ofField(context, annotation, 'V')
  if (!(state instanceof PDFName)) return undefined
  const shown = follow(context, normal.get(state))
  return shown instanceof PDFRawStream ? shown : undefined
}

const isFilledIn = (context: PDFContext, widget: PDFDict): boolean => {
  if (!['Tx', 'Ch'].includes(nameOf(ofField(context, widget, 'FT')) ?? '')) return false
  const value = ofField(context, widget, 'V')
  if (value instanceof PDFString || value instanceof PDFHexString) return value.decodeText().trim() !== ''
  return value instanceof PDFArray && value.size() > 0
}

/** Where an appearance is put so that its box fills the annotation's rectangle (ISO 32000-1, 12.5.5). */
const placeOf = (context: PDFContext, annotation: PDFDict, appearance: PDFRawStream): readonly number[] | undefined => {
  const rect = numbers(context, annotation.get(PDFName.of('Rect')), 4)
  const box = numbers(context, appearance.dict.get(PDFName.of('BBox')), 4)
  if (!rect || !box) return undefined
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = numbers(context, appearance.dict.get(PDFName.of('Matrix')), 6) ?? [
    1, 0, 0, 1, 0, 0,
  ]
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = box
  const corners = [x1, x2].flatMap((x) => [y1, y2].map((y) => [a * x + c * y + e, b * x + d * y + f] as const))
  const xs = corners.map(([x]) => x)
  const ys = corners.map(([, y]) => y)
  const [left, bottom] = [Math.min(...xs), Math.min(...ys)]
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - bottom]
  const [r1 = 0, r2 = 0, r3 = 0, r4 = 0] = rect
  const [rectWidth, rectHeight] = [Math.abs(r3 - r1), Math.abs(r4 - r2)]
  if (width === 0 || height === 0 || rectWidth === 0 || rectHeight === 0) return undefined
  const [scaleX, scaleY] = [rectWidth / width, rectHeight / height]
  return [scaleX, 0, 0, scaleY, Math.min(r1, r3) - left * scaleX, Math.min(r2, r4) - bottom * scaleY]
}

/** What annotations show, drawn onto the page: each picture under a name of its own, and the commands that draw them. */
const flatten = (
  source: Source,
  copier: Copier,
  page: PDFDict,
): { readonly pictures: ReadonlyMap<string, PDFRef>; readonly commands: string } => {
  const { context } = source
  const pictures = new Map<string, PDFRef>()
  const commands: string[] = []
  const annotations = get(context, page, 'Annots')
  const form = get(context, source.catalog, 'AcroForm')
  const redrawn = form instanceof PDFDict && String(get(context, form, 'NeedAppearances')) === 'true'
  for (const each of annotations instanceof PDFArray ? annotations.asArray() : []) {
    const annotation = follow(context, each)
    if (!(annotation instanceof PDFDict)) continue
    const flags = get(context, annotation, 'F')
    if (flags instanceof PDFNumber && (flags.asNumber() & (hidden | notViewed)) !== 0) continue
    const subtype = nameOf(get(context, annotation, 'Subtype')) ?? ''
    if (subtype === 'Popup' || subtype === 'Link') continue
    const appearance = appearanceOf(context, annotation)
    // Shown by viewers, each in its own way, and not by the file itself: the copy would be silent about it.
    const bare = !appearance && drawnByViewers.has(subtype)
    if (bare || (subtype === 'Widget' && (!appearance || redrawn) && isFilledIn(context, annotation)))
      throw new Refused('pdf-not-fixed')
    const place = appearance && placeOf(context, annotation, appearance)
    if (!appearance || !place) continue
    const name = `ShownNote${pictures.size}`
    pictures.set(name, copier.form(appearance))
    commands.push(`q ${place.map((number) => number.toFixed(5)).join(' ')} cm /${name} Do Q`)
  }
  return { pictures, commands: commands.join('\n') }
}

const contentsOf = ({ context }: Source, page: PDFDict): readonly PDFObject[] => {
  const contents = page.get(PDFName.of('Contents'))
  if (contents === undefined) return []
  const found = follow(context, contents)
  const list = found instanceof PDFArray ? found.asArray() : [contents]
  // A page whose drawing cannot be found would be shown empty.
  if (list.some((each) => !(follow(context, each) instanceof PDFRawStream))) throw new Refused('pdf-unreadable')
  return list
}

const letterBox = [0, 0, 612, 792]

const copyPage = (source: Source, copier: Copier, target: PDFContext, tree: PDFRef, page: Page): PDFRef => {
  const { context } = source
  const { dict, inherited } = page
  const copy = PDFDict.withContext(target)
  const set = (key: string, value: PDFObject): void => copy.set(PDFName.of(key), value)
  const box = (list: readonly number[]): PDFArray => {
    const array = PDFArray.withContext(target)
    for (const each of list) array.push(PDFNumber.of(each))
    return array
  }
  set('Type', PDFName.of('Page'))
  set('Parent', tree)
  set('MediaBox', box(numbers(context, inherited.get('MediaBox'), 4) ?? letterBox))
  const crop = numbers(context, inherited.get('CropBox'), 4)
  if (crop) set('CropBox', box(crop))
  for (const [key, value] of [
    ['Rotate', follow(context, inherited.get('Rotate'))],
    ['UserUnit', get(context, dict, 'UserUnit')],
  ] as const)
    if (value instanceof PDFNumber) set(key, value)
  const group = get(context, dict, 'Group')
  if (group instanceof PDFDict) set('Group', copier.dict(group, 'drawing'))

  const given = inherited.get('Resources')
  const found = follow(context, given)
  const contents = contentsOf(source, dict).map((each) => copier.value(each, 'drawing'))
  const { pictures, commands } = flatten(source, copier, dict)
  if (pictures.size === 0) {
    if (given && found instanceof PDFDict) set('Resources', copier.value(given, 'resources'))
  } else {
    const resources = found instanceof PDFDict ? copier.dict(found, 'resources') : PDFDict.withContext(target)
    const own = found instanceof PDFDict ? get(context, found, 'XObject') : undefined
    const drawn = own instanceof PDFDict ? copier.dict(own, 'named') : PDFDict.withContext(target)
    for (const [name, ref] of pictures) drawn.set(PDFName.of(name), ref)
    resources.set(PDFName.of('XObject'), drawn)
    // What the page draws leaves its state behind: the notes are drawn as if nothing had been.
    contents.unshift(target.register(target.stream('q\n')))
    contents.push(target.register(target.stream(`\nQ\n${commands}\n`)))
    set('Resources', resources)
  }
  const list = PDFArray.withContext(target)
  for (const each of contents) list.push(each)
  set('Contents', list)
  return target.register(copy)
}

/** Which layers are hidden when the file is opened: without it the copy would show them all. */
const layersOf = ({ context, catalog }: Source, copier: Copier, target: PDFContext): PDFDict | undefined => {
  const layers = get(context, catalog, 'OCProperties')
  const initial = layers instanceof PDFDict ? get(context, layers, 'D') : undefined
  const groups = layers instanceof PDFDict ? get(context, layers, 'OCGs') : undefined
  if (!(initial instanceof PDFDict) || !(groups instanceof PDFArray)) return undefined
  const state = PDFDict.withContext(target)
  for (const key of ['BaseState', 'ON', 'OFF']) {
    const value = get(context, initial, key)
    if (value) state.set(PDFName.of(key), copier.value(value, 'drawing'))
  }
  const copy = PDFDict.withContext(target)
  copy.set(PDFName.of('OCGs'), copier.value(groups, 'drawing'))
  copy.set(PDFName.of('D'), state)
  return copy
}

/**
 * A PDF that shows what `bytes` show and can do nothing: its pages, with what annotations and form fields show drawn
 * onto them, and below them only what draws. Everything else of the file does not exist in it. The same bytes give the
 * same copy. Or what is wrong with them.
 */
export const safeCopy = async (bytes: Uint8Array): Promise<Shown | FileFinding> => {
  try {
    const source = await read(bytes)
    refuseActive(source)
    const target = PDFContext.create()
    const copier = createCopier(source, target)
    const tree = target.nextRef()
    const kids = PDFArray.withContext(target)
    const pages = pagesOf(source)
    for (const page of pages) kids.push(copyPage(source, copier, target, tree, page))
    const layers = layersOf(source, copier, target)
    copier.finish()
    target.assign(tree, target.obj({ Type: 'Pages', Count: pages.length, Kids: kids }))
    target.trailerInfo.Root = target.register(
      target.obj({ Type: 'Catalog', Pages: tree, ...(layers ? { OCProperties: layers } : {}) }),
    )
    const written = await PDFWriter.forContext(target, Infinity).serializeToBuffer()
    return written.length > maxCopyBytes ? 'pdf-too-long' : { bytes: written, pages: pages.length }
  } catch (error) {
    if (error instanceof Refused) return error.finding
    return 'pdf-unreadable'
  }
}
