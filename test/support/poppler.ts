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
