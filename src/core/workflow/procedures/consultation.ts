import type { Procedure } from '../procedure.ts'
import { lapse } from './acceptance.ts'

const answering = { from: ['SUBMITTED'], by: ['WINDOW', 'FIRST_REVIEWER'], opinion: 'optional', clock: 'none' } as const

/** 拟用名称咨询: advice before anything is applied for. It binds nobody, and nothing can be appealed. */
export const consultation = {
  start: { status: 'DRAFT' },
  steps: {
    submit: {
      text: '提交',
      from: ['DRAFT'],
      to: 'SUBMITTED',
      by: ['applicant'],
      outcome: 'submitted',
      clock: 'reply',
      notice: '您的申请已提交，登记管理机关将依法办理。',
      tone: 'forward',
    },
    resubmit: {
      text: '重新提交',
      from: ['SUGGESTED_CHANGE'],
      to: 'SUBMITTED',
      by: ['applicant'],
      outcome: 'submitted',
      clock: 'reply',
      effects: ['closeCorrection'],
      notice: '您修改后的申请已重新提交，办理时限重新计算。',
      tone: 'forward',
    },
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
      tone: 'forward',
    },
    suggestChange: {
      ...answering,
      text: '建议修改',
      to: 'SUGGESTED_CHANGE',
      conclusion: 'required',
      outcome: 'correction',
      clock: 'revision',
      effects: ['openCorrection'],
      verdicts: 'required',
      notice: '拟用名称咨询答复：建议修改。{conclusion}',
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
