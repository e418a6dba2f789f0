import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import { paths } from '../../web/paths.ts'
import { holderRoute, type Route } from '../../web/route.ts'
import { markAllRead, markRead } from './mark-read.ts'
import { inbox } from './queries.ts'

/** An id as messages have them; ids that none can have name nothing. */
const readId = (text: string): number | undefined => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined)

/** A place in the list; what no list gave out is a bad request. */
const readPlace = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  const place = readId(text)
  if (place === undefined) throw new AppError('BAD_REQUEST')
  return place
}

const listHref = (before: number | undefined): string =>
  before === undefined ? paths.messages : `${paths.messages}?before=${before}`

/** The inbox of a person: read on the page, marked as read by a button. */
export const messageRoutes = (deps: Deps): readonly Route[] => [
  holderRoute({
    method: 'get',
    path: paths.messages,
    handler: async ({ actor, query, view }) => {
      const before = readPlace(query['before'])
      const { messages, olderThan } = await inbox(deps.db, actor.id, before)
      view('messages/index.njk', {
        page: { breadcrumb: [{ href: paths.home, text: '首页' }, { text: '消息' }] },
        inbox: {
          unread: actor.unread >= 100 ? '99+' : actor.unread,
          messages: messages.map((message) => ({
            ...message,
            caseHref: message.caseId === null ? undefined : paths.case(message.caseId),
            readAction: paths.messageRead(message.id),
            fields: before === undefined ? [] : [{ name: 'before', value: before }],
          })),
          newestHref: before === undefined ? undefined : listHref(undefined),
          olderHref: olderThan === undefined ? undefined : listHref(olderThan),
        },
      })
    },
  }),
  holderRoute({
    method: 'post',
    path: paths.messagesRead,
    handler: async ({ actor, audit, redirect }) => {
      await markAllRead(deps, { actor, audit })
      redirect(paths.messages)
    },
  }),
  holderRoute({
    method: 'post',
    path: paths.messageRead(':id'),
    handler: async ({ actor, audit, body, param, redirect }) => {
      const id = readId(param('id'))
      if (id === undefined) throw new AppError('NOT_FOUND')
      await markRead(deps, { actor, audit }, id)
      redirect(listHref(readId(body['before'] ?? '')))
    },
  }),
]
