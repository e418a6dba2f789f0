import { z } from 'zod'
import { CERTIFICATE_FIELDS, type CertificateField } from '../core/documents/blocks.ts'
import { capitalAmountFromTenThousands } from '../core/documents/capital-numerals.ts'
import { chineseDate, validityText } from '../core/documents/dates.ts'
import { certificate, date, text, type CertificateDocument, type CommonData } from '../core/documents/define.ts'
import { fundText } from '../core/documents/registered-items.ts'
import type { OrgType } from '../core/org-types.ts'
import { registerItems } from '../core/register/items.ts'

const ANNUAL_CHECK_ROWS = 6

/** What the certificate of each type is called (domain.md §4.7). */
const headings = {
  SOCIAL_GROUP: '社会团体法人登记证书',
  PRIVATE_NON_ENTERPRISE: '民办非企业单位登记证书（法人）',
  FOUNDATION: '基金会法人登记证书',
} as const satisfies Record<OrgType, string>

const schema = z.object({
  orgType: z.enum(['SOCIAL_GROUP', 'PRIVATE_NON_ENTERPRISE', 'FOUNDATION']).default('SOCIAL_GROUP'),
  uscc: text,
  legalRepresentative: text,
  /** The shorter text meant for the certificate. */
  businessScope: text,
  /** 社会团体 only. */
  activityArea: text.nullable(),
  /** 基金会 only. */
  foundationKind: text.nullable().default(null),
  /** A 慈善组织 is called so in the name of its certificate. */
  charity: z.boolean().default(false),
  domicile: text,
  /** What its money is called; older certificates called it so for every type. */
  fundLabel: text.default('注册资金'),
  /** 万元, decimal string with at most four decimals. */
  registeredFundTenThousands: z.string().regex(/^\d{1,8}(\.\d{1,4})?$/),
  /** null for direct registration. */
  supervisoryUnit: text.nullable(),
  validFrom: date,
  validTo: date,
  /** 副本: which of how many. */
  copy: z.object({ nth: z.int().positive(), of: z.int().positive() }).nullable().default(null),
})

type Data = z.infer<typeof schema>

const example: Data = {
  orgType: 'SOCIAL_GROUP',
  uscc: '51140000MJ0000018C',
  legalRepresentative: '赵明远',
  businessScope: '古建筑彩画的学术研究、技艺传承、人才培训、咨询服务和对外交流。',
  activityArea: '山西省',
  foundationKind: null,
  charity: false,
  domicile: '山西省太原市迎泽区示范路1号院2号楼301室',
  fundLabel: '活动资金',
  registeredFundTenThousands: '3.5',
  supervisoryUnit: '山西省文物局',
  validFrom: '2026-11-20',
  validTo: '2031-11-19',
  copy: null,
}

/** One 副本 is made of a certificate; should it ever be more, each says which it is. */
const copyOf = (part: '正本' | '副本'): Data['copy'] => (part === '副本' ? { nth: 1, of: 1 } : null)

/** What each field is called and says. */
const fieldTexts = (data: Data & CommonData): Readonly<Record<CertificateField, readonly [string, string | null]>> => ({
  uscc: ['统一社会信用代码', data.uscc],
  name: ['名称', data.organizationName],
  legalRepresentative: ['法定代表人', data.legalRepresentative],
  fund: [data.fundLabel, `人民币${capitalAmountFromTenThousands(data.registeredFundTenThousands)}`],
  activityArea: ['活动地域', data.activityArea],
  foundationKind: ['类型', data.foundationKind],
  supervisoryUnit: ['业务主管单位', data.supervisoryUnit ?? '无（直接登记）'],
  domicile: ['住所', data.domicile],
  businessScope: ['业务范围', data.businessScope],
  validity: ['有效期限', validityText(data.validFrom, data.validTo)],
  issuingAuthority: ['发证机关', data.authorityName],
  issueDate: ['发证日期', chineseDate(data.issuedOn)],
})

/** 正本 or 副本: the same items, the 副本 with the table of yearly checks. */
const part = (
  name: '正本' | '副本',
  words: { readonly shortName: string; readonly mustSay: readonly string[] },
): CertificateDocument<typeof schema> =>
  certificate({
    title: `登记证书（${name}）`,
    numberWord: '证',
    copies: 1,
    ...words,
    schema,
    gather: ({ orgType, register }) => {
      if (!register) throw new Error('a certificate of nothing registered')
      const { items } = register
      return {
        orgType,
        uscc: register.uscc,
        legalRepresentative: items.legalRepresentative,
        // Organizations entered before the portal have no shorter text.
        businessScope: items.certificateScope || items.businessScope,
        activityArea: items.activityArea || null,
        foundationKind: items.foundationKind || null,
        charity: items.charity !== '',
        domicile: items.domicile,
        fundLabel: registerItems.fund.text[orgType],
        registeredFundTenThousands: fundText(items.fund),
        supervisoryUnit: items.supervisoryUnit || null,
        validFrom: register.validFrom,
        validTo: register.validTo,
        copy: copyOf(name),
      }
    },
    page: (data) => ({
      heading: `${headings[data.orgType]}${data.charity ? '（慈善组织）' : ''}`,
      part: name,
      partText: data.copy === null ? name : `${name}${data.copy.nth}-${data.copy.of}`,
      fields: CERTIFICATE_FIELDS.flatMap((key) => {
        const [label, value] = fieldTexts(data)[key]
        return value === null ? [] : [{ key, label, value }]
      }),
      annualCheck:
        name === '副本'
          ? {
              caption: '年检记录',
              columns: [
                { title: '年度', share: 2, align: 'center' },
                { title: '年检结论', share: 3, align: 'center' },
                { title: '年检机关（印章）', share: 5, align: 'center' },
                { title: '年检日期', share: 4, align: 'center' },
              ],
              blankRows: ANNUAL_CHECK_ROWS,
            }
          : null,
    }),
    example: { ...example, copy: copyOf(name) },
  })

export const certificateOriginal = part('正本', {
  shortName: '登记证书正本',
  mustSay: [
    '社会团体法人登记证书',
    '正本',
    '51140000MJ0000018C',
    '山西省古建筑彩画研究会',
    '法定代表人',
    '古建筑彩画的学术研究',
    '活动地域',
    '示范路1号院',
    '人民币叁万伍仟元整',
    '业务主管单位',
    '发证机关',
    '自2026年11月20日至2031年11月19日',
    '发证日期',
  ],
})

export const certificateDuplicate = part('副本', {
  shortName: '登记证书副本',
  mustSay: ['社会团体法人登记证书', '副本', '51140000MJ0000018C', '人民币叁万伍仟元整', '年检记录', '年检结论'],
})
