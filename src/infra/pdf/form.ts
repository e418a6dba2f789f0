import type { FormBlock, FormRow, PrintableForm, SigningPlace } from '../../core/printable-forms/define.ts'
import { drawFigures, tickList } from './form-parts.ts'
import type { Sheet, StructureElement, Style } from './sheet.ts'
import { createTables } from './table.ts'

const MM = 72 / 25.4
const PAGE = { width: 595.28, height: 841.89 }
const LEFT = 25 * MM
const WIDTH = 160 * MM
const RIGHT = LEFT + WIDTH
const TOP = 20 * MM
const BOTTOM = PAGE.height - 20 * MM
const ROOM = BOTTOM - TOP

const GREY = '#595959'
const LINE = '#8a8a8a'
const SHADE = '#f3f4f6'

const title: Style = { font: 'bold', size: 20, leading: 32 }
const small: Style = { font: 'regular', size: 9, leading: 14, color: GREY }
const QR_SIDE = 58
const PAD = 6
const LABEL_SHARE = 0.32

/** The largest seal of a unit is 45 mm wide; it meets no text. */
const SEAL = 45 * MM
/** Where hands sign, right of the seal. */
const HAND_X = LEFT + WIDTH * 0.45
const LEAST_TO_WRITE_ON = 25 * MM
/** Room for a number of sheets at the foot. */
const PAGE_NUMBER = 80

export type FormSpacing = {
  readonly body: number
  readonly leading: number
  readonly rowHeight: number
  readonly gap: number
  /** Above a line signed by hand. */
  readonly signature: number
}

/** A letter is set to be filled in by hand; no row is lower than 7 mm. */
const letterSteps = [
  { body: 12, leading: 22, rowHeight: 26, gap: 8, signature: 14 },
  { body: 12, leading: 20, rowHeight: 25, gap: 6, signature: 14 },
  { body: 11.5, leading: 19, rowHeight: 23, gap: 5, signature: 14 },
  { body: 11, leading: 18, rowHeight: 22, gap: 4, signature: 14 },
  { body: 10.5, leading: 16, rowHeight: 20, gap: 2, signature: 12 },
] as const satisfies readonly FormSpacing[]

/** A long text is set to be read. */
const textSteps = [
  { body: 10.5, leading: 17, rowHeight: 24, gap: 3, signature: 14 },
  { body: 10, leading: 16, rowHeight: 22, gap: 3, signature: 14 },
] as const satisfies readonly FormSpacing[]

/** How a form may be set, widest first; closer is worth it where it saves a sheet. */
export const formSteps = (form: PrintableForm): readonly [FormSpacing, ...FormSpacing[]] =>
  form.blocks.some(({ type }) => type === 'heading') ? textSteps : letterSteps

/** A block that is measured but not drawn yet: so that what belongs together is moved to the next sheet together. */
type Piece = { readonly height: number; readonly draw: () => void }

/** Every sheet says which form it belongs to, and which of how many it is. */
function feet(sheet: Sheet, form: PrintableForm, told: string): void {
  const { count } = sheet.doc.bufferedPageRange()
  const name = sheet.wrap(`${form.title}　${told}`, WIDTH - PAGE_NUMBER, small)
  for (let page = 0; page < count; page += 1) {
    sheet.doc.switchToPage(page)
    const at = (line: number) => ({ x: LEFT, y: BOTTOM + 3 * MM + line * small.leading, width: WIDTH })
    sheet.artifact(() => {
      for (const [line, text] of name.entries()) sheet.line(text, at(line), small)
      sheet.line(`第${page + 1}页　共${count}页`, at(0), small, 'right')
    })
  }
}

/** `told`: what the head and every foot say of it; `about`: what the address is. */
type Origin = {
  readonly address: string
  readonly siteName: string
  readonly code: string
  readonly told?: string
  readonly about?: string
}

/**
 * Draws a form to be filled in and signed on paper. `address` is where the form's present version stands; the QR code
 * at its head leads there.
 */
export function drawForm(
  sheet: Sheet,
  form: PrintableForm,
  {
    address,
    siteName,
    code,
    told = `表格代码：${code}　版本：${form.version}`,
    about = '扫描首页右上角二维码可核对本表是否为现行版本',
  }: Origin,
  spacing: FormSpacing,
): void {
  const { doc } = sheet
  const body: Style = { font: 'regular', size: spacing.body, leading: spacing.leading }
  const strong: Style = { ...body, font: 'bold' }
  const tables = createTables(sheet, { x: LEFT, width: WIDTH }, body)
  let y = TOP

  function newPage(): number {
    doc.addPage()
    if (form.watermark !== undefined) sheet.watermark(form.watermark)
    y = TOP
    return y
  }

  /** What is higher than a sheet goes on from where it is. */
  function ensure(height: number): void {
    if (y + height > BOTTOM && height <= ROOM) newPage()
  }

  /** Lines of one element, going on to the next page as needed. */
  function flow(lines: readonly string[], element: StructureElement, style: Style, indent = 0, spread = false): void {
    for (const [index, text] of lines.entries()) {
      ensure(style.leading)
      const inset = index === 0 ? indent : 0
      const box = { x: LEFT + inset, y, width: WIDTH - inset }
      element.add(() => sheet.line(text, box, style, 'left', spread && index < lines.length - 1))
      y += style.leading
    }
    element.end()
  }

  function paragraph(text: string, indent = 2 * body.size): Piece {
    const lines = sheet.wrap(text, WIDTH, body, indent)
    return {
      height: lines.length * body.leading + spacing.gap / 2,
      draw: () => {
        flow(lines, sheet.open('P'), body, indent, true)
        y += spacing.gap / 2
      },
    }
  }

  function heading(text: string): Piece {
    const lines = sheet.wrap(text, WIDTH, strong)
    return {
      height: spacing.gap + lines.length * strong.leading,
      draw: () => {
        y += spacing.gap
        // A heading never stays behind without the first lines of its text.
        ensure((lines.length + 2) * body.leading)
        flow(lines, sheet.open('H2'), strong)
      },
    }
  }

  /** The lines [from, to) of the two cells of a row. */
  function rowSlice(
    cells: readonly (readonly [StructureElement, readonly string[]])[],
    from: number,
    to: number,
  ): void {
    const height = Math.max(spacing.rowHeight, (to - from) * body.leading + PAD)
    const labelWidth = WIDTH * LABEL_SHARE
    for (const [index, [element, lines]] of cells.entries()) {
      const [x, width] = index === 0 ? [LEFT, labelWidth] : [LEFT + labelWidth, WIDTH - labelWidth]
      const top = y
      sheet.artifact(() => {
        if (index === 0) doc.rect(x, top, width, height).fillColor(SHADE).fill()
        doc.rect(x, top, width, height).lineWidth(0.6).strokeColor(LINE).stroke()
      })
      const shown = lines.slice(from, to)
      const offset = (height - shown.length * body.leading) / 2
      for (const [part, text] of shown.entries())
        element.add(() =>
          sheet.line(text, { x: x + PAD, y: top + offset + part * body.leading, width: width - 2 * PAD }, body),
        )
    }
    y += height
  }

  function rows(rowsTitle: string, list: readonly FormRow[]): Piece {
    const widths = [WIDTH * LABEL_SHARE, WIDTH * (1 - LABEL_SHARE)].map((width) => width - 2 * PAD)
    const inBoxes = ({ value, boxes }: FormRow): number => (boxes !== undefined && value.length <= boxes ? boxes : 0)
    const cells = list.map((row) =>
      [row.label, inBoxes(row) > 0 ? '' : row.value].map((text, index) => sheet.wrap(text, widths[index] ?? 0, body)),
    )
    const counts = cells.map((texts) => Math.max(...texts.map((lines) => lines.length)))
    const heights = counts.map((count) => Math.max(spacing.rowHeight, count * body.leading + PAD))
    const captions = rowsTitle === '' ? [] : [rowsTitle]
    const height = 2 * spacing.gap + captions.length * strong.leading + heights.reduce((sum, each) => sum + each, 0)
    return {
      height,
      draw: () => {
        y += spacing.gap
        ensure(height)
        ensure(strong.leading + Math.min(heights[0] ?? 0, 3 * body.leading))
        if (captions.length > 0) flow(captions, sheet.open('P'), strong)
        const table = sheet.open('Table')
        for (const [index, [label = [], value = []]] of cells.entries()) {
          const line = sheet.open('TR', table)
          const parts = [
            [sheet.open('TH', line, { scope: 'Row' }), label],
            [sheet.open('TD', line), value],
          ] as const
          const count = counts[index] ?? 0
          ensure(heights[index] ?? 0)
          // A row is cut only when it is higher than a sheet.
          for (let done = 0; done < count;) {
            const room = Math.floor((BOTTOM - y - PAD) / body.leading)
            if (room < Math.min(3, count - done)) {
              newPage()
              continue
            }
            const until = Math.min(count, done + room)
            const top = y
            rowSlice(parts, done, until)
            done = until
            const row = list[index]
            const boxes = row ? inBoxes(row) : 0
            const cell = { x: LEFT + WIDTH * LABEL_SHARE + PAD, width: widths[1] ?? 0, top, height: y - top }
            if (row && boxes > 0) drawFigures(sheet, row.value, boxes, cell, body, parts[1][0])
          }
          for (const [element] of parts) element.end()
          line.end()
        }
        table.end()
        y += spacing.gap
      },
    }
  }

  /** Rows under a head that is repeated on each sheet. */
  function table({ title: caption, columns, rows: list }: Extract<FormBlock, { type: 'table' }>): Piece {
    const units = tables.list(caption, columns, list)
    return {
      height: units.reduce((sum, unit) => sum + unit.height + (unit.before ?? 0), spacing.gap),
      draw: () => {
        // Caption, head and the first two rows stay together.
        ensure(units.slice(0, 4).reduce((sum, unit) => sum + unit.height + (unit.before ?? 0), 0))
        for (const unit of units) {
          if (y + (unit.before ?? 0) + unit.height > BOTTOM) {
            newPage()
            unit.head?.draw(y)
            y += unit.head?.height ?? 0
          } else y += unit.before ?? 0
          unit.draw(y, 0)
          y += unit.height
        }
        y += spacing.gap
      },
    }
  }

  function ticks({ options, ticked }: Extract<FormBlock, { type: 'ticks' }>): Piece {
    const list = tickList(sheet, options, ticked ?? [], { x: LEFT, width: WIDTH }, body)
    return {
      height: list.height + spacing.gap / 2,
      draw: () => {
        ensure(list.height)
        list.draw(y)
        y += list.height + spacing.gap / 2
      },
    }
  }

  /** Seals at the left, each with its free place below its label; hands and the day at the right. */
  function signature(places: readonly SigningPlace[], date: string): Piece {
    const seals = places.filter(({ by }) => by === 'seal')
    const handWidth = RIGHT - HAND_X
    const sealWidth = HAND_X - LEFT - PAD
    const labels = (list: readonly string[], width: number) => list.map((text) => sheet.wrap(text, width, body))
    const sealLabels = labels(
      seals.map(({ label }) => label),
      sealWidth,
    )
    const hands = places.filter(({ by }) => by === 'hand').map(({ label }) => label)
    const handLabels = labels([...hands, date], handWidth)
    const heightOf = (list: readonly (readonly string[])[], free: number): number =>
      list.reduce((sum, lines) => sum + lines.length * body.leading + free, 0)
    const high = Math.max(heightOf(sealLabels, SEAL), heightOf(handLabels, spacing.signature))
    return {
      height: spacing.gap + high,
      draw: () => {
        y += spacing.gap
        ensure(high)
        const top = y
        for (const { label } of seals) y += sheet.block(label, { x: LEFT, y, width: sealWidth }, body) + SEAL
        // The day stands at the foot of the seal.
        y = top + high - heightOf(handLabels, spacing.signature)
        for (const text of [...hands, date]) {
          y += spacing.signature
          const used = sheet.block(text, { x: HAND_X, y, width: handWidth }, body)
          const from = HAND_X + sheet.measure(text, body) + 2
          y += used
          if (text !== date && RIGHT - from >= LEAST_TO_WRITE_ON) sheet.rule(from, y - 2, RIGHT, y - 2, 0.5, LINE)
        }
        y = top + high
      },
    }
  }

  function together(blocks: readonly FormBlock[]): Piece {
    const pieces = blocks.map(pieceOf)
    const height = pieces.reduce((sum, piece) => sum + piece.height, 0)
    return {
      height,
      draw: () => {
        ensure(height)
        for (const piece of pieces) piece.draw()
      },
    }
  }

  function pieceOf(block: FormBlock): Piece {
    switch (block.type) {
      case 'heading':
        return heading(block.text)
      case 'paragraph':
        return paragraph(block.text, block.flush ? 0 : undefined)
      case 'rows':
        return rows(block.title, block.rows)
      case 'table':
        return table(block)
      case 'ticks':
        return ticks(block)
      case 'signature':
        return signature(block.places, block.date)
      case 'together':
        return together(block.blocks)
      case 'sheet':
        return { height: 0, draw: () => named(newPage()) }
    }
  }

  function named(top: number): void {
    y = top
    const shown = sheet.shrinkToLine(form.title, WIDTH, title, 14)
    y += sheet.block(form.title, { x: LEFT, y, width: WIDTH }, shown, { tag: 'H1', align: 'center' }) + spacing.gap
  }

  /** Number and version at the left, the code at the right, so that the counter sees at once which sheet this is. */
  function head(): void {
    const room = WIDTH - QR_SIDE - 12
    sheet.qrCode(address, RIGHT - QR_SIDE, TOP, QR_SIDE, `表格二维码：${address}`)
    y += sheet.block([form.number, siteName].filter(Boolean).join('　'), { x: LEFT, y, width: room }, small)
    y += sheet.block(told, { x: LEFT, y, width: room }, small)
    named(Math.max(y, TOP + QR_SIDE) + 10)
  }

  function notes(): Piece {
    // An address begins a line, or it would be broken in the middle.
    const lines = [form.note, `${about}：\n${address}`].flatMap((text) => sheet.wrap(text, WIDTH, small))
    const before = 2 * spacing.gap + 4
    return {
      height: before + 4 + lines.length * small.leading,
      draw: () => {
        y += before
        ensure(lines.length * small.leading + 4)
        sheet.rule(LEFT, y, RIGHT, y, 0.5, LINE)
        y += 4
        flow(lines, sheet.open('P'), small)
      },
    }
  }

  if (form.watermark !== undefined) sheet.watermark(form.watermark)
  head()
  const pieces = form.blocks.map(pieceOf)
  const last = pieces.pop()
  for (const piece of pieces) piece.draw()
  const end = notes()
  // What has to be known of the signature stands below it; a table goes on from sheet to sheet.
  if (form.blocks.at(-1)?.type !== 'table') ensure((last?.height ?? 0) + end.height)
  last?.draw()
  end.draw()
  feet(sheet, form, told)
}
