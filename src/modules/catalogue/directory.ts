import type { Limit, Matter } from '../../core/matters/define.ts'
import { limitOf } from '../../core/matters/journey.ts'
import { ORG_TYPES, type OrgType } from '../../core/org-types.ts'
import type { Clock } from '../../core/workflow/clocks.ts'
import type { Site } from '../../sites/define.ts'
import { paths } from '../../web/paths.ts'
import { counterMatters, type CounterMatter } from './counter-matters.ts'
import { meant, searchText } from './search.ts'

/** The longest an applicant waits for what the matter comes to, as the site promises it: decisions, else filings. */
const longestLimit = (matter: Matter, site: Pick<Site, 'matters'>): Limit | undefined => {
  const of = (clock: Clock): readonly Limit[] =>
    matter.stages
      .flatMap((stage) => limitOf(matter, stage, clock, site.matters) ?? [])
      .toSorted((one, other) => other.statutory - one.statutory)
  return of('decision').at(0) ?? of('filing').at(0)
}

/** A matter among others: what organizations do is called the same for every type. */
export const matterTitle = (matter: Matter): string =>
  matter.begunBy === 'person' ? matter.title : `${matter.title}（${ORG_TYPES[matter.orgType].shortLabel}）`

/** A matter as one line of the service directory. */
export const matterLine = (matter: Matter, site: Pick<Site, 'departmentName' | 'matters'>) => {
  const limit = longestLimit(matter, site)
  return {
    title: matterTitle(matter),
    department: site.departmentName,
    audience: matter.begunBy === 'person' ? '个人' : '法人',
    limitText: limit && `承诺${limit.committed}个工作日（法定${limit.statutory}个工作日）`,
    note: `${matter.guide.fee}，${matter.stages.length}个环节：${matter.stages.map((stage) => stage.title).join(' → ')}`,
    guideHref: paths.guide(matter.code),
    applyHref: paths.start(matter.code),
  }
}

export type DirectoryFilter = {
  readonly by: 'department' | 'type'
  readonly department: string
  readonly type: string
  readonly query: string
}

/** What the address asks for; unknown values mean no filter. */
export const readFilter = (query: Readonly<Record<string, string>>): DirectoryFilter => ({
  by: query['by'] === 'type' || (query['type'] ?? '') !== '' ? 'type' : 'department',
  department: query['department'] ?? '',
  type: query['type'] ?? '',
  query: searchText(query['q']),
})

type FacetValue = { readonly text: string; readonly count: number; readonly href: string; readonly current: boolean }

/** A way to divide the directory; what was searched for stays searched for. */
const facetHref = (path: string, name: string, value: string, { query }: DirectoryFilter): string =>
  `${path}?${new URLSearchParams({ [name]: value, ...(query === '' ? {} : { q: query }) }).toString()}`

const facetValue = (
  path: string,
  name: 'department' | 'type',
  value: string,
  text: string,
  count: number,
  filter: DirectoryFilter,
): FacetValue => ({
  text,
  count,
  href: facetHref(path, name, value, filter),
  current: filter[name] === value,
})

/** What was chosen of a directory, for the search to keep. */
const chosenOf = ({ department, type }: DirectoryFilter) =>
  Object.entries({ department, type }).flatMap(([name, value]) => (value === '' ? [] : [{ name, value }]))

const orgTypesOf = (list: readonly Matter[]): readonly OrgType[] => [...new Set(list.map((matter) => matter.orgType))]

/** The directory of one audience: how it can be divided, and the matters left after the filter, under their department. */
export const directory = (
  list: readonly Matter[],
  site: Pick<Site, 'departmentName' | 'matters'>,
  path: string,
  filter: DirectoryFilter,
) => {
  const department = site.departmentName
  const searched = meant(list, filter.query)
  const left = searched
    .filter(() => filter.department === '' || filter.department === department)
    .filter((matter) => filter.type === '' || filter.type === matter.orgType)
  return {
    facets: [
      {
        text: '按部门',
        href: facetHref(path, 'by', 'department', filter),
        current: filter.by === 'department',
        values: [facetValue(path, 'department', department, department, searched.length, filter)],
      },
      {
        text: '按类型',
        href: facetHref(path, 'by', 'type', filter),
        current: filter.by === 'type',
        values: orgTypesOf(list).map((type) =>
          facetValue(
            path,
            'type',
            type,
            ORG_TYPES[type].label,
            searched.filter((matter) => matter.orgType === type).length,
            filter,
          ),
        ),
      },
    ],
    chosen: chosenOf(filter),
    groups: left.length > 0 ? [{ title: department, items: left.map((matter) => matterLine(matter, site)) }] : [],
    query: filter.query,
    clearHref: filter.query || filter.department || filter.type ? path : undefined,
  }
}

/** The same ways in for what is done at the counter: there is one department, and every matter is its own. */
export const counterDirectory = (
  site: Pick<Site, 'departmentName' | 'matters'>,
  path: string,
  filter: DirectoryFilter,
) => {
  const department = site.departmentName
  const elsewhere = filter.department !== '' && filter.department !== department
  return {
    facets: [
      {
        text: '按部门',
        href: facetHref(path, 'by', 'department', filter),
        current: true,
        values: [
          facetValue(path, 'department', department, department, findCounterMatters(filter.query).length, filter),
        ],
      },
    ],
    chosen: chosenOf(filter),
    groups: [],
    query: filter.query,
    clearHref: filter.query || filter.department ? path : undefined,
    matters: elsewhere ? [] : findCounterMatters(filter.query),
  }
}

/** Matters of the counter that a search means. */
export const findCounterMatters = (query: string): readonly CounterMatter[] =>
  meant<CounterMatter>(counterMatters, query)
