import { AppError } from '../../core/errors.ts'
import type { Deps } from '../../deps.ts'
import { networkOf } from '../../web/address.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, publicRoute, type Route } from '../../web/route.ts'
import { calendarText } from './calendar.ts'
import { endFeed, makeFeed, organizationOfFeed } from './calendar-feeds.ts'
import { dutiesOwed, readOwing } from './owing.ts'
import { requireHome } from './reach.ts'
import { showHome } from './show.ts'

const secret = /^[\w-]{43}$/

/** 日历订阅: its secret address, made and ended on the home of the organization, and the calendar under it. */
export const calendarRoutes = (deps: Deps): readonly Route[] => [
  applicantRoute({
    method: 'post',
    path: paths.organizationCalendar,
    handler: async (context) => {
      const { actor, audit, body, redirect } = context
      const speaker = await requireHome(deps, actor, body['organization'])
      const wanted = { actor, request: audit, organization: speaker.organization }
      if (body['action'] !== 'make') {
        await endFeed(deps, wanted)
        return redirect(paths.organizationHomeOf(speaker.rights && speaker.organization.uscc))
      }
      // Shown with the answer itself and never again: what is kept does not tell it.
      const address = `${deps.publicUrl}${paths.calendarFeed(await makeFeed(deps, wanted))}`
      await showHome(deps, context, { speaker }, address)
    },
  }),
  publicRoute({
    method: 'get',
    path: paths.calendarFeed(':token'),
    handler: async ({ audit, param, res }) => {
      await deps.limits.use('calendar-address', networkOf(audit.ip))
      const token = param('token')
      const own = secret.test(token) ? await organizationOfFeed(deps, token) : undefined
      const [owing] = own ? await readOwing(deps, [own.id]) : []
      if (!owing) throw new AppError('NOT_FOUND')
      res
        .set({
          'Content-Type': 'text/calendar; charset=utf-8',
          'Cache-Control': 'private, no-store',
          'X-Robots-Tag': 'noindex, nofollow',
        })
        .send(
          calendarText(
            {
              id: owing.id,
              name: owing.name,
              portal: deps.site.name,
              home: `${deps.publicUrl}${paths.organizationHome}`,
              now: deps.clock.now(),
            },
            dutiesOwed(deps, owing),
          ),
        )
    },
  }),
]
