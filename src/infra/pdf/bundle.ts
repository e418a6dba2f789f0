import { degrees, PDFDict, PDFDocument, PDFName, type PDFEmbeddedPage, type PDFPage } from '@cantoo/pdf-lib'

/** One paper of a file: its bytes, and what it is called in the list at the front. */
export type BundlePart = {
  readonly title: string
  readonly type: 'pdf' | 'jpg' | 'png'
  readonly bytes: Uint8Array
}

const A4 = { width: 595.28, height: 841.89 }
const MARGIN = 28

export const asPdf = async ({ type, bytes }: BundlePart): Promise<PDFDocument> => {
  if (type === 'pdf') return PDFDocument.load(bytes)
  const doc = await PDFDocument.create()
  const picture = type === 'jpg' ? await doc.embedJpg(bytes) : await doc.embedPng(bytes)
  const { width, height } = picture.scaleToFit(A4.width - 2 * MARGIN, A4.height - 2 * MARGIN)
  doc
    .addPage([A4.width, A4.height])
    .drawImage(picture, { x: (A4.width - width) / 2, y: (A4.height - height) / 2, width, height })
  return doc
}

/** A signature is of its own file: what is joined shows the seal of each paper, and claims no signature of the whole. */
const withoutSignatures = (paper: PDFDocument): PDFDocument => {
  for (const page of paper.getPages())
    for (const annotation of page.node.Annots()?.asArray() ?? []) {
      const field = paper.context.lookupMaybe(annotation, PDFDict)
      if (field?.get(PDFName.of('FT')) === PDFName.of('Sig')) field.delete(PDFName.of('V'))
    }
  return paper
}

const joined = async (papers: readonly PDFDocument[]): Promise<PDFDocument> => {
  const whole = await PDFDocument.create()
  for (const paper of papers)
    for (const page of await whole.copyPages(withoutSignatures(paper), paper.getPageIndices())) whole.addPage(page)
  return whole
}

/** All sheets of several papers in one file. */
export const join = async (papers: readonly PDFDocument[]): Promise<Buffer> =>
  Buffer.from(await (await joined(papers)).save())

/** Puts a strip into the upper right corner of a sheet as it is looked at, however it lies in its file. */
const putInCorner = (page: PDFPage, strip: PDFEmbeddedPage): void => {
  const { x: left, y: bottom, width, height } = page.getCropBox()
  const angle = ((page.getRotation().angle % 360) + 360) % 360
  const lying = angle === 90 || angle === 270
  const x = (lying ? height : width) - strip.width - 8
  const y = (lying ? width : height) - strip.height - 6
  const place = { 0: [x, y], 90: [width - y, x], 180: [width - x, height - y], 270: [y, height - x] }[angle] ?? [x, y]
  const [right = 0, up = 0] = place
  page.drawPage(strip, { x: left + right, y: bottom + up, rotate: degrees(angle) })
}

/**
 * Joins papers into one PDF behind a list of them that says on which sheet each begins. `list` draws that list for the
 * sheets it is given: how many the list itself takes shows only when it is drawn. `numbers` draws as many strips with
 * running numbers, one a page: they count through the whole, whatever number a paper gives its own sheets.
 */
export const bundle = async (
  parts: readonly BundlePart[],
  list: (rows: readonly { readonly title: string; readonly sheet: number }[]) => Promise<Uint8Array>,
  numbers: (count: number) => Promise<Uint8Array>,
): Promise<Buffer> => {
  const papers = await Promise.all(parts.map(asPdf))
  const rows = (before: number) =>
    papers.map((_, index) => ({
      title: parts[index]?.title ?? '',
      sheet: before + 1 + papers.slice(0, index).reduce((sum, one) => sum + one.getPageCount(), 0),
    }))
  const first = await PDFDocument.load(await list(rows(1)))
  const front = first.getPageCount() === 1 ? first : await PDFDocument.load(await list(rows(first.getPageCount())))
  const whole = await joined([front, ...papers])
  const pages = whole.getPages()
  const strips = await whole.embedPdf(
    await numbers(pages.length),
    pages.map((_, index) => index),
  )
  for (const [index, page] of pages.entries()) {
    const strip = strips[index]
    if (strip) putInCorner(page, strip)
  }
  return Buffer.from(await whole.save())
}
