import { DeskRefusal, obstacle } from '../../core/helpdesk/refusals.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import type { Context, Staff } from '../../web/route.ts'
import { recordingRefusals, type Desk, type Subject } from './refusing.ts'

export type DeskContext = Context<Staff>

export const deskOf = (deps: Deps, { actor, audit }: DeskContext): Desk => ({ deps, staff: actor, request: audit })

/** The first crumb of every page of the counter. */
export const home = { href: paths.desk, text: '用户管理' }

/** What is not there, or not of this authority: recorded, and answered as if it had never been. */
export const refuseUnknown = (deps: Deps, context: DeskContext, subject: Subject): Promise<never> =>
  recordingRefusals(deskOf(deps, context), 'open', subject, () => Promise.reject(new DeskRefusal(obstacle('UNKNOWN'))))
