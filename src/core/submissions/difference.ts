import { splitChoices } from '../forms/field.ts'
import { placeOf, type Target } from '../verdicts/targets.ts'
import type { Snapshot, SubmittedMaterial, SubmittedRow, SubmittedSection } from './snapshot.ts'

/** What became of a part from one submission to the other. */
export type Change = 'same' | 'changed' | 'added' | 'removed'

export type RowDifference = {
  readonly field: string
  readonly label: string
  readonly kind: string | undefined
  readonly change: Change
  /** Readable texts; absent on the side that does not ask it. */
  readonly before: string | undefined
  readonly after: string | undefined
}

type ItemDifference = {
  readonly id: string
  readonly title: string
  readonly change: Change
  readonly rows: readonly RowDifference[]
}

type SectionDifference = {
  readonly page: string
  readonly title: string
  readonly change: Change
  readonly rows: readonly RowDifference[]
  readonly items: readonly ItemDifference[]
}

type FileDifference = SubmittedMaterial['files'][number] & { readonly change: Change; readonly was?: string }

type MaterialDifference = {
  readonly code: string
  readonly title: string
  readonly change: Change
  readonly files: readonly FileDifference[]
}

export type Difference = {
  readonly sections: readonly SectionDifference[]
  readonly materials: readonly MaterialDifference[]
}

/** Both sides by a key, in the order of the later one; what only the earlier one had comes after. */
const paired = <T>(
  before: readonly T[],
  after: readonly T[],
  key: (part: T) => string,
): readonly { readonly before: T | undefined; readonly after: T | undefined }[] => {
  const earlier = new Map(before.map((part) => [key(part), part]))
  const later = new Set(after.map(key))
  return [
    ...after.map((part) => ({ before: earlier.get(key(part)), after: part })),
    ...before.filter((part) => !later.has(key(part))).map((part) => ({ before: part, after: undefined })),
  ]
}

const numeric = new Set(['integer', 'decimal'])

/** Typed where both sides are: 3.50 is 3.5, and options are a set. Otherwise by what people read. */
const isSame = (one: SubmittedRow, other: SubmittedRow): boolean => {
  if (one.value === undefined || other.value === undefined || one.kind !== other.kind) return one.text === other.text
  if (one.value === other.value) return true
  if (one.kind !== undefined && numeric.has(one.kind))
    return one.value !== '' && other.value !== '' && Number(one.value) === Number(other.value)
  if (one.kind === 'choices')
    return splitChoices(one.value).toSorted().join() === splitChoices(other.value).toSorted().join()
  return false
}

const sideChange = (before: unknown, after: unknown, same: () => boolean): Change =>
  before === undefined ? 'added' : after === undefined ? 'removed' : same() ? 'same' : 'changed'

const rowsBetween = (before: readonly SubmittedRow[], after: readonly SubmittedRow[]): readonly RowDifference[] =>
  paired(before, after, ({ field }) => field).flatMap(({ before: one, after: other }) => {
    const shown = other ?? one
    return shown
      ? [
          {
            field: shown.field,
            label: shown.label,
            kind: shown.kind,
            change: sideChange(one, other, () => one !== undefined && other !== undefined && isSame(one, other)),
            before: one?.text,
            after: other?.text,
          },
        ]
      : []
  })

const allSame = (parts: readonly { readonly change: Change }[]): boolean =>
  parts.every(({ change }) => change === 'same')

const itemsBetween = (before: SubmittedSection['items'], after: SubmittedSection['items']): readonly ItemDifference[] =>
  paired(before, after, ({ id }) => id).flatMap(({ before: one, after: other }) => {
    const shown = other ?? one
    if (!shown) return []
    const rows = rowsBetween(one?.rows ?? [], other?.rows ?? [])
    return [{ id: shown.id, title: shown.title, change: sideChange(one, other, () => allSame(rows)), rows }]
  })

const filesBetween = (
  before: SubmittedMaterial['files'],
  after: SubmittedMaterial['files'],
): readonly FileDifference[] =>
  paired(before, after, ({ sha256 }) => sha256).flatMap(({ before: one, after: other }) => {
    const shown = other ?? one
    if (!shown) return []
    const change = sideChange(one, other, () => one?.name === other?.name)
    return [{ ...shown, change, ...(change === 'changed' && one ? { was: one.name } : {}) }]
  })

/**
 * Everything two submissions of a case say, side by side: answer by answer, item by item of a list (told by its id),
 * file by file of a material (told by its hash; `changed` is the same file under another name).
 */
export const difference = (before: Snapshot, after: Snapshot): Difference => ({
  sections: paired(before.sections, after.sections, ({ page }) => page).flatMap(({ before: one, after: other }) => {
    const shown = other ?? one
    if (!shown) return []
    const rows = rowsBetween(one?.rows ?? [], other?.rows ?? [])
    const items = itemsBetween(one?.items ?? [], other?.items ?? [])
    const change = sideChange(one, other, () => allSame(rows) && allSame(items))
    return [{ page: shown.page, title: shown.title, change, rows, items }]
  }),
  materials: paired(before.materials, after.materials, ({ code }) => code).flatMap(({ before: one, after: other }) => {
    const shown = other ?? one
    if (!shown) return []
    const files = filesBetween(one?.files ?? [], other?.files ?? [])
    // What is asked for only on one side, and of which nothing was handed in, is no change.
    const change = files.length === 0 ? 'same' : sideChange(one, other, () => allSame(files))
    return [{ code: shown.code, title: shown.title, change, files }]
  }),
})

/** What became of one thing that can be judged: its answers, of an item with the item's title, and its files. */
export const differenceAt = ({ sections, materials }: Difference, target: Target) => {
  const { code, part } = placeOf(target)
  const page = target.kind === 'material' ? undefined : sections.find((section) => section.page === code)
  const own = target.kind === 'item' ? [] : (page?.rows ?? []).filter(({ field }) => !part || field === part)
  const items = target.kind === 'field' ? [] : (page?.items ?? []).filter(({ id }) => !part || id === part)
  return {
    rows: [
      ...own.map((row) => ({ row, item: undefined })),
      ...items.flatMap((item) => item.rows.map((row) => ({ row, item: item.title }))),
    ].filter(({ row }) => row.change !== 'same'),
    files:
      target.kind === 'material'
        ? materials.filter((material) => material.code === code).flatMap(({ files }) => differing(files))
        : [],
  }
}

const differing = <T extends { readonly change: Change }>(parts: readonly T[]): readonly T[] =>
  parts.filter(({ change }) => change !== 'same')

/** The same without what did not change. */
export const onlyChanges = ({ sections, materials }: Difference): Difference => ({
  sections: differing(sections).map((section) => ({
    ...section,
    rows: differing(section.rows),
    items: differing(section.items).map((item) => ({ ...item, rows: differing(item.rows) })),
  })),
  materials: differing(materials).map((material) => ({ ...material, files: differing(material.files) })),
})

/** How much two submissions differ, in words: 改动3处填写内容、1份材料. A change of an item of a list counts once. */
export const changesText = (before: Snapshot, after: Snapshot): string => {
  const { sections, materials } = onlyChanges(difference(before, after))
  const answers = sections.reduce((sum, { rows, items }) => sum + rows.length + items.length, 0)
  const parts = [answers > 0 && `${answers}处填写内容`, materials.length > 0 && `${materials.length}份材料`]
  return parts.some(Boolean) ? `改动${parts.filter(Boolean).join('、')}` : '没有改动'
}
