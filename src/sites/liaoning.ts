import { privacyNotice } from './agreements/privacy-notice.ts'
import { userAgreement } from './agreements/user-agreement.ts'
import type { Site } from './define.ts'
import { commonGuideWords } from './guide-words.ts'

const party = {
  siteName: '辽宁省社会组织政务服务平台',
  hostOrgan: '辽宁省民政厅',
  contactPhone: '024-55550100',
  agreementTitle: '辽宁省社会组织政务服务平台注册协议',
  registrationScope:
    '全省统一注册：注册后用同一个账号可以向辽宁省内任一登记管理机关申请，不需要在各市分别注册。新申请成立的单位，登记管理机关审核通过后才能办理成立登记。',
}

export const liaoning = {
  code: 'liaoning',
  name: party.siteName,
  shortName: '辽宁社会组织服务',
  hostOrgan: party.hostOrgan,
  organizer: '辽宁省社会组织综合服务中心',
  rootDivisionCode: '210000',
  provinceName: '辽宁省',
  departmentName: '省民政厅',
  hotlines: [
    { name: '业务咨询', phone: party.contactPhone, note: '工作日 8:30—11:30，13:00—17:00' },
    {
      name: '账号咨询',
      phone: '88900000/8890000',
      note: '座机号码为8位的地区（沈阳、大连、抚顺、本溪、铁岭）拨88900000，其余地区拨8890000。也可以拨83988832',
      brief: '88900000（座机8位的地区）、8890000（其余地区）',
    },
    { name: '政务服务便民热线', phone: '12345', note: '咨询、投诉、建议，全天受理' },
  ],
  footer: {
    siteIdentifierCode: '2100000000',
    icp: '辽ICP备00000000号',
    publicSecurity: '辽公网安备00000000000000号',
  },
  guideWords: [
    { guide: '辽宁省统一身份认证平台、注册账号', here: '右上角“注册”' },
    { guide: '自然人用户、个体自然人（个体工商户）', here: '个人注册，在“注册类型”中选择' },
    { guide: '法人用户', here: '法人注册、法人登录' },
    { guide: '登录名、登录账号、密码', here: '用户账号、登录密码' },
    { guide: '企业类型、营业执照图片、工商登记机关', here: '法人类型、法人证书图片、登记机关' },
    { guide: '《辽宁省政务服务网注册协议》', here: `《${party.agreementTitle}》，注册页上简称《用户协议》` },
    { guide: '个人办事、法人办事', here: '个人服务、法人服务' },
    { guide: '查看子事项、服务指南、申报', here: '查看子事项、办事指南、在线办理' },
    { guide: '下一步', here: '保存并继续' },
    { guide: '我的申请', here: '我的办件' },
    { guide: '个人中心、真实姓名', here: '用户中心，点击右上角的姓名进入' },
    { guide: '账户信息、用户类型', here: '用户中心的个人资料、账号类型' },
    { guide: '真实姓名、提交（注册页）', here: '用户姓名、“注册”或者“实名认证”按钮' },
    { guide: '辽宁民政网、辽宁政务服务网、鞍山政务服务网、省社会组织管理信息系统', here: '本平台' },
    { guide: '站点切换', here: '页面顶部的“切换区划”' },
    { guide: '企业认证、政府/事业单位认证', here: '法人注册的“实名认证”，社会组织与登记信息核对' },
    { guide: '暂不认证', here: '个人：暂不实名认证；法人：先注册，认证不通过的到窗口核验' },
    { guide: '盈利性企业、事业单位、社会团体（企业类型）', here: '法人类型中的企业法人、机关事业单位法人、社团法人' },
    { guide: '单位名称、社会组织单位名称', here: '社团组织名称' },
    { guide: '统一代码', here: '统一社会信用代码' },
    { guide: '身份证、手机', here: '身份证号码、手机号' },
    {
      guide: '机构法人代表、法人证件类型及法人证件号',
      here: '法定代表人姓名、法定代表人证件类型、法定代表人身份证号码',
    },
    { guide: '登录帐号', here: '用户账号' },
    { guide: '帐号绑定、选项“一”“二”', here: '账号绑定页的选项一、选项二' },
    { guide: '登记机关所属地、所属登记管理机关', here: '登记管理机关，先选机关，所属地随之确定' },
    { guide: '银行印章备案', here: '第四个环节“补充完善材料”' },
    { guide: '业务管理、注册用户审核', here: '工作人员页面的“注册用户审核”' },
    { guide: '网上申报、申报材料的电子文档', here: '在线办理、上传材料' },
    { guide: '查询办理进度、审批状态', here: '我的办件中的状态和办理进度' },
    { guide: '市审批局社会事务科', here: '所选的登记管理机关' },
    { guide: '软件运维、技术服务部', here: '“联系我们”中的业务咨询、账号咨询' },
    { guide: '保存提交（新申请）', here: '下一步：核对，再点提交申请' },
    ...commonGuideWords,
  ],
  loginNameHint: '操作指南中称为“登录名”或“登录账号”，可以沿用原系统的登录名。',
  agreement: userAgreement(party),
  agreementInGuides: '辽宁省政务服务网注册协议',
  privacyNotice: privacyNotice(party),
  logins: ['organization', 'personal', 'legal', 'phone'],
  personalSubtypes: ['NATURAL', 'SELF_EMPLOYED'],
  legalPersonTypeHint:
    '即“企业类型”：社会团体选社团法人，盈利性企业选企业法人，事业单位选机关事业单位法人。不清楚的，看本页上方的“法人类型怎么选”。',
  matters: {
    nameKeptMonths: 6,
    certificateMonths: 48,
    orgCodePrefix: 'MJA',
    // 社会团体: 条例第十条第五项; the others as local authorities ask.
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
    feesFiled: false,
    charterPublic: false,
    reports: { since: 2025, registeredBy: '06-30', allPublished: false },
    leaseMonths: 12,
    // Invented, as its addresses are; a real site names the rule its authorities have published.
    correction: { rule: '《辽宁省社会组织登记补正期限规定》（示例）', days: 30 },
    committed: {},
  },
  policies: { newApplicantReview: true, legalPersonMustVerify: false, revealUnknownAccount: true },
} as const satisfies Site
