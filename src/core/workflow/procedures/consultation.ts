import type { Procedure } from '../procedure.ts'
import { lapse, resubmit, submit } from './acceptance.ts'

const answering = { from: ['SUBMITTED'], by: ['WINDOW', 'FIRST_REVIEWER'], opinion: 'optional', clock: 'none' } as const

/** 拟用名称咨询: advice before anything is applied for. It binds nobody, and nothing can be appealed. */
export const consultation = {
  start: { status: 'DRAFT' },
  steps: {
    submit: { ...submit, clock: 'reply' },
    resubmit: { ...resubmit, from: ['SUGGESTED_CHANGE'], clock: 'reply' },
    withdraw: {
      text: '撤回申请',
      from: ['SUBMITTED', 'SUGGESTED_CHANGE'],
      to: 'WITHDRAWN',
      by: ['applicant'],
      outcome: 'withdrawn',
      clock: 'none',
      effects: ['closeCorrection'],
      notice: '您已撤回申请，本次办理结束。',
      tone: 'end',
    },
    suggestOk: {
      ...answering,
      text: '建议可用',
      to: 'SUGGESTED_OK',
      conclusion: 'optional',
      outcome: 'suitable',
      verdicts: 'clear',
      tone: 'forward',
    },
    suggestChange: {
      ...answering,
      text: '建议修改',
      to: 'SUGGESTED_CHANGE',
      conclusion: 'optional',
      outcome: 'correction',
      clock: 'revision',
      effects: ['openCorrection'],
      verdicts: 'required',
      notice: '拟用名称咨询答复：建议修改。{conclusion} 请在{dueOn}前修改后重新提交。',
      tone: 'back',
    },
    lapse: { ...lapse, from: ['SUGGESTED_CHANGE'] },
    findUnsuitable: {
      ...answering,
      text: '不宜使用',
      to: 'NOT_SUITABLE',
      conclusion: 'required',
      outcome: 'unsuitable',
      confirm: true,
      tone: 'end',
    },
  },
} as const satisfies Procedure
