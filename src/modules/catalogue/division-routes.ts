import type { Deps } from '../../deps.ts'
import { divisionOfSite, siteDivision } from '../../web/division.ts'
import { isOwnPath, paths } from '../../web/paths.ts'
import { publicRoute, type Route } from '../../web/route.ts'
import { siteAuthorities } from '../../reference/reference.ts'
import { whereToGo } from './start-options.ts'

const year = 365 * 24 * 3_600_000

const ownNext = (given: string | undefined): string => (given !== undefined && isOwnPath(given) ? given : paths.home)

/** 切换区划: one account works in the whole province; this says which part of it somebody deals with. */
export const divisionRoutes = (deps: Deps): readonly Route[] => {
  const { reference, site } = deps
  const root = site.rootDivisionCode
  const served = new Set(siteAuthorities(reference, root).map(({ divisionCode }) => divisionCode))
  const live = [...reference.divisions.values()]
    .filter((division) => divisionOfSite(deps, division.code) !== undefined)
    .toSorted((one, other) => (one.code < other.code ? -1 : 1))
  const below = (parent: string) => live.filter(({ parentCode }) => parentCode === parent)

  const groupsFor = (next: string, chosen: string) => {
    const entry = (division: { readonly code: string; readonly name: string }) => ({
      href: `${paths.divisionPreference}?${new URLSearchParams({ code: division.code, next }).toString()}`,
      text: division.name,
      current: division.code === chosen,
      served: served.has(division.code),
    })
    return live
      .filter(({ code, parentCode }) => code === root || parentCode === root)
      .map((division) => ({
        ...entry(division),
        below: division.code === root ? [] : below(division.code).map(entry),
      }))
  }

  return [
    publicRoute({
      method: 'get',
      path: paths.divisionPreference,
      handler: ({ query, req, res, redirect, view }) => {
        const next = ownNext(query['next'])
        const page = { title: '切换区划', breadcrumb: [{ href: paths.home, text: '首页' }, { text: '切换区划' }] }
        const wanted = divisionOfSite(deps, query['code'] ?? '')
        if (!wanted)
          return view('catalogue/division.njk', {
            page,
            groups: groupsFor(next, siteDivision(deps, req.headers.cookie)?.code ?? root),
          })
        const options = { httpOnly: true, sameSite: 'lax', secure: deps.secure, path: '/' } as const
        if (wanted.code === root) res.clearCookie('division', options)
        else res.cookie('division', wanted.code, { ...options, maxAge: year })
        if (served.has(wanted.code)) return redirect(next)
        // Said here, before anybody fills in a form for a place that cannot take it.
        return view('catalogue/division.njk', {
          page: { ...page, division: wanted.name },
          unserved: {
            name: wanted.name,
            text: whereToGo(reference, root, 'SOCIAL_GROUP', wanted.code),
            next,
          },
          groups: groupsFor(next, wanted.code),
        })
      },
    }),
  ]
}
