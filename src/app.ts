import express, { Router, type Express } from 'express'
import type { Deps } from './deps.ts'
import { accountCentreRoutes } from './modules/account-centre/routes.ts'
import { accountRoutes } from './modules/accounts/routes.ts'
import { adminRoutes } from './modules/admin/routes.ts'
import { caseRoutes } from './modules/cases/routes.ts'
import { bindingRoutes } from './modules/binding/routes.ts'
import { signatureCertificateRoutes } from './modules/certificates/routes.ts'
import { catalogueRoutes } from './modules/catalogue/routes.ts'
import { documentRoutes } from './modules/documents/routes.ts'
import { helpdeskRoutes } from './modules/helpdesk/routes.ts'
import { legalPersonRoutes } from './modules/legal-persons/routes.ts'
import { messageRoutes } from './modules/messages/routes.ts'
import { offlinePackRoutes } from './modules/offline-pack/routes.ts'
import { organizationHomeRoutes } from './modules/organization-home/routes.ts'
import { organizationRoutes } from './modules/organizations/routes.ts'
import { printableFormRoutes } from './modules/printable-forms/routes.ts'
import { realNameRoutes } from './modules/real-name/routes.ts'
import { consentRoutes } from './modules/consent/routes.ts'
import { registerDeskRoutes } from './modules/register-desk/routes.ts'
import { reportDeskRoutes } from './modules/report-desk/routes.ts'
import { reviewRoutes } from './modules/review/routes.ts'
import { signingRoutes } from './modules/signing/routes.ts'
import { staffPasswordRoutes } from './modules/accounts/staff-password-routes.ts'
import { staffLoginRoutes } from './modules/accounts/staff-routes.ts'
import { staffTotpRoutes } from './modules/accounts/staff-totp-routes.ts'
import { pkiRoutes } from './sandbox/pki/routes.ts'
import { sandboxCaseRoutes } from './sandbox/case-routes.ts'
import { platformRoutes } from './sandbox/platform/routes.ts'
import { sandboxRoutes } from './sandbox/routes.ts'
import { assets } from './web/middleware/assets.ts'
import { bodies } from './web/middleware/bodies.ts'
import { errorHandler, notFound } from './web/middleware/errors.ts'
import { operations } from './web/middleware/operations.ts'
import { requestId, timing } from './web/middleware/request.ts'
import { securityHeaders } from './web/middleware/security.ts'
import { createFormPages } from './web/kept-forms.ts'
import { mount } from './web/mount.ts'
import { paths } from './web/paths.ts'
import type { Route } from './web/route.ts'

/** Every page and form of the portal, with who may call it. */
export const allRoutes = (deps: Deps): readonly Route[] => [
  ...catalogueRoutes(deps),
  ...accountRoutes(deps),
  ...legalPersonRoutes(deps),
  ...realNameRoutes(deps),
  ...signatureCertificateRoutes(deps),
  ...accountCentreRoutes(deps),
  ...bindingRoutes(deps),
  ...printableFormRoutes(deps),
  ...caseRoutes(deps),
  ...offlinePackRoutes(deps),
  ...documentRoutes(deps),
  ...messageRoutes(deps),
  ...organizationRoutes(deps),
  ...organizationHomeRoutes(deps),
  ...staffLoginRoutes(deps),
  ...staffPasswordRoutes(deps),
  ...staffTotpRoutes(deps),
  ...reviewRoutes(deps),
  ...consentRoutes(deps),
  ...registerDeskRoutes(deps),
  ...reportDeskRoutes(deps),
  ...helpdeskRoutes(deps),
  ...adminRoutes(deps),
  ...signingRoutes(deps),
  ...(deps.config.sandbox
    ? [...sandboxRoutes(deps), ...pkiRoutes(deps), ...platformRoutes(deps), ...sandboxCaseRoutes(deps)]
    : []),
]

/** The whole case on one screen: what every request passes, in order. */
export const createApp = (deps: Deps): Express => {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', 'simple')
  app.set('trust proxy', deps.config.trustProxyHops)

  app.use(requestId)
  app.use(timing(deps))
  app.use(securityHeaders(deps))
  app.use(operations(deps))
  app.use('/assets', assets())
  app.use(
    bodies(
      deps.config.sandbox ? paths.sandboxGatewayIdentity('face') : undefined,
      new RegExp(
        `^(${[
          paths.answerTable('[^/]+', '[^/]+'),
          paths.charterText('[^/]+'),
          paths.charterTaken('[^/]+'),
          paths.workbookTake('[^/]+'),
        ].join('|')})$`,
      ),
    ),
  )
  app.use((req, res, next) => {
    const side = /^\/staff(\/|$)/.test(req.path) ? 'staff' : 'applicant'
    deps.sessions[side].middleware(req, res, next)
  })

  const router = Router({ caseSensitive: true, strict: false })
  const routes = allRoutes(deps)
  mount(router, routes, deps)
  app.use(router)
  app.use(notFound)
  app.use(errorHandler(deps, createFormPages(deps, routes)))
  return app
}
