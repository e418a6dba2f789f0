import { roles as roleFacts, type StaffRole } from '../../core/access.ts'
import { AppError } from '../../core/errors.ts'
import { maskIdNumber, maskPhone } from '../../core/identity/mask.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { permittedRoute, type Context, type Route, type Staff } from '../../web/route.ts'
import { staffPhonePlace } from '../people/account.ts'
import { authorityById, unitById } from '../../reference/reference.ts'
import {
  confirmableAuthorities,
  confirmChange,
  openWanted,
  refuseChange,
  waitingDays,
  withdrawChange,
  type SecondOutcome,
  type WantedChange,
} from './second-person.ts'
import { refusalText } from './staff-form.ts'
import { changesShown, oneChange, waitingChanges, type ListedChange } from './staff-queries.ts'

type ConfirmerContext = Context<Staff>

const kindTexts = {
  create: '开设账号',
  roles: '变更岗位',
  details: '修改姓名或者手机号',
  identity: '更正身份证号码',
  reset: '重置密码',
  reinstate: '恢复使用',
} as const

const kindText = (kind: ListedChange['kind']): string =>
  kind in kindTexts ? kindTexts[kind as keyof typeof kindTexts] : ''

const statusTags = {
  WAITING: { text: '待复核', tone: 'warning' },
  DONE: { text: '已生效', tone: 'success' },
  REFUSED: { text: '不予通过', tone: 'danger' },
  WITHDRAWN: { text: '已撤回', tone: 'neutral' },
  OVERTAKEN: { text: '已失效', tone: 'neutral' },
} as const satisfies Record<ListedChange['status'], { readonly text: string; readonly tone: string }>

/** What each step says once, after the redirect. */
const doneTexts: Readonly<Record<string, { readonly status: ListedChange['status']; readonly text: string }>> = {
  asked: {
    status: 'WAITING',
    text: `已提交。请另一名系统管理员或者本机关终审人员在“人员变更复核”中复核，${waitingDays}天内有效；复核通过之前没有任何变化。`,
  },
  confirm: { status: 'DONE', text: '已复核通过，变更生效；需要通知本人的，短信正在发送。' },
  refuse: { status: 'REFUSED', text: '已登记不予通过，没有任何变化。' },
  withdraw: { status: 'WITHDRAWN', text: '已撤回，没有任何变化。' },
}

const rolesText = (roles: readonly StaffRole[]): string => roles.map((role) => roleFacts[role].text).join('、')

const fromTo = (from: string, to: string): string => (from === to ? to : `${from} → ${to}`)

/** Old beside new, numbers masked: who confirms compares with what the person shows or says. */
const wantedRows = (deps: Deps, row: ListedChange, wanted: WantedChange) => {
  switch (wanted.kind) {
    case 'create':
      return [
        { label: '岗位', text: rolesText(wanted.roles) },
        ...(wanted.organId === undefined
          ? []
          : [{ label: '业务主管单位', text: unitById(deps.reference, wanted.organId).name }]),
        { label: '手机号', text: maskPhone(wanted.phone) },
        { label: '身份证号码', text: `${maskIdNumber(wanted.idNumber)}（与姓名核验一致）` },
      ]
    case 'roles':
      return [{ label: '岗位', text: fromTo(rolesText(row.roles ?? []), rolesText(wanted.roles)) }]
    case 'details': {
      const phone = deps.crypto.decrypt(row.phone ?? '', staffPhonePlace(row.loginName ?? ''))
      return [
        { label: '姓名', text: fromTo(row.name ?? '', wanted.name) },
        {
          label: '手机号',
          text: wanted.phone === undefined ? '不变' : `${maskPhone(phone)} → ${maskPhone(wanted.phone)}`,
        },
      ]
    }
    case 'identity':
      return [
        { label: '姓名', text: fromTo(row.name ?? '', wanted.name) },
        { label: '正确的身份证号码', text: `${maskIdNumber(wanted.idNumber)}（与姓名核验一致）` },
      ]
    default:
      return [
        {
          label: '临时密码发往',
          text: maskPhone(deps.crypto.decrypt(row.phone ?? '', staffPhonePlace(row.loginName ?? ''))),
        },
      ]
  }
}

const wantedOf = (deps: Deps, row: ListedChange): WantedChange | undefined =>
  row.wanted === null ? undefined : openWanted(deps.crypto, { id: row.id, wanted_enc: row.wanted })

const subjectOf = (row: ListedChange, wanted: WantedChange | undefined): string =>
  row.loginName !== null
    ? `${row.name ?? ''} ${row.loginName}`
    : wanted?.kind === 'create'
      ? `${wanted.name} ${wanted.loginName}`
      : '没有开设的账号'

const showList = async (deps: Deps, { actor, view }: ConfirmerContext): Promise<void> => {
  const found = await waitingChanges(
    deps,
    confirmableAuthorities(deps, actor).map(({ id }) => id),
  )
  view('staff/changes.njk', {
    page: { title: '人员变更复核' },
    cut: found.length === changesShown ? changesShown : undefined,
    rows: found.map((row) => [
      { href: paths.staffChange(row.id), text: subjectOf(row, wantedOf(deps, row)) },
      { text: kindText(row.kind) },
      { text: authorityById(deps.reference, row.authorityId).name },
      { text: row.askedName, sub: row.askedBy === actor.id ? '您本人申请，须由其他人复核' : undefined },
      { text: localDateTime(row.askedAt).text, nowrap: true },
    ]),
  })
}

type Shown = {
  readonly reason?: string
  readonly error?: string
  readonly notice?: { readonly kind: string; readonly title: string; readonly text: string }
}

const showChange = async (deps: Deps, context: ConfirmerContext, shown: Shown = {}, status = 200): Promise<void> => {
  const { actor, param, query, req } = context
  const reach = confirmableAuthorities(deps, actor).map(({ id }) => id)
  const row = await oneChange(deps, param('id'), reach)
  const wanted = wantedOf(deps, row)
  const said = req.method === 'GET' ? doneTexts[query['done'] ?? ''] : undefined
  const title = `${kindText(row.kind)}：${subjectOf(row, wanted)}`
  context.view(
    'staff/change.njk',
    {
      page: {
        title,
        breadcrumb: [{ href: paths.staffChanges, text: '人员变更复核' }, { text: title }],
        ...(said?.status === row.status ? { flash: { kind: 'success', text: said.text } } : {}),
      },
      id: row.id,
      facts: [
        { label: '变更', text: kindText(row.kind) },
        { label: '人员', text: subjectOf(row, wanted) },
        { label: '机关', text: authorityById(deps.reference, row.authorityId).name },
        ...(wanted ? wantedRows(deps, row, wanted) : []),
        { label: '申请人', text: row.askedName },
        { label: '申请时间', text: localDateTime(row.askedAt).text },
        { label: '状态', tag: statusTags[row.status] },
        ...(row.decidedAt
          ? [{ label: '结果', text: `${row.decidedName ?? ''} ${localDateTime(row.decidedAt).text}` }]
          : []),
        ...(row.reason === '' ? [] : [{ label: '原因', text: row.reason }]),
      ],
      waiting: row.status === 'WAITING',
      own: row.askedBy === actor.id,
      sends: row.kind === 'create' || row.kind === 'reset' || row.kind === 'reinstate',
      reasonField: {
        kind: 'textarea',
        id: 'reason',
        name: 'reason',
        label: '不予通过的原因',
        required: true,
        value: shown.reason ?? '',
        error: shown.error,
        maxLength: longestReason,
        rows: 2,
      },
      notice: shown.notice,
      errors: shown.error === undefined ? [] : [{ text: shown.error, href: '#reason' }],
    },
    status,
  )
}

const longestReason = 200

const steps: Readonly<
  Record<string, (deps: Deps, context: ConfirmerContext, reason: string) => Promise<SecondOutcome>>
> = {
  confirm: (deps, { actor, audit, param }) => confirmChange(deps, actor, audit, param('id')),
  refuse: (deps, { actor, audit, param }, reason) => refuseChange(deps, actor, audit, param('id'), reason),
  withdraw: (deps, { actor, audit, param }) => withdrawChange(deps, actor, audit, param('id')),
}

const takeStep = async (deps: Deps, context: ConfirmerContext): Promise<void> => {
  const { body, param } = context
  const step = Object.hasOwn(steps, param('step')) ? steps[param('step')] : undefined
  if (!step) throw new AppError('NOT_FOUND')
  const reason = (body['reason'] ?? '').replaceAll(/\p{C}/gu, '').trim().slice(0, longestReason)
  if (param('step') === 'refuse' && reason === '')
    return showChange(deps, context, { error: '请写明不予通过的原因' }, 422)
  const notice = (text: string) => ({ notice: { kind: 'error', title: '没有办理', text } })
  try {
    const outcome = await step(deps, context, reason)
    if ('refused' in outcome) return await showChange(deps, context, notice(refusalText(outcome.refused).text), 409)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'NOT_ALLOWED_NOW') throw error
    return showChange(deps, context, notice(error.detail ?? ''), 409)
  }
  context.redirect(`${paths.staffChange(param('id'))}?done=${param('step')}`)
}

/** 人员变更复核: what one administrator asked and another person confirms. */
export const staffChangeRoutes = (deps: Deps): readonly Route[] => [
  permittedRoute('staff:confirm', {
    method: 'get',
    path: paths.staffChanges,
    handler: (context) => showList(deps, context),
  }),
  permittedRoute('staff:confirm', {
    method: 'get',
    path: paths.staffChange(':id'),
    handler: (context) => showChange(deps, context),
  }),
  permittedRoute('staff:confirm', {
    method: 'get',
    path: paths.staffChangeStep(':id', ':step'),
    // Steps are taken by their forms; whoever comes back to the address of one sees the change.
    handler: (context) => showChange(deps, context),
  }),
  permittedRoute('staff:confirm', {
    method: 'post',
    path: paths.staffChangeStep(':id', ':step'),
    handler: (context) => takeStep(deps, context),
    again: (context, text) => showChange(deps, context, { notice: { kind: 'error', title: '没有办理', text } }),
  }),
]
