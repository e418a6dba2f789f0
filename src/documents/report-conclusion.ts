import { z } from 'zod'
import { chineseDate } from '../core/documents/dates.ts'
import { date, notice, remedies, text } from '../core/documents/define.ts'
import type { StepFacts } from '../core/documents/facts.ts'
import { fact, paragraph, sentence, SIGNED_RECEIPT } from '../core/documents/words.ts'
import { reportConclusions } from '../core/register/reports.ts'

/** The conclusion a step came to; none without one. */
export const concludedIn = ({ changes }: Pick<StepFacts, 'changes'>) => {
  const report = changes.find((change) => change.kind === 'report')
  if (!report) throw new Error('a conclusion on no report')
  return report
}

/** 年检结论通知书: what was concluded on a year's report, why, and, where that is not 合格, how to appeal. */
export const reportConclusion = notice({
  title: '年检结论通知书',
  shortName: '年检结论',
  numberWord: '检',
  copies: 2,
  appealable: true,
  schema: z.object({
    uscc: text,
    year: z.int(),
    filedOn: date,
    late: z.boolean(),
    conclusion: z.enum(['QUALIFIED', 'BASIC', 'UNQUALIFIED']),
    reasons: text.nullable(),
    /** By when what was found is to be put right, in its own notice. */
    mendBy: date.nullable(),
    law: text,
    remedies: remedies.nullable(),
  }),
  gather: (facts) => {
    const { year, conclusion, filedOn, late } = concludedIn(facts)
    if (!facts.register || conclusion === 'NOT_FILED') throw new Error('a conclusion on no report')
    const good = conclusion === 'QUALIFIED'
    return {
      uscc: facts.register.uscc,
      year,
      filedOn: filedOn ?? facts.submittedOn,
      late: late === true,
      conclusion,
      reasons: facts.conclusion || null,
      mendBy: good ? null : (facts.dueOn ?? null),
      law: facts.law.decided,
      remedies: good ? null : facts.remedies,
    }
  },
  letter: (data) => {
    const { text: concluded } = reportConclusions[data.conclusion]
    return {
      to: { name: data.organizationName, who: '报送单位' },
      blocks: [
        paragraph(
          `你单位于${chineseDate(data.filedOn)}报送的${String(data.year)}年度工作报告（办件编号：${data.applicationNumber}）收悉${data.late ? '，属于逾期报送' : ''}。经审查，本机关决定：你单位${String(data.year)}年度检查结论为“${concluded}”。`,
        ),
        {
          type: 'facts',
          rows: [
            fact('组织名称', data.organizationName),
            fact('统一社会信用代码', data.uscc),
            fact('检查年度', `${String(data.year)}年度`),
            fact('年检结论', concluded),
          ],
        },
        ...(data.reasons === null ? [] : [paragraph(`理由：${sentence(data.reasons)}`)]),
        ...(data.mendBy === null
          ? []
          : [
              paragraph(
                `请按照本机关同时发出的《整改通知书》逐项整改，在${chineseDate(data.mendBy)}前（含当日）提交整改报告。`,
              ),
            ]),
        paragraph('请凭本通知书将登记证书副本交登记窗口，在年检记录表中记载本次结论。年检结论向社会公示。'),
      ],
      legalBasis: data.law,
      signOff: [SIGNED_RECEIPT],
    }
  },
  example: {
    uscc: '51140000MJ0000018C',
    year: 2025,
    filedOn: '2026-06-08',
    late: true,
    conclusion: 'BASIC',
    reasons: '2025年度没有按照章程召开理事会；固定资产没有建立登记簿',
    mendBy: '2027-02-20',
    law: '《社会团体登记管理条例》第二十八条',
    remedies: { reconsiderationOrgan: '山西省人民政府', court: '太原市迎泽区人民法院' },
  },
  mustSay: [
    '2025年度工作报告',
    '年度检查结论为“基本合格”',
    '属于逾期报送',
    '没有按照章程召开理事会',
    '2027年2月20日前',
    '整改通知书',
    '登记证书副本',
    '第二十八条',
    '60日',
    '6个月',
    '送达报送单位',
  ],
})
