import { emptyPage, holds } from '../forms/field.ts'
import { rows, itemTitle, validatePage, type Page, type PageFinding, type Row } from '../forms/page.ts'
import type { RegisterItems } from '../register/changes.ts'
import { clocks, type Clock } from '../workflow/clocks.ts'
import type { Outcome } from '../workflow/procedure.ts'
import { statuses, type Status } from '../workflow/statuses.ts'
import { actionsOf, clocksOf, procedureOf, stepOf } from '../workflow/procedures/index.ts'
import { elsewhereOf, readAnswers } from './answers.ts'
import { paperFields } from './consent.ts'
import type { RuleContext, TellContext } from './contexts.ts'
import type { AnswerSet, Answers, AnyStage, Limit, Material, Matter, On, RuleFinding } from './define.ts'
import type { ConsentPlace } from './facts.ts'
import type { MatterPolicies } from './policies.ts'
import { movedSince } from './take-over.ts'

/** The stage of a matter. Throws when it has none of that code, which checkMatter rules out. */
export const stageOf = (matter: Matter, code: string): AnyStage => {
  const found = matter.stages.find((stage) => stage.code === code)
  if (!found) throw new Error(`${matter.code} has no stage ${code}`)
  return found
}

/** The stage of a matter after this one, in the matter's own order; none after the last. */
export const stageAfter = (matter: Matter, code: string): AnyStage | undefined =>
  matter.stages[matter.stages.findIndex((stage) => stage.code === code) + 1]

/** What hangs on an outcome of a stage. */
export const onOutcome = (stage: AnyStage, outcome: Outcome | undefined): On | undefined => {
  const on: Readonly<Partial<Record<string, On>>> = stage.on
  return outcome === undefined ? undefined : on[outcome]
}

/** The word on the button of a step, in this stage. */
export const stepText = (stage: AnyStage, action: string): string => {
  const step = stepOf(stage.procedure, action)
  if (!step) throw new Error(`${stage.procedure} has no step ${action}`)
  return onOutcome(stage, step.outcome)?.text ?? step.text
}

/** The stages of a matter if all goes well. */
export const hopedFor = ({ stages }: Matter): readonly AnyStage[] => stages.filter(({ unhoped }) => !unhoped)

/** What a stage is called where one of its cases is: that of a report by its year. */
export const titleOfStage = ({ family, about }: Matter, { title }: AnyStage, answers: Answers): string =>
  family === 'report' && about ? `${about.text(answers)}${title.replace(/^年度/u, '')}` : title

/** What a stage decides when all is well, in the words of the button: 准予登记, 核准名称. */
export const decidesText = (stage: AnyStage): string =>
  actionsOf(stage.procedure)
    .filter((action) =>
      ['granted', 'approved', 'filed', 'suitable', 'qualified', 'rectified'].includes(
        stepOf(stage.procedure, action)?.outcome ?? '',
      ),
    )
    .map((action) => stepText(stage, action))
    .at(0) ?? ''

/** What a clock of a stage asks for, after the name of whoever has to do it. */
export const dueText = (stage: AnyStage, clock: Clock): string => stage.limits[clock]?.due ?? clocks[clock].due

/** What comes once a stage has ended well: the next one, where its end opens it. */
export const afterText = (matter: Matter, { code, on }: AnyStage): string => {
  const next = Object.values<On | undefined>(on).some((end) => end?.opens) ? stageAfter(matter, code) : undefined
  return next ? `接着${next.title}` : '全部办结'
}

const nodeTexts = { first: '初审', second: '复审', final: '终审' } as const

/**
 * What the applicant is told that happened. Whether an official proposed 同意 or 不同意 stays inside until the approver
 * decides: of a proposal they hear that the node is done.
 */
export const toldText = (stage: AnyStage, action: string): string => {
  const step = stepOf(stage.procedure, action)
  return step?.proposes && step.node ? `${nodeTexts[step.node]}完成` : stepText(stage, action)
}

/** What a status is called in this stage: the words of the outcome that leads to it, or everybody's. */
export const statusText = (stage: AnyStage, status: Status): string =>
  Object.values(procedureOf(stage.procedure).steps)
    .filter((step) => step.to === status)
    .map((step) => onOutcome(stage, step.outcome)?.status)
    .find((text) => text !== undefined) ?? statuses[status].text

/** Whether a step takes back a certificate that may be said to be lost (Stage.lost). */
export const takesBack = (stage: AnyStage, action: string): boolean =>
  action === 'recoverCertificate' && stage.lost !== undefined

/** What is otherwise in a stage for whoever gave these answers. */
const specialOf = ({ special }: AnyStage, answers: Answers | undefined): AnyStage['special'] =>
  special && answers && holds(special.when, {}, elsewhereOf(answers)) ? special : undefined

/**
 * Working days of a clock in a stage, with what the site promises; with the answers, for whoever gave those. How long
 * there is to put papers right the site sets itself.
 */
export const limitOf = (
  matter: Matter,
  stage: AnyStage,
  clock: Clock,
  policies: Pick<MatterPolicies, 'committed' | 'correction'>,
  answers?: Answers,
): Limit | undefined => {
  if (clock === 'correction') {
    const { rule, days } = policies.correction
    return clocksOf(stage.procedure).includes(clock) ? { statutory: days, committed: days, basis: rule } : undefined
  }
  const limit = stage.limits[clock]
  if (!limit) return undefined
  const committed = policies.committed[matter.code]?.[stage.code]?.[clock] ?? limit.committed
  const special = specialOf(stage, answers)?.limits[clock]
  return special ? { ...special, committed: Math.min(committed, special.committed) } : { ...limit, committed }
}

/** The law a stage's decisions rest on for whoever gave these answers. */
export const lawOf = (stage: AnyStage, answers: Answers): AnyStage['law'] => specialOf(stage, answers)?.law ?? stage.law

export const pageOf = (matter: Pick<Matter, 'pages'>, code: string): Page | undefined =>
  matter.pages.find((page) => page.code === code)

export const materialOf = (matter: Matter, code: string): Material | undefined =>
  matter.materials.find((material) => material.code === code)

const pagesOf = (matter: Matter, codes: readonly string[]): readonly Page[] =>
  codes.map((code) => pageOf(matter, code)).filter((page) => page !== undefined)

/** Whether the answers make a material necessary, possible, or pointless. */
export const materialNeed = (material: Material, answers: Answers): 'required' | 'optional' | 'not-needed' => {
  if (material.when && !holds(material.when, {}, elsewhereOf(answers))) return 'not-needed'
  return material.optional ? 'optional' : 'required'
}

/** Pages of these codes that the answers ask for. */
/** Whether a material is asked for no more: it is there only where what it went with was answered before. */
export const isRetiredMaterial = ({ when }: Material): boolean => when !== undefined && 'given' in when

export const askedPages = (matter: Matter, codes: readonly string[], answers: Answers): readonly Page[] =>
  pagesOf(matter, codes).filter((page) => !page.when || holds(page.when, {}, elsewhereOf(answers)))

export type RuleResult = RuleFinding & {
  readonly code: string
  readonly basis: string
  readonly level: 'BLOCK' | 'WARN'
  readonly asks?: true
}

/** Every finding of the rules in force on that day for a stage, all at once. */
export const applyRules = (
  matter: Matter,
  stage: string,
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
      rule.check(answers, context).map((finding) => ({
        ...finding,
        code: rule.code,
        basis: finding.basis ?? rule.basis,
        level: rule.level,
        ...(rule.asks ? { asks: rule.asks } : {}),
      })),
    )

type PageState = {
  readonly page: Page
  readonly status: 'todo' | 'error' | 'done'
  readonly findings: readonly (PageFinding & {
    readonly level: 'BLOCK' | 'WARN'
    readonly basis?: string
    readonly code?: string
    readonly explained?: true
  })[]
}

type MaterialState = {
  readonly material: Material
  readonly need: 'required' | 'optional'
  readonly files: number
  readonly done: boolean
  /** The unit's online consent stands for it. */
  readonly settled: boolean
}

export type StageState = {
  readonly pages: readonly PageState[]
  readonly materials: readonly MaterialState[]
  /** Nothing stands in the way of submitting, as far as the answers and files go. */
  readonly complete: boolean
}

/**
 * How far a stage is: computed from the answers each time, never stored. `settled`: the unit agreed online, so that
 * nothing is asked of its paper; what the rules say of number and date holds as ever.
 */
export const stageState = (
  matter: Matter,
  stage: AnyStage,
  stored: AnswerSet,
  answers: Answers,
  fileCounts: Readonly<Record<string, number>>,
  context: RuleContext,
  settled?: ConsentPlace,
): StageState => {
  const fromPaper = settled ? paperFields(settled) : []
  const ruled = applyRules(matter, stage.code, answers, context)
  const elsewhere = elsewhereOf(answers)
  const pages = askedPages(matter, stage.pages, answers).map((page): PageState => {
    const data = stored[page.code]
    const findings = [
      ...validatePage(page, data ?? emptyPage, context.today, elsewhere)
        .filter(({ field = '' }) => page.code !== settled?.page || !fromPaper.includes(field))
        .map((finding) => ({ ...finding, level: 'BLOCK' as const })),
      ...ruled.filter((finding) => finding.page === page.code),
      ...movedSince(matter, answers, page, data ?? emptyPage).map((finding) => ({
        ...finding,
        level: 'WARN' as const,
      })),
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
      const isSettled = material.code === settled?.material
      return [{ material, need, files, done: files > 0 || need === 'optional' || isSettled, settled: isSettled }]
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

/** What begins the name of a row that the portal says itself: nobody was asked it. */
const TOLD = 'told-'

/** Whether a row is what the portal said beside what was asked. */
export const isTold = ({ field }: Pick<Row, 'field'>): boolean => field.startsWith(TOLD)

/** What the portal says on a page, as rows. */
export const toldRows = (matter: Matter, page: string, about: TellContext): readonly Row[] =>
  (matter.tells?.[page]?.(about) ?? []).map(({ label, text }, at) => ({
    field: `${TOLD}${String(at)}`,
    label,
    text,
    kind: 'text',
    value: text,
  }))

/**
 * Readable answers of the given pages, for 核对, case, print and the frozen snapshot; `register`, `holdings`: what the
 * register says of the organization, told beside the answers that would change it, and where a page tells of it.
 */
export const sections = (
  matter: Matter,
  codes: readonly string[],
  stored: AnswerSet,
  register?: RegisterItems,
  holdings?: TellContext['holdings'],
): readonly Section[] => {
  const answers = readAnswers(matter.pages, stored)
  const elsewhere = elsewhereOf(answers)
  return askedPages(matter, codes, answers).map((page) => {
    const data = stored[page.code] ?? emptyPage
    const { list } = page
    const withBefore = (row: Row): Row => {
      const item = page.before?.[row.field]
      return item && register ? { ...row, before: register[item] || '无' } : row
    }
    return {
      page: page.code,
      title: page.title,
      rows: [
        ...toldRows(matter, page.code, { answers, register, holdings }),
        ...rows(page.fields, data.values, elsewhere).map(withBefore),
      ],
      items: list
        ? data.items.map((item) => ({
            id: item.id,
            title: itemTitle(list, item),
            rows: rows(list.fields, item.values, elsewhere).map(withBefore),
          }))
        : [],
    }
  })
}
