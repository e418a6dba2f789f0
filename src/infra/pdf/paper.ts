import type { PaperBlock, PaperContent } from '../../core/papers/define.ts'
import { paginate, type Unit } from './flow.ts'
import { SEAL_SIDE, type Sheet, type Style } from './sheet.ts'
import { createTables } from './table.ts'

const MM = 72 / 25.4
const PAGE_HEIGHT = 841.89
/** The left edge leaves room for holes. */
const LEFT = 25 * MM
const WIDTH = 165 * MM
const RIGHT = LEFT + WIDTH
const BOTTOM = PAGE_HEIGHT - 22 * MM

const LINE = '#8a8a8a'
const SHADE = '#f3f4f6'
const GREY = '#595959'
const PAD = 6

/** 二寸: 35 × 49 mm, with a rim to glue it in. */
const PHOTO = { width: 37 * MM, height: 51 * MM }
/** As wide as the labels of the tables beside it. */
const LABEL = WIDTH / 4

const title: Style = { font: 'bold', size: 20, leading: 30 }
const chapter: Style = { font: 'bold', size: 14, leading: 24 }
const small: Style = { font: 'regular', size: 9, leading: 13, color: GREY }

/** How close a sheet is set. `hand`: the part of its height that a place for a hand keeps; a seal needs all of its own. */
type Density = {
  readonly size: number
  readonly leading: number
  readonly padY: number
  readonly top: number
  readonly hand: number
}

const usual: Density = { size: 10.5, leading: 17, padY: 4, top: 18 * MM, hand: 1 }

/** A sheet about one person is set closer where that saves it a second one; what is still read with ease comes last. */
const densities: readonly Density[] = [
  usual,
  { size: 10.5, leading: 15.5, padY: 3, top: 15 * MM, hand: 1 },
  { size: 10, leading: 14.5, padY: 2.5, top: 12 * MM, hand: 0.9 },
  { size: 9.5, leading: 13, padY: 2, top: 10 * MM, hand: 0.8 },
  { size: 9, leading: 12, padY: 1.5, top: 10 * MM, hand: 0.75 },
]

/** How one paper stands on its pages, from the top of the document's first page. */
export function drawPaper(sheet: Sheet, content: PaperContent): void {
  const { doc } = sheet
  const inChapters = content.sheets.some((blocks) => blocks.some(({ type }) => type === 'chapter'))
  let first = 0
  for (const blocks of content.sheets) {
    const plan = (density: Density) => planSheet(sheet, content, blocks, { density, inChapters })
    const ofOne = blocks.some((block) => block.type === 'facts' && block.about === 'person')
    const close = ofOne ? densities.map(plan).find((placed) => pagesOf(placed) === 1) : undefined
    const placed = close ?? plan(usual)
    const count = pagesOf(placed)
    for (let page = 0; page < count; page += 1) {
      if (first + page > 0) doc.addPage()
      if (content.watermark !== null) sheet.watermark(content.watermark)
      for (const unit of placed) if (unit.page === page) unit.draw(unit.y, page)
    }
    first += count
  }
  drawFeet(sheet, content, first)
}

const pagesOf = (placed: ReturnType<typeof paginate>): number => (placed.at(-1)?.page ?? 0) + 1

/** Every page says which paper it belongs to, and which of how many it is. */
function drawFeet(sheet: Sheet, content: PaperContent, count: number): void {
  const running = `${content.title}　${content.under}`
  for (let page = 0; page < count; page += 1) {
    sheet.doc.switchToPage(page)
    const at = { x: LEFT, y: BOTTOM + 3 * MM, width: WIDTH }
    sheet.artifact(() => {
      sheet.line(running, at, sheet.shrinkToLine(running, WIDTH - 90, small, 6))
      sheet.line(`第${page + 1}页　共${count}页`, at, small, 'right')
      sheet.line(content.note, { ...at, y: at.y + small.leading }, small)
    }, 'Pagination')
  }
}

/** Where everything on the pages of one sheet stands, set in a density. */
function planSheet(
  sheet: Sheet,
  content: PaperContent,
  all: readonly PaperBlock[],
  { density, inChapters }: { readonly density: Density; readonly inChapters: boolean },
): ReturnType<typeof paginate> {
  const { doc } = sheet
  const body: Style = { font: 'regular', size: density.size, leading: density.leading }
  const strong: Style = { ...body, font: 'bold' }
  const whole = createTables(sheet, { x: LEFT, width: WIDTH }, body, density.padY)
  const beside = createTables(sheet, { x: LEFT, width: WIDTH - PHOTO.width }, body, density.padY)

  const spaced = (units: readonly Unit[]): Unit[] =>
    units.map((unit, index) => ({
      ...unit,
      ...(index === 0 && { before: 6 }),
      ...(index === units.length - 1 && { after: 6 }),
    }))

  function lines(text: string, style: Style, tag: string, before: number, indent: number, keep: boolean): Unit[] {
    const parts = sheet.wrap(text, WIDTH, style, indent)
    const element = { open: undefined as ReturnType<Sheet['open']> | undefined }
    return parts.map((part, index) => ({
      height: style.leading,
      before: index === 0 ? before : 0,
      keepWithNext: keep || (index === 0 && parts.length > 1),
      draw: (y) => {
        element.open ??= sheet.open(tag)
        const inset = index === 0 ? indent : 0
        element.open.add(() => sheet.line(part, { x: LEFT + inset, y, width: WIDTH - inset }, style))
        if (index === parts.length - 1) element.open.end()
      },
    }))
  }

  /** The first facts stand beside the place of the photo, as many as it is high. */
  function withPhoto(rows: Extract<PaperBlock, { type: 'facts' }>['rows']): Unit[] {
    let taken = 0
    let narrow: readonly Unit[] = []
    let height = 0
    while (height < PHOTO.height && taken < rows.length) {
      taken += 1
      narrow = beside.facts(rows.slice(0, taken))
      height = narrow.reduce((sum, unit) => sum + unit.height, 0)
    }
    const photo: Unit = {
      height: Math.max(height, PHOTO.height),
      before: 6,
      draw: (y, page) => {
        let at = y
        for (const unit of narrow) {
          unit.draw(at, page)
          at += unit.height
        }
        sheet.artifact(() =>
          doc
            .rect(RIGHT - PHOTO.width, y, PHOTO.width, Math.max(height, PHOTO.height))
            .lineWidth(0.6)
            .strokeColor(LINE)
            .stroke(),
        )
        const box = {
          x: RIGHT - PHOTO.width,
          y: y + Math.max(height, PHOTO.height) / 2 - body.leading,
          width: PHOTO.width,
        }
        sheet.stack(['照片', '（二寸免冠）'], box, body)
      },
    }
    return [photo, ...whole.facts(rows.slice(taken))]
  }

  /** A place to write, sign or seal in: its label at the left, the words above, who signs and the day below. */
  function box({ label, text, foot, height, signer }: Extract<PaperBlock, { type: 'box' }>): Unit {
    const labels = sheet.wrap(label, LABEL - 2 * PAD, strong)
    const words = text === '' ? [] : sheet.wrap(text, WIDTH - LABEL - 2 * PAD, body)
    const least = height < SEAL_SIDE ? height * density.hand : height
    const high = Math.max(least, (words.length + 3) * body.leading, labels.length * strong.leading + 2 * PAD)
    return {
      height: high,
      draw: (y) => {
        sheet.artifact(() => {
          doc.rect(LEFT, y, LABEL, high).fillColor(SHADE).fill()
          doc.rect(LEFT, y, LABEL, high).rect(LEFT + LABEL, y, WIDTH - LABEL, high)
          doc.lineWidth(0.6).strokeColor(LINE).stroke()
        })
        const at = { x: LEFT + PAD, y: y + (high - labels.length * strong.leading) / 2, width: LABEL - 2 * PAD }
        sheet.stack(labels, at, strong, 'P', 'left')
        const inside = { x: LEFT + LABEL + PAD, y: y + PAD, width: WIDTH - LABEL - 2 * PAD }
        if (words.length > 0) sheet.stack(words, inside, body, 'P', 'left')
        if (signer) {
          const [x, middle] = [LEFT + LABEL + (WIDTH - LABEL - SEAL_SIDE) / 2, y + high / 2]
          sheet.sealPlace(x, middle - SEAL_SIDE / 2, signer.place)
        }
        if (foot !== '') sheet.stack([foot], { ...inside, y: y + high - PAD - body.leading }, body, 'P', 'right')
      },
    }
  }

  /** What is said of one person or unit is not parted; a person has a photo. */
  function factsOf({ rows, about }: Extract<PaperBlock, { type: 'facts' }>): Unit[] {
    if (about === 'person') return spaced(withPhoto(rows))
    const units = spaced(whole.facts(rows))
    return about === 'item' ? units.map((unit, index) => ({ ...unit, keepWithNext: index < units.length - 1 })) : units
  }

  function chapterHead(text: string): Unit {
    const parts = sheet.balanced(text, WIDTH, chapter)
    return {
      height: parts.length * chapter.leading,
      before: 16,
      after: 4,
      keepWithNext: true,
      draw: (y) => sheet.stack(parts, { x: LEFT, y, width: WIDTH }, chapter, 'H2'),
    }
  }

  function unitsOf(block: PaperBlock): Unit[] {
    switch (block.type) {
      case 'chapter':
        return [chapterHead(block.text)]
      case 'note':
        return lines(block.text, small, 'P', 2, 0, false)
      case 'heading':
        return lines(block.text, strong, inChapters ? 'H3' : 'H2', 8, 0, true)
      case 'paragraph':
        return lines(block.text, body, 'P', 4, block.text.endsWith('：') && !inChapters ? 0 : 2 * body.size, false)
      case 'facts':
        return factsOf(block)
      case 'table':
        return spaced(whole.list(block.caption, block.columns, block.rows))
      case 'box':
        return [{ ...box(block), keepWithNext: block.signed }]
    }
  }

  function head(): Unit {
    const one = sheet.shrinkToLine(content.title, WIDTH, title, 14)
    return {
      height: title.leading + small.leading + 6,
      keepWithNext: true,
      draw: (y) => {
        sheet.stack([content.title], { x: LEFT, y, width: WIDTH }, one, 'H1')
        sheet.stack([content.under], { x: LEFT, y: y + title.leading, width: WIDTH }, small)
      },
    }
  }

  /** Signatures stand together, and with the end of what they sign: a page of nothing else could be put behind any text. */
  function withSignatures(blocks: readonly PaperBlock[]): Unit[] {
    const signed = blocks.findIndex((block) => block.type === 'box' && block.signed)
    const above = blocks.slice(0, signed < 0 ? undefined : signed).flatMap(unitsOf)
    if (signed < 0) return above
    const below = blocks.slice(signed).flatMap(unitsOf)
    return [
      ...above.map((unit, index) => (index >= above.length - 2 ? { ...unit, keepWithNext: true } : unit)),
      ...below.map((unit, index) => ({
        ...unit,
        keepWithNext: index < below.length - 1 && unit.keepWithNext === true,
      })),
    ]
  }

  return paginate([head(), ...withSignatures(all)], { top: density.top, bottom: BOTTOM })
}
