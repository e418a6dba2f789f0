import type { FileFinding } from '../../core/file-findings.ts'
import type { TakenType } from '../../core/files.ts'
import { jpegFinding } from './jpeg.ts'
import { pdfFinding } from './pdf.ts'
import { pngFinding } from './png.ts'
import type { Purpose, Shown } from './protocol.ts'

/** One kind of file: how its bytes are recognised, what is looked at before anything is decoded, and what is shown. */
type Kind = {
  /** What the recognition of bytes calls it. */
  readonly called: string
  /** What is wrong with it, in one pass over the bytes. Costs no more than reading them. */
  readonly finding: (bytes: Buffer) => FileFinding | undefined
  /** What anybody opens or downloads instead of it; or what was found while making that. */
  readonly shown: (bytes: Buffer, purpose: Purpose) => Promise<Shown | FileFinding>
  /** Whether the bytes that came stay stored beside what is shown: signatures in them can be judged later. */
  readonly original: 'kept' | 'replaced'
}

const picture = async (bytes: Buffer, type: 'jpg' | 'png', purpose: Purpose): Promise<Shown | FileFinding> => {
  const written = await (await import('./picture.ts')).rewritten(bytes, type, purpose)
  return typeof written === 'string' ? written : { bytes: written, pages: 1 }
}

/** The kinds of file the portal takes. What decodes them is loaded when the first one comes. */
export const kinds = {
  pdf: {
    called: 'pdf',
    finding: pdfFinding,
    shown: async (bytes, purpose) =>
      purpose === 'text'
        ? (await import('./pdf-text.ts')).readPdfText(bytes)
        : (await import('./pdf-copy.ts')).safeCopy(bytes),
    original: 'kept',
  },
  // The original of a photograph holds where and with what it was taken: it goes.
  jpg: {
    called: 'jpg',
    finding: jpegFinding,
    shown: (bytes, purpose) => picture(bytes, 'jpg', purpose),
    original: 'replaced',
  },
  png: {
    called: 'png',
    finding: pngFinding,
    shown: (bytes, purpose) => picture(bytes, 'png', purpose),
    original: 'replaced',
  },
  // Read, not shown: what comes out are its cells. The parts of the archive are looked at while it is read.
  xlsx: {
    called: 'xlsx',
    finding: () => undefined,
    shown: async (bytes) => (await import('./xlsx.ts')).readWorkbook(bytes),
    original: 'replaced',
  },
  // Text, told by nothing but that it was asked for and is no other kind.
  csv: {
    called: 'csv',
    finding: () => undefined,
    shown: async (bytes) => (await import('./csv.ts')).readCsv(bytes),
    original: 'replaced',
  },
  // The same of a text: what comes out are its lines.
  docx: {
    called: 'docx',
    finding: () => undefined,
    shown: async (bytes) => (await import('./docx.ts')).readDocx(bytes),
    original: 'replaced',
  },
} as const satisfies Record<TakenType, Kind>

/** Formats the portal does not take, by what the recognition of bytes calls them. */
export const otherFormats: Readonly<Record<string, FileFinding>> = {
  heic: 'heic',
  heif: 'heic',
  avif: 'heic',
  webp: 'webp',
  bmp: 'bitmap',
  tif: 'bitmap',
  gif: 'bitmap',
  docx: 'word',
  docm: 'word',
  odt: 'word',
  xlsx: 'sheet',
  xlsm: 'sheet',
  ods: 'sheet',
  pptx: 'slides',
  pptm: 'slides',
  odp: 'slides',
  // Word, Excel, PowerPoint and WPS before 2007 look alike from outside.
  cfb: 'office',
  zip: 'archive',
  rar: 'archive',
  '7z': 'archive',
  gz: 'archive',
}
