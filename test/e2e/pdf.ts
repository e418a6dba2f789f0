import PDFDocument from 'pdfkit'

/** A file to upload: one page with a text of its own. */
export const pdfFile = async (
  name: string,
  text: string,
): Promise<{ readonly name: string; readonly mimeType: string; readonly buffer: Buffer }> => {
  const buffer = await new Promise<Buffer>((resolve) => {
    const document = new PDFDocument()
    const chunks: Buffer[] = []
    document.on('data', (chunk: Buffer) => chunks.push(chunk))
    document.on('end', () => resolve(Buffer.concat(chunks)))
    document.text(text)
    document.end()
  })
  return { name, mimeType: 'application/pdf', buffer }
}
