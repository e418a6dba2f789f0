import { z } from 'zod'
import { chineseDate, dueDate } from '../core/documents/dates.ts'
import type { Fact } from '../core/documents/blocks.ts'
import { date, notice, text } from '../core/documents/define.ts'
import { APL, caseFacts, fact, paragraph, sentence, SIGNED_RECEIPT, you } from '../core/documents/words.ts'

const schema = z.object({
  acceptedOn: date,
  reason: text,
  dueOnBefore: date,
  dueOn: date,
  provisional: z.boolean().default(false),
  /** The promised days alone are put off where a regulation sets the period; older documents did not tell the two. */
  statutory: z
    .object({
      ownPeriod: z.boolean(),
      before: date,
      after: date,
      /** What sets the period. */
      law: text,
      provisional: z.object({ before: z.boolean(), after: z.boolean(), promisedBefore: z.boolean() }),
      /** A special procedure had moved the days before. */
      paused: z.boolean(),
    })
    .optional(),
  approvedBy: text,
})

/** Each term as it was and as it is now; without the statutory ones there is one term. */
const terms = ({ dueOnBefore, dueOn, provisional, statutory }: z.infer<typeof schema>): readonly Fact[] => {
  if (!statutory)
    return [
      fact('原办理期限', `至${chineseDate(dueOnBefore)}`),
      fact('延长后的办理期限', `至${dueDate(dueOn, provisional)}`),
    ]
  const { ownPeriod, before, after, provisional: tentative, paused } = statutory
  const withoutPause = paused ? '，已扣除特别程序所需时间' : ''
  return [
    fact('原承诺期限', `至${dueDate(dueOnBefore, tentative.promisedBefore)}${withoutPause}`),
    fact('延长后的承诺期限', `至${dueDate(dueOn, provisional)}`),
    ...(ownPeriod
      ? [fact('法定期限', `至${dueDate(after, tentative.after)}${withoutPause}，本次不变`)]
      : [
          fact('原法定期限', `至${dueDate(before, tentative.before)}${withoutPause}`),
          fact('延长后的法定期限', `至${dueDate(after, tentative.after)}`),
        ]),
  ]
}

/** 延期通知书: why ten working days more, with the head's consent, and the new last day (行政许可法 art. 42). */
export const extensionNotice = notice({
  title: '延长办理期限通知书',
  shortName: '延期通知',
  numberWord: '延',
  copies: 2,
  appealable: false,
  schema,
  gather: (facts) => ({
    acceptedOn: facts.acceptedOn,
    reason: facts.conclusion,
    dueOnBefore: facts.dueOnBefore ?? facts.today,
    dueOn: facts.dueOn ?? facts.today,
    provisional: facts.dueProvisional,
    approvedBy: facts.handlerName,
    ...(facts.extended ? { statutory: { ...facts.extended, law: facts.law.accepted } } : {}),
  }),
  letter: (data) => ({
    blocks: [
      paragraph(
        `${you(data)}就“${data.organizationName}”提出的${data.matterTitle}申请（办件编号：${data.applicationNumber}），本机关已于${chineseDate(data.acceptedOn)}受理。因下列原因不能在原${data.statutory ? '承诺' : ''}期限内作出决定，经本机关负责人批准，延长10个工作日：`,
      ),
      paragraph(sentence(data.reason)),
      {
        type: 'facts',
        rows: [...caseFacts(data), ...terms(data), fact('批准人', data.approvedBy)],
      },
      ...(data.statutory?.ownPeriod
        ? [paragraph(`本次延长的是本机关承诺的办理期限，${data.statutory.law}规定的办理期限不变。`)]
        : []),
    ],
    legalBasis: data.statutory
      ? `${APL}第四十二条第一款${data.statutory.ownPeriod ? `，${data.statutory.law}` : ''}`
      : `${APL}第四十二条`,
    signOff: [SIGNED_RECEIPT],
  }),
  example: {
    acceptedOn: '2026-11-20',
    reason: '业务范围涉及多个部门，需要征求意见',
    dueOnBefore: '2026-12-18',
    dueOn: '2027-01-04',
    provisional: true,
    statutory: {
      ownPeriod: true,
      before: '2027-02-22',
      after: '2027-02-22',
      law: '《社会团体登记管理条例》第十二条第一款',
      provisional: { promisedBefore: false, before: true, after: true },
      paused: false,
    },
    approvedBy: '李终审',
  },
  mustSay: [
    '延长10个工作日',
    '征求意见',
    '2026年12月18日',
    '2027年1月4日',
    '至2027年2月22日',
    '《社会团体登记管理条例》第十二条第一款规定的办理期限不变',
    '第四十二条第一款',
    '李终审',
  ],
})
