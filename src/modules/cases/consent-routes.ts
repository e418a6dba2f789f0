import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import { readVersion } from '../../web/params.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, holderRoute, type Route } from '../../web/route.ts'
import { sendToUnit, takeBackFromUnit } from './consent-commands.ts'
import { loadWhole } from './queries.ts'
import { realNameNotice } from './real-name.ts'
import { askUnitView } from './check-view.ts'

/** The applicant's side of a consent online: 送业务主管单位 and 取回修改. */
export const consentRoutes = (deps: Deps): readonly Route[] => [
  applicantRoute({
    method: 'get',
    path: paths.askUnit(':id'),
    handler: async ({ actor, param, view, redirect }) => {
      const whole = await loadWhole(deps, param('id'), actor, 'submit')
      const overview = paths.case(whole.caseFile.id)
      const asked = await askUnitView(deps, whole)
      if (!asked) return redirect(overview)
      if ((await realNameNotice(deps.db, whole, actor))?.now) return redirect(paths.checkAnswers(whole.caseFile.id))
      view('cases/ask-unit.njk', {
        ...asked,
        page: {
          title: '送业务主管单位',
          breadcrumb: [
            { href: paths.home, text: '首页' },
            { href: paths.cases, text: '我的办件' },
            { href: overview, text: whole.stage.title },
            { text: '送业务主管单位' },
          ],
        },
      })
    },
  }),
  applicantRoute({
    method: 'post',
    path: paths.askUnit(':id'),
    handler: async ({ actor, param, body, audit, redirect }) => {
      try {
        await sendToUnit(deps, actor, audit, {
          caseId: param('id'),
          requestKey: body['requestKey'] ?? '',
          version: readVersion(body['version']),
        })
      } catch (error) {
        // Found incomplete, or the account unverified, at the last moment: the page says what is missing.
        if (error instanceof AppError && (error.code === 'INVALID' || error.code === 'NOT_VERIFIED'))
          return redirect(paths.askUnit(param('id')))
        throw error
      }
      redirect(`${paths.case(param('id'))}?done=sent`)
    },
  }),
  holderRoute({
    method: 'post',
    path: paths.takeBackFromUnit(':id'),
    handler: async ({ actor, param, body, audit, redirect }) => {
      await takeBackFromUnit(deps, actor, audit, {
        caseId: param('id'),
        requestKey: body['requestKey'] ?? '',
        version: readVersion(body['version']),
      })
      redirect(`${paths.case(param('id'))}?done=taken-back`)
    },
  }),
]
