import type { Deps } from '../../deps.ts'
import { lastDoorPath } from '../../web/door.ts'
import type { Applicant, Context } from '../../web/route.ts'
import { endSession, renewLogin } from '../../web/sessions.ts'
import { rememberBrowser } from '../accounts/known-browser.ts'
import { credentialsOf } from '../accounts/queries.ts'

/**
 * Leaves the login at hand as the only one, under a new id, and goes on to `then`. When another login took its place
 * meanwhile, that one had the old credentials: both end, and the person logs in anew.
 */
export const stayAlone = async (deps: Deps, context: Context<Applicant>, then: string): Promise<void> => {
  const { store } = deps.sessions.applicant
  const { id } = context.actor
  if (await renewLogin(context.req, store, id)) {
    // Credentials that changed have ended what the browser had; whoever changed them here is known here.
    rememberBrowser(deps, context, 'account', { id, credentials: await credentialsOf(deps.db, id) })
    return context.redirect(then)
  }
  await store.endAll(id)
  await endSession(context.req)
  context.redirect(lastDoorPath(context.req))
}
