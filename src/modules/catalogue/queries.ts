import type { Database, Statement } from '../../db/client.ts'
import { STATUSES, statuses, type StageCode, type Status } from '../../core/workflow/states.ts'

export type OpenApplication = {
  readonly id: string
  readonly number: string | null
  readonly matter: string
  readonly title: string
  readonly stage: StageCode
  readonly status: Status
  readonly authorityId: number
  readonly clock: string | null
  readonly clock_due_on: string | null
  readonly clock_limit: number | null
  readonly clock_provisional: boolean
  /** Last day on which the papers may be filed under the approved name. */
  readonly reservedUntil: string | null
}

/** More are in 我的办件. */
export const hallApplications = 5

const openStatuses = STATUSES.filter((status) => statuses[status].turn !== 'nobody')

const openStatement: Statement = {
  name: 'hall-open-applications',
  text: `select id, number, matter, title, stage, status, authority_id as "authorityId",
           clock, clock_due_on::text, clock_limit, clock_provisional,
           (select n.until::text from name_reservation n
            where n.application_id = application.id and n.released_at is null) as "reservedUntil"
         from application
         where account_id = $1 and deleted_at is null and status = any($2)
         order by updated_at desc, id limit $3`,
}

/** A person's applications that somebody still has to act on, the latest first, one more than the hall shows. */
export const openApplications = (db: Database, accountId: string): Promise<OpenApplication[]> =>
  db.read<OpenApplication>(openStatement, [accountId, openStatuses, hallApplications + 1])
