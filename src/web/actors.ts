import type { StaffRole } from '../core/access.ts'
import { localDate } from '../core/workflow/deadlines.ts'
import { handledBy, waitingFor } from '../db/grants-in-force.ts'
import { prepared, sql, type Sql } from '../db/sql.ts'
import type { Clock } from '../infra/clock.ts'
import type { Database, Statement } from '../db/client.ts'
import type { Site } from '../sites/define.ts'
import type { Applicant, Staff } from './route.ts'

const applicantQuestion = (id: string, agreement: string, privacy: string, day: string): Sql =>
  sql`select a.id, a.kind, a.login_name, a.name, a.real_name_level, a.must_change_password, a.phone_held_from,
           case when l.released_at is null then l.uscc end as uscc,
           (select count(*) from (select 1 from message where account_id = ${id} and read_at is null limit 100) unread) as unread,
           exists (select from access_grant g where ${handledBy(id, day)}) as handles,
           exists (select from access_grant g where ${waitingFor(id, day)}) as invited,
           exists (select from consent c where c.account_id = ${id} and c.document = 'user-agreement' and c.version = ${agreement})
             and exists (select from consent c where c.account_id = ${id} and c.document = 'privacy-notice' and c.version = ${privacy})
             as accepted
         from account a left join legal_person l on l.account_id = a.id
         where a.id = ${id} and a.closed_at is null and a.frozen_at is null`

const staffStatement: Statement = {
  name: 'actor-staff',
  text: `select s.id, s.login_name, s.name, s.roles, s.id_number_idx, s.must_change_password,
           a.id as authority_id, a.code as authority_code, a.name as authority_name, u.id as organ_id, u.name as organ_name
         from staff s join authority a on a.id = s.authority_id left join supervisory_unit u on u.id = s.organ_id where s.id = $1 and s.active`,
}

/** The account of a session, or nothing when it is gone or frozen. `site` says which versions of its terms are in force. */
export const findApplicant = async (
  {
    clock,
    db,
    site,
  }: { readonly clock: Clock; readonly db: Database; readonly site: Pick<Site, 'agreement' | 'privacyNotice'> },
  id: string,
): Promise<Applicant | undefined> => {
  const { agreement, privacyNotice } = site
  const question = applicantQuestion(id, agreement.version, privacyNotice.version, localDate(clock.now()))
  const [row] = await db.read<{
    id: string
    kind: Applicant['kind']
    login_name: string
    name: string
    real_name_level: number
    must_change_password: boolean
    phone_held_from: Date | null
    uscc: string | null
    unread: number
    handles: boolean
    invited: boolean
    accepted: boolean
  }>(...prepared('actor-applicant', question))
  return (
    row && {
      id: row.id,
      kind: row.kind,
      uscc: row.uscc,
      loginName: row.login_name,
      name: row.name,
      realNameLevel: row.real_name_level,
      heldFrom: row.phone_held_from,
      unread: row.unread,
      atHome: row.kind === 'LEGAL_PERSON' || row.handles,
      invited: row.invited,
      setup: row.must_change_password ? 'password' : !row.accepted ? 'terms' : undefined,
    }
  )
}

/** The official of a session, or nothing when retired. */
export const findStaff = async (db: Database, id: number): Promise<Staff | undefined> => {
  const [row] = await db.read<{
    id: number
    login_name: string
    name: string
    roles: StaffRole[]
    id_number_idx: string
    must_change_password: boolean
    authority_id: number
    authority_code: string
    authority_name: string
    organ_id: number | null
    organ_name: string | null
  }>(staffStatement, [id])
  return (
    row && {
      id: row.id,
      loginName: row.login_name,
      name: row.name,
      roles: row.roles,
      idNumberIndex: row.id_number_idx,
      mustChangePassword: row.must_change_password,
      authority: { id: row.authority_id, code: row.authority_code, name: row.authority_name },
      organ: row.organ_id === null ? undefined : { id: row.organ_id, name: row.organ_name ?? '' },
    }
  )
}
