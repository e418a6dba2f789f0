import { roles as roleFacts, type StaffRole } from '../../core/access.ts'
import { AppError } from '../../core/errors.ts'
import { maskIdNumber, maskPhone } from '../../core/identity/mask.ts'
import { knownRoles } from '../../core/staff-roles.ts'
import { localDate, localDateTime } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { permittedRoute, type Context, type Route, type Staff } from '../../web/route.ts'
import type { Authority } from '../../reference/reference.ts'
import { smsAbout, undeliveredShown, undeliveredSms } from '../messages/queries.ts'
import { readRevealReason, revealControls } from '../../web/reveal-reason.ts'
import { errorList, wholeForm } from '../../web/form-view.ts'
import { authoritiesInReach } from './reach.ts'
import { addStaff, changeStaff, recordNumberView } from './staff-commands.ts'
import {
  detailsFields,
  identityFieldViews,
  newMemberFields,
  readDetails,
  readIdentity,
  readNewMember,
  refusalText,
  rolesField,
  tickedRoles,
} from './staff-form.ts'
import { listStaff, roleState, staffMember, waitingOf, type StaffFacts, type StaffLine } from './staff-queries.ts'
import type { MemberChange, StaffRefusal } from './staff-writing.ts'

type AdminContext = Context<Staff>
type FieldErrors = Readonly<Record<string, string>>

const states = [
  { value: 'active', text: '在用' },
  { value: 'retired', text: '已停用' },
] as const

const stateOf = (line: StaffLine) => {
  if (!line.active) return { text: '已停用', tone: 'neutral' }
  if (line.lockedUntil !== null) return { text: '已锁定', tone: 'danger' }
  if (line.mustChangePassword) return { text: '待设置密码', tone: 'warning' }
  return { text: '在用', tone: 'success' }
}

const lockedWhere = ({ lockedNetworks, lockedOffices, lockedEverywhere }: StaffLine): string => {
  const where = [
    ...(lockedEverywhere ? ['单位以外的所有网络'] : []),
    ...(lockedOffices ? ['单位的网络（一个月内有工作人员登录过）'] : []),
    ...(lockedNetworks > 0 ? [`${lockedNetworks}个网络`] : []),
  ]
  return `${where.join('、')}；以前登录过该账号的浏览器可以登录`
}

const rolesText = (line: StaffLine): string => line.roles.map((role) => roleFacts[role].text).join('、')

const idOf = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  if (!/^\d{1,9}$/.test(text)) throw new AppError('BAD_REQUEST')
  return Number(text)
}

const showList = async (deps: Deps, context: AdminContext): Promise<void> => {
  const { actor, query } = context
  const reach = authoritiesInReach(deps.reference, actor)
  const text = (query['q'] ?? '').replaceAll(/\p{C}/gu, '').trim().slice(0, 40)
  const state = states.find(({ value }) => value === query['state'])?.value ?? ''
  const authority = reach.find(({ id }) => String(id) === query['authority'])
  const before = idOf(query['before'])
  const after = idOf(query['after'])
  const from =
    after !== undefined
      ? ({ direction: 'after', id: after } as const)
      : before !== undefined
        ? ({ direction: 'before', id: before } as const)
        : undefined
  const authorities = (authority ? [authority] : reach).map(({ id }) => id)
  const found = await listStaff(deps, { authorities, text, state, from })
  const nameOf = new Map(reach.map(({ id, name }) => [id, name]))
  const kept = { q: text, state, authority: authority ? String(authority.id) : '' }
  const link = (name: 'before' | 'after', row: StaffLine | undefined) => {
    const parameters = Object.entries({ ...kept, [name]: String(row?.id ?? '') }).filter(([, value]) => value !== '')
    return row && { href: `${paths.staffAdmin}?${new URLSearchParams(parameters).toString()}` }
  }
  context.view('staff/admin.njk', {
    page: { title: '工作人员管理' },
    filter: kept,
    filtered: text !== '' || state !== '' || authority !== undefined,
    stateOptions: [{ value: '', text: '全部' }, ...states],
    authorityOptions:
      reach.length > 1
        ? [{ value: '', text: '全部机关' }, ...reach.map(({ id, name }) => ({ value: String(id), text: name }))]
        : undefined,
    rows: found.rows.map((line) => [
      { text: line.loginName, href: paths.staffAdminMember(line.id) },
      { text: line.name },
      { text: rolesText(line), sub: line.organ ?? undefined },
      { text: nameOf.get(line.authorityId) ?? '' },
      { tag: stateOf(line) },
      { text: line.lastLoginAt ? localDateTime(line.lastLoginAt).text : '从未登录', nowrap: true },
    ]),
    pagination: {
      ...(found.before ? { prev: link('before', found.rows[0]) } : {}),
      ...(found.after ? { next: link('after', found.rows.at(-1)) } : {}),
    },
  })
}

const crumbs = (title: string) => ({
  title,
  breadcrumb: [{ href: paths.staffAdmin, text: '工作人员管理' }, { text: title }],
})

const showNew = (
  deps: Deps,
  context: AdminContext,
  reach: readonly Authority[],
  form: Parameters<typeof newMemberFields>[2],
  more: FieldErrors = {},
): void => {
  const errors = { ...form.errors, ...more }
  context.view(
    'staff/admin-new.njk',
    {
      page: crumbs('新增工作人员'),
      fields: newMemberFields(reach, deps.reference, { ...form, errors }),
      errors: errorList(errors),
    },
    Object.keys(errors).length > 0 ? 422 : 200,
  )
}

const addMember = async (deps: Deps, context: AdminContext): Promise<void> => {
  const { actor, audit, body } = context
  const reach = authoritiesInReach(deps.reference, actor)
  const form = readNewMember(body, reach, deps.reference, localDate(deps.clock.now()))
  if (Object.keys(form.errors).length > 0) return showNew(deps, context, reach, form)
  const { authorityId, organId, loginName, loginKey, idNumber, phone, roles } = form
  const outcome = await addStaff(deps, actor, audit, {
    authorityId,
    loginName,
    loginKey,
    name: form.values['name'] ?? '',
    idNumber,
    phone,
    roles,
    ...(organId === undefined ? {} : { organId }),
  })
  if ('asked' in outcome) return context.redirect(`${paths.staffChange(outcome.asked)}?done=asked`)
  if (!('refused' in outcome)) throw new Error('a new member waits for a second person, or is refused')
  const { field, text } = refusalText(outcome.refused)
  showNew(deps, context, reach, form, { [field ?? '']: text })
}

/** What was done, said once after the redirect. */
const doneTexts: Readonly<Record<string, string>> = {
  roles: '岗位已变更，本人的登录已退出，将以短信通知本人。',
  unlock: '账号已解除锁定，将以短信通知本人。',
  retire: '账号已停用，本人的登录已退出；本人未办结的窗口业务已移交本机关其他大厅帮办人员。',
}

type Asked = { readonly values: Readonly<Record<string, string>>; readonly errors: FieldErrors }

type Shown = {
  readonly identity?: Readonly<Record<string, string>>
  /** The reason for seeing the number that was not good enough. */
  readonly asked?: Asked
  /** The number is shown in full, once. */
  readonly inFull?: true
  readonly roles?: readonly (keyof typeof roleFacts)[]
  readonly details?: Readonly<Record<string, string>>
  readonly errors?: FieldErrors
  readonly notice?: { readonly kind: string; readonly title?: string; readonly text: string }
}

const numberText = ({ idNumber }: StaffFacts, inFull: true | undefined): string =>
  idNumber === null ? '没有留存，请照证件更正' : inFull ? idNumber : maskIdNumber(idNumber)

const showMember = async (
  deps: Deps,
  context: AdminContext,
  member: StaffFacts,
  shown: Shown = {},
  status = shown.errors || shown.asked ? 422 : 200,
): Promise<void> => {
  const { actor, query } = context
  const errors = shown.errors ?? {}
  const said = doneTexts[query['done'] ?? '']
  const authority = authoritiesInReach(deps.reference, actor).find(({ id }) => id === member.authorityId)
  const waiting = await waitingOf(deps, member.id)
  const messages = await smsAbout(deps, `staff:${member.id}`)
  context.view(
    'staff/admin-member.njk',
    {
      page: {
        ...crumbs(`${member.name} ${member.loginName}`),
        ...(said === undefined || context.req.method !== 'GET' ? {} : { flash: { kind: 'success', text: said } }),
      },
      member: { id: member.id, name: member.name, version: member.version, active: member.active },
      isOwn: member.id === actor.id,
      locked: member.lockedUntil !== null,
      facts: [
        { label: '用户名', text: member.loginName },
        { label: '姓名', text: member.name },
        { label: '机关', text: authority?.name ?? '' },
        { label: '岗位', text: rolesText(member) },
        ...(member.organ === null ? [] : [{ label: '业务主管单位', text: member.organ }]),
        { label: '状态', tag: stateOf(member) },
        { label: '手机号', text: maskPhone(member.phone) },
        { label: '身份证号码', text: numberText(member, shown.inFull) },
        { label: '动态验证码', text: member.hasTotp ? '已绑定' : '未绑定' },
        ...(member.temporaryUntil
          ? [{ label: '临时密码有效期至', text: localDateTime(member.temporaryUntil).text }]
          : []),
        ...(member.lockedUntil
          ? [
              { label: '锁定至', text: localDateTime(member.lockedUntil).text },
              { label: '锁定范围', text: lockedWhere(member) },
            ]
          : []),
        ...(member.createdAt ? [{ label: '开设时间', text: localDateTime(member.createdAt).text }] : []),
        ...(member.retiredAt ? [{ label: '停用时间', text: localDateTime(member.retiredAt).text }] : []),
        { label: '最近登录', text: member.lastLoginAt ? localDateTime(member.lastLoginAt).text : '从未登录' },
      ],
      rolesField: member.organ === null ? rolesField(shown.roles ?? member.roles, errors['roles']) : undefined,
      detailFields: detailsFields(shown.details ?? { name: member.name }, errors),
      identityFields: identityFieldViews(shown.identity ?? { trueName: member.name }, errors),
      identityOpen: shown.identity !== undefined || member.idNumber === null,
      messages: messages.map((one) => [
        { text: one.at, nowrap: true },
        { text: one.words, sub: one.phone },
        { tag: one.state.tag, sub: one.state.text },
      ]),
      waitingHref: waiting && paths.staffChange(waiting),
      reveal: member.idNumber !== null && {
        inFull: shown.inFull,
        open: shown.asked !== undefined,
        fields: revealControls(shown.asked?.values ?? {}, shown.asked?.errors ?? {}),
      },
      errors: [...errorList(errors), ...errorList(shown.asked?.errors ?? {}, 'reveal-')],
      notice: shown.notice,
    },
    status,
  )
}

const memberInReach = (deps: Deps, context: AdminContext): Promise<StaffFacts> =>
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
const readChange = (
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

const takeStep = async (deps: Deps, context: AdminContext): Promise<void> => {
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
