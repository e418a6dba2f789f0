import type { Status } from '../../core/workflow/statuses.ts'
import { STATUSES, statuses } from '../../core/workflow/statuses.ts'
import type { StaffRole } from '../../core/access.ts'
import { families } from '../../core/register/allowed.ts'
import { onOutcome } from '../../core/matters/journey.ts'
import type { Outcome } from '../../core/workflow/procedure.ts'
import { procedureOf, type Action } from '../../core/workflow/procedures/index.ts'
import type { Deps } from '../../deps.ts'
import { actionablePositions } from '../../core/workflow/decide.ts'

type Offer = Pick<Deps, 'matters'>

const stagesOf = ({ matters }: Offer) => matters.all.flatMap(({ stages }) => stages)

/** Every stage of every matter, by its code: stages called alike are one row of a filter. */
export const stageCodes = (offer: Offer): readonly string[] => [...new Set(stagesOf(offer).map(({ code }) => code))]
/** What a stage is called; those of many kinds of one family have its name. */
export const stageTitle = (offer: Offer, code: string): string => {
  const named = offer.matters.all.flatMap(({ family, stages }) =>
    stages.filter((stage) => stage.code === code).map(({ title }) => ({ title, family })),
  )
  const last = named.at(-1)
  const several = new Set(named.map(({ title }) => title)).size > 1
  return several && last?.family ? families[last.family].text : (last?.title ?? code)
}

type StagePosition = { readonly stage: string; readonly status: Status; readonly barredBy: readonly Action[] }

/** Every (stage, status) in which one of the roles has something to do: what a queue shows. */
export const stagePositions = (offer: Offer, roles: readonly StaffRole[]): readonly StagePosition[] => {
  const positions = actionablePositions(roles)
  const procedures = new Map(stagesOf(offer).map(({ code, procedure }) => [code, procedure]))
  return [...procedures].flatMap(([stage, procedure]) =>
    positions
      .filter((position) => position.procedure === procedure)
      .map(({ status, barredBy }) => ({ stage, status, barredBy })),
  )
}

/** What a case came to that no case stays at, because its next stage opens: 建议可用, 已核准, 准予登记. */
export const outcomeOf = (offer: Offer, status: Status | ''): Outcome | undefined =>
  stagesOf(offer)
    .flatMap((stage) => Object.values(procedureOf(stage.procedure).steps).map((step) => ({ stage, step })))
    .findLast(({ stage, step }) => step.to === status && step.outcome && onOutcome(stage, step.outcome)?.opens)?.step
    .outcome

/** Statuses as a filter calls them: a submitted case is a draft only in a later stage. */
export const statusTitle = (status: Status): string => (status === 'DRAFT' ? '待申请人提交' : statuses[status].text)

/** A stage or status posted as a filter; anything else filters nothing. */
export const stageFilter = (offer: Offer, raw: string | undefined): string =>
  stageCodes(offer).find((stage) => stage === raw) ?? ''

export const statusFilter = (raw: string | undefined): Status | '' => STATUSES.find((status) => status === raw) ?? ''
