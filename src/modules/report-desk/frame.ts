import { readYear } from '../../core/reports/desk.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'

/** The year an address asks for. */
export const yearOf = (
  { clock, site }: Pick<Deps, 'clock' | 'site'>,
  query: Readonly<Record<string, string>>,
): number => readYear(query, localDate(clock.now()), site.matters.reports.since)

/** An address with its year. */
export const ofYear = (path: string, year: number): string =>
  `${path}?${new URLSearchParams({ year: String(year) }).toString()}`

/** Where a page of the desk stands: under the list of its year. */
export const crumbs = (year: number, more: readonly { readonly text: string; readonly href?: string }[]) => ({
  listPath: paths.staffReports,
  breadcrumb: [{ href: ofYear(paths.staffReports, year), text: `${String(year)}年度年报` }, ...more],
})
