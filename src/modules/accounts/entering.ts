import type { Deps } from '../../deps.ts'
import { findApplicant } from '../../web/actors.ts'
import { paths, setupPages } from '../../web/paths.ts'
import type { Applicant, Context } from '../../web/route.ts'
import { afterPersonalLogin } from '../people/admission.ts'
import { afterLegalLogin } from '../people/register-agreement.ts'
import { hasLostNumber } from '../people/claims.ts'
import { frozenDoor } from './closed-door.ts'
import { recordAccepted, recordFrozen, recordPasswordAccepted, type LoginSubject } from './commands.ts'
import { closeStep, completeLogin, openStep, otherLogin, wayOf, type Proof } from './completion.ts'
import { requestFacts } from './device-name.ts'
import { withQuery } from './form-view.ts'
import { accountNames } from './store.ts'

export type LoginContext = Context<Applicant | undefined>

export const accountSubject = (id: string): LoginSubject => ({ kind: 'account', id })

/** The page of the door somebody came through. */
export const doorPaths = {
  personal: paths.loginPersonal,
  legal: paths.loginLegal,
  phone: paths.loginPhone,
  certificate: paths.loginCertificate,
} as const satisfies Record<Proof['door'], string>

/** What was proved of accounts, and when their credentials had last changed. */
const proofOf = (
  door: Proof['door'],
  accounts: readonly { readonly id: string; readonly credentials: number }[],
): Proof => ({ door, credentials: Object.fromEntries(accounts.map((one) => [one.id, one.credentials])) })

/**
 * Where to after a login: first what the account must see to (a password or terms of its own, binding, a register that
 * does not agree), which passes on where it was on the way to. Who was on the way nowhere comes to 首页, an organization
 * of the register to its own; who came by phone may have forgotten the login name, which 用户中心 shows (L-009).
 */
const landing = async (
  deps: Deps,
  account: Applicant,
  door: Proof['door'],
  wanted: string | undefined,
): Promise<string> => {
  const legal = account.kind === 'LEGAL_PERSON' ? await afterLegalLogin(deps, account.id) : undefined
  const first = legal
    ? legal.first
    : (await hasLostNumber(deps.db, account.id))
      ? paths.accountIdentity
      : await afterPersonalLogin(deps, account.id)
  const next = first === undefined ? wanted : withQuery(first, { next: wanted })
  if (account.setup !== undefined) return withQuery(setupPages[account.setup], { next })
  return next ?? (door === 'phone' ? paths.account : (legal?.home ?? paths.home))
}

/** Whether only the phone of an account was proved that was itself verified. */
const needsDocument = (proof: Proof, realNameLevel: number): boolean =>
  proof.door === 'phone' && !proof.document && realNameLevel > 0

/** The last step: the account is logged in, or its credentials changed meanwhile and the door is shown again. */
export const finishLogin = async (
  deps: Deps,
  context: LoginContext,
  id: string,
  proof: Proof,
  next: string | undefined,
): Promise<void> => {
  const [named] = await accountNames(deps.db, [id])
  if (named?.frozen && !needsDocument(proof, named.realNameLevel)) {
    closeStep(context.req)
    await recordFrozen(deps, requestFacts(context), id, wayOf(proof))
    return frozenDoor(deps, context)
  }
  const account = await findApplicant(deps, id)
  // Verified since the code was right: now it asks for its document like any other.
  if (account && needsDocument(proof, account.realNameLevel)) return enterAccount(deps, context, id, proof, next)
  if (!account || !(await completeLogin(deps, context, accountSubject(id), proof)))
    return context.redirect(withQuery(doorPaths[proof.door], { again: '1', next }))
  context.redirect(await landing(deps, account, proof.door, next))
}

/**
 * The one account somebody proved to hold: logs in, after the questions that are open. Who holds the phone of a verified
 * account is asked for the end of its document, or a number given to somebody else would open what recovery guards; and
 * whoever is signed in elsewhere, whether that is to end.
 */
export const enterAccount = async (
  deps: Deps,
  context: LoginContext,
  id: string,
  proof: Proof,
  next: string | undefined,
): Promise<void> => {
  const subject = accountSubject(id)
  const [account] = await accountNames(deps.db, [id])
  if (account && needsDocument(proof, account.realNameLevel)) {
    await recordAccepted(deps, requestFacts(context), subject, 'code', 'document')
    await openStep(deps, context.req, { kind: 'document', side: 'account', subject: id, next, proof })
    return context.redirect(paths.loginDocument)
  }
  if (!(await otherLogin(deps, context.req, subject))) return finishLogin(deps, context, id, proof, next)
  if (proof.door === 'phone') await recordAccepted(deps, requestFacts(context), subject, 'code', 'device')
  else if (proof.door === 'certificate')
    await recordAccepted(deps, requestFacts(context), subject, 'certificate', 'device')
  else await recordPasswordAccepted(deps, requestFacts(context), subject, 'device')
  await openStep(deps, context.req, { kind: 'device', side: 'account', subject: id, next, proof })
  context.redirect(paths.loginDevice)
}

/** Whoever proved to hold these accounts: chooses when they are several, then enters. */
export const enter = async (
  deps: Deps,
  context: LoginContext,
  accounts: readonly { readonly id: string; readonly credentials: number }[],
  door: Proof['door'],
  next: string | undefined,
): Promise<void> => {
  const [only, ...others] = accounts
  if (!only) throw new Error('nobody to let in')
  const proof = proofOf(door, accounts)
  if (others.length === 0) return enterAccount(deps, context, only.id, proof, next)
  const subject = accounts.map((one) => one.id).join(' ')
  await openStep(deps, context.req, { kind: 'choice', side: 'account', subject, next, proof })
  context.redirect(paths.loginAccount)
}
