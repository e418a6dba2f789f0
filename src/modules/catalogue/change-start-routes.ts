import { readApplicantRole } from '../../core/matters/applicant-role.ts'
import { AppError } from '../../core/errors.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { changeableStart, changeStart } from '../cases/change-start.ts'
import { loadForm } from '../cases/queries.ts'
import { authorityById } from '../../reference/reference.ts'
import { errorList } from '../../web/form-view.ts'
import {
  ageHints,
  authorityChosen,
  choiceFaults,
  choiceViews,
  readChoice,
  roleView,
  type StartErrors,
} from './start-form.ts'
import { choiceOf, startOptions, type StartChoice } from './start-options.ts'
import { caseCrumbs } from '../cases/crumbs.ts'

/** Changing what was said at the start, while it is a draft. */
export const changeStartRoutes = (deps: Deps): readonly Route[] => {
  const { reference } = deps
  const root = deps.site.rootDivisionCode

  const open = async (context: Context<Applicant>) => {
    const { caseFile, matter, role } = await loadForm(deps, context.param('id'), context.actor, 'own')
    const changeable = changeableStart(deps, caseFile)
    if (!changeable) throw new AppError('NOT_ALLOWED_NOW', '办件已提交，现在不能更改。')
    return { caseFile, matter, changeable, role }
  }

  type Opened = Awaited<ReturnType<typeof open>>

  const show = async (
    context: Context<Applicant>,
    { caseFile, matter, changeable }: Opened,
    choice: StartChoice,
    role: string,
    errors: StartErrors = {},
    status = 200,
  ): Promise<void> => {
    const options = startOptions([matter], reference, root, choice)
    const title = changeable === 'all' ? '更改登记管理机关或者“您是”' : '更改“您是”'
    context.view(
      'catalogue/change-start.njk',
      {
        page: {
          title,
          breadcrumb: caseCrumbs({ href: paths.case(caseFile.id), text: matter.title }, { text: title }),
        },
        errors: errorList(errors),
        change: {
          action: paths.caseStart(caseFile.id),
          backHref: paths.case(caseFile.id),
          authorityName: authorityById(reference, caseFile.authority_id).name,
          all: changeable === 'all',
          chosen: authorityChosen(options),
          fields: [
            ...(changeable === 'all' ? choiceViews(options, errors) : []),
            roleView(role, await ageHints(deps, context.actor.id)),
          ],
        },
      },
      status,
    )
  }

  return [
    applicantRoute({
      method: 'get',
      path: paths.caseStart(':id'),
      handler: async (context) => {
        const opened = await open(context)
        const authority = authorityById(reference, opened.caseFile.authority_id)
        await show(context, opened, choiceOf(opened.matter.orgType, authority), opened.role ?? '')
      },
    }),
    applicantRoute({
      method: 'post',
      path: paths.caseStart(':id'),
      handler: async (context) => {
        const opened = await open(context)
        const { body } = context
        const choice = readChoice(body)
        const role = body['applicantRole'] ?? ''
        if (body['action'] === 'refresh') return show(context, opened, choice, role)
        const all = opened.changeable === 'all'
        const errors = all ? choiceFaults([opened.matter], reference, root, choice) : {}
        if (Object.keys(errors).length > 0) return show(context, opened, choice, role, errors, 422)
        await changeStart(deps, context.actor, context.audit, {
          caseId: opened.caseFile.id,
          authorityId: all ? Number(choice.authority) : undefined,
          role: readApplicantRole(role),
        })
        context.redirect(`${paths.case(opened.caseFile.id)}?done=start-changed`)
      },
    }),
  ]
}
