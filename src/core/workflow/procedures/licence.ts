import { fields } from '../../forms/page.ts'
import type { Procedure } from '../procedure.ts'
import {
  abandon,
  accept,
  deemAccepted,
  extend,
  refuse,
  resubmit,
  stateView,
  submit,
  transfer,
  withdraw,
} from './acceptance.ts'
import { unitSteps } from './consent.ts'

const underReview = ['ACCEPTED', 'FIRST_REVIEWED', 'SECOND_REVIEWED'] as const
const reviewers = ['FIRST_REVIEWER', 'SECOND_REVIEWER', 'APPROVER'] as const

const first = {
  from: ['ACCEPTED'],
  to: 'FIRST_REVIEWED',
  by: ['FIRST_REVIEWER'],
  opinion: 'required',
  node: 'first',
} as const
const second = {
  from: ['FIRST_REVIEWED'],
  to: 'SECOND_REVIEWED',
  by: ['SECOND_REVIEWER'],
  opinion: 'required',
  node: 'second',
} as const
const decision = { from: ['SECOND_REVIEWED'], by: ['APPROVER'], node: 'final', clock: 'none', confirm: true } as const

/**
 * 行政许可 from the unit's consent to the decision: establishment, change, charter approval, deregistration.
 * 收件 → 受理, 补正 or 不予受理 → 初审 → 复审 → 决定 (行政许可法 art. 29–45; domain.md §4.5, §6.1).
 */
export const licence = {
  start: { status: 'DRAFT' },
  steps: {
    ...unitSteps,
    submit,
    abandon,
    resubmit: { ...resubmit, from: ['CORRECTION_REQUIRED'] },
    withdraw: { ...withdraw, from: ['SUBMITTED', 'RECEIVED', 'CORRECTION_REQUIRED', ...underReview] },
    receive: {
      text: '收件',
      from: ['SUBMITTED'],
      to: 'RECEIVED',
      by: ['WINDOW'],
      outcome: 'received',
      documents: ['RECEIPT'],
      notice: '登记管理机关已收到您的申请材料并出具收件凭证。',
      tone: 'forward',
    },
    accept: { ...accept, from: ['RECEIVED'] },
    deemAccepted: { ...deemAccepted, from: ['SUBMITTED', 'RECEIVED'] },
    requireCorrection: {
      text: '一次性告知补正',
      from: ['RECEIVED'],
      to: 'CORRECTION_REQUIRED',
      by: ['WINDOW'],
      opinion: 'optional',
      outcome: 'correction',
      clock: 'correction',
      documents: ['CORRECTION_NOTICE'],
      effects: ['openCorrection'],
      verdicts: 'required',
      toldOnce: true,
      notice: '您的申请材料需要补正，请在{dueOn}前按补正材料告知书逐项补正后重新提交。',
      confirm: true,
      tone: 'back',
    },
    refuse: { ...refuse, from: ['RECEIVED'] },
    transfer: { ...transfer, from: ['SUBMITTED', 'RECEIVED'] },
    terminate: {
      text: '逾期未补正，终止办理',
      from: ['CORRECTION_REQUIRED'],
      to: 'TERMINATED',
      by: ['system'],
      outcome: 'terminated',
      clock: 'none',
      documents: ['TERMINATION_NOTICE'],
      effects: ['closeCorrection', 'giveNameUp'],
      notice: '您未在规定期限内补正材料，本次申请终止办理。您可以在办件页面选择“复制为新申请”，沿用已填写的内容。',
      tone: 'end',
    },
    firstReview: { ...first, text: '初审通过', proposes: 'agree', verdicts: 'clear', tone: 'forward' },
    firstDisagree: { ...first, text: '初审拟不同意', proposes: 'disagree', tone: 'back' },
    secondReview: { ...second, text: '复审通过', proposes: 'agree', verdicts: 'clear', tone: 'forward' },
    secondDisagree: { ...second, text: '复审拟不同意', proposes: 'disagree', tone: 'back' },
    sendBackToFirst: {
      text: '退回初审',
      from: ['FIRST_REVIEWED'],
      to: 'ACCEPTED',
      by: ['SECOND_REVIEWER'],
      opinion: 'required',
      node: 'second',
      tone: 'back',
    },
    sendBackToSecond: {
      text: '退回复审',
      from: ['SECOND_REVIEWED'],
      to: 'FIRST_REVIEWED',
      by: ['APPROVER'],
      opinion: 'required',
      node: 'final',
      tone: 'back',
    },
    extend: { ...extend, from: [...underReview] },
    // Hearing, expert review, inspection, testing do not count; their time is told in writing (行政许可法 art. 45).
    pause: {
      text: '特别程序开始',
      from: [...underReview],
      by: [...reviewers],
      aside: true,
      conclusion: 'required',
      clock: 'pause',
      documents: ['SPECIAL_PROCEDURE_NOTICE'],
      form: fields(
        {
          name: 'procedure',
          label: '程序',
          kind: 'choice',
          options: [
            { value: 'HEARING', text: '听证' },
            { value: 'EXPERT_REVIEW', text: '专家评审' },
            { value: 'INSPECTION', text: '检验、检测、检疫' },
            { value: 'APPRAISAL', text: '鉴定' },
          ],
        },
        { name: 'days', label: '所需时间', kind: 'integer', min: 1, max: 90, unit: '个工作日' },
      ),
      notice: '您的申请需要进行特别程序，预计{days}个工作日，所需时间不计入办理期限：{conclusion}',
      tone: 'back',
    },
    resume: {
      text: '特别程序结束',
      from: [...underReview],
      by: [...reviewers],
      aside: true,
      conclusion: 'optional',
      clock: 'resume',
      whilePaused: 'only',
      notice: '特别程序已经结束，办理期限继续计算，至{dueOn}。',
      tone: 'forward',
    },
    // At least two officials look at the place; it is taken when both confirmed the record (行政许可法 art. 34(3)).
    visitSite: {
      text: '现场核查',
      from: ['RECEIVED', ...underReview],
      by: ['WINDOW', ...reviewers],
      aside: true,
      record: 'siteVisit',
      conclusion: 'required',
      whilePaused: 'also',
      notice: '{conclusion}',
      tone: 'back',
    },
    stateView: { ...stateView, from: ['DRAFT', 'SUBMITTED', 'RECEIVED', 'CORRECTION_REQUIRED', ...underReview] },
    grant: {
      ...decision,
      text: '准予',
      to: 'GRANTED',
      opinion: 'optional',
      conclusion: 'optional',
      outcome: 'granted',
      verdicts: 'clear',
      tone: 'forward',
    },
    deny: {
      ...decision,
      text: '不予',
      to: 'DENIED',
      opinion: 'optional',
      conclusion: 'required',
      outcome: 'denied',
      effects: ['giveNameUp'],
      tone: 'end',
    },
    // What a draft of this stage rests on runs out: an approved name (domain.md §3.3).
    expireReservation: {
      text: '名称保留期届满',
      from: ['DRAFT', 'WAITING_CONSENT'],
      to: 'EXPIRED',
      by: ['system'],
      outcome: 'expired',
      clock: 'none',
      effects: ['closeRequest', 'giveNameUp'],
      notice: '您的名称保留期已届满，请重新申请名称核准。',
      tone: 'end',
    },
  },
} as const satisfies Procedure
