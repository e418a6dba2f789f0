import type { Procedure, Step } from '../procedure.ts'
import { lapse, resubmit, submit, withdraw } from './acceptance.ts'

/** What the authority does with a filing: it takes note, or says what has to be put right. */
export const fileSteps = {
  returnForChange: {
    text: '退回修改',
    from: ['SUBMITTED'],
    to: 'RETURNED',
    by: ['WINDOW'],
    opinion: 'optional',
    conclusion: 'required',
    outcome: 'correction',
    clock: 'revision',
    effects: ['openCorrection'],
    verdicts: 'required',
    notice: '您的申请被退回修改：{conclusion}',
    tone: 'back',
  },
  file: {
    text: '准予备案',
    from: ['SUBMITTED'],
    by: ['WINDOW'],
    opinion: 'optional',
    outcome: 'filed',
    clock: 'none',
    tone: 'forward',
  },
} as const satisfies Record<string, Step>

/** 备案: never denied; what is not in order goes back and comes again. */
export const filing = {
  start: { status: 'DRAFT' },
  steps: {
    submit: { ...submit, clock: 'filing' },
    resubmit: { ...resubmit, from: ['RETURNED'], clock: 'filing' },
    withdraw: { ...withdraw, from: ['SUBMITTED', 'RETURNED'] },
    returnForChange: fileSteps.returnForChange,
    lapse: { ...lapse, from: ['RETURNED'] },
    file: { ...fileSteps.file, to: 'FILED' },
  },
} as const satisfies Procedure
