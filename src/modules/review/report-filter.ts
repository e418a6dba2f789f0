import { readReportFilter, type ReportFilter } from '../../core/reports/desk.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { keyset } from '../../db/keyset.ts'
import { prepared, sql } from '../../db/sql.ts'
import type { Deps } from '../../deps.ts'
import { authorityById, type ReferenceData } from '../../reference/reference.ts'
import { searchText } from '../../web/lists.ts'
import { paths } from '../../web/paths.ts'
import type { Staff } from '../../web/route.ts'
import type { StaffCase } from './case-data.ts'
import { fromList, type Origin } from './origin.ts'
import { isOwn, narrowed, reportsOfYear } from './reports-of-year.ts'

/** The order of the register: it stays while one goes through a list and what is in it moves on. */
export const inRegisterOrder = keyset('asc', [
  [sql`o.established_on`, 'date'],
  [sql`o.id`, 'uuid'],
])

/** Divisions right below that of an authority: where the organizations it registers may be. */
export const placesOf = (reference: ReferenceData, authorityId: number): readonly string[] => {
  const { divisionCode } = authorityById(reference, authorityId)
  return [...reference.divisions.values()]
    .filter(({ parentCode, validTo }) => parentCode === divisionCode && validTo === null)
    .map(({ name }) => name)
}

/** What an address narrows the list of an official to. */
export const reportFilterOf = (deps: Deps, staff: Staff, query: Readonly<Record<string, string>>): ReportFilter =>
  readReportFilter(query, {
    today: localDate(deps.clock.now()),
    since: deps.site.matters.reports.since,
    places: placesOf(deps.reference, staff.authority.id),
    q: searchText(query['q']),
  })

/** The reports before and after one in the list of a year an official came from, wherever it stands by now. */
export const neighbouringReports = async (
  deps: Deps,
  staff: Staff,
  { organization_id: organizationId }: Pick<StaffCase['caseFile'], 'organization_id'>,
  origin: Origin,
): Promise<{ readonly previous?: string; readonly next?: string }> => {
  const [here] = await deps.db.read<{ on: string }>(
    { name: 'report-place', text: 'select established_on::text as on from organization where id = $1' },
    [organizationId],
  )
  if (!here || organizationId === null) return {}
  const filter = reportFilterOf(deps, staff, Object.fromEntries(new URLSearchParams(origin.filter)))
  const { from, where } = reportsOfYear(deps, {
    authorityId: staff.authority.id,
    year: filter.year,
    today: localDate(deps.clock.now()),
  })
  const beside = async (direction: 'before' | 'after'): Promise<string | undefined> => {
    const { andBeyond, order } = inRegisterOrder({ key: [here.on, organizationId], direction })
    const [found] = await deps.db.read<{ id: string }>(
      ...prepared(
        'report-beside',
        sql`select c.id from ${from} where ${where} ${narrowed(filter)} and c.number is not null
          and x.state not in ('MISSING', 'AT_UNIT') and not ${isOwn(staff.idNumberIndex)} ${andBeyond}
          order by ${order} limit 1`,
      ),
    )
    return found && fromList(origin, paths.staffCase(found.id))
  }
  const [previous, next] = await Promise.all([beside('before'), beside('after')])
  return { ...(previous ? { previous } : {}), ...(next ? { next } : {}) }
}
