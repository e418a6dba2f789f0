import { z } from 'zod'
import { chineseDate } from '../core/documents/dates.ts'
import { date, notice, reason, remedies, text } from '../core/documents/define.ts'
import { APL, numberedReasons, paragraph, reasonOf, SIGNED_RECEIPT, you } from '../core/documents/words.ts'

/** 不予行政许可决定书: why not, and how to appeal (行政许可法 art. 38). */
export const decisionDenied = notice({
  title: '不予行政许可决定书',
  shortName: '不予决定',
  numberWord: '许驳',
  copies: 2,
  appealable: true,
  schema: z.object({
    acceptedOn: date,
    reasons: z.array(reason).min(1),
    remedies,
    law: text.default('《社会团体登记管理条例》第十二条、第十三条'),
  }),
  gather: (facts) => ({
    acceptedOn: facts.acceptedOn,
    reasons: reasonOf(facts.conclusion),
    remedies: facts.remedies,
    law: facts.law.decided,
  }),
  letter: (data) => ({
    blocks: [
      paragraph(
        `${you(data)}就“${data.organizationName}”提出的${data.matterTitle}申请（办件编号：${data.applicationNumber}），本机关已于${chineseDate(data.acceptedOn)}受理。经审查，该申请不符合法定条件、标准，本机关决定不予行政许可。理由如下：`,
      ),
      numberedReasons(data.reasons),
    ],
    legalBasis: `${APL}第三十八条第二款，${data.law}`,
    signOff: [SIGNED_RECEIPT],
  }),
  example: {
    acceptedOn: '2026-11-20',
    reasons: [
      { text: '在同一行政区域内已有业务范围相同的社会团体，没有必要成立', basis: '《社会团体登记管理条例》第十三条' },
      { text: '会员数量不符合规定', basis: '《社会团体登记管理条例》第十条' },
    ],
    remedies: { reconsiderationOrgan: '山西省人民政府', court: '太原市迎泽区人民法院' },
    law: '《社会团体登记管理条例》第十二条、第十三条',
  },
  mustSay: ['不予行政许可', '会员数量不符合规定', '第三十八条第二款', '第十三条', '60日', '6个月'],
})
