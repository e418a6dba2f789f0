import { chineseDate } from '../../core/documents/dates.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { pageVariables } from '../../web/page.ts'
import type { Applicant, Context } from '../../web/route.ts'
import type { PageVariables } from '../../web/views.ts'

type PublicPage = (
  context: Context<Applicant | undefined>,
  path: string,
  template: string,
  build: () => PageVariables,
) => void

/**
 * Answers with a page that looks the same to every visitor without a cookie; it is rendered once and kept under its
 * path, so that reading it costs neither Redis nor Postgres nor a template. Whoever sends a cookie may be logged in,
 * displaced or reading large letters, and gets a page of their own. A new day has it rendered anew: it tells the day.
 */
export const createPublicPages = (deps: Pick<Deps, 'site' | 'views' | 'config' | 'clock'>): PublicPage => {
  const kept = new Map<string, { readonly day: string; readonly html: Buffer }>()
  const render = (path: string, day: string, template: string, variables: PageVariables): string => {
    const page = pageVariables({
      site: deps.site,
      path,
      asOf: chineseDate(day),
      division: undefined,
      elder: false,
      sandbox: deps.config.sandbox,
      applicant: undefined,
      staff: undefined,
      csrfToken: () => {
        throw new Error(`${template} asks for a token, so it cannot be kept for everybody`)
      },
      displaced: false,
    })
    return deps.views.render(template, { ...variables, page: Object.assign(page, variables['page']) })
  }
  return (context, path, template, build) => {
    const { req, res } = context
    if (req.headers.cookie !== undefined) {
      context.view(template, build())
      return
    }
    const day = localDate(deps.clock.now())
    const last = kept.get(path)
    const html = last?.day === day ? last.html : Buffer.from(render(path, day, template, build()))
    if (html !== last?.html) kept.set(path, { day, html })
    res.locals['page'] = template
    res.setHeader('Cache-Control', 'no-store')
    res.status(200).type('html').send(html)
  }
}
