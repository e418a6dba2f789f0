import type { Field } from '../../core/forms/field.ts'
import type { RuleContext } from '../../core/matters/contexts.ts'
import type { Answers, Material, Rule, RuleFinding } from '../../core/matters/define.ts'
import { foundationKinds } from '../../core/enumerations.ts'
import type { OrgType } from '../../core/org-types.ts'
import { fieldsOf } from '../../core/matters/define.ts'
import { foundingLaws, foundings } from '../establishment/index.ts'

// What is changed was asked when the organization was founded: the same questions, the same papers, the same rules.

/** Questions of a page of the founding but those left out, or only those picked. Throws for one that is not there. */
export const askedThen = (
  type: OrgType,
  code: string,
  which: { readonly only: readonly string[] } | { readonly without: readonly string[] },
): readonly Field[] => {
  const page = foundings[type].pages.find((one) => one.code === code)
  const all = page ? fieldsOf(page) : []
  if ('without' in which) return all.filter(({ name }) => !which.without.includes(name))
  return which.only.map((name) => {
    const field = all.find((one) => one.name === name)
    if (!field) throw new Error(`the founding of ${type} asks no ${code}.${name}`)
    return field
  })
}

/** The first of the examples of a list of the founding. */
export const firstThen = (type: OrgType, code: string) =>
  foundings[type].pages.find((one) => one.code === code)?.list?.examples?.slice(0, 1) ?? []

/** Papers of the founding by code, as far as the type has them. */
export const broughtThen = (type: OrgType, ...codes: readonly string[]): readonly Material[] =>
  foundings[type].materials.filter(({ code }) => codes.includes(code))

const kindOf = (answers: Answers, { register }: RuleContext): string =>
  answers.value('kind', 'orgKind') ||
  (foundationKinds.find(({ text }) => text === register?.foundationKind)?.value ?? '')

/** A change as the founding would have said it: what is not changed is as the register has it. */
const asFounded = (answers: Answers, context: RuleContext): Answers => {
  const value: Answers['value'] = (page, field) => {
    switch (`${page}.${field}`) {
      case 'name.proposedName':
        return answers.value(page, field) || (context.register?.name ?? '')
      case 'name.orgKind':
        return kindOf(answers, context)
      case 'funds.fundAmount':
        return answers.value(page, field) || (context.register?.fund ?? '')
      // Asked with the person whom it speaks against.
      case 'funds.fromMainland':
        return answers.value('officers', field)
      case 'purpose.businessScope':
      case 'registration.businessScopeForCertificate':
        return answers.value('scope', field)
      default:
        return answers.value(page, field)
    }
  }
  return {
    ...answers,
    value,
    number: (page, field) => {
      const raw = value(page, field)
      return /^\d+(\.\d+)?$/.test(raw) ? Number(raw) : undefined
    },
    items: (page) =>
      answers
        .items(page)
        .map((item) =>
          page === 'officers' ? { ...item, values: { ...item.values, isLegalRepresentative: 'yes' } } : item,
        ),
  }
}

/** Where a finding of the founding stands in a change; nowhere when the change does not ask it. */
const found = (answers: Answers, finding: RuleFinding): readonly RuleFinding[] => {
  const ticked = (item: string) => answers.has('items', 'items', item)
  switch (finding.page) {
    case 'registration':
      return [{ ...finding, page: 'scope' }]
    case 'funds':
      if (ticked('fund')) return [finding]
      return ticked('foundationKind') ? [{ page: 'kind', field: 'orgKind', message: finding.message }] : []
    case 'officers':
      // Nobody is asked whether they are to represent: all who are listed are.
      return [finding.field === 'isLegalRepresentative' ? { ...finding, field: 'idNumber' } : finding]
    default:
      return [finding]
  }
}

/** Rules of the founding that hold for a change as well, by their codes behind the prefix of the law. */
export const heldToThen = (type: OrgType, stage: string, ...codes: readonly string[]): readonly Rule[] => {
  const { prefix } = foundingLaws[type]
  return foundings[type].rules
    .filter(({ code }) => codes.includes(code.replace(`${prefix}-`, '')))
    .map((rule) => ({
      ...rule,
      code: rule.code.replace(`${prefix}-`, 'CHANGE-'),
      stages: [stage],
      check: (answers, context) =>
        rule.check(asFounded(answers, context), context).flatMap((one) => found(answers, one)),
    }))
}
