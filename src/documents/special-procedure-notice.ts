import { z } from 'zod'
import { chineseDate } from '../core/documents/dates.ts'
import { date, days, notice, text } from '../core/documents/define.ts'
import { APL, caseFacts, fact, handler, paragraph, sentence, SIGNED_RECEIPT, you } from '../core/documents/words.ts'

const procedures = {
  HEARING: '听证',
  EXPERT_REVIEW: '专家评审',
  INSPECTION: '检验、检测、检疫',
  APPRAISAL: '鉴定',
} as const

/** 特别程序告知书: time that does not count, told in writing (行政许可法 art. 45). */
export const specialProcedureNotice = notice({
  title: '特别程序告知书',
  shortName: '特别程序告知',
  numberWord: '特',
  copies: 2,
  appealable: false,
  schema: z.object({
    startedOn: date,
    procedure: z.enum(['HEARING', 'EXPERT_REVIEW', 'INSPECTION', 'APPRAISAL']),
    reason: text,
    workingDays: days,
    handlerName: text,
  }),
  gather: ({ form, ...facts }) => ({
    startedOn: facts.today,
    procedure: z.enum(['HEARING', 'EXPERT_REVIEW', 'INSPECTION', 'APPRAISAL']).parse(form['procedure']),
    reason: facts.conclusion,
    workingDays: Number(form['days']),
    handlerName: facts.handlerName,
  }),
  letter: (data) => ({
    blocks: [
      paragraph(
        `${you(data)}就“${data.organizationName}”提出的${data.matterTitle}申请（办件编号：${data.applicationNumber}），在作出决定前依法需要进行${procedures[data.procedure]}。${sentence(data.reason)}`,
      ),
      {
        type: 'facts',
        rows: [
          ...caseFacts(data),
          fact('程序', procedures[data.procedure]),
          fact('开始日期', chineseDate(data.startedOn)),
          fact('所需时间', `${data.workingDays}个工作日`),
        ],
      },
      paragraph('上述程序所需时间不计算在办理期限内。程序结束后，办理期限继续计算，届时另行告知。'),
    ],
    legalBasis: `${APL}第四十五条`,
    signOff: [handler(data.handlerName), SIGNED_RECEIPT],
  }),
  example: {
    startedOn: '2026-11-23',
    procedure: 'EXPERT_REVIEW',
    reason: '业务范围涉及专业技术，需要听取专家意见',
    workingDays: 15,
    handlerName: '周初审',
  },
  mustSay: ['专家评审', '15个工作日', '不计算在办理期限内', '第四十五条', '2026年11月23日'],
})
