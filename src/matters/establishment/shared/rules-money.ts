import type { Rule } from '../../../core/matters/define.ts'
import type { FoundingLaw } from './law.ts'
import { atSubmission } from './rules.ts'

/** Ten-thousandths of 万元, so that sums of up to four decimals are exact. */
const yuan = (tenThousands: number): number => Math.round(tenThousands * 10_000)

/**
 * Where the money is asked with the name already: the paper that proves it is one of those that found, and so are who wrote
 * it and its number. `proof`: what the paper is called.
 */
export const provedRules = (law: FoundingLaw, proof: '验资报告' | '验资证明'): readonly Rule[] => [
  {
    code: `${law.prefix}-FUND-PROVED`,
    basis: `${law.regulation}${law.articles.money}`,
    level: 'BLOCK',
    ...atSubmission(law),
    check: (answers) =>
      answers.value('funds', 'fundAmount') === ''
        ? []
        : [
            { page: 'funds', field: 'verificationAgency', message: `请填写验资机构，即出具${proof}的单位` },
            { page: 'funds', field: 'verificationNo', message: `请填写${proof}文号` },
          ].filter(({ page, field }) => answers.value(page, field) === ''),
  },
]

/** Rules about money, consent and premises that every type has. `fund`: what its money is called. */
export const contributionRules = (law: FoundingLaw, fund: string): readonly Rule[] => [
  {
    code: `${law.prefix}-CONTRIBUTIONS`,
    basis: `${law.regulation}${law.articles.money}`,
    level: 'WARN',
    ...atSubmission(law),
    check: (answers) => {
      const amount = answers.number('funds', 'fundAmount')
      const amounts = answers.items('contributors').map((item) => Number(item.values['amount'] || Number.NaN))
      if (amount === undefined || amounts.length === 0 || amounts.some(Number.isNaN)) return []
      const sum = amounts.map(yuan).reduce((total, part) => total + part, 0)
      return sum === yuan(amount)
        ? []
        : [{ page: 'contributors', message: `出资金额合计${sum / 10_000}万元，与${fund}${amount}万元不一致` }]
    },
  },
  {
    code: `${law.prefix}-CONSENT`,
    basis: `${law.regulation}${law.articles.consent}`,
    level: 'BLOCK',
    ...atSubmission(law),
    check: (answers) =>
      answers.value('supervisoryConsent', 'consentGiven') === 'no'
        ? [
            {
              page: 'supervisoryConsent',
              field: 'consentGiven',
              message: '应当先取得业务主管单位的批准文件',
            },
          ]
        : [],
  },
]
