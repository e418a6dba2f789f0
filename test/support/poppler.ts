import { execFile } from 'node:child_process'

const bytes = (tool: string, args: readonly string[], pdf: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const child = execFile(tool, [...args], { maxBuffer: 64_000_000, encoding: 'buffer' }, (error, stdout, stderr) => {
      if (error) reject(error)
      // What poppler mends in silence another reader, or a check of the format, does not.
      else if (stderr.length > 0) reject(new Error(`${tool}: ${stderr.toString()}`))
      else resolve(stdout)
    })
    child.stdin?.end(pdf)
  })

/** Runs a tool of poppler over a PDF (`-` among the arguments); gives what it prints. */
export const poppler = async (tool: string, args: readonly string[], pdf: Buffer): Promise<string> =>
  (await bytes(tool, args, pdf)).toString()

/** One page as grey dots, row after row. */
export type Picture = { readonly width: number; readonly height: number; readonly dots: Buffer }

/** The pages of a PDF as pictures (PGM, one after the other). */
export const pictures = async (pdf: Buffer, dotsPerInch: number): Promise<readonly Picture[]> => {
  const stream = await bytes('pdftoppm', ['-gray', '-r', String(dotsPerInch), '-'], pdf)
  const found: Picture[] = []
  for (let at = 0; at < stream.length;) {
    const head = /^P5\s+(\d+)\s+(\d+)\s+\d+\s/.exec(stream.toString('latin1', at, at + 40))
    if (!head) throw new Error('no picture')
    const [width, height] = [Number(head[1]), Number(head[2])]
    const start = at + head[0].length
    at = start + width * height
    found.push({ width, height, dots: stream.subarray(start, at) })
  }
  return found
}

/** A word where it stands on its page, in points from the upper left corner, as high as its characters. */
export type PlacedText = {
  readonly text: string
  readonly size: number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** The words of every page of a PDF. The boxes poppler gives are as high as the font may go, 1.437 of Noto's size. */
export const placedText = async (pdf: Buffer): Promise<readonly (readonly PlacedText[])[]> => {
  const html = await poppler('pdftotext', ['-bbox', '-', '-'], pdf)
  const word = /<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</g
  return html
    .split('</page>')
    .slice(0, -1)
    .map((page) =>
      Array.from(page.matchAll(word), ([, left, from, right, to, text = '']) => {
        const [top, bottom] = [Number(from), Number(to)]
        const size = (bottom - top) / 1.437
        const middle = (top + bottom) / 2
        return {
          text,
          size,
          left: Number(left),
          right: Number(right),
          top: middle - size / 2,
          bottom: middle + size / 2,
        }
      }),
    )
}
