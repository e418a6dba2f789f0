import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFNumber,
  PDFRawStream,
  PDFRef,
  type PDFObject,
} from '@cantoo/pdf-lib'
import jsQR from 'jsqr'
import type { Picture } from './poppler.ts'
import { poppler } from './poppler.ts'

/** A rectangle on a sheet; points, y downwards. */
type Box = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }
type PaperWord = Box & { readonly text: string }

export type PaperSheet = { readonly width: number; readonly height: number; readonly words: readonly PaperWord[] }

const numbers = (attributes: string): readonly number[] =>
  Array.from(attributes.matchAll(/="([\d.-]+)"/g), ([, value]) => Number(value))

/** The words of a PDF and where they stand, sheet by sheet. */
export const sheetsOf = async (pdf: Buffer): Promise<readonly PaperSheet[]> =>
  (await poppler('pdftotext', ['-bbox', '-', '-'], pdf))
    .split('<page ')
    .slice(1)
    .map((page) => {
      const [width = 0, height = 0] = numbers(page.slice(0, page.indexOf('>')))
      const words = Array.from(page.matchAll(/<word ([^>]+)>([^<]*)</g), ([, attributes = '', text = '']) => {
        const [left = 0, top = 0, right = 0, bottom = 0] = numbers(attributes)
        return { text, left, top, right, bottom }
      })
      return { width, height, words }
    })

export const meet = (one: Box, other: Box): boolean =>
  one.left < other.right - 1 && other.left < one.right - 1 && one.top < other.bottom - 1 && other.top < one.bottom - 1

/** The words of a sheet that stand on others or leave it; none on a good one. */
export const misplacedOn = ({ width, height, words }: PaperSheet): readonly string[] =>
  words.flatMap((word, index) => {
    if (word.left < 0 || word.top < 0 || word.right > width || word.bottom > height) return [`${word.text} leaves`]
    return words.slice(index + 1).flatMap((other) => (meet(word, other) ? [`${word.text} meets ${other.text}`] : []))
  })

/** The place of the seal as the file names it: which page, and the rectangle from the upper left corner. */
export const sealOf = async (pdf: Buffer, name: string): Promise<(Box & { readonly page: number }) | undefined> => {
  const document = await PDFDocument.load(pdf, { updateMetadata: false })
  const names = document.catalog.lookup(PDFName.of('Names'), PDFDict).lookup(PDFName.of('Dests'), PDFDict)
  const entries = names.lookup(PDFName.of('Names'), PDFArray).asArray()
  const at = entries.findIndex((key) => key.toString() === `(${name})`)
  const place = entries[at + 1]
  if (at < 0 || !place) return undefined
  const [page, type, ...sides] = document.context.lookup(place, PDFArray).asArray()
  const index = document.getPages().findIndex(({ ref }) => ref === page)
  const sheet = document.getPages()[index]
  if (type !== PDFName.of('FitR') || !sheet) return undefined
  const [left = 0, bottom = 0, right = 0, top = 0] = sides.map((side) => (side as PDFNumber).asNumber())
  return { page: index, left, right, top: sheet.getHeight() - top, bottom: sheet.getHeight() - bottom }
}

/** What the QR code on a picture says. */
export const readQr = ({ width, height, dots }: Picture): string | undefined => {
  const colours = new Uint8ClampedArray(dots.length * 4)
  for (const [index, dot] of dots.entries())
    colours.fill(dot, index * 4, index * 4 + 3).fill(255, index * 4 + 3, index * 4 + 4)
  return jsQR.default(colours, width, height)?.data
}

type Objects = readonly (readonly [PDFRef, PDFObject])[]

const dictionaries = (objects: Objects): readonly PDFDict[] =>
  objects.flatMap(([, object]) =>
    object instanceof PDFDict ? [object] : 'dict' in object && object.dict instanceof PDFDict ? [object.dict] : [],
  )

const nameIn = (dict: PDFDict, key: string): string | undefined => dict.get(PDFName.of(key))?.toString()

/** Structure elements by type, with their kinds of children. */
export type Tag = { readonly type: string; readonly children: readonly string[]; readonly scope: string | undefined }

/**
 * The main rules of PDF/A-2a (ISO 19005-2) a file breaks; empty for a sound one. Checked: the declaration, a colour
 * profile, embedded fonts with their characters, nothing transparent, hidden, active or external, tags and language.
 */
export const archivalFaults = async (pdf: Buffer): Promise<readonly string[]> => {
  const document = await PDFDocument.load(pdf, { updateMetadata: false })
  const { catalog, context } = document
  const objects: Objects = context.enumerateIndirectObjects()
  const all = dictionaries(objects)
  const faults: string[] = []
  const must = (holds: boolean, rule: string): void => {
    if (!holds) faults.push(rule)
  }
  const raw = pdf.toString('latin1')
  const text = pdf.toString('utf8')
  const xmp = /<\?xpacket begin[\s\S]*<\?xpacket end="w"\?>/.exec(text)?.[0] ?? ''
  must(/^%PDF-1\.7\n%[\x80-\xff]{4}/.test(raw), 'header')
  must(/<pdfaid:part>2<.*<pdfaid:conformance>A</s.test(xmp), 'declared as PDF/A-2a')
  must(/\/ID \[<[0-9a-f]{32}> <[0-9a-f]{32}>\]/.test(raw.slice(raw.lastIndexOf('trailer'))), 'ID of the file')
  must(raw.endsWith('%%EOF\n') || raw.endsWith('%%EOF'), 'end')
  must(!raw.includes('/Encrypt'), 'not encrypted')
  must(
    !/\/(?:LZWDecode|JavaScript|Launch|EmbeddedFiles|AcroForm|XFA|OCProperties|AA|OpenAction)\b/.test(raw),
    'nothing active',
  )
  const marked = catalog.lookup(PDFName.of('MarkInfo'), PDFDict)
  must(nameIn(marked, 'Marked') === 'true', 'marked')
  must(catalog.get(PDFName.of('Lang'))?.toString() === '(zh-CN)', 'language')
  must(catalog.get(PDFName.of('StructTreeRoot')) !== undefined, 'tags')
  const [intent] = catalog.lookup(PDFName.of('OutputIntents'), PDFArray).asArray()
  const intentDict = intent && context.lookup(intent, PDFDict)
  const profile = intentDict && context.lookup(intentDict.get(PDFName.of('DestOutputProfile')))
  must(intentDict !== undefined && nameIn(intentDict, 'S') === '/GTS_PDFA1', 'output intent')
  const colours = profile instanceof PDFRawStream ? Buffer.from(decodePDFRawStream(profile).decode()) : undefined
  must(
    colours?.toString('latin1', 36, 40) === 'acsp' && colours.toString('latin1', 16, 20) === 'RGB ',
    'colour profile',
  )
  for (const dict of all) {
    const type = nameIn(dict, 'Type')
    const subtype = nameIn(dict, 'Subtype')
    if (type === '/Font' && subtype === '/Type0')
      must(dict.get(PDFName.of('ToUnicode')) !== undefined, `characters of ${nameIn(dict, 'BaseFont')}`)
    if (type === '/Font' && subtype !== '/Type0') {
      must(
        subtype === '/CIDFontType2' && nameIn(dict, 'CIDToGIDMap') === '/Identity',
        `font ${nameIn(dict, 'BaseFont')}`,
      )
      const descriptor = dict.lookup(PDFName.of('FontDescriptor'), PDFDict)
      must(descriptor.get(PDFName.of('FontFile2')) !== undefined, `embedded ${nameIn(dict, 'BaseFont')}`)
    }
    if (type === '/ExtGState') must(!/\/(?:ca|CA|SMask|BM|TR2?|HTP)\b/.test(dict.toString()), 'nothing transparent')
    must(type !== '/Annot', 'no annotation')
    must(dict.get(PDFName.of('F')) === undefined, 'nothing external')
  }
  return faults
}

/** The tags of a file. */
export const tagsOf = async (pdf: Buffer): Promise<readonly Tag[]> => {
  const { context } = await PDFDocument.load(pdf, { updateMetadata: false })
  const isElement = (dict: PDFDict): boolean =>
    dict.get(PDFName.of('S')) !== undefined && dict.get(PDFName.of('P')) !== undefined
  const plain = (dict: PDFDict): string => nameIn(dict, 'S')?.slice(1) ?? ''
  return dictionaries(context.enumerateIndirectObjects())
    .filter(isElement)
    .map((dict) => {
      const kids = dict.get(PDFName.of('K'))
      const list = kids instanceof PDFArray ? kids.asArray() : kids ? [kids] : []
      const children = list.flatMap((kid) => {
        const child = kid instanceof PDFRef ? context.lookup(kid) : kid
        return child instanceof PDFDict && isElement(child) ? [plain(child)] : []
      })
      const own = dict.get(PDFName.of('A'))
      return { type: plain(dict), children, scope: own instanceof PDFDict ? nameIn(own, 'Scope') : undefined }
    })
}
