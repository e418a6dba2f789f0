import { chineseDate } from '../../core/documents/dates.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Transaction } from '../../db/command.ts'
import { waitingFor } from '../../db/grants-in-force.ts'
import { bound, none, sql, type Sql } from '../../db/sql.ts'
import { tellAccount } from '../messages/account-notice.ts'
import type { SmsDeps } from '../messages/sms.ts'

/**
 * The invitations `g` that went to the phone of a person's account by a name that no person with this phone has: nobody
 * can accept them. That there is one is all the account may know.
 */
export const misnamedFor = (account: string, day: string): Sql =>
  sql`g.accepted_at is null and g.revoked_at is null and g.valid_to >= ${day}::date
    and g.invited_phone_idx = (select i.phone_idx from account i where i.id = ${account}::uuid and i.kind = 'PERSONAL')
    and not exists (select 1 from account i where i.phone_idx = g.invited_phone_idx and i.kind = 'PERSONAL'
      and i.name = g.invited_name)`

type WaitingRow = {
  readonly title: string
  /** Of an organization there is none. */
  readonly matter: string | null
  readonly giver: string
  readonly valid_from: string
  readonly valid_to: string
}

/** Tells an account in the inbox of the invitations that wait for it, or of one of them. */
export const tellInvited = async (tx: Transaction, deps: SmsDeps, accountId: string, only?: string): Promise<void> => {
  const [text, values] =
    bound(sql`select g.title, p.matter, f.name as giver, g.valid_from, g.valid_to from access_grant g
    left join case_file p on p.id = g.case_id join account f on f.id = g.giver_id
    where ${waitingFor(accountId, localDate(tx.now))} ${only === undefined ? none : sql`and g.id = ${only}`}`)
  const { rows } = await tx.trx.raw<{ rows: WaitingRow[] }>(text, values)
  for (const { title, matter, giver, valid_from: from, valid_to: until } of rows)
    await tellAccount(tx, deps, {
      accountId,
      title: matter === null ? '有社会组织委任您为经办人' : '有办件请您一起办理',
      body: `${
        matter === null
          ? `${giver}委任您为经办人，自${chineseDate(from)}至${chineseDate(until)}`
          : `${giver}请您一起办理“${title || deps.matters.require(matter).title}”，至${chineseDate(until)}`
      }。请到“用户中心—办件授权”查看并决定是否接受；不认识对方的，请谢绝。`,
    })
}
