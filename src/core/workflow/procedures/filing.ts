import type { Procedure, Step } from '../procedure.ts'
import { lapse, resubmit, returnForChange, submit, withdraw } from './acceptance.ts'

/** The authority takes note. */
export const file = {
  text: '准予备案',
  from: ['SUBMITTED'],
  by: ['WINDOW'],
  opinion: 'optional',
  outcome: 'filed',
  verdicts: 'clear',
  clock: 'none',
  tone: 'forward',
} as const satisfies Omit<Step, 'to'>

/** 备案: never denied; what is not in order goes back and comes again. */
export const filing = {
  start: { status: 'DRAFT' },
  steps: {
    submit: { ...submit, clock: 'filing' },
    resubmit: { ...resubmit, from: ['RETURNED'], clock: 'filing' },
    withdraw: { ...withdraw, from: ['SUBMITTED', 'RETURNED'] },
    returnForChange,
    lapse: { ...lapse, from: ['RETURNED'] },
    file: { ...file, to: 'FILED' },
  },
} as const satisfies Procedure
