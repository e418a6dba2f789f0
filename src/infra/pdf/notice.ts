import type { Block, Column, Fact, NoticeContent } from '../../core/documents/blocks.ts'
import type { Align, Sheet, StructureElement, Style } from './sheet.ts'

const MM = 72 / 25.4
const PAGE = { width: 595.28, height: 841.89 }
/** Side margins of 公文 (GB/T 9704: 28 mm left, 26 mm right); above and below less, so that most letters are one sheet. */
const LEFT = 28 * MM
const WIDTH = 156 * MM
const RIGHT = LEFT + WIDTH
const TOP = 25 * MM
const BOTTOM = PAGE.height - 22 * MM

const RED = '#c8102e'
const GREY = '#595959'
const LINE = '#8a8a8a'
const SHADE = '#f3f4f6'

const SPACING = {
  normal: { body: 14, bodyLeading: 24, cell: 11, cellLeading: 17, head: 46, gap: 22 },
  compact: { body: 13, bodyLeading: 21, cell: 10.5, cellLeading: 15, head: 42, gap: 14 },
} as const

/** `compact` saves about a sixth of the height, for letters that would spill a few lines onto a second sheet. */
export type Density = keyof typeof SPACING

const small: Style = { font: 'regular', size: 9, leading: 14, color: GREY }
const QR_SIDE = 66
const PAD_X = 6
const PAD_Y = 4

/** Parts of the width a label and a value take when two facts share a row. */
const HALF_LABEL = 0.23
const HALF_VALUE = 0.27

type Cell = {
  readonly lines: readonly string[]
  readonly style: Style
  readonly align: Align
  readonly tag: 'TH' | 'TD'
}

/** Draws the letter from the top of the document's first page; adds pages as the text needs them. */
export function drawNotice(sheet: Sheet, content: NoticeContent, verifyUrl: string, density: Density): void {
  const { doc } = sheet
  const spacing = SPACING[density]
  const body: Style = { font: 'regular', size: spacing.body, leading: spacing.bodyLeading }
  const strong: Style = { font: 'bold', size: 18, leading: 34 }
  const cell: Style = { font: 'regular', size: spacing.cell, leading: spacing.cellLeading }
  const cellHead: Style = { ...cell, font: 'bold' }
  let y = TOP

  function ground(): void {
    if (content.watermark !== null) sheet.watermark(content.watermark)
  }

  function newPage(): void {
    doc.addPage()
    ground()
    y = TOP
  }

  function ensure(height: number): void {
    if (y + height > BOTTOM) newPage()
  }

  /** Lines of one element, going on to the next page as needed. */
  function flow(
    lines: readonly string[],
    element: StructureElement,
    style: Style,
    options: { indent?: number; hang?: number; align?: Align; spread?: boolean } = {},
  ): void {
    const { indent = 0, hang = 0, align = 'left', spread = false } = options
    for (const [index, text] of lines.entries()) {
      ensure(style.leading)
      const inset = index === 0 ? indent : hang
      const last = index === lines.length - 1
      const box = { x: LEFT + inset, y, width: WIDTH - inset }
      element.add(() => sheet.line(text, box, style, align, spread && !last))
      y += style.leading
    }
    element.end()
  }

  function paragraph(text: string, style: Style = body): void {
    const indent = style.size * 2
    flow(sheet.wrap(text, WIDTH, style, indent), sheet.open('P'), style, { indent, spread: true })
  }

  function list(items: readonly string[]): void {
    const element = sheet.open('L')
    for (const [index, item] of items.entries()) {
      const label = `${index + 1}．`
      const indent = body.size * 2
      const hang = indent + sheet.measure(label, body)
      const [first = '', ...rest] = sheet.wrap(item, WIDTH - hang, body)
      flow([label + first, ...rest], sheet.open('LI', element), body, { indent, hang })
    }
    element.end()
  }

  function columnEdges(columns: readonly { readonly share: number }[]): number[] {
    const total = columns.reduce((sum, column) => sum + column.share, 0)
    const edges = [LEFT]
    for (const { share } of columns) edges.push((edges.at(-1) ?? LEFT) + (WIDTH * share) / total)
    return edges
  }

  function cellOf(text: string, width: number, style: Style, align: Align, tag: Cell['tag']): Cell {
    return { lines: sheet.wrap(text, width - 2 * PAD_X, style), style, align, tag }
  }

  /** Draws the lines [from, to) of a row at y and moves below it. */
  function rowSlice(
    cells: readonly Cell[],
    parts: readonly StructureElement[],
    edges: number[],
    from: number,
    to: number,
  ) {
    const height = (to - from) * cell.leading + 2 * PAD_Y
    sheet.artifact(() => {
      for (const [index, { tag }] of cells.entries()) {
        const x = edges[index] ?? LEFT
        const width = (edges[index + 1] ?? RIGHT) - x
        if (tag === 'TH') doc.rect(x, y, width, height).fillColor(SHADE).fill()
        doc.rect(x, y, width, height).lineWidth(0.6).strokeColor(LINE).stroke()
      }
    })
    for (const [index, { lines, style, align }] of cells.entries()) {
      const x = (edges[index] ?? LEFT) + PAD_X
      const width = (edges[index + 1] ?? RIGHT) - PAD_X - x
      const shown = lines.slice(from, to)
      // A cell shorter than its row stands in the middle of it.
      const offset =
        PAD_Y + (from === 0 && shown.length === lines.length ? (to - from - lines.length) * cell.leading : 0) / 2
      for (const [row, text] of shown.entries()) {
        const box = { x, y: y + offset + row * cell.leading, width }
        parts[index]?.add(() => sheet.line(text, box, style, align))
      }
    }
    y += height
  }

  /** One row; moves to the next page when it does not fit, and is cut only when it is longer than a page. */
  function row(table: StructureElement, cells: readonly Cell[], edges: number[], repeatHead: () => void): void {
    const element = sheet.open('TR', table)
    const parts = cells.map(({ tag }) => sheet.open(tag, element))
    const total = Math.max(...cells.map(({ lines }) => lines.length))
    const fit = (from: number): number => Math.floor((from - 2 * PAD_Y) / cell.leading)
    let done = 0
    while (done < total) {
      const room = fit(BOTTOM - y)
      const fitsOnFreshPage = total - done <= fit(BOTTOM - TOP) - 3
      if (room < total - done && (fitsOnFreshPage || room < 3)) {
        newPage()
        repeatHead()
        continue
      }
      const until = Math.min(total, done + room)
      rowSlice(cells, parts, edges, done, until)
      done = until
    }
    for (const part of parts) part.end()
    element.end()
  }

  function table(caption: string, columns: readonly Column[], rows: readonly (readonly string[])[]): void {
    const edges = columnEdges(columns)
    const widthOf = (index: number): number => (edges[index + 1] ?? RIGHT) - (edges[index] ?? LEFT)
    const head = columns.map(({ title }, index) => cellOf(title, widthOf(index), cellHead, 'center', 'TH'))
    const headLines = Math.max(...head.map(({ lines }) => lines.length))
    y += 6
    // The caption never stays behind without its head and first row.
    ensure(cell.leading * (headLines + 2) + 4 * PAD_Y + 8)
    flow([caption], sheet.open('P'), cellHead)
    y += 3
    const element = sheet.open('Table')
    const drawHead = (): void => {
      const headRow = sheet.open('TR', element)
      const parts = head.map(({ tag }) => sheet.open(tag, headRow))
      rowSlice(head, parts, edges, 0, headLines)
      for (const part of parts) part.end()
      headRow.end()
    }
    drawHead()
    for (const values of rows) {
      const cells = columns.map(({ align }, index) => cellOf(values[index] ?? '', widthOf(index), cell, align, 'TD'))
      row(element, cells, edges, drawHead)
    }
    element.end()
    y += 8
  }

  /** Two short facts share a row; a long one has a row of its own. */
  function factRows(rows: readonly Fact[]): Fact[][] {
    const room = WIDTH * HALF_VALUE - 2 * PAD_X
    const short = ({ value }: Fact): boolean => !value.includes('\n') && sheet.measure(value, cell) <= room
    const packed: Fact[][] = []
    for (const row of rows) {
      const last = packed.at(-1)
      if (last?.length === 1 && last.every(short) && short(row)) last.push(row)
      else packed.push([row])
    }
    return packed
  }

  function facts(rows: readonly Fact[]): void {
    const shares = [HALF_LABEL, HALF_VALUE, HALF_LABEL, HALF_VALUE]
    const four = columnEdges(shares.map((share) => ({ share })))
    const two = [LEFT, four[1] ?? LEFT, RIGHT]
    const element = sheet.open('Table')
    y += 8
    for (const pair of factRows(rows)) {
      const edges = pair.length === 1 ? two : four
      const cells = pair.flatMap(({ label, value }, index) => {
        const [start = LEFT, middle = LEFT, end = RIGHT] = edges.slice(index * 2)
        return [cellOf(label, middle - start, cellHead, 'left', 'TH'), cellOf(value, end - middle, cell, 'left', 'TD')]
      })
      row(element, cells, edges, () => undefined)
    }
    element.end()
    y += 8
  }

  function emphasis(text: string): void {
    y += 6
    flow(sheet.wrap(text, WIDTH, strong), sheet.open('P'), strong, { align: 'center' })
    y += 6
  }

  function draw(block: Block): void {
    switch (block.type) {
      case 'paragraph':
        return paragraph(block.text)
      case 'emphasis':
        return emphasis(block.text)
      case 'list':
        return list(block.items)
      case 'facts':
        return facts(block.rows)
      case 'table':
        return table(block.caption, block.columns, block.rows)
    }
  }

  /** 红头: the authority's name in red, the number, the red line, the title (GB/T 9704). */
  function head(): void {
    const name = sheet.shrinkToLine(
      content.authorityName,
      WIDTH,
      { font: 'bold', size: 32, leading: spacing.head, color: RED },
      16,
    )
    y += sheet.block(content.authorityName, { x: LEFT, y, width: WIDTH }, name, { align: 'center' }) + 6
    y += sheet.block(
      content.number,
      { x: LEFT, y, width: WIDTH },
      { ...body, size: 13, leading: 22 },
      { align: 'center' },
    )
    y += 5
    sheet.rule(LEFT, y, RIGHT, y, 1.8, RED)
    y += spacing.gap
    const title: Style = { font: 'bold', size: 22, leading: 34 }
    y += sheet.block(content.title, { x: LEFT, y, width: WIDTH }, title, { tag: 'H1', align: 'center' }) + 10
  }

  /** The authority and the date at the right, the QR code in the room that leaves at the left. */
  function signature(): void {
    const { authorityName, date } = content.signature
    const top = y + 12
    sheet.qrCode(verifyUrl, LEFT, top, QR_SIDE)
    // Two characters in from the right edge, the date centred below the name (GB/T 9704).
    const indent = 2 * body.size
    const room = RIGHT - indent - LEFT - QR_SIDE - 10
    const name = sheet.shrinkToLine(authorityName, room, body, 9)
    const width = Math.max(sheet.measure(authorityName, name), sheet.measure(date, body)) + 1
    const x = RIGHT - indent - width
    y = top + (QR_SIDE - 2 * body.leading) / 2
    y += sheet.block(authorityName, { x, y, width }, name, { align: 'center' })
    sheet.block(date, { x, y, width }, body, { align: 'center' })
    y = top + QR_SIDE
  }

  /** Legal basis, appeal, signature and verification stay on one sheet, so that no signature stands without text. */
  function closing(): void {
    const basis = content.legalBasis === null ? null : `法律依据：${content.legalBasis}。`
    const paragraphs = [basis, content.rights].filter((text) => text !== null)
    const joined = content.signOff.join('　　')
    const signOff = sheet.measure(joined, cell) <= WIDTH ? [joined] : content.signOff
    const handLines = [...signOff, content.copies].filter((text) => text !== '')
    const notes = [`${content.qrCaption}　核验网址：${verifyUrl}`, content.note]
    const noteLines = notes.flatMap((text) => sheet.wrap(text, WIDTH, small))
    const bodyLines = paragraphs.flatMap((text) => sheet.wrap(text, WIDTH, body, 2 * body.size))
    ensure(
      bodyLines.length * body.leading +
        (12 + QR_SIDE) +
        (10 + handLines.length * cell.leading) +
        (9 + noteLines.length * small.leading),
    )
    for (const text of paragraphs) paragraph(text)
    signature()
    y += 10
    for (const text of handLines) flow([text], sheet.open('P'), cell)
    y += 5
    sheet.rule(LEFT, y, RIGHT, y, 0.5, LINE)
    y += 4
    flow(noteLines, sheet.open('P'), small)
  }

  /** Number and title on the pages after the first, page numbers on all when there is more than one. */
  function furniture(): void {
    const { count } = doc.bufferedPageRange()
    for (let page = 0; page < count && count > 1; page += 1) {
      doc.switchToPage(page)
      sheet.artifact(() => {
        const box = { x: LEFT, y: PAGE.height - 16 * MM, width: WIDTH }
        sheet.line(`第${page + 1}页　共${count}页`, box, small, 'center')
        if (page > 0) {
          sheet.line(`${content.title}　${content.number}`, { x: LEFT, y: 15 * MM, width: WIDTH }, small)
        }
      })
    }
  }

  ground()
  head()
  flow(sheet.wrap(content.addressee, WIDTH, body), sheet.open('P'), body)
  for (const block of content.blocks) draw(block)
  closing()
  furniture()
}
