import { heldSentence } from '../../core/identity/phone-hold.ts'
import { isFinal } from '../../core/workflow/states.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import type { Applicant, Context } from '../../web/route.ts'
import { endOffers } from '../applications/offers.ts'
import type { ApplicationRow } from '../applications/store.ts'
import { requireUnheld } from '../accounts/phone-hold.ts'
import { withdrawAll } from '../binding/requests.ts'
import { queueSms } from '../messages/sms.ts'

type Standing = Pick<ApplicationRow, 'id' | 'number' | 'matter' | 'title' | 'stage' | 'status'>

const day = 24 * 3_600_000

const openCases = async (tx: Transaction, accountId: string): Promise<readonly Standing[]> =>
  (
    await tx
      .trx<ApplicationRow>('application')
      .where({ account_id: accountId })
      .whereNull('deleted_at')
      .orderBy('created_at')
      .select('id', 'number', 'matter', 'title', 'stage', 'status')
  ).filter(({ status }) => !isFinal(status))

/**
 * Closes an account for good: its document and code may register anew, its user name is not given out again. Refused
 * while a case is open; gives those that are. What belongs to cases and logs stays; what served only to reach the
 * holder goes.
 */
export const closeAccount = (
  deps: Deps,
  { actor, audit }: Pick<Context<Applicant>, 'actor' | 'audit'>,
  phone: string,
): Promise<{ readonly closed: true } | { readonly open: readonly Standing[] }> =>
  deps.command({ actorKind: 'applicant', actorId: actor.id, ...audit }, async (tx) => {
    const record = (action: string, details: Readonly<Record<string, unknown>> = {}) =>
      tx.audit({ chain: 'platform', action, objectKind: 'account', objectId: actor.id, details })
    // Whoever opens or takes over a case for this account at this moment locks the same row.
    await requireUnheld(tx, actor.id, heldSentence('close'))
    const open = await openCases(tx, actor.id)
    if (open.length > 0) {
      record('account-closing-refused', { open: open.length })
      return { open }
    }
    const closed = await tx.trx('account').where({ id: actor.id }).whereNull('closed_at').update({
      closed_at: tx.now,
      credentials_changed_at: tx.now,
      // No password has this hash.
      password_hash: 'closed',
      email_enc: null,
      email_idx: null,
    })
    if (closed !== 1) {
      record('account-closing-repeated')
      return { closed: true }
    }
    await tx
      .trx('legal_person')
      .where({ account_id: actor.id })
      .whereNull('released_at')
      .update({ released_at: tx.now })
    await endOffers(tx, deps, { to_account: actor.id }, 'receiver-closed')
    await endOffers(tx, deps, { from_account: actor.id }, 'giver-closed')
    await withdrawAll(tx, deps, actor)
    await queueSms(tx, deps, {
      phone,
      template: 'account-closed',
      facts: { account: actor.loginName },
      expiresAt: new Date(tx.now.getTime() + 3 * day),
    })
    record('account-closed')
    return { closed: true }
  })

const casesStatement = {
  name: 'centre-open-cases',
  text: `select id, number, matter, title, stage, status from application
         where account_id = $1 and deleted_at is null order by created_at`,
} as const

/** The cases that keep an account from being closed. */
export const casesInTheWay = async (deps: Pick<Deps, 'db'>, accountId: string): Promise<readonly Standing[]> =>
  (await deps.db.read<Standing>(casesStatement, [accountId])).filter(({ status }) => !isFinal(status))
