import type { Matter } from '../matters/define.ts'
import { pageOf, stageOf } from '../matters/journey.ts'
import type { Snapshot } from '../submissions/snapshot.ts'

// What an official judges, and a correction names: a page, one field of it, one item of its list, or a material. A line
// of the check list is ticked in the same way, but nothing tells the applicant of it.

export const TARGET_KINDS = ['page', 'field', 'item', 'material', 'check'] as const
export type TargetKind = (typeof TARGET_KINDS)[number]

/** `target`: page code, `page.field`, `page#item`, material code, or code of a check. */
export type Target = { readonly kind: TargetKind; readonly target: string }

export type NamedTarget = Target & {
  /** As it is told to the applicant and printed. */
  readonly title: string
  /** Short name within its group. */
  readonly label: string
}

/** A page or a material with everything in it that can be judged; the whole comes first. */
export type TargetGroup = {
  /** Page or material code. */
  readonly code: string
  readonly kind: 'page' | 'material'
  readonly title: string
  /** Nothing was handed in of it: there is nothing to look at. */
  readonly empty: boolean
  readonly targets: readonly NamedTarget[]
}

export const keyOf = ({ kind, target }: Target): string => `${kind}:${target}`
export const fieldTarget = (page: string, field: string): Target => ({ kind: 'field', target: `${page}.${field}` })
export const itemTarget = (page: string, item: string): Target => ({ kind: 'item', target: `${page}#${item}` })

const separators = { page: undefined, field: '.', item: '#', material: undefined, check: undefined } as const

/** Where a target lies: the page or material it is or belongs to, and the field or item in it. */
export const placeOf = ({ kind, target }: Target): { readonly code: string; readonly part: string | undefined } => {
  const separator = separators[kind]
  const at = separator === undefined ? -1 : target.indexOf(separator)
  return at < 0 ? { code: target, part: undefined } : { code: target.slice(0, at), part: target.slice(at + 1) }
}

/** Whether a target is the other one, or lies in the page the other one is. */
export const isWithin = (inner: Target, outer: Target): boolean =>
  keyOf(inner) === keyOf(outer) ||
  (outer.kind === 'page' && inner.kind !== 'material' && placeOf(inner).code === outer.target)

/** Everything of a submission that can be judged in its stage: what the stage asks itself, and nothing it only shows. */
export const targetsOf = (matter: Matter, stage: string, submitted: Snapshot): readonly TargetGroup[] => {
  const { pages, materials } = stageOf(matter, stage)
  return [
    ...submitted.sections
      .filter(({ page }) => pages.includes(page))
      .map(({ page, title, rows, items }): TargetGroup => ({
        code: page,
        kind: 'page',
        title,
        empty: false,
        targets: [
          { kind: 'page', target: page, title, label: '整页' },
          ...rows.map(({ field, label }) => ({ ...fieldTarget(page, field), title: `${title}：${label}`, label })),
          // Many that were brought as a whole are judged as a whole.
          ...(pageOf(matter, page)?.list?.bulk ? [] : items).map((item, index) => ({
            ...itemTarget(page, item.id),
            title: `${title}：第${index + 1}项 ${item.title}`,
            label: `第${index + 1}项：${item.title}`,
          })),
        ],
      })),
    ...submitted.materials
      .filter(({ code }) => materials.includes(code))
      .map(({ code, title, files }): TargetGroup => ({
        code,
        kind: 'material',
        title,
        empty: files.length === 0,
        targets: [{ kind: 'material', target: code, title, label: title }],
      })),
  ]
}
