import { AppError } from '../../core/errors.ts'
import type { Field, RawValues } from '../../core/forms/field.ts'
import { readForm, validateFields, type FieldErrors } from '../../core/forms/page.ts'
import {
  caseHints,
  grantLevels,
  graceDays,
  isCaseLevel,
  longestGrantDays,
  rightsText,
  type GrantLevel,
} from '../../core/grants.ts'
import { heldSentence, heldUntil } from '../../core/identity/phone-hold.ts'
import { verifiedLevel } from '../../core/matters/real-name.ts'
import { localDate, localDateTime } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { errorList, fieldViews, wholeForm } from '../../web/form-view.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, holderRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { caseCrumbs } from '../cases/crumbs.ts'
import { loadForm } from '../cases/queries.ts'
import { passwordErrors, passwordField } from './confirm-password.ts'
import { answerGrant, inviteColleague, isGrantAnswer, isShareable } from './grant-commands.ts'
import { caseGrants, deedsOf, grantsOf, isMisnamed } from './grant-queries.ts'
import { deedText, invitation, pastRow, shown } from './grant-view.ts'
import { centrePage } from './page-frame.ts'
import { ownProfile } from './queries.ts'

const day = 24 * 3_600_000
/** Until 备案, whatever it takes. */
const usualDays = 365

const fields: readonly Field[] = [
  { name: 'name', kind: 'personName', label: '同事的姓名', hint: '与同事实名认证的姓名一致。' },
  { name: 'phone', kind: 'phone', label: '同事的手机号', hint: '邀请发到这个手机号；同事用这个手机号的个人账号接受。' },
  {
    name: 'level',
    kind: 'choice',
    label: '同事可以做什么',
    options: (['see', 'fill', 'submit'] as const).map((value) => ({
      value,
      text: rightsText(grantLevels[value].rights),
      hint: caseHints[value],
    })),
  },
  { name: 'until', kind: 'date', label: '到哪一天为止', hint: '最长一年，含当日。' },
]

const done: Readonly<Record<string, string>> = {
  declined: '您没有接受，已通知对方。',
  revoked: '已收回。对方还没有接受的，邀请作废；已经接受的，打开着的页面也不能再保存。',
  'given-back': '您已退出，不能再替对方查看和办理。',
}

const showGrants = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const all = await grantsOf(deps, context.actor.id)
  const isDone = done[context.query['done'] ?? '']
  const holding = all.filter(({ holds }) => holds)
  context.view('account-centre/grants.njk', {
    page: { ...centrePage('办件授权'), ...(isDone ? { flash: { kind: 'success', text: isDone } } : {}) },
    invited: holding.filter(({ part }) => part === 'invited').map((one) => invitation(deps, one)),
    held: holding.filter(({ part }) => part === 'holder').map((one) => shown(deps, one)),
    given: holding.filter(({ part }) => part === 'giver').map((one) => shown(deps, one)),
    past: all.filter(({ holds }) => !holds).map((one) => pastRow(deps, one)),
    misnamed: await isMisnamed(deps, context.actor.id),
    verifyFirst: context.actor.realNameLevel < verifiedLevel,
  })
}

const answer = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const said = context.body['answer'] ?? ''
  if (!isGrantAnswer(said)) throw new AppError('NOT_FOUND')
  const { caseId } = await answerGrant(deps, context, context.param('id'), said)
  if (said === 'accept') return context.redirect(caseId === null ? `${paths.hall}?done=accepted` : paths.case(caseId))
  if (said === 'revoke' && (caseId === null || context.body['from'] === 'case'))
    return context.redirect(`${caseId === null ? paths.organizationGrants : paths.caseGrants(caseId)}?done=revoked`)
  context.redirect(
    `${paths.grants}?done=${{ decline: 'declined', revoke: 'revoked', 'give-back': 'given-back' }[said]}`,
  )
}

const lastDay = (deps: Deps, days: number): string => localDate(new Date(deps.clock.now().getTime() + days * day))

/** What is wrong with an invitation as it was typed. */
const faultsOf = (deps: Deps, values: RawValues): FieldErrors => {
  const today = localDate(deps.clock.now())
  const faults = validateFields(fields, values, today)
  if (faults['until'] !== undefined) return faults
  const { until: last = '' } = values
  if (last < today) return { ...faults, until: '“到哪一天为止”不能早于今天' }
  return last > lastDay(deps, longestGrantDays) ? { ...faults, until: '“到哪一天为止”最长是一年以后' } : faults
}

const showCaseGrants = async (
  deps: Deps,
  context: Context<Applicant>,
  typed?: { readonly values: RawValues; readonly errors: FieldErrors },
): Promise<void> => {
  const { actor, param } = context
  const { caseFile, matter } = await loadForm(deps, param('id'), actor, 'give')
  const errors = typed?.errors ?? {}
  const values = typed?.values ?? { until: lastDay(deps, usualDays), level: 'fill' }
  const all = await caseGrants(deps, actor.id, caseFile.id)
  const deeds = await deedsOf(deps, actor.id, caseFile.id)
  const name = caseFile.title || `未命名的${matter.title}`
  const flash = { sent: '邀请已发出，对方接受以后就可以一起办理。', revoked: done['revoked'] }[
    context.query['done'] ?? ''
  ]
  context.view(
    'account-centre/case-grants.njk',
    {
      page: {
        title: '请同事一起办',
        breadcrumb: caseCrumbs({ href: paths.case(caseFile.id), text: name }, { text: '请同事一起办' }),
        ...(flash === undefined ? {} : { flash: { kind: 'success', text: flash } }),
      },
      caseId: caseFile.id,
      name,
      number: caseFile.number,
      graceDays,
      open: isShareable(caseFile),
      waits: heldUntil(actor.heldFrom, deps.clock.now()) && heldSentence('grant'),
      verifyFirst: actor.realNameLevel < verifiedLevel,
      fields: [...fieldViews(fields, values, errors), passwordField(errors['password'])],
      errors: errorList(errors),
      given: all.filter(({ holds }) => holds).map((one) => shown(deps, one)),
      past: all.filter(({ holds }) => !holds).map((one) => pastRow(deps, one)),
      waiting: all.some((one) => one.holds && one.acceptedAt === null),
      deeds: deeds.map((one) => [
        { text: localDateTime(one.at).text },
        { text: one.name },
        { text: deedText(matter, one) },
      ]),
    },
    Object.keys(errors).length > 0 ? 422 : 200,
  )
}

const invite = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const { actor, param, posted, redirect } = context
  // Somebody else's case is not found before anything is said of the form.
  const { caseFile } = await loadForm(deps, param('id'), actor, 'give')
  const values = readForm(fields, posted)
  const { name = '', phone = '', level = '', until: last = '' } = values
  const faults = faultsOf(deps, values)
  const missing = { ...faults, ...(context.body['password'] ? {} : { password: '请填写当前登录密码' }) }
  if (Object.keys(missing).length > 0 || !isCaseLevel(level))
    return showCaseGrants(deps, context, { values, errors: missing })
  const refused = await passwordErrors(deps, context, 'grant')
  if (Object.keys(refused).length > 0) return showCaseGrants(deps, context, { values, errors: refused })
  const { phone: ownPhone } = await ownProfile(deps, actor.id)
  const wanted: { level: GrantLevel } & Record<'caseId' | 'name' | 'phone' | 'until' | 'ownPhone', string> = {
    caseId: caseFile.id,
    name,
    phone,
    level,
    until: last,
    ownPhone,
  }
  try {
    await inviteColleague(deps, context, wanted)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'INVALID') throw error
    return showCaseGrants(deps, context, { values, errors: { phone: error.message } })
  }
  redirect(`${paths.caseGrants(caseFile.id)}?done=sent`)
}

/** 请同事一起办: inviting a colleague to a case, taking that back; and what others let this account do (办件授权). */
export const grantRoutes = (deps: Deps): readonly Route[] => [
  holderRoute({ method: 'get', path: paths.grants, handler: (context) => showGrants(deps, context) }),
  applicantRoute({ method: 'post', path: paths.grant(':id'), handler: (context) => answer(deps, context) }),
  holderRoute({ method: 'get', path: paths.caseGrants(':id'), handler: (context) => showCaseGrants(deps, context) }),
  applicantRoute({
    method: 'post',
    path: paths.caseGrants(':id'),
    waits: 'grant',
    handler: (context) => invite(deps, context),
    again: (context, sentence) =>
      showCaseGrants(deps, context, {
        values: readForm(fields, context.posted),
        errors: { [wholeForm]: sentence },
      }),
  }),
]
