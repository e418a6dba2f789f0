import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import PDFDocument from 'pdfkit'
import { z } from 'zod'
import type { DocumentContent } from '../../core/documents/blocks.ts'
import type { PrintableForm } from '../../core/printable-forms/define.ts'
import { drawCertificate } from './certificate.ts'
import { drawForm } from './form.ts'
import type { FormDensity } from './form.ts'
import { drawNotice } from './notice.ts'
import type { Density } from './notice.ts'
import { createSheet } from './sheet.ts'

const FONT_PACKAGE = '@expo-google-fonts/noto-sans-sc'
const FONT_FILES = {
  regular: '400Regular/NotoSansSC_400Regular.ttf',
  bold: '700Bold/NotoSansSC_700Bold.ttf',
} as const

/** A parsed font, as far as it is looked at here: the glyphs handed out so far, by glyph id. */
type ParsedFont = { readonly _glyphs: unknown }

type Fonts = { readonly [Weight in keyof typeof FONT_FILES]: ParsedFont }

async function loadFonts(): Promise<Fonts> {
  const fromHere = createRequire(import.meta.url)
  // pdfkit's own copy of its font parser, so that both always speak of the same kind of object.
  const { create } = createRequire(fromHere.resolve('pdfkit'))('fontkit') as { create: (file: Buffer) => ParsedFont }
  const load = async (file: string): Promise<ParsedFont> =>
    create(await readFile(fromHere.resolve(`${FONT_PACKAGE}/${file}`)))
  const [regular, bold] = await Promise.all([load(FONT_FILES.regular), load(FONT_FILES.bold)])
  return { regular, bold }
}

/**
 * The same font with its tables already parsed, but with no memory of earlier documents: a glyph that stands for two
 * characters keeps the one it was first asked for, and two equal documents could otherwise differ in their text layer.
 */
const withoutMemory = (font: ParsedFont): Buffer => Object.create(font, { _glyphs: { value: {} } }) as Buffer

/** Midnight of the day of issue in China: the only time inside the file, so that the same data give the same bytes. */
const issueInstant = (issuedOn: string): Date => z.coerce.date().parse(`${issuedOn}T00:00:00+08:00`)

/** What a file says of itself, and how its sheets lie. */
type FileFacts = {
  readonly title: string
  readonly author: string
  readonly subject: string
  readonly keywords: string
  /** ISO date. */
  readonly issuedOn: string
  readonly landscape: boolean
}

const documentFacts = (content: DocumentContent): FileFacts => ({
  title: `${content.title} ${content.number}`,
  author: content.authorityName,
  subject: content.title,
  keywords: content.verificationCode,
  issuedOn: content.issuedOn,
  landscape: content.layout === 'certificate' && content.part === '正本',
})

/** Starts a document: metadata, tags, fonts, no text yet. */
function startDocument(facts: FileFacts, fonts: Fonts): PDFKit.PDFDocument {
  const issued = issueInstant(facts.issuedOn)
  const doc = new PDFDocument({
    size: 'A4',
    layout: facts.landscape ? 'landscape' : 'portrait',
    // The layouts place every line themselves; margins would only make pdfkit add pages.
    margin: 0,
    // No default font: nothing is set in pdfkit's Helvetica.
    font: null as unknown as string,
    pdfVersion: '1.7',
    lang: 'zh-CN',
    tagged: true,
    displayTitle: true,
    bufferPages: true,
    info: {
      Title: facts.title,
      Author: facts.author,
      Subject: facts.subject,
      Keywords: facts.keywords,
      Creator: '社会组织服务平台',
      CreationDate: issued,
      ModDate: issued,
    },
  })
  doc.registerFont('regular', withoutMemory(fonts.regular))
  doc.registerFont('bold', withoutMemory(fonts.bold))
  return doc
}

function compose(content: DocumentContent, verifyUrl: string, fonts: Fonts, density: Density): PDFKit.PDFDocument {
  const doc = startDocument(documentFacts(content), fonts)
  const sheet = createSheet(doc)
  if (content.layout === 'notice') drawNotice(sheet, content, verifyUrl, density)
  else drawCertificate(sheet, content, verifyUrl)
  sheet.root.end()
  return doc
}

const pageCount = (doc: PDFKit.PDFDocument): number => doc.bufferedPageRange().count

/** A letter that needs a second sheet is set closer when that saves the sheet. */
function onFewestPages<Density>(
  composeWith: (density: Density) => PDFKit.PDFDocument,
  [usual, closer]: readonly [Density, Density],
): PDFKit.PDFDocument {
  const normal = composeWith(usual)
  if (pageCount(normal) === 1) return normal
  const compact = composeWith(closer)
  return pageCount(compact) < pageCount(normal) ? compact : normal
}

/** What a form is printed for: its code and the address of its page on the site. */
type FormPrint = {
  readonly code: string
  readonly address: string
  readonly siteName: string
  readonly hostOrgan: string
  /** ISO date. */
  readonly printedOn: string
}

function composeForm(form: PrintableForm, print: FormPrint, fonts: Fonts, density: FormDensity): PDFKit.PDFDocument {
  const doc = startDocument(
    {
      title: form.title,
      author: print.hostOrgan,
      subject: form.purpose,
      keywords: `${print.code} ${form.version}`,
      issuedOn: print.printedOn,
      landscape: false,
    },
    fonts,
  )
  const sheet = createSheet(doc)
  drawForm(sheet, form, print, density)
  sheet.root.end()
  return doc
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
  render(content: DocumentContent, options: { verifyUrl: string }): Promise<Buffer>
  /** A form to be signed on paper, blank or filled in. The same form on the same day always gives the same bytes. */
  form(form: PrintableForm, print: FormPrint): Promise<Buffer>
}

/**
 * Makes PDF files of documents, tagged and with embedded subsets of Noto Sans SC. The two font files (10 MB each) are
 * read and parsed once, at the first document.
 */
export function createPdfRenderer(): PdfRenderer {
  let fonts: Promise<Fonts> | undefined
  return {
    async render(content, { verifyUrl }) {
      const loaded = await (fonts ??= loadFonts())
      return toBuffer(
        onFewestPages<Density>((density) => compose(content, verifyUrl, loaded, density), ['normal', 'compact']),
      )
    },
    async form(form, print) {
      const loaded = await (fonts ??= loadFonts())
      return toBuffer(
        onFewestPages<FormDensity>((density) => composeForm(form, print, loaded, density), ['letter', 'compact']),
      )
    },
  }
}
