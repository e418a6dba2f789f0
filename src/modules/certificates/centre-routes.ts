import { AppError } from '../../core/errors.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { isSameUnitName } from '../../core/legal-persons/unit-name.ts'
import { bindingEndings, commonNameIn } from '../../core/signatures/bindings.ts'
import { localDate, localDateTime } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { isId } from '../../web/params.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, holderRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { chooseAnnual, endBinding } from './commands.ts'
import { bindings, unitOfAccount, type BindingRow } from './store.ts'

type Own = BindingRow & { readonly holder: string; readonly ofUnit: boolean }

const soon = 30 * 86_400_000

/** The bindings an account sees: its own, and those of everybody who acts for its unit. */
const ownBindings = async (deps: Deps, actor: Pick<Applicant, 'id'>): Promise<readonly Own[]> => {
  const found = await unitOfAccount(deps.db, actor.id)
  // Who only claims a code sees what others do with it no more than anybody.
  const unit = found?.verified ? found : undefined
  const rows = await bindings(deps.db.knex)
    .join('account as a', 'a.id', 'certificate_binding.account_id')
    .where((either) => {
      void either.where({ account_id: actor.id })
      if (unit) void either.orWhere({ uscc: unit.uscc })
    })
    .orderByRaw('ended_at is null desc, purpose nulls last, bound_at desc')
    .limit(100)
    .select<(BindingRow & { holder: string })[]>('certificate_binding.*', 'a.name as holder')
  return rows.map((row) => ({ ...row, ofUnit: unit !== undefined }))
}

const stateOf = (deps: Deps, row: BindingRow, registered: string | undefined) => {
  const now = deps.clock.now()
  if (row.ending !== null) return { text: bindingEndings[row.ending], tone: 'neutral' }
  if (row.not_after <= now) return { text: '证书已过期，请续期', tone: 'danger' }
  if (registered !== undefined && !isSameUnitName(row.unit_name, registered))
    return { text: '证书上是原来的单位名称，请换发', tone: 'warning' }
  return row.not_after.getTime() - now.getTime() < soon
    ? { text: '证书即将到期，请续期', tone: 'warning' }
    : { text: '可以使用', tone: 'success' }
}

/** What may be done with a binding; each is asked once more on a page of its own. */
const steps = {
  annual: {
    title: '改用这张证书办理年报',
    text: '以后的年度工作报告用这张证书签章，原来选定的那一张不再用于年报。一个单位只能有一张用于年报。',
    button: '确定改用',
    done: 'annual',
  },
  unbind: {
    title: '解除证书绑定',
    text: '解除以后，这张证书不再能登录这个账号；要再用的，用它登录一次，重新绑定。证书本身不受影响。',
    button: '确定解除',
    done: 'unbound',
  },
  lost: {
    title: '挂失证书',
    text: '挂失以后，这张证书不能再登录这个账号，也不能重新绑定。还请马上联系证书颁发机构吊销证书。',
    button: '确定挂失',
    done: 'lost',
  },
} as const
type Step = keyof typeof steps

const doneTexts: Readonly<Record<string, string>> = {
  bound: '证书已经绑定，以后可以直接用它登录。',
  annual: '用于年报的证书已经更改。',
  unbound: '证书绑定已经解除。',
  lost: '证书已经挂失。请再联系证书颁发机构吊销。',
}

const show = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const { actor, query } = context
  const all = await ownBindings(deps, actor)
  const unit = await unitOfAccount(deps.db, actor.id)
  const registered = unit?.registered
  const live = all.filter((row) => row.ended_at === null)
  const flash = doneTexts[query['done'] ?? '']
  context.view('certificates/centre.njk', {
    page: {
      title: '证书绑定',
      breadcrumb: [{ href: paths.home, text: '首页' }, { href: paths.account, text: '用户中心' }, { text: '证书绑定' }],
      ...(flash ? { flash: { kind: 'success', text: flash } } : {}),
    },
    choose: live.length > 1,
    live: live.map((row) => ({
      title: row.unit_name,
      annual: row.purpose === 'ANNUAL',
      state: stateOf(deps, row, registered),
      rows: [
        { label: '登录的账号', text: row.account_id === actor.id ? '本账号' : `经办人${row.holder}的个人账号` },
        ...(row.person_name === null ? [] : [{ label: '持有人', text: row.person_name }]),
        { label: '颁发机构', text: commonNameIn(row.issuer) },
        { label: '序列号', text: row.serial },
        { label: '有效期至', text: chineseDate(localDate(row.not_after)) },
        { label: '绑定时间', text: localDateTime(row.bound_at).text },
        { label: '上次使用', text: row.last_used_at ? localDateTime(row.last_used_at).text : '还没有用过' },
      ],
      actions: [
        ...(row.ofUnit && row.purpose === null
          ? [{ href: paths.accountCertificateStep(row.id, 'annual'), text: '用于年报' }]
          : []),
        { href: paths.accountCertificateStep(row.id, 'unbind'), text: '解除绑定' },
        { href: paths.accountCertificateStep(row.id, 'lost'), text: '挂失' },
      ],
    })),
    past: all
      .filter((row) => row.ended_at !== null)
      .map((row) => [
        { text: row.unit_name, sub: `序列号${row.serial}` },
        { text: row.account_id === actor.id ? '本账号' : row.holder },
        { text: localDateTime(row.bound_at).text },
        { tag: stateOf(deps, row, registered), sub: row.ended_at ? localDateTime(row.ended_at).text : '' },
      ]),
  })
}

const isStep = (text: string): text is Step => Object.hasOwn(steps, text)

/** The binding and the step of an address; what is not the account's is not found. */
const required = async (deps: Deps, { actor, param }: Context<Applicant>): Promise<{ row: Own; step: Step }> => {
  const [id, step] = [param('id'), param('step')]
  const row = isId(id) ? (await ownBindings(deps, actor)).find((one) => one.id === id) : undefined
  if (!row || !isStep(step)) throw new AppError('NOT_FOUND')
  if (row.ended_at !== null) throw new AppError('NOT_ALLOWED_NOW', '这张证书的绑定已经结束。')
  if (step === 'annual' && !row.ofUnit) throw new AppError('NOT_ALLOWED_NOW', '用于年报的证书由单位的法人账号选定。')
  return { row, step }
}

/** 用户中心 → 证书绑定: which certificates open the account, which is for the annual report, and the way to end each. */
export const certificateCentreRoutes = (deps: Deps): readonly Route[] => [
  holderRoute({ method: 'get', path: paths.accountCertificates, handler: (context) => show(deps, context) }),
  applicantRoute({
    method: 'get',
    path: paths.accountCertificateStep(':id', ':step'),
    handler: async (context) => {
      const { row, step } = await required(deps, context)
      const { title, text, button } = steps[step]
      context.view('certificates/sure.njk', {
        page: {
          title,
          breadcrumb: [
            { href: paths.home, text: '首页' },
            { href: paths.account, text: '用户中心' },
            { href: paths.accountCertificates, text: '证书绑定' },
            { text: title },
          ],
        },
        step: { title, text, button, danger: step !== 'annual', action: paths.accountCertificateStep(row.id, step) },
        rows: [
          { label: '证书名称', text: row.unit_name },
          { label: '序列号', text: row.serial },
          { label: '有效期至', text: chineseDate(localDate(row.not_after)) },
        ],
      })
    },
  }),
  applicantRoute({
    method: 'post',
    path: paths.accountCertificateStep(':id', ':step'),
    handler: async (context) => {
      const { row, step } = await required(deps, context)
      const who = { accountId: context.actor.id, request: context.audit }
      if (step === 'annual') await chooseAnnual(deps, who, row)
      else await endBinding(deps, who, row, step === 'lost' ? 'LOST' : 'UNBOUND')
      context.redirect(`${paths.accountCertificates}?done=${steps[step].done}`)
    },
  }),
]
