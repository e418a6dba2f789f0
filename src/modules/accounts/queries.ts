import { randomInt } from 'node:crypto'
import { loginNameKey, loginNameVariants } from '../../core/identity/login-name.ts'
import type { Statement } from '../../db/client.ts'
import type { Database } from '../../db/client.ts'
import type { Deps } from '../../deps.ts'
import { accountPlaces, staffPhonePlace } from './store.ts'

const profileStatement: Statement = {
  name: 'account-profile',
  text: `select a.login_name, a.name, a.id_type, a.id_number_enc, a.phone_enc, a.email_enc, a.real_name_level,
           a.real_name_skipped_at, a.created_at, a.last_login_at,
           (select coalesce(json_agg(json_build_object('document', c.document, 'version', c.version, 'at', c.accepted_at)
             order by c.id), '[]') from consent c where c.account_id = a.id) as consents
         from account a where a.id = $1`,
}

type ProfileRow = {
  login_name: string
  name: string
  id_type: string
  id_number_enc: string
  phone_enc: string
  email_enc: string
  real_name_level: number
  real_name_skipped_at: Date | null
  created_at: Date
  last_login_at: Date | null
  consents: { document: string; version: string; at: string }[]
}

/** Everything 用户中心 shows of an account, in clear: masking is for the page. Undefined when the account is gone. */
export const accountProfile = async (deps: Pick<Deps, 'db' | 'crypto'>, id: string) => {
  const [row] = await deps.db.read<ProfileRow>(profileStatement, [id])
  return (
    row && {
      loginName: row.login_name,
      name: row.name,
      idType: row.id_type,
      idNumber: deps.crypto.decrypt(row.id_number_enc, accountPlaces.idNumber(id)),
      phone: deps.crypto.decrypt(row.phone_enc, accountPlaces.phone(id)),
      email: deps.crypto.decrypt(row.email_enc, accountPlaces.email(id)),
      realNameLevel: row.real_name_level,
      realNameSkipped: row.real_name_skipped_at !== null,
      createdAt: row.created_at,
      lastLoginAt: row.last_login_at,
      consents: row.consents.map((consent) => ({
        document: consent.document,
        version: consent.version,
        acceptedAt: new Date(consent.at),
      })),
    }
  )
}

const staffStatement: Statement = {
  name: 'staff-account',
  text: `select s.phone_enc as phone, s.totp_secret_enc is not null as "hasTotp",
           s.credentials_changed_at as "credentialsChangedAt",
           (select coalesce(json_agg(json_build_object('at', l.at, 'ip', l.ip) order by l.id desc), '[]') from
             (select id, at, ip from audit_log where object_kind = 'staff' and object_id = $1::text and action = 'login'
              order by id desc limit 5) l) as logins
         from staff s where s.id = $1::int`,
}

/** What a member of staff is shown of the own account: the phone in clear (masking is for the page), the last logins. */
export const staffAccount = async (deps: Pick<Deps, 'db' | 'crypto'>, id: number, loginName: string) => {
  const [row] = await deps.db.read<{
    phone: string
    hasTotp: boolean
    credentialsChangedAt: Date | null
    logins: { at: string; ip: string | null }[]
  }>(staffStatement, [id])
  return (
    row && {
      ...row,
      phone: deps.crypto.decrypt(row.phone, staffPhonePlace(loginName)),
      logins: row.logins.map(({ at, ip }) => ({ at: new Date(at), ip: ip ?? '' })),
    }
  )
}

const takenNamesStatement: Statement = {
  name: 'account-names-taken-of',
  text: 'select login_key as key from account where login_key = any ($1::text[])',
}

/** Up to three names like a taken one that nobody has; one of them may be gone a moment later. */
export const freeLoginNames = async (db: Database, taken: string): Promise<readonly string[]> => {
  const variants = loginNameVariants(taken, (below) => randomInt(below))
  const rows = await db.read<{ key: string }>(takenNamesStatement, [variants.map(loginNameKey)])
  const known = new Set(rows.map(({ key }) => key))
  return variants.filter((variant) => !known.has(loginNameKey(variant))).slice(0, 3)
}
