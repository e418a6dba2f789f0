import type { NameAnswer } from '../../core/names/engine.ts'
import { ORG_TYPES, type OrgType } from '../../core/org-types.ts'
import type { Deps } from '../../deps.ts'
import { networkOf } from '../../web/address.ts'
import { siteDivision } from '../../web/division.ts'
import { paths } from '../../web/paths.ts'
import { publicRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { nearFirst, siteAuthorities, type Authority } from '../../reference/reference.ts'
import { checkRequestedName } from './check-name.ts'
import { nameFault, nameView, takenText } from './name-view.ts'

/** More is no name; what is typed beyond it is not looked at. */
const longestTyped = 200

const typeOptions = Object.entries(ORG_TYPES).map(([value, { label }]) => ({ value, text: label }))
const isOrgType = (raw: string | undefined): raw is OrgType => raw !== undefined && raw in ORG_TYPES

type Asked = {
  readonly name: string
  readonly type: string
  readonly authority: string
}

/** 名称自查 for everybody: the engine of the case, before anybody registers. Limited by network. */
export const nameRoutes = (deps: Deps): readonly Route[] => {
  const { reference, site } = deps

  /** Authorities by their division; a division with two has one for each kind of organization. */
  const authorityOf = (code: string, type: OrgType): Authority | undefined => {
    const all = reference.authorities.filter(({ divisionCode }) => divisionCode === code)
    return all.find(({ orgTypes }) => orgTypes.includes(type)) ?? all[0]
  }

  const authorityOptions = (near: string | undefined) => {
    const codes = new Map(
      nearFirst(siteAuthorities(reference, site.rootDivisionCode), reference, near).map(
        ({ divisionCode, name }) => [divisionCode, name] as const,
      ),
    )
    return Array.from(codes, ([value, text]) => ({ value, text }))
  }

  const show = (
    { req, view }: Context<Applicant | undefined>,
    asked: Asked,
    errors: Readonly<Partial<Record<keyof Asked, string>>>,
    answer: NameAnswer | undefined,
    status = 200,
  ): void => {
    const fault = errors.name ?? (answer && nameFault(answer))
    const matter = deps.matters.all.find(({ begunBy, orgType }) => begunBy === 'person' && orgType === asked.type)
    const takenOver = new URLSearchParams({ name: asked.name.trim(), at: asked.authority })
    view(
      'organizations/names.njk',
      {
        page: { breadcrumb: [{ href: paths.home, text: '首页' }, { text: '名称自查' }] },
        errors: Object.entries({ ...errors, ...(fault === undefined ? {} : { name: fault }) }).map(([field, text]) => ({
          field,
          text,
        })),
        fields: [
          {
            id: 'type',
            name: 'type',
            kind: 'select',
            label: '组织类型',
            required: true,
            options: typeOptions,
            value: asked.type,
            error: errors.type,
          },
          {
            id: 'authority',
            name: 'authority',
            kind: 'select',
            label: '登记管理机关',
            required: true,
            hint: '拟成立的社会组织将来向它申请登记',
            options: authorityOptions(siteDivision(deps, req.headers.cookie)?.code),
            value: asked.authority,
            error: errors.authority,
          },
          {
            id: 'name',
            name: 'name',
            kind: 'proposedName',
            label: '拟用名称',
            required: true,
            hint: '写全称，从行政区划名称写到组织形式',
            value: asked.name,
            error: fault,
          },
        ],
        nameCheck: answer && nameView(answer, asked.name),
        takenText: answer && takenText(answer),
        guide: matter && {
          href: paths.guide(matter.code),
          text: `${matter.title}办事指南`,
          startHref: `${paths.start(matter.code)}?${takenOver.toString()}`,
        },
      },
      status,
    )
  }

  return [
    publicRoute({
      method: 'get',
      path: paths.names,
      handler: async (context) => {
        const { audit, query, req, res } = context
        const wantsJson = req.accepts(['html', 'json']) === 'json'
        res.vary('Accept')
        const asked: Asked = {
          // A suggestion taken over is asked about as if it had been typed.
          name: (query['suggestion'] ?? query['name'] ?? '').slice(0, longestTyped),
          type: query['type'] ?? 'SOCIAL_GROUP',
          authority: query['authority'] ?? siteDivision(deps, req.headers.cookie)?.code ?? site.rootDivisionCode,
        }
        if (query['name'] === undefined && !wantsJson) return show(context, asked, {}, undefined)

        const type = isOrgType(asked.type) ? asked.type : undefined
        const authority = authorityOf(asked.authority, type ?? 'SOCIAL_GROUP')
        const errors = {
          ...(type ? {} : { type: '请选择组织类型' }),
          ...(authority ? {} : { authority: '请选择登记管理机关' }),
          ...(asked.name.trim() === '' ? { name: '请填写拟用名称' } : {}),
        }
        if (!type || !authority || errors.name) {
          if (!wantsJson) return show(context, asked, errors, undefined, 422)
          res.status(422).json({ error: Object.values(errors).join('；') })
          return
        }
        await deps.limits.use(
          'name-check-address',
          networkOf(audit.ip),
          (wait) => `名称自查过于频繁，请${wait}后再试。填写申请时也会核对名称。`,
        )
        const answer = await checkRequestedName(deps, { name: asked.name, orgType: type, authorityId: authority.id })
        if (!wantsJson) return show(context, asked, {}, answer)
        res.setHeader('Cache-Control', 'no-store')
        res.json({
          parts: answer.parts,
          findings: answer.findings.map(({ code, level, message, basis }) => ({ code, level, message, basis })),
        })
      },
    }),
  ]
}
