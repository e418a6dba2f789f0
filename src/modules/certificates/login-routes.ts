import { certificateFaults } from '../../core/signatures/certificate-faults.ts'
import { loginFaults, type FaultWords } from '../../core/signatures/key-faults.ts'
import type { Presented } from '../../core/signatures/bindings.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import type { PlatformAnswer } from '../../infra/certificate-platform.ts'
import type { LoginFault } from '../../infra/presented-certificate.ts'
import { networkOf } from '../../web/address.ts'
import { faqLink } from '../../web/faq.ts'
import { paths } from '../../web/paths.ts'
import { publicRoute, type Route } from '../../web/route.ts'
import { renewId } from '../../web/sessions.ts'
import { requestFacts } from '../accounts/device-name.ts'
import { enter, type LoginContext } from '../accounts/entering.ts'
import { withQuery } from '../accounts/form-view.ts'
import { loginPage, nextOf } from '../accounts/login-view.ts'
import { accountNames } from '../accounts/store.ts'
import { countWaiting } from '../cases/signed-papers.ts'
import { noteUse, recordRefusal, renewBinding } from './commands.ts'
import { platformFlow, presentedStep } from './flow.ts'
import { introduction } from './introduction.ts'
import { outcomeOf } from './outcome.ts'
import type { BindingRow } from './store.ts'

const crumbs = (text: string) => [
  { href: paths.home, text: '首页' },
  { href: paths.loginCertificate, text: '一证通登录' },
  { text },
]

const wordsOf = (fault: LoginFault): FaultWords =>
  fault in loginFaults
    ? loginFaults[fault as keyof typeof loginFaults]
    : certificateFaults[fault as keyof typeof certificateFaults]

/** Rows that name a certificate on a page. */
export const certificateRows = (one: Presented) => [
  { label: '证书名称', text: one.unit },
  ...(one.person === undefined ? [] : [{ label: '持有人', text: one.person }]),
  { label: '统一社会信用代码', text: one.uscc },
  {
    label: '有效期',
    text: `${chineseDate(localDate(one.notBefore))}至${chineseDate(localDate(one.notAfter))}`,
  },
  { label: '证书序列号', text: one.serial },
]

/** Says why a certificate opens nothing, and what to do. */
const showFault = async (
  deps: Deps,
  context: LoginContext,
  fault: LoginFault,
  presented?: Presented,
): Promise<void> => {
  await recordRefusal(deps, context.audit, fault, presented)
  const { title, steps } = wordsOf(fault)
  context.view(
    'certificates/fault.njk',
    {
      page: { title, breadcrumb: crumbs('登录没有成功') },
      fault: { title, steps },
      rows: presented ? certificateRows(presented) : [],
      question: faqLink('F-18'),
      hotlines: deps.site.hotlines,
    },
    fault === 'unavailable' ? 503 : 422,
  )
}

/** Sends the browser to the platform, with what its answer must fit kept in its session. */
const begin = async (deps: Deps, context: LoginContext): Promise<void> => {
  const { req, audit } = context
  if (!deps.platformOpen) return context.redirect(paths.loginCertificate)
  await deps.limits.use('login-certificate-address', networkOf(audit.ip))
  let start
  try {
    start = await deps.certificatePlatform.begin()
  } catch (error) {
    deps.log.error({ err: error }, 'the 一证通 platform cannot be reached')
    return showFault(deps, context, 'unavailable')
  }
  const next = nextOf(context)
  // A session to come back to, for a browser that had none.
  req.session.csrfToken ??= deps.sessions.applicant.store.anonymousToken(req.sessionID)
  await platformFlow.write(deps, req.sessionID, { flow: start.flow, ...(next === undefined ? {} : { next }) })
  // An address of the portal's own goes without its host: the portal may be reached under several names.
  const url = start.url.href
  context.redirect(url.startsWith(`${deps.publicUrl}/`) ? url.slice(deps.publicUrl.length) : url)
}

/** In with the account a certificate opens: the same questions and the same one place as for any login. */
const enterBound = async (
  deps: Deps,
  context: LoginContext,
  binding: BindingRow,
  next: string | undefined,
): Promise<void> => {
  const accounts = await accountNames(deps.db, [binding.account_id])
  if (accounts.length === 0) return showFault(deps, context, 'grant-over')
  await noteUse(deps, requestFacts(context), binding)
  // Who came with the certificate came to sign what waits for it (the Beijing guide, part 2).
  const waits = next === undefined && (await countWaiting(deps, { id: binding.account_id })) > 0
  return enter(deps, context, accounts, 'certificate', waits ? paths.sign : next)
}

const answerOf = async (
  deps: Deps,
  context: LoginContext,
  flow: NonNullable<Awaited<ReturnType<typeof platformFlow.take>>['flow']>,
): Promise<PlatformAnswer | LoginFault> => {
  const query = new URLSearchParams(context.query)
  // Only a refusal that belongs to this login is told as one.
  if (query.get('error') === 'access_denied' && query.get('state') === flow.state) return 'declined'
  try {
    return (await deps.certificatePlatform.finish(query, flow)) ?? 'proof-refused'
  } catch (error) {
    deps.log.error({ err: error }, 'the 一证通 platform cannot be reached')
    return 'unavailable'
  }
}

const finish = async (deps: Deps, context: LoginContext): Promise<void> => {
  const { req } = context
  const { flow, next } = await platformFlow.take(deps, req.sessionID)
  if (!flow) return showFault(deps, context, 'proof-refused')
  const answer = await answerOf(deps, context, flow)
  if (typeof answer === 'string') return showFault(deps, context, answer)
  const judged = await deps.judgeCertificate(answer, flow)
  if (!judged.ok) return showFault(deps, context, judged.fault, judged.presented)
  const { presented } = judged
  const outcome = await outcomeOf(deps, presented)
  if (outcome.kind === 'refused') return showFault(deps, context, outcome.fault, presented)
  if (outcome.kind === 'bound') return enterBound(deps, context, outcome.binding, next)
  await renewId(req, deps.sessions.applicant.store)
  await presentedStep.write(deps, req.sessionID, { presented, ...(next === undefined ? {} : { next }) })
  context.redirect(outcome.kind === 'renewed' ? paths.loginCertificateRenewed : paths.loginCertificateBind)
}

/** The certificate of the open step; sends whoever has none back to the beginning. */
export const openPresented = async (
  deps: Deps,
  context: LoginContext,
): Promise<{ readonly presented: Presented; readonly next: string | undefined } | undefined> => {
  const { presented, next } = await presentedStep.read(deps, context.req.sessionID)
  if (presented) return { presented, next }
  context.redirect(paths.loginCertificate)
  return undefined
}

const showRenewed = async (deps: Deps, context: LoginContext): Promise<void> => {
  const open = await openPresented(deps, context)
  if (!open) return
  const outcome = await outcomeOf(deps, open.presented)
  if (outcome.kind !== 'renewed') return context.redirect(paths.loginCertificate)
  const { binding } = outcome
  context.view('certificates/renewed.njk', {
    page: { title: '确认更新证书', breadcrumb: crumbs('确认更新证书') },
    rows: certificateRows(open.presented),
    before: [
      { label: '证书名称', text: binding.unit_name },
      { label: '有效期至', text: chineseDate(localDate(binding.not_after)) },
      { label: '证书序列号', text: binding.serial },
      { label: '用于年报', text: binding.purpose === 'ANNUAL' ? '是' : '否' },
    ],
  })
}

const confirmRenewed = async (deps: Deps, context: LoginContext): Promise<void> => {
  const { presented, next } = await presentedStep.take(deps, context.req.sessionID)
  if (!presented) return context.redirect(paths.loginCertificate)
  const outcome = await outcomeOf(deps, presented)
  if (outcome.kind !== 'renewed') return context.redirect(paths.loginCertificate)
  await renewBinding(deps, context.audit, presented, outcome.binding)
  return enterBound(deps, context, { ...outcome.binding }, next)
}

/** 一证通登录: what it is, the way to the platform and back, and in with a certificate that is bound. */
export const certificateLoginRoutes = (deps: Deps): readonly Route[] => [
  publicRoute({
    method: 'get',
    path: paths.loginCertificate,
    handler: (context) => {
      const shared = loginPage(deps, context, 'legal')
      context.view('certificates/introduction.njk', {
        ...shared,
        page: {
          ...shared.page,
          title: '一证通登录',
          breadcrumb: [
            { href: paths.home, text: '首页' },
            { href: paths.loginLegal, text: '法人登录' },
            { text: '一证通登录' },
          ],
        },
        ...introduction,
        startHref: deps.platformOpen ? withQuery(paths.loginCertificateStart, { next: nextOf(context) }) : undefined,
        legalHref: withQuery(paths.loginLegal, { next: nextOf(context) }),
        question: faqLink('F-18'),
      })
    },
  }),
  publicRoute({ method: 'get', path: paths.loginCertificateStart, handler: (context) => begin(deps, context) }),
  publicRoute({ method: 'get', path: paths.loginCertificateBack, handler: (context) => finish(deps, context) }),
  publicRoute({ method: 'get', path: paths.loginCertificateRenewed, handler: (context) => showRenewed(deps, context) }),
  publicRoute({
    method: 'post',
    path: paths.loginCertificateRenewed,
    handler: (context) => confirmRenewed(deps, context),
  }),
]
