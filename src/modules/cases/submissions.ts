import type { Deps } from '../../deps.ts'
import { stageOf } from '../../core/matters/journey.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import { authorityById } from '../../reference/reference.ts'
import { paths } from '../../web/paths.ts'
import type { WholeCase } from './queries.ts'
import { waitingTurn } from './turn-view.ts'

/** Every submission of a case, newest first, by its stage and which one of the stage it is. */
export const submissionLinks = ({ caseFile, matter, events }: Pick<WholeCase, 'caseFile' | 'matter' | 'events'>) => {
  const all = events.filter(({ outcome }) => outcome === 'submitted')
  return all
    .map(({ id, stage, at }, index) => ({
      round: id,
      stage,
      title: `${stageOf(matter, stage).title} 第${all.slice(0, index + 1).filter((one) => one.stage === stage).length}次`,
      at: localDateTime(new Date(at)).text,
      href: paths.submission(caseFile.id, id),
    }))
    .toReversed()
}

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
    next: waitingTurn(deps, whole),
    contentHref: paths.submission(whole.caseFile.id, event.id),
  }
}
