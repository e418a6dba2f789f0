import type { Sheet } from './sheet.ts'

export const GOLD = '#a8823c'
const PALE = '#fdfaf2'

/** Frame of the certificate: two lines with a running key pattern (回纹) between them and a larger key in each corner. */
export function drawFrame(sheet: Sheet, width: number, height: number): void {
  const { doc } = sheet
  const outer = 22
  const band = 14
  const inner = outer + band
  const spiral = (x: number, y: number, side: number): void => {
    const step = side / 5
    doc
      .moveTo(x, y + side)
      .lineTo(x, y)
      .lineTo(x + side, y)
      .lineTo(x + side, y + side - step)
      .lineTo(x + 2 * step, y + side - step)
      .lineTo(x + 2 * step, y + 2 * step)
      .lineTo(x + 3 * step, y + 2 * step)
  }
  sheet.artifact(() => {
    doc
      .rect(outer, outer, width - 2 * outer, height - 2 * outer)
      .fillColor(PALE)
      .fill()
    doc
      .rect(outer, outer, width - 2 * outer, height - 2 * outer)
      .lineWidth(2)
      .strokeColor(GOLD)
      .stroke()
    doc
      .rect(inner, inner, width - 2 * inner, height - 2 * inner)
      .lineWidth(1)
      .stroke()
    doc
      .rect(inner + 4, inner + 4, width - 2 * inner - 8, height - 2 * inner - 8)
      .lineWidth(0.4)
      .stroke()
    doc.lineWidth(0.9)
    const side = band - 6
    const along = (length: number, place: (offset: number) => void): void => {
      const span = length - 2 * band
      const count = Math.floor(span / (side + 4))
      for (let index = 0; index < count; index += 1) place(band + ((index + 0.5) * span) / count - side / 2)
    }
    along(width - 2 * outer, (offset) => {
      spiral(outer + offset, outer + 3, side)
      spiral(outer + offset, height - outer - band + 3, side)
    })
    along(height - 2 * outer, (offset) => {
      spiral(outer + 3, outer + offset, side)
      spiral(width - outer - band + 3, outer + offset, side)
    })
    doc.stroke()
    for (const x of [outer, width - outer - band]) {
      for (const y of [outer, height - outer - band])
        doc
          .rect(x + 3, y + 3, side, side)
          .fillColor(GOLD)
          .fill()
    }
  })
}
