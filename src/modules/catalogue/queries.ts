import type { Database } from '../../db/client.ts'
import type { ProcedureCode } from '../../core/workflow/procedures/index.ts'
import { prepared, sql } from '../../db/sql.ts'
import { principalOf, reachedCases } from '../grants/access.ts'
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
  /** For whom, where it is not the account's own. */
  readonly principal: string | null
}

/** More are in 我的办件. */
export const hallCases = 5

const openStatuses = STATUSES.filter((status) => statuses[status].turn !== 'nobody')

/** The cases an account has to do with on a day and somebody still has to act on, the latest first, one more than the hall shows. */
export const openCases = (db: Database, accountId: string, day: string): Promise<OpenCase[]> =>
  db.read<OpenCase>(
    ...prepared(
      'hall-open-cases',
      sql`select id, number, matter, coalesce(draft_title, title) as title, stage, procedure, status, authority_id as "authorityId",
          clock, clock_due_on::text, clock_limit, paused_on::text,
          (select n.until::text from name_reservation n
            where n.case_id = case_file.id and n.released_at is null) as "reservedUntil",
          ${principalOf(accountId)} as principal
        from case_file
        where ${reachedCases(accountId, day)} and deleted_at is null and status = any(${openStatuses})
        order by updated_at desc, id limit ${hallCases + 1}`,
    ),
  )
