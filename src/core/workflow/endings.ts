import { statuses, type Status } from './statuses.ts'

/** Statuses in which a case has ended without what was applied for. */
type EndingStatus = {
  [S in Status]: (typeof statuses)[S] extends { readonly turn: 'nobody'; readonly tone: 'neutral' | 'bad' } ? S : never
}[Status]

type Ending = {
  /** What the ending means, and where its reasons stand. */
  readonly meaning: string
  /** What one may do against it where no paper was issued that may be appealed. */
  readonly remedy?: string
  /** What to do next, and until when. */
  readonly next: string
}

/** What an ending says to the applicant (domain.md §4.5); complete by type. */
export const endings = {
  NOT_SUITABLE: {
    meaning: '登记管理机关答复“不宜使用”，理由见咨询答复。',
    remedy: '答复供您参考，不是行政许可决定，不能申请行政复议或者提起行政诉讼。有不同意见的，可以致电登记管理机关。',
    next: '可以复制为新申请，改好以后重新咨询，没有期限。',
  },
  REJECTED: {
    meaning: '您申请的名称不予核准，理由见不予核准通知书。',
    next: '可以复制为新申请，另拟名称重新申请，没有期限。',
  },
  REFUSED: {
    meaning: '您的申请不予受理，理由见不予受理通知书。',
    next: '属于其他机关职权范围的，请向该机关申请。不予受理的原因消除以后，可以复制为新申请，没有期限。',
  },
  DENIED: {
    meaning: '登记管理机关作出了不予行政许可的决定，理由见不予行政许可决定书。',
    next: '具备条件以后，可以复制为新申请，没有期限。',
  },
  UNQUALIFIED: {
    meaning: '登记管理机关作出了“不合格”的年检结论，理由见年检结论通知书。',
    next: '请按整改通知书逐项整改，在规定期限内提交整改报告。',
  },
  WITHDRAWN: {
    meaning: '您在登记管理机关作出决定以前撤回了申请。',
    remedy: '撤回是您自己决定的，登记管理机关没有作出决定，不涉及行政复议和行政诉讼。',
    next: '需要时可以复制为新申请，没有期限。',
  },
  CALLED_OFF: {
    meaning: '准予的变更没有生效，已经撤回，登记信息没有改变，原登记证书继续有效。',
    remedy:
      '您自己撤回的，不涉及行政复议和行政诉讼；登记管理机关撤回的，您认为不当，可以按法律规定申请行政复议或者提起行政诉讼。',
    next: '需要时可以复制为新申请，没有期限。',
  },
  ABANDONED: {
    meaning: '您放弃了办理，这个环节的草稿没有提交。前面环节的答复和文书仍可以查看。',
    remedy: '放弃是您自己决定的，登记管理机关没有作出决定，不涉及行政复议和行政诉讼。',
    next: '需要时可以复制为新申请，没有期限。',
  },
  TERMINATED: {
    meaning: '您没有在规定期限内补正或者修改后重新提交，本次申请终止办理。',
    remedy:
      '登记管理机关没有对申请作出决定。认为终止办理有误的，可以致电登记管理机关，也可以按法律规定申请行政复议或者提起行政诉讼。',
    next: '终止办理不影响重新申请。可以复制为新申请，改好以后再提交，没有期限。',
  },
  EXPIRED: {
    meaning: '名称保留期内没有提交成立材料，保留期已经届满。',
    remedy: '保留期届满是期限经过的结果，登记管理机关没有作出决定，不涉及行政复议和行政诉讼。',
    next: '仍要使用这个名称的，请尽快复制为新申请，重新申请名称核准；他人可能先申请。',
  },
} as const satisfies Record<EndingStatus, Ending>

export const isEnding = (status: Status): status is EndingStatus => Object.hasOwn(endings, status)

/** What goes with a stage that ended so: with 提交成立材料 the name that was kept for it. */
export const lostWith = (stage: string): string | undefined =>
  stage === 'establishmentSubmission'
    ? '已核准的名称不再为您保留，他人可以申请使用；名称核准通知书同时失效。'
    : undefined
