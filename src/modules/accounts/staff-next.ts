import type { Context } from '../../web/route.ts'
import { ownNext } from './form-view.ts'

/** Where a staff login leads when it was not on the way somewhere; pages of applicants are another house. */
export const staffNext = <Actor>(context: Context<Actor>): string | undefined => {
  const next = ownNext(context.body['next'] ?? context.query['next'])
  return next === '/staff' || next?.startsWith('/staff/') ? next : undefined
}
