import { AppError } from '../../core/errors.ts'
import type { Field, RawValues } from '../../core/forms/field.ts'
import { readForm, validateFields, type FieldErrors } from '../../core/forms/page.ts'
import { grantLevels, handlerHints, isGrantLevel, longestGrantDays, rightsText } from '../../core/grants.ts'
import { heldSentence, heldUntil } from '../../core/identity/phone-hold.ts'
import { hindranceOf } from '../../core/legal-persons/standing.ts'
import { isRegistered } from '../../core/register/statuses.ts'
import { addDays } from '../../core/workflow/calendar.ts'
import { localDate, localDateTime } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { errorList, fieldViews, wholeForm } from '../../web/form-view.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, holderRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { unitGate } from '../catalogue/hall.ts'
import { maySeeAll } from '../grants/organizations.ts'
import { appoint, ownUnit } from './appoint.ts'
import { passwordErrors, passwordField } from './confirm-password.ts'
import { organizationGrants, unitDeedsOf } from './grant-queries.ts'
import { deedText, pastRow, shown } from './grant-view.ts'
import { centrePage } from './page-frame.ts'
import { ownProfile } from './queries.ts'

const fields: readonly Field[] = [
  { name: 'name', kind: 'personName', label: '经办人的姓名', hint: '与经办人实名认证的姓名一致。' },
  {
    name: 'phone',
    kind: 'phone',
    label: '经办人的手机号',
    hint: '邀请发到这个手机号；经办人用这个手机号的个人账号接受。',
  },
  {
    name: 'level',
    kind: 'choice',
    label: '经办人可以做什么',
    options: (['see', 'fill', 'submit', 'sign'] as const).map((value) => ({
      value,
      text: rightsText(grantLevels[value].rights),
      hint: handlerHints[value],
    })),
  },
  { name: 'from', kind: 'date', label: '从哪一天起' },
  { name: 'until', kind: 'date', label: '到哪一天为止', hint: `含当日，最长${longestGrantDays}天。` },
]

/** What is wrong with an appointment as it was typed. */
const faultsOf = (values: RawValues, today: string): FieldErrors => {
  const faults = validateFields(fields, values, today)
  const { from = '', until = '' } = values
  if (faults['from'] === undefined && from < today) return { ...faults, from: '“从哪一天起”不能早于今天' }
  if (faults['from'] !== undefined || faults['until'] !== undefined) return faults
  if (until < from) return { ...faults, until: '“到哪一天为止”不能早于“从哪一天起”' }
  return until > addDays(from, longestGrantDays - 1)
    ? { ...faults, until: `从“从哪一天起”算起，最长${longestGrantDays}天` }
    : faults
}

const done: Readonly<Record<string, string>> = {
  sent: '邀请已发出，对方接受以后就是本单位的经办人。',
  revoked: '已收回。对方还没有接受的，邀请作废；已经接受的，打开着的页面也不能再保存。',
}

/** An account that only claims the code proves it first. */
const verifyGate = (text: string) => ({
  title: '请先实名认证',
  text,
  link: { href: `${paths.verify}?next=${encodeURIComponent(paths.organizationGrants)}`, text: '现在实名认证' },
})

const show = async (
  deps: Deps,
  context: Context<Applicant>,
  typed?: { readonly values: RawValues; readonly errors: FieldErrors },
): Promise<void> => {
  const { actor } = context
  const { organization, unit } = await ownUnit(deps, actor)
  const hindrance = hindranceOf(unit)
  const seen = maySeeAll(unit)
  const today = localDate(deps.clock.now())
  const errors = typed?.errors ?? {}
  const values = typed?.values ?? { from: today, until: addDays(today, longestGrantDays - 1), level: 'fill' }
  const all = seen ? await organizationGrants(deps, actor.id, organization.id) : []
  const deeds = seen ? await unitDeedsOf(deps, organization.id) : []
  const flash = done[context.query['done'] ?? '']
  context.view(
    'account-centre/organization-grants.njk',
    {
      page: { ...centrePage('经办人'), ...(flash ? { flash: { kind: 'success', text: flash } } : {}) },
      name: organization.name,
      seen,
      gate: hindrance === undefined ? undefined : (unitGate(unit) ?? verifyGate(hindrance)),
      open: hindrance === undefined && isRegistered(organization.status),
      waits: heldUntil(actor.heldFrom, deps.clock.now()) && heldSentence('grant'),
      fields: [...fieldViews(fields, values, errors), passwordField(errors['password'])],
      errors: errorList(errors),
      given: all.filter(({ holds }) => holds).map((one) => shown(deps, one)),
      past: all.filter(({ holds }) => !holds).map((one) => pastRow(deps, one).slice(1)),
      waiting: all.some((one) => one.holds && one.acceptedAt === null),
      deeds: deeds.map((one) => {
        const matter = deps.matters.require(one.case.matter)
        return [
          { text: localDateTime(one.at).text },
          { text: one.name },
          { href: paths.case(one.case.id), text: matter.title, sub: one.case.title },
          { text: deedText(matter, one) },
        ]
      }),
    },
    Object.keys(errors).length > 0 ? 422 : 200,
  )
}

const invite = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const { actor, posted, redirect } = context
  await ownUnit(deps, actor)
  const values = readForm(fields, posted)
  const { name = '', phone = '', level = '', from = '', until = '' } = values
  const faults = faultsOf(values, localDate(deps.clock.now()))
  const missing = { ...faults, ...(context.body['password'] ? {} : { password: '请填写当前登录密码' }) }
  if (Object.keys(missing).length > 0 || !isGrantLevel(level)) return show(deps, context, { values, errors: missing })
  const refused = await passwordErrors(deps, context, 'grant')
  if (Object.keys(refused).length > 0) return show(deps, context, { values, errors: refused })
  const { phone: ownPhone } = await ownProfile(deps, actor.id)
  try {
    await appoint(deps, context, { name, phone, level, from, until, ownPhone })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'INVALID') throw error
    return show(deps, context, { values, errors: { phone: error.message } })
  }
  redirect(`${paths.organizationGrants}?done=sent`)
}

/** 经办人: who may act for an organization, who could, and what they did; appointed and dismissed by its own account. */
export const organizationGrantRoutes = (deps: Deps): readonly Route[] => [
  holderRoute({ method: 'get', path: paths.organizationGrants, handler: (context) => show(deps, context) }),
  applicantRoute({
    method: 'post',
    path: paths.organizationGrants,
    waits: 'grant',
    handler: (context) => invite(deps, context),
    again: (context, sentence) =>
      show(deps, context, { values: readForm(fields, context.posted), errors: { [wholeForm]: sentence } }),
  }),
]
