import { sql, type Sql } from './sql.ts'

// Which rows of access_grant count on a day: asked by every page for its head, and by the modules that work with them.

/** The invitations `g` that wait for an account: for its phone and its name, and for a person's own account. */
export const waitingFor = (account: string, day: string): Sql =>
  sql`g.accepted_at is null and g.revoked_at is null and g.valid_to >= ${day}::date and (g.invited_phone_idx, g.invited_name)
    in (select i.phone_idx, i.name from account i where i.id = ${account}::uuid and i.kind = 'PERSONAL')`

/** The grants `g` by which an account acts for organizations. */
export const handledBy = (account: string, day: string): Sql =>
  sql`g.holder_id = ${account}::uuid and g.organization_id is not null and g.revoked_at is null
    and ${day}::date between g.valid_from and g.valid_to`
