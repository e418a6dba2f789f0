import { AppError } from '../../core/errors.ts'
import { may } from '../../core/access.ts'
import type { Field } from '../../core/forms/field.ts'
import { readForm, rows, validateFields, type FieldErrors } from '../../core/forms/page.ts'
import type { RawValues } from '../../core/forms/field.ts'
import type { Matter } from '../../core/matters/define.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { errorList, fieldViews } from '../../web/form-view.ts'
import { paths } from '../../web/paths.ts'
import { permittedRoute, type Context, type Route, type Staff } from '../../web/route.ts'
import type { OrganizationDetail } from '../organizations/queries.ts'
import { frame } from './frame.ts'
import { beginOnBehalf, orderedMatter } from './ordered-end.ts'
import { requireOrganization } from './queries.ts'

const text = '代为申请注销登记'

const fieldsFor = ({ onBehalf }: Matter): readonly Field[] => [
  ...(onBehalf?.fields ?? []),
  {
    name: 'handlerName',
    label: '经办人姓名',
    kind: 'personName',
    hint: '代为申请的机关的工作人员，用自己的个人账号填写、提交',
  },
  { name: 'handlerPhone', label: '经办人手机号码', kind: 'phone', hint: '个人账号登记的手机号码' },
]

/** The way to it on the page of an organization whose law lets others apply. */
export const orderedEndLink = (deps: Deps, { roles }: Staff, organization: OrganizationDetail) =>
  may(roles, 'case:act') && roles.includes('WINDOW') && orderedMatter(deps, organization)
    ? { text, href: paths.staffOrderedEnd(organization.uscc) }
    : undefined

type Shown = {
  readonly values: RawValues
  readonly errors: FieldErrors
  readonly sure?: true
  readonly notice?: string
}

const found = async (deps: Deps, { actor, param }: Context<Staff>) => {
  const organization = await requireOrganization(deps, actor, param('uscc'))
  const matter = orderedEndLink(deps, actor, organization) && orderedMatter(deps, organization)
  if (!matter) throw new AppError('NOT_FOUND')
  return { organization, matter }
}

const show = (
  { view }: Context<Staff>,
  { organization, matter }: Awaited<ReturnType<typeof found>>,
  { values, errors, sure, notice }: Shown,
  status = 200,
): void => {
  const fields = fieldsFor(matter)
  const back = paths.staffOrganization(organization.uscc)
  view(
    'staff/certificate-act.njk',
    {
      page: {
        title: `${text}：${organization.name}`,
        ...frame(organization, [{ text }]),
      },
      lead: '依照《社会团体登记管理条例》第二十一条第三款，社会团体不能自行申请的，由要求终止的机关代为申请。社会团体收到通知，可以查看，申请提交以后可以陈述意见。',
      notice: notice === undefined ? undefined : { kind: 'error', title: '没有办理', text: notice },
      errors: errorList(errors),
      action: paths.staffOrderedEnd(organization.uscc),
      back,
      text,
      fields: fieldViews(fields, values, errors),
      sure: sure && {
        rows: rows(fields, values).map((row) => ({ label: row.label, text: row.text })),
        warning: '确认后由经办人填写、提交；社会团体同时收到通知。',
        kept: Object.entries(values).map(([name, value]) => ({ name, value })),
      },
    },
    status,
  )
}

const post = async (deps: Deps, context: Context<Staff>): Promise<void> => {
  const { actor, audit, body, redirect } = context
  const about = await found(deps, context)
  const fields = fieldsFor(about.matter)
  const values = readForm(fields, body)
  const errors = {
    ...about.matter.onBehalf?.faults(values),
    ...validateFields(fields, values, localDate(deps.clock.now())),
  }
  if (Object.keys(errors).length > 0) return show(context, about, { values, errors }, 422)
  if (body['sure'] !== 'yes') return show(context, about, { values, errors, sure: true })
  try {
    await beginOnBehalf(deps, actor, audit, { uscc: about.organization.uscc, values })
  } catch (error) {
    if (!(error instanceof AppError) || !['INVALID', 'NOT_ALLOWED_NOW', 'NOT_VERIFIED'].includes(error.code))
      throw error
    return show(context, about, { values, errors: {}, notice: error.detail ?? error.message }, 409)
  }
  redirect(`${paths.staffOrganization(about.organization.uscc)}?done=ordered`)
}

/** 代为申请注销 by the bodies that required the end of a 社会团体, begun at the window. */
export const orderedEndRoutes = (deps: Deps): readonly Route[] => [
  permittedRoute('case:act', {
    method: 'get',
    path: paths.staffOrderedEnd(':uscc'),
    handler: async (context) => show(context, await found(deps, context), { values: {}, errors: {} }),
  }),
  permittedRoute('case:act', {
    method: 'post',
    path: paths.staffOrderedEnd(':uscc'),
    handler: (context) => post(deps, context),
  }),
]
