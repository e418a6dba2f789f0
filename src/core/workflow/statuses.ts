/** Where one stage of a case stands. Which of them a stage can reach follows from its procedure. */
export const STATUSES = [
  'DRAFT',
  'WAITING_CONSENT',
  'SUBMITTED',
  'RECEIVED',
  'CORRECTION_REQUIRED',
  'RETURNED',
  'ACCEPTED',
  'FIRST_REVIEWED',
  'SECOND_REVIEWED',
  'SUGGESTED_OK',
  'SUGGESTED_CHANGE',
  'NOT_SUITABLE',
  'APPROVED',
  'REJECTED',
  'GRANTED',
  'DENIED',
  'REFUSED',
  'FILED',
  'QUALIFIED',
  'BASIC',
  'UNQUALIFIED',
  'RECTIFICATION_DUE',
  'CERT_DUE',
  'CERT_RECOVERED',
  'CERT_PRINTED',
  'HANDED_OVER',
  'RETURNS_DUE',
  'COMPLETED',
  'WITHDRAWN',
  'CALLED_OFF',
  'ABANDONED',
  'TERMINATED',
  'EXPIRED',
] as const
export type Status = (typeof STATUSES)[number]

/** Who has to act next: it decides whose list a case is in and what the applicant is told. */
type Turn = 'applicant' | 'authority' | 'unit' | 'nobody'

type StatusFacts = {
  /** What people read, unless the stage says it by its outcome. */
  readonly text: string
  readonly turn: Turn
  /** How it looks; never the only sign. */
  readonly tone: 'neutral' | 'active' | 'waiting' | 'good' | 'bad'
  /** The applicant may change answers and files. */
  readonly editable?: true
}

export const statuses = {
  DRAFT: { text: '草稿', turn: 'applicant', tone: 'neutral', editable: true },
  WAITING_CONSENT: { text: '等待业务主管单位答复', turn: 'unit', tone: 'active' },
  SUBMITTED: { text: '已提交', turn: 'authority', tone: 'active' },
  RECEIVED: { text: '已收件', turn: 'authority', tone: 'active' },
  CORRECTION_REQUIRED: { text: '待补正', turn: 'applicant', tone: 'waiting', editable: true },
  RETURNED: { text: '退回修改', turn: 'applicant', tone: 'waiting', editable: true },
  ACCEPTED: { text: '已受理', turn: 'authority', tone: 'active' },
  FIRST_REVIEWED: { text: '已初审', turn: 'authority', tone: 'active' },
  SECOND_REVIEWED: { text: '已复审', turn: 'authority', tone: 'active' },
  SUGGESTED_OK: { text: '建议可用', turn: 'nobody', tone: 'good' },
  SUGGESTED_CHANGE: { text: '建议修改', turn: 'applicant', tone: 'waiting', editable: true },
  NOT_SUITABLE: { text: '不宜使用', turn: 'nobody', tone: 'bad' },
  APPROVED: { text: '已核准', turn: 'nobody', tone: 'good' },
  REJECTED: { text: '不予核准', turn: 'nobody', tone: 'bad' },
  GRANTED: { text: '准予登记', turn: 'nobody', tone: 'good' },
  DENIED: { text: '不予登记', turn: 'nobody', tone: 'bad' },
  REFUSED: { text: '不予受理', turn: 'nobody', tone: 'bad' },
  FILED: { text: '已备案', turn: 'nobody', tone: 'good' },
  QUALIFIED: { text: '合格', turn: 'nobody', tone: 'good' },
  // Both go on to 整改, which is where the case stands then.
  BASIC: { text: '基本合格', turn: 'nobody', tone: 'waiting' },
  UNQUALIFIED: { text: '不合格', turn: 'nobody', tone: 'bad' },
  RECTIFICATION_DUE: { text: '待整改', turn: 'applicant', tone: 'waiting', editable: true },
  CERT_DUE: { text: '待制证', turn: 'authority', tone: 'active', editable: true },
  CERT_RECOVERED: { text: '原证书已收回或者作废，待制证', turn: 'authority', tone: 'active' },
  CERT_PRINTED: { text: '已制证，待发放', turn: 'authority', tone: 'active', editable: true },
  HANDED_OVER: { text: '已发证，待备案', turn: 'applicant', tone: 'waiting', editable: true },
  RETURNS_DUE: { text: '待交回证书、印章', turn: 'authority', tone: 'active' },
  COMPLETED: { text: '已办结', turn: 'nobody', tone: 'good' },
  WITHDRAWN: { text: '已撤回', turn: 'nobody', tone: 'neutral' },
  CALLED_OFF: { text: '变更已撤回', turn: 'nobody', tone: 'neutral' },
  ABANDONED: { text: '已放弃办理', turn: 'nobody', tone: 'neutral' },
  TERMINATED: { text: '已终止办理', turn: 'nobody', tone: 'bad' },
  EXPIRED: { text: '名称保留期已届满', turn: 'nobody', tone: 'bad' },
} as const satisfies Record<Status, StatusFacts>

/** Whether the applicant may change answers and files. */
export const isEditable = (status: Status): boolean => 'editable' in statuses[status]

/** Nothing can happen any more. */
export const isFinal = (status: Status): boolean => statuses[status].turn === 'nobody'
