import { may } from '../../core/access.ts'
import type { ReportConclusion } from '../../core/register/reports.ts'
import type { Statement } from '../../db/client.ts'
import type { Deps } from '../../deps.ts'
import type { Staff } from '../../web/route.ts'

/** 调整年检结论 that waits for a second official. */
type Waiting = {
  readonly name: string
  readonly uscc: string
  readonly year: number
  readonly before: ReportConclusion | null
  readonly conclusion: ReportConclusion
  readonly by: string
}

const waitingStatement: Statement = {
  name: 'staff-revisions-waiting',
  text: `select o.name, o.uscc, v.fiscal_year as year, v.before, v.conclusion, s.name as by
    from report_revision v join register_act a on a.id = v.act_id join staff s on s.id = a.staff_id
      join organization o on o.id = v.organization_id
    where v.status = 'WAITING' and o.authority_id = $1 and s.id_number_idx is distinct from $2
    order by a.at limit 30`,
}

/** Those this official may agree to: of whoever decides on reports, and nobody's own. */
export const revisionsToDecide = async (deps: Deps, staff: Staff): Promise<readonly Waiting[]> =>
  may(staff.roles, 'report:decide')
    ? deps.db.read<Waiting>(waitingStatement, [staff.authority.id, staff.idNumberIndex])
    : []
