import type { FieldErrors } from '../../core/forms/page.ts'
import { roles as roleFacts, type StaffRole } from '../../core/access.ts'
import { AppError } from '../../core/errors.ts'
import { knownRoles } from '../../core/staff-roles.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { authoritiesInReach } from './reach.ts'
import { changeStaff } from './staff-commands.ts'
import { readDetails, readIdentity, refusalText, rolesField, tickedRoles } from './staff-form.ts'
import { roleState, staffMember, type StaffFacts } from './staff-queries.ts'
import type { MemberChange, StaffRefusal } from './staff-writing.ts'
import type { AdminContext } from './staff-frame.ts'
import { type Shown, showMember } from './staff-member.ts'
import { idOf } from './staff-list.ts'

export const memberInReach = (deps: Deps, context: AdminContext): Promise<StaffFacts> =>
  staffMember(
    deps,
    context.param('id'),
    authoritiesInReach(deps.reference, context.actor).map(({ id }) => id),
  )

const steps = [
  'roles',
  'details',
  'identity',
  'reset',
  'unlock',
  'retire',
  'reinstate',
] as const satisfies readonly MemberChange['kind'][]

/** What was posted, and what is wrong with it before anybody is asked. */
export const readChange = (
  deps: Deps,
  context: AdminContext,
): { readonly change: MemberChange; readonly shown: Shown; readonly errors: FieldErrors } => {
  const { body, param } = context
  const kind = steps.find((step) => step === param('step'))
  if (kind === undefined) throw new AppError('NOT_FOUND')
  if (kind === 'roles') {
    const roles = tickedRoles(body)
    return { change: { kind, roles }, shown: { roles }, errors: {} }
  }
  if (kind === 'details') {
    const { values, errors, name, phone } = readDetails(body, localDate(deps.clock.now()))
    return { change: { kind, name, ...(phone === undefined ? {} : { phone }) }, shown: { details: values }, errors }
  }
  if (kind === 'identity') {
    const { values, errors, name, idNumber } = readIdentity(body, localDate(deps.clock.now()))
    return { change: { kind, name, idNumber }, shown: { identity: values }, errors }
  }
  return { change: { kind }, shown: {}, errors: {} }
}

const showRefusal = async (
  deps: Deps,
  context: AdminContext,
  change: MemberChange,
  shown: Shown,
  refused: StaffRefusal,
): Promise<void> => {
  const member = await memberInReach(deps, context)
  const { field, text } = refusalText(refused)
  const here =
    (change.kind === 'roles' && field === 'roles') ||
    (change.kind === 'details' && field === 'phone') ||
    (change.kind === 'identity' && field === 'idNumber')
  if (here && field !== undefined) return showMember(deps, context, member, { ...shown, errors: { [field]: text } })
  return showMember(deps, context, member, { ...shown, notice: { kind: 'error', title: '没有办理', text } }, 409)
}

const sureName = 'sure'

/** Asked once more: what waits for each role that would have too few people, and who is left. */
const askBack = async (
  deps: Deps,
  context: AdminContext,
  member: StaffFacts,
  {
    bare,
    change,
    version,
  }: { readonly bare: readonly StaffRole[]; readonly change: MemberChange; readonly version: number },
): Promise<void> => {
  const states = await Promise.all(
    bare.map(async (role) => ({ role, ...(await roleState(deps, role, member.authorityId, member.id)) })),
  )
  const title = change.kind === 'retire' ? '确认停用账号' : '确认变更岗位'
  context.view('staff/admin-sure.njk', {
    page: {
      title,
      breadcrumb: [
        { href: paths.staffAdmin, text: '工作人员管理' },
        { href: paths.staffAdminMember(member.id), text: `${member.name} ${member.loginName}` },
        { text: title },
      ],
    },
    member: { id: member.id, name: member.name },
    step: change.kind,
    button: change.kind === 'retire' ? '仍然停用' : '仍然变更',
    rows: states.map(({ role, waiting, holders }) => [
      { text: roleFacts[role].text },
      { text: holders.length === 0 ? '没有其他人' : holders.join('、') },
      { text: `${waiting}件` },
    ]),
    kept: [
      { name: 'version', value: String(version) },
      { name: sureName, value: bare.join(' ') },
      ...('roles' in change ? rolesField(change.roles, undefined).options : [])
        .filter(({ selected }) => selected)
        .map(({ name, value }) => ({ name, value })),
    ],
  })
}

export const takeStep = async (deps: Deps, context: AdminContext): Promise<void> => {
  const { actor, audit, body } = context
  const member = await memberInReach(deps, context)
  const { change, shown, errors } = readChange(deps, context)
  if (Object.keys(errors).length > 0) return showMember(deps, context, member, { ...shown, errors })
  const version = idOf(body['version'] ?? '')
  if (version === undefined) throw new AppError('BAD_REQUEST')
  try {
    const sure = knownRoles((body[sureName] ?? '').split(' '))
    const outcome = await changeStaff(deps, actor, audit, { id: member.id, version, change, sure })
    if ('refused' in outcome) return await showRefusal(deps, context, change, shown, outcome.refused)
    if ('bare' in outcome) return await askBack(deps, context, member, { bare: outcome.bare, change, version })
    if ('asked' in outcome) return context.redirect(`${paths.staffChange(outcome.asked)}?done=asked`)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'STALE') throw error
    const text = '在您操作期间，该账号已被更改，您的操作没有执行。下面是最新状态，请核对后再决定。'
    const latest = await memberInReach(deps, context)
    return showMember(deps, context, latest, { ...shown, notice: { kind: 'error', title: '内容已被更改', text } }, 409)
  }
  context.redirect(`${paths.staffAdminMember(member.id)}?done=${change.kind}`)
}
