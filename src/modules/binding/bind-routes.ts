import { AppError } from '../../core/errors.ts'
import type { Deps } from '../../deps.ts'
import { siteDivision } from '../../web/division.ts'
import { faqLink } from '../../web/faq.ts'
import { isOwnPath, paths } from '../../web/paths.ts'
import { applicantRoute, holderRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { nearFirst, siteAuthorities } from '../../reference/reference.ts'
import { placeOf } from './authorities.ts'
import { bindLegacy, type BindOutcome } from './bind-legacy.ts'
import { errorList } from '../../web/form-view.ts'
import { standingOf } from './request-queries.ts'
import { requestCards } from './request-view.ts'
import { rememberChoice } from './requests.ts'

type Typed = Readonly<Record<'organizationName' | 'loginName', string>>

type Problem = {
  readonly errors?: Readonly<Record<string, string>>
  readonly message?: string
  /** What to check, and whom to ask, when nothing was found. */
  readonly checklist?: true
}

const ownNext = (given: string | undefined): string | undefined =>
  given !== undefined && isOwnPath(given) ? given : undefined

/** One line without what nobody sees: a NUL is an error in Postgres. */
const oneLine = (typed: string | undefined, longest: number): string =>
  (typed ?? '').replaceAll(/\p{C}/gu, '').trim().slice(0, longest)

const typedOrganization = (body: Readonly<Record<string, string>>): Typed => ({
  organizationName: oneLine(body['organizationName'], 100),
  loginName: oneLine(body['loginName'], 60),
})

/** Refuses sites without this review, and legal persons, whose accounts have nothing to bind. */
export const requireBindable = (deps: Deps, actor: Applicant): void => {
  if (!deps.site.policies.newApplicantReview) throw new AppError('NOT_FOUND')
  if (actor.kind !== 'PERSONAL')
    throw new AppError('FORBIDDEN', '法人账号不需要绑定。账号绑定和新申请由拟成立社会组织的个人账号办理。')
}

const contactsView = (deps: Deps, near: string | undefined) => {
  const list = siteAuthorities(deps.reference, deps.site.rootDivisionCode)
  return {
    caption: '所属登记管理机关的联系方式',
    head: ['登记管理机关', '登记机关所属地', '咨询电话'].map((text) => ({ text })),
    rows: nearFirst(list, deps.reference, near).map((authority) => [
      { text: authority.name },
      { text: placeOf(deps, authority.divisionCode) },
      { text: authority.phone, nowrap: true },
    ]),
  }
}

/** What is wrong, in words. The tries left are those of the account or of the organization, whichever are fewer. */
const problemOf = (outcome: Exclude<BindOutcome, { readonly kind: 'bound' }>): Problem => {
  switch (outcome.kind) {
    case 'wrong': {
      const { triesLeft } = outcome
      const left = triesLeft > 0 ? `还可以试${triesLeft}次` : '次数已经用完，请稍后再试'
      return {
        message: `绑定失败：社会组织名称、登录名或密码与原系统不一致。${left}，也可以联系所属登记管理机关查询`,
        checklist: true,
      }
    }
    case 'taken':
      return { message: `这个社会组织已经绑定到个人账号${outcome.to}。不是您的账号的，请联系所属登记管理机关。` }
    case 'lapsed':
      return { message: '临时密码已经超过24小时，不能再用。请联系所属登记管理机关重新设置。' }
  }
}

/** The binding page of the Liaoning guide (figure 9) with its two choices. */
export const bindRoutes = (deps: Deps): readonly Route[] => {
  const show = async (
    context: Context<Applicant>,
    typed: Typed = { organizationName: '', loginName: '' },
    problem: Problem = {},
    status = 200,
  ): Promise<void> => {
    const { actor, body, query, req } = context
    const { bound, requests, choice } = await standingOf(deps, actor)
    const errors = problem.errors ?? {}
    context.view(
      'binding/index.njk',
      {
        page: {
          title: '账号绑定',
          breadcrumb: [{ href: paths.home, text: '首页' }, { text: '账号绑定' }],
        },
        next: ownNext(body['next'] ?? query['next']),
        bound: bound.map((one) => ({ name: one.name, href: paths.case(one.caseId) })),
        requests: requestCards(deps, requests),
        waiting: requests.some(({ status: state }) => state === 'SUBMITTED'),
        opened: bound.length > 0 || requests.some(({ status: state }) => state === 'APPROVED'),
        choice,
        errors: [
          ...(problem.message === undefined ? [] : [{ text: problem.message, href: '#organizationName' }]),
          ...errorList(errors),
        ],
        checklist: problem.checklist,
        failed: problem.message === undefined ? undefined : faqLink('F-16'),
        contacts: contactsView(deps, siteDivision(deps, req.headers.cookie)?.code),
        fields: [
          {
            kind: 'orgName',
            id: 'organizationName',
            name: 'organizationName',
            label: '社会组织名称',
            hint: '原系统里登记管理机关分配的名称',
            required: true,
            value: typed.organizationName,
            error: errors['organizationName'],
          },
          {
            kind: 'text',
            id: 'loginName',
            name: 'loginName',
            label: '登录名',
            hint: '原系统的登录名，不是现在这个账号的',
            required: true,
            autocomplete: 'off',
            value: typed.loginName,
            error: errors['loginName'],
          },
          {
            kind: 'password',
            id: 'password',
            name: 'password',
            label: '密码',
            hint: '原系统的密码',
            required: true,
            autocomplete: 'off',
            error: errors['password'],
          },
        ],
      },
      status,
    )
  }

  const tryBinding = async (context: Context<Applicant>): Promise<void> => {
    const { actor, audit, body } = context
    requireBindable(deps, actor)
    const typed = typedOrganization(body)
    const password = body['password'] ?? ''
    const errors = {
      ...(typed.organizationName === '' ? { organizationName: '请填写社会组织名称' } : {}),
      ...(typed.loginName === '' ? { loginName: '请填写登录名' } : {}),
      ...(password === '' ? { password: '请填写密码' } : {}),
    }
    if (Object.keys(errors).length > 0) return show(context, typed, { errors }, 422)
    await rememberChoice(deps, actor, audit, 'LEGACY')
    const outcome = await bindLegacy(deps, actor, audit, {
      name: typed.organizationName,
      loginName: typed.loginName,
      password,
    })
    if (outcome.kind === 'bound') return context.redirect(`${paths.case(outcome.caseId)}?done=bound`)
    return show(context, typed, problemOf(outcome), 422)
  }

  return [
    holderRoute({
      method: 'get',
      path: paths.bind,
      handler: (context) => {
        requireBindable(deps, context.actor)
        return show(context)
      },
    }),
    applicantRoute({
      method: 'post',
      path: paths.bind,
      handler: async (context) => {
        const { actor, audit, body } = context
        requireBindable(deps, actor)
        if (body['choice'] === 'REQUEST') {
          await rememberChoice(deps, actor, audit, 'REQUEST')
          return context.redirect(paths.bindRequest)
        }
        if (body['choice'] !== 'LATER') return context.redirect(paths.bind)
        await rememberChoice(deps, actor, audit, 'LATER')
        return context.redirect(ownNext(body['next']) ?? paths.home)
      },
    }),
    applicantRoute({
      method: 'get',
      path: paths.bindLegacy,
      // Option one stands on the binding page; whoever reloads after a refusal comes back to it.
      handler: ({ actor, redirect }) => {
        requireBindable(deps, actor)
        redirect(paths.bind)
      },
    }),
    applicantRoute({
      method: 'post',
      path: paths.bindLegacy,
      handler: tryBinding,
      again: (context, message) => show(context, typedOrganization(context.body), { message, checklist: true }),
    }),
  ]
}
