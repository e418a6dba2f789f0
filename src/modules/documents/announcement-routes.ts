import { chineseDate } from '../../core/documents/dates.ts'
import { AppError } from '../../core/errors.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { isId } from '../../web/params.ts'
import { publicRoute, type Route } from '../../web/route.ts'
import { serveFile } from '../files/serve.ts'
import {
  announcements,
  findAnnouncement,
  type AnnouncementCursor,
  type AnnouncementLine,
} from './announcement-queries.ts'
import { makingText } from './making.ts'
import { readingView } from './reading.ts'

const head = ['公告日期', '公告事项', '社会组织名称', '公告文号', '公告机关'].map((text) => ({ text }))

const row = ({ authorityName, id, issuedAt, note, number, organizationName }: AnnouncementLine) => [
  { text: chineseDate(localDate(issuedAt)), nowrap: true },
  { text: note },
  { text: organizationName, href: paths.announcement(id) },
  { text: number },
  { text: authorityName },
]

/** The place an address names; a place that no list gave out is a bad request. Thirteen digits reach the year 2286. */
const readCursor = (text: string | undefined): AnnouncementCursor | undefined => {
  if (text === undefined) return undefined
  const [, at = '', id = ''] = /^(\d{1,13})\.([0-9a-f-]{36})$/.exec(text) ?? []
  if (at === '' || !isId(id)) throw new AppError('BAD_REQUEST')
  return { issuedAt: new Date(Number(at)), id }
}

const unknown = (): AppError => new AppError('NOT_FOUND', '没有这份公告，或者它已被撤销。')

/** 登记公告: what was founded, and which names, domiciles and representatives changed, for everybody. */
export const announcementRoutes = (deps: Deps): readonly Route[] => [
  publicRoute({
    method: 'get',
    path: paths.announcements,
    handler: async ({ query, view }) => {
      const after = readCursor(query['after'])
      const { lines, next } = await announcements(deps.db, after)
      view('documents/announcements.njk', {
        page: { breadcrumb: [{ href: paths.home, text: '首页' }, { text: '登记公告' }] },
        list: {
          head,
          rows: lines.map(row),
          firstHref: after && paths.announcements,
          nextHref: next && `${paths.announcements}?after=${next.issuedAt.getTime()}.${next.id}`,
        },
      })
    },
  }),
  publicRoute({
    method: 'get',
    path: paths.announcement(':id'),
    handler: async ({ param, view }) => {
      const found = await findAnnouncement(deps.db, param('id'))
      if (!found) throw unknown()
      const data = deps.documents.parse(found.data)
      const content = deps.documents.content(data)
      view('documents/announcement.njk', {
        page: {
          breadcrumb: [
            { href: paths.home, text: '首页' },
            { href: paths.announcements, text: '登记公告' },
            { text: data.organizationName },
          ],
          description: `${data.authorityName}${content.title}：${data.organizationName}，${data.number}。`,
        },
        announcement: {
          ...readingView(content),
          demo: data.demo,
          number: data.number,
          organizationName: data.organizationName,
          organizationHref: found.uscc === null ? undefined : paths.organization(found.uscc),
          fileHref: paths.announcementFile(param('id')),
          verifyHref: paths.verifyDocument(data.verificationCode),
        },
      })
    },
  }),
  publicRoute({
    method: 'get',
    path: paths.announcementFile(':id'),
    handler: async ({ param, res }) => {
      const found = await findAnnouncement(deps.db, param('id'))
      if (!found) throw unknown()
      const { sha256 } = found
      if (sha256 === null) throw new AppError('UNAVAILABLE', `公告${makingText(deps, found, '登记管理机关')}。`, 3)
      const { title, number } = deps.documents.content(deps.documents.parse(found.data))
      await serveFile(res, deps, { sha256, shown: sha256, name: `${title} ${number}.pdf`, type: 'pdf' })
    },
  }),
]
