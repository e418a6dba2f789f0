import type { Matter } from '../../core/matters/define.ts'
import type { Site } from '../../sites/define.ts'
import { faqAnchor, faqEntries, faqGroups, type FaqEntry } from '../../web/faq.ts'
import { paths } from '../../web/paths.ts'
import { siteAuthorities, type ReferenceData } from './reference.ts'

type HelpEntry = Pick<FaqEntry, 'question' | 'answer' | 'links'> & { readonly id: string; readonly open: boolean }
type HelpGroup = { readonly title: string; readonly entries: readonly HelpEntry[] }

const portalGroups = (): readonly HelpGroup[] =>
  Object.entries(faqGroups).map(([group, title]) => ({
    title,
    entries: faqEntries
      .filter(([, entry]) => entry.group === group)
      .map(([code, entry]) => ({ ...entry, id: faqAnchor(code), open: false })),
  }))

const matterGroup = (matter: Matter): HelpGroup => ({
  title: matter.title,
  entries: matter.guide.faq.map(({ question, answer }, index) => ({
    id: `${matter.code}-${index + 1}`,
    question,
    answer: [answer],
    links: [{ href: paths.guide(matter.code), text: `${matter.title}办事指南` }],
    open: false,
  })),
})

const says = (entry: HelpEntry, words: readonly string[]): boolean => {
  const text = [entry.question, ...entry.answer].join('')
  return words.every((word) => text.includes(word))
}

/** Questions and answers of the portal and its matters that hold every word of the query; all of them for an empty one. */
export const helpGroups = (matters: readonly Matter[], query: string): readonly HelpGroup[] => {
  const words = query.split(/\s+/).filter(Boolean)
  return [...portalGroups(), ...matters.map(matterGroup)]
    .map((group) => ({
      title: group.title,
      entries: group.entries
        .filter((entry) => says(entry, words))
        .map((entry) => ({ ...entry, open: words.length > 0 })),
    }))
    .filter((group) => group.entries.length > 0)
}

const authorityHead = ['登记管理机关', '咨询电话', '投诉电话', '地址', '办公时间'].map((text) => ({ text }))

/** The authorities of the site with how to reach them, as a table. */
export const authorityTable = (site: Site, reference: Pick<ReferenceData, 'authorities' | 'divisions'>) => ({
  caption: '各登记管理机关联系方式',
  head: authorityHead,
  rows: siteAuthorities(reference, site.rootDivisionCode).map((authority) => [
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
      { href: paths.verifyDocumentSearch, text: '文书核验' },
    ],
  },
  {
    title: '我的',
    links: [
      { href: paths.loginPersonal, text: '个人登录' },
      { href: paths.register, text: '注册' },
      { href: paths.applications, text: '我的办件' },
      { href: paths.messages, text: '消息' },
      { href: paths.account, text: '用户中心' },
    ],
  },
  {
    title: '帮助和说明',
    links: [
      { href: paths.help, text: '常见问题' },
      { href: paths.contact, text: '联系我们' },
      { href: paths.accessibility, text: '无障碍声明' },
      { href: paths.privacy, text: '隐私声明' },
      { href: paths.agreement, text: '用户协议' },
    ],
  },
]
