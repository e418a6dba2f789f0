import { elsewhereOf } from '../../core/matters/answers.ts'
import { materialOf } from '../../core/matters/journey.ts'
import { holds } from '../../core/forms/field.ts'
import type { KnownAs, MaterialForm } from '../../core/printable-forms/material-form.ts'
import type { Deps } from '../../deps.ts'
import { authorityById } from '../../reference/reference.ts'
import { formLink, type FormLink } from '../../web/material-forms.ts'
import { paths } from '../../web/paths.ts'
import { toldSections } from './check-view.ts'
import type { WholeCase } from './queries.ts'

const unanswered = '未填写'

/** Of the applicant's own words, not of the portal's. */
const isOwn = (key: string): boolean => key !== 'authority'

/** What an application says of the places of a form, as it is read. */
export const knownIn = (deps: Pick<Deps, 'reference'>, whole: WholeCase) => {
  const { matter, stage, answers, caseFile } = whole
  const told = new Map(toldSections(whole, [...stage.locked, ...stage.pages]).map((section) => [section.page, section]))
  const { proposed } = matter.facts.names ?? {}
  const valueOf = (as: KnownAs): string => {
    if (as === 'authority') return authorityById(deps.reference, caseFile.authority_id).name
    if (as === 'name') return proposed ? answers.value(proposed.page, proposed.field) : caseFile.title
    const text = told.get(as.page)?.rows.find(({ field }) => field === as.field)?.text ?? ''
    return text === unanswered ? '' : text
  }
  return ({ known }: MaterialForm): Readonly<Record<string, string>> =>
    Object.fromEntries(
      Object.entries(known).flatMap(([key, as]) => {
        const value = valueOf(as)
        return value === '' ? [] : [[key, value]]
      }),
    )
}

/** The form of that code, of a material the present stage asks for. */
export const formOfCase = ({ matter, stage }: WholeCase, code: string): MaterialForm | undefined =>
  stage.materials.flatMap((material) => materialOf(matter, material)?.forms ?? []).find((form) => form.code === code)

/** Forms beside a material: those of what was answered, all of them while it was not; the blanks filled in with it. */
export const formsBeside = (deps: Pick<Deps, 'reference'>, whole: WholeCase) => {
  const { matter, answers, caseFile } = whole
  const knownOf = knownIn(deps, whole)
  return (material: string): readonly FormLink[] =>
    (materialOf(matter, material)?.forms ?? [])
      .filter(
        ({ when }) => !when || answers.value(when.page, when.field) === '' || holds(when, {}, elsewhereOf(answers)),
      )
      .map((form) => {
        const link = formLink(form)
        return link.blankHref !== undefined && Object.keys(knownOf(form)).some(isOwn)
          ? {
              ...link,
              blankHref: paths.caseForm(caseFile.id, form.code, 'pdf'),
              docxHref: paths.caseForm(caseFile.id, form.code, 'docx'),
              filled: true,
            }
          : link
      })
}
