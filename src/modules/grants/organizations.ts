import type { Knex } from 'knex'
import { endedText, type GrantEnding, type Right } from '../../core/grants.ts'
import { accountStanding, type UnitAccount } from '../../core/legal-persons/standing.ts'
import { verifiedLevel } from '../../core/matters/real-name.ts'
import { handledBy } from '../../db/grants-in-force.ts'
import { constant, sql, type Sql } from '../../db/sql.ts'
import type { Applicant } from '../../web/route.ts'
import type { OrganizationRow } from '../register/entry.ts'

/** What an account `h` with its legal person `l` is to the organization `u` with its code, as JSON of a UnitAccount. */
export const unitJson = `json_build_object('released', l.released_at is not null or h.closed_at is not null,
    'level', h.real_name_level, 'certificate', l.certificate_state, 'representative', l.representative_name,
    'registered', u.legal_representative, 'sameDocument', coalesce((select bool_or(p.id_number_idx = h.id_number_idx)
      from post_holder p where p.organization_id = u.id and p.legal_representative
        and p.name = u.legal_representative), true))`

/** The organization `u` is the one with the code of a legal person `l`. */
export const ofUnit = '(u.id = l.organization_id or u.uscc = l.uscc)'

const ofUnitSql = constant(ofUnit)

/** Whether a case is an organization's own: about one, and not the one that founded it. `caseFile`: the alias of its row. */
export const ofOrganization = (caseFile: string): string =>
  `(${caseFile}.organization_id is not null and not exists (select from organization f where f.case_id = ${caseFile}.id))`

/** The name of whoever applies in a case: of an organization's own case the organization, whoever began it. */
export const applicantName = (caseFile: string, account: string): string =>
  `(case when ${account}.kind = 'PERSONAL' and ${ofOrganization(caseFile)}
    then (select n.name from organization n where n.id = ${caseFile}.organization_id) else ${account}.name end)`

/** The same of a case `a` of an account `c`, inside a statement that is put together. */
const ofA = constant(applicantName('a', 'c'))
export { ofA as applicantOfA }

/** The organizations an account may look into on a day: its own, and those it holds a grant of. */
export const spokenFor = (account: string, day: string): Sql =>
  sql`select g.organization_id from access_grant g where ${handledBy(account, day)}
  union select u.id from legal_person l join account h on h.id = l.account_id join organization u on ${ofUnitSql}
    where l.account_id = ${account}::uuid and l.released_at is null and l.certificate_state = 'PASSED'
      and h.real_name_level >= ${verifiedLevel}`

/** For which organization an account acts, and what it may do. */
export type Speaker = {
  readonly organization: OrganizationRow
  /** What a 经办人 was given; undefined for the organization's own account. */
  readonly rights: readonly Right[] | undefined
  /** The organization's own account; see accountStanding. */
  readonly unit: UnitAccount | undefined
}

type SpeakerRow = OrganizationRow & { readonly unit: UnitAccount | null; readonly rights: readonly Right[] | null }

const speakers = `select u.*, ${unitJson} as unit, null::text[] as rights
    from legal_person l join account h on h.id = l.account_id join organization u on ${ofUnit}
    where l.account_id = ? and l.released_at is null
  union all select u.*, null, g.rights from access_grant g join organization u on u.id = g.organization_id
    where g.holder_id = ? and g.revoked_at is null and ?::date between g.valid_from and g.valid_to
  order by name, id`

/** The organizations an account acts for on a day: the one its code is of, or those of its grants, by name. */
export const organizationsFor = async (
  knex: Knex,
  actor: Pick<Applicant, 'id'>,
  day: string,
): Promise<readonly Speaker[]> => {
  const { rows } = await knex.raw<{ rows: SpeakerRow[] }>(speakers, [actor.id, actor.id, day])
  return rows.map(({ unit, rights, ...organization }) => ({
    organization,
    rights: rights ?? undefined,
    unit: unit ?? undefined,
  }))
}

/**
 * The organization an account acts for now: the one it chose by its code, or the only one there is. Undefined when it
 * chose none of several, or one that it does not act for.
 */
export const organizationFor = async (
  knex: Knex,
  actor: Pick<Applicant, 'id'>,
  day: string,
  chosen?: string,
): Promise<Speaker | undefined> => {
  const all = await organizationsFor(knex, actor, day)
  if (chosen) return all.find(({ organization }) => organization.uscc === chosen)
  return all.length === 1 ? all[0] : undefined
}

/** What somebody is told who chose an organization that they held a grant of; undefined for one that they never did. */
export const endedFor = async (
  knex: Knex,
  actor: Pick<Applicant, 'id'>,
  day: string,
  chosen: string,
): Promise<string | undefined> => {
  const grant = await knex('access_grant as g')
    .join('organization as u', 'u.id', 'g.organization_id')
    .where({ 'g.holder_id': actor.id, 'u.uscc': chosen })
    .orderBy('g.accepted_at', 'desc')
    .first<{ name: string; ending: GrantEnding | null; valid_from: string } | undefined>(
      'u.name',
      'g.ending',
      'g.valid_from',
    )
  if (!grant) return undefined
  const { name, ending, valid_from: from } = grant
  return endedText(name, { everyCase: true, ending, startsOn: from > day ? from : null })
}

/** Whether an account may look into the cases others began for its organization: one that was proved to be the unit's. */
export const maySeeAll = (unit: UnitAccount): boolean => ['speaks', 'left'].includes(accountStanding(unit))
