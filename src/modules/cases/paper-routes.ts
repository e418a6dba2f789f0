import { AppError } from '../../core/errors.ts'
import { stageOf } from '../../core/matters/journey.ts'
import { paperOf } from '../../core/papers/content.ts'
import type { Deps } from '../../deps.ts'
import { isMadeFormat } from '../../web/made-files.ts'
import { paths } from '../../web/paths.ts'
import { holderRoute, type Route } from '../../web/route.ts'
import { submissionOf } from './compare.ts'
import { formOfCase, toldBy } from './material-forms.ts'
import { draftPaper, sendForm, sendPaper, submittedPaper } from './papers.ts'
import { loadForm, loadWhole } from './queries.ts'

/** The number of a submission as an address names it; 0 is none. */
const roundOf = (text: string): number => (/^\d{1,15}$/.test(text) ? Number(text) : 0)

/**
 * 申请表 of the account's own case: of what is being filled in, marked 草稿, and of each submission; and blanks of what is
 * brought, with what the case knows written in.
 */
export const paperRoutes = (deps: Deps): readonly Route[] => [
  holderRoute({
    method: 'get',
    path: paths.draftPaper(':id', ':paper'),
    handler: async ({ actor, param, res }) => {
      const content = draftPaper(deps, await loadWhole(deps, param('id'), actor, 'fill'), param('paper'))
      if (!content) throw new AppError('NOT_FOUND')
      await sendPaper(deps, res, actor.id, content)
    },
  }),
  holderRoute({
    method: 'get',
    path: paths.caseForm(':id', ':form', ':format'),
    handler: async ({ actor, param, res }) => {
      const whole = await loadWhole(deps, param('id'), actor, 'fill')
      const form = formOfCase(whole, param('form'))
      const format = param('format')
      if (!form || form.writtenBy !== undefined || !isMadeFormat(format)) throw new AppError('NOT_FOUND')
      await sendForm(deps, res, actor.id, format, form, form.fill(toldBy(deps, whole)))
    },
  }),
  holderRoute({
    method: 'get',
    path: paths.submittedPaper(':id', ':round', ':paper'),
    handler: async ({ actor, param, res }) => {
      const { caseFile, matter } = await loadForm(deps, param('id'), actor, 'fill')
      const submission = await submissionOf(deps, caseFile.id, roundOf(param('round')))
      const paper = submission && paperOf(stageOf(matter, submission.stage), param('paper'))
      if (!paper) throw new AppError('NOT_FOUND')
      await sendPaper(deps, res, actor.id, await submittedPaper(deps, matter, caseFile, paper, submission))
    },
  }),
]
