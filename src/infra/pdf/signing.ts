import {
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  PDFOperator,
  PDFOperatorNames,
  PDFRawStream,
  PDFRef,
  PDFString,
  type PDFPage,
} from '@cantoo/pdf-lib'
import type { SealFace } from '../../core/seals/faces.ts'
import type { DocumentFonts } from './fonts.ts'
import { drawSeal, sealContent, type SealPicture } from './seal.ts'
import { UNKNOWN } from './signature-bytes.ts'

// PAdES (ETSI EN 319 142-1): a signature is written into a file that stays as it is, byte for byte, with what is new
// behind its end, so that every signature before it goes on covering what it covered.

const MM = 72 / 25.4

/** Where a seal stands: a rectangle the file names (`sealPlace`), or its middle on a page, points from the lower left. */
type SignaturePlace = { readonly named: string } | { readonly page: number; readonly x: number; readonly y: number }

export type SignatureField = {
  /** What is seen of the signature; none: nothing is. */
  readonly seal?: { readonly face: SealFace; readonly place: SignaturePlace } | undefined
  /** Draws the seal in slices over the edges of all pages as well (骑缝章); only on what nobody has signed yet. */
  readonly seam?: boolean
  /** Who signs, as the certificate says it. */
  readonly name: string
  readonly reason: string
  /** Milliseconds: what the signer says the time is. */
  readonly at: number
  /** Room for the signature with chain and time stamp, bytes. */
  readonly room: number
}

/** What proves a signature later: certificates, lists of the revoked and answers about single ones, in DER. */
export type Evidence = {
  readonly certs: readonly Uint8Array[]
  readonly crls: readonly Uint8Array[]
  readonly ocsps: readonly Uint8Array[]
}

const name = (text: string): PDFName => PDFName.of(text)

const open = (pdf: Uint8Array): Promise<PDFDocument> =>
  PDFDocument.load(pdf, { forIncrementalUpdate: true, updateMetadata: false, parseSpeed: Infinity })

/** The update is listed as the file lists its objects: a table follows a table, a stream a stream (ISO 32000-1 7.5.8.4). */
const append = (doc: PDFDocument, pdf: Uint8Array): Promise<Uint8Array> => {
  const tail = Buffer.from(pdf.subarray(-64)).toString('latin1')
  const start = Number(/startxref\s+(\d+)/.exec(tail)?.[1] ?? 0)
  const table = Buffer.from(pdf.subarray(start, start + 4)).toString('latin1') === 'xref'
  return doc.commit({ useObjectStreams: !table, objectsPerTick: Infinity })
}

/** `D:20261120120000+08'00'` */
const pdfTime = (at: number): string => {
  const [date = '', time = ''] = new Date(at + 8 * 3_600_000).toISOString().split('T')
  return `D:${date.replaceAll('-', '')}${time.slice(0, 8).replaceAll(':', '')}+08'00'`
}

type Rectangle = { readonly page: PDFPage; readonly sides: readonly [number, number, number, number] }

/** The named destinations of a file that begin with a name, in order. */
const destinations = (doc: PDFDocument, begin: string): readonly PDFArray[] => {
  const names = doc.catalog.lookupMaybe(name('Names'), PDFDict)?.lookupMaybe(name('Dests'), PDFDict)
  const entries = names?.lookupMaybe(name('Names'), PDFArray)
  if (!entries) return []
  const found: [string, PDFArray][] = []
  for (let index = 0; index < entries.size(); index += 2) {
    const key = entries.lookup(index)
    const text = key instanceof PDFString || key instanceof PDFHexString ? key.decodeText() : ''
    if (text === begin || text.startsWith(`${begin}-`)) found.push([text, entries.lookup(index + 1, PDFArray)])
  }
  return found.toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, place]) => place)
}

/** The squares a seal goes into: of a named place its own and those of attached sheets. Throws where there is none. */
const rectanglesOf = (doc: PDFDocument, { face, place }: NonNullable<SignatureField['seal']>): readonly Rectangle[] => {
  const half = (face.millimetres * MM) / 2
  const pages = doc.getPages()
  const around = (page: PDFPage | undefined, x: number, y: number): Rectangle => {
    if (!page) throw new Error('the page of the seal is not in the file')
    return { page, sides: [x - half, y - half, x + half, y + half] }
  }
  if ('page' in place) return [around(pages[place.page], place.x, place.y)]
  const found = destinations(doc, place.named).map((to) => {
    const side = (index: number): number => to.lookup(index, PDFNumber).asNumber()
    const page = pages.find(({ ref }) => ref === to.get(0))
    return around(page, (side(2) + side(4)) / 2, (side(3) + side(5)) / 2)
  })
  if (found.length === 0) throw new Error(`the file names no place ${place.named}`)
  return found
}

/** The picture as a form, whose box is the square of the seal in millimetres. */
const appearance = (doc: PDFDocument, { side }: SealPicture, content: string): PDFRef =>
  doc.context.register(
    doc.context.flateStream(content, {
      Type: 'XObject',
      Subtype: 'Form',
      FormType: 1,
      BBox: [0, 0, side, side],
      // Ink does not cover ink: what is written below can be read.
      Resources: { ExtGState: { Ink: { Type: 'ExtGState', BM: 'Multiply' } } },
    }),
  )

/** A part of the seal from left to right, in millimetres. */
type Slice = { readonly left: number; readonly width: number }

const numbers = (...values: readonly number[]): PDFNumber[] => values.map((value) => PDFNumber.of(value))

/** Draws a part of the seal, whose square begins at a corner, on a page: no part of its text. */
const stamp = (page: PDFPage, form: PDFRef, side: number, [x, y]: readonly [number, number], part: Slice): void => {
  const key = page.node.newXObject('Seal', form)
  page.pushOperators(
    PDFOperator.of(PDFOperatorNames.BeginMarkedContent, [name('Artifact')]),
    PDFOperator.of(PDFOperatorNames.PushGraphicsState),
    PDFOperator.of(PDFOperatorNames.ConcatTransformationMatrix, numbers(MM, 0, 0, MM, x, y)),
    PDFOperator.of(PDFOperatorNames.AppendRectangle, numbers(part.left, 0, part.width, side)),
    PDFOperator.of(PDFOperatorNames.ClipNonZero),
    PDFOperator.of(PDFOperatorNames.EndPath),
    PDFOperator.of(PDFOperatorNames.DrawObject, [key]),
    PDFOperator.of(PDFOperatorNames.PopGraphicsState),
    PDFOperator.of(PDFOperatorNames.EndMarkedContent),
  )
}

/** A slice narrower than this, in millimetres, shows nothing. */
const NARROWEST = 2.5

/** 骑缝章: the slice of the seal on each page; many pages are held together group by group, and no group is of one page. */
export const seamSlices = (pages: number, side: number): readonly Slice[] => {
  const groups = Math.ceil(pages / Math.floor(side / NARROWEST))
  return Array.from({ length: groups }, (_, group) => {
    const count = Math.floor((pages + group) / groups)
    return Array.from({ length: count }, (_slice, index) => ({ left: (index * side) / count, width: side / count }))
  }).flat()
}

/** Slices of the seal down the right edges of the pages. */
const drawSeam = (doc: PDFDocument, form: PDFRef, side: number): void => {
  const pages = doc.getPages()
  if (pages.length < 2) return
  for (const [index, slice] of seamSlices(pages.length, side).entries()) {
    const page = pages[index]
    if (!page) return
    const { x, y, width, height } = page.getCropBox()
    stamp(page, form, side, [x + width - (slice.left + slice.width) * MM, y + (height - side * MM) / 2], slice)
  }
}

const signaturesIn = (doc: PDFDocument): { readonly form: PDFDict; readonly fields: PDFArray } => {
  const { catalog, context } = doc
  const form = catalog.lookupMaybe(name('AcroForm'), PDFDict) ?? context.obj({ Fields: [] })
  if (!catalog.has(name('AcroForm'))) catalog.set(name('AcroForm'), context.register(form))
  // Signatures there are, and what is written only behind the end (ISO 32000-1 12.7.2).
  form.set(name('SigFlags'), PDFNumber.of(3))
  const fields = form.lookupMaybe(name('Fields'), PDFArray) ?? context.obj([])
  if (!form.has(name('Fields'))) form.set(name('Fields'), fields)
  return { form, fields }
}

/**
 * The file with a field for one more signature and the room for it, covered by nothing yet (see fillRange). Only the first
 * signature may bring pictures that are no fields: what is signed keeps its pages.
 */
export const prepareSignature = async (
  pdf: Uint8Array,
  field: SignatureField,
  fonts: DocumentFonts,
): Promise<Buffer> => {
  const doc = await open(pdf)
  const { context, catalog } = doc
  const { fields } = signaturesIn(doc)
  const count = fields.size()
  const signature = context.register(
    context.obj({
      Type: 'Sig',
      Filter: 'Adobe.PPKLite',
      SubFilter: 'ETSI.CAdES.detached',
      ByteRange: [0, UNKNOWN, UNKNOWN, UNKNOWN],
      Contents: PDFHexString.of('0'.repeat(2 * field.room)),
      Name: PDFHexString.fromText(field.name),
      Reason: PDFHexString.fromText(field.reason),
      M: PDFString.of(pdfTime(field.at)),
    }),
  )
  const picture = field.seal && drawSeal(field.seal.face, fonts)
  const form = picture && appearance(doc, picture, sealContent(picture))
  const [place, ...others] = field.seal ? rectanglesOf(doc, field.seal) : []
  const page = place?.page ?? doc.getPage(0)
  if (picture && form) {
    const { side } = picture
    if (count > 0 && (field.seam === true || others.length > 0)) throw new Error('the pages are signed already')
    for (const other of others)
      stamp(other.page, form, side, [other.sides[0], other.sides[1]], { left: 0, width: side })
    if (field.seam === true) drawSeam(doc, form, side)
  }
  const widget = context.register(
    context.obj({
      Type: 'Annot',
      Subtype: 'Widget',
      FT: 'Sig',
      T: PDFString.of(`seal-${count + 1}`),
      TU: PDFHexString.fromText(picture?.alt ?? field.name),
      V: signature,
      P: page.ref,
      // Printed, and not to be moved.
      F: 132,
      Rect: place ? [...place.sides] : [0, 0, 0, 0],
      ...(form && { AP: { N: form } }),
    }),
  )
  // The library's own way would also write the content of the page anew, which whoever signed before keeps as it is.
  page.node.set(name('Annots'), context.obj([...(page.node.Annots()?.asArray() ?? []), widget]))
  fields.push(widget)
  if (!catalog.has(name('Extensions')))
    // What the base version does not know (ETSI EN 319 142-1 5.1): the form of the signature and the evidence.
    catalog.set(name('Extensions'), context.obj({ ESIC: { BaseVersion: name('1.7'), ExtensionLevel: 2 } }))
  return Buffer.from(await append(doc, pdf))
}

/** Adds the evidence to what is in the file already; each piece stands there once. */
export const addEvidence = async (pdf: Uint8Array, evidence: Evidence): Promise<Buffer> => {
  const doc = await open(pdf)
  const { context, catalog } = doc
  const store = catalog.lookupMaybe(name('DSS'), PDFDict) ?? context.obj({ Type: 'DSS' })
  if (!catalog.has(name('DSS'))) catalog.set(name('DSS'), context.register(store))
  for (const [key, pieces] of [
    ['Certs', evidence.certs],
    ['CRLs', evidence.crls],
    ['OCSPs', evidence.ocsps],
  ] as const) {
    if (pieces.length === 0) continue
    const list = store.lookupMaybe(name(key), PDFArray) ?? context.obj([])
    const held = new Set(
      list.asArray().map((ref) => {
        const stream = context.lookup(ref)
        return stream instanceof PDFRawStream ? Buffer.from(stream.contents).toString('base64') : ''
      }),
    )
    for (const piece of pieces) {
      const text = Buffer.from(piece).toString('base64')
      if (held.has(text)) continue
      held.add(text)
      list.push(context.register(context.stream(piece)))
    }
    store.set(name(key), list)
  }
  return Buffer.from(await append(doc, pdf))
}
