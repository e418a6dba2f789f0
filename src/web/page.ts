import type { Site } from '../sites/define.ts'
import { roles } from '../core/access.ts'
import { may } from '../core/access.ts'
import { pageDescription } from './descriptions.ts'
import { faqLink, faqMessage } from './faq.ts'
import type { Applicant, Staff } from './route.ts'
import { paths } from './paths.ts'
import { sessionLimits } from './sessions.ts'
import { asset } from './views.ts'

/** What the layouts need besides the page's own variables. */
type PageInput = {
  readonly site: Site
  readonly path: string
  /** When what the page says was read: a print tells it. */
  readonly asOf?: string
  /** What somebody switched to (切换区划); the site's own part of the country otherwise. */
  readonly division: string | undefined
  readonly elder: boolean
  readonly sandbox: boolean
  readonly applicant: Applicant | undefined
  readonly staff: Staff | undefined
  /** For whom the reader acts on this page, where it is somebody else's business. */
  readonly actingFor?: string | undefined
  /** Makes a token on first use only, so that reading a public page creates no session. */
  readonly csrfToken: () => string
  /** Until the login of whoever is logged in ends for good. */
  readonly secondsToEnd?: number
  readonly displaced: boolean
}

const entry = (path: string, href: string, text: string, under: readonly string[] = [href]) => ({
  href,
  text,
  current: under.some((start) => path === start || path.startsWith(`${start}/`)),
})

const matterPages = '/services/matters'

/** Matters are shown under what the reader may begin: an organization's under 法人服务. */
const applicantNavigation = (path: string, legal: boolean, atHome: boolean) => [
  { ...entry(path, paths.home, '首页'), current: path === paths.home },
  entry(path, paths.personalServices, '个人服务', [paths.personalServices, ...(legal ? [] : [matterPages])]),
  entry(path, paths.legalServices, '法人服务', [paths.legalServices, ...(legal ? [matterPages] : [])]),
  ...(atHome ? [entry(path, paths.organizationHome, '机构主页')] : []),
  entry(path, paths.cases, '我的办件'),
  entry(path, paths.help, '帮助中心'),
]

const staffNavigation = (path: string, staff: Staff) => [
  ...(may(staff.roles, 'case:read')
    ? [
        entry(path, paths.staffQueue, '待办', [paths.staffQueue, '/staff/applications']),
        entry(path, paths.staffHistory, '办件查询'),
        entry(path, paths.staffReports, '年报'),
        entry(path, paths.staffOrganizations, '登记簿', [paths.staffOrganizations, paths.staffOverprint]),
      ]
    : []),
  ...(may(staff.roles, 'seal:activate') ? [entry(path, paths.staffSeal, '电子印章')] : []),
  ...(may(staff.roles, 'consent:give') ? [entry(path, paths.staffConsents, '征求意见')] : []),
  ...(may(staff.roles, 'registration:review')
    ? [
        {
          ...entry(path, paths.staffRegistrations, '注册用户审核'),
          current: path.startsWith(paths.staffRegistrations) && !path.startsWith(paths.staffLegacy),
        },
        entry(path, paths.staffLegacy, '原系统账号'),
        entry(path, paths.staffPasswordRequests, '密码重置申请'),
      ]
    : []),
  ...(may(staff.roles, 'desk:work')
    ? [entry(path, paths.desk, '用户管理'), entry(path, paths.certificates, '法人证书核对')]
    : []),
  ...(may(staff.roles, 'staff:manage')
    ? [
        {
          ...entry(path, paths.staffAdmin, '工作人员管理'),
          current: path.startsWith(paths.staffAdmin) && !path.startsWith(paths.staffChanges),
        },
      ]
    : []),
  ...(may(staff.roles, 'staff:confirm') ? [entry(path, paths.staffChanges, '人员变更复核')] : []),
  ...(may(staff.roles, 'audit:read') ? [entry(path, paths.staffAudit, '审计日志')] : []),
]

/** What stands at the head of every sheet of a print about a case. */
export const caseHead = (number: string | null, name: string, what: string): string =>
  [number === null ? '尚未提交' : `办件编号 ${number}`, name, what].filter((text) => text !== '').join('　')

/** How long the login of whoever is logged in lasts: since the last request, and at most. */
const sessionOf = ({ staff, applicant, secondsToEnd }: PageInput) =>
  (staff ?? applicant) && {
    minutes: sessionLimits[staff ? 'staff' : 'applicant'].idleSeconds / 60,
    secondsToEnd,
  }

/** 您的账号已在其他设备登录: word for word from the guide. */
export const displacedMessage = faqMessage('F-14')

/** The variable `page` every template meets. */
export const pageVariables = (input: PageInput) => {
  const { site, applicant, staff } = input
  return {
    site: {
      name: site.name,
      hostOrgan: site.hostOrgan,
      undertaker: site.organizer,
      hotline: site.hotlines.map((hotline) => `${hotline.name} ${hotline.brief ?? hotline.phone}`).join('，'),
      siteCode: site.footer.siteIdentifierCode,
      icp: site.footer.icp,
      policeRecord: site.footer.publicSecurity,
      organizationEntry: site.logins.includes('organization'),
    },
    division: input.division ?? site.provinceName,
    path: input.path,
    asOf: input.asOf,
    description: pageDescription(site, input.path),
    elder: input.elder,
    sandbox: input.sandbox,
    user: applicant && {
      name: applicant.name,
      loginName: applicant.loginName,
      kind: applicant.kind,
      atHome: applicant.atHome,
    },
    unread: applicant?.unread ?? 0,
    invited: applicant?.invited === true,
    actingFor: input.actingFor,
    staff: staff && {
      name: staff.name,
      role: staff.roles.map((role) => roles[role].text).join('、'),
      authority: staff.organ?.name ?? staff.authority.name,
    },
    nav: staff
      ? staffNavigation(input.path, staff)
      : input.path.startsWith('/staff')
        ? []
        : applicantNavigation(input.path, applicant?.kind === 'LEGAL_PERSON', applicant?.atHome === true),
    session: sessionOf(input),
    flash: input.displaced ? { kind: 'important', text: displacedMessage, link: faqLink('F-14') } : undefined,
    asset,
    get csrfToken() {
      return input.csrfToken()
    },
  }
}
