import type { Status } from '../../core/workflow/statuses.ts'
import { STATUSES, statuses } from '../../core/workflow/statuses.ts'
import type { StaffRole } from '../../core/access.ts'
import { onOutcome } from '../../core/matters/journey.ts'
import type { Outcome } from '../../core/workflow/procedure.ts'
import { procedureOf } from '../../core/workflow/procedures/index.ts'
import { actionablePositions } from '../../core/workflow/decide.ts'
import { matters } from '../../matters/index.ts'

/** Every stage of every matter, by its code: stages called alike are one row of a filter. */
const stageTitles = new Map(matters.flatMap(({ stages }) => stages.map(({ code, title }) => [code, title] as const)))
const procedureOfStage = new Map(
  matters.flatMap(({ stages }) => stages.map(({ code, procedure }) => [code, procedure] as const)),
)
export const stageCodes: readonly string[] = [...stageTitles.keys()]
export const stageTitle = (code: string): string => stageTitles.get(code) ?? code

/** Every (stage, status) in which one of the roles has something to do: what a queue shows. */
export const stagePositions = (
  roles: readonly StaffRole[],
): readonly { readonly stage: string; readonly status: Status }[] => {
  const positions = actionablePositions(roles)
  return stageCodes.flatMap((stage) =>
    positions
      .filter(({ procedure }) => procedure === procedureOfStage.get(stage))
      .map(({ status }) => ({ stage, status })),
  )
}

const movingOn = matters.flatMap(({ stages }) =>
  stages.flatMap((stage) =>
    Object.values(procedureOf(stage.procedure).steps).flatMap((step) =>
      step.outcome && step.to && onOutcome(stage, step.outcome)?.opens ? [[step.to, step.outcome] as const] : [],
    ),
  ),
)
const outcomes = new Map<Status, Outcome>(movingOn)

/** What a case came to that no case stays at, because its next stage opens: 建议可用, 已核准, 准予登记. */
export const outcomeOf = (status: Status | ''): Outcome | undefined =>
  status === '' ? undefined : outcomes.get(status)

/** Statuses as a filter calls them: a submitted case is a draft only in a later stage. */
export const statusTitle = (status: Status): string => (status === 'DRAFT' ? '待申请人提交' : statuses[status].text)

/** A stage or status posted as a filter; anything else filters nothing. */
export const stageFilter = (raw: string | undefined): string => stageCodes.find((stage) => stage === raw) ?? ''
export const statusFilter = (raw: string | undefined): Status | '' => STATUSES.find((status) => status === raw) ?? ''
