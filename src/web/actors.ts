import type { StaffRole } from '../core/access.ts'
import type { Database, Statement } from '../db/client.ts'
import type { Site } from '../sites/define.ts'
import type { Applicant, Staff } from './route.ts'

const applicantStatement: Statement = {
  name: 'actor-applicant',
  text: `select a.id, a.kind, a.login_name, a.name, a.real_name_level, a.must_change_password, a.phone_held_from,
           case when l.released_at is null then l.uscc end as uscc,
           (select count(*) from (select 1 from message where account_id = $1 and read_at is null limit 100) unread) as unread,
           exists (select from consent c where c.account_id = $1 and c.document = 'user-agreement' and c.version = $2)
             and exists (select from consent c where c.account_id = $1 and c.document = 'privacy-notice' and c.version = $3)
             as accepted
         from account a left join legal_person l on l.account_id = a.id where a.id = $1 and a.closed_at is null and a.frozen_at is null`,
}

const staffStatement: Statement = {
  name: 'actor-staff',
  text: `select s.id, s.login_name, s.name, s.roles, s.id_number_idx, s.must_change_password,
           a.id as authority_id, a.code as authority_code, a.name as authority_name, u.id as organ_id, u.name as organ_name
         from staff s join authority a on a.id = s.authority_id left join supervisory_unit u on u.id = s.organ_id where s.id = $1 and s.active`,
}

/** The account of a session, or nothing when it is gone or frozen. `site` says which versions of its terms are in force. */
export const findApplicant = async (
  db: Database,
  site: Pick<Site, 'agreement' | 'privacyNotice'>,
  id: string,
): Promise<Applicant | undefined> => {
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
    accepted: boolean
  }>(applicantStatement, [id, site.agreement.version, site.privacyNotice.version])
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
