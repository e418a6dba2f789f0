import { may } from '../../core/access.ts'
import { AppError } from '../../core/errors.ts'
import type { Field, RawValues } from '../../core/forms/field.ts'
import { readForm, rows, validateFields, type FieldErrors } from '../../core/forms/page.ts'
import { certificateReasons } from '../../core/register/certificates.ts'
import { collectorFields, firstCollector } from '../../core/register/collector.ts'
import { instantAt, localDate, localDateTime, momentText } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { errorList, fieldViews } from '../../web/form-view.ts'
import { paths } from '../../web/paths.ts'
import { permittedRoute, type Context, type Route, type Staff } from '../../web/route.ts'
import type { OrganizationDetail } from '../organizations/queries.ts'
import { frame } from './frame.ts'
import { reasonField } from './forms.ts'
import { cancelCertificate, collectorDoubt, expectedFor, handOutCertificate } from './issue.ts'
import { findWaiting, requireOrganization, type WaitingCertificate } from './queries.ts'

const text = '登记发证'

const issueFields: readonly Field[] = [
  ...collectorFields,
  { name: 'collectedOn', label: '领取日期', kind: 'date', noLaterThanToday: true },
  { name: 'collectedTime', label: '领取时间', kind: 'text', max: 8, hint: '24小时制，例如 15:30' },
]

/** What a certificate that waits is shown with on the page of its organization. */
export const waitingView = (
  actor: Staff,
  { uscc }: OrganizationDetail,
  waiting: WaitingCertificate | undefined,
  cancelling?: { readonly values: RawValues; readonly errors: FieldErrors },
) => {
  if (!waiting || !may(actor.roles, 'certificate:hand-over')) return undefined
  return {
    text: `序号${waiting.serial}（${certificateReasons[waiting.reason]}），${momentText(waiting.madeAt)}由${waiting.maker}制作，尚未登记发证，还没有生效。`,
    issueHref: waiting.makerIs === actor.idNumberIndex ? undefined : paths.staffCertificateIssue(uscc, waiting.serial),
    cancelHref: paths.staffCertificateCancel(uscc, waiting.serial),
    open: cancelling !== undefined,
    fields: fieldViews([{ ...reasonField, label: '作废原因' }], cancelling?.values ?? {}, cancelling?.errors ?? {}),
  }
}

const whenFault = (values: RawValues, madeAt: Date, now: Date): string | undefined => {
  const at = instantAt(values['collectedOn'] ?? '', values['collectedTime'] ?? '')
  if (!at) return '领取时间应为24小时制的时间，例如 15:30'
  // The clock of the window knows minutes: whoever comes in the minute it was made is in time.
  if (at.getTime() < Math.floor(madeAt.getTime() / 60_000) * 60_000)
    return `领取时间不能早于制证时间（${momentText(madeAt)}）`
  return at > now ? '领取时间不能晚于现在' : undefined
}

const readIssue = (body: Readonly<Record<string, string>>, madeAt: Date, now: Date) => {
  const values = readForm(issueFields, body)
  const errors = validateFields(issueFields, values, localDate(now))
  const fault = errors['collectedOn'] || errors['collectedTime'] ? undefined : whenFault(values, madeAt, now)
  return { values, errors: fault ? { ...errors, collectedTime: fault } : errors }
}

type Form = {
  readonly values: RawValues
  readonly errors: FieldErrors
  /** Asked once more, with what differs. */
  readonly sure?: { readonly doubt: string | undefined }
  readonly refused?: string
}

const show = (
  { view }: Context<Staff>,
  organization: OrganizationDetail,
  serial: number,
  { values, errors, sure, refused }: Form,
  status = 200,
): void =>
  view(
    'staff/certificate-act.njk',
    {
      page: {
        title: `${text}：${organization.name}`,
        ...frame(organization, [{ text }]),
      },
      errors: errorList(errors),
      refused,
      action: paths.staffCertificateIssue(organization.uscc, serial),
      back: paths.staffOrganization(organization.uscc),
      text,
      lead: `证书序号${String(serial)}`,
      seen: '',
      fields: fieldViews(issueFields, values, errors),
      sure: sure && {
        rows: [
          { label: '社会组织', text: organization.name },
          { label: '证书序号', text: String(serial) },
          ...rows(issueFields, values).map((row) => ({ label: row.label, text: row.text })),
          { label: '核对', text: sure.doubt ?? '与登记簿中的法定代表人或者经办人一致' },
        ],
        warning: '确认后新证书生效，原证书同时失效，写入登记簿并对外公示，不能撤销；领取人和办理人记入登记档案。',
        kept: Object.entries(values).map(([name, value]) => ({ name, value })),
      },
    },
    status,
  )

const load = async (deps: Deps, { actor, param }: Context<Staff>) => {
  const organization = await requireOrganization(deps, actor, param('uscc'))
  const waiting = await findWaiting(deps.db, organization.id)
  return { organization, waiting: String(waiting?.serial) === param('serial') ? waiting : undefined }
}

const gone = '这份证书已经发证或者作废'

const getIssue = async (deps: Deps, context: Context<Staff>): Promise<void> => {
  const { organization, waiting } = await load(deps, context)
  const { date, time } = localDateTime(deps.clock.now())
  const values = { ...firstCollector, collectedOn: date, collectedTime: time }
  show(context, organization, Number(context.param('serial')), {
    values,
    errors: {},
    ...(waiting ? {} : { refused: gone }),
  })
}

const postIssue = async (deps: Deps, context: Context<Staff>): Promise<void> => {
  const { actor, audit, body, redirect } = context
  const { organization, waiting } = await load(deps, context)
  if (!waiting)
    return show(context, organization, Number(context.param('serial')), { values: {}, errors: {}, refused: gone }, 409)
  const { serial, madeAt } = waiting
  const { values, errors } = readIssue(body, new Date(madeAt), deps.clock.now())
  if (Object.keys(errors).length > 0) return show(context, organization, serial, { values, errors }, 422)
  if (body['sure'] !== 'yes') {
    const doubt = collectorDoubt(deps, await expectedFor(deps.db.knex, organization.id), values)
    return show(context, organization, serial, { values, errors, sure: { doubt } })
  }
  const collectedAt = instantAt(values['collectedOn'] ?? '', values['collectedTime'] ?? '')
  if (!collectedAt) throw new AppError('BAD_REQUEST')
  try {
    await handOutCertificate(deps, actor, audit, { uscc: organization.uscc, serial, values, collectedAt })
  } catch (error) {
    if (!(error instanceof AppError) || !['STALE', 'NOT_ALLOWED_NOW'].includes(error.code)) throw error
    return show(
      context,
      organization,
      serial,
      { values, errors: {}, refused: (error.detail ?? '').replace(/。$/, '') },
      409,
    )
  }
  redirect(`${paths.staffOrganization(organization.uscc)}?done=issue`)
}

const postCancel = async (
  deps: Deps,
  context: Context<Staff>,
  again: (form: { values: RawValues; errors: FieldErrors }, status: number) => Promise<void>,
): Promise<void> => {
  const { actor, audit, body, redirect } = context
  const { organization, waiting } = await load(deps, context)
  const fields = [{ ...reasonField, label: '作废原因' }]
  const values = readForm(fields, body)
  const errors = validateFields(fields, values, localDate(deps.clock.now()))
  if (waiting && Object.keys(errors).length > 0) return again({ values, errors }, 422)
  try {
    const wanted = { uscc: organization.uscc, serial: waiting?.serial ?? 0, reason: values['reason'] ?? '' }
    await cancelCertificate(deps, actor, audit, wanted)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'STALE') throw error
  }
  redirect(`${paths.staffOrganization(organization.uscc)}${waiting ? '?done=cancel' : ''}`)
}

/** 登记发证 of what the desk made: by another official than its maker, to somebody who is identified. */
export const issueRoutes = (
  deps: Deps,
  again: (context: Context<Staff>, form: { values: RawValues; errors: FieldErrors }, status: number) => Promise<void>,
): readonly Route[] => [
  permittedRoute('certificate:hand-over', {
    method: 'get',
    path: paths.staffCertificateIssue(':uscc', ':serial'),
    handler: (context) => getIssue(deps, context),
  }),
  permittedRoute('certificate:hand-over', {
    method: 'post',
    path: paths.staffCertificateIssue(':uscc', ':serial'),
    handler: (context) => postIssue(deps, context),
  }),
  permittedRoute('certificate:hand-over', {
    method: 'get',
    path: paths.staffCertificateCancel(':uscc', ':serial'),
    // Done by its form; whoever comes back to the address sees the organization.
    handler: ({ param, redirect }) => redirect(paths.staffOrganization(param('uscc'))),
  }),
  permittedRoute('certificate:hand-over', {
    method: 'post',
    path: paths.staffCertificateCancel(':uscc', ':serial'),
    handler: (context) => postCancel(deps, context, (form, status) => again(context, form, status)),
  }),
]
