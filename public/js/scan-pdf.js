// JPEG pictures as the pages of one PDF. The format takes a JPEG as it is, so that this needs no library: the smallest one
// that is kept up would have a phone load half a megabyte.

/** The longest side of A4 in points: what a scan is printed on. */
const longestSide = 842

/**
 * @param {readonly { blob: Blob, width: number, height: number }[]} pages JPEG with three colours, sizes in pixels
 * @returns {Blob} one page a picture, as large as the picture's shape allows on A4; no picture is read into memory
 */
export const pdfOf = (pages) => {
  const parts = []
  const offsets = []
  let length = 0
  const put = (part) => {
    parts.push(part)
    length += typeof part === 'string' ? part.length : part.size
  }
  const object = (number, dictionary, stream) => {
    offsets[number] = length
    put(`${number} 0 obj\n${dictionary}\n`)
    if (stream) {
      put('stream\n')
      put(stream)
      put('\nendstream\n')
    }
    put('endobj\n')
  }

  put('%PDF-1.4\n')
  object(1, '<< /Type /Catalog /Pages 2 0 R >>')
  const kids = pages.map((_, n) => `${3 + n * 3} 0 R`).join(' ')
  object(2, `<< /Type /Pages /Count ${pages.length} /Kids [${kids}] >>`)
  for (const [n, { blob, width, height }] of pages.entries()) {
    const [page, content, picture] = [3 + n * 3, 4 + n * 3, 5 + n * 3]
    const scale = longestSide / Math.max(width, height)
    const [w, h] = [width, height].map((side) => (side * scale).toFixed(2))
    object(
      page,
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${w} ${h}] /Contents ${content} 0 R ` +
        `/Resources << /XObject << /P ${picture} 0 R >> >> >>`,
    )
    const drawing = `q ${w} 0 0 ${h} 0 0 cm /P Do Q`
    object(content, `<< /Length ${drawing.length} >>`, drawing)
    object(
      picture,
      `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB ` +
        `/BitsPerComponent 8 /Filter /DCTDecode /Length ${blob.size} >>`,
      blob,
    )
  }
  const table = length
  const count = offsets.length
  put(`xref\n0 ${count}\n0000000000 65535 f \n`)
  for (const offset of offsets.slice(1)) put(`${String(offset).padStart(10, '0')} 00000 n \n`)
  put(`trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`)
  return new Blob(parts, { type: 'application/pdf' })
}
