import type { Deps } from '../deps.ts'
import { caseRoutes } from '../modules/cases/routes.ts'
import { loadStaffCase } from '../modules/review/case-data.ts'
import { consentRoutes } from '../modules/consent/routes.ts'
import { reviewRoutes } from '../modules/review/routes.ts'
import { showCase } from '../modules/review/show-case.ts'
import { paths } from '../web/paths.ts'
import { applicantRoute, permittedRoute, type Route } from '../web/route.ts'
import { takeDemoStep } from './demo-step.ts'
import { createFill } from './fill.ts'
import { createPress } from './press.ts'

/** 填入示例, 全部填入示例 and 演示：办到下一步: buttons that send the portal's own forms for whoever is asked. */
export const sandboxCaseRoutes = (deps: Deps): readonly Route[] => {
  const press = createPress(deps, [...caseRoutes(deps), ...reviewRoutes(deps), ...consentRoutes(deps)])
  const fill = createFill(deps, press)
  return [
    applicantRoute({
      method: 'post',
      path: paths.sandboxFillCase(':id'),
      handler: async (context) => {
        const id = context.param('id')
        await fill.stage(context, id)
        context.redirect(paths.case(id))
      },
    }),
    applicantRoute({
      method: 'post',
      path: paths.sandboxFillPage(':id', ':page'),
      handler: async (context) => {
        const [id, page] = [context.param('id'), context.param('page')]
        await fill.page(context, id, page)
        context.redirect(paths.answerPage(id, page))
      },
    }),
    applicantRoute({
      method: 'post',
      path: paths.sandboxFillItem(':id', ':page', ':item'),
      handler: async (context) => {
        const [id, page] = [context.param('id'), context.param('page')]
        const item = await fill.item(context, id, page, context.param('item'))
        context.redirect(paths.answerItem(id, page, item))
      },
    }),
    applicantRoute({
      method: 'post',
      path: paths.sandboxFillMaterial(':id', ':material'),
      handler: async (context) => {
        const [id, material] = [context.param('id'), context.param('material')]
        await fill.material(context, id, material)
        context.redirect(paths.material(id, material))
      },
    }),
    permittedRoute('case:act', {
      method: 'post',
      path: paths.sandboxStep(':id'),
      handler: async (context) => {
        const id = context.param('id')
        const step = await takeDemoStep(deps, press, context, id)
        if ('taken' in step)
          return context.redirect(`${paths.staffCase(id)}?${new URLSearchParams({ done: step.taken }).toString()}`)
        const notice = { kind: 'important', title: '没有办理', text: step.refused } as const
        await showCase(deps, context, await loadStaffCase(deps, context.actor, id), { notice }, 409)
      },
    }),
  ]
}
