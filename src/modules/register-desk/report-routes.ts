import { may } from '../../core/access.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { AppError } from '../../core/errors.ts'
import type { Field, RawValues } from '../../core/forms/field.ts'
import { fields, readForm, rows, validateFields, type FieldErrors } from '../../core/forms/page.ts'
import {
  conclusionText,
  graveText,
  graveYears,
  REPORT_CONCLUSIONS,
  reportConclusions,
} from '../../core/register/reports.ts'
import { localDate, momentText } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { errorList, fieldViews } from '../../web/form-view.ts'
import { paths } from '../../web/paths.ts'
import { permittedRoute, type Context, type Route, type Staff } from '../../web/route.ts'
import type { OrganizationDetail } from '../organizations/queries.ts'
import { frame } from './frame.ts'
import { reasonField } from './forms.ts'
import { requireOrganization } from './queries.ts'
import { decideRevision, isConclusion, mayBeAgreed, proposeRevision, type WaitingRevision } from './reports.ts'

const text = '调整年检结论'

const revisionFields = (now: keyof typeof reportConclusions | null): readonly Field[] =>
  fields(
    {
      name: 'conclusion',
      label: '调整后的结论',
      kind: 'choice',
      options: REPORT_CONCLUSIONS.filter((code) => code !== now).map((value) => ({
        value,
        text: reportConclusions[value].text,
      })),
    },
    reasonField,
    {
      name: 'told',
      label: '告知单位的理由',
      kind: 'textarea',
      max: 300,
      hint: '写明查明的事实和依据，随调整结果发给单位',
    },
  )

/** What the page of an organization shows of its reports, and what waits for the second official. */
export const reportsCard = (
  actor: Staff,
  { uscc, type, reports }: OrganizationDetail,
  waiting: readonly WaitingRevision[],
) => {
  const grave = graveYears(reports)
  return {
    grave: grave && graveText(type, grave),
    years: reports.map(({ year, conclusion, concludedOn, late }) => ({
      text: `${String(year)}年度：${conclusionText(conclusion)}${late ? '（逾期报送）' : ''}，${chineseDate(concludedOn)}`,
      href:
        may(actor.roles, 'case:act') && !waiting.some((one) => one.year === year)
          ? paths.staffReportRevision(uscc, String(year))
          : undefined,
    })),
    waiting: waiting.map((one) => ({
      title: `${String(one.year)}年度：${conclusionText(one.before)}调整为${conclusionText(one.conclusion)}`,
      text: `${momentText(one.at)}由${one.by}提出：${one.reason}`,
      told: one.told,
      action:
        may(actor.roles, 'report:decide') && one.byIs !== actor.idNumberIndex
          ? paths.staffReportDecision(uscc, String(one.id))
          : undefined,
    })),
    missingAction: may(actor.roles, 'case:act') ? paths.staffReportMissing(uscc) : undefined,
  }
}

type Form = {
  readonly values: RawValues
  readonly errors: FieldErrors
  readonly sure?: true
  readonly notice?: { readonly kind: 'error' | 'important'; readonly title: string; readonly text: string }
}

/** The year of an address, of an organization of the official's own authority. */
const opened = async (deps: Deps, { actor, param }: Context<Staff>) => {
  const organization = await requireOrganization(deps, actor, param('uscc'))
  const year = /^(19|20|21)\d\d$/.test(param('year')) ? Number(param('year')) : undefined
  if (year === undefined || year >= Number(localDate(deps.clock.now()).slice(0, 4))) throw new AppError('NOT_FOUND')
  return {
    organization,
    year,
    now: organization.reports.find((one) => one.year === year)?.conclusion ?? null,
    agreeable: await mayBeAgreed(deps, actor),
  }
}

/** Where nobody is left to agree: said before somebody writes it all. */
const alone = {
  kind: 'important',
  title: '现在没有其他人可以复核',
  text: '调整由另一名终审复核同意以后才算数，本机关现在没有第二名终审。可以先提出，再请系统管理员给另一名工作人员终审的岗位；或者由其他岗位的工作人员提出，由您复核。',
} as const

const show = (
  { view }: Context<Staff>,
  { organization, year, now, agreeable }: Awaited<ReturnType<typeof opened>>,
  { values, errors, sure, notice = agreeable ? undefined : alone }: Form,
  status = 200,
): void => {
  const asked = revisionFields(now)
  view(
    'staff/certificate-act.njk',
    {
      page: {
        title: `${text}：${organization.name}`,
        ...frame(organization, [{ text }]),
      },
      notice,
      errors: errorList(errors),
      action: paths.staffReportRevision(organization.uscc, String(year)),
      back: paths.staffOrganization(organization.uscc),
      text,
      lead: `${String(year)}年度，现在的结论：${conclusionText(now)}`,
      seen: now ?? 'none',
      fields: fieldViews(asked, values, errors),
      sure: sure && {
        rows: [
          { label: '社会组织', text: organization.name },
          { label: '年度', text: `${String(year)}年度` },
          { label: '现在的结论', text: conclusionText(now) },
          ...rows(asked, values).map((row) => ({ label: row.label, text: row.text })),
        ],
        warning: '确认后由另一名工作人员（终审）复核；复核同意以后写入登记簿、对外公示，并告知单位。',
        kept: Object.entries(values).map(([name, value]) => ({ name, value })),
      },
    },
    status,
  )
}

const post = async (deps: Deps, context: Context<Staff>): Promise<void> => {
  const { actor, audit, body, redirect } = context
  const found = await opened(deps, context)
  const asked = revisionFields(found.now)
  const values = readForm(asked, body)
  const errors = validateFields(asked, values, localDate(deps.clock.now()))
  if (Object.keys(errors).length > 0) return show(context, found, { values, errors }, 422)
  if (body['sure'] !== 'yes') return show(context, found, { values, errors, sure: true })
  const { conclusion } = values
  const seen = body['seen'] === 'none' ? null : body['seen']
  if (!isConclusion(conclusion) || (seen !== null && !isConclusion(seen))) throw new AppError('BAD_REQUEST')
  try {
    await proposeRevision(deps, actor, audit, {
      uscc: found.organization.uscc,
      year: found.year,
      before: seen,
      conclusion,
      reason: values['reason'] ?? '',
      told: values['told'] ?? '',
    })
  } catch (error) {
    if (!(error instanceof AppError) || !['STALE', 'NOT_ALLOWED_NOW'].includes(error.code)) throw error
    const notice = { kind: 'error', title: '没有办理', text: error.detail ?? error.message } as const
    return show(context, await opened(deps, context), { values, errors: {}, notice }, 409)
  }
  redirect(`${paths.staffOrganization(found.organization.uscc)}?done=revision`)
}

/** 调整年检结论: the form of it, and what a second official says; `refused` shows the organization with the reason. */
export const reportRoutes = (
  deps: Deps,
  refused: (context: Context<Staff>, reason: string) => Promise<void>,
): readonly Route[] => [
  permittedRoute('case:act', {
    method: 'get',
    path: paths.staffReportRevision(':uscc', ':year'),
    handler: async (context) => show(context, await opened(deps, context), { values: {}, errors: {} }),
  }),
  permittedRoute('case:act', {
    method: 'post',
    path: paths.staffReportRevision(':uscc', ':year'),
    handler: (context) => post(deps, context),
  }),
  permittedRoute('case:act', {
    method: 'get',
    path: paths.staffReportMissing(':uscc'),
    // The year is chosen on the page of the organization, for one that has no conclusion yet.
    handler: ({ param, query, redirect }) =>
      redirect(
        /^\d{4}$/.test(query['year'] ?? '')
          ? paths.staffReportRevision(param('uscc'), query['year'] ?? '')
          : paths.staffOrganization(param('uscc')),
      ),
  }),
  permittedRoute('report:decide', {
    method: 'get',
    path: paths.staffReportDecision(':uscc', ':id'),
    handler: ({ param, redirect }) => redirect(paths.staffOrganization(param('uscc'))),
  }),
  permittedRoute('report:decide', {
    method: 'post',
    path: paths.staffReportDecision(':uscc', ':id'),
    handler: async (context) => {
      const { actor, audit, body, param, redirect } = context
      const uscc = param('uscc')
      const agreed = body['decision'] === 'agree'
      if ((!agreed && body['decision'] !== 'refuse') || !/^\d{1,15}$/.test(param('id')))
        throw new AppError('BAD_REQUEST')
      try {
        await decideRevision(deps, actor, audit, { uscc, id: Number(param('id')), agreed })
      } catch (error) {
        if (!(error instanceof AppError) || !['STALE', 'NOT_ALLOWED_NOW'].includes(error.code)) throw error
        return refused(context, error.detail ?? error.message)
      }
      redirect(`${paths.staffOrganization(uscc)}?done=${agreed ? 'revised' : 'revision-refused'}`)
    },
  }),
]
