import { z } from 'zod'
import { chineseDate } from '../core/documents/dates.ts'
import { date, explanation, notice, reason, remedies, text } from '../core/documents/define.ts'
import {
  NAME_MEASURES,
  numberedReasons,
  paragraph,
  refusalIn,
  sentence,
  SIGNED_RECEIPT,
  you,
} from '../core/documents/words.ts'

/** 不予核准通知书: why a name is not approved, and how to appeal. */
export const nameRejection = notice({
  title: '不予核准通知书',
  shortName: '不予核准',
  numberWord: '名驳',
  copies: 2,
  appealable: true,
  schema: z.object({
    appliedOn: date,
    proposedName: text,
    reasons: z.array(reason).min(1),
    explanation,
    /** Provisions of the grounds; older documents named the measures as a whole. */
    law: text.default(NAME_MEASURES),
    remedies,
  }),
  gather: (facts) => ({
    appliedOn: facts.appliedOn,
    proposedName: facts.proposedName,
    ...refusalIn(facts),
    remedies: facts.remedies,
  }),
  letter: (data) => ({
    blocks: [
      paragraph(
        `${you(data)}于${chineseDate(data.appliedOn)}提出的名称核准申请（办件编号：${data.applicationNumber}）收悉。${
          data.explanation === null
            ? `经审查，申请核准的名称“${data.proposedName}”不符合社会组织名称管理的有关规定，本机关决定不予核准。理由如下：`
            : `经审查查明：${sentence(data.explanation)}`
        }`,
      ),
      ...(data.explanation === null
        ? []
        : [paragraph(`申请核准的名称“${data.proposedName}”有下列情形，本机关决定不予核准：`)]),
      numberedReasons(data.reasons),
      paragraph(`${you(data)}可以另拟名称，重新申请名称核准。`),
    ],
    legalBasis: data.law,
    signOff: [SIGNED_RECEIPT],
  }),
  example: {
    appliedOn: '2026-11-18',
    proposedName: '山西省第一彩画协会',
    reasons: [
      {
        text: '名称不符合法律、行政法规、规章和国家有关规定，或者不能准确反映特征、不具有显著识别性',
        basis: '《社会组织名称管理办法》（民政部令第69号）第六条第一款',
      },
      {
        text: '名称与业务范围、会员分布、活动地域不一致',
        basis: '《社会组织名称管理办法》（民政部令第69号）第六条第二款',
      },
    ],
    explanation: '名称含有“第一”，易使公众误解；业务范围是古建筑彩画，名称中的“彩画”范围过宽',
    law: '《社会组织名称管理办法》（民政部令第69号）第六条第一款、第二款',
    remedies: { reconsiderationOrgan: '山西省人民政府', court: '太原市迎泽区人民法院' },
  },
  mustSay: ['山西省第一彩画协会', '易使公众误解', '不予核准', '第六条第一款、第二款', '60日', '6个月'],
})
