import type { Knex } from 'knex'
import { heldSentence } from '../../core/identity/phone-hold.ts'
import { hindranceOf } from '../../core/legal-persons/standing.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { isFinal } from '../../core/workflow/statuses.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import type { Applicant, Context } from '../../web/route.ts'
import { endAllBindings } from '../certificates/commands.ts'
import { endGrants } from '../grants/end.ts'
import { ofOrganization, organizationsFor } from '../grants/organizations.ts'
import type { OrganizationRow } from '../register/entry.ts'
import { endOffers } from '../cases/offers.ts'
import type { CaseRow } from '../cases/store.ts'
import { requireUnheld } from '../accounts/phone-hold.ts'
import { withdrawAll } from '../binding/requests.ts'
import { queueSms } from '../messages/sms.ts'
import { byApplicant } from '../../web/acting.ts'

type Standing = Pick<CaseRow, 'id' | 'number' | 'matter' | 'title' | 'stage' | 'status'>

const day = 24 * 3_600_000

/** The organization an account speaks for: its own account, whose representative the register names. */
const spokenForNow = async (knex: Knex, accountId: string, now: Date): Promise<OrganizationRow | undefined> =>
  (await organizationsFor(knex, { id: accountId }, localDate(now))).find(
    ({ unit }) => unit && hindranceOf(unit) === undefined,
  )?.organization

/** Who goes on as 经办人 of the organization an account speaks for when that is closed. */
export const handlersLeft = async (
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  accountId: string,
): Promise<readonly string[]> => {
  const own = await spokenForNow(db.knex, accountId, clock.now())
  return own
    ? db
        .knex('access_grant')
        .where({ organization_id: own.id })
        .whereNull('revoked_at')
        .whereNotNull('accepted_at')
        .where('valid_to', '>=', localDate(clock.now()))
        .orderBy('accepted_at')
        .pluck('invited_name')
    : []
}

/**
 * The cases that keep an account from being closed: what it has not brought to an end. What a 经办人, or an account that
 * speaks for it no more, began for an organization goes on without them.
 */
export const openCases = async (knex: Knex, accountId: string, now: Date): Promise<readonly Standing[]> => {
  const speaks = await spokenForNow(knex, accountId, now)
  const cases = await knex<CaseRow>('case_file')
    .where({ account_id: accountId })
    .whereNull('deleted_at')
    .whereRaw(speaks ? 'true' : `not ${ofOrganization('case_file')}`)
    .orderBy('created_at')
    .select('id', 'number', 'matter', 'title', 'stage', 'status')
  return cases.filter(({ status }) => !isFinal(status))
}

/**
 * Ends an account whose row the caller has locked: its document and code may register anew, its user name is not given
 * out again. Refused while a case is open; gives those that are. What belongs to cases and logs stays; what served only
 * to reach the holder goes. What others wait for ends, and they are told.
 */
export const endAccount = async (
  tx: Transaction,
  deps: Deps,
  account: Pick<Applicant, 'id' | 'name'>,
): Promise<'closed' | 'closed-before' | { readonly open: readonly Standing[] }> => {
  const { id } = account
  const open = await openCases(tx.trx, id, tx.now)
  if (open.length > 0) return { open }
  const closed = await tx.trx('account').where({ id }).whereNull('closed_at').update({
    closed_at: tx.now,
    credentials_changed_at: tx.now,
    // No password has this hash.
    password_hash: 'closed',
    email_enc: null,
    email_idx: null,
  })
  if (closed !== 1) return 'closed-before'
  await tx.trx('legal_person').where({ account_id: id }).whereNull('released_at').update({ released_at: tx.now })
  await endOffers(tx, deps, { to_account: id }, 'receiver-closed')
  await endOffers(tx, deps, { from_account: id }, 'giver-closed')
  await endGrants(tx, deps, { holder_id: id }, 'holder-closed')
  // 经办人 are the organization's, which goes on and may have another account: with an account goes none of them.
  await endGrants(tx, deps, { giver_id: id, organization_id: null }, 'giver-closed')
  await endAllBindings(tx, id)
  await withdrawAll(tx, deps, account)
  tx.job('end-operations', { accountId: id }, `end-operations:${id}`)
  return 'closed'
}

/** Closes the account of whoever is logged in for good, and tells their phone; gives the cases that are in the way. */
export const closeAccount = (
  deps: Deps,
  { actor, audit }: Pick<Context<Applicant>, 'actor' | 'audit'>,
  phone: string,
): Promise<{ readonly closed: true } | { readonly open: readonly Standing[] }> =>
  deps.command(byApplicant(actor, audit), async (tx) => {
    const record = (action: string, details: Readonly<Record<string, unknown>> = {}) =>
      tx.audit({ chain: 'platform', action, objectKind: 'account', objectId: actor.id, details })
    // Whoever opens or takes over a case for this account at this moment locks the same row.
    await requireUnheld(tx, actor.id, heldSentence('close'))
    const ended = await endAccount(tx, deps, actor)
    if (typeof ended === 'object') {
      record('account-closing-refused', { open: ended.open.length })
      return ended
    }
    if (ended === 'closed-before') {
      record('account-closing-repeated')
      return { closed: true }
    }
    await queueSms(tx, deps, {
      phone,
      template: 'account-closed',
      facts: { account: actor.loginName },
      expiresAt: new Date(tx.now.getTime() + 3 * day),
    })
    record('account-closed')
    return { closed: true }
  })

/** The same, to be told before anything is closed. */
export const casesInTheWay = (
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  accountId: string,
): Promise<readonly Standing[]> => openCases(db.knex, accountId, clock.now())
