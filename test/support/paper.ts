import { poppler } from './poppler.ts'

/** A word on a sheet; points, y downwards. */
type PaperWord = {
  readonly text: string
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

type PaperSheet = { readonly width: number; readonly height: number; readonly words: readonly PaperWord[] }

const numbers = (attributes: string): readonly number[] =>
  Array.from(attributes.matchAll(/="([\d.-]+)"/g), ([, value]) => Number(value))

/** The words of a PDF and where they stand, sheet by sheet. */
export const sheetsOf = async (pdf: Buffer): Promise<readonly PaperSheet[]> =>
  (await poppler('pdftotext', ['-bbox', '-', '-'], pdf))
    .split('<page ')
    .slice(1)
    .map((page) => {
      const [width = 0, height = 0] = numbers(page.slice(0, page.indexOf('>')))
      const words = Array.from(page.matchAll(/<word ([^>]+)>([^<]*)</g), ([, attributes = '', text = '']) => {
        const [left = 0, top = 0, right = 0, bottom = 0] = numbers(attributes)
        return { text, left, top, right, bottom }
      })
      return { width, height, words }
    })

const meet = (one: PaperWord, other: PaperWord): boolean =>
  one.left < other.right - 1 && other.left < one.right - 1 && one.top < other.bottom - 1 && other.top < one.bottom - 1

/** The words of a sheet that stand on others or leave it; none on a good one. */
export const misplacedOn = ({ width, height, words }: PaperSheet): readonly string[] =>
  words.flatMap((word, index) => {
    if (word.left < 0 || word.top < 0 || word.right > width || word.bottom > height) return [`${word.text} leaves`]
    return words.slice(index + 1).flatMap((other) => (meet(word, other) ? [`${word.text} meets ${other.text}`] : []))
  })
