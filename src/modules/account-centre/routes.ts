import type { Deps } from '../../deps.ts'
import type { Route } from '../../web/route.ts'
import { agreementRoutes } from './agreement-routes.ts'
import { closingRoutes } from './closing-routes.ts'
import { dataRoutes } from './data-routes.ts'
import { emailRoutes } from './email-routes.ts'
import { grantRoutes } from './grant-routes.ts'
import { organizationGrantRoutes } from './organization-grant-routes.ts'
import { identityRoutes } from './identity-routes.ts'
import { loginRecordRoutes } from './login-record-routes.ts'
import { organizationRoutes } from './organization-routes.ts'
import { passwordRoutes } from './password-routes.ts'
import { phoneRoutes } from './phone-routes.ts'
import { profileRoutes } from './profile-routes.ts'
import { transferRoutes } from './transfer-routes.ts'
import { viewRecordRoutes } from './view-record-routes.ts'

/** 用户中心: what an account says of its holder, what they may change, and what happened to it. */
export const accountCentreRoutes = (deps: Deps): readonly Route[] => [
  ...profileRoutes(deps),
  ...emailRoutes(deps),
  ...identityRoutes(deps),
  ...passwordRoutes(deps),
  ...phoneRoutes(deps),
  ...loginRecordRoutes(deps),
  ...organizationRoutes(deps),
  ...agreementRoutes(deps),
  ...viewRecordRoutes(deps),
  ...dataRoutes(deps),
  ...closingRoutes(deps),
  ...transferRoutes(deps),
  ...grantRoutes(deps),
  ...organizationGrantRoutes(deps),
]
