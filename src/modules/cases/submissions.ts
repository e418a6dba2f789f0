import type { Deps } from '../../deps.ts'
import { stageOf } from '../../core/matters/journey.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import { authorityById } from '../catalogue/reference.ts'
import { nextStep } from './progress.ts'
import type { WholeCase } from './queries.ts'

/** What the success page says of the submission made with that key; nothing when there was none. */
export const findSubmission = (deps: Deps, whole: WholeCase, requestKey: string) => {
  const event = whole.events.find(
    (candidate) => candidate.request_key === requestKey && candidate.actor_kind === 'applicant',
  )
  if (!event) return undefined
  return {
    caseId: whole.caseFile.id,
    number: whole.caseFile.number,
    stageTitle: stageOf(whole.matter, event.stage).title,
    submittedAt: localDateTime(new Date(event.at)).text,
    authority: authorityById(deps.reference, whole.caseFile.authority_id),
    next: nextStep(deps, whole),
  }
}
