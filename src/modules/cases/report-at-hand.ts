import { localDate } from '../../core/workflow/deadlines.ts'
import { prepared, sql } from '../../db/sql.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import type { Applicant } from '../../web/route.ts'
import { reachedCases } from '../grants/access.ts'
import type { LoadedCase } from './queries.ts'

/**
 * The reports of its organization that wait for whoever looks at a case of another matter: what a report found wrong is
 * mended there, and this is the way back.
 */
export const reportsAtHand = async (
  deps: Pick<Deps, 'db' | 'clock'>,
  { caseFile, matter }: Pick<LoadedCase, 'caseFile' | 'matter'>,
  actor: Pick<Applicant, 'id'>,
): Promise<readonly { readonly href: string; readonly text: string }[]> => {
  if (matter.begunBy !== 'organization' || matter.family === 'report') return []
  const found = await deps.db.read<{ readonly id: string; readonly year: number }>(
    ...prepared(
      'reports-at-hand',
      sql`select id, fiscal_year as year from case_file
        where ${reachedCases(actor.id, localDate(deps.clock.now()))} and organization_id = ${caseFile.organization_id}::uuid
          and fiscal_year is not null and status in ('DRAFT', 'RETURNED') and deleted_at is null
        order by fiscal_year`,
    ),
  )
  return found.map(({ id, year }) => ({ href: paths.case(id), text: `回到${String(year)}年度工作报告` }))
}
