import type { Sheet, StructureElement, Style } from './sheet.ts'

const LINE = '#8a8a8a'
const LARGEST_BOX = 20
const BOXES = { empty: '□ ', ticked: '☑ ' } as const

type Cell = { readonly x: number; readonly width: number; readonly top: number; readonly height: number }

/** A box for each figure, side by side in a cell. */
export function drawFigures(
  sheet: Sheet,
  value: string,
  count: number,
  { x, width, top, height }: Cell,
  style: Style,
  element: StructureElement,
): void {
  const side = Math.min(width / count, height - 4, LARGEST_BOX)
  const at = (index: number) => x + index * side
  const y = top + (height - side) / 2
  sheet.artifact(() => {
    for (let index = 0; index < count; index += 1) sheet.doc.rect(at(index), y, side, side)
    sheet.doc.lineWidth(0.5).strokeColor(LINE).stroke()
  })
  if (value === '') return
  element.add(() => {
    for (const [index, figure] of Array.from(value).entries())
      sheet.line(figure, { x: at(index), y: y + (side - style.leading) / 2, width: side }, style, 'center')
  })
}

/** Boxes to tick with their words, as many in a line as have room; drawn from the top they are given. */
export function tickList(
  sheet: Sheet,
  options: readonly string[],
  ticked: readonly string[],
  area: { readonly x: number; readonly width: number },
  style: Style,
): { readonly height: number; readonly draw: (top: number) => void } {
  const indent = 2 * style.size
  const between = 3 * style.size
  const boxWidth = Math.max(...Object.values(BOXES).map((text) => sheet.measure(text, style)))
  let [x, line] = [indent, 0]
  const placed = options.map((option) => {
    const lines = sheet.wrap(option, area.width - indent - boxWidth, style)
    const width = boxWidth + Math.max(...lines.map((text) => sheet.measure(text, style)))
    if (x > indent && x + width > area.width) [x, line] = [indent, line + 1]
    const place = { lines, x: area.x + x, line, box: ticked.includes(option) ? BOXES.ticked : BOXES.empty }
    x += width + between
    line += lines.length - 1
    return place
  })
  return {
    height: (line + 1) * style.leading,
    draw: (top) => {
      const list = sheet.open('L')
      for (const place of placed) {
        const item = sheet.open('LI', list)
        const at = (text: string, element: StructureElement, inset: number, row: number) =>
          element.add(() =>
            sheet.line(
              text,
              { x: place.x + inset, y: top + (place.line + row) * style.leading, width: area.width },
              style,
            ),
          )
        const label = sheet.open('Lbl', item)
        at(place.box, label, 0, 0)
        label.end()
        const words = sheet.open('LBody', item)
        for (const [row, text] of place.lines.entries()) at(text, words, boxWidth, row)
        words.end()
        item.end()
      }
      list.end()
    },
  }
}
