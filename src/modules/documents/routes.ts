import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import { holderRoute, type Route } from '../../web/route.ts'
import { paths } from '../../web/paths.ts'
import { announcementRoutes } from './announcement-routes.ts'
import { makingText } from './making.ts'
import { findOwnDocument } from './queries.ts'
import { sealRoutes } from './seal-routes.ts'
import { serveFile } from '../files/serve.ts'
import { verifyRoutes } from './verify-routes.ts'

/** Documents issued on a case, for the person who applied, and their check by anybody. */
export const documentRoutes = (deps: Deps): readonly Route[] => [
  ...verifyRoutes(deps),
  ...announcementRoutes(deps),
  ...sealRoutes(deps),
  holderRoute({
    method: 'get',
    path: paths.document(':id', ':document'),
    handler: async ({ actor, param, res }) => {
      const found = await findOwnDocument(deps, param('id'), param('document'), actor)
      if (found.sha256 === null)
        throw new AppError('UNAVAILABLE', `文书${makingText(deps, found, '登记管理机关')}。`, 3)
      await serveFile(res, deps, {
        sha256: found.sha256,
        shown: found.sha256,
        name: `${deps.documents.titleOf(found.kind, found.note)} ${found.number}.pdf`,
        type: 'pdf',
      })
    },
  }),
]
