import { DESK_USER_TYPES, materialLines, userTypeText, type AgreementNames } from '../../core/helpdesk/materials.ts'
import type { Matter } from '../../core/matters/define.ts'
import { printableForm, printableFormCodes } from '../../core/printable-forms/index.ts'
import type { Site } from '../../sites/define.ts'
import { faqAnchor, faqGroups, siteFaqEntries, type FaqEntry, type FaqSite } from '../../web/faq.ts'
import { paths } from '../../web/paths.ts'
import { nearFirst, siteAuthorities, type ReferenceData } from '../../reference/reference.ts'
import { matterTitle } from './directory.ts'
import { meant } from './search.ts'

type HelpEntry = Pick<FaqEntry, 'question' | 'answer' | 'links' | 'keywords'> & {
  readonly id: string
  readonly open: boolean
  /** Where the message appears. */
  readonly when?: string
}
type HelpGroup = { readonly title: string; readonly entries: readonly HelpEntry[] }

const portalGroups = (site: FaqSite): readonly HelpGroup[] =>
  Object.entries(faqGroups).map(([group, title]) => ({
    title,
    entries: siteFaqEntries(site)
      .filter(([, entry]) => entry.group === group)
      .map(([code, entry]) => ({ ...entry, id: faqAnchor(code), open: false })),
  }))

const matterGroup = (matter: Matter): HelpGroup => ({
  title: matterTitle(matter),
  entries: matter.guide.faq.map(({ question, answer }, index) => ({
    id: `${matter.code}-${index + 1}`,
    question,
    answer: [answer],
    links: [{ href: paths.guide(matter.code), text: `${matterTitle(matter)}办事指南` }],
    open: false,
  })),
})

/** As a search sees it. */
const findable = (entry: HelpEntry) => ({
  title: entry.question,
  keywords: entry.keywords ?? [],
  text: [entry.when ?? '', ...entry.answer].join(' '),
  entry,
})

/** Questions and answers of the portal and its matters that somebody means who typed the query; all of them for an empty one. */
export const helpGroups = (site: FaqSite, matters: readonly Matter[], query: string): readonly HelpGroup[] => {
  const groups = [...portalGroups(site), ...matters.map(matterGroup)]
  const all = groups.flatMap(({ entries }) => entries.map(findable))
  const found = new Set(meant(all, query).map(({ entry }) => entry))
  return groups
    .map((group) => ({
      title: group.title,
      entries: group.entries
        .filter((entry) => found.has(entry))
        .map((entry) => ({ ...entry, open: found.size < all.length })),
    }))
    .filter((group) => group.entries.length > 0)
}

type FormSite = Pick<Site, 'name' | 'agreement'>

/** The forms that can be printed, what each is for, and where. */
export const formTable = (site: FormSite) => ({
  caption: '可打印的表格',
  captionHidden: true,
  head: ['编号', '表格', '什么时候用', '打印和下载'].map((text) => ({ text })),
  rows: printableFormCodes.map((code) => {
    const form = printableForm(code, { siteName: site.name, agreement: site.agreement })
    return [
      { text: form.number, nowrap: true },
      { text: form.title },
      { text: form.purpose },
      {
        actions: [
          { href: paths.helpForm(code), text: '打印', hidden: form.title },
          { href: paths.helpFormPdf(code), text: 'PDF', hidden: form.title },
          { href: `${paths.helpForm(code)}?prefill=1`, text: '带出我的信息', hidden: form.title },
        ],
      },
    ]
  }),
})

/** What each kind of user brings to the counter, in person and by an agent (用户注册和信息修改材料要求). */
export const materialGroups = (site: AgreementNames) =>
  DESK_USER_TYPES.map((type) => {
    const head = type === 'NATURAL_PERSON' ? '本人' : type === 'ENTERPRISE_BRANCH' ? '负责人本人' : '法定代表人本人'
    return {
      title: userTypeText(type),
      lists: [false, true].map((byAgent) => ({
        title: byAgent ? '委托他人办理' : `${head}到场办理`,
        lines: materialLines(type, byAgent, site).map(({ text, form }) => ({
          text,
          ...(form ? { href: paths.helpForm(form) } : {}),
        })),
      })),
    }
  })

/** Words of the printed guides with what stands for them here, as a table. */
export const guideWordTable = (site: Pick<Site, 'guideWords'>) => ({
  caption: '操作指南中的叫法',
  captionHidden: true,
  head: ['指南里写的', '本平台上的'].map((text) => ({ text })),
  rows: site.guideWords.map(({ guide, here }) => [{ text: guide }, { text: here }]),
})

const authorityHead = ['登记管理机关', '咨询电话', '投诉电话', '地址', '办公时间'].map((text) => ({ text }))

/** The authorities of the site with how to reach them, as a table; those of the division `near` and above it first. */
export const authorityTable = (
  site: Site,
  reference: Pick<ReferenceData, 'authorities' | 'divisions'>,
  near?: string,
) => ({
  caption: '各登记管理机关联系方式',
  head: authorityHead,
  rows: nearFirst(siteAuthorities(reference, site.rootDivisionCode), reference, near).map((authority) => [
    { text: authority.name },
    { text: authority.phone, nowrap: true },
    { text: authority.complaintPhone, nowrap: true },
    { text: authority.address },
    { text: authority.hours },
  ]),
})

/** Every page a visitor can go to, in groups. */
export const siteMap = (matters: readonly Matter[]) => [
  {
    title: '办事',
    links: [
      { href: paths.home, text: '首页' },
      { href: paths.personalServices, text: '个人服务' },
      { href: paths.legalServices, text: '法人服务' },
      { href: paths.services, text: '搜索服务' },
      ...matters.map((matter) => ({ href: paths.guide(matter.code), text: `${matter.title}办事指南` })),
      { href: paths.hall, text: '社会组织办事大厅' },
    ],
  },
  {
    title: '查询',
    links: [
      { href: paths.organizations, text: '社会组织信息查询' },
      { href: paths.announcements, text: '登记公告' },
      { href: paths.reportConclusions, text: '年度检查结论' },
      { href: paths.names, text: '名称自查' },
      { href: paths.verifyDocumentSearch, text: '文书核验' },
    ],
  },
  {
    title: '我的',
    links: [
      { href: paths.loginPersonal, text: '个人登录' },
      { href: paths.loginLegal, text: '法人登录' },
      { href: paths.loginPhone, text: '手机快速登录' },
      { href: paths.recover, text: '忘记密码' },
      { href: paths.register, text: '注册' },
      { href: paths.cases, text: '我的办件' },
      { href: paths.messages, text: '消息' },
      { href: paths.account, text: '用户中心' },
    ],
  },
  {
    title: '帮助和说明',
    links: [
      { href: paths.help, text: '常见问题' },
      { href: paths.helpForms, text: '空白表和样例' },
      { href: `${paths.help}#forms`, text: '可打印的表格' },
      { href: `${paths.help}#materials`, text: '用户注册和信息修改材料要求' },
      { href: paths.contact, text: '联系我们' },
      { href: paths.accessibility, text: '无障碍声明' },
      { href: paths.privacy, text: '隐私声明' },
      { href: paths.agreement, text: '用户协议' },
    ],
  },
]
