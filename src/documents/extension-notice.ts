import { z } from 'zod'
import { chineseDate, dueDate } from '../core/documents/dates.ts'
import { date, notice, text } from '../core/documents/define.ts'
import { APL, caseFacts, fact, paragraph, sentence, SIGNED_RECEIPT, you } from '../core/documents/words.ts'

/** 延期通知书: why ten working days more, with the head's consent, and the new last day (行政许可法 art. 42). */
export const extensionNotice = notice({
  title: '延长办理期限通知书',
  shortName: '延期通知',
  numberWord: '延',
  copies: 2,
  appealable: false,
  schema: z.object({
    acceptedOn: date,
    reason: text,
    dueOnBefore: date,
    dueOn: date,
    provisional: z.boolean().default(false),
    approvedBy: text,
  }),
  gather: (facts) => ({
    acceptedOn: facts.acceptedOn,
    reason: facts.conclusion,
    dueOnBefore: facts.dueOnBefore ?? facts.today,
    dueOn: facts.dueOn ?? facts.today,
    provisional: facts.dueProvisional,
    approvedBy: facts.handlerName,
  }),
  letter: (data) => ({
    blocks: [
      paragraph(
        `${you(data)}就“${data.organizationName}”提出的${data.matterTitle}申请（办件编号：${data.applicationNumber}），本机关已于${chineseDate(data.acceptedOn)}受理。因下列原因不能在原期限内作出决定，经本机关负责人批准，延长10个工作日：`,
      ),
      paragraph(sentence(data.reason)),
      {
        type: 'facts',
        rows: [
          ...caseFacts(data),
          fact('原办理期限', `至${chineseDate(data.dueOnBefore)}`),
          fact('延长后的办理期限', `至${dueDate(data.dueOn, data.provisional)}`),
          fact('批准人', data.approvedBy),
        ],
      },
    ],
    legalBasis: `${APL}第四十二条`,
    signOff: [SIGNED_RECEIPT],
  }),
  example: {
    acceptedOn: '2026-11-20',
    reason: '业务范围涉及多个部门，需要征求意见',
    dueOnBefore: '2026-12-18',
    dueOn: '2027-01-04',
    provisional: true,
    approvedBy: '李终审',
  },
  mustSay: ['延长10个工作日', '征求意见', '2026年12月18日', '2027年1月4日', '第四十二条', '李终审'],
})
