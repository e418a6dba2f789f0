import type { Field } from '../../core/forms/field.ts'
import type { Page } from '../../core/forms/page.ts'
import { foundationKinds } from '../../core/enumerations.ts'
import type { RuleContext } from '../../core/matters/contexts.ts'
import type { Answers, Rule } from '../../core/matters/define.ts'
import type { OrgType } from '../../core/org-types.ts'
import { foundings } from '../establishment/index.ts'
import { filers, stages, type Filer } from './define.ts'

// What is filed was asked when the organization was founded: the same questions, the same rules.

/** A page of the founding of the filer's type. Throws for one that is not there. */
export const pageThen = ({ orgType }: Filer, code: string): Page => {
  const page = foundings[orgType].pages.find((one) => one.code === code)
  if (!page) throw new Error(`the founding of ${orgType} has no page ${code}`)
  return page
}

/** Questions with some parts of some of them otherwise, by name; null: not asked. */
export const reworded = (
  fields: readonly Field[],
  otherwise: Readonly<Record<string, Partial<Field> | null>>,
): readonly Field[] =>
  fields.flatMap((field) => {
    const parts = otherwise[field.name]
    return parts === null ? [] : [{ ...field, ...parts }]
  })

/** As the founding would have said it: under the name of the register, by the kind it has, of the meeting that decided. */
const asFounded = (answers: Answers, register: RuleContext['register']): Answers => ({
  ...answers,
  value: (page, field) => {
    if (page === 'name' && field === 'proposedName') return register?.name ?? ''
    if (page === 'name' && field === 'orgKind')
      return foundationKinds.find(({ text }) => text === register?.foundationKind)?.value ?? ''
    return answers.value(page === 'foundingMeeting' ? 'resolution' : page, field)
  },
})

/** Rules of the founding that hold for a filing as well, by their codes behind the prefix of the law. */
export const heldToThen = (filer: Filer, ...codes: readonly string[]): readonly Rule[] => {
  const { orgType, law } = filer
  const all = foundings[orgType].rules
  return codes.flatMap((code) => {
    const rule = all.find((one) => one.code === `${law.prefix}-${code}`)
    return rule
      ? [
          {
            ...rule,
            stages,
            check: (answers, context) => rule.check(asFounded(answers, context.register), context),
          } satisfies Rule,
        ]
      : []
  })
}

/** A kind of filing made for each of the types that have it. */
export const forTypes =
  <K>(make: (filer: Filer) => K, ...types: readonly OrgType[]) =>
  (): readonly { readonly filer: Filer; readonly kind: K }[] =>
    filers
      .filter(({ orgType }) => types.length === 0 || types.includes(orgType))
      .map((filer) => ({ filer, kind: make(filer) }))
