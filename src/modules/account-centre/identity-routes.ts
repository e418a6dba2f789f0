import { passwordFaults } from '../../core/identity/password.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { RawValues } from '../../core/forms/field.ts'
import { labelOf, namingField, readForm, type FieldErrors } from '../../core/forms/page.ts'
import type { Deps } from '../../deps.ts'
import { faqLink, faqMessage } from '../../web/faq.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { hasLostNumber } from '../people/claims.ts'
import { fieldsFrom } from '../accounts/form-view.ts'
import { errorList, wholeForm } from '../../web/form-view.ts'
import { identityFields, readIdentity } from '../accounts/registration-form.ts'
import { correctIdentity } from './identity-commands.ts'
import { passwordErrors, passwordField } from './confirm-password.ts'
import { centrePage } from './page-frame.ts'
import { ownProfile, type OwnProfile } from './queries.ts'

const numberTaken = faqMessage('F-01')

const mayCorrect = (profile: OwnProfile): boolean => profile.kind === 'PERSONAL' && !profile.verified

const show = async (
  deps: Deps,
  context: Context<Applicant>,
  values: RawValues,
  errors: FieldErrors = {},
): Promise<void> => {
  const field = fieldsFrom(values, errors)
  context.view(
    'account-centre/identity.njk',
    {
      page: centrePage('更正姓名和证件号码'),
      lost: await hasLostNumber(deps.db, context.actor.id),
      taken: errors['idNumber'] === numberTaken && faqLink('F-01'),
      fields: [
        ...identityFields.map((one) =>
          field(one.kind, one.name, labelOf(one, values), {
            hint: one.hint,
            namedBy: namingField(one),
            ...(one.options ? { options: one.options } : {}),
          }),
        ),
        passwordField(errors['password']),
      ],
      errors: errorList(errors),
    },
    Object.keys(errors).length > 0 ? 422 : 200,
  )
}

const correct = async (deps: Deps, context: Context<Applicant>, profile: OwnProfile): Promise<void> => {
  const values = readForm(identityFields, context.body)
  const { errors, document } = readIdentity(values, localDate(deps.clock.now()))
  const password = context.body['password'] ?? ''
  // Nothing is counted for a password that is missing: it is said along with everything else.
  if (!document)
    return show(deps, context, values, {
      ...errors,
      ...(password === '' ? await passwordErrors(deps, context, 'identity') : {}),
    })
  if (passwordFaults(password, { idNumber: document.idNumber }).some(({ code }) => code === 'HAS_ID_NUMBER'))
    return show(deps, context, values, { password: '登录密码包含这个证件号码，请先修改登录密码' })
  const refused = await passwordErrors(deps, context, 'identity')
  if (Object.keys(refused).length > 0) return show(deps, context, values, refused)
  await deps.limits.use('identity-account-day', context.actor.id, '今天更正的次数已达上限，请明天再试，或者到窗口办理')
  const result = await correctIdentity(deps, context, { ...document, phone: profile.phone })
  if (result === 'taken') return show(deps, context, values, { idNumber: numberTaken })
  context.redirect(`${paths.account}?done=identity`)
}

/** 更正姓名和证件号码: while the account is not verified; afterwards the counter does it. */
export const identityRoutes = (deps: Deps): readonly Route[] => [
  applicantRoute({
    method: 'get',
    path: paths.accountIdentity,
    waits: 'identity',
    handler: async (context) => {
      const profile = await ownProfile(deps, context.actor.id)
      if (!mayCorrect(profile)) return context.redirect(paths.account)
      // The number is not printed: who sits at somebody else's screen must not read it there.
      await show(deps, context, { name: profile.name, idType: profile.idType })
    },
  }),
  applicantRoute({
    method: 'post',
    path: paths.accountIdentity,
    waits: 'identity',
    handler: async (context) => {
      const profile = await ownProfile(deps, context.actor.id)
      if (!mayCorrect(profile)) return context.redirect(paths.account)
      await correct(deps, context, profile)
    },
    again: (context, sentence) =>
      show(deps, context, readForm(identityFields, context.body), { [wholeForm]: sentence }),
  }),
]
