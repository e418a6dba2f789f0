import { fieldsOf, type Limit, type Matter, type Stage } from './define.ts'
import { kindOf } from '../forms/kinds.ts'
import { STAGES } from '../workflow/states.ts'
import { ACTIONS, allowedFrom, transitionOf, type Clock } from '../workflow/transitions.ts'

const repeated = (values: readonly string[]): readonly string[] =>
  values.filter((value, index) => values.indexOf(value) !== index)

/** The limit a clock runs against; the opening clock is whichever of these the stage has first. */
const limitFor = (stage: Stage, clock: Clock | 'opening'): Limit | undefined =>
  clock === 'opening' ? (stage.receipt ?? stage.reply ?? stage.certificate) : stage[clock]

/** What the workflow does in a stage and the stage does not declare, or the other way round. */
const workflowFaults = (stage: Stage): readonly string[] => {
  const actions = ACTIONS.filter((action) => allowedFrom(action, stage.code).length > 0)
  const documents = new Set(actions.flatMap((action) => transitionOf(action).documents ?? []))
  const clocks = new Set(actions.map((action) => transitionOf(action).clock))
  return [
    ...[...documents]
      .filter((kind) => !stage.issues.includes(kind))
      .map((kind) => `stage ${stage.code}: ${kind} is issued but not declared`),
    ...stage.issues
      .filter((kind) => !documents.has(kind))
      .map((kind) => `stage ${stage.code}: ${kind} is declared but never issued`),
    ...[...clocks]
      .filter((clock) => clock !== undefined && clock !== 'none' && !limitFor(stage, clock))
      .map((clock) => `stage ${stage.code}: no limit for the ${clock} clock`),
  ]
}

/**
 * Faults of a matter's declaration that the compiler cannot see: names that lead nowhere, duplicates, examples
 * that do not pass their own check. Run when the portal loads and in a test; a faulty matter stops the start.
 */
export const checkMatter = (matter: Matter, today: string): readonly string[] => {
  const faults: string[] = []
  const pages = new Map(matter.pages.map((page) => [page.code, page]))
  const materials = new Set(matter.materials.map((material) => material.code))
  const hasField = (page: string, field: string): boolean => {
    const found = pages.get(page)
    return found !== undefined && fieldsOf(found).some((candidate) => candidate.name === field)
  }
  const wantField = (where: string, ref: { readonly page: string; readonly field: string }): void => {
    if (!hasField(ref.page, ref.field)) faults.push(`${where}: no field ${ref.page}.${ref.field}`)
  }

  for (const code of repeated(matter.pages.map((page) => page.code))) faults.push(`page ${code} declared twice`)
  for (const code of repeated(matter.materials.map((m) => m.code))) faults.push(`material ${code} declared twice`)
  for (const code of repeated(matter.rules.map((rule) => rule.code))) faults.push(`rule ${code} declared twice`)
  if (!matter.stages.some((stage) => stage.code === matter.realName.submitFrom))
    faults.push(`realName: no stage ${matter.realName.submitFrom}`)
  if (matter.stages.map((stage) => stage.code).join() !== STAGES.join()) faults.push('stages are not the four in order')

  for (const page of matter.pages) {
    for (const list of [page.fields, page.list?.fields ?? []]) {
      const names = list.map((field) => field.name)
      for (const name of repeated(names)) faults.push(`${page.code}.${name} declared twice`)
      for (const label of repeated(list.map((field) => field.label)))
        faults.push(`${page.code}: two fields are labelled ${label}`)
      const examples = Object.fromEntries(list.map((field) => [field.name, kindOf(field).example(field)]))
      for (const [index, field] of list.entries()) {
        const where = `${page.code}.${field.name}`
        if (field.showIf && !names.slice(0, index).includes(field.showIf.field))
          faults.push(`${where}: showIf names no earlier field`)
        if (field.idTypeField && !names.includes(field.idTypeField)) faults.push(`${where}: idTypeField names no field`)
        if (field.kind === 'choice' && !field.options?.length) faults.push(`${where}: a choice without options`)
        if (field.kind === 'declaration' && !field.statement) faults.push(`${where}: a declaration without a statement`)
        const message = kindOf(field).check(examples[field.name] ?? '', field, { siblings: examples, today })
        if (message) faults.push(`${where}: its example is refused: ${message}`)
      }
    }
    if (page.list && !page.list.fields.some((field) => field.name === page.list?.titleField))
      faults.push(`${page.code}: titleField names no field`)
    for (const name of page.list?.summaryFields ?? [])
      if (!page.list?.fields.some((field) => field.name === name))
        faults.push(`${page.code}: summaryFields names no field ${name}`)
  }
  for (const material of matter.materials)
    if (material.requiredIf) wantField(`material ${material.code}`, material.requiredIf)
  for (const stage of matter.stages) {
    for (const code of [...stage.pages, ...stage.locked])
      if (!pages.has(code)) faults.push(`stage ${stage.code}: no page ${code}`)
    for (const code of stage.locked)
      if (stage.pages.includes(code)) faults.push(`stage ${stage.code}: page ${code} is both asked and locked`)
    faults.push(...workflowFaults(stage))
    for (const code of stage.materials)
      if (!materials.has(code)) faults.push(`stage ${stage.code}: no material ${code}`)
  }
  for (const code of pages.keys())
    if (!matter.stages.some((stage) => stage.pages.includes(code))) faults.push(`page ${code} is in no stage`)
  for (const code of materials)
    if (!matter.stages.some((stage) => stage.materials.includes(code))) faults.push(`material ${code} is in no stage`)

  const { people, sponsors, contact, alternativeNames, ...single } = matter.facts
  for (const [name, ref] of Object.entries(single)) wantField(`fact ${name}`, ref)
  for (const ref of alternativeNames) wantField('fact alternativeNames', ref)
  for (const { page, ...names } of [people, sponsors, contact])
    for (const [name, field] of Object.entries(names)) wantField(`fact ${page} ${name}`, { page, field })
  return faults
}
