import { AppError } from '../../core/errors.ts'
import type { Deps } from '../../deps.ts'
import { sendMade } from '../../web/made-files.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { makingText } from '../documents/making.ts'
import { serveFile } from '../files/serve.ts'
import { chartersView } from '../organizations/charters.ts'
import { chartersOf } from '../register/charters.ts'
import type { Speaker } from '../grants/organizations.ts'
import { calendarRoutes } from './calendar-routes.ts'
import { foundingFile, homeDocument } from './queries.ts'
import { reachHome, requireHome } from './reach.ts'
import { readsFiles, showHome } from './show.ts'
import { wholeFile } from './whole-file.ts'

/** 机构主页: what an organization owes, what the register has of it, and what it may begin. */
export const organizationHomeRoutes = (deps: Deps): readonly Route[] => {
  const speakerOf = ({ actor, query }: Context<Applicant>): Promise<Speaker> => requireHome(deps, actor, query['for'])

  return [
    applicantRoute({
      method: 'get',
      path: paths.organizationHome,
      handler: async (context) => showHome(deps, context, await reachHome(deps, context.actor, context.query['for'])),
    }),
    applicantRoute({
      method: 'get',
      path: paths.organizationDocument(':id'),
      handler: async (context) => {
        const speaker = await speakerOf(context)
        const { organization } = speaker
        const found = await homeDocument(deps, organization.id, context.param('id'))
        if (found.whole && !readsFiles(speaker))
          throw new AppError('FORBIDDEN', `${organization.name}给您的授权是查看，不能打开印有账号的文书。`)
        if (found.sha256 === null)
          throw new AppError('UNAVAILABLE', `文书${makingText(deps, found, '登记管理机关')}。`, 3)
        await serveFile(context.res, deps, {
          sha256: found.sha256,
          shown: found.sha256,
          name: `${deps.documents.titleOf(found.kind, found.note)} ${found.number}.pdf`,
          type: 'pdf',
        })
      },
    }),
    applicantRoute({
      method: 'get',
      path: paths.organizationFile(),
      handler: async (context) => {
        const speaker = await speakerOf(context)
        const { organization } = speaker
        if (!readsFiles(speaker))
          throw new AppError('FORBIDDEN', `${organization.name}给您的授权是查看，不能下载印有账号的文书。`)
        await deps.limits.use('own-form', context.actor.id)
        sendMade(context.res, `${organization.name}文书卷`, 'pdf', await wholeFile(deps, organization))
      },
    }),
    applicantRoute({
      method: 'get',
      path: paths.organizationCharters(),
      handler: async (context) => {
        const { organization, rights } = await speakerOf(context)
        const chosen = rights && organization.uscc
        context.view('organizations/charter.njk', {
          charters: chartersView(await chartersOf(deps.db.knex, organization.id), context.query),
          action: paths.organizationCharters(),
          hidden: chosen ? [{ name: 'for', value: chosen }] : [],
          backHref: chosen ? paths.organizationHomeOf(chosen) : paths.organizationHome,
          page: {
            title: `${organization.name}章程`,
            breadcrumb: [{ href: paths.home, text: '首页' }, { text: '章程' }],
          },
        })
      },
    }),
    applicantRoute({
      method: 'get',
      path: paths.organizationCharter(':id'),
      handler: async (context) => {
        const speaker = await speakerOf(context)
        const file = await foundingFile(deps, speaker.organization.id, context.param('id'))
        const material = deps.matters.require(file.matter).materials.find(({ code }) => code === file.material)
        if (!material?.charter || !readsFiles(speaker)) throw new AppError('NOT_FOUND')
        await serveFile(context.res, deps, file)
      },
    }),
    ...calendarRoutes(deps),
  ]
}
