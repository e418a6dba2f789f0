import { z } from 'zod'
import { chineseDate } from '../core/documents/dates.ts'
import { date, notice, text, type CommonData } from '../core/documents/define.ts'
import { center, left, NAME_MEASURES, paragraph, sentence, you } from '../core/documents/words.ts'

const nextStep = (data: CommonData) =>
  ({
    SUGGESTED_OK: `上述结论为“建议可用”的名称，${you(data)}可以据此通过${data.siteName}申请名称核准。`,
    SUGGESTED_CHANGE: `请${you(data)}参照上述意见修改拟用名称后重新提交咨询，提交次数不受限制。`,
    NOT_SUITABLE: `上述名称不宜使用，本次咨询办结。${you(data)}可以另拟名称，重新发起咨询。`,
  }) as const

const results = {
  suggestOk: { outcome: 'SUGGESTED_OK', text: '建议可用' },
  suggestChange: { outcome: 'SUGGESTED_CHANGE', text: '建议修改' },
  findUnsuitable: { outcome: 'NOT_SUITABLE', text: '不宜使用' },
} as const

/** 拟用名称咨询答复: advice, no decision. */
export const consultationReply = notice({
  title: '拟用名称咨询答复',
  shortName: '咨询答复',
  numberWord: '咨',
  supersedes: true,
  copies: 1,
  appealable: false,
  schema: z.object({
    consultedOn: date,
    outcome: z.enum(['SUGGESTED_OK', 'SUGGESTED_CHANGE', 'NOT_SUITABLE']),
    /** Every name asked about, with what was found on it. */
    names: z.array(z.object({ name: text, conclusion: text, findings: z.array(text) })).min(1),
    /** The official's words on all names, as older replies said them a second time. */
    opinion: text.nullable(),
  }),
  gather: (facts) => {
    const result = z.enum(['suggestOk', 'suggestChange', 'findUnsuitable']).parse(facts.action)
    return {
      consultedOn: facts.submittedOn,
      outcome: results[result].outcome,
      names: [
        {
          name: facts.proposedName,
          conclusion: results[result].text,
          findings: facts.conclusion.split('\n').filter((line) => line.trim() !== ''),
        },
      ],
      opinion: null,
    }
  },
  letter: (data) => ({
    blocks: [
      paragraph(
        `${you(data)}于${chineseDate(data.consultedOn)}提交的拟用名称咨询（办件编号：${data.applicationNumber}）收悉。经对照社会组织名称管理的有关规定，并与登记信息比对，现答复如下：`,
      ),
      {
        type: 'table',
        caption: '咨询名称及结论',
        columns: [center('序号', 1.4), left('拟用名称', 5), center('咨询结论', 2), left('说明', 6)],
        rows: data.names.map(({ name, conclusion, findings }, index) => [
          String(index + 1),
          name,
          conclusion,
          findings.length === 0 ? '未发现不符合名称管理规定的情形' : findings.map(sentence).join('\n'),
        ]),
      },
      ...(data.opinion === null ? [] : [paragraph(`答复意见：${sentence(data.opinion)}`)]),
      paragraph(nextStep(data)[data.outcome]),
      paragraph(
        '本答复供申请人拟定名称时参考，不是行政许可决定，不具有约束力，也不产生保留名称的效力。名称能否使用，以名称核准结果为准。',
      ),
    ],
    legalBasis: NAME_MEASURES,
    signOff: [],
  }),
  example: {
    consultedOn: '2026-11-18',
    outcome: 'SUGGESTED_CHANGE',
    names: [
      {
        name: '山西省彩画协会',
        conclusion: '建议修改',
        findings: ['1. 名称：与已登记的名称相近，容易混淆', '2. 业务范围：业务领域不够明确'],
      },
    ],
    opinion: null,
  },
  mustSay: ['山西省彩画协会', '建议修改', '业务领域不够明确。', '重新提交咨询', '不具有约束力', 'SX-2026-000123'],
})
