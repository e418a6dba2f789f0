import type { Database, Statement } from '../../db/client.ts'
import type { ProcedureCode } from '../../core/workflow/procedures/index.ts'
import { STATUSES, statuses, type Status } from '../../core/workflow/statuses.ts'

export type OpenCase = {
  readonly id: string
  readonly number: string | null
  readonly matter: string
  readonly title: string
  readonly stage: string
  readonly procedure: ProcedureCode
  readonly status: Status
  readonly authorityId: number
  readonly clock: string | null
  readonly clock_due_on: string | null
  readonly clock_limit: number | null
  readonly paused_on: string | null
  /** Last day on which the papers may be filed under the approved name. */
  readonly reservedUntil: string | null
}

/** More are in 我的办件. */
export const hallCases = 5

const openStatuses = STATUSES.filter((status) => statuses[status].turn !== 'nobody')

const openStatement: Statement = {
  name: 'hall-open-cases',
  text: `select id, number, matter, coalesce(draft_title, title) as title, stage, procedure, status, authority_id as "authorityId",
           clock, clock_due_on::text, clock_limit, paused_on::text,
           (select n.until::text from name_reservation n
            where n.case_id = case_file.id and n.released_at is null) as "reservedUntil"
         from case_file
         where account_id = $1 and deleted_at is null and status = any($2)
         order by updated_at desc, id limit $3`,
}

/** A person's cases that somebody still has to act on, the latest first, one more than the hall shows. */
export const openCases = (db: Database, accountId: string): Promise<OpenCase[]> =>
  db.read<OpenCase>(openStatement, [accountId, openStatuses, hallCases + 1])
