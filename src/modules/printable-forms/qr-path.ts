import QRCode from 'qrcode'

/** A QR code as one SVG path of dark modules, each one unit wide, and the side of its square with the quiet zone. */
export const qrPath = (text: string): { readonly side: number; readonly path: string } => {
  const quiet = 4
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
  const { size, data } = modules
  const runs: string[] = []
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column < size; column += 1) {
      if (!data[row * size + column]) continue
      const first = column
      while (column + 1 < size && data[row * size + column + 1]) column += 1
      const width = column - first + 1
      runs.push(`M${first + quiet} ${row + quiet}h${width}v1h-${width}z`)
    }
  return { side: size + 2 * quiet, path: runs.join('') }
}
