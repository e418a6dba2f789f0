import { z } from 'zod'
import { chineseDate } from '../core/documents/dates.ts'
import { date, notice, text, type Secrets } from '../core/documents/define.ts'
import type { StepFacts } from '../core/documents/facts.ts'
import { center, fact, handler, left, paragraph, sentence, SIGNED_RECEIPT } from '../core/documents/words.ts'
import { maskBankAccount } from '../core/identity/mask.ts'

/** What was filed, in words; a filing may be of seals, of an account, or of both. */
const filedText = (data: { readonly seals: readonly unknown[]; readonly account: unknown }): string =>
  [...(data.seals.length > 0 ? ['印章式样'] : []), ...(data.account ? ['银行账号'] : [])].join('和')

/** As it stands on cards and statements: a bank compares it four by four. */
const inGroups = (number: string): string => number.replaceAll(/(.{4})(?=.)/g, '$1 ')

const account = z.object({ type: text, bankName: text, accountName: text, accountNumber: text })

/** The accounts that were filed, in their order. */
const accountsIn = ({ changes }: Pick<StepFacts, 'changes'>) =>
  changes.flatMap((change) => (change.kind === 'account' ? [change.filed] : []))

/** The secret of each, by its place. */
const secretOf = (index: number): string => `accountNumber${index === 0 ? '' : String(index)}`

/** 备案回执: what was filed; of seals and accounts, which. */
export const filingReceipt = notice({
  title: '备案回执',
  shortName: '备案回执',
  numberWord: '备',
  copies: 2,
  appealable: false,
  schema: z.object({
    uscc: text,
    /** It goes to the organization; receipts of earlier releases went to whoever had applied. */
    toOrganization: z.boolean().default(false),
    submittedOn: date.optional(),
    filedOn: date,
    seals: z.array(z.object({ type: text, engraving: text, specification: text.nullable() })),
    /** The number as anybody may see it; the paper prints the whole of it, which is a secret. */
    account: account.nullable(),
    further: z.array(account).default([]),
    /** 备案事项, and what of it was filed, clause by clause; seals and account of a founding are told by themselves. */
    what: text.nullable().default(null),
    filed: z.array(text).default([]),
    handlerName: text,
    law: text.default('《社会团体登记管理条例》第十六条'),
  }),
  gather: (facts) => {
    const [first = null, ...further] = accountsIn(facts).map((one) => ({
      type: one.kind,
      bankName: one.bank,
      accountName: one.accountName,
      accountNumber: maskBankAccount(one.accountNumber),
    }))
    const seals = facts.changes.filter((change) => change.kind === 'seal')
    if (!facts.register || (!first && seals.length === 0 && facts.proved.length === 0))
      throw new Error('a filing of nothing')
    return {
      uscc: facts.register.uscc,
      toOrganization: true,
      submittedOn: facts.submittedOn,
      filedOn: facts.today,
      seals: seals.map(({ filed }) => ({
        type: filed.kind,
        engraving: filed.engraving,
        specification: filed.size || null,
      })),
      account: first,
      further,
      what: facts.proved.length > 0 ? facts.matterTitle : null,
      filed: [...facts.proved],
      handlerName: facts.handlerName,
      law: facts.law.decided,
    }
  },
  secrets: (facts): Secrets =>
    Object.fromEntries(accountsIn(facts).map(({ accountNumber }, index) => [secretOf(index), accountNumber])),
  letter: (data, secrets) => ({
    ...(data.toOrganization
      ? { to: { name: data.applicantKind === 'UNIT' ? data.applicantName : data.organizationName, who: '备案单位' } }
      : {}),
    blocks: [
      paragraph(
        `你单位于${chineseDate(data.submittedOn ?? data.filedOn)}报送的${data.what === null ? filedText(data) : `${data.what}材料`}（办件编号：${data.applicationNumber}）收悉。经核对，报送内容齐全，本机关予以备案。`,
      ),
      {
        type: 'facts',
        rows: [
          fact('组织名称', data.organizationName),
          fact('统一社会信用代码', data.uscc),
          fact('备案日期', chineseDate(data.filedOn)),
        ],
      },
      ...(data.filed.length > 0 ? [{ type: 'list' as const, items: data.filed.map(sentence) }] : []),
      ...(data.seals.length > 0
        ? [
            {
              type: 'table' as const,
              caption: '备案印章',
              columns: [center('序号', 1.4), left('印章种类', 3), left('印文', 6.5), left('规格', 3.5)],
              rows: data.seals.map(({ type, engraving, specification }, index) => [
                String(index + 1),
                type,
                engraving,
                specification ?? '',
              ]),
            },
          ]
        : []),
      ...[...(data.account ? [data.account] : []), ...data.further].map((one, index) => {
        const number = secrets[secretOf(index)]
        return {
          type: 'facts' as const,
          rows: [
            fact('备案银行账户', one.type),
            fact('账户名称', one.accountName),
            fact('开户银行', one.bankName),
            fact('账号', number === undefined ? one.accountNumber : inGroups(number)),
          ],
        }
      }),
      ...(data.toOrganization ? [paragraph('本回执可以用来向开户银行、审计机构等证明上述内容已在本机关备案。')] : []),
      paragraph(
        `${data.what === null ? filedText(data).replace('和', '或者') : '上述内容'}发生变化的，应当及时重新报本机关备案。${data.seals.length > 0 ? '印章的启用、管理应当遵守国家有关规定。' : ''}`,
      ),
    ],
    legalBasis: data.law,
    signOff: [handler(data.handlerName), SIGNED_RECEIPT],
  }),
  example: {
    uscc: '51140000MJ0000018C',
    toOrganization: true,
    submittedOn: '2026-11-19',
    filedOn: '2026-11-20',
    seals: [
      { type: '公章', engraving: '山西省古建筑彩画研究会', specification: '圆形，直径4.5厘米' },
      { type: '财务专用章', engraving: '山西省古建筑彩画研究会财务专用章', specification: null },
    ],
    account: {
      type: '基本户',
      bankName: '示范银行太原示范路支行',
      accountName: '山西省古建筑彩画研究会',
      accountNumber: '****0018',
    },
    further: [],
    what: null,
    filed: [],
    handlerName: '孙窗口',
    law: '《社会团体登记管理条例》第十六条',
  },
  mustSay: [
    '财务专用章',
    '****0018',
    '示范银行太原示范路支行',
    '第十六条',
    '备案日期',
    '2026年11月19日',
    '送达备案单位',
  ],
})
