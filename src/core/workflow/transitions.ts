import type { StaffRole } from '../access.ts'
import type { DocumentKind } from '../documents/kinds.ts'
import type { StageCode, Status } from './states.ts'

export const ACTIONS = [
  'submit',
  'resubmit',
  'withdraw',
  'abandon',
  'suggestOk',
  'suggestChange',
  'findUnsuitable',
  'receive',
  'accept',
  'deemAccepted',
  'returnForChange',
  'requireCorrection',
  'refuse',
  'firstReview',
  'secondReview',
  'sendBackToFirst',
  'sendBackToSecond',
  'sendBackName',
  'approveName',
  'rejectName',
  'grant',
  'deny',
  'file',
  'printCertificate',
  'handOver',
  'terminate',
  'lapse',
  'expireReservation',
] as const
export type Action = (typeof ACTIONS)[number]

/** Clocks of domain.md §6.2. Exactly one runs at a time, or none. */
export type Clock = 'reply' | 'receipt' | 'correction' | 'revision' | 'decision' | 'certificate'

/** What happens beside the change of status, carried out in the same transaction. */
export type Effect =
  | 'reserveName'
  | 'releaseName'
  | 'createOrganization'
  | 'openCorrection'
  | 'closeCorrection'
  | 'issueCertificate'
  | 'recordHandOver'

type By = 'applicant' | 'system' | StaffRole

export type Transition = {
  /** The word on the button and in the timeline. */
  readonly text: string
  /** In which stages, and there from which statuses. */
  readonly from: Readonly<Partial<Record<StageCode, readonly Status[]>>>
  readonly to: Status
  readonly by: readonly By[]
  /** The written opinion of staff: it becomes part of the record and, on a negative outcome, of the document. */
  readonly opinion: 'required' | 'optional' | 'none'
  /** A step of review proper: nobody takes two of different kinds in one stage (four eyes). */
  readonly reviewStep?: true
  /** The clock that starts: `opening` is the stage's own first one; `none` stops what ran; absent leaves it alone. */
  readonly clock?: Clock | 'opening' | 'none'
  readonly documents?: readonly DocumentKind[]
  readonly effects?: readonly Effect[]
  /** This stage ends well: the case moves to the next one, as a draft. */
  readonly opensNextStage?: true
  /** What the applicant is told, in the inbox and by SMS. `{opinion}` is filled in. */
  readonly notice?: string
  /** A positive step, a step back, or an ending: orders and colours the buttons. */
  readonly tone: 'forward' | 'back' | 'end'
}

const inEveryStage = (from: readonly Status[]) => ({
  nameConsultation: from,
  nameApproval: from,
  establishmentSubmission: from,
  establishmentCompletion: from,
})

/**
 * The one table of the workflow (domain.md §4.5). The buttons, the guard in SQL, the rule about opinions, the
 * README diagram and the exhaustive test all come from it; what is not in it is refused with 409.
 * A submission that corrects an earlier one is `resubmit`; it differs in what it closes.
 */
export const transitions = {
  submit: {
    text: '提交',
    from: inEveryStage(['DRAFT']),
    to: 'SUBMITTED',
    by: ['applicant'],
    opinion: 'none',
    clock: 'opening',
    notice: '您的申请已提交，登记管理机关将依法办理。',
    tone: 'forward',
  },
  resubmit: {
    text: '重新提交',
    from: {
      nameConsultation: ['SUGGESTED_CHANGE'],
      nameApproval: ['RETURNED'],
      establishmentSubmission: ['CORRECTION_REQUIRED'],
      establishmentCompletion: ['RETURNED'],
    },
    to: 'SUBMITTED',
    by: ['applicant'],
    opinion: 'none',
    clock: 'opening',
    effects: ['closeCorrection'],
    notice: '您修改后的申请已重新提交，办理时限重新计算。',
    tone: 'forward',
  },
  // Until the authority has decided, a case is the applicant's to take back.
  withdraw: {
    text: '撤回申请',
    from: {
      nameConsultation: ['SUBMITTED', 'SUGGESTED_CHANGE'],
      nameApproval: ['SUBMITTED', 'RETURNED', 'ACCEPTED', 'SECOND_REVIEWED'],
      establishmentSubmission: [
        'SUBMITTED',
        'RECEIVED',
        'CORRECTION_REQUIRED',
        'ACCEPTED',
        'FIRST_REVIEWED',
        'SECOND_REVIEWED',
      ],
    },
    to: 'WITHDRAWN',
    by: ['applicant'],
    opinion: 'none',
    clock: 'none',
    effects: ['closeCorrection', 'releaseName'],
    notice: '您已撤回申请，本次办理结束。',
    tone: 'end',
  },
  // A later stage that was opened and not filed yet; its outcome so far, and the papers of the stage before, stay.
  abandon: {
    text: '放弃办理',
    from: { nameApproval: ['DRAFT'], establishmentSubmission: ['DRAFT'] },
    to: 'ABANDONED',
    by: ['applicant'],
    opinion: 'none',
    clock: 'none',
    effects: ['releaseName'],
    notice: '您已放弃办理，本次办理结束。',
    tone: 'end',
  },
  suggestOk: {
    text: '建议可用',
    from: { nameConsultation: ['SUBMITTED'] },
    to: 'SUGGESTED_OK',
    by: ['WINDOW', 'FIRST_REVIEWER'],
    opinion: 'optional',
    clock: 'none',
    documents: ['CONSULTATION_REPLY'],
    opensNextStage: true,
    notice: '拟用名称咨询答复：建议可用。您可以继续办理名称核准。',
    tone: 'forward',
  },
  suggestChange: {
    text: '建议修改',
    from: { nameConsultation: ['SUBMITTED'] },
    to: 'SUGGESTED_CHANGE',
    by: ['WINDOW', 'FIRST_REVIEWER'],
    opinion: 'required',
    clock: 'revision',
    notice: '拟用名称咨询答复：建议修改。{opinion}',
    tone: 'back',
  },
  findUnsuitable: {
    text: '不宜使用',
    from: { nameConsultation: ['SUBMITTED'] },
    to: 'NOT_SUITABLE',
    by: ['WINDOW', 'FIRST_REVIEWER'],
    opinion: 'required',
    clock: 'none',
    documents: ['CONSULTATION_REPLY'],
    notice: '拟用名称咨询答复：不宜使用。{opinion} 您可以另拟名称，重新发起咨询。',
    tone: 'end',
  },
  receive: {
    text: '收件',
    from: { establishmentSubmission: ['SUBMITTED'] },
    to: 'RECEIVED',
    by: ['WINDOW'],
    opinion: 'none',
    documents: ['RECEIPT'],
    notice: '登记管理机关已收到您的申请材料并出具收件凭证。',
    tone: 'forward',
  },
  accept: {
    text: '受理',
    from: { nameApproval: ['SUBMITTED'], establishmentSubmission: ['RECEIVED'] },
    to: 'ACCEPTED',
    by: ['WINDOW'],
    opinion: 'optional',
    clock: 'decision',
    documents: ['ACCEPTANCE_NOTICE'],
    notice: '您的申请已受理，受理通知书可在办件详情中下载。',
    tone: 'forward',
  },
  // APL art. 32(4): no notice within five working days counts as acceptance from the day of receipt.
  deemAccepted: {
    text: '逾期未告知，视为受理',
    from: { nameApproval: ['SUBMITTED'], establishmentSubmission: ['SUBMITTED', 'RECEIVED'] },
    to: 'ACCEPTED',
    by: ['system'],
    opinion: 'none',
    clock: 'decision',
    documents: ['ACCEPTANCE_NOTICE'],
    notice: '登记管理机关未在5个工作日内告知，依照《行政许可法》第三十二条，您的申请自收到材料之日起即为受理。',
    tone: 'forward',
  },
  returnForChange: {
    text: '退回修改',
    from: { nameApproval: ['SUBMITTED'], establishmentCompletion: ['SUBMITTED'] },
    to: 'RETURNED',
    by: ['WINDOW'],
    opinion: 'required',
    clock: 'revision',
    notice: '您的申请被退回修改：{opinion}',
    tone: 'back',
  },
  requireCorrection: {
    text: '一次性告知补正',
    from: { establishmentSubmission: ['RECEIVED'] },
    to: 'CORRECTION_REQUIRED',
    by: ['WINDOW'],
    opinion: 'optional',
    clock: 'correction',
    documents: ['CORRECTION_NOTICE'],
    effects: ['openCorrection'],
    notice: '您的申请材料需要补正，请按补正材料告知书逐项补正后重新提交。',
    tone: 'back',
  },
  refuse: {
    text: '不予受理',
    from: { nameApproval: ['SUBMITTED'], establishmentSubmission: ['RECEIVED'] },
    to: 'REFUSED',
    by: ['WINDOW'],
    opinion: 'required',
    clock: 'none',
    documents: ['REFUSAL_NOTICE'],
    effects: ['releaseName'],
    notice: '您的申请不予受理：{opinion} 不予受理通知书载明了您的救济权利。',
    tone: 'end',
  },
  firstReview: {
    text: '初审通过',
    from: { establishmentSubmission: ['ACCEPTED'] },
    to: 'FIRST_REVIEWED',
    by: ['FIRST_REVIEWER'],
    opinion: 'required',
    reviewStep: true,
    tone: 'forward',
  },
  secondReview: {
    text: '复审通过',
    from: { nameApproval: ['ACCEPTED'], establishmentSubmission: ['FIRST_REVIEWED'] },
    to: 'SECOND_REVIEWED',
    by: ['SECOND_REVIEWER'],
    opinion: 'required',
    reviewStep: true,
    tone: 'forward',
  },
  sendBackToFirst: {
    text: '退回初审',
    from: { establishmentSubmission: ['FIRST_REVIEWED'] },
    to: 'ACCEPTED',
    by: ['SECOND_REVIEWER'],
    opinion: 'required',
    tone: 'back',
  },
  sendBackToSecond: {
    text: '退回复审',
    from: { establishmentSubmission: ['SECOND_REVIEWED'] },
    to: 'FIRST_REVIEWED',
    by: ['APPROVER'],
    opinion: 'required',
    tone: 'back',
  },
  sendBackName: {
    text: '退回审核',
    from: { nameApproval: ['SECOND_REVIEWED'] },
    to: 'ACCEPTED',
    by: ['APPROVER'],
    opinion: 'required',
    tone: 'back',
  },
  approveName: {
    text: '核准名称',
    from: { nameApproval: ['SECOND_REVIEWED'] },
    to: 'APPROVED',
    by: ['APPROVER'],
    opinion: 'optional',
    reviewStep: true,
    clock: 'none',
    documents: ['NAME_APPROVAL'],
    effects: ['reserveName'],
    opensNextStage: true,
    notice: '您申请的名称已核准，名称保留6个月，请在保留期内提交成立材料。',
    tone: 'forward',
  },
  rejectName: {
    text: '不予核准',
    from: { nameApproval: ['SECOND_REVIEWED'] },
    to: 'REJECTED',
    by: ['APPROVER'],
    opinion: 'required',
    reviewStep: true,
    clock: 'none',
    documents: ['NAME_REJECTION'],
    effects: ['releaseName'],
    notice: '您申请的名称不予核准：{opinion}',
    tone: 'end',
  },
  grant: {
    text: '准予登记',
    from: { establishmentSubmission: ['SECOND_REVIEWED'] },
    to: 'GRANTED',
    by: ['APPROVER'],
    opinion: 'optional',
    reviewStep: true,
    clock: 'none',
    documents: ['DECISION_GRANTED'],
    effects: ['createOrganization'],
    opensNextStage: true,
    notice: '登记管理机关准予成立登记。请补充印章、银行账户等材料，完成后领取登记证书。',
    tone: 'forward',
  },
  deny: {
    text: '不予登记',
    from: { establishmentSubmission: ['SECOND_REVIEWED'] },
    to: 'DENIED',
    by: ['APPROVER'],
    opinion: 'required',
    reviewStep: true,
    clock: 'none',
    documents: ['DECISION_DENIED'],
    effects: ['releaseName'],
    notice: '登记管理机关作出不予行政许可决定：{opinion} 决定书载明了您的救济权利。',
    tone: 'end',
  },
  file: {
    text: '准予备案',
    from: { establishmentCompletion: ['SUBMITTED'] },
    to: 'FILED',
    by: ['WINDOW'],
    opinion: 'optional',
    documents: ['FILING_RECEIPT'],
    notice: '您的印章、银行账户等材料已备案，登记证书正在制作。',
    tone: 'forward',
  },
  printCertificate: {
    text: '制作证书',
    from: { establishmentCompletion: ['FILED'] },
    to: 'CERT_PRINTED',
    by: ['CERT_CLERK'],
    opinion: 'none',
    documents: ['CERTIFICATE_ORIGINAL', 'CERTIFICATE_DUPLICATE'],
    effects: ['issueCertificate'],
    notice: '登记证书已制作完成，请携带有效身份证件领取；电子证书可在办件详情中下载。',
    tone: 'forward',
  },
  handOver: {
    text: '登记发证',
    from: { establishmentCompletion: ['CERT_PRINTED'] },
    to: 'COMPLETED',
    by: ['CERT_CLERK'],
    opinion: 'none',
    clock: 'none',
    effects: ['recordHandOver'],
    notice: '登记证书已领取，成立登记全部办结。',
    tone: 'forward',
  },
  terminate: {
    text: '逾期未补正，终止办理',
    from: { establishmentSubmission: ['CORRECTION_REQUIRED'] },
    to: 'TERMINATED',
    by: ['system'],
    opinion: 'none',
    clock: 'none',
    documents: ['TERMINATION_NOTICE'],
    effects: ['closeCorrection', 'releaseName'],
    notice: '您未在规定期限内补正材料，本次申请终止办理。您可以在办件页面选择“复制为新申请”，沿用已填写的内容。',
    tone: 'end',
  },
  // 补充完善材料 never ends so: the organization is registered, and its certificate waits.
  lapse: {
    text: '逾期未修改，终止办理',
    from: { nameConsultation: ['SUGGESTED_CHANGE'], nameApproval: ['RETURNED'] },
    to: 'TERMINATED',
    by: ['system'],
    opinion: 'none',
    clock: 'none',
    notice: '您未在规定期限内修改后重新提交，本次申请终止办理。您可以在办件页面选择“复制为新申请”，沿用已填写的内容。',
    tone: 'end',
  },
  expireReservation: {
    text: '名称保留期届满',
    from: { establishmentSubmission: ['DRAFT'] },
    to: 'EXPIRED',
    by: ['system'],
    opinion: 'none',
    clock: 'none',
    effects: ['releaseName'],
    notice: '您的名称保留期已届满，请重新申请名称核准。',
    tone: 'end',
  },
} as const satisfies Record<Action, Transition>

export const transitionOf = (action: Action): Transition => transitions[action]

/** Statuses of the stage from which the action may be taken; none when the stage does not know the action. */
export const allowedFrom = (action: Action, stage: StageCode): readonly Status[] =>
  transitionOf(action).from[stage] ?? []
