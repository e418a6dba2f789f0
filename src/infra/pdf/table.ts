import type { Column, Fact } from '../../core/documents/blocks.ts'
import type { Unit } from './flow.ts'
import type { Align, Sheet, StructureElement, Style } from './sheet.ts'

const LINE = '#8a8a8a'
const SHADE = '#f3f4f6'
const PAD_X = 6
const PAD_Y = 4

/** Rows of more lines than this are cut where a page ends, never closer than this to either end of the row. */
const LONG_ROW = 12
const FEWEST_LINES = 3

/** Parts of the width a label and a value take when two facts share a row. */
const HALF_LABEL = 0.25
const HALF_VALUE = 0.25

type Area = { readonly x: number; readonly width: number }
type Tag = 'TH' | 'TD'

type Cell = {
  readonly lines: readonly string[]
  readonly style: Style
  readonly align: Align
  readonly tag: Tag
  readonly scope?: 'Row' | 'Column'
}

/** A row with where its cells begin; the last edge is the end of the table. */
type Row = { readonly cells: readonly Cell[]; readonly edges: readonly number[] }

const linesOf = ({ cells }: Row): number => Math.max(...cells.map(({ lines }) => lines.length))

/** Tables of a letter as units of a page: two columns of labels and values, and lists with a head. */
export function createTables(sheet: Sheet, area: Area, cell: Style, padY = PAD_Y) {
  const { doc } = sheet
  const label: Style = { ...cell, font: 'bold' }
  const right = area.x + area.width

  const edgesOf = (shares: readonly number[]): number[] => {
    const total = shares.reduce((sum, share) => sum + share, 0)
    const edges = [area.x]
    for (const share of shares) edges.push((edges.at(-1) ?? area.x) + (area.width * share) / total)
    return edges
  }

  const edge = (edges: readonly number[], index: number): number => edges[index] ?? right

  const cellOf = (text: string, width: number, align: Align, head?: 'Row' | 'Column'): Cell => ({
    lines: sheet.wrap(text, width - 2 * PAD_X, head ? label : cell),
    style: head ? label : cell,
    align,
    tag: head ? 'TH' : 'TD',
    ...(head && { scope: head }),
  })

  const heightOf = (lines: number): number => lines * cell.leading + 2 * padY

  /** Draws the lines [from, to) of a row; `write` puts the text of a cell where it belongs. */
  function drawRow(
    { cells, edges }: Row,
    y: number,
    [from, to]: readonly [number, number],
    write: (index: number, draw: () => void) => void,
  ): void {
    const height = heightOf(to - from)
    sheet.artifact(() => {
      for (const [index, { tag }] of cells.entries()) {
        const x = edge(edges, index)
        const width = edge(edges, index + 1) - x
        if (tag === 'TH') doc.rect(x, y, width, height).fillColor(SHADE).fill()
        doc.rect(x, y, width, height).lineWidth(0.6).strokeColor(LINE).stroke()
      }
    })
    for (const [index, { lines, style, align }] of cells.entries()) {
      const x = edge(edges, index) + PAD_X
      const width = edge(edges, index + 1) - PAD_X - x
      const shown = lines.slice(from, to)
      // A cell shorter than its row stands in the middle of it.
      const whole = from === 0 && shown.length === lines.length
      const offset = padY + (whole ? (to - from - lines.length) * cell.leading : 0) / 2
      for (const [row, text] of shown.entries()) {
        const box = { x, y: y + offset + row * cell.leading, width }
        write(index, () => sheet.line(text, box, style, align))
      }
    }
  }

  /** A row as a unit, tagged where it is first drawn, whatever page it goes on to. */
  function rowUnit(row: Row, parent: () => StructureElement, head: Unit['head'] | undefined, last: () => void): Unit {
    const total = linesOf(row)
    let parts: readonly StructureElement[] | undefined
    let line: StructureElement | undefined
    const part = (from: number, to: number): Unit => ({
      height: heightOf(to - from),
      ...(head && { head }),
      draw: (y) => {
        line ??= sheet.open('TR', parent())
        const below = line
        parts ??= row.cells.map(({ tag, scope }) => sheet.open(tag, below, scope ? { scope } : {}))
        const cells = parts
        drawRow(row, y, [from, to], (index, draw) => cells[index]?.add(draw))
        if (to < total) return
        for (const element of cells) element.end()
        below.end()
        last()
      },
      split: (room) => {
        if (to - from <= LONG_ROW) return undefined
        const fits = Math.min(Math.floor((room - 2 * padY) / cell.leading), to - from - FEWEST_LINES)
        return fits < FEWEST_LINES ? undefined : [part(from, from + fits), part(from + fits, to)]
      },
    })
    return part(0, total)
  }

  /** Rows below one another; the element around them is opened with the first and ended with the last. */
  function rowUnits(rows: readonly Row[], open: () => StructureElement, end: () => void, head?: Unit['head']): Unit[] {
    let element: StructureElement | undefined
    const parent = (): StructureElement => (element ??= open())
    return rows.map((row, index) => ({
      ...rowUnit(row, parent, head, () => {
        if (index < rows.length - 1) return
        element?.end()
        end()
      }),
      // No row stands alone on a page of its table.
      keepWithNext: index < rows.length - 1 && (index === 0 || index === rows.length - 2),
    }))
  }

  return {
    /** A list with a caption and a head that is repeated on each page. */
    list(caption: string, columns: readonly Column[], values: readonly (readonly string[])[]): Unit[] {
      const edges = edgesOf(columns.map(({ share }) => share))
      const width = (index: number): number => edge(edges, index + 1) - edge(edges, index)
      const headRow: Row = {
        edges,
        cells: columns.map(({ title }, index) => cellOf(title, width(index), 'center', 'Column')),
      }
      const lines = linesOf(headRow)
      const rows = values.map((texts) => ({
        edges,
        cells: columns.map(({ align }, index) => cellOf(texts[index] ?? '', width(index), align)),
      }))
      let table: StructureElement | undefined
      const open = (): StructureElement => (table ??= sheet.open('Table'))
      const repeated = (y: number): void => {
        drawRow(headRow, y, [0, lines], (_index, draw) => sheet.artifact(draw, 'Pagination'))
      }
      const captionLines = sheet.wrap(caption, area.width, label)
      return [
        {
          before: 6,
          height: captionLines.length * label.leading + 3,
          keepWithNext: true,
          draw: (y) => void sheet.block(caption, { ...area, y }, label),
        },
        {
          height: heightOf(lines),
          keepWithNext: true,
          draw: (y) => {
            const head = sheet.open('THead', open())
            const line = sheet.open('TR', head)
            const cells = headRow.cells.map(({ tag, scope }) => sheet.open(tag, line, scope ? { scope } : {}))
            drawRow(headRow, y, [0, lines], (index, draw) => cells[index]?.add(draw))
            head.end()
          },
        },
        ...rowUnits(
          rows,
          () => sheet.open('TBody', open()),
          () => table?.end(),
          { height: heightOf(lines), draw: repeated },
        ),
      ]
    },

    /** Labels and values; two short ones share a row, a long one has a row of its own. */
    facts(facts: readonly Fact[]): Unit[] {
      const four = edgesOf([HALF_LABEL, HALF_VALUE, HALF_LABEL, HALF_VALUE])
      const two = [area.x, edge(four, 1), right]
      const room = area.width * HALF_VALUE - 2 * PAD_X
      const short = ({ value }: Fact): boolean => !value.includes('\n') && sheet.measure(value, cell) <= room
      const packed: Fact[][] = []
      for (const fact of facts) {
        const last = packed.at(-1)
        if (last?.length === 1 && last.every(short) && short(fact)) last.push(fact)
        else packed.push([fact])
      }
      const rows = packed.map((pair): Row => {
        const edges = pair.length === 1 ? two : four
        const width = (index: number): number => edge(edges, index + 1) - edge(edges, index)
        return {
          edges,
          cells: pair.flatMap((fact, index) => [
            cellOf(fact.label, width(2 * index), 'left', 'Row'),
            cellOf(fact.value, width(2 * index + 1), 'left'),
          ]),
        }
      })
      let table: StructureElement | undefined
      const open = (): StructureElement => (table ??= sheet.open('Table'))
      return rowUnits(
        rows,
        () => sheet.open('TBody', open()),
        () => table?.end(),
      )
    },
  }
}
