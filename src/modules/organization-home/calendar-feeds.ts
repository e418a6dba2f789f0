import { randomBytes } from 'node:crypto'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { RequestFacts } from '../../db/audit.ts'
import type { Database, Statement } from '../../db/client.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import { authorityById } from '../../reference/reference.ts'
import { byApplicant } from '../../web/acting.ts'
import type { Applicant } from '../../web/route.ts'
import { maySeeAll, organizationFor, type Speaker } from '../grants/organizations.ts'
import type { OrganizationRow } from '../register/entry.ts'

const liveStatement: Statement = {
  name: 'calendar-feed-live',
  text: `select created_at as "createdAt" from calendar_feed
    where organization_id = $1 and account_id = $2 and ended_at is null`,
}

/** Whether an account has an address of an organization's calendar, and since when. */
export const liveFeed = async (
  db: Pick<Database, 'read'>,
  organizationId: string,
  accountId: string,
): Promise<{ readonly createdAt: Date } | undefined> =>
  (await db.read<{ createdAt: Date }>(liveStatement, [organizationId, accountId]))[0]

const endLive = (tx: Transaction, organizationId: string, accountId: string) =>
  tx
    .trx('calendar_feed')
    .where({ organization_id: organizationId, account_id: accountId })
    .whereNull('ended_at')
    .update({ ended_at: tx.now })

type Wanted = { readonly actor: Applicant; readonly request: RequestFacts; readonly organization: OrganizationRow }

const record = (tx: Transaction, deps: Deps, { organization }: Wanted, action: string): void =>
  tx.audit({
    chain: authorityById(deps.reference, organization.authority_id).code,
    action,
    objectKind: 'organization',
    objectId: organization.id,
  })

/** Makes an account's address of an organization's calendar and gives its secret; the one before is no more. */
export const makeFeed = async (deps: Deps, wanted: Wanted): Promise<string> => {
  const { actor, request, organization } = wanted
  await deps.limits.use('calendar-account', actor.id)
  const token = randomBytes(32).toString('base64url')
  await deps.command(byApplicant(actor, request), async (tx) => {
    // One at a time for each account, also when two windows ask at once.
    await tx.trx('account').where({ id: actor.id }).forUpdate().select('id')
    await endLive(tx, organization.id, actor.id)
    await tx.trx('calendar_feed').insert({
      organization_id: organization.id,
      account_id: actor.id,
      token_idx: deps.crypto.index('calendar', token),
      created_at: tx.now,
    })
    record(tx, deps, wanted, 'organization.calendar-made')
  })
  return token
}

/** Ends it; whoever reads it finds nothing from now on. */
export const endFeed = (deps: Deps, wanted: Wanted): Promise<void> =>
  deps.command(byApplicant(wanted.actor, wanted.request), async (tx) => {
    await endLive(tx, wanted.organization.id, wanted.actor.id)
    record(tx, deps, wanted, 'organization.calendar-ended')
  })

const feedStatement: Statement = {
  name: 'calendar-feed',
  text: `select f.account_id as "accountId", o.uscc from calendar_feed f join organization o on o.id = f.organization_id
    where f.token_idx = $1 and f.ended_at is null`,
}

/** Whose calendar an address tells; nothing for one that is none, or whose maker acts for the organization no more. */
export const organizationOfFeed = async (deps: Deps, token: string): Promise<Speaker['organization'] | undefined> => {
  const [feed] = await deps.db.read<{ accountId: string; uscc: string }>(feedStatement, [
    deps.crypto.index('calendar', token),
  ])
  if (!feed) return undefined
  const speaker = await organizationFor(deps.db.knex, { id: feed.accountId }, localDate(deps.clock.now()), feed.uscc)
  return speaker && (!speaker.unit || maySeeAll(speaker.unit)) ? speaker.organization : undefined
}
