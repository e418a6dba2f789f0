import { elsewhereOf } from '../../core/matters/answers.ts'
import { materialOf, pageOf, type Section } from '../../core/matters/journey.ts'
import { holds } from '../../core/forms/field.ts'
import { saysMore, type MaterialForm, type Said, type Told } from '../../core/printable-forms/material-form.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { authorityById } from '../../reference/reference.ts'
import { formLink, type FormLink } from '../../web/material-forms.ts'
import { paths } from '../../web/paths.ts'
import { mayDo } from '../grants/access.ts'
import { toldSections } from './check-view.ts'
import type { WholeCase } from './queries.ts'

/** What an application says, as its papers are filled in with it. */
export const toldBy = (deps: Pick<Deps, 'reference' | 'clock'>, whole: WholeCase): Told => {
  const { matter, stage, answers, caseFile } = whole
  const sections = new Map(
    toldSections(whole, [...stage.locked, ...stage.pages]).map((section) => [section.page, section]),
  )
  const said = (rows: Section['rows'] = []): Said => {
    const row = (field: string) => rows.find((one) => one.field === field && one.value !== '')
    return { text: (field) => row(field)?.text ?? '', value: (field) => row(field)?.value ?? '' }
  }
  const { proposed } = matter.facts.names ?? {}
  return {
    name: proposed && matter.begunBy === 'person' ? answers.value(proposed.page, proposed.field) : caseFile.title,
    authority: authorityById(deps.reference, caseFile.authority_id).name,
    today: localDate(deps.clock.now()),
    page: (code) => said(sections.get(code)?.rows),
    items: (code) => (sections.get(code)?.items ?? []).map(({ rows }) => said(rows)),
    noun: (code) => pageOf(matter, code)?.list?.noun ?? '',
  }
}

/** The form of that code, of a material the present stage asks for. */
export const formOfCase = ({ matter, stage }: WholeCase, code: string): MaterialForm | undefined =>
  stage.materials.flatMap((material) => materialOf(matter, material)?.forms ?? []).find((form) => form.code === code)

/** Forms beside a material: those of what was answered, all of them while it was not; the blanks filled in with it. */
export const formsBeside = (deps: Pick<Deps, 'reference' | 'clock'>, whole: WholeCase) => {
  const { matter, answers, caseFile } = whole
  const told = toldBy(deps, whole)
  return (material: string): readonly FormLink[] =>
    (materialOf(matter, material)?.forms ?? [])
      .filter(
        ({ when }) => !when || answers.value(when.page, when.field) === '' || holds(when, {}, elsewhereOf(answers)),
      )
      .map((form) => {
        const link = formLink(form)
        return link.blankHref === undefined || !mayDo(whole, 'fill')
          ? link
          : {
              ...link,
              blankHref: paths.caseForm(caseFile.id, form.code, 'pdf'),
              docxHref: paths.caseForm(caseFile.id, form.code, 'docx'),
              filled: saysMore(form, form.fill(told)),
            }
      })
}
