import { z } from 'zod'
import { chineseDate } from '../core/documents/dates.ts'
import { date, nameGivenUp, notice, reason, remedies, text } from '../core/documents/define.ts'
import {
  APL,
  handler,
  nameEnds,
  numberedReasons,
  paragraph,
  refusalIn,
  sentence,
  SIGNED_RECEIPT,
  you,
} from '../core/documents/words.ts'

/** What papers said before the grounds were the stage's own: they have one of these, and no other article. */
const formerGrounds = {
  NO_LICENCE_NEEDED: {
    text: '该申请事项依法不需要取得行政许可，本机关不予受理。',
    article: '第三十二条第一款第（一）项和第二款',
  },
  OTHER_AUTHORITY: {
    text: '该申请事项依法不属于本机关职权范围，本机关决定不予受理。',
    article: '第三十二条第一款第（二）项和第二款',
  },
  OTHER: { text: '该申请不符合受理条件，本机关决定不予受理。', article: '第三十二条' },
} as const

/** 不予受理通知书: on which ground, and how to appeal (行政许可法 art. 32, 38). */
export const refusalNotice = notice({
  title: '不予受理通知书',
  shortName: '不予受理',
  numberWord: '不受',
  copies: 2,
  appealable: true,
  schema: z.object({
    receivedOn: date,
    ground: z
      .discriminatedUnion('type', [
        z.object({ type: z.literal('NO_LICENCE_NEEDED') }),
        z.object({ type: z.literal('OTHER_AUTHORITY'), competentAuthority: text }),
        z.object({ type: z.literal('OTHER') }),
      ])
      .optional(),
    reasons: z.array(reason).default([]),
    law: text.default(APL),
    /** Whom to apply to instead. */
    competentAuthority: text.nullable().default(null),
    explanation: text,
    nameGivenUp,
    handlerName: text,
    remedies,
  }),
  gather: (facts) => ({
    receivedOn: facts.receivedFirstOn,
    ...refusalIn(facts),
    competentAuthority: facts.form['competentAuthority'] || null,
    nameGivenUp: facts.nameGivenUp ?? null,
    handlerName: facts.handlerName,
    remedies: facts.remedies,
  }),
  letter: (data) => {
    const { ground: former } = data
    const ground = former && formerGrounds[former.type]
    const competent = former && 'competentAuthority' in former ? former.competentAuthority : data.competentAuthority
    return {
      blocks: [
        paragraph(
          `本机关于${chineseDate(data.receivedOn)}收到${you(data)}就“${data.organizationName}”提出的${data.matterTitle}申请（办件编号：${data.applicationNumber}）。经审查，${ground?.text ?? '该申请有下列情形，本机关决定不予受理：'}`,
        ),
        ...(ground ? [] : [numberedReasons(data.reasons)]),
        paragraph(`具体理由：${sentence(data.explanation)}`),
        ...(competent ? [paragraph(`请${you(data)}向${competent}提出申请。`)] : []),
        ...nameEnds(data),
      ],
      legalBasis: ground ? `${APL}${ground.article}` : data.law,
      signOff: [handler(data.handlerName), SIGNED_RECEIPT],
    }
  },
  example: {
    receivedOn: '2026-11-18',
    reasons: [
      {
        text: '申请事项依法不属于本机关职权范围',
        basis: '《中华人民共和国行政许可法》第三十二条第一款第（二）项',
      },
    ],
    law: '《中华人民共和国行政许可法》第三十二条第一款第（二）项、第二款',
    competentAuthority: '太原市行政审批服务管理局',
    explanation: '申请成立的社会团体活动地域为太原市，应当由太原市的登记管理机关登记',
    nameGivenUp: '晋民社名核〔2026〕1号',
    handlerName: '孙窗口',
    remedies: { reconsiderationOrgan: '山西省人民政府', court: '太原市迎泽区人民法院' },
  },
  mustSay: [
    '不予受理',
    '第三十二条第一款第（二）项、第二款',
    '太原市行政审批服务管理局',
    '60日',
    '6个月',
    '山西省人民政府',
    '太原市迎泽区人民法院',
    '《名称核准通知书》（晋民社名核〔2026〕1号）同时失效',
  ],
})
