import type { FormBlock, FormRow, PrintableForm } from '../../core/printable-forms/define.ts'
import type { Sheet, StructureElement, Style } from './sheet.ts'

const MM = 72 / 25.4
const PAGE = { width: 595.28, height: 841.89 }
const LEFT = 25 * MM
const WIDTH = 160 * MM
const RIGHT = LEFT + WIDTH
const TOP = 20 * MM
const BOTTOM = PAGE.height - 20 * MM

const GREY = '#595959'
const LINE = '#8a8a8a'
const SHADE = '#f3f4f6'

const title: Style = { font: 'bold', size: 20, leading: 32 }
const small: Style = { font: 'regular', size: 9, leading: 14, color: GREY }
const QR_SIDE = 58
const PAD = 6
const LABEL_SHARE = 0.32

/** A letter is set to be filled in by hand, closer when that saves a sheet; a long text is set to be read. */
const SPACING = {
  letter: { body: 12, leading: 22, rowHeight: 26, gap: 8, signature: 14 },
  compact: { body: 11, leading: 18, rowHeight: 24, gap: 5, signature: 12 },
  text: { body: 10.5, leading: 17, rowHeight: 24, gap: 3, signature: 14 },
} as const

export type FormDensity = 'letter' | 'compact'

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
    about = '扫描右上角二维码可核对本表是否为现行版本',
  }: { readonly address: string; readonly siteName: string; readonly code: string; readonly about?: string },
  density: FormDensity,
): void {
  const { doc } = sheet
  const spacing = SPACING[form.blocks.some(({ type }) => type === 'heading') ? 'text' : density]
  const body: Style = { font: 'regular', size: spacing.body, leading: spacing.leading }
  const strong: Style = { ...body, font: 'bold' }
  let y = TOP

  function ensure(height: number): void {
    if (y + height <= BOTTOM) return
    doc.addPage()
    y = TOP
  }

  function flow(
    lines: readonly string[],
    element: StructureElement,
    style: Style,
    indent = 0,
    spread = false,
    width = WIDTH,
  ): void {
    for (const [index, text] of lines.entries()) {
      ensure(style.leading)
      const inset = index === 0 ? indent : 0
      const box = { x: LEFT + inset, y, width: width - inset }
      element.add(() => sheet.line(text, box, style, 'left', spread && index < lines.length - 1))
      y += style.leading
    }
    element.end()
  }

  function paragraph(text: string): void {
    const indent = 2 * body.size
    flow(sheet.wrap(text, WIDTH, body, indent), sheet.open('P'), body, indent, true)
    y += spacing.gap / 2
  }

  function heading(text: string): void {
    y += spacing.gap
    // A heading never stays behind without the first lines of its text.
    ensure(3 * body.leading)
    flow(sheet.wrap(text, WIDTH, strong), sheet.open('H2'), strong)
  }

  function rows(rowsTitle: string, list: readonly FormRow[]): void {
    const labelWidth = WIDTH * LABEL_SHARE
    const valueWidth = WIDTH - labelWidth
    const cells = list.map(({ label, value }) => ({
      label: sheet.wrap(label, labelWidth - 2 * PAD, body),
      value: sheet.wrap(value, valueWidth - 2 * PAD, body),
    }))
    const heights = cells.map(({ label, value }) =>
      Math.max(spacing.rowHeight, Math.max(label.length, value.length) * body.leading + PAD),
    )
    y += spacing.gap
    ensure(strong.leading + heights.reduce((sum, height) => sum + height, 0))
    flow([rowsTitle], sheet.open('P'), strong)
    const table = sheet.open('Table')
    for (const [index, cell] of cells.entries()) {
      const height = heights[index] ?? spacing.rowHeight
      const top = y
      sheet.artifact(() => {
        doc.rect(LEFT, top, labelWidth, height).fillColor(SHADE).fill()
        doc.rect(LEFT, top, labelWidth, height).lineWidth(0.6).strokeColor(LINE).stroke()
        doc
          .rect(LEFT + labelWidth, top, valueWidth, height)
          .lineWidth(0.6)
          .strokeColor(LINE)
          .stroke()
      })
      const line = sheet.open('TR', table)
      for (const [tag, lines, x, width] of [
        ['TH', cell.label, LEFT, labelWidth],
        ['TD', cell.value, LEFT + labelWidth, valueWidth],
      ] as const) {
        const element = sheet.open(tag, line)
        const offset = (height - lines.length * body.leading) / 2
        for (const [part, text] of lines.entries())
          element.add(() =>
            sheet.line(text, { x: x + PAD, y: top + offset + part * body.leading, width: width - 2 * PAD }, body),
          )
        element.end()
      }
      line.end()
      y += height
    }
    table.end()
    y += spacing.gap
  }

  function ticks(options: readonly string[]): void {
    flow([options.map((option) => `□ ${option}`).join('　　　')], sheet.open('P'), body, 2 * body.size)
    y += spacing.gap / 2
  }

  function signature(lines: readonly string[]): void {
    y += spacing.gap
    ensure(lines.length * (body.leading + spacing.signature))
    const x = LEFT + WIDTH * 0.45
    for (const text of lines) {
      y += spacing.signature
      y += sheet.block(text, { x, y, width: RIGHT - x }, body)
    }
  }

  function draw(block: FormBlock): void {
    switch (block.type) {
      case 'heading':
        return heading(block.text)
      case 'paragraph':
        return paragraph(block.text)
      case 'rows':
        return rows(block.title, block.rows)
      case 'ticks':
        return ticks(block.options)
      case 'signature':
        return signature(block.lines)
    }
  }

  /** Number and version at the left, the code at the right, so that the counter sees at once which sheet this is. */
  function head(): void {
    const room = WIDTH - QR_SIDE - 12
    sheet.qrCode(address, RIGHT - QR_SIDE, TOP, QR_SIDE, `表格二维码：${address}`)
    y += sheet.block(`${form.number}　${siteName}`, { x: LEFT, y, width: room }, small)
    y += sheet.block(`表格代码：${code}　版本：${form.version}`, { x: LEFT, y, width: room }, small)
    y = TOP + QR_SIDE + 10
    const shown = sheet.shrinkToLine(form.title, WIDTH, title, 14)
    y += sheet.block(form.title, { x: LEFT, y, width: WIDTH }, shown, { tag: 'H1', align: 'center' }) + spacing.gap
  }

  function foot(): void {
    const lines = [form.note, `${about}：${address}`].flatMap((text) => sheet.wrap(text, WIDTH, small))
    y += 2 * spacing.gap + 4
    ensure(lines.length * small.leading + 6)
    sheet.rule(LEFT, y, RIGHT, y, 0.5, LINE)
    y += 4
    flow(lines, sheet.open('P'), small)
  }

  function pageNumbers(): void {
    const { count } = doc.bufferedPageRange()
    for (let page = 0; page < count && count > 1; page += 1) {
      doc.switchToPage(page)
      const box = { x: LEFT, y: PAGE.height - 15 * MM, width: WIDTH }
      sheet.artifact(() => {
        sheet.line(`${form.title}　第${page + 1}页　共${count}页`, box, small, 'center')
      })
    }
  }

  head()
  for (const block of form.blocks) draw(block)
  foot()
  pageNumbers()
}
