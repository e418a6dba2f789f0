import type { Site } from '../sites/define.ts'
import { paths } from './paths.ts'

type Describe = (site: Pick<Site, 'name' | 'provinceName' | 'hostOrgan' | 'agreement'>) => string

/** What each public page is for, in a sentence: what search engines and shared links show of it. */
const descriptions: Readonly<Record<string, Describe>> = {
  [paths.home]: ({ name, hostOrgan }) =>
    `${name}，${hostOrgan}主办：网上申请成立社会团体、民办非企业单位，查询已登记的社会组织，核验登记证书和文书。`,
  [paths.personalServices]: ({ provinceName }) =>
    `在${provinceName}发起成立社会组织的个人可以办理的事项：办事指南、申请材料、办理时限和在线办理入口。`,
  [paths.legalServices]: ({ provinceName }) =>
    `${provinceName}已成立的社会组织办理变更、备案、章程核准、年报、注销：什么时候办、带什么材料、到哪里办。`,
  [paths.services]: ({ name }) => `在${name}搜索服务事项、已登记的社会组织和常见问题，可以用拼音。`,
  [paths.help]: () =>
    '注册、登录、实名认证、换手机号、填写和提交申请时的常见问题和解答，窗口办理的材料要求，可打印的委托书和协议。',
  [paths.helpForms]: () =>
    '申请成立社会团体、民办非企业单位、基金会和变更登记要自己准备的材料：空白表和填好的样例，按组织类型和环节查找、下载。',
  [paths.names]: ({ provinceName }) =>
    `社会组织名称自查：想好的名称是否符合规则，在${provinceName}有没有人登记或者保留过，不用登录。`,
  [paths.contact]: ({ provinceName }) =>
    `${provinceName}各级社会组织登记管理机关的咨询电话、投诉电话、地址和办公时间。`,
  [paths.sitemap]: ({ name }) => `${name}的全部栏目和页面。`,
  [paths.accessibility]: ({ name }) => `${name}的无障碍声明：支持的辅助技术、长者版、键盘操作，遇到障碍怎样反馈。`,
  [paths.register]: () => '注册账号：还没有登记证书、要成立社会组织的用个人注册，已经成立的社会组织用法人注册。',
  [paths.registerPersonal]: ({ provinceName }) => `个人注册：为在${provinceName}申请成立社会组织注册个人账号。`,
  [paths.registerLegal]: ({ provinceName }) =>
    `法人注册：${provinceName}已成立的社会组织按登记证书注册法人账号，与登记信息核对后开通。`,
  [paths.resumeLegal]: () => '继续没有完成的法人注册：已填写的内容保留24小时，核实以后接着办理。',
  [paths.loginPersonal]: () => '个人登录：用用户名、手机号码或者身份证号和密码登录，查看和办理自己的申请。',
  [paths.loginLegal]: () => '法人登录：用用户名或者统一社会信用代码和密码登录单位的法人账号。',
  [paths.loginCertificate]: () => '一证通（数字证书）登录：哪些单位可以用，怎样申请、续期、解锁，怎样绑定账号。',
  [paths.loginPhone]: () => '手机快速登录：忘记登录账号时，用注册时的手机号和短信验证码登录个人账号。',
  [paths.loginOrganization]: () => '社会组织用户登录：已成立、拟成立和新申请的社会组织各从哪里进入。',
  [paths.recover]: () => '忘记密码：向预留的手机号发送短信验证码，重新设置登录密码。',
  [paths.agreement]: ({ agreement, name }) => `${name}《${agreement.title}》全文，版本 ${agreement.version}。`,
  [paths.privacy]: ({ name }) => `${name}《隐私声明》：收集哪些个人信息、用来做什么、保存多久，以及您的权利。`,
  [paths.verifyDocumentSearch]: () =>
    '文书核验：用文书上的核验码查询证书、通知书是否真实有效，比对电子文件，核验PDF里的电子签名。',
  [paths.reportConclusions]: ({ provinceName }) =>
    `${provinceName}各登记管理机关对社会组织年度工作报告作出的年检结论，按年度、机关、结论和名称查询。`,
  [paths.announcements]: ({ provinceName }) =>
    `${provinceName}各登记管理机关公告的社会组织成立，以及名称、住所、法定代表人的变更。`,
  [paths.organizations]: ({ provinceName }) =>
    `按名称或者统一社会信用代码查询${provinceName}已登记的社会组织和它们的状态。`,
  [paths.divisionPreference]: ({ provinceName }) =>
    `切换区划：选择在${provinceName}哪个市、县办事，哪些地方可以网上办理，哪些地方要到窗口。`,
}

/** The description of the page at an address; undefined for what is not a public page of its own. */
export const pageDescription = (site: Site, path: string): string | undefined => descriptions[path]?.(site)
