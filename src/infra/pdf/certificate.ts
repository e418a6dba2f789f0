import type { CertificateContent, Fact } from '../../core/documents/blocks.ts'
import type { Sheet, Style } from './sheet.ts'

const A4 = { short: 595.28, long: 841.89 }
const GOLD = '#a8823c'
const DEEP = '#8c1c1c'
const PALE = '#fdfaf2'
const GREY = '#595959'

const small: Style = { font: 'regular', size: 8.5, leading: 12.5, color: GREY }

/** Frame of the certificate: two lines with a running key pattern (回纹) between them and a larger key in each corner. */
function frame(sheet: Sheet, width: number, height: number): void {
  const { doc } = sheet
  const outer = 22
  const band = 14
  const inner = outer + band
  const spiral = (x: number, y: number, side: number): void => {
    const step = side / 5
    doc
      .moveTo(x, y + side)
      .lineTo(x, y)
      .lineTo(x + side, y)
      .lineTo(x + side, y + side - step)
      .lineTo(x + 2 * step, y + side - step)
      .lineTo(x + 2 * step, y + 2 * step)
      .lineTo(x + 3 * step, y + 2 * step)
  }
  sheet.artifact(() => {
    doc
      .rect(outer, outer, width - 2 * outer, height - 2 * outer)
      .fillColor(PALE)
      .fill()
    doc
      .rect(outer, outer, width - 2 * outer, height - 2 * outer)
      .lineWidth(2)
      .strokeColor(GOLD)
      .stroke()
    doc
      .rect(inner, inner, width - 2 * inner, height - 2 * inner)
      .lineWidth(1)
      .stroke()
    doc
      .rect(inner + 4, inner + 4, width - 2 * inner - 8, height - 2 * inner - 8)
      .lineWidth(0.4)
      .stroke()
    doc.lineWidth(0.9)
    const side = band - 6
    const along = (length: number, place: (offset: number) => void): void => {
      const span = length - 2 * band
      const count = Math.floor(span / (side + 4))
      for (let index = 0; index < count; index += 1) place(band + ((index + 0.5) * span) / count - side / 2)
    }
    along(width - 2 * outer, (offset) => {
      spiral(outer + offset, outer + 3, side)
      spiral(outer + offset, height - outer - band + 3, side)
    })
    along(height - 2 * outer, (offset) => {
      spiral(outer + 3, outer + offset, side)
      spiral(width - outer - band + 3, outer + offset, side)
    })
    doc.stroke()
    for (const x of [outer, width - outer - band]) {
      for (const y of [outer, height - outer - band])
        doc
          .rect(x + 3, y + 3, side, side)
          .fillColor(GOLD)
          .fill()
    }
  })
}

type Fitted = {
  readonly fact: Fact
  readonly lines: readonly string[]
  readonly style: Style
  readonly height: number
}

/** One line of the sheet: a field, or two beside each other. `flexible` takes the height the others leave. */
type Row = { readonly facts: readonly [Fact] | readonly [Fact, Fact]; readonly flexible?: true }

type Area = {
  readonly x: number
  readonly top: number
  readonly bottom: number
  readonly width: number
  /** Size of the text, points. */
  readonly size: number
  readonly labelWidth: number
  /** Width of the second label of a row with two fields. */
  readonly rightLabelWidth: number
}

const SMALLEST = 6
const labelStyle = (size: number): Style => ({ font: 'bold', size, leading: size * 1.5, color: DEEP })
const valueStyle = (size: number): Style => ({ font: 'regular', size, leading: size * 1.5 })

/** Sets a value smaller, half a point at a time, until it fits its box. */
function fit(sheet: Sheet, fact: Fact, size: number, width: number, height: number): Fitted {
  let style = valueStyle(size)
  let lines = sheet.wrap(fact.value, width, style)
  while (lines.length * style.leading > height && style.size > SMALLEST) {
    const smaller = style.size - 0.5
    style = { ...style, size: smaller, leading: smaller * 1.4 }
    lines = sheet.wrap(fact.value, width, style)
  }
  return { fact, lines, style, height: Math.max(size * 1.5, lines.length * style.leading) }
}

function drawField(
  sheet: Sheet,
  fitted: Fitted,
  label: Style,
  box: { x: number; y: number; width: number },
  labelWidth: number,
) {
  const { fact, lines, style } = fitted
  sheet.block(fact.label, { ...box, width: labelWidth }, label)
  const element = sheet.open('P')
  // The first line of a smaller value keeps the middle of its label.
  const top = box.y + (label.leading - style.leading) / 2
  const width = box.width - labelWidth
  for (const [index, text] of lines.entries()) {
    const lineBox = { x: box.x + labelWidth, y: top + index * style.leading, width }
    element.add(() => sheet.line(text, lineBox, style, 'left', index < lines.length - 1))
  }
  element.end()
}

/** Lays rows into an area: every field at its natural height, the flexible one cut to the rest, space left over between them. */
function drawRows(sheet: Sheet, rows: readonly Row[], area: Area): void {
  const minGap = 4
  const maxGap = 18
  const { size, labelWidth, rightLabelWidth } = area
  const half = area.width / 2
  const label = labelStyle(size)
  const boxesOf = (row: Row): { x: number; width: number; labelWidth: number }[] =>
    row.facts.length === 1
      ? [{ x: area.x, width: area.width, labelWidth }]
      : [
          { x: area.x, width: half - 16, labelWidth },
          { x: area.x + half, width: half, labelWidth: rightLabelWidth },
        ]
  const fitRow = (row: Row, height: number): Fitted[] => {
    const boxes = boxesOf(row)
    return row.facts.map((fact, index) => {
      const box = boxes[index]
      return fit(sheet, fact, size, box ? box.width - box.labelWidth : 0, height)
    })
  }
  const heightOf = (fields: readonly Fitted[]): number => Math.max(...fields.map(({ height }) => height))
  const sum = (heights: readonly number[]): number => heights.reduce((total, height) => total + height, 0)
  const total = area.bottom - area.top - minGap * (rows.length - 1)
  const rigid = rows.filter(({ flexible }) => !flexible).map((row) => heightOf(fitRow(row, 2 * label.leading)))
  const rest = total - sum(rigid)
  const fitted = rows.map((row) => ({ row, fields: fitRow(row, row.flexible ? rest : 2 * label.leading) }))
  const left = total - sum(fitted.map(({ fields }) => heightOf(fields)))
  const gap = Math.min(maxGap, minGap + Math.max(0, left) / (rows.length - 1))
  let y = area.top
  for (const { row, fields } of fitted) {
    for (const [index, box] of boxesOf(row).entries()) {
      const field = fields[index]
      if (field) drawField(sheet, field, label, { x: box.x, y, width: box.width }, box.labelWidth)
    }
    y += heightOf(fields) + gap
  }
}

function title(sheet: Sheet, content: CertificateContent, box: { x: number; y: number; width: number }, size: number) {
  const heading: Style = { font: 'bold', size, leading: size * 1.4, color: DEEP }
  const part: Style = { font: 'regular', size: size * 0.45, leading: size * 0.75, color: DEEP }
  sheet.block(content.heading, box, heading, { tag: 'H1', align: 'center' })
  sheet.block(`（${content.part}）`, { ...box, y: box.y + heading.leading }, part, { align: 'center' })
}

function verification(
  sheet: Sheet,
  content: CertificateContent,
  verifyUrl: string,
  x: number,
  y: number,
  side: number,
  width: number,
) {
  sheet.artifact(() => {
    sheet.doc
      .rect(x - 4, y - 4, side + 8, side + 8)
      .fillColor('#ffffff')
      .fill()
  })
  sheet.qrCode(verifyUrl, x, y, side)
  const textX = x + side + 12
  const lines = [`证书编号：${content.number}`, content.qrCaption, content.note].flatMap((text) =>
    sheet.wrap(text, width, small),
  )
  const element = sheet.open('P')
  const top = y + (side - lines.length * small.leading) / 2
  for (const [index, text] of lines.entries()) {
    element.add(() => sheet.line(text, { x: textX, y: top + index * small.leading, width }, small))
  }
  element.end()
}

function drawOriginal(sheet: Sheet, content: CertificateContent, verifyUrl: string): void {
  const { fields } = content
  frame(sheet, A4.long, A4.short)
  const x = 84
  const width = A4.long - 2 * x
  title(sheet, content, { x, y: 56, width }, 36)
  const bottom = A4.short - 136
  drawRows(
    sheet,
    [
      { facts: [fields.uscc] },
      { facts: [fields.name] },
      { facts: [fields.legalRepresentative, fields.fund] },
      { facts: fields.activityArea ? [fields.activityArea, fields.supervisoryUnit] : [fields.supervisoryUnit] },
      { facts: [fields.domicile] },
      { facts: [fields.businessScope], flexible: true },
      { facts: [fields.validity] },
    ],
    { x, top: 144, bottom, width, size: 14, labelWidth: 138, rightLabelWidth: 112 },
  )
  verification(sheet, content, verifyUrl, x, bottom + 24, 66, 250)
  const half = width / 2
  drawRows(sheet, [{ facts: [fields.issuingAuthority] }, { facts: [fields.issueDate] }], {
    x: x + half,
    top: bottom + 26,
    bottom: bottom + 84,
    width: half,
    size: 14,
    labelWidth: 112,
    rightLabelWidth: 0,
  })
}

function annualCheckTable(
  sheet: Sheet,
  { columns, blankRows }: NonNullable<CertificateContent['annualCheck']>,
  box: { x: number; y: number; width: number },
): void {
  const { doc } = sheet
  const headHeight = 22
  const rowHeight = 24.5
  const total = columns.reduce((sum, column) => sum + column.share, 0)
  const table = sheet.open('Table')
  const headRow = sheet.open('TR', table)
  let x = box.x
  for (const column of columns) {
    const left = x
    const width = (box.width * column.share) / total
    const cell = sheet.open('TH', headRow)
    const style: Style = { font: 'bold', size: 10.5, leading: headHeight }
    cell.add(() => sheet.line(column.title, { x: left, y: box.y, width }, style, column.align))
    cell.end()
    sheet.artifact(() => {
      doc.rect(left, box.y, width, headHeight)
      for (let index = 0; index < blankRows; index += 1) {
        doc.rect(left, box.y + headHeight + index * rowHeight, width, rowHeight)
      }
      doc.lineWidth(0.6).strokeColor(GOLD).stroke()
    })
    x += width
  }
  headRow.end()
  table.end()
}

function drawDuplicate(sheet: Sheet, content: CertificateContent, verifyUrl: string): void {
  const { fields, annualCheck } = content
  frame(sheet, A4.short, A4.long)
  const x = 66
  const width = A4.short - 2 * x
  title(sheet, content, { x, y: 50, width }, 27)
  const middle = 530
  drawRows(
    sheet,
    [
      { facts: [fields.uscc] },
      { facts: [fields.name] },
      { facts: fields.activityArea ? [fields.legalRepresentative, fields.activityArea] : [fields.legalRepresentative] },
      { facts: [fields.businessScope], flexible: true },
      { facts: [fields.domicile] },
      { facts: [fields.fund] },
      { facts: [fields.supervisoryUnit] },
      { facts: [fields.validity] },
      { facts: [fields.issuingAuthority] },
      { facts: [fields.issueDate] },
    ],
    { x, top: 120, bottom: middle - 10, width, size: 12.5, labelWidth: 122, rightLabelWidth: 76 },
  )
  sheet.rule(x, middle, x + width, middle, 0.8, GOLD)
  if (annualCheck) {
    const caption: Style = { ...labelStyle(13.5), leading: 24 }
    sheet.block(annualCheck.caption, { x, y: middle + 6, width }, caption, { tag: 'H2', align: 'center' })
    annualCheckTable(sheet, annualCheck, { x, y: middle + 32, width })
  }
  verification(sheet, content, verifyUrl, x, A4.long - 103, 56, width - 80)
}

/** Draws 正本 (one landscape sheet) or 副本 (one portrait sheet with the table of yearly checks) on the first page. */
export function drawCertificate(sheet: Sheet, content: CertificateContent, verifyUrl: string): void {
  if (content.part === '正本') drawOriginal(sheet, content, verifyUrl)
  else drawDuplicate(sheet, content, verifyUrl)
}
