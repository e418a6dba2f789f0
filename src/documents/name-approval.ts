import { z } from 'zod'
import { chineseDate, validityText } from '../core/documents/dates.ts'
import { date, notice, text } from '../core/documents/define.ts'
import { fact, NAME_MEASURES, paragraph, SIGNED_RECEIPT, you } from '../core/documents/words.ts'

/** 名称核准通知书: which name is kept, and until when. */
export const nameApproval = notice({
  title: '名称核准通知书',
  shortName: '名称核准',
  numberWord: '名核',
  copies: 2,
  appealable: false,
  schema: z.object({
    appliedOn: date,
    approvedName: text,
    validFrom: date,
    validTo: date,
    supervisoryUnit: text.nullable(),
    /** It ends with the case it was approved in; older notices did not say so. */
    endsWithCase: z.boolean().default(false),
  }),
  gather: (facts) => ({
    appliedOn: facts.appliedOn,
    approvedName: facts.proposedName,
    validFrom: facts.today,
    validTo: facts.reservedUntil ?? facts.today,
    supervisoryUnit: facts.supervisoryUnit || null,
    endsWithCase: true,
  }),
  letter: (data) => ({
    blocks: [
      paragraph(
        `${you(data)}于${chineseDate(data.appliedOn)}提出的名称核准申请（办件编号：${data.applicationNumber}）收悉。经审查，该名称符合社会组织名称管理的有关规定，现核准名称为：`,
      ),
      { type: 'emphasis', text: data.approvedName },
      {
        type: 'facts',
        rows: [
          fact('申请人', data.applicantName),
          fact('业务主管单位', data.supervisoryUnit ?? '无（直接登记）'),
          fact('名称保留期', validityText(data.validFrom, data.validTo)),
        ],
      },
      paragraph(
        `请在名称保留期内通过${data.siteName}提交成立登记材料。保留期届满未提交的，本通知书自行失效，名称不再保留；${data.endsWithCase ? '放弃、撤回成立登记申请，或者该申请终止办理、不予受理、不予许可的，同时失效。' : ''}仍需使用的，应当重新申请名称核准。`,
      ),
      paragraph(
        '本通知书不是准予成立登记的决定。在取得登记证书之前，不得以该名称开展筹备以外的活动。名称一经核准，在后续环节不得自行更改。',
      ),
    ],
    legalBasis: NAME_MEASURES,
    signOff: [SIGNED_RECEIPT],
  }),
  example: {
    appliedOn: '2026-11-18',
    approvedName: '山西省古建筑彩画研究会',
    validFrom: '2026-11-20',
    validTo: '2027-05-19',
    supervisoryUnit: '山西省文物局',
    endsWithCase: true,
  },
  mustSay: [
    '山西省古建筑彩画研究会',
    '名称保留期',
    '自2026年11月20日至2027年5月19日',
    '同时失效',
    '《社会组织名称管理办法》',
  ],
})
