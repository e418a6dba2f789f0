import { AppError } from '../../core/errors.ts'
import { maskWithin } from '../../core/forms/personal.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import type { IdentityResult } from '../../infra/identity/gateway.ts'
import { hasLostNumber, isProvedAtOnce } from '../people/claims.ts'
import { releaseOtherClaims } from '../accounts/release-claims.ts'
import type { RequestFacts } from '../../db/audit.ts'
import { byApplicant } from '../../web/acting.ts'
import { consentDocument, consentVersion, type RealNameChannel } from './channels.ts'
import type { Holder } from './queries.ts'

const about = (id: string, action: string, details: object = {}) => ({
  chain: 'platform',
  action,
  objectKind: 'account',
  objectId: id,
  details: { ...details },
})

/** Notes that the real-name step was put off. */
export const skipRealName = (deps: Deps, id: string, request: RequestFacts): Promise<void> =>
  deps.command(byApplicant({ id }, request), async (tx) => {
    await tx.trx('account').where({ id, real_name_level: 0 }).update({ real_name_skipped_at: tx.now })
    tx.audit(about(id, 'real-name-skipped'))
  })

const outcomes = { match: 'MATCH', mismatch: 'MISMATCH', unavailable: 'UNAVAILABLE' } as const satisfies Record<
  IdentityResult['kind'],
  string
>

/** Tries an account has in a day (see limits). */
const triesADay = 5

const counterRoute = '请明天再试，或者携带身份证件到登记管理机关窗口核验。'

/**
 * Counts one try of the account and of the document; both or neither. An account's first try of the day is its own
 * whatever others did with the number: strangers who typed it must not keep its owner from proving it.
 */
const useTry = async (deps: Deps, holder: Holder): Promise<void> => {
  const first = (await deps.limits.left('verify-account-day', holder.id)) === triesADay
  await deps.limits.use('verify-account-day', holder.id, `您今天实名认证的次数已达上限。${counterRoute}`)
  try {
    await deps.limits.use(
      'verify-document-day',
      holder.idNumberIndex,
      `该证件今天实名认证的次数已达上限。${counterRoute}`,
    )
  } catch (error) {
    if (first && error instanceof AppError && error.code === 'TOO_MANY') return
    await deps.limits.giveBack('verify-account-day', holder.id)
    throw error
  }
}

const giveTryBack = async (deps: Deps, holder: Holder): Promise<void> => {
  await deps.limits.giveBack('verify-account-day', holder.id)
  await deps.limits.giveBack('verify-document-day', holder.idNumberIndex)
}

/** Stores what came of a try. */
const store = async (
  tx: Transaction,
  deps: Deps,
  holder: Holder,
  channel: RealNameChannel,
  result: IdentityResult,
): Promise<void> => {
  await tx.trx('real_name_attempt').insert({
    account_id: holder.id,
    channel,
    outcome: outcomes[result.kind],
    // Whatever numbers the gateway says again stay with the person they were said to.
    reason: result.kind === 'mismatch' ? maskWithin(result.reason) : null,
    at: tx.now,
  })
  if (result.kind !== 'match') {
    tx.audit(about(holder.id, 'real-name-failed', { channel, outcome: outcomes[result.kind] }))
    return
  }
  const same = { id: holder.id, name: holder.name, id_number_idx: holder.idNumberIndex }
  const verified = await tx
    .trx('account')
    .where({ ...same, real_name_level: 0 })
    .whereNull('closed_at')
    .update({ real_name_level: 1, real_name_channel: channel, real_name_at: tx.now })
  if (verified === 1) {
    await releaseOtherClaims(tx, deps, { id: holder.id, documentIndex: holder.idNumberIndex })
    tx.audit(about(holder.id, 'real-name-verified', { channel }))
    return
  }
  // Verified in another tab meanwhile is as good; another name or number is not what was asked about.
  if (
    !(await tx
      .trx('account')
      .where({ ...same, real_name_level: 1 })
      .first<object | undefined>('id'))
  )
    throw new AppError('STALE')
  tx.audit(about(holder.id, 'real-name-repeated', { channel }))
}

export type VerificationResult = IdentityResult | { readonly kind: 'taken' }

const refuseTaken = async (
  deps: Deps,
  holder: Holder,
  request: RequestFacts,
  channel: RealNameChannel,
): Promise<VerificationResult> => {
  await deps.command(byApplicant(holder, request), async (tx) => {
    await tx.trx('real_name_attempt').insert({ account_id: holder.id, channel, outcome: 'TAKEN', at: tx.now })
    tx.audit(about(holder.id, 'real-name-failed', { channel, outcome: 'TAKEN' }))
  })
  return { kind: 'taken' }
}

/**
 * Verifies an account through a channel: the consent is on record before anything leaves the portal, then the gateway
 * is asked with `ask`, outside of any transaction, then outcome and level are stored, never what was shown. Verifying
 * twice, also in two tabs at once, leaves the account verified once; of two accounts that prove one number at once the
 * later gets `taken`, as does one whose number was proved before. Whoever only typed the number loses it. A try the
 * gateway did not answer does not count.
 * Throws TOO_MANY without tries left, and STALE when name or document changed in the meantime.
 */
export const verifyIdentity = async (
  deps: Deps,
  holder: Holder,
  request: RequestFacts,
  channel: RealNameChannel,
  ask: () => Promise<IdentityResult>,
): Promise<VerificationResult> => {
  if (await hasLostNumber(deps.db, holder.id)) return refuseTaken(deps, holder, request, channel)
  await useTry(deps, holder)
  const consent = { document: consentDocument(channel), version: consentVersion }
  await deps.command(byApplicant(holder, request), async (tx) => {
    await tx.trx('consent').insert({ ...consent, account_id: holder.id, accepted_at: tx.now })
    tx.audit(about(holder.id, 'consent-given', consent))
  })
  const result = await ask()
  if (result.kind === 'unavailable') await giveTryBack(deps, holder)
  try {
    await deps.command(byApplicant(holder, request), (tx) => store(tx, deps, holder, channel, result))
  } catch (error) {
    if (isProvedAtOnce(error)) return refuseTaken(deps, holder, request, channel)
    throw error
  }
  return result
}
