import { randomInt } from 'node:crypto'
import { loginNameKey, loginNameRule, loginNameVariants } from '../../core/identity/login-name.ts'
import type { Statement } from '../../db/client.ts'
import type { Database } from '../../db/client.ts'
import type { Deps } from '../../deps.ts'
import { faqLink, faqMessage } from '../../web/faq.ts'
import { accountNames, staffPhonePlace } from './store.ts'

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

/** When the credentials of an account last changed, in milliseconds; 0: never. */
export const credentialsOf = async (db: Database, id: string): Promise<number> =>
  (await accountNames(db, [id]))[0]?.credentials ?? 0

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

/** What a form says of a name that is somebody else's: the rule, and names that are free. */
export const nameTakenView = async (db: Database, taken: string) => ({
  message: faqMessage('F-03'),
  rule: loginNameRule,
  free: await freeLoginNames(db, taken),
  question: faqLink('F-03'),
})
