import { counterState, counterStates } from '../../core/matters/counters.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { isFinal } from '../../core/workflow/statuses.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import type { WholeCase } from './queries.ts'

/** What the law gives the organization itself so many days for: each with its last day, its basis and how it stands. */
export const countersView = (
  deps: Deps,
  { caseFile, matter, stage, answers, events, fillable, ...whole }: WholeCase,
) => {
  if (!matter.counters || stage === matter.stages[0] || isFinal(caseFile.status)) return []
  const today = localDate(deps.clock.now())
  const applied = caseFile.status === 'DRAFT' ? undefined : events.findLast(({ outcome }) => outcome === 'submitted')
  const about = {
    today,
    charity: (whole.registeredNow?.charity ?? '') !== '',
    ...(applied ? { appliedOn: localDate(new Date(applied.at)) } : {}),
  }
  return matter.counters(answers, about).map((counter) => {
    const { title, basis, at, dueOn, doneOn, waits } = counter
    const state = counterState(counter, today)
    const tag = waits && state === 'done' ? { ...counterStates.done, text: '已届满' } : counterStates[state]
    const href =
      fillable && stage.pages.includes(at.page) && !waits ? paths.answerPage(caseFile.id, at.page) : undefined
    const done = doneOn !== undefined && !waits ? { sub: chineseDate(doneOn) } : {}
    return [
      { text: title, sub: basis, ...(href ? { href } : {}) },
      { text: chineseDate(dueOn), nowrap: true },
      { tag, ...done },
    ]
  })
}
