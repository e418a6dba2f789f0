import type { Statement } from '../../db/client.ts'
import type { Deps } from '../../deps.ts'
import { staffPhonePlace } from './account.ts'

const staffStatement: Statement = {
  name: 'staff-account',
  text: `select s.phone_enc as phone, s.totp_secret_enc is not null as "hasTotp",
           s.credentials_changed_at as "credentialsChangedAt",
           (select coalesce(json_agg(json_build_object('at', l.at, 'ip', l.ip) order by l.id desc), '[]') from
             (select id, at, ip from audit_log where object_kind = 'staff' and object_id = $1::text and action = 'login'
              order by id desc limit 5) l) as logins,
           (select coalesce(json_agg(v), '[]') from
             (select at, staff_name as by, reason from identity_view
              where id_number_idx = s.id_number_idx and place = '工作人员管理' order by id desc limit 5) v) as views
         from staff s where s.id = $1::int`,
}

/**
 * What a member of staff is shown of the own account: the phone in clear (masking is for the page), the last logins, and
 * which administrators last saw the number in full (S30).
 */
export const staffAccount = async (deps: Pick<Deps, 'db' | 'crypto'>, id: number, loginName: string) => {
  const [row] = await deps.db.read<{
    phone: string
    hasTotp: boolean
    credentialsChangedAt: Date | null
    logins: { at: string; ip: string | null }[]
    views: { at: string; by: string; reason: string }[]
  }>(staffStatement, [id])
  return (
    row && {
      ...row,
      phone: deps.crypto.decrypt(row.phone, staffPhonePlace(loginName)),
      logins: row.logins.map(({ at, ip }) => ({ at: new Date(at), ip: ip ?? '' })),
    }
  )
}
