import { postText } from '../../core/posts.ts'
import type { Matter } from '../../core/matters/define.ts'
import { excludesRepresenting } from '../../core/org-types.ts'
import { isRegistered, registerStatuses, type RegisterStatus } from '../../core/register/statuses.ts'
import type { Snapshot } from '../../core/submissions/snapshot.ts'
import type { StaffCase } from './case-data.ts'
import type { namesPanel } from './case-names.ts'
import { verdictAnchor } from './verdict-view.ts'

/** Whether the law keeps this person from representing the organization of the case while they hold this post. */
const isBarred = (matter: Matter, held: StaffCase['posts'][number]): boolean =>
  held.proposed &&
  held.legal_representative &&
  isRegistered(held.status as RegisterStatus) &&
  excludesRepresenting(matter.orgType, held.type)

/** Who of the case holds which posts already, what must not be first; and how many that are. */
export const postsPanel = (matter: Matter, found: StaffCase) => {
  const judged = found.posts.map((held) => ({ held, barred: isBarred(matter, held) }))
  const barred = judged.filter((each) => each.barred)
  const people = new Set(found.posts.map(({ name }) => name)).size
  return {
    count: `共${people}人，任职${found.posts.length}项。`,
    barred: barred.map(
      ({ held }) =>
        `拟任法定代表人${held.name}已担任“${held.organization}”的法定代表人，依法不得同时担任本组织的法定代表人，不能准予登记。`,
    ),
    rows: [...barred, ...judged.filter((each) => !each.barred)].map(({ held, barred: red }) => [
      { text: held.name, sub: held.proposed ? '拟任法定代表人' : undefined },
      { text: held.organization, sub: held.uscc },
      { text: `${postText(held.post)}${held.legal_representative ? '（法定代表人）' : ''}` },
      { tag: red ? { text: '不得兼任', tone: 'danger' } : registerStatuses[held.status as RegisterStatus] },
    ]),
  }
}

type Tag = { readonly text: string; readonly tone: string }
type Line = {
  readonly tag: Tag
  readonly text: string
  readonly basis?: string | undefined
  readonly finding?: number
  /** The page it is said of, where that stands below. */
  readonly page?: { readonly text: string; readonly href: string | undefined }
}

const good: Tag = { text: '没有不符', tone: 'success' }

type Names = Awaited<ReturnType<typeof namesPanel>>

const ofNames = ({ checks, others }: Names): readonly Line[] => [
  ...checks.flatMap((check): readonly Line[] =>
    check.rows.length > 0
      ? check.rows.map(([level, message, basis]) => ({
          tag: level.tag,
          text: `${checks.length > 1 ? `${check.title}“${check.name}”：` : ''}${message.text}`,
          basis: basis.text,
        }))
      : check.elsewhere
        ? []
        : [{ tag: good, text: `${check.title}“${check.name}”与名称规则、登记簿比对` }],
  ),
  ...(others.length > 0
    ? [
        {
          tag: others.some((row) => row.some((cell) => 'tag' in cell && cell.tag.text === '相同'))
            ? { text: '名称相同', tone: 'danger' }
            : { text: '名称相近', tone: 'warning' },
          text: `${others.length} 件其他申请中有相同或者相近的名称，先提交的优先`,
        },
      ]
    : []),
]

const ofPosts = (posts: ReturnType<typeof postsPanel> | undefined): readonly Line[] =>
  posts
    ? [
        ...posts.barred.map((text) => ({ tag: { text: '不符合', tone: 'danger' }, text })),
        { tag: { text: '请核实', tone: 'info' }, text: `申请中的下列人员在已登记的社会组织中任职，${posts.count}` },
      ]
    : [{ tag: good, text: '申请中的人员没有在本平台登记的社会组织中担任负责人' }]

const hrefOf = (code: string | undefined): string | undefined => code && `#${verdictAnchor(code)}`

/** What the comparisons of a case come to, judged first: what stands against it, what needs a look, what is in order. */
export const comparisonLines = (
  names: Names,
  posts: ReturnType<typeof postsPanel> | undefined,
  content: Pick<Snapshot, 'findings' | 'sections'> | undefined,
  namesPeople: boolean,
) => {
  const { findings, sections } = content ?? { findings: [], sections: [] }
  const codeOf = (title: string): string | undefined => sections.find((section) => section.title === title)?.page
  const lines = [
    ...ofNames(names),
    ...(namesPeople ? ofPosts(posts) : []),
    ...findings.map(({ page, text, basis }, index): Line => ({
      finding: index,
      tag: { text: '系统核对提示', tone: 'warning' },
      page: { text: page, href: hrefOf(codeOf(page)) },
      text,
      basis,
    })),
  ]
  const weights = ['danger', 'warning', 'info', 'success']
  const count = (tone: string): number => lines.filter(({ tag }) => tag.tone === tone).length
  return {
    lines: lines.toSorted((one, other) => weights.indexOf(one.tag.tone) - weights.indexOf(other.tag.tone)),
    red: count('danger'),
    yellow: count('warning'),
  }
}
