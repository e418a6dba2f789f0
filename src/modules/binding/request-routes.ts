import type { RawValues } from '../../core/forms/field.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { AppError } from '../../core/errors.ts'
import type { NameAnswer } from '../../core/names/engine.ts'
import { ORG_TYPES, type OrgType } from '../../core/org-types.ts'
import { isOver } from '../../core/registrations/states.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { siteDivision } from '../../web/division.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, holderRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { readVersion } from '../../web/params.ts'
import { foundingOf } from '../catalogue/founding.ts'
import { siteAuthorities, type Authority } from '../../reference/reference.ts'
import { nameFault, nameView } from '../organizations/name-view.ts'
import { authoritiesFor, chosenAuthority, placeOf, readOrgType } from './authorities.ts'
import { requireBindable } from './bind-routes.ts'
import { checkRequestedName } from '../organizations/check-name.ts'
import { errorList } from '../../web/form-view.ts'
import { readRequestForm, requestAnswers, requestFieldViews } from './request-form.ts'
import { ownRequest } from './request-queries.ts'
import { ownRequestView } from './request-view.ts'
import { submitRequest, withdrawRequest } from './requests.ts'

const crumbs = (text: string) => [{ href: paths.home, text: '首页' }, { href: paths.bind, text: '账号绑定' }, { text }]

const typeOptions = Object.entries(ORG_TYPES).map(([value, { label }]) => ({ value, text: label }))

/** What a form is about: chosen before it, and carried along in it. */
type Target = {
  readonly orgType: OrgType
  readonly authority: Authority
  /** A refused request that is corrected, and the version of it that was looked at. */
  readonly again: { readonly id: string; readonly version: number } | undefined
}

const hiddenFields = ({ orgType, authority, again }: Target) => [
  { name: 'orgType', value: orgType },
  { name: 'authority', value: String(authority.id) },
  ...(again
    ? [
        { name: 'again', value: again.id },
        { name: 'version', value: String(again.version) },
      ]
    : []),
]

/** What a request that is sent again carries beside its fields. */
const carriedNames = ['again', 'version', 'like'] as const

/** 选项二 of the binding page: choosing the authority, writing the request, checking it, and what becomes of it. */
export const requestRoutes = (deps: Deps): readonly Route[] => {
  const targetView = (target: Target) => ({
    authority: target.authority.name,
    phone: target.authority.phone,
    place: placeOf(deps, target.authority.divisionCode),
    orgType: ORG_TYPES[target.orgType].label,
    hidden: hiddenFields(target),
    guideHref: foundingOf(deps, target.orgType).guideHref,
  })

  /**
   * The list of authorities. Choosing one, like looking for one, sends the whole form: the kind of organization as it
   * stands there and, when the request was being written already, what was typed.
   */
  const showChoice = (
    { req, view }: Context<Applicant>,
    source: Readonly<Record<string, string>>,
    typed: RawValues = {},
  ): void => {
    const orgType = readOrgType(source['orgType']) ?? 'SOCIAL_GROUP'
    const search = (source['q'] ?? '').normalize('NFKC').replaceAll(/\p{C}/gu, '').trim().slice(0, 60)
    const posted = Object.keys(typed).length > 0
    const given = siteAuthorities(deps.reference, deps.site.rootDivisionCode).find(
      ({ id }) => String(id) === source['authority'],
    )
    const unfit = given && !given.orgTypes.includes(orgType)
    view(
      'binding/authority.njk',
      {
        page: { title: '选择登记管理机关', breadcrumb: crumbs('新申请成立社会组织') },
        orgType,
        typeOptions,
        search,
        posted,
        carried: [
          ...carriedNames.flatMap((name) => (source[name] ? [{ name, value: source[name] }] : [])),
          ...Object.entries(typed).map(([name, value]) => ({ name, value })),
        ],
        errors: unfit
          ? [{ text: `${given.name}不登记${ORG_TYPES[orgType].label}，请重新选择登记管理机关`, href: '#orgType' }]
          : [],
        authorities: authoritiesFor(deps, orgType, {
          query: search,
          near: siteDivision(deps, req.headers.cookie)?.code,
        }).map((authority) => ({
          id: authority.id,
          name: authority.name,
          place: placeOf(deps, authority.divisionCode),
          phone: authority.phone,
          address: authority.address,
        })),
      },
      unfit ? 422 : 200,
    )
  }

  const showForm = (
    { view }: Context<Applicant>,
    target: Target,
    values: RawValues,
    problem: { readonly errors?: FieldErrors; readonly message?: string; readonly name?: NameAnswer } = {},
    status = 200,
  ): void => {
    const errors = problem.errors ?? {}
    view(
      'binding/request.njk',
      {
        page: { title: '新申请成立社会组织', breadcrumb: crumbs('新申请成立社会组织') },
        target: targetView(target),
        fields: requestFieldViews(values, errors),
        nameCheck: problem.name && nameView(problem.name, values['proposedName'] ?? ''),
        errors: [...(problem.message === undefined ? [] : [{ text: problem.message }]), ...errorList(errors)],
      },
      status,
    )
  }

  /** The refused request that is to be sent again: the account's own, and still refused. */
  const openAgain = async ({ actor }: Context<Applicant>, id: string | undefined) => {
    if (!id) return undefined
    const found = await ownRequest(deps, actor, id)
    if (found.request.status !== 'REJECTED')
      throw new AppError('NOT_ALLOWED_NOW', '只有审核未通过的申请可以修改后再提交。')
    return found
  }

  /** An own request that came to its end, whose words a new one begins with. */
  const openLike = async ({ actor }: Context<Applicant>, id: string | undefined) => {
    const found = id ? await ownRequest(deps, actor, id) : undefined
    return found && isOver(found.request.status) ? found : undefined
  }

  const readRequest = (body: RawValues) => readRequestForm(body, localDate(deps.clock.now()))

  const targetOf = (source: Readonly<Record<string, string>>): Omit<Target, 'again'> | undefined => {
    const orgType = readOrgType(source['orgType'])
    const authority = orgType && chosenAuthority(deps, orgType, source['authority'])
    return orgType && authority && { orgType, authority }
  }

  const post = async (context: Context<Applicant>): Promise<void> => {
    const { actor, audit, body, view } = context
    requireBindable(deps, actor)
    const chosen = targetOf(body)
    const { action } = body
    if (!chosen || action === 'change' || action === 'find') return showChoice(context, body, readRequest(body).values)
    const target: Target = {
      ...chosen,
      again: body['again'] ? { id: body['again'], version: readVersion(body['version']) } : undefined,
    }
    // A suggested name taken over replaces the one typed, and is checked as if it had been typed.
    const { suggestion } = body
    const posted = suggestion === undefined ? body : { ...body, proposedName: suggestion }
    const { values, errors } = readRequest(posted)
    // Without an action an authority was chosen.
    if (action === 'edit' || (action === undefined && suggestion === undefined))
      return showForm(context, target, values)
    if (Object.keys(errors).length > 0) return showForm(context, target, values, { errors }, 422)
    const name = await checkRequestedName(deps, {
      name: values['proposedName'] ?? '',
      orgType: target.orgType,
      authorityId: target.authority.id,
    })
    const fault = nameFault(name)
    if (fault !== undefined) return showForm(context, target, values, { errors: { proposedName: fault }, name }, 422)
    if (suggestion !== undefined) return showForm(context, target, values, { name })
    const confirmed = body['nameConfirmed'] === 'yes'
    if (action !== 'submit' || !confirmed)
      return view(
        'binding/confirm.njk',
        {
          page: { title: '核对申请信息', breadcrumb: crumbs('核对申请信息') },
          target: targetView(target),
          name: name.normalized,
          length: Array.from(name.normalized).length,
          nameCheck: nameView(name, values['proposedName'] ?? ''),
          answers: requestAnswers(values),
          errors: action === 'submit' ? [{ text: '请逐字核对名称，确认无误后勾选', href: '#nameConfirmed' }] : [],
        },
        action === 'submit' ? 422 : 200,
      )
    try {
      const { id, repeated } = await submitRequest(deps, actor, audit, {
        name: name.normalized,
        orgType: target.orgType,
        authorityId: target.authority.id,
        contactName: values['contactName'] ?? '',
        contactPhone: values['contactPhone'] ?? '',
        reason: values['reason'] ?? '',
        ...(target.again ? { again: target.again } : {}),
      })
      return context.redirect(`${paths.bindRequestShow(id)}?done=${repeated ? 'repeated' : 'submitted'}`)
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'NOT_ALLOWED_NOW') throw error
      return showForm(context, target, values, { message: error.message }, 409)
    }
  }

  return [
    applicantRoute({
      method: 'get',
      path: paths.bindRequest,
      handler: async (context) => {
        requireBindable(deps, context.actor)
        const again = await openAgain(context, context.query['again'])
        const chosen = targetOf(context.query)
        if (!chosen) return showChoice(context, context.query)
        const before = again ?? (await openLike(context, context.query['like']))
        const values: RawValues = before
          ? {
              proposedName: before.request.proposed_name,
              contactName: before.request.contact_name,
              contactPhone: before.contactPhone,
              reason: before.request.reason,
            }
          : { contactName: context.actor.name }
        return showForm(
          context,
          { ...chosen, again: again && { id: again.request.id, version: again.request.lock_version } },
          values,
        )
      },
    }),
    applicantRoute({ method: 'post', path: paths.bindRequest, handler: post }),
    holderRoute({
      method: 'get',
      path: paths.bindRequestShow(':id'),
      handler: async ({ actor, param, query, view }) => {
        requireBindable(deps, actor)
        const found = await ownRequest(deps, actor, param('id'))
        view('binding/show.njk', {
          ...ownRequestView(deps, found),
          done: query['done'],
          page: { title: '注册用户申请', breadcrumb: crumbs('注册用户申请') },
        })
      },
    }),
    holderRoute({
      method: 'post',
      path: paths.bindRequestWithdraw(':id'),
      waits: 'withdraw',
      handler: async ({ actor, audit, body, param, redirect }) => {
        requireBindable(deps, actor)
        await withdrawRequest(deps, actor, audit, { id: param('id'), version: readVersion(body['version']) })
        redirect(`${paths.bindRequestShow(param('id'))}?done=withdrawn`)
      },
    }),
  ]
}
