import type { Procedure } from '../procedure.ts'
import {
  abandon,
  accept,
  deemAccepted,
  extend,
  lapse,
  refuse,
  resubmit,
  returnForChange,
  submit,
  transfer,
  withdraw,
} from './acceptance.ts'

const underReview = ['ACCEPTED', 'SECOND_REVIEWED'] as const

const second = {
  from: ['ACCEPTED'],
  to: 'SECOND_REVIEWED',
  by: ['SECOND_REVIEWER'],
  opinion: 'required',
  node: 'second',
} as const

const decision = {
  from: ['SECOND_REVIEWED'],
  by: ['APPROVER'],
  node: 'final',
  clock: 'none',
  confirm: true,
} as const

/** 名称核准: reviewed by two, decided by the approver; an approved name is kept. */
export const nameApproval = {
  start: { status: 'DRAFT' },
  steps: {
    submit,
    resubmit: { ...resubmit, from: ['RETURNED'] },
    withdraw: { ...withdraw, from: ['SUBMITTED', 'RETURNED', ...underReview] },
    abandon,
    accept: { ...accept, from: ['SUBMITTED'] },
    deemAccepted: { ...deemAccepted, from: ['SUBMITTED'] },
    returnForChange,
    lapse: { ...lapse, from: ['RETURNED'] },
    refuse: { ...refuse, from: ['SUBMITTED'] },
    transfer: { ...transfer, from: ['SUBMITTED'] },
    secondReview: { ...second, text: '复审通过', proposes: 'agree', verdicts: 'clear', tone: 'forward' },
    secondDisagree: { ...second, text: '复审拟不同意', proposes: 'disagree', tone: 'back' },
    sendBackName: {
      text: '退回审核',
      from: ['SECOND_REVIEWED'],
      to: 'ACCEPTED',
      by: ['APPROVER'],
      opinion: 'required',
      node: 'final',
      tone: 'back',
    },
    extend: { ...extend, from: [...underReview] },
    approveName: {
      ...decision,
      text: '核准名称',
      to: 'APPROVED',
      opinion: 'optional',
      outcome: 'approved',
      verdicts: 'clear',
      effects: ['reserveName'],
      tone: 'forward',
    },
    rejectName: {
      ...decision,
      text: '不予核准',
      to: 'REJECTED',
      opinion: 'optional',
      conclusion: 'required',
      outcome: 'rejected',
      effects: ['giveNameUp'],
      tone: 'end',
    },
  },
} as const satisfies Procedure
