import { localDateTime } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { holderRoute, type Route } from '../../web/route.ts'
import { centrePage } from './page-frame.ts'
import { cutPage, identityViews, readBefore } from './queries.ts'

/** 信息查看记录: which official looked at the holder's full data, when, where and why (S30). */
export const viewRecordRoutes = (deps: Deps): readonly Route[] => [
  holderRoute({
    method: 'get',
    path: paths.accountViews,
    handler: async ({ actor, query, view }) => {
      const before = readBefore(query['before'])
      const { shown, olderThan } = cutPage(await identityViews(deps, actor.id, before))
      view('account-centre/views.njk', {
        page: centrePage('信息查看记录'),
        legal: actor.kind === 'LEGAL_PERSON',
        unverified: actor.realNameLevel === 0,
        rows: shown.map((row) => [
          { text: localDateTime(row.at).text, nowrap: true },
          { text: row.authority_name, sub: row.staff_name },
          { text: row.place },
          { text: row.field },
          { text: row.reason },
        ]),
        pagination: {
          ...(before === undefined ? {} : { prev: { href: paths.accountViews } }),
          ...(olderThan === undefined ? {} : { next: { href: `${paths.accountViews}?before=${olderThan}` } }),
        },
      })
    },
  }),
]
