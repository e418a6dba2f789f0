import type { Block, Column, NoticeContent } from '../../core/documents/blocks.ts'
import type { Align, Sheet, StructureElement, Style } from './sheet.ts'

const MM = 72 / 25.4
const PAGE = { width: 595.28, height: 841.89 }
/** Side margins of 公文 (GB/T 9704: 28 mm left, 26 mm right); top and bottom a little less, tables need the room. */
const LEFT = 28 * MM
const WIDTH = 156 * MM
const RIGHT = LEFT + WIDTH
const TOP = 30 * MM
const BOTTOM = PAGE.height - 27 * MM

const RED = '#c8102e'
const GREY = '#595959'
const LINE = '#8a8a8a'
const SHADE = '#f3f4f6'

const body: Style = { font: 'regular', size: 15, leading: 26 }
const strong: Style = { font: 'bold', size: 18, leading: 34 }
const cell: Style = { font: 'regular', size: 11, leading: 17 }
const cellHead: Style = { ...cell, font: 'bold' }
const small: Style = { font: 'regular', size: 10, leading: 16, color: GREY }
const PAD_X = 6
const PAD_Y = 4.5

type Cell = {
  readonly lines: readonly string[]
  readonly style: Style
  readonly align: Align
  readonly tag: 'TH' | 'TD'
}

/** Draws the letter from the top of the document's first page; adds pages as the text needs them. */
export function drawNotice(sheet: Sheet, content: NoticeContent, verifyUrl: string): void {
  const { doc } = sheet
  let y = TOP

  function newPage(): void {
    doc.addPage()
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

  function facts(rows: readonly { readonly label: string; readonly value: string }[]): void {
    const edges = columnEdges([{ share: 1 }, { share: 3.1 }])
    const middle = edges[1] ?? LEFT
    const element = sheet.open('Table')
    y += 8
    for (const { label, value } of rows) {
      const cells = [
        cellOf(label, middle - LEFT, cellHead, 'left', 'TH'),
        cellOf(value, RIGHT - middle, cell, 'left', 'TD'),
      ]
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
      { font: 'bold', size: 34, leading: 50, color: RED },
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
    y += 22
    const title: Style = { font: 'bold', size: 22, leading: 34 }
    y += sheet.block(content.title, { x: LEFT, y, width: WIDTH }, title, { tag: 'H1', align: 'center' }) + 10
  }

  function signature(): void {
    const { authorityName, date } = content.signature
    y += 14
    ensure(2 * body.leading)
    // Four characters in from the right edge, the date centred below the name (GB/T 9704).
    const width = Math.max(sheet.measure(authorityName, body), sheet.measure(date, body))
    const x = Math.max(LEFT, RIGHT - 2 * body.size - width)
    y += sheet.block(authorityName, { x, y, width: width + 1 }, body, { align: 'center' })
    y += sheet.block(date, { x, y, width: width + 1 }, body, { align: 'center' })
  }

  function closing(): void {
    const qrSide = 68
    const textX = LEFT + qrSide + 14
    const textWidth = RIGHT - textX
    const lines = [content.qrCaption, `核验网址：${verifyUrl}`, content.note].flatMap((text) =>
      sheet.wrap(text, textWidth, small),
    )
    const height = Math.max(qrSide, lines.length * small.leading)
    y += 12
    ensure((content.signOff.length + 1) * cell.leading + height + 24)
    for (const text of content.signOff) flow([text], sheet.open('P'), cell)
    flow([content.copies], sheet.open('P'), cell)
    y += 6
    sheet.rule(LEFT, y, RIGHT, y, 0.5, LINE)
    y += 10
    sheet.qrCode(verifyUrl, LEFT, y, qrSide)
    const element = sheet.open('P')
    for (const [index, text] of lines.entries()) {
      const box = {
        x: textX,
        y: y + (height - lines.length * small.leading) / 2 + index * small.leading,
        width: textWidth,
      }
      element.add(() => sheet.line(text, box, small))
    }
    element.end()
  }

  /** Number and title on the pages after the first, page numbers on all when there is more than one. */
  function furniture(): void {
    const { count } = doc.bufferedPageRange()
    for (let page = 0; page < count && count > 1; page += 1) {
      doc.switchToPage(page)
      sheet.artifact(() => {
        const box = { x: LEFT, y: PAGE.height - 18 * MM, width: WIDTH }
        sheet.line(`第${page + 1}页　共${count}页`, box, small, 'center')
        if (page > 0) {
          sheet.line(`${content.title}　${content.number}`, { x: LEFT, y: 18 * MM, width: WIDTH }, small)
        }
      })
    }
  }

  head()
  flow(sheet.wrap(content.addressee, WIDTH, body), sheet.open('P'), body)
  for (const block of content.blocks) draw(block)
  paragraph(`法律依据：${content.legalBasis}。`)
  if (content.rights !== null) paragraph(content.rights)
  signature()
  closing()
  furniture()
}
