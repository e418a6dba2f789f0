import { emptyPage } from '../forms/field.ts'
import { rows, itemTitle, validatePage, type PageFinding, type Row } from '../forms/page.ts'
import type { Page } from '../forms/page.ts'
import type { AnswerSet, Answers, Material, Matter, RuleContext, RuleFinding, Stage } from './define.ts'
import type { StageCode } from '../workflow/states.ts'

/** The stage of a matter. Throws when it has none of that code, which checkMatter rules out. */
export const stageOf = (matter: Matter, code: StageCode): Stage => {
  const found = matter.stages.find((stage) => stage.code === code)
  if (!found) throw new Error(`${matter.code} has no stage ${code}`)
  return found
}

export const pageOf = (matter: Matter, code: string): Page | undefined =>
  matter.pages.find((page) => page.code === code)

export const materialOf = (matter: Matter, code: string): Material | undefined =>
  matter.materials.find((material) => material.code === code)

const pagesOf = (matter: Matter, codes: readonly string[]): readonly Page[] =>
  codes.map((code) => pageOf(matter, code)).filter((page) => page !== undefined)

/**
 * Whether the answers make a material necessary, possible, or pointless. A condition on a field of a list holds when
 * any of its items answers so.
 */
export const materialNeed = (material: Material, answers: Answers): 'required' | 'optional' | 'not-needed' => {
  if (material.requiredIf) {
    const { page, field, is } = material.requiredIf
    const given = [answers.value(page, field), ...answers.items(page).map((item) => item.values[field] ?? '')]
    if (!given.some((raw) => is.includes(raw))) return 'not-needed'
  }
  return material.optional ? 'optional' : 'required'
}

export type RuleResult = RuleFinding & {
  readonly code: string
  readonly basis: string
  readonly level: 'BLOCK' | 'WARN'
}

/** Every finding of the rules in force on that day for a stage, all at once. */
export const applyRules = (
  matter: Matter,
  stage: StageCode,
  answers: Answers,
  context: RuleContext,
): readonly RuleResult[] =>
  matter.rules
    .filter((rule) => rule.stages.includes(stage))
    .filter(
      ({ effectiveFrom, effectiveTo }) =>
        effectiveFrom <= context.today && (effectiveTo === undefined || context.today < effectiveTo),
    )
    .flatMap((rule) =>
      rule
        .check(answers, context)
        .map((finding) => ({ ...finding, code: rule.code, basis: rule.basis, level: rule.level })),
    )

type PageState = {
  readonly page: Page
  readonly status: 'todo' | 'error' | 'done'
  readonly findings: readonly (PageFinding & { readonly level: 'BLOCK' | 'WARN'; readonly basis?: string })[]
}

type MaterialState = {
  readonly material: Material
  readonly need: 'required' | 'optional'
  readonly files: number
  readonly done: boolean
}

export type StageState = {
  readonly pages: readonly PageState[]
  readonly materials: readonly MaterialState[]
  /** Nothing stands in the way of submitting, as far as the answers and files go. */
  readonly complete: boolean
}

/** How far a stage is: computed from the answers each time, never stored. */
export const stageState = (
  matter: Matter,
  stage: Stage,
  stored: AnswerSet,
  answers: Answers,
  fileCounts: Readonly<Record<string, number>>,
  context: RuleContext,
): StageState => {
  const ruled = applyRules(matter, stage.code, answers, context)
  const pages = pagesOf(matter, stage.pages).map((page): PageState => {
    const data = stored[page.code]
    const findings = [
      ...validatePage(page, data ?? emptyPage, context.today).map((finding) => ({
        ...finding,
        level: 'BLOCK' as const,
      })),
      ...ruled.filter((finding) => finding.page === page.code),
    ]
    const blocked = findings.some((finding) => finding.level === 'BLOCK')
    return { page, status: data === undefined && blocked ? 'todo' : blocked ? 'error' : 'done', findings }
  })
  const materials = stage.materials
    .map((code) => materialOf(matter, code))
    .filter((material) => material !== undefined)
    .flatMap((material): MaterialState[] => {
      const need = materialNeed(material, answers)
      if (need === 'not-needed') return []
      const files = fileCounts[material.code] ?? 0
      return [{ material, need, files, done: files > 0 || need === 'optional' }]
    })
  return {
    pages,
    materials,
    complete: pages.every((page) => page.status === 'done') && materials.every((material) => material.done),
  }
}

/** One page as people read it: its own answers and, for a list, each item's. */
export type Section = {
  readonly page: string
  readonly title: string
  readonly rows: readonly Row[]
  readonly items: readonly { readonly id: string; readonly title: string; readonly rows: readonly Row[] }[]
}

/** Readable answers of the given pages, for 核对, case, print and the frozen snapshot. */
export const sections = (matter: Matter, codes: readonly string[], stored: AnswerSet): readonly Section[] =>
  pagesOf(matter, codes).map((page) => {
    const data = stored[page.code] ?? emptyPage
    const { list } = page
    return {
      page: page.code,
      title: page.title,
      rows: rows(page.fields, data.values),
      items: list
        ? data.items.map((item) => ({
            id: item.id,
            title: itemTitle(list, item),
            rows: rows(list.fields, item.values),
          }))
        : [],
    }
  })
