import {
  PDFArray,
  PDFContext,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFNull,
  PDFNumber,
  PDFRawStream,
  PDFRef,
  type PDFObject,
} from '@cantoo/pdf-lib'
import type { FileFinding } from '../../core/file-findings.ts'

// @cantoo/pdf-lib, the maintained fork of pdf-lib, because it reads, decrypts and writes objects one by one in plain
// JavaScript: what is copied can be chosen key by key. pdfjs-dist only reads; a renderer (pdfium) would turn text into
// pictures that nobody can search, and is a large body of native code. It sets no bounds of its own while it reads:
// time and memory of this process are what bounds it.

const maxPages = 1_000

const maxTreeNodes = 10_000

/** Thrown where reading cannot go on; what was found is told to whoever uploaded. */
export class Refused extends Error {
  readonly finding: FileFinding
  constructor(finding: FileFinding) {
    super(finding)
    this.finding = finding
  }
}

export const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** Actions and parts for which a file is refused: what they do cannot be meant by a paper. */
const forbiddenActions = words('JavaScript Launch SubmitForm ImportData Rendition')

const forbiddenParts = words('RichMedia 3D FileAttachment Screen')

export type Source = {
  readonly context: PDFContext
  readonly catalog: PDFDict
  /** Strings of an encrypted file stand decrypted in its objects, without the escapes of a file. */
  readonly decrypted: boolean
}

export const read = async (bytes: Uint8Array): Promise<Source> => {
  let document: PDFDocument
  try {
    document = await PDFDocument.load(bytes, {
      // Permissions alone are no secret: such a file opens for everybody, with the empty password.
      password: '',
      updateMetadata: false,
      preserveXFA: true,
      parseSpeed: 2_000,
    })
  } catch {
    const encrypted = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes('/Encrypt')
    throw new Refused(encrypted ? 'pdf-locked' : 'pdf-broken')
  }
  const { context } = document
  const catalog = context.lookup(context.trailerInfo.Root)
  if (!(catalog instanceof PDFDict)) throw new Refused('pdf-broken')
  return { context, catalog, decrypted: context.isDecrypted }
}

export const nameOf = (object: PDFObject | undefined): string | undefined =>
  object instanceof PDFName ? object.decodeText() : undefined

/** A value with every reference to it followed; a circle of references is nothing. */
export const follow = (context: PDFContext, object: PDFObject | undefined): PDFObject | undefined => {
  let found = object
  for (let steps = 0; found instanceof PDFRef && steps < 16; steps += 1) found = context.lookup(found)
  return found instanceof PDFRef ? undefined : found
}

export const get = (context: PDFContext, dict: PDFDict, key: string): PDFObject | undefined =>
  follow(context, dict.get(PDFName.of(key)))

export const numbers = (
  context: PDFContext,
  object: PDFObject | undefined,
  length: number,
): readonly number[] | undefined => {
  const array = follow(context, object)
  if (!(array instanceof PDFArray) || array.size() < length) return undefined
  const list = array.asArray().slice(0, length)
  const found = list.map((each) => follow(context, each))
  return found.every((each) => each instanceof PDFNumber) ? found.map((each) => each.asNumber()) : undefined
}

/** Whether one dictionary, as it stands anywhere in the file, does something or brings another file along. */
const isActive = (context: PDFContext, dict: PDFDict): boolean => {
  if (forbiddenActions.has(nameOf(get(context, dict, 'S')) ?? '')) return true
  if (forbiddenParts.has(nameOf(get(context, dict, 'Subtype')) ?? '')) return true
  if (nameOf(get(context, dict, 'Type')) === 'EmbeddedFile') return true
  return ['EF', 'XFA'].some((key) => {
    const value = get(context, dict, key)
    return value !== undefined && value !== PDFNull
  })
}

/** Looks at every dictionary of the file, also at those nothing leads to. */
export const refuseActive = ({ context }: Source): void => {
  for (const [, object] of context.enumerateIndirectObjects()) {
    const waiting: PDFObject[] = [object]
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const dict = next instanceof PDFRawStream ? next.dict : next
      if (dict instanceof PDFDict && isActive(context, dict)) throw new Refused('pdf-active')
      const inside = dict instanceof PDFDict ? dict.values() : dict instanceof PDFArray ? dict.asArray() : []
      for (const each of inside) waiting.push(each)
    }
  }
}

export type Page = { readonly dict: PDFDict; readonly inherited: ReadonlyMap<string, PDFObject> }

const inheritable = ['Resources', 'MediaBox', 'CropBox', 'Rotate']

export const pagesOf = ({ context, catalog }: Source): readonly Page[] => {
  const pages: Page[] = []
  const seen = new Set<PDFObject>()
  const waiting: { readonly node: PDFObject | undefined; readonly inherited: ReadonlyMap<string, PDFObject> }[] = [
    { node: catalog.get(PDFName.of('Pages')), inherited: new Map() },
  ]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const node = follow(context, next.node)
    if (!(node instanceof PDFDict) || seen.has(node)) throw new Refused('pdf-unreadable')
    seen.add(node)
    if (seen.size > maxTreeNodes) throw new Refused('pdf-too-long')
    const inherited = new Map(next.inherited)
    for (const key of inheritable) {
      const value = node.get(PDFName.of(key))
      if (value) inherited.set(key, value)
    }
    const kids = get(context, node, 'Kids')
    if (kids instanceof PDFArray) for (const kid of kids.asArray().toReversed()) waiting.push({ node: kid, inherited })
    else if (nameOf(get(context, node, 'Type')) === 'Pages') continue
    else pages.push({ dict: node, inherited })
    if (pages.length > maxPages) throw new Refused('pdf-too-long')
  }
  if (pages.length === 0) throw new Refused('pdf-broken')
  return pages
}
