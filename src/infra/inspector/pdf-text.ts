import { getDocumentProxy } from 'unpdf'
import type { FileFinding } from '../../core/file-findings.ts'
import type { Shown } from './protocol.ts'

const maxPages = 200
const maxCharacters = 400_000

type Line = { y: number; x: number; end: number; text: string }

/** What begins a paragraph whatever stands before it. */
const BEGINS =
  /^\s*(?:[★☆*]?第\s*[零〇一二三四五六七八九十百\d０-９]+\s*[章节条]|[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+、)/u
/** A number of a page, alone on its line. */
const PAGE = /^\s*[-—–]?\s*(?:第?\s*\d{1,3}\s*页?)(?:\s*[/共]\s*\d{1,3}\s*页?)?\s*[-—–]?\s*$/u

type Item = { readonly str: string; readonly transform: readonly number[]; readonly width: number }

/** What stands at one height is a line, from the left to the right; a gap in it is a space. */
const linesOn = (items: readonly Item[]): readonly Line[] => {
  const lines: Line[] = []
  for (const { str, transform, width } of items) {
    const [x = 0, y = 0] = transform.slice(4)
    if (str.trim() === '') continue
    const line = lines.find((one) => Math.abs(one.y - y) < 3)
    if (!line) lines.push({ x, y, end: x + width, text: str })
    else if (x >= line.x) {
      line.text += `${x - line.end > 3 ? ' ' : ''}${str}`
      line.end = Math.max(line.end, x + width)
    } else [line.text, line.x] = [str + line.text, x]
  }
  return lines.toSorted((one, other) => other.y - one.y).filter(({ text }) => !PAGE.test(text))
}

/** Without what stands on most pages alike but for numbers: heads and feet. */
const withoutHeads = (pages: readonly (readonly Line[])[]): readonly Line[] => {
  const counts = new Map<string, number>()
  const alike = ({ text }: Line): string => text.replaceAll(/[\d\s]+/gu, '#')
  for (const lines of pages) for (const text of new Set(lines.map(alike))) counts.set(text, (counts.get(text) ?? 0) + 1)
  return pages.flatMap((lines) =>
    lines.filter((line) => pages.length < 2 || (counts.get(alike(line)) ?? 0) <= pages.length / 2),
  )
}

/** Lines put together to paragraphs: one goes on where it was full and the next does not begin anything. */
const paragraphs = (lines: readonly Line[]): readonly string[] => {
  const right = lines.reduce((most, { end }) => Math.max(most, end), 0)
  const leftmost = lines.reduce((least, { x }) => Math.min(least, x), Infinity)
  const found: string[] = []
  let full = false
  for (const { text, x, end } of lines) {
    const goesOn = full && !BEGINS.test(text) && x - leftmost < 12
    if (goesOn) found.push(`${found.pop() ?? ''}${text}`)
    else found.push(text)
    full = right - end < 30
  }
  return found
}

/** The paragraphs of a PDF that has text, as JSON of string[]; or what is wrong with it. */
export const readPdfText = async (bytes: Buffer): Promise<Shown | FileFinding> => {
  try {
    const document = await getDocumentProxy(new Uint8Array(bytes), {
      disableFontFace: true,
      verbosity: 0,
    })
    if (document.numPages > maxPages) return 'pdf-too-long'
    const pages: (readonly Line[])[] = []
    let characters = 0
    for (let number = 1; number <= document.numPages; number += 1) {
      const page = await document.getPage(number)
      const { items } = await page.getTextContent()
      const on = linesOn(items.flatMap((item) => ('str' in item ? [item as Item] : [])))
      pages.push(on)
      characters += on.reduce((sum, { text }) => sum + text.length, 0)
      if (characters > maxCharacters) return 'text-too-large'
    }
    // A scan may carry the stamp of the programme that made it.
    if (characters < 20 * document.numPages || characters < 100) return 'text-none'
    const lines = paragraphs(withoutHeads(pages))
    return { bytes: Buffer.from(JSON.stringify(lines)), pages: document.numPages }
  } catch (error) {
    return error instanceof Error && error.name === 'PasswordException' ? 'pdf-locked' : 'pdf-broken'
  }
}
