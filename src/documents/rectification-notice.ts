import { z } from 'zod'
import { chineseDate } from '../core/documents/dates.ts'
import { date, notice, remedies, text } from '../core/documents/define.ts'
import { paragraph, sentence, SIGNED_RECEIPT } from '../core/documents/words.ts'
import { reportConclusions } from '../core/register/reports.ts'
import { concludedIn } from './report-conclusion.ts'

/** 整改通知书: what the check of a year found, by when it is to be put right, and what follows when it is not. */
export const rectificationNotice = notice({
  title: '整改通知书',
  shortName: '整改通知',
  numberWord: '改',
  copies: 2,
  appealable: true,
  schema: z.object({
    year: z.int(),
    conclusion: z.enum(['BASIC', 'UNQUALIFIED']),
    found: text,
    mendBy: date,
    law: text,
    remedies,
  }),
  gather: (facts) => {
    const { year, conclusion } = concludedIn(facts)
    if (!facts.dueOn || conclusion === 'QUALIFIED' || conclusion === 'NOT_FILED')
      throw new Error('nothing to be put right')
    return {
      year,
      conclusion,
      found: facts.conclusion,
      mendBy: facts.dueOn,
      law: facts.law.decided,
      remedies: facts.remedies,
    }
  },
  letter: (data) => ({
    to: { name: data.organizationName, who: '被通知单位' },
    blocks: [
      paragraph(
        `本机关审查了你单位${String(data.year)}年度工作报告（办件编号：${data.applicationNumber}），年度检查结论为“${reportConclusions[data.conclusion].text}”。经查，你单位存在下列问题：`,
      ),
      paragraph(sentence(data.found)),
      paragraph('本机关决定责令你单位限期整改，要求如下：'),
      {
        type: 'list',
        items: [
          '逐项查明原因，采取措施改正，健全相应的内部管理制度；涉及登记事项、备案事项的，依法办理变更登记或者备案。',
          `在${chineseDate(data.mendBy)}前（含当日）通过${data.siteName}提交整改报告和证明整改情况的材料，整改报告写明每项问题的改正措施、完成日期和责任人。`,
          '本机关核查整改情况；整改没有到位的，退回继续整改。整改情况作为下一年度检查的依据。',
        ],
      },
      paragraph('逾期不整改，或者连续两年不参加年检、连续两年年检不合格的，本机关将依法处理。'),
    ],
    legalBasis: data.law,
    signOff: [SIGNED_RECEIPT],
  }),
  example: {
    year: 2025,
    conclusion: 'UNQUALIFIED',
    found: '2025年度没有开展业务活动；住所已经变更，没有办理变更登记',
    mendBy: '2027-02-20',
    law: '《民办非企业单位登记管理暂行条例》第二十三条，《民办非企业单位年度检查办法》',
    remedies: { reconsiderationOrgan: '山西省人民政府', court: '太原市迎泽区人民法院' },
  },
  mustSay: [
    '2025年度工作报告（办件编号：',
    '结论为“不合格”',
    '没有开展业务活动',
    '责令你单位限期整改',
    '2027年2月20日前',
    '整改报告',
    '年度检查办法',
    '60日',
    '6个月',
  ],
})
