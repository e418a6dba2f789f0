import type { Page } from '../../core/forms/page.ts'
import type { Answers, Matter, Rule } from '../../core/matters/define.ts'
import type { OrgType } from '../../core/org-types.ts'
import { foundationEstablishment } from '../establishment/foundation/index.ts'
import { privateNonEnterpriseEstablishment } from '../establishment/private-non-enterprise/index.ts'
import { socialGroupEstablishment } from '../establishment/social-group/index.ts'
import { filers, stages, type Filer } from './define.ts'

// What is filed was asked when the organization was founded: the same questions, the same rules.

const foundings = {
  SOCIAL_GROUP: socialGroupEstablishment,
  PRIVATE_NON_ENTERPRISE: privateNonEnterpriseEstablishment,
  FOUNDATION: foundationEstablishment,
} as const satisfies Record<OrgType, Matter>

/** A page of the founding of the filer's type. Throws for one that is not there. */
export const pageThen = ({ orgType }: Filer, code: string): Page => {
  const page: Page | undefined = foundings[orgType].pages.find((one) => one.code === code)
  if (!page) throw new Error(`the founding of ${orgType} has no page ${code}`)
  return page
}

/** As the founding would have said it, of an organization that is called as the register says. */
const asFounded = (answers: Answers, name: string): Answers => ({
  ...answers,
  value: (page, field) => (page === 'name' && field === 'proposedName' ? name : answers.value(page, field)),
})

/** Rules of the founding that hold for a filing as well, by their codes behind the prefix of the law. */
export const heldToThen = (filer: Filer, ...codes: readonly string[]): readonly Rule[] => {
  const { orgType, law } = filer
  const all: readonly Rule[] = foundings[orgType].rules
  return codes.flatMap((code) => {
    const rule = all.find((one) => one.code === `${law.prefix}-${code}`)
    return rule
      ? [
          {
            ...rule,
            stages,
            check: (answers, context) => rule.check(asFounded(answers, context.register?.name ?? ''), context),
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
