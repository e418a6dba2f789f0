import { describe, expect, test } from 'vitest'
import type { DocumentKind } from '../../../src/core/documents/kinds.ts'
import { documents } from '../../../src/documents/index.ts'
import { createPdfRenderer } from '../../../src/infra/pdf/render.ts'

/*
 * Documents as the first version of the portal stored them: all of 社会团体, without law, type and next step in their
 * data. What was issued stays what it was, whatever newer ones say.
 */
const heading = {
  authorityName: '山西省民政厅',
  issuedOn: '2026-08-20',
  applicantName: '赵明远',
  organizationName: '山西省古建筑彩画研究会',
  applicationNumber: 'SX-2026-000123',
  matterTitle: '社会团体成立登记',
  verificationCode: '7K3M-Q9RT-2XWD-4FGH',
  demo: true,
}
const remedies = { reconsiderationOrgan: '山西省人民政府', court: '太原市杏花岭区人民法院' }
const certificate = {
  uscc: '51140000MJ0000018C',
  legalRepresentative: '赵明远',
  businessScope: '古建筑彩画的学术研究',
  activityArea: '山西省',
  domicile: '太原市迎泽区示范路1号院2号楼301室',
  registeredFundTenThousands: '3.5',
  supervisoryUnit: '山西省文物局',
  validFrom: '2026-08-20',
  validTo: '2030-08-19',
}

type Old = {
  readonly number: string
  readonly data: Readonly<Record<string, unknown>>
  /** What only the older version of the document says, or says like that. */
  readonly says: readonly string[]
}

const stored = {
  CONSULTATION_REPLY: {
    number: '晋民社咨〔2026〕1号',
    data: {
      consultedOn: '2026-08-18',
      outcome: 'SUGGESTED_CHANGE',
      names: [{ name: '山西省彩画协会', conclusion: '建议修改', findings: ['业务领域不够明确'] }],
      opinion: null,
    },
    says: ['建议修改', '业务领域不够明确。', '重新提交咨询'],
  },
  RECEIPT: {
    number: '晋民社收〔2026〕1号',
    data: {
      receivedOn: '2026-08-20',
      receivedTime: '10:35',
      receiverName: '社会组织服务平台',
      materials: [{ name: '章程草案', form: 'ORIGINAL', copies: 2, note: null }],
      replyBy: '2026-08-27',
    },
    says: ['收件人：社会组织服务平台', '2026年8月20日 10:35', '章程草案'],
  },
  ACCEPTANCE_NOTICE: {
    number: '晋民社受〔2026〕1号',
    data: {
      appliedOn: '2026-08-18',
      acceptedOn: '2026-08-20',
      contactName: '赵明远',
      contactPhone: '138****0001',
      handlerName: '孙窗口',
      committedWorkingDays: 20,
      committedDueOn: '2026-09-17',
      statutoryWorkingDays: 60,
      statutoryDueOn: '2026-11-20',
      deemed: false,
    },
    says: [
      '第四十五条，《社会团体登记管理条例》第十二条',
      '作出是否准予行政许可的决定',
      '赵明远　138****0001',
      '60个工作日',
    ],
  },
  CORRECTION_NOTICE: {
    number: '晋民社补〔2026〕1号',
    data: {
      receivedOn: '2026-08-18',
      items: [{ target: '会员名单', reason: '会员不足50个' }],
      correctBy: '2026-09-20',
      handlerName: '孙窗口',
    },
    says: ['会员不足50个。', '2026年9月20日', '第（四）项和第二款'],
  },
  REFUSAL_NOTICE: {
    number: '晋民社不受〔2026〕1号',
    data: {
      receivedOn: '2026-08-18',
      ground: { type: 'OTHER_AUTHORITY', competentAuthority: '太原市行政审批服务管理局' },
      explanation: '活动地域为太原市',
      handlerName: '孙窗口',
      remedies,
    },
    says: ['第（二）项', '请你（单位）向太原市行政审批服务管理局提出申请。', '行政复议'],
  },
  NAME_APPROVAL: {
    number: '晋民社名核〔2026〕1号',
    data: {
      appliedOn: '2026-08-18',
      approvedName: '山西省古建筑彩画研究会',
      validFrom: '2026-08-20',
      validTo: '2027-02-19',
      supervisoryUnit: null,
    },
    says: ['自2026年8月20日至2027年2月19日', '无（直接登记）'],
  },
  NAME_REJECTION: {
    number: '晋民社名驳〔2026〕1号',
    data: {
      appliedOn: '2026-08-18',
      proposedName: '山西省第一彩画协会',
      reasons: [{ text: '名称含有“第一”，易使公众误解', basis: '《社会组织名称管理办法》' }],
      remedies,
    },
    says: ['依据：《社会组织名称管理办法》', '行政复议'],
  },
  DECISION_GRANTED: {
    number: '晋民社许准〔2026〕1号',
    data: {
      acceptedOn: '2026-08-20',
      findings: '有个人会员58个',
      uscc: certificate.uscc,
      registeredItems: [
        { label: '名称', value: '山西省古建筑彩画研究会' },
        { label: '注册资金', value: '3.5万元' },
      ],
    },
    says: [
      '经审查查明：有个人会员58个。',
      '决定准予“山西省古建筑彩画研究会”成立登记',
      '注册资金',
      '请凭本决定书申请刻制印章、开立银行账户',
      '颁发、送达《社会团体法人登记证书》',
      '《社会团体登记管理条例》第十条、第十一条、第十二条、第十六条',
    ],
  },
  DECISION_DENIED: {
    number: '晋民社许驳〔2026〕1号',
    data: { acceptedOn: '2026-08-20', reasons: [{ text: '会员数量不符合规定', basis: null }], remedies },
    says: ['《社会团体登记管理条例》第十二条、第十三条', '会员数量不符合规定。', '行政复议'],
  },
  FILING_RECEIPT: {
    number: '晋民社备〔2026〕1号',
    data: {
      uscc: certificate.uscc,
      filedOn: '2026-08-20',
      seals: [{ type: '公章', engraving: '山西省古建筑彩画研究会', specification: null }],
      account: {
        type: '基本户',
        bankName: '示范银行',
        accountName: '山西省古建筑彩画研究会',
        accountNumber: '0502 **** **** 0018',
      },
      handlerName: '孙窗口',
    },
    says: ['《社会团体登记管理条例》第十六条', '0502 **** **** 0018'],
  },
  CERTIFICATE_ORIGINAL: {
    number: '晋民社证〔2026〕1号',
    data: certificate,
    says: ['社会团体法人登记证书', '正本', '注册资金', '人民币叁万伍仟元整', '自2026年8月20日至2030年8月19日'],
  },
  CERTIFICATE_DUPLICATE: {
    number: '晋民社证副〔2026〕1号',
    data: certificate,
    says: ['社会团体法人登记证书', '副本', '年检记录'],
  },
  TERMINATION_NOTICE: {
    number: '晋民社终〔2026〕1号',
    data: {
      receivedOn: '2026-07-12',
      cause: { type: 'NOT_CORRECTED', correctionNoticeNumber: '晋民社补〔2026〕7号', correctBy: '2026-08-16' },
      remedies,
    },
    says: ['晋民社补〔2026〕7号', '视为撤回', '行政复议'],
  },
} as const satisfies Partial<Record<DocumentKind, Old>>

describe('a document stored by the first version of the portal', () => {
  const renderer = createPdfRenderer()
  const verifyUrl = 'https://portal.example.cn/verify-document/7K3M-Q9RT-2XWD-4FGH'

  test.each(Object.entries(stored) as [DocumentKind, Old][])(
    '%s is read, says what it said, and is drawn',
    async (kind, { number, data, says }) => {
      const read = documents.parse(JSON.parse(JSON.stringify({ kind, ...heading, number, ...data })))
      expect(read).toMatchObject({ kind, ...heading, number, ...data })
      const content = documents.content(read)
      for (const words of says) expect(JSON.stringify(content)).toContain(words)
      expect((await renderer.render(content, { verifyUrl })).subarray(0, 5).toString()).toBe('%PDF-')
    },
  )

  test('keeps the writing of a character no font has', () => {
    const old = { kind: 'NAME_APPROVAL', ...heading, ...stored.NAME_APPROVAL.data, number: stored.NAME_APPROVAL.number }
    const content = documents.content(documents.parse({ ...old, applicantName: '王𬎆', substitutes: { 𬎆: '玉加异' } }))
    expect(JSON.stringify(content)).toContain('王〔玉加异〕：')
    expect(content.note).toContain('〔玉加异〕为U+2C386')
  })
})
