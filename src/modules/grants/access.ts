import type { Knex } from 'knex'
import { AppError } from '../../core/errors.ts'
import { endedText, rightsText, type GrantEnding, type Right } from '../../core/grants.ts'
import { hindranceOf, accountStanding, type UnitAccount } from '../../core/legal-persons/standing.ts'
import { verifiedLevel } from '../../core/matters/real-name.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { constant, sql, type Sql } from '../../db/sql.ts'
import type { Transaction } from '../../db/command.ts'
import { actFor } from '../../web/acting.ts'
import type { Applicant } from '../../web/route.ts'
import { maySeeAll, ofOrganization, ofUnit, spokenFor, unitJson } from './organizations.ts'

/** What is needed of a case to do something with it: a right somebody may be given, the case itself, or to give rights. */
export type Need = Right | 'own' | 'give'

/** Whoever asks; a page of theirs says for whom they act. */
export type Asker = Pick<Applicant, 'id'>

/** How an account stands to a case that is there. */
export type Reach = {
  /** Whose it is: the account that has it, or the organization, whoever of it began it. */
  readonly owner: {
    readonly name: string
    readonly verified: boolean
    readonly organization: boolean
    /** The 经办人 who began it for the organization. */
    readonly handler: string | null
    /** Who applies instead of the organization: it reads, and says what it has to say. */
    readonly behalf: string | null
  }
  /** Whoever asks began it, or has taken it over. */
  readonly began: boolean
  /** Of an account of the organization whose case it is. */
  readonly unit: UnitAccount | null
  /** The grant of somebody who is not the owner: one that holds, the widest; else the last one they accepted. */
  readonly held: {
    /** The name of whoever gave it: the owner then, who may be another one now. */
    readonly giver: string
    /** Of all cases of an organization (经办人), not of this one. */
    readonly everyCase: boolean
    readonly rights: readonly Right[]
    readonly live: boolean
    readonly ending: GrantEnding | null
    /** The first day, where it is still to come. */
    readonly startsOn: string | null
    readonly verified: boolean
  } | null
}

/** For whom somebody acts who is not the owner, and what they may do. */
export type Acting = {
  readonly owner: Reach['owner']
  readonly rights: readonly Right[]
  /** May take back, give up and delete it: a 经办人 who may submit, and began it. */
  readonly ends: boolean
  /** Why the organization's own account may not do everything now. */
  readonly hindrance?: string | undefined
}

/**
 * The cases `a` an account can reach, and how, as the column `reach`. Whoever has no grant they accepted finds nothing;
 * whoever had one finds that it is over. The placeholders are the account and today, each once and in this order.
 */
export const reachable = (account: string, day: string) =>
  ({
    column: `json_build_object('owner', json_build_object('name', coalesce(u.name, o.name),
        'verified', u.id is not null or o.real_name_level >= ${verifiedLevel}, 'organization', u.id is not null,
        'handler', case when u.id is not null and o.kind = 'PERSONAL' then o.name end, 'behalf', a.on_behalf),
      'began', a.account_id = asked.account, 'unit', unit.facts, 'held', row_to_json(held)) as reach`,
    from: `(select ${account}::uuid as account, ${day}::date as day) asked cross join case_file a
      join account o on o.id = a.account_id
      left join organization u on u.id = a.organization_id and u.case_id is distinct from a.id
      left join lateral (select ${unitJson} as facts from legal_person l join account h on h.id = l.account_id
        where l.account_id = asked.account and ${ofUnit}) unit on u.id is not null
      left join lateral (
        select g.organization_id is not null as "everyCase",
          case when g.organization_id is null then f.name else u.name end as giver,
          g.rights, g.revoked_at is null and asked.day between g.valid_from and g.valid_to as live, g.ending,
          case when g.valid_from > asked.day then g.valid_from end as "startsOn", h.real_name_level >= ${verifiedLevel} as verified
        from access_grant g join account h on h.id = g.holder_id left join account f on f.id = g.giver_id
        where (g.case_id = a.id or g.organization_id = u.id) and g.holder_id = asked.account and g.accepted_at is not null
        order by live desc, cardinality(g.rights) desc, g.accepted_at desc limit 1) held
        on u.id is not null or a.account_id <> asked.account`,
    where: `(a.account_id = asked.account or held.live is not null or unit.facts is not null)`,
  }) as const

/** The cases an account holds a grant for on a day. */
const grantedCases = (account: string, day: string): Sql =>
  sql`select g.case_id from access_grant g where g.holder_id = ${account}::uuid and g.case_id is not null
    and g.revoked_at is null and ${day}::date between g.valid_from and g.valid_to`

const organizationsOwn = constant(ofOrganization('case_file'))

/** Rows of case_file that an account has to do with on a day: its own, those it helps with, those of its organizations. */
export const reachedCases = (account: string, day: string): Sql =>
  sql`(account_id = ${account}::uuid
      and (not ${organizationsOwn} or on_behalf is not null or exists (select from account h where h.id = account_id and h.kind = 'LEGAL_PERSON'))
    or id = any (array(${grantedCases(account, day)}))
    or organization_id = any (array(${spokenFor(account, day)})) and ${organizationsOwn})`

/** For whom a case of that list is, where it is not the account's own: its owner, or the organization. */
export const principalOf = (account: string): Sql =>
  sql`case when ${organizationsOwn}
    then (select n.name from organization n where n.id = organization_id
      and not exists (select from legal_person l where l.account_id = ${account}::uuid))
    when account_id <> ${account} then (select o.name from account o where o.id = account_id) end`

/** Whether whoever looks at a case may do what needs a right; to the owner nothing is closed. */
export const mayDo = ({ acting }: { readonly acting: Acting | undefined }, need: Need): boolean => {
  if (acting === undefined) return true
  if (need === 'own' || need === 'give') return need === 'own' && acting.ends
  return acting.rights.includes(need)
}

/** What of a case of the organization others applied for instead of it stays to it and to its 经办人. */
const besideBehalf = ({ owner, unit, held }: Reach, need: Need): Acting | undefined => {
  if (owner.behalf === null || (unit === null && held?.everyCase !== true)) return undefined
  const hindrance = `本件由${owner.behalf}代为申请。${owner.name}可以查看，申请提交以后可以陈述意见，不能填写、提交、撤回。`
  if (need !== 'see') throw new AppError('FORBIDDEN', hindrance)
  return { owner, rights: ['see'], ends: false, hindrance }
}

/** What the account of an organization is to a case of it: all of it, while nothing hinders it. */
const unitReach = ({ owner, began }: Reach, unit: UnitAccount, need: Need): Acting | undefined => {
  const hindrance = hindranceOf(unit)
  if (hindrance === undefined) return undefined
  if (!began && !maySeeAll(unit)) throw new AppError('NOT_FOUND')
  const rights: readonly Right[] = accountStanding(unit) === 'released' ? ['see'] : ['see', 'fill']
  const acting = { owner, rights, ends: false, hindrance }
  if (!mayDo({ acting }, need))
    throw new AppError(accountStanding(unit) === 'claims' ? 'NOT_VERIFIED' : 'NOT_ALLOWED_NOW', hindrance)
  return acting
}

/** What whoever holds or held a grant is told of it. */
const lacking = {
  own: ({ name, organization }: Reach['owner'], need: Need): string => {
    if (!organization)
      return `这一步由${name}本人办理。受托的同事不能撤回、放弃、移交、删除或者复制办件，也不能再授权他人。`
    return need === 'give'
      ? `再请他人一起办理，由${name}的法人账号授权。`
      : `这一步由${name}的法人账号办理。经办人有提交的授权的，可以撤回、放弃、删除和复制自己开始的办件。`
  },
  right: ({ name }: Reach['owner'], rights: readonly Right[]): string =>
    `${name}给您的授权是${rightsText(rights)}，不包括这一步。需要办理的，请${name}重新授权。`,
} as const

/**
 * Whether an account may do what needs a right: undefined for the owner, who may all; for whom they act otherwise.
 * Throws NOT_FOUND for a case that is somebody else's (S21), and says to whoever holds or held a grant what is lacking.
 */
export const requireReach = (reach: Reach, asker: Asker, need: Need): Acting | undefined => {
  const { owner, began, unit, held } = reach
  if (began && (!owner.organization || owner.behalf !== null)) return undefined
  const beside = besideBehalf(reach, need)
  if (beside) return beside
  if (unit) return unitReach(reach, unit, need)
  if (!held) throw new AppError('NOT_FOUND')
  if (!held.live) throw new AppError('FORBIDDEN', endedText(held.giver, held))
  const acting = { owner, rights: held.rights, ends: began && held.rights.includes('submit') }
  if (!mayDo({ acting }, need))
    throw new AppError(
      'FORBIDDEN',
      need === 'own' || need === 'give' ? lacking.own(owner, need) : lacking.right(owner, held.rights),
    )
  if (need !== 'see' && !held.verified)
    throw new AppError('NOT_VERIFIED', '替他人填写、提交以前，您本人的账号要先实名认证。请到“用户中心—实名认证”办理。')
  actFor(asker, owner.name)
  return acting
}

const inTransaction = reachable('?', '?')
const reachNow = `select ${inTransaction.column} from ${inTransaction.from} where a.id = ?`

/**
 * The same inside a transaction that has locked the case: whatever ends a grant of the case locks the case as well, and
 * one of an organization waits for what is done under it. The organization is locked before its grants, as whoever ends
 * them does; for more than filling in as those do who go on to change it.
 */
export const requireRightNow = async (
  tx: Transaction,
  caseFile: { readonly id: string; readonly account_id: string; readonly organization_id: string | null },
  asker: Asker,
  need: Need,
): Promise<void> => {
  if (caseFile.organization_id === null && caseFile.account_id === asker.id) return
  if (caseFile.organization_id !== null) {
    const organization = tx.trx('organization').where({ id: caseFile.organization_id }).select('id')
    await (need === 'see' || need === 'fill' ? organization.forShare() : organization.forUpdate())
    await tx
      .trx('access_grant')
      .where({ organization_id: caseFile.organization_id, holder_id: asker.id })
      .whereNull('revoked_at')
      .forShare()
      .select('id')
  }
  const { rows } = await tx.trx.raw<{ rows: { reach: Reach }[] }>(reachNow, [
    asker.id,
    localDate(tx.now),
    caseFile.id,
  ] satisfies Knex.RawBinding[])
  const [row] = rows
  if (!row) throw new AppError('NOT_FOUND')
  requireReach(row.reach, asker, need)
}
