import { fields } from '../../forms/page.ts'
import type { Step } from '../procedure.ts'

// What comes before and around every review by 行政许可法, said once for 名称核准 and for licences.

export const submit = {
  text: '提交',
  from: ['DRAFT'],
  to: 'SUBMITTED',
  by: ['applicant'],
  outcome: 'submitted',
  clock: 'receipt',
  notice: '您的申请已提交，登记管理机关将依法办理。',
  tone: 'forward',
} as const satisfies Step

export const resubmit = {
  ...submit,
  text: '重新提交',
  effects: ['closeCorrection'],
  notice: '您修改后的申请已重新提交，办理时限重新计算。',
} as const satisfies Step

/** Until the authority has decided, a case is the applicant's to take back. */
export const withdraw = {
  text: '撤回申请',
  to: 'WITHDRAWN',
  by: ['applicant'],
  outcome: 'withdrawn',
  clock: 'none',
  whilePaused: 'also',
  documents: ['TERMINATION_NOTICE'],
  effects: ['closeCorrection', 'giveNameUp'],
  notice: '您已撤回申请，本次办理结束，终止办理通知书可在办件详情中下载。',
  tone: 'end',
} as const satisfies Omit<Step, 'from'>

/** Whoever a decision touches may say what they have to say before it is taken (行政许可法 art. 36); it moves nothing. */
export const stateView = {
  text: '陈述意见',
  by: ['applicant'],
  whilePaused: 'also',
  aside: true,
  tone: 'back',
} as const satisfies Omit<Step, 'from'>

/** A later stage that was opened and not filed yet is given up; papers of the stage before stay. */
export const abandon = {
  text: '放弃办理',
  from: ['DRAFT'],
  to: 'ABANDONED',
  by: ['applicant'],
  outcome: 'abandoned',
  clock: 'none',
  effects: ['giveNameUp'],
  notice: '您已放弃办理，本次办理结束。',
  tone: 'end',
} as const satisfies Step

/** What was sent back before acceptance ends when nobody changes it within the time told. */
export const lapse = {
  text: '逾期未修改，终止办理',
  to: 'TERMINATED',
  by: ['system'],
  outcome: 'terminated',
  clock: 'none',
  effects: ['closeCorrection'],
  notice: '您未在规定期限内修改后重新提交，本次申请终止办理。您可以在办件页面选择“复制为新申请”，沿用已填写的内容。',
  tone: 'end',
} as const satisfies Omit<Step, 'from'>

/** What was handed in and is not in order goes back to be changed, before anything is accepted. */
export const returnForChange = {
  text: '退回修改',
  from: ['SUBMITTED'],
  to: 'RETURNED',
  by: ['WINDOW'],
  opinion: 'optional',
  conclusion: 'optional',
  outcome: 'correction',
  clock: 'revision',
  effects: ['openCorrection'],
  verdicts: 'required',
  notice: '您的申请被退回修改：{conclusion} 请在{dueOn}前修改后重新提交。',
  tone: 'back',
} as const satisfies Step

/** Accepted is what came in complete: from that day the decision is due, not from the official's (R250 art. 12). */
const accepted = {
  to: 'ACCEPTED',
  outcome: 'accepted',
  clock: 'decision',
  clockSinceReceipt: true,
  documents: ['ACCEPTANCE_NOTICE'],
  tone: 'forward',
} as const

export const accept = {
  ...accepted,
  text: '受理',
  by: ['WINDOW'],
  opinion: 'optional',
  verdicts: 'clear',
  notice: '您的申请已受理，受理通知书可在办件详情中下载。',
} as const satisfies Omit<Step, 'from'>

/** No notice within five working days counts as acceptance from the day of receipt (行政许可法 art. 32(4)). */
export const deemAccepted = {
  ...accepted,
  text: '逾期未告知，视为受理',
  by: ['system'],
  notice: '登记管理机关未在5个工作日内告知，依照《行政许可法》第三十二条，您的申请自收到材料之日起即为受理。',
} as const satisfies Omit<Step, 'from'>

export const refuse = {
  text: '不予受理',
  to: 'REFUSED',
  by: ['WINDOW'],
  opinion: 'optional',
  conclusion: 'required',
  outcome: 'refused',
  clock: 'none',
  documents: ['REFUSAL_NOTICE'],
  effects: ['giveNameUp'],
  // Asked beside the grounds, which are the stage's own (matters/grounds.ts).
  form: [
    {
      name: 'competentAuthority',
      label: '有权办理的行政机关',
      kind: 'lookup',
      lookup: 'authorities',
      when: { field: 'grounds', has: 'OTHER_AUTHORITY' },
    },
  ],
  notice: '您的申请不予受理：{conclusion} 不予受理通知书载明了您的救济权利。',
  confirm: true,
  tone: 'end',
} as const satisfies Omit<Step, 'from'>

/** A case sent to the wrong authority goes to the right one with all its data; the clock of receipt starts anew there. */
export const transfer = {
  text: '转办',
  to: 'SUBMITTED',
  by: ['WINDOW'],
  opinion: 'optional',
  conclusion: 'required',
  clock: 'receipt',
  effects: ['moveToAuthority'],
  form: fields({ name: 'authority', label: '转给', kind: 'lookup', lookup: 'authorities' }),
  notice:
    '您的申请已转给{authority}（咨询电话{authorityPhone}）办理，不需要重新填写和提交：{conclusion} 时限重新计算，该机关最迟{dueOn}告知是否受理。',
  tone: 'back',
} as const satisfies Omit<Step, 'from'>

/**
 * Ten working days more, once, with the consent of the head and a notice of the reason (行政许可法 art. 42). Where a
 * regulation sets its own period only the committed day moves, never the statutory one (see the limit's `extends`).
 */
export const extend = {
  text: '延期',
  by: ['APPROVER'],
  opinion: 'optional',
  conclusion: 'required',
  clock: 'extend',
  once: true,
  aside: true,
  documents: ['EXTENSION_NOTICE'],
  notice: '办理期限延长10个工作日，至{dueOn}：{conclusion}',
  tone: 'back',
} as const satisfies Omit<Step, 'from'>
