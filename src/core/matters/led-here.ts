import { stepOf, type Action, type ProcedureCode } from '../workflow/procedures/index.ts'
import type { Matter } from './define.ts'
import { stageOf, stepText } from './journey.ts'

/** The decision with its reasons that led to the present stage, such as a conclusion that asks for 整改. */
export const ledHere = (
  matter: Matter,
  stage: string,
  events: readonly {
    readonly stage: string
    readonly procedure: ProcedureCode
    readonly action: Action
    readonly conclusion: string
  }[],
): string | undefined => {
  const event = events.findLast((one) => {
    const step = stepOf(one.procedure, one.action)
    return one.stage !== stage && step?.outcome !== undefined && step.conclusion === 'required'
  })
  return event && `${stepText(stageOf(matter, event.stage), event.action)}：${event.conclusion}`
}
