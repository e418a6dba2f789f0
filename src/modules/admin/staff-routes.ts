import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { permittedRoute, type Route } from '../../web/route.ts'
import { undeliveredShown, undeliveredSms } from '../messages/queries.ts'
import { readRevealReason } from '../../web/reveal-reason.ts'
import { wholeForm } from '../../web/form-view.ts'
import { authoritiesInReach } from './reach.ts'
import { recordNumberView } from './staff-commands.ts'
import { readNewMember } from './staff-form.ts'
import { type AdminContext, crumbs } from './staff-frame.ts'
import { memberInReach, takeStep, readChange } from './staff-steps.ts'
import { showMember } from './staff-member.ts'
import { showList } from './staff-list.ts'
import { showNew, addMember } from './staff-new.ts'

/** Text messages that never went out. Who administers the whole site sees all of them, others what their own relied on. */
const showUndelivered = async (deps: Deps, context: AdminContext): Promise<void> => {
  const reach = authoritiesInReach(deps.reference, context.actor)
  const everything = reach.some(({ divisionCode }) => divisionCode === deps.site.rootDivisionCode)
  const found = await undeliveredSms(deps, { everything, authorities: reach.map(({ id }) => id) })
  context.view('staff/undelivered.njk', {
    page: crumbs('未送达的短信'),
    everything,
    cut: found.length === undeliveredShown ? undeliveredShown : undefined,
    rows: found.map((one) => [
      { text: one.at, nowrap: true },
      { text: one.phone, nowrap: true },
      { text: one.words },
      { tag: one.state.tag, sub: one.state.text },
    ]),
  })
}

/** Shows the number in full, once, after who asked for it and why was written down (S30). */
const revealNumber = async (deps: Deps, context: AdminContext): Promise<void> => {
  const member = await memberInReach(deps, context)
  const { values, errors, reason } = readRevealReason(context.body)
  if (!reason) return showMember(deps, context, member, { asked: { values, errors } })
  await recordNumberView(deps, context.actor, context.audit, member.id, reason)
  return showMember(deps, context, member, { inFull: true })
}

/** 工作人员管理: who works here, with which roles, and the way in and out for each of them. */
export const staffAdminRoutes = (deps: Deps): readonly Route[] => [
  permittedRoute('staff:manage', {
    method: 'get',
    path: paths.staffAdmin,
    handler: (context) => showList(deps, context),
  }),
  permittedRoute('staff:manage', {
    method: 'get',
    path: paths.staffUndelivered,
    handler: (context) => showUndelivered(deps, context),
  }),
  permittedRoute('staff:manage', {
    method: 'get',
    path: paths.staffAdminNew,
    handler: (context) => {
      const reach = authoritiesInReach(deps.reference, context.actor)
      const values = { authority: String(context.actor.authority.id) }
      showNew(deps, context, reach, { values, roles: [], errors: {} })
    },
  }),
  permittedRoute('staff:manage', {
    method: 'post',
    path: paths.staffAdminNew,
    handler: (context) => addMember(deps, context),
    again: (context, sentence) => {
      const reach = authoritiesInReach(deps.reference, context.actor)
      const form = readNewMember(context.body, reach, deps.reference, localDate(deps.clock.now()))
      showNew(deps, context, reach, form, { [wholeForm]: sentence })
    },
  }),
  permittedRoute('staff:manage', {
    method: 'get',
    path: paths.staffAdminMember(':id'),
    handler: async (context) => showMember(deps, context, await memberInReach(deps, context)),
  }),
  permittedRoute('staff:manage', {
    method: 'post',
    path: paths.staffAdminStep(':id', 'reveal'),
    handler: (context) => revealNumber(deps, context),
  }),
  permittedRoute('staff:manage', {
    method: 'get',
    path: paths.staffAdminStep(':id', ':step'),
    // Steps are taken by their forms; whoever comes back to the address of one sees the member.
    handler: async (context) => context.redirect(paths.staffAdminMember((await memberInReach(deps, context)).id)),
  }),
  permittedRoute('staff:manage', {
    method: 'post',
    path: paths.staffAdminStep(':id', ':step'),
    handler: (context) => takeStep(deps, context),
    again: async (context, text) =>
      showMember(deps, context, await memberInReach(deps, context), {
        ...readChange(deps, context).shown,
        notice: { kind: 'error', title: '没有办理', text },
      }),
  }),
]
