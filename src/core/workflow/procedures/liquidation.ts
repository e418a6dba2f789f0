import type { Procedure } from '../procedure.ts'
import { stateView } from './acceptance.ts'
import { unitSteps } from './consent.ts'
import { filing } from './filing.ts'

/** What comes before a 注销 is applied for: the unit agrees to the end, the authority takes note of it and of the 清算组. */
export const liquidation = {
  start: filing.start,
  steps: { ...unitSteps, ...filing.steps, stateView: { ...stateView, from: ['SUBMITTED', 'RETURNED'] } },
} as const satisfies Procedure

/** What comes after it was granted: everything is given back, or void, and the register tells of the end. */
export const closing = {
  start: { status: 'RETURNS_DUE' },
  steps: {
    confirmReturns: {
      text: '逐项收回，注销登记',
      from: ['RETURNS_DUE'],
      to: 'COMPLETED',
      by: ['CERT_CLERK'],
      opinion: 'optional',
      outcome: 'closed',
      clock: 'none',
      confirm: true,
      tone: 'forward',
    },
  },
} as const satisfies Procedure
