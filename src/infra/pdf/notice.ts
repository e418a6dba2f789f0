import type { Block, NoticeContent } from '../../core/documents/blocks.ts'
import { addressToType } from '../../core/documents/verification-code.ts'
import { paginate, type Unit } from './flow.ts'
import { SEAL_SIDE, type Align, type Sheet, type StructureElement, type Style } from './sheet.ts'
import { createTables } from './table.ts'

const MM = 72 / 25.4
const PAGE_HEIGHT = 841.89
/** The text area of 公文 (GB/T 9704 5.2.1): 37 mm above, 28 mm at the left, 156 mm × 225 mm. */
const LEFT = 28 * MM
const WIDTH = 156 * MM
const RIGHT = LEFT + WIDTH
const TOP = 37 * MM
const BOTTOM = TOP + 225 * MM

const RED = '#c8102e'
const GREY = '#595959'
const LINE = '#8a8a8a'

/** From 三号, which the standard asks for, down to what is still read with ease. One letter has one size. */
const SPACING = {
  16: { body: 16, leading: 29, cell: 12, cellLeading: 19, head: 46, gap: 22 },
  15: { body: 15, leading: 26.5, cell: 11.5, cellLeading: 18, head: 44, gap: 18 },
  14: { body: 14, leading: 24, cell: 11, cellLeading: 17, head: 42, gap: 14 },
  13: { body: 13, leading: 21.5, cell: 10.5, cellLeading: 15.5, head: 40, gap: 10 },
} as const

/** Size of the body in points. */
export type Density = keyof typeof SPACING
export const densities: readonly [Density, ...Density[]] = [16, 15, 14, 13]

const small: Style = { font: 'regular', size: 9, leading: 14, color: GREY }
const code: Style = { font: 'regular', size: 11, leading: 18, color: '#000000' }
/** 四号 (GB/T 9704 7.5). */
const pageNumber: Style = { font: 'regular', size: 14, leading: 18 }
const QR_SIDE = 62
const FOOT_PAD = 9
const FOOT_BOTTOM = PAGE_HEIGHT - 8 * MM
/** Beside the foot of a letter, for the page number. */
const NUMBER_ROOM = 64

/** How many pages the letter has, set in a size, and how it is drawn, from the top of the document's first page. */
export function planNotice(
  sheet: Sheet,
  content: NoticeContent,
  verifyUrl: string,
  density: Density,
): { readonly pages: number; readonly draw: () => void } {
  const { doc } = sheet
  const spacing = SPACING[density]
  const body: Style = { font: 'regular', size: spacing.body, leading: spacing.leading }
  const strong: Style = { font: 'bold', size: spacing.body + 4, leading: spacing.leading + 6 }
  const cell: Style = { font: 'regular', size: spacing.cell, leading: spacing.cellLeading }
  const tables = createTables(sheet, { x: LEFT, width: WIDTH }, cell)

  /** Lines of one element, at least two of them on each page the element has part in. */
  function lines(
    texts: readonly string[],
    open: () => StructureElement,
    style: Style,
    options: {
      indent?: number
      hang?: number
      align?: Align
      spread?: boolean
      before?: number
      end?: () => void
    } = {},
  ): Unit[] {
    const { indent = 0, hang = 0, align = 'left', spread = false, before = 0, end } = options
    let element: StructureElement | undefined
    return texts.map((text, index) => {
      const inset = index === 0 ? indent : hang
      const last = index === texts.length - 1
      return {
        height: style.leading,
        before: index === 0 ? before : 0,
        keepWithNext: !last && (index === 0 || index === texts.length - 2),
        draw: (y) => {
          const box = { x: LEFT + inset, y, width: WIDTH - inset }
          element ??= open()
          element.add(() => sheet.line(text, box, style, align, spread && !last))
          if (!last) return
          element.end()
          end?.()
        },
      }
    })
  }

  function paragraph(text: string): Unit[] {
    const indent = 2 * body.size
    return lines(sheet.wrap(text, WIDTH, body, indent), () => sheet.open('P'), body, { indent, spread: true })
  }

  function list(items: readonly string[]): Unit[] {
    let element: StructureElement | undefined
    const open = (): StructureElement => (element ??= sheet.open('L'))
    return items.flatMap((item, index) => {
      const label = `${index + 1}．`
      const indent = body.size * 2
      const hang = indent + sheet.measure(label, body)
      let entry: StructureElement | undefined
      const units = lines(
        sheet.wrap(item, WIDTH - hang, body),
        () => sheet.open('LBody', (entry ??= sheet.open('LI', open()))),
        body,
        {
          indent: hang,
          hang,
          spread: true,
          end: () => {
            entry?.end()
            if (index === items.length - 1) element?.end()
          },
        },
      )
      const [first, ...rest] = units
      if (!first) return []
      const labelled: Unit = {
        ...first,
        draw: (y, page) => {
          entry = sheet.open('LI', open())
          const mark = sheet.open('Lbl', entry)
          mark.add(() => sheet.line(label, { x: LEFT + indent, y, width: hang - indent }, body))
          mark.end()
          first.draw(y, page)
        },
      }
      return [labelled, ...rest]
    })
  }

  function unitsOf(block: Block): Unit[] {
    switch (block.type) {
      case 'paragraph':
        return announcing(paragraph(block.text), block.text)
      case 'emphasis':
        return lines(sheet.balanced(block.text, WIDTH, strong), () => sheet.open('P'), strong, {
          align: 'center',
          before: 6,
        })
      case 'list':
        return list(block.items)
      case 'facts':
        return spaced(tables.facts(block.rows))
      case 'table':
        return spaced(tables.list(block.caption, block.columns, block.rows))
    }
  }

  /** What ends with a colon stands on the page of what it announces. */
  function announcing(units: readonly Unit[], text: string): Unit[] {
    return units.map((unit, index) =>
      text.endsWith('：') && index === units.length - 1 ? { ...unit, keepWithNext: true } : unit,
    )
  }

  /** With some space above and below, as a table has. */
  function spaced(units: readonly Unit[]): Unit[] {
    return units.map((unit, index) => ({
      ...unit,
      ...(index === 0 && { before: 8 }),
      ...(index === units.length - 1 && { after: 8 }),
    }))
  }

  /** 红头: the authority's name in red, the number, the red line, the title (GB/T 9704). */
  function head(): Unit {
    const one = sheet.shrinkToLine(content.authorityName, WIDTH, { font: 'bold', size: 32, leading: spacing.head }, 22)
    const names = sheet.balanced(content.authorityName, WIDTH, one)
    const title: Style = { font: 'bold', size: 22, leading: 34 }
    const titles = sheet.balanced(content.title, WIDTH, title)
    const nameLeading = Math.max(one.size * 1.45, one.leading / names.length)
    const name: Style = { ...one, leading: nameLeading, color: RED }
    const rule = names.length * name.leading + 6 + body.leading + 5
    return {
      height: rule + spacing.gap + titles.length * title.leading + 10,
      keepWithNext: true,
      draw: (y) => {
        sheet.stack(names, { x: LEFT, y, width: WIDTH }, name)
        sheet.stack([content.number], { x: LEFT, y: y + names.length * name.leading + 6, width: WIDTH }, body)
        sheet.rule(LEFT, y + rule, RIGHT, y + rule, 1.8, RED)
        sheet.stack(titles, { x: LEFT, y: y + rule + spacing.gap, width: WIDTH }, title, 'H1')
      },
    }
  }

  /**
   * The authority over the date, in the lower half of the place of the seal, which nothing else stands in. The date ends
   * four characters from the edge, the name is centred over it (GB/T 9704 7.3.5.1); a name too long for that moves both.
   */
  function signature(): { readonly height: number; readonly draw: (y: number) => void } {
    const { authorityName, date } = content.signature
    const names = sheet.balanced(authorityName, WIDTH, body)
    const half = Math.max(...names.map((text) => sheet.measure(text, body))) / 2
    const middle = Math.min(RIGHT - 4 * body.size - sheet.measure(date, body) / 2, RIGHT - half)
    const text = (names.length + 1) * body.leading
    const height = Math.max(SEAL_SIDE, text)
    return {
      height,
      draw: (y) => {
        const seal = y + (height - SEAL_SIDE) / 2
        sheet.sealPlace(middle - SEAL_SIDE / 2, seal)
        const box = {
          x: middle - half,
          y: y + Math.min(height - text, (height - text) / 2 + SEAL_SIDE / 8),
          width: 2 * half,
        }
        sheet.stack(names, box, body)
        const width = sheet.measure(date, body)
        sheet.stack([date], { x: middle - width / 2, y: box.y + names.length * body.leading, width: width + 1 }, body)
      },
    }
  }

  /**
   * How the letter is checked, below the text of its last page beside the page number: the code, the address, the QR code.
   * What needs more room than there is takes it from the text.
   */
  function foot(): { readonly height: number; readonly draw: (page: number) => void } {
    const indent = FOOT_PAD + QR_SIDE + FOOT_PAD + 4
    const width = WIDTH - indent - NUMBER_ROOM
    const notes = [`核验网址：${addressToType(verifyUrl)}`, content.note].flatMap((text) =>
      sheet.wrap(text, width, small),
    )
    const used = FOOT_PAD + Math.max(QR_SIDE, code.leading + notes.length * small.leading)
    const top = Math.min(BOTTOM + 3, FOOT_BOTTOM - used)
    return {
      height: Math.max(0, BOTTOM + 6 - top),
      draw: (page) => {
        const left = LEFT + (page % 2 === 0 ? 0 : NUMBER_ROOM)
        const box = { x: left + indent, y: top + FOOT_PAD, width }
        sheet.rule(LEFT, top, RIGHT, top, 0.5, LINE)
        sheet.qrCode(verifyUrl, left + FOOT_PAD, box.y, QR_SIDE)
        sheet.stack([content.qrCaption], box, code, 'P', 'left')
        sheet.stack(notes, { ...box, y: box.y + code.leading }, small, 'P', 'left')
      },
    }
  }

  /** Signature, receipt and verification: on one sheet, and never on one without text. */
  function closing(): Unit {
    const joined = content.signOff.join('　　')
    const signOff = sheet.measure(joined, cell) <= WIDTH ? [joined] : content.signOff
    const hand = [...signOff, content.copies].flatMap((text) => (text === '' ? [] : sheet.wrap(text, WIDTH, cell)))
    const sealed = signature()
    const end = foot()
    const gap = 8
    return {
      before: 4,
      height: sealed.height + gap + hand.length * cell.leading + end.height,
      draw: (y, page) => {
        sealed.draw(y)
        for (const [index, text] of hand.entries()) {
          const line = y + sealed.height + gap + index * cell.leading
          sheet.stack([text], { x: LEFT, y: line, width: WIDTH }, cell, 'P', 'left')
        }
        end.draw(page)
      },
    }
  }

  /** Page numbers outside (GB/T 9704 7.5); what the sheet belongs to on those after the first. */
  function furniture(page: number, count: number): void {
    const running = `${content.title}　${content.number}　（第${page + 1}页，共${count}页）`
    sheet.artifact(() => {
      const box = { x: LEFT + pageNumber.size, y: BOTTOM + 7 * MM, width: WIDTH - 2 * pageNumber.size }
      sheet.line(`— ${page + 1} —`, box, pageNumber, page % 2 === 0 ? 'right' : 'left')
      if (page > 0) sheet.line(running, { x: LEFT, y: 26 * MM, width: WIDTH }, small)
    }, 'Pagination')
  }

  const basis = content.legalBasis === null ? null : `法律依据：${content.legalBasis}。`
  const text = [
    head(),
    ...(content.addressee === '' ? [] : lines(sheet.wrap(content.addressee, WIDTH, body), () => sheet.open('P'), body)),
    ...content.blocks.flatMap(unitsOf),
    ...[basis, content.rights].flatMap((words) => (words === null ? [] : paragraph(words))),
  ]
  // The last two lines go with the signature.
  const kept = text.map((unit, index) => (index >= text.length - 2 ? { ...unit, keepWithNext: true } : unit))
  const placed = paginate([...kept, closing()], { top: TOP, bottom: BOTTOM })
  const count = (placed.at(-1)?.page ?? 0) + 1
  return {
    pages: count,
    draw: () => {
      for (let page = 0; page < count; page += 1) {
        if (page > 0) doc.addPage()
        if (content.watermark !== null) sheet.watermark(content.watermark)
        for (const unit of placed) if (unit.page === page) unit.draw(unit.y, page)
        furniture(page, count)
      }
    },
  }
}
