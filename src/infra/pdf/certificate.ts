import type { CertificateContent, CertificateField, Fact } from '../../core/documents/blocks.ts'
import { offsetText, type Offset } from '../../core/documents/overprint.ts'
import { addressToType, groupedCode } from '../../core/documents/verification-code.ts'
import { drawFrame, GOLD } from './certificate-frame.ts'
import {
  ATTACHED,
  BLANK_CARRIES,
  certificateLayout,
  mm,
  type BlankPart,
  type FieldPlace,
  type Place,
} from './certificate-layout.ts'
import { SEAL_PLACE, type Align, type Sheet, type StructureElement, type Style } from './sheet.ts'

const DEEP = '#8c1c1c'

/** Nothing on a certificate is set smaller than this, points: what does not fit goes on on the attached sheet. */
const SMALLEST = 9
const SEE_ATTACHED = '……（全文见附页）'

const plain = (size: number, font: Style['font'] = 'regular'): Style => ({ font, size, leading: size * 1.4 })
const label = (size: number): Style => ({ ...plain(size, 'bold'), color: DEEP })

type Fitted = { readonly lines: readonly string[]; readonly style: Style; readonly whole: boolean }

/** As many lines as a box has room for. */
const room = ({ height }: Place, { leading }: Style): number => Math.floor((mm(height) + 0.01) / leading)

/** The end of what is cut, with room made for the words that say where the rest is. */
function ending(sheet: Sheet, line: string, width: number, style: Style): string {
  const chars = Array.from(line)
  while (chars.length > 0 && sheet.measure(chars.join('') + SEE_ATTACHED, style) > width) chars.pop()
  return chars.join('') + SEE_ATTACHED
}

/** Sets a value smaller, half a point at a time, until it fits its box; at the smallest size it is cut. */
function fit(sheet: Sheet, text: string, place: Place, largest: Style, align?: Align): Fitted {
  const width = mm(place.width)
  for (let { size } = largest; ; size = Math.max(SMALLEST, size - 0.5)) {
    const style = { ...largest, ...plain(size, largest.font) }
    const lines = align === 'center' ? sheet.balanced(text, width, style) : sheet.wrap(text, width, style)
    if (lines.length <= room(place, style)) return { lines, style, whole: true }
    if (size > SMALLEST) continue
    const kept = lines.slice(0, room(place, style))
    return { lines: [...kept.slice(0, -1), ending(sheet, kept.at(-1) ?? '', width, style)], style, whole: false }
  }
}

/** Draws lines in the middle of a box. */
function drawLines(sheet: Sheet, { lines, style }: Omit<Fitted, 'whole'>, place: Place, align: Align = 'left'): void {
  const top = mm(place.y) + (mm(place.height) - lines.length * style.leading) / 2
  const element = sheet.open('P')
  for (const [index, text] of lines.entries()) {
    const box = { x: mm(place.x), y: top + index * style.leading, width: mm(place.width) }
    element.add(() => sheet.line(text, box, style, align, align === 'left' && index < lines.length - 1))
  }
  element.end()
}

const drawFitted = (sheet: Sheet, text: string, place: Place, style: Style, align?: Align): boolean => {
  const fitted = fit(sheet, text, place, style, align)
  drawLines(sheet, fitted, place, align)
  return fitted.whole
}

/** What is signed and sealed stands in the middle below the seal. */
const alignOf = (key: CertificateField): Align =>
  key === 'issuingAuthority' || key === 'issueDate' ? 'center' : 'left'

type Carried = (part: BlankPart) => boolean

/** Draws every field in its box; gives those that do not fit it. */
function drawFields(
  sheet: Sheet,
  fields: CertificateContent['fields'],
  {
    places,
    size,
    carried,
  }: { places: Readonly<Partial<Record<CertificateField, FieldPlace>>>; size: number; carried: Carried },
): readonly Fact[] {
  return fields.filter(({ key, label: name, value }) => {
    const place = places[key]
    if (!place) return false
    if (!carried('labels')) drawLines(sheet, { lines: [name], style: label(size) }, place.label)
    return !drawFitted(sheet, value, place.value, plain(size), alignOf(key))
  })
}

/** The code to be typed and where, beside the same as a picture. */
function drawVerification(
  sheet: Sheet,
  { verificationCode }: Pick<CertificateContent, 'verificationCode'>,
  verifyUrl: string,
  places: { readonly qr: Place; readonly code: Place; readonly address: Place },
): void {
  sheet.qrCode(verifyUrl, mm(places.qr.x), mm(places.qr.y), mm(places.qr.width))
  drawFitted(sheet, `核验码：${groupedCode(verificationCode)}`, places.code, { ...plain(11), color: '#000000' })
  drawFitted(sheet, `核验网址：${addressToType(verifyUrl)}`, places.address, plain(SMALLEST))
}

const numberText = ({ number, partText }: CertificateContent): string => `证书编号：${number}（${partText}）`

function annualCheckTable(
  sheet: Sheet,
  { caption, columns, blankRows }: NonNullable<CertificateContent['annualCheck']>,
  place: NonNullable<ReturnType<typeof certificateLayout>['annualCheck']>,
): void {
  const { doc } = sheet
  drawLines(sheet, { lines: [caption], style: label(13) }, { ...place, height: place.caption }, 'center')
  const top = mm(place.y + place.caption)
  const [headHeight, rowHeight] = [mm(place.head), mm(place.row)]
  const total = columns.reduce((sum, column) => sum + column.share, 0)
  const table = sheet.open('Table')
  const headRow = sheet.open('TR', table)
  let x = mm(place.x)
  for (const column of columns) {
    const left = x
    const width = (mm(place.width) * column.share) / total
    const cell = sheet.open('TH', headRow, { scope: 'Column' })
    const style: Style = { font: 'bold', size: 10.5, leading: headHeight }
    cell.add(() => sheet.line(column.title, { x: left, y: top, width }, style, column.align))
    cell.end()
    sheet.artifact(() => {
      doc.rect(left, top, width, headHeight)
      for (let index = 0; index < blankRows; index += 1) {
        doc.rect(left, top + headHeight + index * rowHeight, width, rowHeight)
      }
      doc.lineWidth(0.6).strokeColor(GOLD).stroke()
    })
    x += width
  }
  headRow.end()
  table.end()
}

/** What the sheet is called, on one line. */
function drawTitle(sheet: Sheet, text: string, place: Place, size: number): void {
  const box = { x: mm(place.x), y: mm(place.y), width: mm(place.width) }
  const largest: Style = { font: 'bold', size, leading: mm(place.height), color: DEEP }
  sheet.block(text, box, sheet.shrinkToLine(text, box.width, largest, SMALLEST), { tag: 'H1', align: 'center' })
}

/** 正本 or 副本 on the first page; gives what has to go on on an attached sheet. */
function drawSheet(sheet: Sheet, content: CertificateContent, verifyUrl: string, overprint?: Offset): readonly Fact[] {
  const layout = certificateLayout(content, overprint)
  const carried: Carried = (part) => overprint !== undefined && BLANK_CARRIES.includes(part)
  if (!carried('frame')) drawFrame(sheet, mm(layout.width), mm(layout.height))
  if (content.watermark !== null) sheet.watermark(content.watermark)
  if (!carried('heading')) drawTitle(sheet, content.title, layout.heading, layout.heading.size)
  drawFitted(sheet, numberText(content), layout.number, plain(10), 'center')
  const continued = drawFields(sheet, content.fields, { places: layout.fields, size: layout.size, carried })
  if (content.annualCheck && layout.annualCheck && !carried('annualCheck'))
    annualCheckTable(sheet, content.annualCheck, layout.annualCheck)
  sheet.sealPlace(mm(layout.seal.x), mm(layout.seal.y))
  drawVerification(sheet, content, verifyUrl, layout)
  const noted = drawFitted(sheet, content.note, layout.note, plain(SMALLEST))
  return noted ? continued : [...continued, { label: '说明', value: content.note }]
}

/** `last` of its heading or paragraph. */
type BodyLine = { readonly text: string; readonly style: Style; readonly tag: 'H2' | 'P'; readonly last: boolean }

const body: Style = { font: 'regular', size: 11, leading: 17.5 }
const bodyHead: Style = { ...body, font: 'bold', leading: 24, color: DEEP }

/** The lines of an attached sheet's pages; a heading never stands alone at a foot. */
function paginated(lines: readonly BodyLine[], height: number): readonly (readonly BodyLine[])[] {
  const pages: BodyLine[][] = [[]]
  let left = height
  for (const [index, line] of lines.entries()) {
    const needed = line.style.leading + (line.tag === 'H2' ? (lines[index + 1]?.style.leading ?? 0) : 0)
    if (needed > left) {
      pages.push([])
      left = height
    }
    pages.at(-1)?.push(line)
    left -= line.style.leading
  }
  return pages
}

/** 附页: the fields that did not fit, whole, on sheets that name, seal and check the certificate they belong to. */
function drawAttached(sheet: Sheet, content: CertificateContent, verifyUrl: string, continued: readonly Fact[]): void {
  const x = mm(ATTACHED.margin)
  const width = mm(ATTACHED.width - 2 * ATTACHED.margin)
  const own = ['uscc', 'name'].flatMap((key) => content.fields.filter((field) => field.key === key))
  const head = [numberText(content), ...own.map((field) => `${field.label}：${field.value}`)].flatMap((text) =>
    sheet.wrap(text, width, body),
  )
  const headTop = mm(ATTACHED.heading.y + ATTACHED.heading.height)
  const bodyTop = headTop + head.length * body.leading + 8
  const lines = continued.flatMap((fact): BodyLine[] => {
    const text = sheet.wrap(fact.value, width, body)
    return [
      { text: fact.label, style: bodyHead, tag: 'H2', last: true },
      ...text.map((line, index): BodyLine => ({ text: line, style: body, tag: 'P', last: index === text.length - 1 })),
    ]
  })
  const pages = paginated(lines, mm(ATTACHED.bodyBottom) - bodyTop)
  let element: StructureElement | undefined
  for (const [index, page] of pages.entries()) {
    sheet.doc.addPage({ size: 'A4', layout: 'portrait', margin: 0 })
    drawFrame(sheet, mm(ATTACHED.width), mm(ATTACHED.height))
    if (content.watermark !== null) sheet.watermark(content.watermark)
    drawTitle(sheet, `${content.title}附页`, ATTACHED.heading, ATTACHED.heading.size)
    for (const [row, text] of head.entries()) sheet.block(text, { x, y: headTop + row * body.leading, width }, body)
    sheet.rule(x, bodyTop - 4, x + width, bodyTop - 4, 0.8, GOLD)
    let y = bodyTop
    for (const { text, style, tag, last } of page) {
      const box = { x, y, width }
      // A paragraph that goes over the pages is one to a screen reader.
      element ??= sheet.open(tag)
      element.add(() => sheet.line(text, box, style, 'left', !last))
      if (last) element.end()
      if (last) element = undefined
      y += style.leading
    }
    drawFitted(sheet, '本附页是登记证书的组成部分，应当与证书一并使用。', ATTACHED.belongs, plain(SMALLEST))
    sheet.sealPlace(mm(ATTACHED.seal.x), mm(ATTACHED.seal.y), `${SEAL_PLACE}-attached-${index + 1}`)
    drawVerification(sheet, content, verifyUrl, ATTACHED)
    drawFields(sheet, content.fields, { places: ATTACHED.fields, size: ATTACHED.size, carried: () => true })
    const pageText = `附页第${index + 1}页共${pages.length}页`
    drawLines(sheet, { lines: [pageText], style: plain(SMALLEST) }, ATTACHED.page, 'center')
  }
}

/**
 * Draws 正本 (one sheet lying) or 副本 (one sheet standing, with the table of yearly checks), and what does not fit them
 * at a readable size on attached sheets. With `overprint` only what the ministry's blank does not carry is printed, moved
 * that far; attached sheets have no blank and are always whole.
 */
export function drawCertificate(
  sheet: Sheet,
  content: CertificateContent,
  verifyUrl: string,
  overprint?: Offset,
): void {
  const continued = drawSheet(sheet, content, verifyUrl, overprint)
  if (continued.length > 0) drawAttached(sheet, content, verifyUrl, continued)
}

const CROSS = mm(4)

/**
 * 套打测试页: the box of every field that is printed on a blank, with its name in it and crosses at its corners. It names
 * the fields only: the values of a certificate on a blank of the ministry would be a certificate.
 */
export function drawOverprintTest(sheet: Sheet, content: CertificateContent, offset: Offset): void {
  const layout = certificateLayout(content, offset)
  const { doc } = sheet
  const outline = ({ x, y, width, height }: Place, dashed = false): void =>
    sheet.artifact(() => {
      const [left, top, right, bottom] = [mm(x), mm(y), mm(x + width), mm(y + height)]
      doc.lineWidth(0.3).strokeColor('#595959')
      if (dashed) doc.dash(3, { space: 2 })
      doc.rect(left, top, right - left, bottom - top).stroke()
      if (dashed) doc.undash()
      for (const cornerX of [left, right])
        for (const cornerY of [top, bottom]) {
          doc.moveTo(cornerX - CROSS / 2, cornerY).lineTo(cornerX + CROSS / 2, cornerY)
          doc.moveTo(cornerX, cornerY - CROSS / 2).lineTo(cornerX, cornerY + CROSS / 2)
        }
      doc.lineWidth(0.6).strokeColor('#000000').stroke()
    })
  const named = (place: Place, words: string, size = SMALLEST, align?: Align): void => {
    outline(place)
    drawFitted(sheet, words, place, plain(Math.max(size, SMALLEST)), align)
  }
  drawFitted(sheet, `套打测试页　${offsetText(offset)}`, layout.heading, plain(14, 'bold'), 'center')
  outline(layout.seal, true)
  named(layout.number, '证书编号', 10, 'center')
  for (const { key, label: name } of content.fields) {
    const place = layout.fields[key]
    if (place) named(place.value, name, layout.size, alignOf(key))
  }
  named(layout.qr, '二维码', SMALLEST, 'center')
  named(layout.code, '核验码')
  named(layout.address, '核验网址')
  named(layout.note, '说明')
}
