import type { RawValues } from '../../core/forms/field.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { AppError } from '../../core/errors.ts'
import type { NameAnswer } from '../../core/names/engine.ts'
import { ORG_TYPES, type OrgType } from '../../core/org-types.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { matters } from '../../matters/index.ts'
import { siteDivision } from '../../web/division.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, holderRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { isId, readVersion } from '../applications/store.ts'
import type { Authority } from '../catalogue/reference.ts'
import { nameFault, nameView } from '../organizations/name-view.ts'
import { authoritiesFor, chosenAuthority, placeOf, readOrgType } from './authorities.ts'
import { requireBindable } from './bind-routes.ts'
import { checkRequestedName } from '../organizations/check-name.ts'
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

/** 选项二 of the binding page: choosing the authority, writing the request, checking it, and what becomes of it. */
export const requestRoutes = (deps: Deps): readonly Route[] => {
  const targetView = (target: Target) => ({
    authority: target.authority.name,
    phone: target.authority.phone,
    place: placeOf(deps, target.authority.divisionCode),
    orgType: ORG_TYPES[target.orgType].label,
    changeHref: `${paths.bindRequest}?${new URLSearchParams({ orgType: target.orgType, ...(target.again ? { again: target.again.id } : {}) }).toString()}`,
    hidden: hiddenFields(target),
    consultHref: matters.some(({ orgType }) => orgType === target.orgType)
      ? paths.guide(matters[0]?.code ?? '')
      : undefined,
  })

  const showChoice = ({ query, req, view }: Context<Applicant>): void => {
    const orgType = readOrgType(query['orgType']) ?? 'SOCIAL_GROUP'
    const search = (query['q'] ?? '').normalize('NFKC').replaceAll(/\p{C}/gu, '').trim().slice(0, 60)
    const again = isId(query['again'] ?? '') ? { again: query['again'] ?? '' } : {}
    view('binding/authority.njk', {
      page: { title: '选择登记管理机关', breadcrumb: crumbs('新申请成立社会组织') },
      orgType,
      typeOptions,
      search,
      again: again.again,
      authorities: authoritiesFor(deps, orgType, {
        query: search,
        near: siteDivision(deps, req.headers.cookie)?.code,
      }).map((authority) => ({
        name: authority.name,
        place: placeOf(deps, authority.divisionCode),
        phone: authority.phone,
        address: authority.address,
        href: `${paths.bindRequest}?${new URLSearchParams({ orgType, authority: String(authority.id), ...again }).toString()}`,
      })),
    })
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
        errors: [
          ...(problem.message === undefined ? [] : [{ text: problem.message }]),
          ...Object.entries(errors).map(([field, text]) => ({ text, href: `#${field}` })),
        ],
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

  const targetOf = (source: Readonly<Record<string, string>>): Omit<Target, 'again'> | undefined => {
    const orgType = readOrgType(source['orgType'])
    const authority = orgType && chosenAuthority(deps, orgType, source['authority'])
    return orgType && authority && { orgType, authority }
  }

  const post = async (context: Context<Applicant>): Promise<void> => {
    const { actor, audit, body, view } = context
    requireBindable(deps, actor)
    const chosen = targetOf(body)
    if (!chosen) return context.redirect(paths.bindRequest)
    const target: Target = {
      ...chosen,
      again: body['again'] ? { id: body['again'], version: readVersion(body['version']) } : undefined,
    }
    // A suggested name taken over replaces the one typed, and is checked as if it had been typed.
    const { suggestion } = body
    const posted = suggestion === undefined ? body : { ...body, proposedName: suggestion }
    const { values, errors } = readRequestForm(posted, localDate(deps.clock.now()))
    if (body['action'] === 'edit') return showForm(context, target, values)
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
    if (body['action'] !== 'submit' || !confirmed)
      return view(
        'binding/confirm.njk',
        {
          page: { title: '核对申请信息', breadcrumb: crumbs('核对申请信息') },
          target: targetView(target),
          name: name.normalized,
          length: Array.from(name.normalized).length,
          nameCheck: nameView(name, values['proposedName'] ?? ''),
          answers: requestAnswers(values),
          errors:
            body['action'] === 'submit' ? [{ text: '请逐字核对名称，确认无误后勾选', href: '#nameConfirmed' }] : [],
        },
        body['action'] === 'submit' ? 422 : 200,
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
        if (!chosen) return showChoice(context)
        const values: RawValues = again
          ? {
              proposedName: again.request.proposed_name,
              contactName: again.request.contact_name,
              contactPhone: again.contactPhone,
              reason: again.request.reason,
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
