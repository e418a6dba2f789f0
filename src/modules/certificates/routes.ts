import type { Deps } from '../../deps.ts'
import type { Route } from '../../web/route.ts'
import { bindRoutes } from './bind-routes.ts'
import { certificateCentreRoutes } from './centre-routes.ts'
import { certificateLoginRoutes } from './login-routes.ts'
import { resetRoutes } from './reset-routes.ts'

/** 一证通: login with an organization's certificate, whose it is, and what its holder does who forgot the password. */
export const signatureCertificateRoutes = (deps: Deps): readonly Route[] => [
  ...certificateLoginRoutes(deps),
  ...bindRoutes(deps),
  ...certificateCentreRoutes(deps),
  ...resetRoutes(deps),
]
