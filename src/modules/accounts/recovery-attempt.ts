import type { Deps } from '../../deps.ts'
import { sessionDigest } from './codes.ts'
import type { LoginContext } from './entering.ts'
import { knownBrowser } from './known-browser.ts'
import { recoveryDraft, type RecoveryDraft } from './recovery-draft.ts'
import { recoverableById, type RecoverableAccount } from './store.ts'

const minute = 60_000

/** How long the new password may be chosen after the phone was proved. */
const provedMinutes = 10

/** Whether the account's holder logged in with this browser before: what others in its network do is not counted then. */
export const isKnownHere = (deps: Deps, { req }: LoginContext, account: RecoverableAccount | undefined): boolean =>
  account !== undefined && knownBrowser(deps, req, 'account', account) !== undefined

/** The attempt under way, with its account where there is one; nothing when it is over or belongs to another page. */
export const attemptOf = async (
  deps: Deps,
  context: LoginContext,
): Promise<{ readonly draft: RecoveryDraft; readonly account: RecoverableAccount | undefined } | undefined> => {
  const draft = await recoveryDraft.read(deps, context.req.sessionID)
  if (draft.flow === undefined || draft.done) return undefined
  if (context.req.method === 'POST' && context.body['flow'] !== draft.flow) return undefined
  const account =
    draft.accountId === undefined
      ? undefined
      : await recoverableById(deps.db, deps.crypto, draft.accountId, deps.clock.now())
  // Which phone proves the holder changed, because the hold that asked the old one ran out: nothing was proved yet.
  if (account && draft.phoneProved && draft.phoneIndex !== account.phoneIndex) return undefined
  return { draft, account }
}

export type Attempt = NonNullable<Awaited<ReturnType<typeof attemptOf>>>

/** A second proof is asked of accounts that were verified: whoever holds only the phone gets no further (L-009). */
export const needsLastOfId = (account: RecoverableAccount | undefined): boolean =>
  account !== undefined && account.realNameLevel > 0

/** Whose code it is: this account's, at the phone it has now, asked for in this session. */
export const codeSubject = (context: LoginContext, { draft, account }: Attempt): string =>
  `${account ? `${account.id}.${account.phoneIndex}` : draft.identity}.${sessionDigest(context.req.sessionID)}`

/** An attempt that may choose the password: everything was proved, not too long ago. */
export const isProved = (deps: Deps, { draft }: Attempt): boolean =>
  draft.provedAt !== undefined && deps.clock.now().getTime() - draft.provedAt <= provedMinutes * minute
