import { z } from 'zod'
import { notice, remedies, text } from '../core/documents/define.ts'
import { fact, paragraph, sentence, SIGNED_RECEIPT } from '../core/documents/words.ts'
import { conclusionText, REPORT_CONCLUSIONS, reportConclusions } from '../core/register/reports.ts'
import { concludedIn } from './report-conclusion.ts'

const conclusion = z.enum(REPORT_CONCLUSIONS)

/** 年检结论更正通知书: what the authority concludes instead on a year it concluded on before, or had no conclusion of. */
export const reportRevision = notice({
  title: '年检结论更正通知书',
  shortName: '年检结论更正',
  numberWord: '检更',
  copies: 2,
  appealable: true,
  schema: z.object({
    uscc: text,
    year: z.int(),
    before: conclusion.nullable(),
    conclusion,
    reasons: text,
    law: text,
    remedies,
  }),
  gather: (facts) => {
    const { year, before, conclusion: now } = concludedIn(facts)
    if (!facts.register) throw new Error('a conclusion on nobody')
    return {
      uscc: facts.register.uscc,
      year,
      before,
      conclusion: now,
      reasons: facts.conclusion,
      law: facts.law.decided,
      remedies: facts.remedies,
    }
  },
  letter: (data) => {
    const { text: now } = reportConclusions[data.conclusion]
    const year = `${String(data.year)}年度`
    return {
      to: { name: data.organizationName, who: '报送单位' },
      blocks: [
        paragraph(
          data.before === null
            ? `本机关补录你单位${year}检查结论：“${now}”。`
            : `经复核，本机关决定：你单位${year}检查结论由“${conclusionText(data.before)}”更正为“${now}”，原年检结论通知书不再作为${year}检查结论的依据。`,
        ),
        {
          type: 'facts',
          rows: [
            fact('组织名称', data.organizationName),
            fact('统一社会信用代码', data.uscc),
            fact('检查年度', year),
            fact('更正前', conclusionText(data.before)),
            fact('更正后', now),
          ],
        },
        paragraph(`理由：${sentence(data.reasons)}`),
        paragraph('请凭本通知书将登记证书副本交登记窗口，在年检记录表中更正记载。更正后的结论向社会公示。'),
      ],
      legalBasis: data.law,
      signOff: [SIGNED_RECEIPT],
    }
  },
  example: {
    uscc: '51140000MJ0000018C',
    year: 2025,
    before: 'BASIC',
    conclusion: 'QUALIFIED',
    reasons: '经复核，财务管理制度在年度检查时已经健全',
    law: '《社会团体登记管理条例》第二十八条',
    remedies: { reconsiderationOrgan: '山西省人民政府', court: '太原市迎泽区人民法院' },
  },
  mustSay: ['2025年度', '由“基本合格”更正为“合格”', '财务管理制度', '登记证书副本', '第二十八条', '60日', '6个月'],
})
