import { paperFaults } from '../papers/check.ts'
import { paperFields } from './consent.ts'
import { groundFaults } from './grounds.ts'
import { fieldsOf, type AnyStage, type Matter } from './define.ts'
import { type FieldRef } from './facts.ts'
import { outsideCase } from './take-over.ts'
import type { Condition, Field } from '../forms/field.ts'
import { kindOf } from '../forms/kinds.ts'
import { carriedNames, isRetired, type Page } from '../forms/page.ts'
import { actionsOf, clocksOf, stepOf } from '../workflow/procedures/index.ts'

const repeated = (values: readonly string[]): readonly string[] =>
  values.filter((value, index) => values.indexOf(value) !== index)

/** Limits the procedure needs and the stage does not give, or the other way round; outcomes that never are; ways on. */
const stageFaults = (stage: AnyStage, isLast: boolean): readonly string[] => {
  // How long there is to put papers right is the province's to say, for every matter alike.
  const clocks = clocksOf(stage.procedure).filter((clock) => clock !== 'correction')
  const outcomes = new Set(actionsOf(stage.procedure).map((action) => stepOf(stage.procedure, action)?.outcome))
  const opening = Object.entries(stage.on).filter(([, on]) => on.opens)
  return [
    ...clocks
      .filter((clock) => !stage.limits[clock])
      .map((clock) => `stage ${stage.code}: no limit for the ${clock} clock`),
    ...Object.keys(stage.limits)
      .filter((clock) => !clocks.some((known) => known === clock))
      .map((clock) => `stage ${stage.code}: a limit for the ${clock} clock, which never runs`),
    ...clocks.flatMap((clock) => {
      const limit = stage.limits[clock]
      if (!limit || (limit.committed >= 1 && limit.committed <= limit.statutory)) return []
      return [`stage ${stage.code}: promises ${limit.committed} of ${limit.statutory} days for the ${clock} clock`]
    }),
    ...Object.keys(stage.on)
      .filter((outcome) => !outcomes.has(outcome as never))
      .map((outcome) => `stage ${stage.code}: ${stage.procedure} never comes to ${outcome}`),
    ...(isLast === (opening.length === 0)
      ? []
      : [`stage ${stage.code}: opens the next stage by ${opening.length} outcomes`]),
  ]
}

/** What a field may be answered with, where that is known. */
const answersOf = (field: Field): readonly string[] | undefined =>
  field.kind === 'yesNo' ? ['yes', 'no'] : field.options?.map((option) => option.value)

/** A condition names an answer given before, so that what hangs on something hidden is hidden too. */
const conditionFaults = (
  where: string,
  condition: Condition,
  before: { readonly pages: readonly Page[]; readonly fields: readonly Field[] },
): readonly string[] => {
  const { page: code, field: name } = condition
  const place = code === undefined ? name : `${code}.${name}`
  const asked = code === undefined ? before.fields : before.pages.filter((page) => page.code === code).flatMap(fieldsOf)
  const field = asked.find((candidate) => candidate.name === name)
  if (!field)
    return [`${where}: hangs on no ${code === undefined ? 'earlier field' : 'field of an earlier page:'} ${place}`]
  const values = 'is' in condition ? condition.is : 'has' in condition ? [condition.has] : []
  const known = answersOf(field)
  return [
    ...values
      .filter((value) => known && !known.includes(value))
      .map((value) => `${where}: ${place} has no option ${value}`),
    ...('has' in condition && field.kind !== 'choices' ? [`${where}: ${place} is not several choices`] : []),
  ]
}

const pageFaults = (page: Page, earlier: readonly Page[], today: string): readonly string[] => {
  const faults = page.when ? [...conditionFaults(`page ${page.code}`, page.when, { pages: earlier, fields: [] })] : []
  for (const { name } of page.list?.fields ?? [])
    if (carriedNames.includes(name)) faults.push(`${page.code}.${name}: the form carries something else of this name`)
  for (const list of [page.fields, page.list?.fields ?? []]) {
    const names = list.map((field) => field.name)
    for (const name of repeated(names)) faults.push(`${page.code}.${name} declared twice`)
    for (const label of repeated(list.map((field) => field.label)))
      faults.push(`${page.code}: two fields are labelled ${label}`)
    const examples = Object.fromEntries(list.map((field) => [field.name, kindOf(field).example(field)]))
    for (const [index, field] of list.entries()) {
      const where = `${page.code}.${field.name}`
      if (field.when)
        faults.push(
          ...conditionFaults(where, field.when, {
            pages: earlier,
            fields: list.slice(0, index + (isRetired(field) ? 1 : 0)),
          }),
        )
      if (field.idTypeField && !names.includes(field.idTypeField)) faults.push(`${where}: idTypeField names no field`)
      if ((field.kind === 'choice' || field.kind === 'choices') && !field.options?.length)
        faults.push(`${where}: a choice without options`)
      if (field.byRule && !field.optional) faults.push(`${where}: asked by a rule, and needed without one`)
      if (field.kind === 'declaration' && !field.statement) faults.push(`${where}: a declaration without a statement`)
      const example = examples[field.name] ?? ''
      // What is mostly left empty is so in the example.
      if (example === '' && field.optional) continue
      const message = kindOf(field).check(example, field, { siblings: examples, today })
      if (message) faults.push(`${where}: its example is refused: ${message}`)
    }
  }
  for (const name of Object.keys(page.before ?? {}))
    if (![...page.fields, ...(page.list?.fields ?? [])].some((field) => field.name === name))
      faults.push(`${page.code}: before names no field ${name}`)
  for (const name of [page.list?.titleField, ...(page.list?.titleElse ?? []), ...(page.list?.summaryFields ?? [])])
    if (name !== undefined && !page.list?.fields.some((field) => field.name === name))
      faults.push(`${page.code}: its list names no field ${name}`)
  return faults
}

/** Where the facts of a matter are said to be. */
const factRefs = ({
  names,
  applicantRole,
  contact,
  people,
  supervisoryUnit,
  accountNumber,
  agent,
  consent,
  collector,
}: Matter['facts']): readonly FieldRef[] => [
  ...(names
    ? [names.proposed, ...names.alternatives, names.personIn, names.unitIn, names.licence, names.withoutTradeName]
    : []
  ).filter((ref) => ref !== undefined),
  ...(applicantRole ? [applicantRole] : []),
  ...(supervisoryUnit ? [supervisoryUnit] : []),
  ...(accountNumber ? [accountNumber] : []),
  ...(consent ? paperFields(consent).map((field) => ({ page: consent.page, field })) : []),
  ...(collector
    ? [collector.name, collector.idType, collector.idNumber, collector.preferredOn, collector.recipient].map(
        (field) => ({ page: collector.page, field }),
      )
    : []),
  ...(agent
    ? [agent.name, agent.idType, agent.idNumber, agent.phone].map((field) => ({ page: agent.page, field }))
    : []),
  { page: contact.page, field: contact.name },
  { page: contact.page, field: contact.phone },
  ...people.flatMap(({ page, role: _role, ...fields }) =>
    Object.values(fields)
      .filter((field) => field !== true)
      .map((field) => ({ page, field })),
  ),
]

/**
 * A material says where it comes from in one way: a form or a model to write it by, a paper the portal makes, or words; its forms
 * name questions the matter asks.
 */
const materialFormFaults = ({ materials, stages, pages }: Matter): readonly string[] => {
  const made = new Set(stages.flatMap(({ papers = [] }) => papers.map(({ code, uploaded }) => (uploaded ? code : ''))))
  return materials.flatMap(({ code, forms = [], charter, noForm }) => {
    const written = forms.length > 0 || charter === true || made.has(code)
    return [
      ...(written === (noForm !== undefined)
        ? [`material ${code}: a form, or words where it comes from, not both`]
        : []),
      ...forms.flatMap((form) => [
        ...(form.when ? conditionFaults(`form ${form.code}`, form.when, { pages, fields: [] }) : []),
        ...Object.values(form.known).flatMap((as) => {
          if (typeof as !== 'object') return []
          const page = pages.find((one) => one.code === as.page)
          return page?.fields.some(({ name }) => name === as.field)
            ? []
            : [`form ${form.code}: no field ${as.page}.${as.field}`]
        }),
      ]),
    ]
  })
}

const checkListFaults = ({ checks = [], stages, rules, pages }: Matter): readonly string[] =>
  checks.flatMap((check) => [
    ...check.stages
      .filter((code) => !stages.some((stage) => stage.code === code))
      .map((code) => `check ${check.code}: no stage ${code}`),
    ...(check.when ? conditionFaults(`check ${check.code}`, check.when, { pages, fields: [] }) : []),
    ...(check.rules ?? [])
      .filter(
        (code) => !rules.some((rule) => rule.code === code && check.stages.every((at) => rule.stages.includes(at))),
      )
      .map((code) => `check ${check.code}: no rule ${code} in its stages`),
    ...(check.shows ?? [])
      .filter(
        ({ page, field }) => !pages.some((one) => one.code === page && one.fields.some(({ name }) => name === field)),
      )
      .map(({ page, field }) => `check ${check.code}: no field ${page}.${field}`),
    ...(check.counts ?? [])
      .filter((page) => !pages.some((one) => one.code === page && one.list))
      .map((page) => `check ${check.code}: no list ${page}`),
  ])

/** What is taken over goes into a field there is, out of one of an earlier page. */
const takeOverFaults = ({ takesOver, pages }: Matter): readonly string[] => {
  if (!takesOver) return []
  const at = (code: string): number => pages.findIndex((page) => page.code === code)
  const has = (code: string, field: string): boolean => {
    const page = pages[at(code)]
    return page !== undefined && fieldsOf(page).some(({ name }) => name === field)
  }
  return [
    ...Object.entries(takesOver.fields).flatMap(([place, sources]) => {
      const [code = '', name = ''] = place.split('.')
      return [
        ...(has(code, name) ? [] : [`takes over into no field ${place}`]),
        ...sources.flatMap((source) =>
          !('page' in source) || (has(source.page, source.field) && at(source.page) < at(code))
            ? []
            : [`${place}: takes over from no earlier field ${source.page}.${source.field}`],
        ),
      ]
    }),
    ...Object.entries(takesOver.items).flatMap(([code, offers]) =>
      offers.flatMap(({ page, fields = {} }) => [
        ...(at(code) >= 0 && (outsideCase.includes(page) || (at(page) >= 0 && at(page) < at(code)))
          ? []
          : [`${code}: made of no earlier page ${page}`]),
        ...Object.entries(fields).flatMap(([own, theirs]) =>
          has(code, own) && (outsideCase.includes(page) || has(page, theirs))
            ? []
            : [`${code}.${own}: no field ${page}.${theirs}`],
        ),
      ]),
    ),
  ]
}

/**
 * Faults of a matter's declaration that the compiler cannot see: names that lead nowhere, duplicates, examples that do
 * not pass their own check. Run when the portal loads and in a test; a faulty matter stops the start.
 */
export const checkMatter = (matter: Matter, today: string): readonly string[] => {
  const faults: string[] = []
  const pages = new Map(matter.pages.map((page) => [page.code, page]))
  const materials = new Set(matter.materials.map((material) => material.code))
  const stages = matter.stages.map((stage) => stage.code)

  for (const [what, codes] of Object.entries({
    page: matter.pages.map((page) => page.code),
    material: matter.materials.map((material) => material.code),
    rule: matter.rules.map((rule) => rule.code),
    check: (matter.checks ?? []).map((check) => check.code),
    stage: stages,
  }))
    for (const code of repeated(codes)) faults.push(`${what} ${code} declared twice`)
  if ((matter.begunBy === 'organization') !== (matter.family !== undefined))
    faults.push('what organizations begin, and nothing else, is of a family')
  if (!stages.includes(matter.realName.submitFrom)) faults.push(`realName: no stage ${matter.realName.submitFrom}`)

  for (const [index, page] of matter.pages.entries())
    faults.push(...pageFaults(page, matter.pages.slice(0, index), today))
  for (const { code, when } of matter.materials)
    if (when) faults.push(...conditionFaults(`material ${code}`, when, { pages: matter.pages, fields: [] }))
  for (const { code, limits, special } of matter.stages) {
    if (!special) continue
    faults.push(...conditionFaults(`stage ${code}`, special.when, { pages: matter.pages, fields: [] }))
    for (const [clock, { committed, statutory }] of Object.entries(special.limits)) {
      if (!Object.hasOwn(limits, clock)) faults.push(`stage ${code}: a special limit for the ${clock} clock alone`)
      if (committed < 1 || committed > statutory)
        faults.push(`stage ${code}: promises ${committed} of ${statutory} days for the ${clock} clock`)
    }
  }
  for (const rule of matter.rules)
    for (const code of rule.stages) if (!stages.includes(code)) faults.push(`rule ${rule.code}: no stage ${code}`)

  faults.push(...materialFormFaults(matter), ...checkListFaults(matter), ...takeOverFaults(matter))
  for (const [index, stage] of matter.stages.entries()) {
    for (const code of [...stage.pages, ...stage.locked])
      if (!pages.has(code)) faults.push(`stage ${stage.code}: no page ${code}`)
    for (const code of stage.locked)
      if (stage.pages.includes(code)) faults.push(`stage ${stage.code}: page ${code} is both asked and locked`)
    for (const code of stage.materials)
      if (!materials.has(code)) faults.push(`stage ${stage.code}: no material ${code}`)
    faults.push(...paperFaults(stage, pages))
    faults.push(...groundFaults(stage, matter.orgType))
    faults.push(...stageFaults(stage, index === matter.stages.length - 1))
  }
  for (const code of pages.keys())
    if (!matter.stages.some(({ pages: asked, locked }) => asked.includes(code) || locked.includes(code)))
      faults.push(`page ${code} is in no stage`)
  for (const code of materials)
    if (!matter.stages.some((stage) => stage.materials.includes(code))) faults.push(`material ${code} is in no stage`)

  const { consent } = matter.facts
  if (consent && !matter.facts.supervisoryUnit) faults.push('facts: consent of no unit')
  for (const code of consent ? consent.beside : []) if (!pages.has(code)) faults.push(`facts: no page ${code}`)
  if (consent && !materials.has(consent.material)) faults.push(`facts: no material ${consent.material}`)
  for (const { page: code, field: name } of factRefs(matter.facts)) {
    const page = pages.get(code)
    if (!page || !fieldsOf(page).some((field) => field.name === name)) faults.push(`facts: no field ${code}.${name}`)
  }
  return faults
}
