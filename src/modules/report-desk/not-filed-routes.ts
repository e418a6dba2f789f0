import { chineseDate } from '../../core/documents/dates.ts'
import type { Field } from '../../core/forms/field.ts'
import { readForm, validateFields, type FieldErrors } from '../../core/forms/page.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { fieldViews } from '../../web/form-view.ts'
import { paths } from '../../web/paths.ts'
import { permittedRoute, type Context, type Route, type Staff } from '../../web/route.ts'
import { picked, resultRows } from '../review/several.ts'
import { crumbs, ofYear, yearOf } from './frame.ts'
import { missingReports, mostAtOnce, recordedMissing, recordNotFiled, type Missing } from './not-filed.ts'

const title = '记录未参检'

const reasonField: Field = {
  name: 'reason',
  label: '依据和说明',
  kind: 'textarea',
  min: 5,
  max: 500,
  hint: '例如催报、公告的情况。写入办理记录，每家相同',
}

type Typed = { readonly reason: string; readonly ticked: readonly string[]; readonly errors: FieldErrors }

const show = async (
  deps: Deps,
  { actor, query, view }: Context<Staff>,
  { reason, ticked, errors }: Typed,
  status = 200,
): Promise<void> => {
  const year = yearOf(deps, query)
  const missing = await missingReports(deps, actor, year)
  const action = ofYear(paths.staffReportsMissing, year)
  view(
    'report-desk/batch.njk',
    {
      page: { title: `${String(year)}年度年报：${title}`, ...crumbs(year, [{ text: title }]) },
      lead: `报送期限已过、没有报送的社会组织。记录以后写入登记簿、对外公示，并告知本单位；以后补报的照常审查，作出的结论代替这一记录。每次最多${String(mostAtOnce)}家。`,
      empty: '没有逾期未报送、还没有记录的社会组织',
      action,
      allHref: `${action}&all=yes`,
      head: ['社会组织', '统一社会信用代码', '报送期限'],
      submit: '下一步',
      error: errors['cases'],
      fieldErrors: errors['reason'] === undefined ? [] : [{ text: errors['reason'], href: '#reason' }],
      fields: fieldViews([reasonField], { reason }, errors),
      choices: missing.map(({ id, number, title: name, dueOn }) => ({
        id,
        text: name,
        href: paths.staffOrganization(number),
        way: number,
        hint: `${chineseDate(dueOn)}到期`,
        checked: query['all'] === 'yes' || ticked.includes(id),
      })),
      more: {
        text: '未参检公告文本',
        href: ofYear(paths.staffReportsMissingText, year),
      },
    },
    status,
  )
}

const ask = ({ query, view }: Context<Staff>, deps: Deps, found: readonly Missing[], reason: string): void => {
  const year = yearOf(deps, query)
  view('report-desk/batch-result.njk', {
    page: {
      title: `确认把${String(found.length)}家社会组织记录为未参检吗？`,
      ...crumbs(year, [{ text: title }]),
    },
    head: ['统一社会信用代码', '社会组织', '结果'],
    rows: resultRows(
      found.map((one) => ({ found: one, done: undefined })),
      '将记录为未参检',
      ({ number }) => paths.staffOrganization(number),
    ),
    text: `依据和说明：${reason}`,
    back: ofYear(paths.staffReportsMissing, year),
    confirm: {
      warning: '确认后立即写入登记簿并对外公示，本单位收到通知。以后补报的经审查作出结论，记错的按“调整年检结论”更正。',
      text: '确认记录',
      kept: found.map(({ id }) => id),
      reason,
    },
  })
}

const record = async (
  deps: Deps,
  context: Context<Staff>,
  found: readonly Missing[],
  reason: string,
): Promise<void> => {
  const { actor, audit, posted, query, view } = context
  const year = yearOf(deps, query)
  const results = await recordNotFiled(deps, actor, audit, { year, reason, found })
  const gone = [posted['kept']].flat().length - found.length
  view('report-desk/batch-result.njk', {
    page: { title: '办理结果', ...crumbs(year, [{ text: title }]) },
    head: ['统一社会信用代码', '社会组织', '结果'],
    rows: resultRows(results, '未参检', ({ number }) => paths.staffOrganization(number)),
    text: gone > 0 ? `另有${String(gone)}家已经报送或者已经记录，没有再办。` : undefined,
    back: ofYear(paths.staffReportsMissing, year),
  })
}

const post = async (deps: Deps, context: Context<Staff>): Promise<void> => {
  const { actor, body, posted, query } = context
  const values = readForm([reasonField], body)
  const confirmed = body['action'] === 'confirm'
  const found = picked(
    await missingReports(deps, actor, yearOf(deps, query)),
    confirmed ? posted['kept'] : posted['cases'],
  )
  const errors: FieldErrors = {
    ...validateFields([reasonField], values, localDate(deps.clock.now())),
    ...(found.length === 0 && !confirmed ? { cases: '请选择社会组织' } : {}),
  }
  const reason = values['reason'] ?? ''
  if (Object.keys(errors).length > 0)
    return show(deps, context, { reason, ticked: found.map(({ id }) => id), errors }, 422)
  if (!confirmed) return ask(context, deps, found, reason)
  return record(deps, context, found, reason)
}

/** 未参检 of a year: who is to be recorded so, and what an announcement says of those who are. */
export const notFiledRoutes = (deps: Deps): readonly Route[] => [
  permittedRoute('report:decide', {
    method: 'get',
    path: paths.staffReportsMissing,
    handler: (context) => show(deps, context, { reason: '', ticked: [], errors: {} }),
  }),
  permittedRoute('report:decide', {
    method: 'post',
    path: paths.staffReportsMissing,
    handler: (context) => post(deps, context),
  }),
  permittedRoute('case:read', {
    method: 'get',
    path: paths.staffReportsMissingText,
    handler: async ({ actor, query, view }) => {
      const year = yearOf(deps, query)
      const missing = await recordedMissing(deps, actor, year)
      const today = localDate(deps.clock.now())
      view('report-desk/announcement.njk', {
        page: {
          title: `关于${String(year)}年度未参加年度检查的社会组织的公告`,
          ...crumbs(year, [{ href: ofYear(paths.staffReportsMissing, year), text: title }, { text: '公告文本' }]),
        },
        authority: actor.authority.name,
        year,
        today: chineseDate(today),
        count: missing.length,
        rows: missing.map(({ number, title: name }, index) => [
          { text: String(index + 1), numeric: true },
          { text: name },
          { text: number, nowrap: true },
        ]),
      })
    },
  }),
]
