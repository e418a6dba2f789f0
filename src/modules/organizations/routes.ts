import type { Deps } from '../../deps.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { wasIssued } from '../../core/register/certificates.ts'
import { AppError } from '../../core/errors.ts'
import { fromDayNumber, toDayNumber } from '../../core/workflow/calendar.ts'
import { networkOf } from '../../web/address.ts'
import { paths } from '../../web/paths.ts'
import { chartersOf, hasCharter } from '../register/charters.ts'
import { chartersView } from './charters.ts'
import { plannedTexts } from '../register/planned-text.ts'
import { openPlanned, plannedOf } from '../register/planned.ts'
import { publicRoute, type Route } from '../../web/route.ts'
import { nameRoutes } from './name-routes.ts'
import { findOrganization, organizationQuery, searchOrganizations, type OrganizationCursor } from './queries.ts'
import { countText, listHref, organizationHead, organizationRow, organizationView } from './view.ts'

const isDate = (text: string): boolean => {
  try {
    return fromDayNumber(toDayNumber(text)) === text
  } catch {
    return false
  }
}

/** The place an address names; a place that no list gave out is a bad request. */
const readCursor = (text: string | undefined): OrganizationCursor | undefined => {
  if (text === undefined) return undefined
  const parts = /^([0-3])\.(\d{4}-\d{2}-\d{2})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text)
  const [, rank, establishedOn, id] = parts ?? []
  if (!establishedOn || !id || !isDate(establishedOn)) throw new AppError('BAD_REQUEST')
  return { rank: Number(rank), establishedOn, id }
}

/** The public register: who is registered, what everybody may know of them, and whether a name is still to be had. */
export const organizationRoutes = (deps: Deps): readonly Route[] => [
  ...nameRoutes(deps),
  publicRoute({
    method: 'get',
    path: paths.organizations,
    handler: async ({ query, view }) => {
      const after = readCursor(query['after'])
      const wanted = organizationQuery(deps.reference, query['q'])
      const found = await searchOrganizations(deps.db, { ...wanted, after })
      view('organizations/index.njk', {
        page: {
          breadcrumb: [{ href: paths.home, text: '首页' }, { text: '社会组织信息查询' }],
        },
        list: {
          query: wanted.query,
          error: found ? undefined : '请至少输入名称中的两个字，或者代码的前两位',
          countText: found && (found.cut || !after) ? countText(found) : undefined,
          head: organizationHead,
          rows: found?.rows.map((line) => organizationRow(deps.reference, line, wanted)),
          firstHref: after && listHref(wanted.query),
          nextHref: found?.next && listHref(wanted.query, found.next),
        },
      })
    },
  }),
  publicRoute({
    method: 'get',
    path: paths.publicCharter(':uscc'),
    handler: async ({ audit, param, query, view }) => {
      const uscc = param('uscc')
      const organization = /^[0-9A-Z]{18}$/.test(uscc) ? await findOrganization(deps.db, uscc) : undefined
      if (query['with']) await deps.limits.use('charter-address', networkOf(audit.ip))
      if (!organization || !deps.site.matters.charterPublic) throw new AppError('NOT_FOUND')
      view('organizations/charter.njk', {
        charters: chartersView(await chartersOf(deps.db.knex, organization.id), query),
        action: paths.publicCharter(uscc),
        hidden: [],
        backHref: paths.organization(uscc),
        page: {
          title: `${organization.name}章程`,
          breadcrumb: [
            { href: paths.home, text: '首页' },
            { href: paths.organization(uscc), text: organization.name },
            { text: '章程' },
          ],
          description: `${organization.name}（${uscc}）核准的章程。`,
        },
      })
    },
  }),
  publicRoute({
    method: 'get',
    path: paths.organization(':uscc'),
    handler: async ({ param, view }) => {
      const uscc = param('uscc')
      const organization = /^[0-9A-Z]{18}$/.test(uscc) ? await findOrganization(deps.db, uscc) : undefined
      if (!organization) throw new AppError('NOT_FOUND', '没有查到这个统一社会信用代码的社会组织。')
      view('organizations/detail.njk', {
        page: {
          breadcrumb: [
            { href: paths.home, text: '首页' },
            { href: paths.organizations, text: '社会组织信息查询' },
            { text: organization.name },
          ],
          description: `${organization.name}（${uscc}）的登记信息：状态、法定代表人、业务范围、住所和登记管理机关。`,
        },
        charterHref:
          deps.site.matters.charterPublic && (await hasCharter(deps.db.knex, organization.id))
            ? paths.publicCharter(uscc)
            : undefined,
        planned: (await plannedOf(deps.db, organization.id))
          .filter(({ status }) => status === 'WAITING')
          .map((row) => ({
            label: `${chineseDate(row.effectiveOn)}起`,
            lines: plannedTexts(organization.type, openPlanned(deps, row)),
          })),
        // What the desk made and nobody was given yet is no certificate to the public.
        organization: organizationView(deps, {
          ...organization,
          certificates: organization.certificates.filter(({ status }) => wasIssued(status)),
        }),
      })
    },
  }),
]
