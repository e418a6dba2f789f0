import { AppError } from '../../core/errors.ts'
import { maskLoginName, maskPhone } from '../../core/identity/mask.ts'
import { unitFault, unitFaultText } from '../../core/signatures/bindings.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { authorityById } from '../../reference/reference.ts'
import { errorList } from '../../web/form-view.ts'
import { paths } from '../../web/paths.ts'
import { permittedRoute, publicRoute, type Context, type Route, type Staff } from '../../web/route.ts'
import type { LoginContext } from '../accounts/entering.ts'
import { accountPlaces } from '../people/account.ts'
import { certificateRows, openPresented } from './login-routes.ts'
import { accountOfUnit, decideReset, requestReset, resetRequest, resetRequests } from './reset-commands.ts'

const longest = 300

const plain = (typed: string | undefined): string =>
  (typed ?? '')
    .replaceAll(/[^\P{C}\n]/gu, '')
    .trim()
    .slice(0, longest)

const title = '申请重置用户名密码'

const show = async (deps: Deps, context: LoginContext, asked = false): Promise<void> => {
  const open = await openPresented(deps, context)
  if (!open) return
  const { presented } = open
  const account = await accountOfUnit(deps, presented.uscc)
  const fault = account && unitFault(presented, account)
  const authority = account && authorityById(deps.reference, account.authorityId)
  context.view('certificates/reset.njk', {
    page: {
      title,
      breadcrumb: [
        { href: paths.home, text: '首页' },
        { href: paths.loginCertificate, text: '一证通登录' },
        { href: paths.loginCertificateBind, text: '绑定证书' },
        { text: title },
      ],
    },
    rows: certificateRows(presented),
    account: account && {
      loginName: maskLoginName(account.loginName),
      phone: account.phone === '' ? '没有预留手机号，请到窗口办理' : maskPhone(account.phone),
      reachable: account.phone !== '',
    },
    waiting: account?.waiting ? localDateTime(account.waiting).text : undefined,
    asked,
    fault: account && fault ? unitFaultText(fault, presented, account) : undefined,
    authority: authority && { name: authority.name, phone: authority.phone },
    field: {
      kind: 'textarea',
      id: 'note',
      name: 'note',
      label: '说明',
      hint: '例如：经办人已经离职，没有交接用户名和密码。不要写证件号码和手机号。',
      rows: 3,
      maxLength: longest,
      value: plain(context.body['note']),
    },
  })
}

const ask = async (deps: Deps, context: LoginContext): Promise<void> => {
  const open = await openPresented(deps, context)
  if (!open) return
  const account = await accountOfUnit(deps, open.presented.uscc)
  if (!account || account.phone === '' || unitFault(open.presented, account)) return show(deps, context)
  if (!account.waiting) await requestReset(deps, context.audit, open.presented, account, plain(context.body['note']))
  return show(deps, context, true)
}

const staffCrumbs = (...more: readonly { readonly href?: string; readonly text: string }[]) => [
  { href: paths.staffHome, text: '工作台' },
  ...more,
]

const states = {
  SENT: { text: '已发送临时密码', tone: 'success' },
  REFUSED: { text: '没有同意', tone: 'neutral' },
} as const
const waitingState = { text: '等待处理', tone: 'warning' } as const

const list = async (deps: Deps, { actor, query, view }: Context<Staff>): Promise<void> => {
  const rows = await resetRequests(deps, actor)
  view('certificates/staff-resets.njk', {
    page: { title: '密码重置申请', breadcrumb: staffCrumbs({ text: '密码重置申请' }) },
    done: {
      sent: '临时密码已用短信发到账号的预留手机号，24小时内有效。',
      refused: '已答复不予重置，原因已通知单位。',
    }[query['done'] ?? ''],
    rows: rows.map((row) => [
      { text: row.unit_name },
      { text: localDateTime(row.requested_at).text, nowrap: true },
      { tag: row.decision === null ? waitingState : states[row.decision], sub: row.reason ?? '' },
      {
        actions: [
          { href: paths.staffPasswordRequest(row.id), text: row.decision ? '查看' : '处理', hidden: row.unit_name },
        ],
      },
    ]),
  })
}

const showOne = async (
  deps: Deps,
  { actor, body, param, view }: Context<Staff>,
  problem: { readonly error?: string; readonly stale?: boolean } = {},
): Promise<void> => {
  const row = await resetRequest(deps, actor, param('id'))
  const phone = deps.crypto.decrypt(row.phone_enc, accountPlaces.phone(row.account_id))
  view(
    'certificates/staff-reset.njk',
    {
      page: {
        title: row.unit_name,
        breadcrumb: staffCrumbs({ href: paths.staffPasswordRequests, text: '密码重置申请' }, { text: row.unit_name }),
      },
      rows: [
        { label: '证书上的单位名称', text: row.unit_name },
        { label: '账号的名称', text: row.account_name },
        { label: '用户账号', text: maskLoginName(row.login_name) },
        { label: '预留手机号', text: phone === '' ? '没有' : maskPhone(phone) },
        { label: '证书序列号', text: row.certificate },
        { label: '申请时间', text: localDateTime(row.requested_at).text },
        { label: '说明', text: row.note || '没有填写' },
        { label: '状态', tag: row.decision === null ? waitingState : states[row.decision] },
        ...(row.reason ? [{ label: '答复时写的', text: row.reason }] : []),
      ],
      open: row.decision === null,
      action: paths.staffPasswordRequest(row.id),
      stale: problem.stale,
      errors: problem.error ? errorList({ reason: problem.error }) : [],
      field: {
        kind: 'textarea',
        id: 'reason',
        name: 'reason',
        label: '核实情况或者不同意的原因',
        hint: '同意的写怎样核实了单位；不同意的写原因，单位会看到。不要写证件号码和手机号。',
        rows: 3,
        maxLength: longest,
        required: true,
        value: plain(body['reason']),
        error: problem.error,
      },
    },
    problem.stale ? 409 : problem.error ? 422 : 200,
  )
}

const decide = async (deps: Deps, context: Context<Staff>): Promise<void> => {
  const { actor, audit, body, param } = context
  const agreed = body['action'] === 'send'
  if (!agreed && body['action'] !== 'refuse') throw new AppError('BAD_REQUEST')
  const reason = plain(body['reason'])
  if (reason === '') return showOne(deps, context, { error: '请写明核实情况或者不同意的原因' })
  try {
    await decideReset(deps, actor, audit, { id: param('id'), agreed, reason })
  } catch (error) {
    if (error instanceof AppError && error.code === 'STALE') return showOne(deps, context, { stale: true })
    if (error instanceof AppError && error.code === 'INVALID')
      return showOne(deps, context, { error: error.detail ?? error.message })
    throw error
  }
  context.redirect(`${paths.staffPasswordRequests}?done=${agreed ? 'sent' : 'refused'}`)
}

/** 申请重置用户名密码 (E-07): asked with the certificate, answered by the authority that keeps the unit's entry. */
export const resetRoutes = (deps: Deps): readonly Route[] => [
  publicRoute({ method: 'get', path: paths.loginCertificateReset, handler: (context) => show(deps, context) }),
  publicRoute({ method: 'post', path: paths.loginCertificateReset, handler: (context) => ask(deps, context) }),
  permittedRoute('registration:review', {
    method: 'get',
    path: paths.staffPasswordRequests,
    handler: (context) => list(deps, context),
  }),
  permittedRoute('registration:review', {
    method: 'get',
    path: paths.staffPasswordRequest(':id'),
    handler: (context) => showOne(deps, context),
  }),
  permittedRoute('registration:review', {
    method: 'post',
    path: paths.staffPasswordRequest(':id'),
    handler: (context) => decide(deps, context),
  }),
]
