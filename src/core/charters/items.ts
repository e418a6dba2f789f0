import type { ListItem, RawValues } from '../forms/field.ts'
import { compareCharters, type ComparedClause, type Comparison, type Pairs } from './compare.ts'
import { articleNumber, type Clause } from './text.ts'

// A charter as it is edited: the articles are the items of a list. Each says which article in force it comes from, and why
// it is otherwise; one that is to go stays in its place, marked, so that why it goes can be said.

export const KEPT = 'KEPT'
export const REMOVED = 'REMOVED'

type Item = Pick<ListItem, 'id' | 'values'>

const isKept = ({ values }: Item): boolean => values['state'] !== REMOVED
const wasOf = ({ values }: Item): number | undefined =>
  /^[1-9]\d{0,2}$/.test(values['was'] ?? '') ? Number(values['was']) - 1 : undefined
const clauseOf = ({ values: { chapter = '', section = '', text = '' } }: Item): Clause => ({ chapter, section, text })

/** The charter that the items make. */
export const clausesIn = (items: readonly Item[]): readonly Clause[] => items.filter(isKept).map(clauseOf)

/** Which item each article is, by its place. */
export const keptIn = <I extends Item>(items: readonly I[]): readonly I[] => items.filter(isKept)

/** What each item is called: 第三条, or that it goes. */
export const itemNumbers = (items: readonly Item[]): readonly string[] => {
  let place = -1
  return items.map((item) => {
    if (!isKept(item)) return '删除'
    place += 1
    return articleNumber(place)
  })
}

const pairsIn = (items: readonly Item[]): Pairs =>
  new Map(
    keptIn(items).flatMap((item, place) => {
      const was = wasOf(item)
      return was === undefined ? [] : [[place, was] as const]
    }),
  )

type AmendedClause = ComparedClause & { readonly item?: string; readonly reason: string }
export type Amendment = Omit<Comparison, 'rows'> & { readonly rows: readonly AmendedClause[] }

/** What the items make of the charter in force, article by article, with the reason given for each. */
export const amendmentOf = (before: readonly Clause[], items: readonly Item[]): Amendment => {
  const kept = keptIn(items)
  const { rows, titles } = compareCharters(before, clausesIn(items), pairsIn(items))
  const gone = new Map(items.filter((item) => !isKept(item)).map((item) => [wasOf(item), item]))
  return {
    titles,
    rows: rows.map((row) => {
      const item = row.now ? kept[row.now.place] : gone.get(row.old?.place)
      return { ...row, ...(item ? { item: item.id } : {}), reason: item?.values['reason'] ?? '' }
    }),
  }
}

/** How much of a charter is otherwise, in words. */
export const amendedText = ({ rows }: Comparison): string => {
  const words = { changed: '修改', added: '新增', removed: '删除', moved: '移动' } as const
  const counts = Object.entries(words).flatMap(([change, word]) => {
    const { length } = rows.filter((row) => row.change === change)
    return length > 0 ? [`${word}${String(length)}条`] : []
  })
  return counts.length > 0 ? counts.join('、') : '没有改动'
}

const valuesOf = (clause: Clause, was: number | undefined, reason = ''): RawValues => ({
  ...clause,
  was: was === undefined ? '' : String(was + 1),
  state: KEPT,
  reason,
})

/** Items of a charter to begin with: the one in force, or, without `inForce`, a text that comes from nothing here. */
export const itemsBegun = (clauses: readonly Clause[], inForce: boolean): readonly RawValues[] =>
  clauses.map((clause, place) => valuesOf(clause, inForce ? place : undefined))

/**
 * Items of a text that was brought, beside the charter in force: what comes from which article is found by what it says,
 * what is not in it any more stays marked, and reasons given before are kept.
 */
export const itemsTaken = (
  before: readonly Clause[],
  now: readonly Clause[],
  earlier: readonly Item[] = [],
): readonly RawValues[] => {
  const given = new Map(earlier.map((item) => [wasOf(item), item.values['reason'] ?? '']))
  return compareCharters(before, now).rows.flatMap(({ old, now: to }): readonly RawValues[] => {
    const reason = old ? given.get(old.place) : undefined
    const clause = to ? now[to.place] : before[old?.place ?? -1]
    if (!clause) return []
    return [{ ...valuesOf(clause, old?.place, reason), ...(to ? {} : { state: REMOVED }) }]
  })
}
