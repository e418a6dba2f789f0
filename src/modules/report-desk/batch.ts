import { localDate } from '../../core/workflow/deadlines.ts'
import type { RequestFacts } from '../../db/audit.ts'
import { prepared, sql } from '../../db/sql.ts'
import type { Deps } from '../../deps.ts'
import type { Staff } from '../../web/route.ts'
import { previewStaffStep, takeStaffStep } from '../review/commands.ts'
import { eachOf, type Result } from '../review/several.ts'
import { isOwn, reportsOfYear, sampled } from '../review/reports-of-year.ts'

// 合格 of several reports at once: only where nothing was found and whoever checked them proposes it. Each is concluded by
// the step it is concluded by alone, with the same checks, papers and records.

/** As many are shown and taken at once: a person looks at every one of them. */
export const mostAtOnce = 50

/** A report that was checked, and nothing was found. */
export type CleanReport = {
  readonly id: string
  readonly number: string
  readonly title: string
  readonly version: number
  readonly filedOn: string
  /** Who checked it, and what they wrote for colleagues. */
  readonly checkedBy: string
  readonly opinion: string
}

const conclude = 'concludeQualified'

/**
 * Reports of a year an official may conclude as 合格 together: checked by somebody else who proposes 合格, handed in in
 * time, without a finding of the rules, nothing marked 不合格, and not drawn for 抽查.
 */
export const cleanReports = (deps: Deps, staff: Staff, year: number): Promise<readonly CleanReport[]> => {
  const today = localDate(deps.clock.now())
  const { from, where } = reportsOfYear(deps, { authorityId: staff.authority.id, year, today })
  return deps.db.read<CleanReport>(
    ...prepared(
      'report-batch',
      sql`select c.id, c.number, o.name as title, c.lock_version as version, f.filed_on::text as "filedOn",
          e.actor_name as "checkedBy", e.opinion
        from ${from} cross join lateral (select * from case_event e where e.case_id = c.id and e.procedure = 'report'
          and e.action = 'checkReport' order by e.id desc limit 1) e
        where ${where} and x.state = 'FIRST_REVIEWED' and y.late = 'inTime' and cardinality(s.finding_codes) = 0
          and e.staff_id <> ${staff.id} and e.details->'form'->>'proposed' = 'QUALIFIED'
          and not ${sampled(year)} and not ${isOwn(staff.idNumberIndex)}
          and not exists (select from (select distinct on (v.target_kind, v.target) v.verdict from verdict v
              where v.case_id = c.id and v.event_id = s.event_id order by v.target_kind, v.target, v.id desc) last
            where last.verdict = 'FAIL')
        order by o.established_on, o.id limit ${mostAtOnce}`,
    ),
  )
}

const stepOfReport = ({ id, version }: CleanReport, requestKey: string) =>
  ({ caseId: id, action: conclude, opinion: '', conclusion: '', requestKey, version, details: {} }) as const

/** What would come of concluding each; nothing is recorded. `keys`: of their steps, by case. */
export const previewQualified = (
  deps: Deps,
  staff: Staff,
  reports: readonly CleanReport[],
  keys: ReadonlyMap<string, string>,
): Promise<Result<CleanReport, unknown>[]> =>
  eachOf(reports, (found) => previewStaffStep(deps, staff, stepOfReport(found, keys.get(found.id) ?? '')))

/** 合格 of each by itself. */
export const concludeQualified = (
  deps: Deps,
  staff: Staff,
  request: RequestFacts,
  reports: readonly CleanReport[],
  keys: ReadonlyMap<string, string>,
): Promise<Result<CleanReport, void>[]> =>
  eachOf(reports, (found) => takeStaffStep(deps, staff, request, stepOfReport(found, keys.get(found.id) ?? '')))
