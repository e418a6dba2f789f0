import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import type { Applicant, Context } from '../../web/route.ts'
import { endSession, renewLogin } from '../../web/sessions.ts'

/**
 * Leaves the login at hand as the only one, under a new id, and goes on to `then`. When another login took its place
 * meanwhile, that one had the old credentials: both end, and the person logs in anew.
 */
export const stayAlone = async (deps: Deps, context: Context<Applicant>, then: string): Promise<void> => {
  const { store } = deps.sessions.applicant
  if (await renewLogin(context.req, store, context.actor.id)) return context.redirect(then)
  await store.endAll(context.actor.id)
  await endSession(context.req)
  context.redirect(paths.loginPersonal)
}
