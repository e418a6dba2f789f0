import { charterOf } from '../../core/charters/index.ts'
import { filledCharter, openChoices } from '../../core/charters/fill.ts'
import { charterPaper } from '../../core/charters/paper.ts'
import type { CharterCase } from '../../core/charters/values.ts'
import { AppError } from '../../core/errors.ts'
import { materialOf } from '../../core/matters/journey.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { authorityById } from '../../reference/reference.ts'
import { isMadeFormat, sendMade } from '../../web/made-files.ts'
import { paths } from '../../web/paths.ts'
import { holderRoute, type Route } from '../../web/route.ts'
import { sendPaper } from './papers.ts'
import { loadForm, type LoadedCase } from './queries.ts'

const caseOf = (deps: Pick<Deps, 'reference'>, { matter, answers, caseFile }: LoadedCase): CharterCase => {
  const { proposed } = matter.facts.names ?? {}
  return {
    orgType: matter.orgType,
    pages: matter.pages,
    answers,
    name: caseFile.draft_title ?? (caseFile.title || (proposed ? answers.value(proposed.page, proposed.field) : '')),
    authority: authorityById(deps.reference, caseFile.authority_id).name,
  }
}

/** The model charter beside its material, filled in; what founders still choose is asked. Nothing beside other materials. */
export const charterView = (deps: Pick<Deps, 'reference'>, loaded: LoadedCase, material: string) => {
  const { matter, caseFile } = loaded
  if (!materialOf(matter, material)?.charter) return undefined
  return {
    docxHref: paths.caseCharter(caseFile.id, 'docx'),
    pdfHref: paths.caseCharter(caseFile.id, 'pdf'),
    fields: openChoices(charterOf(matter.orgType), caseOf(deps, loaded)).map(({ code, choice }) => ({
      id: `charter-${code}`,
      name: code,
      label: choice.label,
      kind: 'select',
      options: [
        ...choice.options.map((option) => ({ value: option.code, text: option.label })),
        { value: 'open', text: '都列出来，以后再选' },
      ],
    })),
  }
}

/** 章程示范文本 filled with the account's own case. */
export const charterRoute = (deps: Deps): Route =>
  holderRoute({
    method: 'get',
    path: paths.caseCharter(':id', ':format'),
    handler: async ({ actor, param, query, res }) => {
      const format = param('format')
      const loaded = await loadForm(deps, param('id'), actor, 'fill')
      const { matter, stage } = loaded
      if (!isMadeFormat(format) || !stage.materials.some((code) => materialOf(matter, code)?.charter))
        throw new AppError('NOT_FOUND')
      const text = filledCharter(charterOf(matter.orgType), caseOf(deps, loaded), query)
      const origin = { siteName: deps.site.name, madeOn: localDate(deps.clock.now()) }
      if (format === 'pdf') return sendPaper(deps, res, actor.id, charterPaper(text, origin))
      await deps.limits.use('own-form', actor.id)
      sendMade(res, text.title, 'docx', await deps.pdf.charterDocx(text, origin))
    },
  })
