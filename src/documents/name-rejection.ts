import { z } from 'zod'
import { chineseDate } from '../core/documents/dates.ts'
import { date, notice, reason, remedies, text } from '../core/documents/define.ts'
import { NAME_MEASURES, numberedReasons, paragraph, reasonOf, SIGNED_RECEIPT, you } from '../core/documents/words.ts'

/** 不予核准通知书: why a name is not approved, and how to appeal. */
export const nameRejection = notice({
  title: '不予核准通知书',
  shortName: '不予核准',
  numberWord: '名驳',
  copies: 2,
  appealable: true,
  schema: z.object({ appliedOn: date, proposedName: text, reasons: z.array(reason).min(1), remedies }),
  gather: (facts) => ({
    appliedOn: facts.appliedOn,
    proposedName: facts.proposedName,
    reasons: reasonOf(facts.conclusion),
    remedies: facts.remedies,
  }),
  letter: (data) => ({
    blocks: [
      paragraph(
        `${you(data)}于${chineseDate(data.appliedOn)}提出的名称核准申请（办件编号：${data.applicationNumber}）收悉。经审查，申请核准的名称“${data.proposedName}”不符合社会组织名称管理的有关规定，本机关决定不予核准。理由如下：`,
      ),
      numberedReasons(data.reasons),
      paragraph(`${you(data)}可以另拟名称，重新申请名称核准。`),
    ],
    legalBasis: NAME_MEASURES,
    signOff: [SIGNED_RECEIPT],
  }),
  example: {
    appliedOn: '2026-11-18',
    proposedName: '山西省第一彩画协会',
    reasons: [
      { text: '名称含有“第一”，易使公众误解', basis: '《社会组织名称管理办法》' },
      { text: '名称反映的业务领域与业务范围不一致', basis: null },
    ],
    remedies: { reconsiderationOrgan: '山西省人民政府', court: '太原市迎泽区人民法院' },
  },
  mustSay: ['山西省第一彩画协会', '易使公众误解', '不予核准', '60日', '6个月'],
})
