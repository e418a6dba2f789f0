import type { StaffRole } from '../core/access.ts'
import type { Database, Statement } from '../db/client.ts'
import type { Applicant, Staff } from './route.ts'

const applicantStatement: Statement = {
  name: 'actor-applicant',
  text: `select id, login_name, name, real_name_level,
           (select count(*) from (select 1 from message where account_id = $1 and read_at is null limit 100) unread) as unread
         from account where id = $1`,
}

const staffStatement: Statement = {
  name: 'actor-staff',
  text: `select s.id, s.login_name, s.name, s.roles, s.id_number_idx,
           a.id as authority_id, a.code as authority_code, a.name as authority_name
         from staff s join authority a on a.id = s.authority_id where s.id = $1 and s.active`,
}

/** The account of a session, or nothing when it is gone. */
export const findApplicant = async (db: Database, id: string): Promise<Applicant | undefined> => {
  const [row] = await db.read<{
    id: string
    login_name: string
    name: string
    real_name_level: number
    unread: number
  }>(applicantStatement, [id])
  return (
    row && {
      id: row.id,
      loginName: row.login_name,
      name: row.name,
      realNameLevel: row.real_name_level,
      unread: row.unread,
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
    authority_id: number
    authority_code: string
    authority_name: string
  }>(staffStatement, [id])
  return (
    row && {
      id: row.id,
      loginName: row.login_name,
      name: row.name,
      roles: row.roles,
      idNumberIndex: row.id_number_idx,
      authority: { id: row.authority_id, code: row.authority_code, name: row.authority_name },
    }
  )
}
