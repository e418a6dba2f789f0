import { z } from 'zod'
import { chineseDate } from '../core/documents/dates.ts'
import { date, explanation, nameGivenUp, notice, reason, remedies, text } from '../core/documents/define.ts'
import {
  APL,
  nameEnds,
  numberedReasons,
  paragraph,
  refusalIn,
  sentence,
  SIGNED_RECEIPT,
  you,
} from '../core/documents/words.ts'

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
    explanation,
    nameGivenUp,
    remedies,
    /** All it rests on; older documents had here only what they cited beside art. 38. */
    law: text.default('《社会团体登记管理条例》第十二条、第十三条'),
  }),
  gather: (facts) => ({
    acceptedOn: facts.acceptedOn,
    ...refusalIn(facts),
    nameGivenUp: facts.nameGivenUp ?? null,
    remedies: facts.remedies,
  }),
  letter: (data) => ({
    blocks: [
      paragraph(
        `${you(data)}就“${data.organizationName}”提出的${data.matterTitle}申请（办件编号：${data.applicationNumber}），本机关已于${chineseDate(data.acceptedOn)}受理。${
          data.explanation === null
            ? '经审查，该申请不符合法定条件、标准，本机关决定不予行政许可。理由如下：'
            : `经审查查明：${sentence(data.explanation)}`
        }`,
      ),
      ...(data.explanation === null
        ? []
        : [paragraph('该申请有下列情形，不符合法定条件、标准，本机关决定不予行政许可：')]),
      numberedReasons(data.reasons),
      ...nameEnds(data),
    ],
    legalBasis: data.explanation === null ? `${APL}第三十八条第二款，${data.law}` : data.law,
    signOff: [SIGNED_RECEIPT],
  }),
  example: {
    acceptedOn: '2026-11-20',
    reasons: [
      {
        text: '会员数量不足：个人会员不足50个且单位会员不足30个，混合组成的会员总数不足50个',
        basis: '《社会团体登记管理条例》第十条第一款第（一）项',
      },
      {
        text: '在同一行政区域内已有业务范围相同或者相似的社会团体，没有必要成立',
        basis: '《社会团体登记管理条例》第十三条第（二）项',
      },
    ],
    explanation: '会员名单共42人，其中单位会员3个；山西省古建筑保护协会已开展相同业务',
    nameGivenUp: '晋民社名核〔2026〕1号',
    remedies: { reconsiderationOrgan: '山西省人民政府', court: '太原市迎泽区人民法院' },
    law: '《中华人民共和国行政许可法》第三十八条第二款，《社会团体登记管理条例》第十条第一款第（一）项、第十三条第（二）项',
  },
  mustSay: [
    '不予行政许可',
    '会员名单共42人',
    '会员数量不足',
    '第三十八条第二款',
    '第十条第一款第（一）项',
    '60日',
    '6个月',
    '该名称不再保留',
  ],
})
