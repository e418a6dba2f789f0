import type { Deps } from '../../deps.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { AppError } from '../../core/errors.ts'
import { isCivilAffairs } from '../../core/legal-persons/types.ts'
import { ORG_TYPES } from '../../core/org-types.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { divisionOfSite, siteDivision, type SiteDivision } from '../../web/division.ts'
import { faqEntries, faqHref } from '../../web/faq.ts'
import { paths } from '../../web/paths.ts'
import { publicRoute, type Applicant, type Route } from '../../web/route.ts'
import { organizationsFor } from '../grants/organizations.ts'
import { legalAccount } from '../people/register-agreement.ts'
import { titleOf } from '../cases/case-state.ts'
import { openCorrectionsOf } from '../cases/queries.ts'
import { organizationQuery, searchOrganizations } from '../organizations/queries.ts'
import { listHref, organizationHead, organizationRow } from '../organizations/view.ts'
import type { Matter } from '../../core/matters/define.ts'
import { beforeStartView } from './before-start.ts'
import { departmentsOf } from './departments.ts'
import { directory, findMatters, matterLines, readFilter } from './directory.ts'
import { authorityNear, guideView } from './guide.ts'
import { authorityTable, formTable, guideWordTable, helpGroups, materialGroups, siteMap } from './help.ts'
import { createPublicPages } from './public-page.ts'
import { searchText } from './search.ts'
import { whereToGo } from './start-options.ts'

const home = { href: paths.home, text: '首页' } as const
const trail = (...rest: readonly { readonly href?: string; readonly text: string }[]) => ({
  breadcrumb: [home, ...rest],
})

/** Questions most people have first, on the home page. */
const firstQuestions = ['F-01', 'F-05', 'F-08', 'F-12'] as const

const homeView = (forPeople: readonly Matter[]) => {
  const [main] = forPeople
  if (!main) throw new Error('no matter to offer')
  return {
    startHref: paths.start(main.code),
    progressHref: paths.cases,
    guides: forPeople.map(({ code, orgType }) => ({ href: paths.guide(code), type: ORG_TYPES[orgType].shortLabel })),
    stages: main.stages.map((stage) => ({ title: stage.title, text: stage.intro })),
    services: [
      ...forPeople.map((matter) => ({
        href: paths.guide(matter.code),
        title: matter.title,
        text: '条件、材料、流程和时限，在线申请',
        icon: 'register',
      })),
      { href: paths.hall, title: '社会组织办事大厅', text: '继续办理正在进行的申请', icon: 'progress' },
      {
        href: paths.organizations,
        title: '社会组织信息查询',
        text: '按名称或者代码查询已登记的社会组织',
        icon: 'group',
      },
      { href: paths.names, title: '名称自查', text: '想好的名称是否符合规则、有没有人用过', icon: 'form' },
      { href: paths.verifyDocumentSearch, title: '文书核验', text: '核对证书、通知书是否真实有效', icon: 'verify' },
      { href: paths.help, title: '常见问题', text: '注册、登录和填报中遇到的问题', icon: 'help' },
      { href: paths.contact, title: '办理机关', text: '各登记管理机关的地址、电话和办公时间', icon: 'building' },
    ],
    notices: [],
    help: faqEntries
      .filter(([code]) => firstQuestions.some((first) => first === code))
      .map(([code, entry]) => ({ href: faqHref(code), title: entry.question })),
  }
}

/** Questions beside what else a search finds; the help has the rest. */
const mostQuestions = 8

const accountLinks = [
  { href: paths.loginLegal, text: '法人登录' },
  { href: paths.registerLegal, text: '法人注册' },
]

/** Organizations that are called by their names in a sentence. */
const mostNamed = 5

/**
 * Which account legal-person matters need, said to everybody who does not have it (Liaoning guide, A-014); whoever acts
 * for organizations with their own account is led to them.
 */
const legalAccountNotice = async (deps: Deps, actor: Applicant | undefined) => {
  if (actor?.kind === 'LEGAL_PERSON') return undefined
  if (!actor)
    return {
      title: '需要法人账号',
      text: '已成立的社会组织请用法人账号登录；还没有的，请先注册，单位名称要与登记证书一字不差。由单位委任的经办人，用自己的个人账号登录。',
      links: accountLinks,
    }
  const title = '您现在登录的是个人账号'
  const own = actor.atHome ? await organizationsFor(deps.db.knex, actor, localDate(deps.clock.now())) : []
  if (own.length === 0)
    return {
      title,
      text: '法人服务由已成立的社会组织办理：用单位的法人账号，或者由单位委任的经办人用自己的个人账号，在“办事大厅”选择单位办理。还没有社会组织委任您为经办人。个人账号不能转换成法人账号。',
      links: accountLinks,
    }
  const names = own.slice(0, mostNamed).map(({ organization }) => organization.name)
  return {
    title,
    text: `您是${names.join('、')}${own.length > mostNamed ? '等单位' : ''}的经办人，不用另外登录：用现在的账号在办事大厅替单位办理，可以做什么由单位的授权决定。`,
    links: [
      { href: paths.hall, text: '到办事大厅办理' },
      { href: paths.organizationHome, text: '机构主页' },
    ],
  }
}

/** Home, directory, guides and help: what everybody may read. */
export const publicPageRoutes = (deps: Deps): readonly Route[] => {
  const { site, reference } = deps
  const matters = deps.matters.all
  const forOrganizations = matters.filter((matter) => matter.begunBy === 'organization')
  const forPeople = matters.filter((matter) => matter.begunBy === 'person')
  const publicPage = createPublicPages(deps)
  const departments = departmentsOf(deps)
  const place = { site, departments }

  /** Where somebody goes whose chosen division has no authority here. */
  const unserved = (division: SiteDivision | undefined): string | undefined =>
    division === undefined || reference.authorities.some(({ divisionCode }) => divisionCode === division.code)
      ? undefined
      : whereToGo(reference, site.rootDivisionCode, 'SOCIAL_GROUP', division.code)

  return [
    publicRoute({
      method: 'get',
      path: paths.home,
      handler: async (context) => {
        const asked = context.actor ? await openCorrectionsOf(deps.db, context.actor.id) : []
        const corrections = asked.map((one) => ({
          href: paths.case(one.id),
          title: titleOf(deps, one),
          due: one.clock_due_on && chineseDate(one.clock_due_on),
        }))
        publicPage(context, paths.home, 'home.njk', () => ({ home: homeView(forPeople), corrections }))
      },
    }),
    publicRoute({
      method: 'get',
      path: paths.personalServices,
      handler: ({ query, view }) =>
        view('catalogue/services.njk', {
          page: trail({ text: '个人服务' }),
          services: {
            title: '个人服务',
            lead: '个人（发起人、经办人）为拟成立的社会组织办理的事项。先看办事指南，准备好材料再在线办理。',
            path: paths.personalServices,
            searchLabel: '搜索个人服务',
            directory: directory(forPeople, place, paths.personalServices, readFilter(query)),
          },
        }),
    }),
    publicRoute({
      method: 'get',
      path: paths.legalServices,
      handler: async ({ actor, query, view }) => {
        const own = actor?.kind === 'LEGAL_PERSON' ? (await legalAccount(deps, actor.id))?.type : undefined
        const type = own && isCivilAffairs(own) ? own : undefined
        const filter = readFilter(query)
        const list = forOrganizations.filter((matter) => type === undefined || matter.orgType === type)
        return view('catalogue/services.njk', {
          page: trail({ text: '法人服务' }),
          services: {
            title: '法人服务',
            lead: '已成立的社会组织向登记管理机关办理的事项，用法人账号，或者由单位委任的经办人办理。',
            account: await legalAccountNotice(deps, actor),
            path: paths.legalServices,
            searchLabel: '搜索法人服务',
            directory: directory(list, place, paths.legalServices, filter),
          },
        })
      },
    }),
    publicRoute({
      method: 'get',
      path: paths.services,
      handler: async ({ query: { q }, view }) => {
        const query = searchText(q)
        const wanted = organizationQuery(reference, query)
        const organizations =
          wanted.query === '' ? undefined : await searchOrganizations(deps.db, { ...wanted, after: undefined })
        const found = findMatters(matters, query)
        const questions = query === '' ? [] : helpGroups(site, matters, query).flatMap(({ entries }) => entries)
        view('catalogue/search.njk', {
          page: { ...trail({ text: '搜索服务' }), query },
          search: {
            query,
            matters: matterLines(found, site),
            organizations: {
              head: organizationHead,
              rows: (organizations?.rows ?? []).slice(0, 5).map((line) => organizationRow(reference, line, wanted)),
              allHref: listHref(wanted.query),
            },
            questions: questions
              .slice(0, mostQuestions)
              .map(({ id, question }) => ({ href: `${paths.help}#${id}`, text: question })),
            questionsHref: `${paths.help}?${new URLSearchParams({ q: query }).toString()}`,
            nothing: found.length + questions.length + (organizations?.rows.length ?? 0) === 0,
          },
        })
      },
    }),
    publicRoute({
      method: 'get',
      path: paths.guide(':matter'),
      handler: (context) => {
        const matter = deps.matters.byCode(context.param('matter'))
        if (!matter) throw new AppError('NOT_FOUND')
        const title = `${matter.title}办事指南`
        const description = `${title}：${matter.guide.summary}`
        const asked = divisionOfSite(deps, context.query['at'] ?? '')
        const division = (asked ?? siteDivision(deps, context.req.headers.cookie))?.code
        const guide = () => {
          const made = guideView(deps, matter, division)
          return asked ? { ...made, startHref: `${made.startHref}?at=${asked.code}` } : made
        }
        if (context.query['print'] === '1')
          return context.view('catalogue/guide-print.njk', {
            page: { backHref: paths.guide(matter.code), title, description },
            guide: guide(),
          })
        const build = () => ({
          page: {
            ...trail(
              matter.begunBy === 'person'
                ? { href: paths.personalServices, text: '个人服务' }
                : { href: paths.legalServices, text: '法人服务' },
              { text: title },
            ),
            title,
            description,
          },
          guide: guide(),
        })
        // One that was asked for with its authority is not everybody's.
        return asked
          ? context.view('catalogue/guide.njk', build())
          : publicPage(context, paths.guide(matter.code), 'catalogue/guide.njk', build)
      },
    }),
    publicRoute({
      method: 'get',
      path: paths.beforeStart(':matter'),
      handler: ({ param, query, req, view }) => {
        const matter = deps.matters.byCode(param('matter'))
        const division = siteDivision(deps, req.headers.cookie)?.code ?? site.rootDivisionCode
        const authority = matter?.selfCheck && authorityNear(deps, matter, division)
        if (!matter || !authority) throw new AppError('NOT_FOUND')
        const title = `办理前自查：${matter.title}`
        view('catalogue/before-start.njk', {
          page: {
            ...trail(
              { href: paths.personalServices, text: '个人服务' },
              { href: paths.guide(matter.code), text: `${matter.title}办事指南` },
              { text: '办理前自查' },
            ),
            title,
            description: `${title}：条件够不够、每个环节准备什么材料、什么时候能办完，不用登录。`,
          },
          before: beforeStartView(deps, matter, authority, query),
        })
      },
    }),
    publicRoute({
      method: 'get',
      path: paths.help,
      handler: ({ query: { q }, view }) => {
        const query = searchText(q)
        view('help/index.njk', {
          page: trail({ text: '帮助中心' }),
          help: {
            query,
            groups: helpGroups(site, matters, query),
            forms: formTable(site),
            words: guideWordTable(site),
            materials: materialGroups(site),
            hotlines: site.hotlines,
          },
        })
      },
    }),
    publicRoute({
      method: 'get',
      path: paths.contact,
      handler: (context) =>
        publicPage(context, paths.contact, 'static/contact.njk', () => ({
          page: trail({ text: '联系我们' }),
          contact: {
            hotlines: site.hotlines,
            authorities: authorityTable(site, reference, siteDivision(deps, context.req.headers.cookie)?.code),
            elsewhere: unserved(siteDivision(deps, context.req.headers.cookie)),
          },
        })),
    }),
    publicRoute({
      method: 'get',
      path: paths.sitemap,
      handler: (context) =>
        publicPage(context, paths.sitemap, 'static/sitemap.njk', () => ({
          page: trail({ text: '网站地图' }),
          sitemap: siteMap(matters),
        })),
    }),
    publicRoute({
      method: 'get',
      path: paths.accessibility,
      handler: (context) =>
        publicPage(context, paths.accessibility, 'static/accessibility.njk', () => ({
          page: trail({ text: '无障碍声明' }),
        })),
    }),
  ]
}
