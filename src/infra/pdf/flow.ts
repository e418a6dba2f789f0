/** A piece of a page that is never cut: a line, a row, the end of a letter. */
export type Unit = {
  readonly height: number
  /** Space above it, which a page does not begin with, and below it, which a page does not end with. */
  readonly before?: number
  readonly after?: number
  readonly draw: (y: number, page: number) => void
  /** The next unit stands on the same page: a caption and its table, the last lines and the signature. */
  readonly keepWithNext?: boolean
  /** Drawn above it once more where a page begins with it: the head of a table. */
  readonly head?: { readonly height: number; readonly draw: (y: number) => void }
  /** The two parts of a long row of which the first is not higher than the room; nothing when it had better not be cut. */
  readonly split?: (room: number) => readonly [Unit, Unit] | undefined
}

type Placed = { readonly draw: Unit['draw']; readonly page: number; readonly y: number }
type Page = { readonly top: number; readonly bottom: number }

const gap = (above: Unit | undefined, below: Unit): number => Math.max(above?.after ?? 0, below.before ?? 0)

/** Height from the head of a page to the end of what has to stay together with the first unit. */
function chunkHeight(units: readonly Unit[]): number {
  let height = 0
  for (const [index, unit] of units.entries()) {
    height += unit.height + (index === 0 ? 0 : gap(units[index - 1], unit))
    if (!unit.keepWithNext) break
  }
  return height
}

/** Says where each unit stands, page by page. What belongs together is parted only when it is higher than a page. */
export function paginate(all: readonly Unit[], { top, bottom }: Page): readonly Placed[] {
  const placed: Placed[] = []
  const units = [...all]
  let page = 0
  let y = top
  /** The unit above on the same page. */
  let above: Unit | undefined
  const turn = (): void => {
    page += 1
    y = top
    above = undefined
  }
  for (let unit = units.shift(); unit; unit = units.shift()) {
    const head = !above && page > 0 ? unit.head : undefined
    const at = y + (above ? gap(above, unit) : (head?.height ?? 0))
    const room = bottom - at
    const chunk = chunkHeight([unit, ...units])
    const together = chunk <= bottom - top - (unit.head?.height ?? 0)
    if ((together ? chunk : unit.height) > room) {
      const parts = unit.split?.(room)
      if (parts) {
        // Each part keeps what the whole has on its side.
        const { before = 0, after = 0, keepWithNext = false } = unit
        units.unshift({ ...parts[0], before }, { ...parts[1], after, keepWithNext })
        continue
      }
      if (above) {
        units.unshift(unit)
        turn()
        continue
      }
    }
    if (head) placed.push({ draw: head.draw, page, y })
    placed.push({ draw: unit.draw, page, y: at })
    y = at + unit.height
    above = unit
  }
  return placed
}
