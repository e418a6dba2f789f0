import { allowedFrom, type ProcedureCode } from './procedures/index.ts'
import type { Status } from './statuses.ts'

/** What an applicant is asked to do with a case, said after the day by which. */
export const asks = {
  correct: '逐项补正后重新提交，逾期未补正的终止办理',
  change: '修改后重新提交，逾期未修改的终止办理',
  /** The organization is registered: nothing ends. */
  changeFiled: '修改后重新提交',
  rectify: '逐项整改，提交整改报告',
  seals: '刻制印章、开立银行账户，填报备案',
} as const
export type Ask = keyof typeof asks

/** What a status that a step led to asks of the applicant by a certain day; nothing where it only tells. */
export const askedBy = (procedure: ProcedureCode, status: Status): Ask | undefined => {
  switch (status) {
    case 'CORRECTION_REQUIRED':
      return 'correct'
    case 'SUGGESTED_CHANGE':
    case 'RETURNED':
      return allowedFrom(procedure, 'lapse').includes(status) ? 'change' : 'changeFiled'
    case 'RECTIFICATION_DUE':
      return 'rectify'
    case 'HANDED_OVER':
      return 'seals'
    default:
      return undefined
  }
}
