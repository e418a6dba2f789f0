import PDFDocument from 'pdfkit'
import { z } from 'zod'
import type { CharterText } from '../../core/charters/define.ts'
import type { CertificateContent, DocumentContent } from '../../core/documents/blocks.ts'
import { offsetText, type Offset } from '../../core/documents/overprint.ts'
import type { PaperContent } from '../../core/papers/define.ts'
import type { PrintableForm } from '../../core/printable-forms/define.ts'
import type { SealFace } from '../../core/seals/faces.ts'
import { asPdf, bundle, join, type BundlePart } from './bundle.ts'
import { drawCertificate, drawOverprintTest } from './certificate.ts'
import { createFonts, type DocumentFonts } from './fonts.ts'
import { drawForm, formSteps } from './form.ts'
import type { FormSpacing } from './form.ts'
import { densities, planNotice } from './notice.ts'
import { drawPaper } from './paper.ts'
import { drawSeal, sealSvg } from './seal.ts'
import { createSheet, type Style } from './sheet.ts'
import { addEvidence, prepareSignature, type Evidence, type SignatureField } from './signing.ts'

/** Midnight of the day of issue in China: the only time inside the file, so that the same data give the same bytes. */
const issueInstant = (issuedOn: string): Date => z.coerce.date().parse(`${issuedOn}T00:00:00+08:00`)

/** What a file says of itself, and how its sheets lie. */
type FileFacts = {
  readonly title: string
  readonly author: string
  /** The portal that made it. */
  readonly creator: string
  readonly subject: string
  readonly keywords: string
  /** ISO date. */
  readonly issuedOn: string
  readonly landscape: boolean
}

const documentFacts = (content: DocumentContent): FileFacts => ({
  title: `${content.title} ${content.number}`,
  author: content.authorityName,
  creator: content.siteName,
  subject: content.title,
  keywords: content.verificationCode,
  issuedOn: content.issuedOn,
  landscape: content.layout === 'certificate' && content.part === '正本',
})

/** Starts a document: metadata, tags, fonts, no text yet. */
function startDocument(
  facts: FileFacts,
  fonts: DocumentFonts,
  size: 'A4' | [number, number] = 'A4',
): PDFKit.PDFDocument {
  const issued = issueInstant(facts.issuedOn)
  const doc = new PDFDocument({
    size,
    layout: facts.landscape ? 'landscape' : 'portrait',
    // The layouts place every line themselves; margins would only make pdfkit add pages.
    margin: 0,
    // No default font: nothing is set in pdfkit's Helvetica.
    font: null as unknown as string,
    pdfVersion: '1.7',
    // To be kept: what is needed to show it is in the file (ISO 19005-2), also what it says and in which order.
    subset: 'PDF/A-2a',
    lang: 'zh-CN',
    tagged: true,
    displayTitle: true,
    bufferPages: true,
    info: {
      Title: facts.title,
      Author: facts.author,
      Subject: facts.subject,
      Keywords: facts.keywords,
      Creator: facts.creator,
      CreationDate: issued,
      ModDate: issued,
    },
  })
  // pdfkit takes a font that is parsed already; its types know files only.
  for (const [name, font] of fonts.files) doc.registerFont(name, font as unknown as Buffer)
  return doc
}

const strip: Style = { font: 'regular', size: 9, leading: 14 }

/** `overprint`: of a certificate, only what is printed on a blank of the ministry, moved that far (套打). */
export type RenderOptions = { readonly verifyUrl: string; readonly overprint?: Offset | undefined }

function compose(
  content: DocumentContent,
  { verifyUrl, overprint }: RenderOptions,
  fonts: DocumentFonts,
): PDFKit.PDFDocument {
  const doc = startDocument(documentFacts(content), fonts)
  const sheet = createSheet(doc, fonts)
  if (content.layout === 'notice')
    onFewestPages((density) => planNotice(sheet, content, verifyUrl, density), densities).draw()
  else drawCertificate(sheet, content, verifyUrl, overprint)
  sheet.root.end()
  return doc
}

/** The widest way of setting that needs no more sheets than the closest; `steps` come widest first. */
function onFewestPages<Step, Composed extends { readonly pages: number }>(
  composeWith: (step: Step) => Composed,
  [widest, ...closer]: readonly [Step, ...Step[]],
): Composed {
  const normal = composeWith(widest)
  const closest = closer.at(-1)
  if (closest === undefined || normal.pages === 1) return normal
  const least = composeWith(closest)
  if (least.pages === normal.pages) return normal
  for (const step of closer.slice(0, -1)) {
    const between = composeWith(step)
    if (between.pages === least.pages) return between
  }
  return least
}

/** What a form is printed for: its code and the address of its page on the site. */
export type FormPrint = {
  readonly code: string
  /** What its head and every foot say of it; absent: code and version of the form. */
  readonly told?: string
  readonly address: string
  readonly siteName: string
  readonly hostOrgan: string
  /** ISO date. */
  readonly printedOn: string
  /** What the address is, where it is not that of the form. */
  readonly about?: string
}

function composeForm(
  form: PrintableForm,
  print: FormPrint,
  fonts: DocumentFonts,
  spacing: FormSpacing,
): { readonly doc: PDFKit.PDFDocument; readonly pages: number } {
  const doc = startDocument(
    {
      title: form.title,
      author: print.hostOrgan,
      creator: print.siteName,
      subject: form.purpose,
      keywords: `${print.code} ${form.version}`,
      issuedOn: print.printedOn,
      landscape: false,
    },
    fonts,
  )
  const sheet = createSheet(doc, fonts)
  drawForm(sheet, form, print, spacing)
  sheet.root.end()
  return { doc, pages: doc.bufferedPageRange().count }
}

function toBuffer(doc: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    doc.on('data', (chunk: Buffer) => chunks.push(chunk))
    doc.on('end', () => resolve(Buffer.concat(chunks)))
    doc.on('error', reject)
    doc.end()
  })
}

export type PdfRenderer = {
  /** One document as a PDF file. The same content and address always give the same bytes. */
  render(content: DocumentContent, options: RenderOptions): Promise<Buffer>
  /** 套打测试页: where each field of such a certificate lands on a blank, moved that far. */
  overprintTest(content: CertificateContent, offset: Offset): Promise<Buffer>
  /** A form to be signed on paper, blank or filled in. The same form on the same day always gives the same bytes. */
  form(form: PrintableForm, print: FormPrint): Promise<Buffer>
  /** A paper made of the answers of a case. The same content always gives the same bytes. */
  paper(content: PaperContent): Promise<Buffer>
  /** Papers one behind the other in one file. */
  join(parts: readonly BundlePart[]): Promise<Buffer>
  /** A form for a word processor. */
  formDocx(form: PrintableForm, print: FormPrint): Promise<Buffer>
  /** A charter for a word processor. */
  charterDocx(text: CharterText, origin: { readonly siteName: string }): Promise<Buffer>
  /** Papers joined into one file behind a form that lists them, with the sheet each begins on. */
  bundle(parts: readonly BundlePart[], list: PrintableForm, print: FormPrint): Promise<Buffer>
  /** The file with room for one more signature and the seal that shows it; see fillRange for what is signed. */
  prepareSignature(pdf: Uint8Array, field: SignatureField): Promise<Buffer>
  /** The file with what proves its signatures later behind its end. */
  addEvidence(pdf: Uint8Array, evidence: Evidence): Promise<Buffer>
  /** A round seal as SVG, for a page. */
  sealPicture(face: SealFace): Promise<Buffer>
}

/**
 * Makes PDF files of documents, tagged and with embedded subsets of their fonts. It loads the fonts, so it works in a
 * process of its own (see press.ts).
 */
export function createPdfRenderer(): PdfRenderer {
  const fonts = createFonts()
  const drawn = async (form: PrintableForm, print: FormPrint): Promise<Buffer> => {
    const used = await fonts.forDocument([form, print])
    return toBuffer(onFewestPages((spacing) => composeForm(form, print, used, spacing), formSteps(form)).doc)
  }
  const numberStrips = async (count: number, { siteName, hostOrgan, printedOn }: FormPrint): Promise<Buffer> => {
    const used = await fonts.forDocument('全卷第0123456789页　共')
    const title = '全卷页码'
    const facts = { title, author: hostOrgan, creator: siteName, subject: title, keywords: '', issuedOn: printedOn }
    const size: [number, number] = [130, 14]
    const doc = startDocument({ ...facts, landscape: false }, used, size)
    const sheet = createSheet(doc, used)
    for (let page = 1; page <= count; page += 1) {
      if (page > 1) doc.addPage()
      sheet.artifact(() => {
        // Readable on a dark scan.
        doc.rect(0, 0, ...size).fill('#ffffff')
        sheet.line(`全卷第${page}页　共${count}页`, { x: 4, y: 0, width: 122 }, strip, 'right')
      }, 'Pagination')
    }
    sheet.root.end()
    return toBuffer(doc)
  }
  return {
    async render(content, options) {
      return toBuffer(compose(content, options, await fonts.forDocument(content)))
    },
    async overprintTest(content, offset) {
      const named = { ...content, title: '套打测试页' }
      const used = await fonts.forDocument([named, offsetText(offset)])
      const doc = startDocument(documentFacts(named), used)
      const sheet = createSheet(doc, used)
      drawOverprintTest(sheet, named, offset)
      sheet.root.end()
      return toBuffer(doc)
    },
    async paper(content) {
      const used = await fonts.forDocument(content)
      const facts = {
        title: content.title,
        author: content.siteName,
        creator: content.siteName,
        subject: content.title,
        keywords: content.under,
        issuedOn: content.madeOn,
        landscape: false,
      }
      const doc = startDocument(facts, used)
      const sheet = createSheet(doc, used)
      drawPaper(sheet, content)
      sheet.root.end()
      return toBuffer(doc)
    },
    async formDocx(form, print) {
      const { formDocx } = await import('../docx/form.ts')
      return formDocx(form, print)
    },
    async charterDocx(text, origin) {
      // Hardly anybody asks for one: the library is loaded for the first.
      const { charterDocx } = await import('../docx/charter.ts')
      return charterDocx(text, origin)
    },
    prepareSignature: async (pdf, field) =>
      prepareSignature(pdf, field, await fonts.forDocument(field.seal?.face ?? '')),
    addEvidence,
    sealPicture: async (face) => Buffer.from(sealSvg(drawSeal(face, await fonts.forDocument(face)))),
    form: drawn,
    join: async (parts) => join(await Promise.all(parts.map(asPdf))),
    bundle: (parts, list, print) =>
      bundle(
        parts,
        (rows) => {
          const places = rows.map(({ title, sheet }, index) => ({
            label: `${String(index + 1)}　全卷第${String(sheet)}页`,
            value: title,
          }))
          return drawn({ ...list, blocks: [...list.blocks, { type: 'rows', title: '卷内目录', rows: places }] }, print)
        },
        (count) => numberStrips(count, print),
      ),
  }
}
