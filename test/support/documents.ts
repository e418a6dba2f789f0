import type { DocumentData, DocumentDataOf } from '../../src/core/documents/data.ts'
import type { DocumentKind } from '../../src/core/documents/kinds.ts'
import { documentKinds, formatDocumentNumber } from '../../src/core/documents/kinds.ts'

const remedies = { reconsiderationOrgan: '山西省人民政府', court: '太原市杏花岭区人民法院' }

const common = (kind: DocumentKind) => ({
  number: formatDocumentNumber({ prefix: '晋民社', word: documentKinds[kind].numberWord, year: 2026, seq: 1 }),
  authorityName: '山西省民政厅',
  issuedOn: '2026-11-20',
  applicantName: '赵明远',
  organizationName: '山西省古建筑彩画研究会',
  applicationNumber: 'SX-2026-000123',
  matterTitle: '社会团体成立登记',
  verificationCode: '7K3M-Q9RT-2XWD',
  demo: true,
})

const certificate = {
  uscc: '51140000MJ0000018C',
  legalRepresentative: '赵明远',
  businessScope: '古建筑彩画的学术研究、技艺传承、人才培训、咨询服务和对外交流。',
  activityArea: '山西省',
  domicile: '山西省太原市迎泽区示范路1号院2号楼301室',
  registeredFundTenThousands: '3.5',
  supervisoryUnit: '山西省文物局',
  validFrom: '2026-11-20',
  validTo: '2031-11-19',
}

const examples: { readonly [K in DocumentKind]: DocumentDataOf<K> } = {
  CONSULTATION_REPLY: {
    ...common('CONSULTATION_REPLY'),
    kind: 'CONSULTATION_REPLY',
    consultedOn: '2026-11-18',
    outcome: 'SUGGESTED_OK',
    names: [
      { name: '山西省古建筑彩画研究会', conclusion: '建议可用', findings: [] },
      {
        name: '山西省彩画协会',
        conclusion: '建议修改',
        findings: ['与已登记的名称相近，容易混淆', '业务领域不够明确'],
      },
    ],
    opinion: '建议使用第一个名称',
  },
  RECEIPT: {
    ...common('RECEIPT'),
    kind: 'RECEIPT',
    receivedOn: '2026-11-20',
    receivedTime: '10:35',
    receiverName: '社会组织服务平台',
    materials: [
      { name: '登记申请书', form: 'ORIGINAL', copies: 1, note: null },
      { name: '业务主管单位批准文件', form: 'ORIGINAL', copies: 1, note: null },
      { name: '验资报告', form: 'ORIGINAL', copies: 1, note: '电子件' },
      { name: '住所使用权证明', form: 'COPY', copies: 1, note: '原件已核对' },
      { name: '章程草案', form: 'ORIGINAL', copies: 2, note: null },
    ],
    replyBy: '2026-11-27',
  },
  ACCEPTANCE_NOTICE: {
    ...common('ACCEPTANCE_NOTICE'),
    kind: 'ACCEPTANCE_NOTICE',
    appliedOn: '2026-11-18',
    acceptedOn: '2026-11-20',
    contactName: '赵明远',
    contactPhone: '138****0001',
    handlerName: '孙窗口',
    committedWorkingDays: 20,
    committedDueOn: '2026-12-18',
    statutoryWorkingDays: 60,
    statutoryDueOn: '2027-02-22',
    deemed: false,
  },
  CORRECTION_NOTICE: {
    ...common('CORRECTION_NOTICE'),
    kind: 'CORRECTION_NOTICE',
    receivedOn: '2026-11-18',
    items: [
      { target: '住所使用权证明', reason: '租赁合同缺少出租方签章，请补签后重新上传' },
      { target: '会员名单', reason: '单位会员与个人会员合计不足50个，请补充或者说明。' },
      { target: '章程草案', reason: '缺少资产管理和使用原则的条款' },
    ],
    correctBy: '2026-12-20',
    handlerName: '孙窗口',
  },
  REFUSAL_NOTICE: {
    ...common('REFUSAL_NOTICE'),
    kind: 'REFUSAL_NOTICE',
    receivedOn: '2026-11-18',
    ground: { type: 'OTHER_AUTHORITY', competentAuthority: '太原市行政审批服务管理局' },
    explanation: '申请成立的社会团体活动地域为太原市，应当由太原市的登记管理机关登记',
    handlerName: '孙窗口',
    remedies,
  },
  NAME_APPROVAL: {
    ...common('NAME_APPROVAL'),
    kind: 'NAME_APPROVAL',
    matterTitle: '社会团体名称核准',
    appliedOn: '2026-11-18',
    approvedName: '山西省古建筑彩画研究会',
    validFrom: '2026-11-20',
    validTo: '2027-05-19',
    supervisoryUnit: '山西省文物局',
  },
  NAME_REJECTION: {
    ...common('NAME_REJECTION'),
    kind: 'NAME_REJECTION',
    matterTitle: '社会团体名称核准',
    appliedOn: '2026-11-18',
    proposedName: '山西省第一彩画协会',
    reasons: [
      { text: '名称含有“第一”，易使公众误解', basis: '《社会组织名称管理办法》' },
      { text: '名称反映的业务领域与业务范围不一致', basis: null },
    ],
    remedies,
  },
  DECISION_GRANTED: {
    ...common('DECISION_GRANTED'),
    kind: 'DECISION_GRANTED',
    acceptedOn: '2026-11-20',
    findings:
      '申请成立的社会团体有个人会员58个，有规范的名称和相应的组织机构，有固定的住所，有活动资金3.5万元，有与其业务活动相适应的专职工作人员',
    uscc: '51140000MJ0000018C',
    registeredItems: [
      { label: '名称', value: '山西省古建筑彩画研究会' },
      { label: '法定代表人', value: '赵明远' },
      { label: '业务范围', value: certificate.businessScope },
      { label: '活动地域', value: '山西省' },
      { label: '住所', value: certificate.domicile },
      { label: '注册资金', value: '3.5万元' },
      { label: '业务主管单位', value: '山西省文物局' },
    ],
  },
  DECISION_DENIED: {
    ...common('DECISION_DENIED'),
    kind: 'DECISION_DENIED',
    acceptedOn: '2026-11-20',
    reasons: [
      { text: '在同一行政区域内已有业务范围相同的社会团体，没有必要成立', basis: '《社会团体登记管理条例》第十三条' },
      { text: '会员数量不符合规定', basis: '《社会团体登记管理条例》第十条' },
    ],
    remedies,
  },
  FILING_RECEIPT: {
    ...common('FILING_RECEIPT'),
    kind: 'FILING_RECEIPT',
    applicantName: '山西省古建筑彩画研究会',
    uscc: '51140000MJ0000018C',
    filedOn: '2026-11-20',
    seals: [
      { type: '公章', engraving: '山西省古建筑彩画研究会', specification: '圆形，直径4.5厘米' },
      { type: '财务专用章', engraving: '山西省古建筑彩画研究会财务专用章', specification: null },
    ],
    account: {
      type: '基本户',
      bankName: '示范银行太原示范路支行',
      accountName: '山西省古建筑彩画研究会',
      accountNumber: '0502 **** **** 0018',
    },
    handlerName: '孙窗口',
  },
  CERTIFICATE_ORIGINAL: { ...common('CERTIFICATE_ORIGINAL'), ...certificate, kind: 'CERTIFICATE_ORIGINAL' },
  CERTIFICATE_DUPLICATE: { ...common('CERTIFICATE_DUPLICATE'), ...certificate, kind: 'CERTIFICATE_DUPLICATE' },
  TERMINATION_NOTICE: {
    ...common('TERMINATION_NOTICE'),
    kind: 'TERMINATION_NOTICE',
    receivedOn: '2026-10-12',
    cause: { type: 'NOT_CORRECTED', correctionNoticeNumber: '晋民社补〔2026〕7号', correctBy: '2026-11-16' },
    remedies,
  },
}

/** Invented data of one kind, filled in completely. */
export function exampleDocument<K extends DocumentKind>(kind: K): DocumentDataOf<K> & DocumentData {
  return structuredClone(examples[kind]) as DocumentDataOf<K> & DocumentData
}
