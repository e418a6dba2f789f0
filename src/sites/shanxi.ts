import { privacyNotice } from './agreements/privacy-notice.ts'
import { userAgreement } from './agreements/user-agreement.ts'
import type { Site } from './define.ts'
import { commonGuideWords } from './guide-words.ts'

const party = {
  siteName: '山西省社会组织政务服务平台',
  hostOrgan: '山西省民政厅',
  contactPhone: '0351-5550100',
  agreementTitle: '用户协议',
  registrationScope: '在本平台注册的账号，用于办理山西省各级登记管理机关的社会组织事项。',
}

export const shanxi = {
  code: 'shanxi',
  name: party.siteName,
  shortName: '山西社会组织服务',
  hostOrgan: party.hostOrgan,
  organizer: '山西省社会组织综合服务中心',
  rootDivisionCode: '140000',
  provinceName: '山西省',
  departmentName: '省民政厅',
  hotlines: [
    { name: '业务咨询', phone: party.contactPhone, note: '工作日 9:00—12:00，13:00—17:00' },
    { name: '技术支持', phone: '0351-5550110', note: '工作日 9:00—17:00' },
    { name: '政务服务便民热线', phone: '12345', note: '咨询、投诉、建议，全天受理' },
  ],
  footer: {
    siteIdentifierCode: '1400000000',
    icp: '晋ICP备00000000号',
    publicSecurity: '晋公网安备00000000000000号',
  },
  guideWords: [
    { guide: '右上角“登录”', here: '右上角“个人登录”“法人登录”' },
    { guide: '社团组织（法人类型）', here: '社团法人；民办非企业单位、基金会请选各自的名称' },
    { guide: '变更、备案、章程核准、年报、注销', here: '法人登录后，法人服务或者社会组织办事大厅' },
    { guide: '山西政务服务平台、山西政务服务网', here: '本平台' },
    { guide: '登陆', here: '登录' },
    { guide: '社会信用代码、社团组织代码', here: '统一社会信用代码' },
    { guide: '代表人证件类型、代表人手机号', here: '法定代表人证件类型、法定代表人手机号' },
    { guide: '即将成立的社会组织法人', here: '拟任法定代表人' },
    { guide: '成立社团', here: '社会团体成立登记' },
    { guide: '分类、按部门', here: '个人服务中的“按部门”' },
    { guide: '统一身份认证系统', here: '用户中心' },
    { guide: '山西省政务服务网用户协议', here: `《${party.agreementTitle}》` },
    ...commonGuideWords,
  ],
  loginNameHint: '',
  agreement: userAgreement(party),
  agreementInGuides: '山西省政务服务网用户协议',
  privacyNotice: privacyNotice(party),
  logins: ['personal', 'legal', 'phone'],
  personalSubtypes: ['NATURAL'],
  legalPersonTypeHint:
    '按登记证书的种类选择。操作说明中的“社团组织”指社团法人。不清楚的，看本页上方的“法人类型怎么选”。',
  matters: {
    nameKeptMonths: 6,
    certificateMonths: 48,
    orgCodePrefix: 'MJA',
    // 社会团体: 条例第十条第五项; 基金会: 条例第八条第二项; 民办非企业单位 as local authorities ask.
    minimumFund: {
      SOCIAL_GROUP: { NATION: 10, PROVINCE: 3, CITY: 3, COUNTY: 3 },
      PRIVATE_NON_ENTERPRISE: { PROVINCE: 5, CITY: 3, COUNTY: 3 },
      FOUNDATION: { PROVINCE: 200, CITY: 200, COUNTY: 200 },
    },
    publicFoundationFund: { PROVINCE: 400, CITY: 400, COUNTY: 400 },
    sponsors: {
      SOCIAL_GROUP: { persons: 5, units: 3 },
      PRIVATE_NON_ENTERPRISE: { persons: 2, units: 1 },
      FOUNDATION: { persons: 1, units: 1 },
    },
    officers: 3,
    feesFiled: true,
    charterPublic: true,
    reports: { since: 2025, registeredBy: '06-30', allPublished: false },
    leaseMonths: 12,
    // Invented, as its addresses are; a real site names the rule its authorities have published.
    correction: { rule: '《山西省社会组织登记补正期限规定》（示例）', days: 30 },
    committed: {},
  },
  policies: { newApplicantReview: false, legalPersonMustVerify: true, revealUnknownAccount: true },
} as const satisfies Site
