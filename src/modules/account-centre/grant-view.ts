import { auditActionText } from '../../core/audit-words.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { givenByPortal, grantEndings, rightsText } from '../../core/grants.ts'
import type { Matter } from '../../core/matters/define.ts'
import { materialOf, pageOf } from '../../core/matters/journey.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import type { Deed, Grant } from './grant-queries.ts'

type Source = Pick<Deps, 'matters'>

/** What a case is called; an organization always has its name. */
const title = (deps: Source, { title: text, matter }: Grant): string =>
  text || matter === null ? text : `未命名的${deps.matters.require(matter).title}`

/** All matters of an organization, or one case. */
const isUnit = ({ caseId }: Grant): boolean => caseId === null

const state = (one: Grant) => {
  if (one.ending !== null) return { text: grantEndings[one.ending], tone: 'neutral' }
  if (!one.holds) return { text: one.acceptedAt === null ? '邀请已经过期' : '已经到期', tone: 'neutral' }
  if (one.acceptedAt === null) return { text: '等待接受', tone: 'warning' }
  return one.begun ? { text: '有效', tone: 'success' } : { text: '还没有生效', tone: 'neutral' }
}

const until = (one: Grant): string =>
  `${isUnit(one) ? `自${chineseDate(one.validFrom)}` : ''}至${chineseDate(one.validTo)}（含当日）`

/** A grant that holds, as one line with what ends it. */
export const shown = (deps: Source, one: Grant) => ({
  name: one.part === 'giver' ? one.name : `替${one.giver}`,
  note: one.byPortal ? givenByPortal : undefined,
  phone: one.part === 'giver' ? one.phone : undefined,
  action: paths.grant(one.id),
  title: isUnit(one) ? '担任经办人，可以在办事大厅替单位办理事项' : title(deps, one),
  href: one.caseId === null ? paths.hall : paths.case(one.caseId),
  rights: rightsText(one.rights),
  until: until(one),
  state: state(one),
})

/** An invitation as whoever is invited reads it: for whom, for what, and until when. */
export const invitation = (deps: Source, one: Grant) => ({
  name: one.giver,
  action: paths.grant(one.id),
  accept: isUnit(one) ? '接受委任' : '接受，一起办理',
  rows: [
    { label: '替谁办理', text: one.giver },
    ...(one.matter === null
      ? [{ label: '委任您为', text: '经办人，可以替这个单位办理事项' }]
      : [
          { label: '办件', text: title(deps, one) },
          { label: '事项', text: deps.matters.require(one.matter).title },
        ]),
    ...(one.number === null ? [] : [{ label: '办件编号', text: one.number }]),
    { label: '可以做什么', text: rightsText(one.rights) },
    { label: '有效期', text: until(one) },
  ],
})

/** What became of a grant that holds no more, as a line of a table. */
export const pastRow = (deps: Source, one: Grant) => [
  { text: isUnit(one) ? `${one.title}（经办人）` : title(deps, one) },
  {
    text: one.part !== 'giver' ? `我替${one.giver}` : isUnit(one) ? one.name : `我请${one.name}`,
    sub: rightsText(one.rights),
  },
  {
    text: one.byPortal ? givenByPortal : `${localDateTime(one.invitedAt).text}邀请`,
    sub: one.acceptedAt === null ? '没有接受' : `${localDateTime(one.acceptedAt).text}接受`,
  },
  { tag: state(one), sub: one.endedAt === null ? chineseDate(one.validTo) : localDateTime(one.endedAt).text },
]

/** What a colleague did, with the titles of the pages or the material it was about. */
export const deedText = (matter: Matter, { action, details: { page, pages = [], material } }: Deed): string => {
  const about = [
    ...(page === undefined ? pages : [page]).map((code) => pageOf(matter, code)?.title),
    material !== undefined && materialOf(matter, material)?.title,
  ].filter(Boolean)
  return `${auditActionText(action)}${about.length > 0 ? `：${about.join('、')}` : ''}`
}
