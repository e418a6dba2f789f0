import { CLOCKS, type Clock } from '../clocks.ts'
import type { Outcome, Procedure, Step } from '../procedure.ts'
import type { Status } from '../statuses.ts'
import { certificate } from './certificate.ts'
import { completion } from './completion.ts'
import { consultation } from './consultation.ts'
import { filing } from './filing.ts'
import { licence } from './licence.ts'
import { closing, liquidation } from './liquidation.ts'
import { nameApproval } from './name-approval.ts'
import { rectification, report } from './report.ts'

/** The only list of procedures. A matter's stage names one of them; everything about steps is read from here. */
const procedures = {
  consultation,
  nameApproval,
  licence,
  certificate,
  completion,
  filing,
  liquidation,
  closing,
  report,
  rectification,
} as const

export type ProcedureCode = keyof typeof procedures
type StepsOf<P extends ProcedureCode> = (typeof procedures)[P]['steps']

/** Every action of every procedure. One code means one thing wherever it stands. */
export type Action = { [P in ProcedureCode]: keyof StepsOf<P> }[ProcedureCode]

/** Outcomes a procedure can have, so that a matter hangs something only on what may happen. */
export type OutcomeOf<P extends ProcedureCode> = Extract<
  { [A in keyof StepsOf<P>]: StepsOf<P>[A] extends { outcome: infer O } ? O : never }[keyof StepsOf<P>],
  Outcome
>

export const PROCEDURES = Object.keys(procedures) as ProcedureCode[]

/** A procedure, widened so that callers need not know which one it is. */
export const procedureOf = (code: ProcedureCode): Procedure => procedures[code]

/** The step of a procedure by its action; nothing when the procedure does not know it. */
export const stepOf = (code: ProcedureCode, action: string): Step | undefined => {
  const { steps } = procedureOf(code)
  return Object.hasOwn(steps, action) ? steps[action] : undefined
}

/** The actions of a procedure, in the order of its table. */
export const actionsOf = (code: ProcedureCode): readonly Action[] => Object.keys(procedureOf(code).steps) as Action[]

/** Clocks that a procedure starts, in their order. */
export const clocksOf = (code: ProcedureCode): readonly Clock[] => {
  const { start, steps } = procedureOf(code)
  const started = [start.clock, ...Object.values(steps).map((step) => step.clock)]
  return CLOCKS.filter((clock) => started.includes(clock))
}

/** Every action there is, for reading what was stored. */
export const ACTIONS: readonly Action[] = [...new Set(PROCEDURES.flatMap(actionsOf))]

/** Statuses from which a procedure lets an action be taken; none when it does not know the action. */
export const allowedFrom = (code: ProcedureCode, action: Action): readonly Status[] => stepOf(code, action)?.from ?? []

/** Every (procedure, status) from which an action may be taken, for sweeps. */
export const positionsOf = (action: Action): readonly (readonly [ProcedureCode, Status])[] =>
  PROCEDURES.flatMap((code) => allowedFrom(code, action).map((status) => [code, status] as const))
