import type { GrantEnding, Right } from '../../core/grants.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Statement } from '../../db/client.ts'
import { prepared, sql, type Sql } from '../../db/sql.ts'
import type { Deps } from '../../deps.ts'
import { misnamedFor, waitingFor } from '../grants/invited.ts'

export type Grant = {
  readonly id: string
  readonly caseId: string
  readonly title: string
  readonly matter: string
  readonly number: string | null
  /** What the reader is in it. */
  readonly part: 'giver' | 'holder' | 'invited'
  readonly giver: string
  /** Whoever accepted it, or was invited. */
  readonly name: string
  readonly phone: string
  readonly rights: readonly Right[]
  readonly validTo: string
  readonly invitedAt: Date
  readonly acceptedAt: Date | null
  readonly endedAt: Date | null
  readonly ending: GrantEnding | null
  /** Neither ended nor run out. */
  readonly holds: boolean
}

const grants = (accountId: string, day: string, which: Sql): Sql => sql`select g.id, g.case_id as "caseId", g.title,
    p.matter, p.number, case when g.giver_id = ${accountId} then 'giver' when g.holder_id = ${accountId} then 'holder'
      else 'invited' end as part,
    f.name as giver, coalesce(h.name, g.invited_name) as name, g.invited_phone as phone, g.rights,
    g.valid_to as "validTo", g.invited_at as "invitedAt", g.accepted_at as "acceptedAt", g.revoked_at as "endedAt",
    g.ending, g.revoked_at is null and g.valid_to >= ${day}::date as holds
  from access_grant g join case_file p on p.id = g.case_id join account f on f.id = g.giver_id
    left join account h on h.id = g.holder_id
  where ${which} order by holds desc, g.invited_at desc, g.id limit 100`

type Source = Pick<Deps, 'db' | 'clock'>

/** The grants an account gave and holds, and the invitations that wait for it; those that hold first. */
export const grantsOf = ({ db, clock }: Source, accountId: string): Promise<Grant[]> => {
  const day = localDate(clock.now())
  const which = sql`g.giver_id = ${accountId} or g.holder_id = ${accountId} or (${waitingFor(accountId, day)})`
  return db.read<Grant>(...prepared('centre-grants', grants(accountId, day, which)))
}

/** Whether somebody invited the phone of an account by a name that nobody with this phone has. */
export const isMisnamed = async ({ db, clock }: Source, accountId: string): Promise<boolean> => {
  const which = misnamedFor(accountId, localDate(clock.now()))
  const [row] = await db.read<{ found: boolean }>(
    ...prepared('centre-misnamed', sql`select exists (select 1 from access_grant g where ${which}) as found`),
  )
  return row?.found === true
}

/** The grants of one case that its owner gave. */
export const caseGrants = ({ db, clock }: Source, accountId: string, caseId: string): Promise<Grant[]> => {
  const which = sql`g.giver_id = ${accountId} and g.case_id = ${caseId}`
  return db.read<Grant>(...prepared('centre-case-grants', grants(accountId, localDate(clock.now()), which)))
}

/** What a colleague did: with which page or pages or which material, where it was one of these. */
export type Deed = {
  readonly at: Date
  readonly action: string
  readonly name: string
  readonly details: { readonly page?: string; readonly pages?: readonly string[]; readonly material?: string }
}

const deeds: Statement = {
  name: 'centre-grant-deeds',
  text: `select l.at, l.action, h.name, l.details from audit_log l join account h on h.id::text = l.actor_id
    where l.object_kind = 'case' and l.object_id = $2 and l.actor_kind = 'applicant' and exists
      (select from access_grant g where g.case_id = $2::uuid and g.giver_id = $1 and g.holder_id::text = l.actor_id
        and l.at between g.accepted_at and coalesce(g.revoked_at, 'infinity'))
    order by l.id desc limit 50`,
}

/** What colleagues did with a case while they held their grant, newest first, from the audit log. */
export const deedsOf = ({ db }: Pick<Deps, 'db'>, accountId: string, caseId: string): Promise<Deed[]> =>
  db.read(deeds, [accountId, caseId])
