import { may } from '../../core/access.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { MissingGlyphs, type MissingGlyph } from '../../core/documents/substitutes.ts'
import { AppError } from '../../core/errors.ts'
import type { RawValues } from '../../core/forms/field.ts'
import { readForm, validateFields, type FieldErrors } from '../../core/forms/page.ts'
import {
  certificateActs,
  certificateReasons,
  certificateRefusal,
  certificateTerm,
  noticeFault,
  wasIssued,
  type CertificateAct,
  type LastCertificate,
} from '../../core/register/certificates.ts'
import { localDate, momentText } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { fieldViews, errorList } from '../../web/form-view.ts'
import { paths } from '../../web/paths.ts'
import { permittedRoute, type Context, type Route, type Staff } from '../../web/route.ts'
import { makingText } from '../documents/making.ts'
import { serveFile } from '../files/serve.ts'
import { organizationQuery, searchOrganizations, type OrganizationDetail } from '../organizations/queries.ts'
import { organizationHead, organizationRow, organizationView } from '../organizations/view.ts'
import { openPlanned, plannedOf, staleAt } from '../register/planned.ts'
import { plannedTexts } from '../register/planned-text.ts'
import { readWritings, writingField, writingName } from '../documents/writings.ts'
import { byStaff } from '../../web/acting.ts'
import { frame } from './frame.ts'
import { actOnCertificate, reasonOf, seenOf, waitingText, withdrawPlanned, type CertificateWish } from './acts.ts'
import { actFields, withdrawFields } from './forms.ts'
import { batchRoutes } from './batch-routes.ts'
import { issueRoutes, waitingView } from './issue-routes.ts'
import { orderedEndLink, orderedEndRoutes } from './ordered-end-routes.ts'
import { overprintRoutes } from './overprint-routes.ts'
import { certificatePapers, findWaiting, requireOrganization, requirePaper, waitingAt } from './queries.ts'
import { reportRoutes, reportsCard } from './report-routes.ts'
import { waitingRevisions } from './reports.ts'

const actCodes = Object.keys(certificateActs) as CertificateAct[]

const lastOf = ({ certificates }: OrganizationDetail): LastCertificate | undefined => {
  const last = certificates.find(({ status }) => wasIssued(status))
  return last && { serial: last.serial, status: last.status, from: last.validFrom, to: last.validTo }
}

type Notice = { readonly kind: 'error'; readonly title: string; readonly text: string }
const notDone = (text: string): Notice => ({ kind: 'error', title: '没有办理', text })

/** What was done last, said once after the redirect. */
const doneTexts: Readonly<Record<string, string>> = {
  recover: '已收回证书，登记沿革已更新。',
  exchange: '新证书已制作，正本、副本正在生成。请由另一名工作人员登记发证，发证以后生效。',
  reissue: '新证书已制作，正本、副本正在生成。请由另一名工作人员登记发证，发证以后生效，原证书同时作废。',
  issue: '已登记发证：新证书已生效，登记沿革已更新。',
  cancel: '已作废，原证书没有变化。',
  withdraw: '已撤回，登记簿没有变化。',
  revision: '已提出调整年检结论，等另一名工作人员（终审）复核。',
  revised: '已调整年检结论，登记沿革已更新，单位已经收到通知。',
  'revision-refused': '没有调整，登记簿没有变化。',
  ordered: '已开始代为申请注销登记，经办人和社会团体已经收到通知。',
}

type Shown = {
  readonly notice?: Notice
  readonly cancelling?: { readonly values: RawValues; readonly errors: FieldErrors }
  readonly withdrawing?: { readonly id: string; readonly values: RawValues; readonly errors: FieldErrors }
}

const showOrganization = async (
  deps: Deps,
  context: Context<Staff>,
  { notice, withdrawing, cancelling }: Shown = {},
  status = 200,
): Promise<void> => {
  const { actor, param, query, req, view } = context
  const organization = await requireOrganization(deps, actor, param('uscc'))
  const [planned, papers, waiting, revisions] = await Promise.all([
    plannedOf(deps.db, organization.id),
    certificatePapers(deps.db, organization.id),
    findWaiting(deps.db, organization.id),
    waitingRevisions(deps.db, organization.id),
  ])
  const said = req.method === 'GET' ? doneTexts[query['done'] ?? ''] : undefined
  const last = lastOf(organization)
  view(
    'staff/organization.njk',
    {
      page: {
        title: organization.name,
        breadcrumb: [{ href: paths.staffOrganizations, text: '登记簿' }, { text: organization.name }],
        ...(said ? { flash: { kind: 'success', text: said } } : {}),
      },
      notice,
      errors: errorList({ ...withdrawing?.errors, ...cancelling?.errors }),
      organization: organizationView(deps, organization),
      papers: papers.map((paper) => ({
        name: `${deps.documents.of(paper.kind).shortName} ${paper.number}`,
        href: paper.sha256 === null ? undefined : paths.staffCertificatePaper(organization.uscc, paper.id),
        note: paper.sha256 === null ? makingText(deps, paper) : undefined,
        overprint:
          paper.status === 'VALID' && paper.certificateId !== null ? paths.staffOverprintPaper(paper.id) : undefined,
      })),
      acts: may(actor.roles, 'certificate:issue')
        ? actCodes.map((act) => ({
            text: certificateActs[act].text,
            href: paths.staffCertificateAct(organization.uscc, act),
            refused: waiting ? waitingText(waiting.serial) : certificateRefusal(act, organization.status, last),
          }))
        : undefined,
      reports: reportsCard(actor, organization, revisions),
      ordered: orderedEndLink(deps, actor, organization),
      waiting: waitingView(actor, organization, waiting, cancelling),
      planned: planned.map((row) => {
        const own = withdrawing?.id === row.id ? withdrawing : undefined
        return {
          id: row.id,
          title: `${chineseDate(row.effectiveOn)}${row.status === 'WAITING' ? '生效' : '没有生效'}`,
          lines: plannedTexts(organization.type, openPlanned(deps, row)),
          stale: row.status === 'STALE' ? row.note : undefined,
          action: may(actor.roles, 'register:withdraw')
            ? paths.staffPlannedWithdraw(organization.uscc, row.id)
            : undefined,
          open: own !== undefined,
          fields: fieldViews(withdrawFields, own?.values ?? {}, own?.errors ?? {}),
        }
      }),
    },
    status,
  )
}

type ActForm = {
  readonly values: RawValues
  readonly errors: FieldErrors
  readonly seen: string
  readonly missing?: readonly MissingGlyph[]
  /** Everything is right: asked once more before it is done. */
  readonly sure?: boolean
  readonly notice?: Notice
}

const sureRows = (deps: Deps, organization: OrganizationDetail, act: CertificateAct, values: RawValues) => {
  const last = lastOf(organization)
  const reason = act === 'recover' ? undefined : reasonOf({ act, values })
  const months = deps.site.matters.certificateMonths
  const term = reason && certificateTerm(reason, last, localDate(deps.clock.now()), months)
  return [
    { label: '社会组织', text: organization.name },
    { label: '原证书', text: last ? `序号${last.serial}` : '登记簿中没有记录' },
    ...(reason && term
      ? [
          { label: '新证书', text: `${certificateReasons[reason]}，正本、副本各一份，按登记簿现在的内容制作` },
          { label: '有效期限', text: `自${chineseDate(term.from)}至${chineseDate(term.to)}` },
        ]
      : [{ label: '新证书', text: '不制作' }]),
    ...(act === 'reissue'
      ? [{ label: '遗失声明', text: `《${values['noticePaper'] ?? ''}》，${chineseDate(values['noticeOn'] ?? '')}` }]
      : []),
    { label: '办理原因', text: values['reason'] ?? '' },
  ]
}

const showAct = (
  deps: Deps,
  { view }: Context<Staff>,
  organization: OrganizationDetail,
  act: CertificateAct,
  { values, errors, seen, missing = [], sure = false, notice }: ActForm,
  status = 200,
): void => {
  const { text } = certificateActs[act]
  const shown = organizationView(deps, organization)
  view(
    'staff/certificate-act.njk',
    {
      page: { title: `${text}：${organization.name}`, ...frame(organization, [{ text }]) },
      notice,
      errors: errorList(errors),
      refused: certificateRefusal(act, organization.status, lastOf(organization)),
      action: paths.staffCertificateAct(organization.uscc, act),
      back: paths.staffOrganization(organization.uscc),
      text,
      seen,
      certificateHead: shown.certificateHead,
      // The one it is about.
      certificates: shown.certificates.slice(0, 1),
      fields: fieldViews([...actFields[act], ...missing.map(writingField)], values, errors),
      sure: sure
        ? {
            rows: sureRows(deps, organization, act, values),
            warning:
              act === 'recover'
                ? '确认后立即写入登记簿并对外公示，不能撤销；办理人和时间记入审计日志。'
                : '确认后制作新证书；由另一名工作人员登记发证以后才生效，写入登记簿并对外公示。',
            kept: Object.entries(values).map(([name, value]) => ({ name, value })),
          }
        : undefined,
    },
    status,
  )
}

const requireAct = (param: (name: string) => string): CertificateAct => {
  const act = actCodes.find((known) => known === param('act'))
  if (!act) throw new AppError('NOT_FOUND')
  return act
}

const missingErrors = ({ missing }: MissingGlyphs): FieldErrors =>
  Object.fromEntries(missing.map(({ char }) => [writingName(char), `文书字库没有“${char}”，请填写它在文书上的写法`]))

const carryOut = async (deps: Deps, context: Context<Staff>, wish: CertificateWish, form: ActForm): Promise<void> => {
  const { actor, audit, redirect } = context
  try {
    await actOnCertificate(deps, actor, audit, wish)
  } catch (error) {
    const now = await requireOrganization(deps, actor, wish.uscc)
    if (error instanceof MissingGlyphs)
      return showAct(
        deps,
        context,
        now,
        wish.act,
        { ...form, errors: missingErrors(error), missing: error.missing },
        422,
      )
    if (!(error instanceof AppError) || !['STALE', 'NOT_ALLOWED_NOW'].includes(error.code)) throw error
    const shown = { ...form, seen: seenOf(lastOf(now)), notice: notDone(error.detail ?? '') }
    return showAct(deps, context, now, wish.act, shown, 409)
  }
  redirect(`${paths.staffOrganization(wish.uscc)}?${new URLSearchParams({ done: wish.act }).toString()}`)
}

/** Checks what was typed, asks once more, and does it. */
const postAct = async (deps: Deps, context: Context<Staff>): Promise<void> => {
  const { actor, body, param } = context
  const act = requireAct(param)
  const organization = await requireOrganization(deps, actor, param('uscc'))
  const substitutes = readWritings(body)
  const read = readForm(actFields[act], body)
  const written = Object.fromEntries(Object.entries(substitutes).map(([char, writing]) => [writingName(char), writing]))
  const early = noticeFault(read['noticeOn'] ?? '', lastOf(organization)?.from)
  const form = {
    values: { ...read, ...written },
    errors: {
      ...(early === undefined ? {} : { noticeOn: early }),
      ...validateFields(actFields[act], read, localDate(deps.clock.now())),
    },
    seen: body['seen'] ?? '',
  }
  if (Object.keys(form.errors).length > 0) return showAct(deps, context, organization, act, form, 422)
  if (body['sure'] !== 'yes') return showAct(deps, context, organization, act, { ...form, sure: true })
  const wish = { uscc: organization.uscc, act, values: read, seen: form.seen, substitutes }
  return carryOut(deps, context, wish, form)
}

const postWithdraw = async (deps: Deps, context: Context<Staff>): Promise<void> => {
  const { actor, audit, body, param, redirect } = context
  const [uscc, id] = [param('uscc'), param('id')]
  const values = readForm(withdrawFields, body)
  const errors = validateFields(withdrawFields, values, localDate(deps.clock.now()))
  if (Object.keys(errors).length > 0)
    return showOrganization(deps, context, { withdrawing: { id, values, errors } }, 422)
  try {
    await withdrawPlanned(deps, actor, audit, { uscc, id, reason: values['reason'] ?? '' })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'STALE') throw error
    return showOrganization(deps, context, { notice: notDone(error.detail ?? '') }, 409)
  }
  redirect(`${paths.staffOrganization(uscc)}?done=withdraw`)
}

/** 登记簿: the organizations an authority registers, the life of their certificates, and changes that wait for their day. */
export const registerDeskRoutes = (deps: Deps): readonly Route[] => [
  permittedRoute('case:read', {
    method: 'get',
    path: paths.staffOrganizations,
    handler: async ({ actor, query, view }) => {
      const wanted = organizationQuery(deps.reference, query['q'])
      const [found, stale, waiting] = await Promise.all([
        wanted.query === '' ? undefined : searchOrganizations(deps.db, { ...wanted, after: undefined }),
        staleAt(deps.db, actor.authority.id),
        may(actor.roles, 'certificate:hand-over') ? waitingAt(deps.db, actor.authority.id) : [],
      ])
      view('staff/organizations.njk', {
        page: { title: '登记簿' },
        desk: may(actor.roles, 'certificate:issue'),
        query: wanted.query,
        stale: stale.map(({ uscc, name, effectiveOn }) => [
          { text: name, href: paths.staffOrganization(uscc) },
          { text: chineseDate(effectiveOn), nowrap: true },
        ]),
        waiting: waiting.map(({ uscc, name, serial, madeAt }) => [
          { text: name, href: paths.staffOrganization(uscc) },
          { text: String(serial) },
          { text: momentText(madeAt), nowrap: true },
        ]),
        head: organizationHead,
        rows: found?.rows.map((line) => {
          const [name, ...rest] = organizationRow(deps.reference, line, wanted)
          const own = line.authorityId === actor.authority.id
          return [own ? { ...name, href: paths.staffOrganization(line.uscc) } : name, ...rest]
        }),
        more: found?.next !== undefined || found?.cut === true,
        tooShort: wanted.query !== '' && found === undefined,
      })
    },
  }),
  permittedRoute('case:read', {
    method: 'get',
    path: paths.staffOrganization(':uscc'),
    handler: (context) => showOrganization(deps, context),
  }),
  permittedRoute('certificate:issue', {
    method: 'get',
    path: paths.staffCertificateAct(':uscc', ':act'),
    handler: async (context) => {
      const act = requireAct(context.param)
      const organization = await requireOrganization(deps, context.actor, context.param('uscc'))
      showAct(deps, context, organization, act, { values: {}, errors: {}, seen: seenOf(lastOf(organization)) })
    },
  }),
  permittedRoute('certificate:issue', {
    method: 'post',
    path: paths.staffCertificateAct(':uscc', ':act'),
    handler: (context) => postAct(deps, context),
  }),
  permittedRoute('certificate:issue', {
    method: 'get',
    path: paths.staffCertificatePaper(':uscc', ':document'),
    handler: async ({ actor, audit, param, res }) => {
      const organization = await requireOrganization(deps, actor, param('uscc'))
      const paper = await requirePaper(deps, organization.id, param('document'))
      if (paper.sha256 === null)
        throw new AppError('UNAVAILABLE', `${deps.documents.of(paper.kind).shortName}${makingText(deps, paper)}。`, 3)
      await deps.command(byStaff(actor, audit), async (tx) => {
        tx.audit({
          chain: actor.authority.code,
          action: 'file.view',
          objectKind: 'document',
          objectId: paper.id,
          details: { organization: organization.id },
        })
      })
      await serveFile(res, deps, {
        sha256: paper.sha256,
        shown: paper.sha256,
        name: `${deps.documents.of(paper.kind).title} ${paper.number}.pdf`,
        type: 'pdf',
      })
    },
  }),
  ...orderedEndRoutes(deps),
  ...overprintRoutes(deps),
  ...batchRoutes(deps),
  ...reportRoutes(deps, (context, reason) => showOrganization(deps, context, { notice: notDone(reason) }, 409)),
  ...issueRoutes(deps, (context, cancelling, status) => showOrganization(deps, context, { cancelling }, status)),
  permittedRoute('register:withdraw', {
    method: 'get',
    path: paths.staffPlannedWithdraw(':uscc', ':id'),
    // Withdrawn by its form; whoever comes back to the address sees the organization.
    handler: ({ param, redirect }) => redirect(paths.staffOrganization(param('uscc'))),
  }),
  permittedRoute('register:withdraw', {
    method: 'post',
    path: paths.staffPlannedWithdraw(':uscc', ':id'),
    handler: (context) => postWithdraw(deps, context),
  }),
]
