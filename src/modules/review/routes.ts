import type { Deps } from '../../deps.ts'
import { may } from '../../core/access.ts'
import { AppError } from '../../core/errors.ts'
import { paths } from '../../web/paths.ts'
import { permittedRoute, staffRoute, type Context, type Route, type Staff } from '../../web/route.ts'
import { makingText } from '../documents/making.ts'
import { findDocumentOf } from '../documents/queries.ts'
import { serveFile } from '../files/serve.ts'
import { caseFileRoutes } from './case-file.ts'
import { compareRoutes } from './compare-routes.ts'
import { findSubmittedAttachment, loadStaffCase } from './case-data.ts'
import { paperRoutes } from './paper-routes.ts'
import { peopleOf } from './case-people.ts'
import { recordReveal, recordView } from './commands.ts'
import { PERSON_WAYS, personalNumberIn, type PersonWay } from './case-search.ts'
import { historyHref, historyPage, personSearchPage, unansweredSearchPage } from './history.ts'
import { homePage } from './home.ts'
import { givenAway, queuePage } from './queue.ts'
import { readRevealReason } from '../../web/reveal-reason.ts'
import { showCase, doneNotice } from './show-case.ts'
import { stepRoutes } from './step-routes.ts'
import { visitRoutes } from './visit-routes.ts'
import { verdictRoutes } from './verdict-routes.ts'

/** Shows the people of a case in full, once, after who asked for it and why was written down (S30). */
const reveal = async (deps: Deps, context: Context<Staff>): Promise<void> => {
  const found = await loadStaffCase(deps, context.actor, context.param('id'))
  const { values, errors, reason } = readRevealReason(context.body)
  if (!reason) return showCase(deps, context, found, { asked: { values, errors } }, 422)
  await recordReveal(deps, context.actor, context.audit, { found, people: peopleOf(deps, found), ...reason })
  await showCase(deps, context, found, { inFull: true })
}

/** By what of a person is looked for; nothing when it is not for a person. */
const personWayOf = (deps: Deps, body: Readonly<Record<string, string>>): PersonWay | undefined =>
  PERSON_WAYS.find((one) => one === body['way']) ?? personalNumberIn(body['q'] ?? '', deps.clock.now())

/**
 * 办件查询 as it was typed. Numbers and names of people are answered at once, so that they stand in no address; what
 * may stand in one gets the address of its list, also a personal number that was typed as something else.
 */
const searchHistory = async (deps: Deps, { actor, audit, body, view, redirect }: Context<Staff>): Promise<void> => {
  const way = personWayOf(deps, body)
  if (!way) return redirect(historyHref(deps, body))
  const page = await personSearchPage(deps, actor, audit, way, body)
  view('staff/history.njk', { ...page, page: { title: '办件查询' } }, page.error === undefined ? 200 : 422)
}

/** The official's home, what waits, and the search in all cases. */
const listRoutes = (deps: Deps): readonly Route[] => [
  staffRoute({
    method: 'get',
    path: paths.staffHome,
    handler: async ({ actor, query, view }) => view('staff/home.njk', await homePage(deps, actor, query['done'])),
  }),
  permittedRoute('case:read', {
    method: 'get',
    path: paths.staffQueue,
    handler: async ({ actor, query, view }) =>
      view('staff/queue.njk', {
        ...(await queuePage(deps, actor, query)),
        given: await givenAway(deps, actor, query['given']),
        batch: may(actor.roles, 'certificate:issue'),
        page: { title: '待办' },
      }),
  }),
  permittedRoute('case:read', {
    method: 'get',
    path: paths.staffHistory,
    handler: async ({ actor, query, view }) =>
      view('staff/history.njk', { ...(await historyPage(deps, actor, query)), page: { title: '办件查询' } }),
  }),
  permittedRoute('case:read', {
    method: 'post',
    path: paths.staffHistory,
    handler: (context) => searchHistory(deps, context),
    again: ({ body, view }, sentence) => {
      const way = personWayOf(deps, body) ?? 'applicant'
      view('staff/history.njk', { ...unansweredSearchPage(deps, way, body, sentence), page: { title: '办件查询' } })
    },
  }),
]

/** One case: its page, its people in full, its files and documents. */
const caseRoutes = (deps: Deps): readonly Route[] => [
  permittedRoute('case:read', {
    method: 'get',
    path: paths.staffCase(':id'),
    handler: async (context) => {
      const found = await loadStaffCase(deps, context.actor, context.param('id'))
      await showCase(deps, context, found, {
        notice: doneNotice(deps, found, context.actor, context.query['done']),
        at: context.query['at'],
        all: context.query['open'] === 'all',
      })
    },
  }),
  permittedRoute('case:act', {
    method: 'get',
    path: paths.staffReveal(':id'),
    // Shown in full once only: whoever comes back to the address sees the case as it is by default.
    handler: async (context) => {
      const { caseFile } = await loadStaffCase(deps, context.actor, context.param('id'))
      context.redirect(paths.staffCase(caseFile.id))
    },
  }),
  permittedRoute('case:act', {
    method: 'post',
    path: paths.staffReveal(':id'),
    handler: (context) => reveal(deps, context),
  }),
  permittedRoute('case:read', {
    method: 'get',
    path: paths.staffAttachment(':id', ':attachment'),
    handler: async ({ actor, audit, param, res }) => {
      const file = await findSubmittedAttachment(deps, actor, param('id'), param('attachment'))
      await recordView(deps, actor, audit, { kind: 'attachment', id: param('attachment'), caseId: param('id') })
      await serveFile(res, deps, file)
    },
  }),
  permittedRoute('case:read', {
    method: 'get',
    path: paths.staffDocument(':id', ':document'),
    handler: async ({ actor, audit, param, res }) => {
      const found = await findDocumentOf(deps, param('id'), param('document'), actor.authority.id)
      if (found.sha256 === null) throw new AppError('UNAVAILABLE', `文书${makingText(deps, found)}。`, 3)
      await recordView(deps, actor, audit, { kind: 'document', id: param('document'), caseId: param('id') })
      await serveFile(res, deps, {
        sha256: found.sha256,
        shown: found.sha256,
        name: `${deps.documents.titleOf(found.kind, found.note)} ${found.number}.pdf`,
        type: 'pdf',
      })
    },
  }),
]

export const reviewRoutes = (deps: Deps): readonly Route[] => [
  ...paperRoutes(deps),
  ...compareRoutes(deps),
  ...caseFileRoutes(deps),
  ...verdictRoutes(deps),
  ...listRoutes(deps),
  ...caseRoutes(deps),
  ...stepRoutes(deps),
  ...visitRoutes(deps),
]
