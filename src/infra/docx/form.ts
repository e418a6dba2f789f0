import {
  AlignmentType,
  Document,
  Footer,
  HeadingLevel,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx'
import type { FormBlock, FormRow, PrintableForm, SigningPlace } from '../../core/printable-forms/define.ts'
import { a4, INDENT, LINE, SONG } from './page.ts'

/** Half points: 小四, 三号, 小五. */
const SIZE = { body: 24, title: 32, small: 18 }
/** Twips: 25 mm at the sides, and as much as is written on between them. */
const MARGIN = 1417
const WIDTH = 9070
const ROW = 420
const LABEL = Math.round(WIDTH * 0.32)
const CELL = { top: 60, bottom: 60, left: 100, right: 100 }

type Part = Paragraph | Table

const line = (text: string, indent = INDENT): Paragraph =>
  new Paragraph({ children: [new TextRun(text)], indent: { firstLine: indent }, spacing: { before: 60, line: LINE } })

const strong = (text: string): Paragraph =>
  new Paragraph({ children: [new TextRun({ text, bold: true })], keepNext: true, spacing: { before: 160, after: 60 } })

/** Lines of a cell, a paragraph each: a blank one is as high as it is to be written on. */
const cell = (text: string, width: number, head = false): TableCell =>
  new TableCell({
    width: { size: width, type: WidthType.DXA },
    verticalAlign: VerticalAlign.CENTER,
    margins: CELL,
    ...(head && { shading: { fill: 'F3F4F6' } }),
    children: text.split('\n').map((part) => new Paragraph({ children: [new TextRun(part)] })),
  })

const tableOf = (widths: readonly number[], rows: readonly TableRow[]): Table =>
  new Table({ columnWidths: [...widths], width: { size: WIDTH, type: WidthType.DXA }, rows: [...rows] })

const row = (children: readonly TableCell[], tableHeader = false): TableRow =>
  new TableRow({ children: [...children], cantSplit: true, tableHeader, height: { value: ROW, rule: 'atLeast' } })

const labelled = ({ label, value }: FormRow): TableRow => row([cell(label, LABEL, true), cell(value, WIDTH - LABEL)])

const listed = ({ columns, rows }: Extract<FormBlock, { type: 'table' }>): Table => {
  const whole = columns.reduce((sum, { share }) => sum + share, 0)
  const widths = columns.map(({ share }) => Math.round((WIDTH * share) / whole))
  return tableOf(widths, [
    row(
      columns.map(({ title }, index) => cell(title, widths[index] ?? 0, true)),
      true,
    ),
    ...rows.map((texts) => row(widths.map((width, index) => cell(texts[index] ?? '', width)))),
  ])
}

/** Seals first, each with room below it; then hands and the day. */
const signed = (places: readonly SigningPlace[], date: string): Paragraph[] =>
  [
    ...places.toSorted((a, b) => Number(b.by === 'seal') - Number(a.by === 'seal')),
    { label: date, by: 'hand' as const },
  ].map(
    ({ label, by }) =>
      new Paragraph({
        children: [new TextRun(label)],
        keepNext: label !== date,
        indent: { left: by === 'seal' ? 0 : Math.round(WIDTH / 2) },
        spacing: { before: 240, after: by === 'seal' ? 1800 : 0 },
      }),
  )

const titled = (text: string, pageBreakBefore = false): Paragraph =>
  new Paragraph({ text, heading: HeadingLevel.TITLE, pageBreakBefore })

const partsOf = (block: FormBlock, title: string): readonly Part[] => {
  switch (block.type) {
    case 'heading':
      return [strong(block.text)]
    case 'paragraph':
      return [line(block.text, block.flush ? 0 : INDENT)]
    case 'rows':
      return [
        ...(block.title === '' ? [] : [strong(block.title)]),
        tableOf([LABEL, WIDTH - LABEL], block.rows.map(labelled)),
      ]
    case 'table':
      return [strong(block.title), listed(block)]
    case 'ticks':
      return block.options.map((option) => line(`${block.ticked?.includes(option) ? '☑' : '□'} ${option}`))
    case 'signature':
      return signed(block.places, block.date)
    case 'together':
      return block.blocks.flatMap((part) => partsOf(part, title))
    case 'sheet':
      return [titled(title, true)]
  }
}

/** A form for a word processor, to be filled in there and printed. */
export const formDocx = (
  form: PrintableForm,
  { code, siteName }: { readonly code: string; readonly siteName: string },
): Promise<Buffer> => {
  const small = (text: string): Paragraph =>
    new Paragraph({ children: [new TextRun({ text, size: SIZE.small, color: '595959' })], spacing: { before: 160 } })
  return Packer.toBuffer(
    new Document({
      title: form.title,
      creator: siteName,
      lastModifiedBy: siteName,
      description: form.purpose,
      styles: {
        default: {
          document: { run: { font: SONG, size: SIZE.body, language: { eastAsia: 'zh-CN' } } },
          title: {
            run: { font: SONG, size: SIZE.title, bold: true },
            paragraph: { alignment: AlignmentType.CENTER, spacing: { after: 240 } },
          },
        },
      },
      sections: [
        {
          properties: {
            page: a4(MARGIN),
          },
          footers: {
            default: new Footer({
              children: [small(`${form.title}　表格代码：${code}　版本：${form.version}　${siteName}`)],
            }),
          },
          children: [
            titled(form.title),
            ...form.blocks.flatMap((block) => partsOf(block, form.title)),
            small(form.note),
          ],
        },
      ],
    }),
  )
}
