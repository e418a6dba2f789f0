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
 * displaced or reading large letters, and gets a page of their own.
 */
export const createPublicPages = (deps: Pick<Deps, 'site' | 'views' | 'config'>): PublicPage => {
  const kept = new Map<string, Buffer>()
  const render = (path: string, template: string, variables: PageVariables): string => {
    const page = pageVariables({
      site: deps.site,
      path,
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
    const html = kept.get(path) ?? Buffer.from(render(path, template, build()))
    kept.set(path, html)
    res.locals['page'] = template
    res.setHeader('Cache-Control', 'no-store')
    res.status(200).type('html').send(html)
  }
}
