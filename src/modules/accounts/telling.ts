import type { Deps } from '../../deps.ts'

/**
 * Whether somebody who solved a captcha may learn that an account exists, or does not: where the site's policy says so,
 * and the latter a few times an hour from one address (S3, L-012). Who has used that up is told nothing about known
 * accounts either, for that would tell as much; a browser that logged in to the account before knows of it.
 */
export const mayTell = async (deps: Deps, network: string, known: boolean, knownHere: boolean): Promise<boolean> => {
  if (!deps.site.policies.revealUnknownAccount) return false
  if (knownHere) return true
  if (known) return (await deps.limits.left('unknown-account', network)) > 0
  return deps.limits.isWithin('unknown-account', network)
}
