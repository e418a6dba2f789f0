import type { ProcedureCode } from './procedures/index.ts'
import type { Status } from './statuses.ts'

const byReview = '通过后由终审作出决定，结果和文书会发短信告诉您。'

const consenting = '同意的，您核对以后提交申请；不同意的，您修改以后可以再次征求同意。'

/**
 * What comes next while somebody else has a case, for whoever waits: one row for each position of a procedure in which
 * it is not the applicant's turn. `{decides}`: what the stage decides when all is well, `{after}`: what follows it. Nothing
 * is said of how it will go.
 */
const waiting: { readonly [P in ProcedureCode]: Partial<Record<Status, string>> } = {
  consultation: {
    SUBMITTED: '{decides}的，{after}；建议修改的，改好以后再提交；不宜使用的，写明理由。',
  },
  nameApproval: {
    SUBMITTED: '材料齐全的受理；需要修改的，退回给您，逐项写明。',
    ACCEPTED: `接下来复审。${byReview}`,
    SECOND_REVIEWED: '接下来终审，作出决定。核准的，您在名称保留期内提交成立材料；不予核准的，写明理由。',
  },
  licence: {
    WAITING_CONSENT: consenting,
    SUBMITTED: '收件以后出具收件凭证；材料齐全的受理，需要补正的一次性告知您。',
    RECEIVED: '材料齐全的，出具受理通知书；需要补正的，一次性告知全部内容。',
    ACCEPTED: `接下来初审、复审。${byReview}`,
    FIRST_REVIEWED: `接下来复审。${byReview}`,
    SECOND_REVIEWED: '接下来终审，作出决定：{decides}，或者写明不予准许的理由。',
  },
  certificate: {
    CERT_DUE: '原证书收回或者登记遗失以后制作新证书，通知您领取，选择邮寄的寄给您。',
    CERT_RECOVERED: '新证书制作完成以后，通知您领取，选择邮寄的寄给您。',
    CERT_PRINTED: '领取或者寄出以后，本次办理全部办结。',
  },
  completion: {
    CERT_DUE: '证书制作完成以后，通知您领取，选择邮寄的寄给您；收到以后刻制印章、开立银行账户并备案。',
    CERT_PRINTED: '拿到证书以后，凭证书刻制印章、开立银行账户并备案。',
    SUBMITTED: '备案以后，全部办结；需要修改的，退回给您，逐项写明。',
  },
  filing: { SUBMITTED: '{decides}以后，{after}；需要修改的，退回给您，逐项写明。' },
  liquidation: {
    WAITING_CONSENT: consenting,
    SUBMITTED: '备案以后，登记状态变为“注销清算中”，清算组通知债权人、公告、清算；需要修改的，退回给您，逐项写明。',
  },
  report: {
    WAITING_CONSENT: '同意的，您核对以后报送登记管理机关；不同意的，您修改以后可以再次送审。',
    SUBMITTED: '接下来初审，再由另一名工作人员作出年检结论。需要补正的，退回给您，逐项写明，补正以后重新提交。',
    FIRST_REVIEWED:
      '接下来作出年检结论：合格、基本合格或者不合格，结论通知书会发给您。基本合格、不合格的，写明理由和整改要求。',
  },
  rectification: { SUBMITTED: '{decides}以后，{after}；整改不到位的，退回给您，逐项写明。' },
  closing: {
    RETURNS_DUE:
      '请把登记证书正本、副本，印章和财务凭证交到登记管理机关窗口；找不到的，先登报声明作废。确认以后发给注销证明、予以公告，登记状态变为“已注销”。',
  },
}

/** What comes next for who waits in this position; nothing where it is the applicant's turn, or nobody's. */
export const thenText = (
  procedure: ProcedureCode,
  status: Status,
  words: { readonly decides: string; readonly after: string },
): string | undefined => waiting[procedure][status]?.replace('{decides}', words.decides).replace('{after}', words.after)
