import QRCode from 'qrcode'
import type { DocumentFonts } from './fonts.ts'
import { wrapText } from './wrap.ts'

export type Style = {
  readonly font: 'regular' | 'bold'
  /** Points. */
  readonly size: number
  /** Distance from line to line, points. */
  readonly leading: number
  readonly color?: string
}

export type Align = 'left' | 'center' | 'right'

type Box = { readonly x: number; readonly y: number; readonly width: number }

export type StructureElement = ReturnType<PDFKit.PDFDocument['struct']>

/** pdfkit knows what a head is the head of; its types do not. */
type StructureOptions = Parameters<PDFKit.PDFDocument['struct']>[1] & { readonly scope?: 'Row' | 'Column' }

/** Where Noto Serif SC has its baseline below the middle of a line, in parts of the size. */
const BASELINE_BELOW_MIDDLE = 0.38
/** Lines that would need wider gaps than this, in parts of the size, keep a ragged edge. */
const MOST_SPREAD = 0.15
/** The rare characters are thinner and come in one weight: a line around them, in parts of the size, makes up for it. */
const OUTLINE = { regular: 0.01, bold: 0.03 } as const
const INK = '#1a1a1a'
const MM = 72 / 25.4
/** The widest seal of an authority (国发〔1999〕25号). */
export const SEAL_SIDE = 45 * MM
/** The name under which a file says where the seal goes: a destination that is just that rectangle. */
export const SEAL_PLACE = 'seal'
/** Light enough to read black on it, dark enough to survive a black and white copy. */
const WATERMARK = '#ebebeb'

/** A word of Latin letters, or any other single character. */
const LATIN_WORD = /\p{Script=Latin}+|./gsu

/** Drawing helpers over one PDF document: measured and wrapped text, tags, rules, QR codes. */
export type Sheet = ReturnType<typeof createSheet>

/** A stretch of a line that one font sets. */
type Run = { readonly text: string; readonly font: string }

/** `fonts.rare` names the font of each character that the two usual ones lack. */
export function createSheet(doc: PDFKit.PDFDocument, fonts: DocumentFonts) {
  const { rare } = fonts
  const root = doc.struct('Document')
  doc.addStructure(root)
  const widthCache = { regular: new Map<string, number>(), bold: new Map<string, number>() }

  const isLatin = (char: string): boolean => rare.get(char) === 'latin'

  /** A Latin word with a letter the usual font lacks is set in the Latin face as a whole. */
  function fontOf(part: string, usual: Style['font']): string {
    if (Array.from(part).some(isLatin)) return usual === 'bold' ? 'latinBold' : 'latin'
    return rare.get(part) ?? usual
  }

  function runsOf(text: string, usual: Style['font']): readonly Run[] {
    if (rare.size === 0) return [{ text, font: usual }]
    const runs: Run[] = []
    for (const part of text.match(LATIN_WORD) ?? []) {
      const font = fontOf(part, usual)
      const last = runs.at(-1)
      if (last?.font === font) runs[runs.length - 1] = { text: last.text + part, font }
      else runs.push({ text: part, font })
    }
    return runs
  }

  /** Width at one point of size. */
  const unitWidth = ({ text, font }: Run): number => doc.font(font).fontSize(100).widthOfString(text) / 100

  function measure(text: string, style: Style): number {
    const cache = widthCache[style.font]
    let unit = cache.get(text)
    if (unit === undefined) {
      unit = runsOf(text, style.font).reduce((sum, run) => sum + unitWidth(run), 0)
      cache.set(text, unit)
    }
    return unit * style.size
  }

  function wrap(text: string, width: number, style: Style, indent = 0): string[] {
    return wrapText(text, width, (part) => measure(part, style), indent)
  }

  /** Draws one line; `spread` widens it to the box when only a little is missing, so that both edges are straight. */
  function line(text: string, box: Box, style: Style, align: Align = 'left', spread = false): void {
    if (text === '') return
    const slack = box.width - measure(text, style)
    const gaps = Array.from(text).length - 1
    const spacing = spread && gaps > 0 && slack > 0 && slack / gaps < style.size * MOST_SPREAD ? slack / gaps : 0
    const baseline = box.y + style.leading / 2 + style.size * BASELINE_BELOW_MIDDLE
    const color = style.color ?? INK
    let x = box.x + (spacing > 0 || align === 'left' ? 0 : align === 'center' ? slack / 2 : slack)
    for (const run of runsOf(text, style.font)) {
      const outlined = run.font.endsWith('.woff2')
      if (outlined) doc.lineWidth(style.size * OUTLINE[style.font]).strokeColor(color)
      doc.font(run.font).fontSize(style.size).fillColor(color)
      doc.text(run.text, x, baseline, {
        lineBreak: false,
        baseline: 'alphabetic',
        characterSpacing: spacing,
        fill: true,
        stroke: outlined,
      })
      x += unitWidth(run) * style.size + spacing * Array.from(run.text).length
    }
  }

  /** Text of one tagged element on one page: a title, a label. Gives the height used. */
  function block(text: string, box: Box, style: Style, options: { tag?: string; align?: Align } = {}): number {
    const lines = wrap(text, box.width, style)
    stack(lines, box, style, options.tag, options.align ?? 'left')
    return lines.length * style.leading
  }

  /** The same of lines that are broken already. */
  function stack(lines: readonly string[], box: Box, style: Style, tag = 'P', align: Align = 'center'): void {
    const element = open(tag)
    for (const [index, text] of lines.entries())
      element.add(() => line(text, { ...box, y: box.y + index * style.leading }, style, align))
    element.end()
  }

  /** A new element of the tag tree, below `parent`; the caller ends it. The head of a row or column says so (`scope`). */
  function open(tag: string, parent: StructureElement = root, options: StructureOptions = {}): StructureElement {
    const element = doc.struct(tag, options)
    parent.add(element)
    return element
  }

  /** Everything drawn inside is decoration to a screen reader; page numbers and running heads are `Pagination`. */
  function artifact(draw: () => void, type: 'Layout' | 'Pagination' = 'Layout'): void {
    doc.markContent('Artifact', { type })
    draw()
    doc.endMarkedContent()
  }

  /**
   * A word across the whole present page, to be drawn before anything else stands there. It is drawn as shapes: as text
   * it would stand between the lines of whoever copies from the file or searches in it.
   */
  function watermark(text: string): void {
    const size = 52
    const { width, height } = doc.page
    const shapes = fonts.outlines(text)
    const scale = size / shapes.unitsPerEm
    const stepX = width / 3
    const stepY = height / Math.round(height / 165)
    artifact(() => {
      for (let x = stepX / 2; x < width; x += stepX) {
        for (let y = stepY / 2; y < height; y += stepY) {
          doc.save().translate(x, y).rotate(-30).scale(scale, -scale)
          doc.translate(-shapes.width / 2, -shapes.unitsPerEm * BASELINE_BELOW_MIDDLE)
          for (const { path, at } of shapes.glyphs) doc.save().translate(at, 0).path(path).fill(WATERMARK).restore()
          doc.restore()
        }
      }
    })
  }

  /**
   * Nothing is drawn: the file remembers the square on the present page that is kept free for the seal. Attached sheets,
   * which are sealed one by one, have names of their own.
   */
  function sealPlace(x: number, y: number, name = SEAL_PLACE): void {
    const bottom = doc.page.height - y - SEAL_SIDE
    doc.addNamedDestination(name, 'FitR', x, bottom, x + SEAL_SIDE, bottom + SEAL_SIDE)
  }

  function rule(fromX: number, fromY: number, toX: number, toY: number, width: number, color = INK): void {
    artifact(() => {
      doc.moveTo(fromX, fromY).lineTo(toX, toY).lineWidth(width).strokeColor(color).stroke()
    })
  }

  /** The largest size not above `style.size` at which the text stays on one line; never below `smallest`. */
  function shrinkToLine(text: string, width: number, style: Style, smallest: number): Style {
    const size = Math.max(smallest, Math.min(style.size, (width / measure(text, style)) * style.size))
    return { ...style, size }
  }

  /** The fewest lines of at most the width, each about as long as the others: a name that is centred. */
  function balanced(text: string, width: number, style: Style): string[] {
    const count = wrap(text, width, style).length
    for (let narrow = measure(text, style) / count; narrow < width; narrow += style.size / 2) {
      const lines = wrap(text, narrow, style)
      if (lines.length <= count) return lines
    }
    return wrap(text, width, style)
  }

  /** A QR code as filled rectangles, one a run of dark modules, on white with its quiet zone of four modules around it. */
  function qrCode(text: string, x: number, y: number, side: number, alt = `核验二维码：${text}`): void {
    const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
    const step = side / modules.size
    const quiet = 4 * step
    artifact(() => {
      doc.rect(x - quiet, y - quiet, side + 2 * quiet, side + 2 * quiet).fill('#ffffff')
    })
    const element = doc.struct('Figure', { alt })
    root.add(element)
    element.add(() => {
      for (let row = 0; row < modules.size; row += 1) {
        for (let column = 0; column < modules.size; column += 1) {
          if (!modules.data[row * modules.size + column]) continue
          const first = column
          while (column + 1 < modules.size && modules.data[row * modules.size + column + 1]) column += 1
          doc.rect(x + first * step, y + row * step, (column - first + 1) * step, step)
        }
      }
      doc.fillColor('#000000').fill()
    })
    element.end()
  }

  return {
    doc,
    root,
    measure,
    wrap,
    line,
    block,
    stack,
    open,
    artifact,
    watermark,
    sealPlace,
    rule,
    shrinkToLine,
    balanced,
    qrCode,
  }
}
