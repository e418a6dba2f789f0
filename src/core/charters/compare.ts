import type { Clause } from './text.ts'

/** What became of an article from one text to the other; `moved`: its place among the others is another one. */
export type ClauseChange = 'same' | 'changed' | 'added' | 'removed' | 'moved'

/** An article with its place, from 0 on. */
type Side = { readonly place: number; readonly text: string }
export type ComparedClause = { readonly change: ClauseChange; readonly old?: Side; readonly now?: Side }

export type Comparison = {
  /** In the order of the later text; what is removed comes after what stood before it. */
  readonly rows: readonly ComparedClause[]
  /** Titles of chapters and sections that are otherwise though their articles stayed. */
  readonly titles: readonly { readonly old: string; readonly now: string }[]
}

/** Which earlier article each later one comes from, by their places. */
export type Pairs = ReadonlyMap<number, number>

const key = (text: string): string => text.replaceAll(/\s+/gu, '')

/** How often each two characters that follow one another stand in a text. */
const bigrams = (text: string): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (let at = 0; at + 1 < text.length; at += 1) {
    const two = text.slice(at, at + 2)
    counts.set(two, (counts.get(two) ?? 0) + 1)
  }
  return counts
}

/** Dice's coefficient: 1 for the same, 0 for nothing in common. */
const likeness = (one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number => {
  let [common, all] = [0, 0]
  for (const count of other.values()) all += count
  for (const [two, count] of one) {
    all += count
    common += Math.min(count, other.get(two) ?? 0)
  }
  return all === 0 ? 0 : (2 * common) / all
}

/** Below it two articles are not the same one said otherwise. */
const LIKE = 0.4

/** Of two that stand alone between the same neighbours less is enough. */
const LIKE_IN_PLACE = 0.2

/** Articles of two texts that are each other's: those that say the same, those most alike, those in the same place. */
export const pairsFound = (old: readonly Clause[], now: readonly Clause[]): Pairs => {
  const pairs = new Map<number, number>()
  const free = new Map<string, number[]>()
  for (const [place, { text }] of old.entries()) free.set(key(text), [...(free.get(key(text)) ?? []), place])
  for (const [place, { text }] of now.entries()) {
    const from = free.get(key(text))?.shift()
    if (from !== undefined) pairs.set(place, from)
  }
  const taken = new Set(pairs.values())
  const lone = (clauses: readonly Clause[], isTaken: (place: number) => boolean) =>
    clauses.flatMap(({ text }, place) => (isTaken(place) ? [] : [{ place, grams: bigrams(key(text)) }]))
  const left = lone(old, (place) => taken.has(place))
  const candidates = lone(now, (place) => pairs.has(place))
    .flatMap((one) => left.map((other) => ({ one, other, like: likeness(one.grams, other.grams) })))
    .filter(({ like }) => like >= LIKE)
    .toSorted((a, b) => b.like - a.like)
  for (const { one, other } of candidates)
    if (!pairs.has(one.place) && !taken.has(other.place)) {
      pairs.set(one.place, other.place)
      taken.add(other.place)
    }
  for (const place of now.keys()) {
    const [before, after] = [
      place === 0 ? -1 : pairs.get(place - 1),
      place + 1 === now.length ? old.length : pairs.get(place + 1),
    ]
    const [alone, it] = [before === undefined ? undefined : old[before + 1], now[place]]
    if (pairs.has(place) || before === undefined || after !== before + 2 || taken.has(before + 1) || !alone || !it)
      continue
    if (likeness(bigrams(key(it.text)), bigrams(key(alone.text))) < LIKE_IN_PLACE) continue
    pairs.set(place, before + 1)
    taken.add(before + 1)
  }
  return pairs
}

/** The longest run of later articles whose earlier places rise: all others were moved. */
const inOrder = (pairs: readonly (readonly [number, number])[]): ReadonlySet<number> => {
  const best = pairs.map(([now, old]) => ({ now, old, length: 1, from: -1 }))
  for (const [at, one] of best.entries())
    for (const [from, before] of best.slice(0, at).entries())
      if (before.old < one.old && before.length + 1 > one.length) [one.length, one.from] = [before.length + 1, from]
  const kept = new Set<number>()
  let at = best.reduce((most, { length }, place) => (length > (best[most]?.length ?? 0) ? place : most), 0)
  for (let one = best[at]; one; one = best[at]) {
    kept.add(one.now)
    at = one.from
  }
  return kept
}

/** Article by article what became of one text in another. */
export const compareCharters = (
  old: readonly Clause[],
  now: readonly Clause[],
  pairs: Pairs = pairsFound(old, now),
): Comparison => {
  const ordered = [...pairs].toSorted(([one], [other]) => one - other)
  const stayed = inOrder(ordered)
  const kept = new Set(pairs.values())
  const side = (clauses: readonly Clause[], place: number): Side => ({ place, text: clauses[place]?.text ?? '' })
  const rows: ComparedClause[] = now.map((_, place) => {
    const from = pairs.get(place)
    if (from === undefined) return { change: 'added', now: side(now, place) }
    const [before, after] = [side(old, from), side(now, place)]
    const change = !stayed.has(place) ? 'moved' : key(before.text) === key(after.text) ? 'same' : 'changed'
    return { change, old: before, now: after }
  })
  for (const place of old.keys()) {
    if (kept.has(place)) continue
    const after = rows.findLastIndex((row) => row.old !== undefined && row.old.place < place && row.change !== 'moved')
    rows.splice(after + 1, 0, { change: 'removed', old: side(old, place) })
  }
  const titles = new Map<string, { old: string; now: string }>()
  const title = ({ chapter, section }: Clause): string => `${chapter}${section === '' ? '' : `　${section}`}`
  for (const [to, from] of ordered) {
    const [before, after] = [old[from], now[to]]
    if (!before || !after || !stayed.has(to) || title(before) === title(after)) continue
    titles.set(`${title(before)} ${title(after)}`, { old: title(before), now: title(after) })
  }
  return { rows, titles: [...titles.values()] }
}

/** What is told of a change. */
export const changeTexts = {
  same: '未改',
  changed: '修改',
  added: '新增',
  removed: '删除',
  moved: '移动',
} as const satisfies Record<ClauseChange, string>
