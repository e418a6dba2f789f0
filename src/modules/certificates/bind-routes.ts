import { wholeForm, errorList } from '../../web/form-view.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { unitFault, unitFaultText, type Presented } from '../../core/signatures/bindings.ts'
import { isSamePersonName } from '../../core/legal-persons/unit-name.ts'
import type { Deps } from '../../deps.ts'
import { networkOf } from '../../web/address.ts'
import { faqMessage } from '../../web/faq.ts'
import { paths } from '../../web/paths.ts'
import { publicRoute, type Route } from '../../web/route.ts'
import { recordRefusedPassword } from '../accounts/commands.ts'
import { requestFacts } from '../accounts/device-name.ts'
import { enter, type LoginContext } from '../accounts/entering.ts'
import { typedName } from '../accounts/form-view.ts'
import { lockMinutes, minutesLeft } from '../accounts/lockout.ts'
import { checkPassword, type PasswordAnswer } from '../accounts/password-check.ts'
import { accountNames, findCandidates, type Candidate, type NamedAccount } from '../accounts/store.ts'
import { bindCertificate } from './commands.ts'
import { presentedStep } from './flow.ts'
import { certificateRows, openPresented } from './login-routes.ts'
import { outcomeOf } from './outcome.ts'
import { grantFor, unitOfAccount } from './store.ts'

const wrongPassword = faqMessage('F-04')

const show = async (deps: Deps, context: LoginContext, errors: FieldErrors = {}): Promise<void> => {
  const open = await openPresented(deps, context)
  if (!open) return
  const { presented } = open
  const [name, ...rows] = certificateRows(presented)
  context.view(
    'certificates/bind.njk',
    {
      page: {
        title: '绑定证书',
        breadcrumb: [
          { href: paths.home, text: '首页' },
          { href: paths.loginCertificate, text: '一证通登录' },
          { text: '绑定证书' },
        ],
      },
      fields: [
        { kind: 'text', id: 'certificate', name: 'certificate', label: '证书名称', value: name?.text, readonly: true },
        {
          kind: 'text',
          id: 'identity',
          name: 'identity',
          label: '非证书用户名',
          hint: '不用证书登录时用的用户名，或者统一社会信用代码。经办人的证书填写经办人自己的个人账号。',
          value: context.body['identity'] ?? '',
          error: errors['identity'],
          autocomplete: 'username',
          required: true,
        },
        {
          kind: 'password',
          id: 'password',
          name: 'password',
          label: '密码',
          error: errors['password'],
          required: true,
        },
      ],
      rows,
      errors: errorList(errors),
    },
    Object.keys(errors).length > 0 ? 422 : 200,
  )
}

/** What is wrong with a password that was not right, in a sentence; the try is recorded like one of the login. */
const refuse = async (
  deps: Deps,
  context: LoginContext,
  answer: Exclude<PasswordAnswer<Candidate>, { readonly kind: 'right' }>,
): Promise<FieldErrors> => {
  await recordRefusedPassword(deps, requestFacts(context), answer)
  if (answer.kind === 'unknown') return { password: wrongPassword }
  if (answer.kind === 'locked')
    return { password: `密码错误次数过多，账号已锁定，请${minutesLeft(answer.until, deps.clock.now())}分钟后再试` }
  return {
    password:
      answer.triesLeft === 0
        ? `${wrongPassword}。密码错误次数过多，账号已锁定，请${lockMinutes}分钟后再试`
        : `${wrongPassword}，还可以再试${answer.triesLeft}次，之后账号将锁定${lockMinutes}分钟`,
  }
}

type Fit = { readonly account: NamedAccount; readonly grantId: string | undefined } | { readonly fault: string }

/** Whether a certificate is that of an account: of its unit, or of the unit that appointed it. */
const fitOf = async (deps: Deps, presented: Presented, account: NamedAccount): Promise<Fit> => {
  if (account.kind === 'LEGAL_PERSON') {
    const unit = await unitOfAccount(deps.db, account.id)
    if (!unit) return { fault: '这个账号不再代表单位，不能绑定证书。' }
    const fault = unitFault(presented, unit)
    return fault ? { fault: unitFaultText(fault, presented, unit) } : { account, grantId: undefined }
  }
  const grant = await grantFor(deps.db, account.id, presented.uscc, deps.clock.now())
  if (!grant)
    return {
      fault: `这是个人账号，没有得到“${presented.unit}”的经办人授权，不能绑定这个单位的证书。请填写单位的法人账号，或者请单位先委任您为经办人。`,
    }
  const unit = { name: grant.organization, uscc: presented.uscc, registered: grant.organization }
  const fault = unitFault(presented, unit)
  if (fault) return { fault: unitFaultText(fault, presented, unit) }
  if (presented.person !== undefined && !isSamePersonName(presented.person, grant.holder))
    return { fault: `证书的持有人是${presented.person}，与这个账号的姓名不同，不能绑定。` }
  return { account, grantId: grant.id }
}

const bind = async (deps: Deps, context: LoginContext): Promise<void> => {
  const { body, audit } = context
  const open = await openPresented(deps, context)
  if (!open) return
  const identity = typedName(body['identity'])
  const password = body['password'] ?? ''
  const missing = {
    ...(identity === '' ? { identity: '请填写非证书用户名' } : {}),
    ...(password === '' ? { password: '请填写密码' } : {}),
  }
  if (Object.keys(missing).length > 0) return show(deps, context, missing)
  const network = networkOf(audit.ip)
  await deps.limits.use('login-legal-address', network)
  const candidates = [
    ...(await findCandidates(deps.db, deps.crypto, 'LEGAL_PERSON', identity)),
    ...(await findCandidates(deps.db, deps.crypto, 'PERSONAL', identity)),
  ]
  const answer = await checkPassword(deps, candidates, password)
  if (answer.kind !== 'right') return show(deps, context, await refuse(deps, context, answer))
  await deps.limits.giveBack('login-legal-address', network)
  const now = deps.clock.now()
  const fresh = answer.matches.filter((one) => one.temporaryUntil === null || one.temporaryUntil > now)
  if (fresh.length === 0) return show(deps, context, { password: '临时密码已过期，请到窗口或用忘记密码重新设置' })
  const accounts = await accountNames(
    deps.db,
    fresh.map(({ id }) => id),
  )
  const fits: Fit[] = []
  for (const account of accounts) fits.push(await fitOf(deps, open.presented, account))
  const fit = fits.find((one) => 'account' in one)
  if (!fit || !('account' in fit)) {
    const [first] = fits
    return show(deps, context, { identity: first && 'fault' in first ? first.fault : wrongPassword })
  }
  // Taken, so that of two answers at the same instant one binds.
  const { presented, next } = await presentedStep.take(deps, context.req.sessionID)
  if (!presented || (await outcomeOf(deps, presented)).kind === 'bound') return context.redirect(paths.loginCertificate)
  await bindCertificate(deps, { accountId: fit.account.id, request: audit }, presented, fit.grantId)
  return enter(deps, context, [fit.account], 'certificate', next ?? `${paths.accountCertificates}?done=bound`)
}

/** The first login with a certificate: its holder says which account it opens (E-06). */
export const bindRoutes = (deps: Deps): readonly Route[] => [
  publicRoute({ method: 'get', path: paths.loginCertificateBind, handler: (context) => show(deps, context) }),
  publicRoute({
    method: 'post',
    path: paths.loginCertificateBind,
    handler: (context) => bind(deps, context),
    again: (context, sentence) => show(deps, context, { [wholeForm]: sentence }),
  }),
]
