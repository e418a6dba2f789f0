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
}

/** More are in 我的办件. */
export const hallApplications = 5

const openStatuses = STATUSES.filter((status) => statuses[status].turn !== 'nobody')

const openStatement: Statement = {
  name: 'hall-open-applications',
  text: `select id, number, matter, title, stage, status, authority_id as "authorityId"
         from application
         where account_id = $1 and deleted_at is null and status = any($2)
         order by updated_at desc, id limit $3`,
}

/** A person's applications that somebody still has to act on, the latest first, one more than the hall shows. */
export const openApplications = (db: Database, accountId: string): Promise<OpenApplication[]> =>
  db.read<OpenApplication>(openStatement, [accountId, openStatuses, hallApplications + 1])
