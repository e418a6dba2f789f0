import type { Knex } from 'knex'
import { AppError } from '../../core/errors.ts'
import { grantEndings, rightsText, type GrantEnding, type Right } from '../../core/grants.ts'
import { verifiedLevel } from '../../core/matters/real-name.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { sql, type Sql } from '../../db/sql.ts'
import type { Transaction } from '../../db/command.ts'
import { actFor } from '../../web/acting.ts'
import type { Applicant } from '../../web/route.ts'

/** What is needed of a case to do something with it: a right somebody may be given, or the case itself. */
export type Need = Right | 'own'

/** Whoever asks; a page of theirs says for whom they act. */
export type Asker = Pick<Applicant, 'id'>

/** How an account stands to a case that is there. */
export type Reach = {
  readonly owner: { readonly id: string; readonly name: string; readonly verified: boolean }
  /** The grant of somebody who is not the owner, the last one they accepted. */
  readonly held: {
    /** The name of whoever gave it: the owner then, who may be another one now. */
    readonly giver: string
    readonly rights: readonly Right[]
    readonly live: boolean
    readonly ending: GrantEnding | null
    readonly verified: boolean
  } | null
}

/** For whom somebody acts who is not the owner, and what they may do. */
export type Acting = { readonly owner: Reach['owner']; readonly rights: readonly Right[] }

/**
 * The cases `a` an account can reach, and how, as the column `reach`. Whoever has no grant they accepted finds nothing;
 * whoever had one finds that it is over. The placeholders are the account and today.
 */
export const reachable = (account: string, day: string) =>
  ({
    column: `json_build_object('owner', json_build_object('id', o.id, 'name', o.name, 'verified', o.real_name_level >= ${verifiedLevel}),
      'held', row_to_json(held)) as reach`,
    from: `case_file a join account o on o.id = a.account_id left join lateral (
        select f.name as giver, g.rights, g.revoked_at is null and ${day}::date between g.valid_from and g.valid_to as live, g.ending, h.real_name_level >= ${verifiedLevel} as verified
        from access_grant g join account h on h.id = g.holder_id join account f on f.id = g.giver_id
        where g.case_id = a.id and g.holder_id = ${account}::uuid and g.accepted_at is not null
        order by live desc, g.accepted_at desc limit 1) held on a.account_id <> ${account}::uuid`,
    where: `(a.account_id = ${account}::uuid or held.live is not null)`,
  }) as const

/** The cases an account holds a grant for on a day. */
export const grantedCases = (account: string, day: string): Sql =>
  sql`select g.case_id from access_grant g where g.holder_id = ${account}::uuid and g.case_id is not null
    and g.revoked_at is null and ${day}::date between g.valid_from and g.valid_to`

/** Whether whoever looks at a case may do what needs a right; to the owner nothing is closed. */
export const mayDo = ({ acting }: { readonly acting: Acting | undefined }, need: Need): boolean =>
  acting === undefined || (need !== 'own' && acting.rights.includes(need))

/**
 * Whether an account may do what needs a right: undefined for the owner, who may all; for whom they act otherwise.
 * Throws NOT_FOUND for a case that is somebody else's (S21), and says to whoever holds or held a grant what is lacking.
 */
export const requireReach = ({ owner, held }: Reach, asker: Asker, need: Need): Acting | undefined => {
  if (owner.id === asker.id) return undefined
  if (!held) throw new AppError('NOT_FOUND')
  if (!held.live)
    throw new AppError(
      'FORBIDDEN',
      `您受${held.giver}委托办理这件办件的授权已经结束（${held.ending === null ? '已经到期' : grantEndings[held.ending]}），这次操作没有执行。${
        held.ending === 'transferred' ? '' : `还要一起办的，请${held.giver}重新授权。`
      }`,
    )
  if (need === 'own')
    throw new AppError(
      'FORBIDDEN',
      `这一步由${owner.name}本人办理。受托的同事不能撤回、放弃、移交、删除或者复制办件，也不能再授权他人。`,
    )
  if (!held.rights.includes(need))
    throw new AppError(
      'FORBIDDEN',
      `${owner.name}给您的授权是${rightsText(held.rights)}，不包括这一步。需要办理的，请${owner.name}重新授权。`,
    )
  if (need !== 'see' && !held.verified)
    throw new AppError('NOT_VERIFIED', '替他人填写、提交以前，您本人的账号要先实名认证。请到“用户中心—实名认证”办理。')
  actFor(asker, owner.name)
  return { owner, rights: held.rights }
}

const inTransaction = reachable('?', '?')
const reachNow = `select ${inTransaction.column} from ${inTransaction.from} where a.id = ?`

/** The same inside a transaction that has locked the case: whatever ends a grant locks the case as well. */
export const requireRightNow = async (
  tx: Transaction,
  caseFile: { readonly id: string; readonly account_id: string },
  asker: Asker,
  need: Need,
): Promise<void> => {
  if (caseFile.account_id === asker.id) return
  const day = localDate(tx.now)
  const { rows } = await tx.trx.raw<{ rows: { reach: Reach }[] }>(reachNow, [
    day,
    asker.id,
    asker.id,
    caseFile.id,
  ] satisfies Knex.RawBinding[])
  const [row] = rows
  if (!row) throw new AppError('NOT_FOUND')
  requireReach(row.reach, asker, need)
}
