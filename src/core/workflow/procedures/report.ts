import { reportConclusionField } from '../../register/reports.ts'
import type { Procedure } from '../procedure.ts'
import { resubmit, returnForChange, submit, withdraw } from './acceptance.ts'
import { unitSteps } from './consent.ts'

const examiners = ['WINDOW', 'FIRST_REVIEWER'] as const

/** Whoever checked a report does not conclude on it: the steps stand at different nodes. */
const conclude = {
  from: ['FIRST_REVIEWED'],
  by: ['APPROVER'],
  node: 'final',
  opinion: 'optional',
  clock: 'none',
  confirm: true,
} as const

/**
 * 年度工作报告: the unit looks at it first where there is one, the authority checks it, and another official concludes. It
 * never lapses and is never given up: a report stays due until it is there (R250 art. 28, R251 art. 23, R400 art. 36).
 */
export const report = {
  start: { status: 'DRAFT' },
  steps: {
    ...unitSteps,
    submit: { ...submit, clock: 'conclusion', notice: '您的年度工作报告已报送，登记管理机关将进行审查。' },
    resubmit: {
      ...resubmit,
      from: ['RETURNED'],
      clock: 'conclusion',
      notice: '您补正后的年度工作报告已重新报送，办理时限重新计算。',
    },
    withdraw: {
      ...withdraw,
      from: ['SUBMITTED', 'RETURNED'],
      to: 'DRAFT',
      documents: [],
      effects: ['closeCorrection'],
      notice: '您已撤回年度工作报告，填写的内容都保留着。报送期限不变，请修改以后重新报送。',
    },
    returnForChange: {
      ...returnForChange,
      by: examiners,
      notice: '您的年度工作报告需要补正：{conclusion} 请在{dueOn}前补正后重新报送。',
    },
    checkReport: {
      text: '初审',
      from: ['SUBMITTED'],
      to: 'FIRST_REVIEWED',
      by: examiners,
      opinion: 'optional',
      node: 'first',
      verdicts: 'clear',
      form: [reportConclusionField],
      tone: 'forward',
    },
    sendBackToFirst: {
      text: '退回初审',
      from: ['FIRST_REVIEWED'],
      to: 'SUBMITTED',
      by: ['APPROVER'],
      opinion: 'required',
      node: 'final',
      tone: 'back',
    },
    concludeQualified: {
      ...conclude,
      text: '合格',
      to: 'QUALIFIED',
      conclusion: 'optional',
      outcome: 'qualified',
      documents: ['REPORT_CONCLUSION'],
      verdicts: 'clear',
      notice: '您的年度工作报告的年检结论：合格。',
      tone: 'forward',
    },
    concludeBasic: {
      ...conclude,
      text: '基本合格',
      to: 'BASIC',
      conclusion: 'required',
      outcome: 'basic',
      documents: ['REPORT_CONCLUSION', 'RECTIFICATION_NOTICE'],
      notice: '您的年度工作报告的年检结论：基本合格。{conclusion} 请在{dueOn}前整改，提交整改报告。',
      tone: 'back',
    },
    concludeUnqualified: {
      ...conclude,
      text: '不合格',
      to: 'UNQUALIFIED',
      conclusion: 'required',
      outcome: 'unqualified',
      documents: ['REPORT_CONCLUSION', 'RECTIFICATION_NOTICE'],
      notice: '您的年度工作报告的年检结论：不合格。{conclusion} 请在{dueOn}前整改，提交整改报告。',
      tone: 'end',
    },
  },
} as const satisfies Procedure

/** 整改 of what a conclusion found: the report of it comes in, goes back while something is left, and is confirmed. */
export const rectification = {
  start: { status: 'RECTIFICATION_DUE', clock: 'rectification' },
  steps: {
    submit: {
      ...submit,
      from: ['RECTIFICATION_DUE'],
      clock: 'conclusion',
      notice: '您的整改报告已提交，登记管理机关将进行核查。',
    },
    resubmit: {
      ...resubmit,
      from: ['RETURNED'],
      clock: 'conclusion',
      notice: '您的整改报告已重新提交，登记管理机关将进行核查。',
    },
    returnForChange: {
      ...returnForChange,
      by: examiners,
      notice: '您的整改报告被退回：{conclusion} 请在{dueOn}前继续整改，重新提交。',
    },
    confirmRectified: {
      text: '确认整改',
      from: ['SUBMITTED'],
      to: 'COMPLETED',
      by: examiners,
      opinion: 'optional',
      conclusion: 'optional',
      outcome: 'rectified',
      verdicts: 'clear',
      clock: 'none',
      notice: '登记管理机关已确认整改完成，本次办理全部办结。年检结论不因整改而改变。',
      tone: 'forward',
    },
  },
} as const satisfies Procedure
