import type { Limit, Matter } from '../../core/matters/define.ts'
import { limitOf } from '../../core/matters/journey.ts'
import { ORG_TYPES, type OrgType } from '../../core/org-types.ts'
import { families, type OrganizationMatter } from '../../core/register/allowed.ts'
import type { Clock } from '../../core/workflow/clocks.ts'
import type { Site } from '../../sites/define.ts'
import { paths } from '../../web/paths.ts'
import { windowText, type Department } from './departments.ts'
import { meant, searchText } from './search.ts'

/** The longest an applicant waits for what the matter comes to, as the site promises it: decisions, else filings. */
const longestLimit = (
  matter: Matter,
  site: Pick<Site, 'matters'>,
): (Limit & { readonly stage: string }) | undefined => {
  const of = (clock: Clock) =>
    matter.stages
      .flatMap((stage) => {
        const limit = limitOf(matter, stage, clock, site.matters)
        return limit ? [{ ...limit, stage: stage.title }] : []
      })
      .toSorted((one, other) => other.statutory - one.statutory)
  return of('decision').at(0) ?? of('filing').at(0) ?? of('conclusion').at(0)
}

/** A matter among others: what organizations do is called the same for every type. */
export const matterTitle = (matter: Matter): string =>
  matter.begunBy === 'person' ? matter.title : `${matter.title}（${ORG_TYPES[matter.orgType].shortLabel}）`

/** 子事项: what may be applied for, or the links it is done in, where there is more than one. */
const partsOf = ({ guide, stages }: Matter): NonNullable<Matter['guide']['parts']> =>
  guide.parts ?? (stages.length > 1 ? stages.map(({ title, intro }) => ({ title, text: intro })) : [])

/** A matter as one line of the service directory, of the department it was looked for under or the site's own. */
const matterLine = (matter: Matter, site: Pick<Site, 'departmentName' | 'matters'>, under?: Department) => {
  const limit = longestLimit(matter, site)
  const at = under === undefined ? '' : `?at=${under.authority.divisionCode}`
  return {
    title: matterTitle(matter),
    department: under?.name ?? site.departmentName,
    audience: matter.begunBy === 'person' ? '个人' : '法人',
    // One link of several, not all of them together as the guide counts them.
    limitText:
      limit &&
      `${matter.stages.length > 1 ? `“${limit.stage}”环节` : ''}承诺${limit.committed}个工作日（法定${limit.statutory}个工作日）`,
    note: `${matter.guide.fee}，${matter.stages.length}个环节：${matter.stages.map((stage) => stage.title).join(' → ')}`,
    guideHref: `${paths.guide(matter.code)}${at}`,
    applyHref: `${paths.start(matter.code)}${at}`,
    parts: partsOf(matter),
  }
}

/** Several kinds of one family (备案) as one line, with its kinds for 子事项. */
const familyLine = (
  family: OrganizationMatter,
  type: OrgType,
  kinds: readonly Matter[],
  site: Pick<Site, 'departmentName'>,
  under?: Department,
) => ({
  title: `${families[family].title}（${ORG_TYPES[type].shortLabel}）`,
  department: under?.name ?? site.departmentName,
  audience: '法人',
  note: `${String(kinds.length)}个子事项，选要办的一个`,
  guideHref: `${paths.serviceFamily(family)}?type=${type}`,
  applyHref: `${paths.serviceFamily(family)}?type=${type}`,
  parts: kinds.map((kind) => ({ title: kind.title, text: kind.guide.summary, href: paths.guide(kind.code) })),
})

const byFamily = (list: readonly Matter[]): readonly (readonly Matter[])[] => [
  ...Map.groupBy(list, ({ code, family, orgType }) => (family ? `${family} ${orgType}` : code)).values(),
]

/** Matters as lines of the directory: of one family and type several stand behind one. */
export const matterLines = (
  list: readonly Matter[],
  site: Pick<Site, 'departmentName' | 'matters'>,
  under?: Department,
) =>
  byFamily(list).flatMap((kinds) => {
    const [first] = kinds
    if (!first) return []
    return first.family && kinds.length > 1
      ? familyLine(first.family, first.orgType, kinds, site, under)
      : matterLine(first, site, under)
  })

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

/** Matters a search means, by their own names, by those of their 子事项, and by how people call them. */
export const findMatters = (list: readonly Matter[], query: string): readonly Matter[] =>
  meant(
    list.map((matter) => ({
      matter,
      title: matterTitle(matter),
      keywords: matter.keywords,
      text: [...matter.stages, ...partsOf(matter)].map(({ title }) => title).join(' '),
    })),
    query,
  ).map(({ matter }) => matter)

type Place = {
  readonly site: Pick<Site, 'departmentName' | 'matters'>
  readonly departments: readonly Department[]
}

/** The ways in by department: how many of what was searched for each of them does. */
const departmentFacet = (
  { departments }: Place,
  path: string,
  filter: DirectoryFilter,
  countAt: (department: Department) => number,
) => ({
  text: '按部门',
  href: facetHref(path, 'by', 'department', filter),
  current: filter.by === 'department',
  values: departments.map((department) =>
    facetValue(path, 'department', department.name, department.name, countAt(department), filter),
  ),
})

/** The department that was chosen, or the first, the province's; nothing for one there is none of. */
const departmentOf = ({ departments }: Place, { department }: DirectoryFilter): Department | undefined =>
  department === '' ? departments[0] : departments.find(({ name }) => name === department)

const doneAt =
  ({ authority }: Department) =>
  ({ orgType }: Matter): boolean =>
    authority.orgTypes.includes(orgType)

/** The directory of one audience: how it can be divided, and the matters left after the filter, under their department. */
export const directory = (list: readonly Matter[], place: Place, path: string, filter: DirectoryFilter) => {
  const searched = findMatters(list, filter.query)
  const department = departmentOf(place, filter)
  const left = searched
    .filter((matter) => department !== undefined && doneAt(department)(matter))
    .filter((matter) => filter.type === '' || filter.type === matter.orgType)
  // What nobody chose goes by where people are (切换区划), not by the province.
  const under = filter.department === '' ? undefined : department
  return {
    facets: [
      departmentFacet(place, path, filter, (each) => byFamily(searched.filter(doneAt(each))).length),
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
            byFamily(searched.filter((matter) => matter.orgType === type)).length,
            filter,
          ),
        ),
      },
    ],
    chosen: chosenOf(filter),
    groups:
      left.length > 0 && department
        ? [
            {
              title: department.name,
              window: windowText(department.authority),
              items: matterLines(left, place.site, under),
            },
          ]
        : [],
    query: filter.query,
    clearHref: filter.query || filter.department || filter.type ? path : undefined,
  }
}
