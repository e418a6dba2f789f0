import { z } from 'zod'
import { chineseDate } from '../core/documents/dates.ts'
import { date, notice, text } from '../core/documents/define.ts'
import { fact, paragraph, SIGNED_RECEIPT } from '../core/documents/words.ts'
import { ORG_TYPES } from '../core/org-types.ts'

/** 注销登记证明: the proof that it is registered no more (R250 art. 21, R251 art. 17). */
export const deregistrationProof = notice({
  title: '注销登记证明',
  shortName: '注销证明',
  numberWord: '注',
  copies: 2,
  appealable: false,
  schema: z.object({
    orgType: z.enum(['SOCIAL_GROUP', 'PRIVATE_NON_ENTERPRISE', 'FOUNDATION']),
    uscc: text,
    legalRepresentative: text,
    establishedOn: date,
    endedOn: date,
    law: text,
  }),
  gather: (facts) => {
    if (!facts.register) throw new Error('the end of nothing registered')
    return {
      orgType: facts.orgType,
      uscc: facts.register.uscc,
      legalRepresentative: facts.register.items.legalRepresentative,
      establishedOn: facts.register.establishedOn,
      endedOn: facts.effectiveOn,
      law: facts.law.decided,
    }
  },
  letter: (data) => ({
    blocks: [
      paragraph(
        `${ORG_TYPES[data.orgType].shortLabel}“${data.organizationName}”已经完成清算，本机关准予注销登记，登记证书、印章和财务凭证已经收缴或者声明作废。特此证明。`,
      ),
      {
        type: 'facts',
        rows: [
          fact('组织名称', data.organizationName),
          fact('统一社会信用代码', data.uscc),
          fact('法定代表人', data.legalRepresentative),
          fact('成立日期', chineseDate(data.establishedOn)),
          fact('注销日期', chineseDate(data.endedOn)),
        ],
      },
      paragraph('自注销之日起，该组织不得以原名称开展任何活动。'),
    ],
    legalBasis: data.law,
    signOff: [SIGNED_RECEIPT],
  }),
  example: {
    orgType: 'SOCIAL_GROUP',
    uscc: '51140000MJ0000018C',
    legalRepresentative: '赵明远',
    establishedOn: '2016-05-18',
    endedOn: '2026-11-20',
    law: '《社会团体登记管理条例》第十九条、第二十一条',
  },
  mustSay: ['准予注销登记', '51140000MJ0000018C', '注销日期', '2026年11月20日', '第二十一条'],
})
