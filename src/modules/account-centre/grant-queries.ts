import type { GrantEnding, Right } from '../../core/grants.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Statement } from '../../db/client.ts'
import { constant, prepared, sql, type Sql } from '../../db/sql.ts'
import type { Deps } from '../../deps.ts'
import { waitingFor } from '../../db/grants-in-force.ts'
import { misnamedFor } from '../grants/invited.ts'
import { ofOrganization } from '../grants/organizations.ts'

export type Grant = {
  readonly id: string
  /** Of an organization there is no case and no matter: it is of all. */
  readonly caseId: string | null
  readonly title: string
  readonly matter: string | null
  readonly number: string | null
  /** What the reader is in it. */
  readonly part: 'giver' | 'holder' | 'invited'
  /** Whoever gave it, or the organization; nobody where the portal gave it. */
  readonly giver: string
  readonly byPortal: boolean
  /** Whoever accepted it, or was invited. */
  readonly name: string
  readonly phone: string
  readonly rights: readonly Right[]
  readonly validFrom: string
  readonly validTo: string
  readonly invitedAt: Date
  readonly acceptedAt: Date | null
  readonly endedAt: Date | null
  readonly ending: GrantEnding | null
  /** Neither ended nor run out. */
  readonly holds: boolean
  /** Its first day has come. */
  readonly begun: boolean
}

const grants = (accountId: string, day: string, which: Sql): Sql => sql`select g.id, g.case_id as "caseId", g.title,
    p.matter, p.number, case when g.holder_id = ${accountId} then 'holder'
      when g.giver_id <> ${accountId} and ${waitingFor(accountId, day)} then 'invited' else 'giver' end as part,
    coalesce(u.name, f.name) as giver, g.giver_id is null as "byPortal", coalesce(h.name, g.invited_name) as name, g.invited_phone as phone, g.rights,
    g.valid_from as "validFrom", g.valid_to as "validTo", g.invited_at as "invitedAt", g.accepted_at as "acceptedAt", g.revoked_at as "endedAt",
    g.ending, g.revoked_at is null and g.valid_to >= ${day}::date as holds, g.valid_from <= ${day}::date as begun
  from access_grant g left join case_file p on p.id = g.case_id left join organization u on u.id = g.organization_id
    left join account f on f.id = g.giver_id left join account h on h.id = g.holder_id
  where ${which} order by holds desc, g.invited_at desc, g.id limit 100`

type Source = Pick<Deps, 'db' | 'clock'>

/**
 * The grants an account gave and holds, and the invitations that wait for it; those that hold first. What an organization
 * gave stands with the organization.
 */
export const grantsOf = ({ db, clock }: Source, accountId: string): Promise<Grant[]> => {
  const day = localDate(clock.now())
  const which = sql`(g.giver_id = ${accountId} and g.case_id is not null) or g.holder_id = ${accountId} or (${waitingFor(accountId, day)})`
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

const organizationsOwn = ofOrganization('p')
const ofOrganizationSql = constant(organizationsOwn)

/** The grants of one case that its owner gave; of a case of an organization all, whichever account of it gave them. */
export const caseGrants = ({ db, clock }: Source, accountId: string, caseId: string): Promise<Grant[]> => {
  const which = sql`g.case_id = ${caseId} and (g.giver_id = ${accountId} or ${ofOrganizationSql})`
  return db.read<Grant>(...prepared('centre-case-grants', grants(accountId, localDate(clock.now()), which)))
}

/** The grants of an organization, whoever of it gave them; those that hold first. */
export const organizationGrants = (
  { db, clock }: Source,
  accountId: string,
  organizationId: string,
): Promise<Grant[]> => {
  const which = sql`g.organization_id = ${organizationId}`
  return db.read<Grant>(...prepared('centre-unit-grants', grants(accountId, localDate(clock.now()), which)))
}

/** What a colleague did: with which page or pages or which material, where it was one of these. */
export type Deed = {
  /** The case it was done in. */
  readonly case: { readonly id: string; readonly matter: string; readonly title: string }
  readonly at: Date
  readonly action: string
  readonly name: string
  readonly details: { readonly page?: string; readonly pages?: readonly string[]; readonly material?: string }
}

const deedColumns = `l.at, l.action, h.name, l.details,
  json_build_object('id', p.id, 'matter', p.matter, 'title', coalesce(p.draft_title, p.title)) as case`
const during = "l.at between g.accepted_at and coalesce(g.revoked_at, 'infinity')"

const caseDeeds: Statement = {
  name: 'centre-grant-deeds',
  text: `select ${deedColumns} from audit_log l join account h on h.id::text = l.actor_id join case_file p on p.id = $2::uuid
    where l.object_kind = 'case' and l.object_id = p.id::text and l.actor_kind = 'applicant' and exists
      (select from access_grant g where g.case_id = p.id and (g.giver_id = $1 or ${organizationsOwn})
        and g.holder_id = h.id and ${during})
    order by l.id desc limit 50`,
}

/** What colleagues did with a case while they held their grant, newest first, from the audit log. */
export const deedsOf = ({ db }: Pick<Deps, 'db'>, accountId: string, caseId: string): Promise<Deed[]> =>
  db.read(caseDeeds, [accountId, caseId])

const unitDeeds: Statement = {
  name: 'centre-unit-deeds',
  text: `select ${deedColumns} from case_file p join audit_log l on l.object_kind = 'case' and l.object_id = p.id::text
      and l.actor_kind = 'applicant' join account h on h.id::text = l.actor_id
    where p.organization_id = $1 and ${ofOrganization('p')} and exists
      (select from access_grant g where g.organization_id = $1 and g.holder_id = h.id and ${during})
    order by l.id desc limit 50`,
}

/** What the 经办人 of an organization did with its cases while they were that, newest first. */
export const unitDeedsOf = ({ db }: Pick<Deps, 'db'>, organizationId: string): Promise<Deed[]> =>
  db.read(unitDeeds, [organizationId])
