import { privacyNotice } from './agreements/privacy-notice.ts'
import { userAgreement } from './agreements/user-agreement.ts'
import type { Site } from './define.ts'

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
    { guide: '查看子事项、服务指南、申报', here: '办事指南、在线办理' },
    { guide: '下一步', here: '保存并继续' },
    { guide: '我的申请', here: '我的办件' },
    { guide: '个人中心、真实姓名', here: '用户中心，点击右上角的姓名进入' },
    { guide: '账户信息、用户类型', here: '用户中心的个人资料、账号类型' },
    { guide: '真实姓名、提交（注册页）', here: '用户姓名、“注册”或者“实名认证”按钮' },
    { guide: '保存提交（新申请）', here: '下一步：核对，再点提交申请' },
  ],
  loginNameHint: '操作指南中称为“登录名”或“登录账号”，可以沿用原系统的登录名。',
  agreement: userAgreement(party),
  agreementInGuides: '辽宁省政务服务网注册协议',
  privacyNotice: privacyNotice(party),
  logins: ['organization', 'personal', 'legal', 'phone'],
  personalSubtypes: ['NATURAL', 'SELF_EMPLOYED'],
  legalPersonTypeHint:
    '即“企业类型”：社会团体选社团法人，盈利性企业选企业法人，事业单位选机关事业单位法人。不清楚的，看本页下方的“法人类型怎么选”。',
  policies: { newApplicantReview: true, legalPersonMustVerify: false, revealUnknownAccount: true },
} as const satisfies Site
