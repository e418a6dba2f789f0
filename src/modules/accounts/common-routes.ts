import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import { paths } from '../../web/paths.ts'
import { holderRoute, publicRoute, type Route } from '../../web/route.ts'
import { sessionRest } from '../../web/sessions.ts'
import { captchaNetwork, ownNext } from './form-view.ts'

const year = 365 * 24 * 3_600_000

/** The small things every page needs: the captcha's picture, a longer session, large type, and the texts agreed to. */
export const commonRoutes = (deps: Deps): readonly Route[] => [
  ...[paths.captchaPicture, paths.staffCaptchaPicture].map((path) =>
    publicRoute({
      method: 'get',
      path,
      handler: async ({ req, res, audit }) => {
        // Only a page that carries a form has started a session; anything else would fill Redis with pictures for nobody.
        if (!req.session?.csrfToken) throw new AppError('NOT_FOUND')
        res.setHeader('Cache-Control', 'no-store')
        res.type('svg').send(await deps.captcha.picture(req.sessionID, captchaNetwork(req, audit.ip)))
      },
    }),
  ),
  ...[paths.captchaWork, paths.staffCaptchaWork].map((path) =>
    publicRoute({
      method: 'get',
      path,
      handler: async ({ req, res, audit }) => {
        if (!req.session?.csrfToken) throw new AppError('NOT_FOUND')
        res.setHeader('Cache-Control', 'no-store')
        res.json(await deps.captcha.challenge(req.sessionID, captchaNetwork(req, audit.ip)))
      },
    }),
  ),
  holderRoute({
    method: 'post',
    path: paths.extendSession,
    duringSetup: true,
    // Reading the session has prolonged it already, as far as it can be.
    handler: ({ req, res }) => {
      res.json(sessionRest('applicant', req.session.loginAt, deps.clock.now()))
    },
  }),
  publicRoute({
    method: 'get',
    path: paths.elder,
    handler: ({ res, query, redirect }) => {
      res.cookie('elder', query['on'] === '1' ? '1' : '0', {
        maxAge: year,
        httpOnly: true,
        sameSite: 'lax',
        secure: deps.secure,
        path: '/',
      })
      redirect(ownNext(query['next']) ?? paths.home)
    },
  }),
  ...(
    [
      [paths.agreement, deps.site.agreement],
      [paths.privacy, deps.site.privacyNotice],
    ] as const
  ).map(([path, text]) =>
    publicRoute({
      method: 'get',
      path,
      handler: (context) =>
        context.view('static/legal-text.njk', {
          page: {
            title: text.title,
            breadcrumb: [
              { href: paths.home, text: '首页' },
              { href: '', text: text.title },
            ],
          },
          text,
        }),
    }),
  ),
]
