import { randomUUID } from 'node:crypto'
import { AppError } from '../../core/errors.ts'
import type { Deps } from '../../deps.ts'
import { isId } from '../../web/params.ts'
import { paths } from '../../web/paths.ts'
import { permittedRoute, type Context, type Route, type Staff } from '../../web/route.ts'
import { isDone, keptIn, keptText, picked, resultRows } from '../review/several.ts'
import { cleanReports, concludeQualified, mostAtOnce, previewQualified, type CleanReport } from './batch.ts'
import { crumbs, ofYear, yearOf } from './frame.ts'

const title = '批量合格'

const show = async (
  deps: Deps,
  { actor, query, view }: Context<Staff>,
  missing = false,
  status = 200,
): Promise<void> => {
  const year = yearOf(deps, query)
  const reports = await cleanReports(deps, actor, year)
  const all = query['all'] === 'yes'
  const action = ofYear(paths.staffReportBatch, year)
  view(
    'report-desk/batch.njk',
    {
      page: { title: `${String(year)}年度年报：${title}`, ...crumbs(year, [{ text: title }]) },
      lead: `只列出可以一起作出“合格”结论的：由其他工作人员初审、建议合格，按期报送，系统核对没有提示，没有标为不合格的内容，没有被抽查。每件各自办理，各有结果；每次最多${String(mostAtOnce)}件。`,
      empty: '没有可以一起作出“合格”结论的年报',
      action,
      allHref: `${action}&all=yes`,
      head: ['社会组织', '办件编号', '报送和初审'],
      submit: title,
      error: missing ? '请选择年报' : undefined,
      choices: reports.map(({ id, number, title: name, filedOn, checkedBy, opinion }) => ({
        id,
        text: name,
        href: paths.staffCase(id),
        way: number,
        hint: `${filedOn}报送，${checkedBy}初审建议合格${opinion === '' ? '' : `：${opinion}`}`,
        checked: all,
      })),
    },
    status,
  )
}

const ask = async (
  deps: Deps,
  { actor, query, view }: Context<Staff>,
  reports: readonly CleanReport[],
): Promise<void> => {
  const year = yearOf(deps, query)
  const keys = new Map(reports.map(({ id }) => [id, randomUUID()]))
  const results = await previewQualified(deps, actor, reports, keys)
  const ready = results.filter(isDone)
  const heading = `确认对${String(ready.length)}件年报作出“合格”结论吗？`
  view('report-desk/batch-result.njk', {
    page: { title: heading, ...crumbs(year, [{ text: title }]) },
    head: ['办件编号', '社会组织', '结果'],
    rows: resultRows(results, '可以办理'),
    back: ofYear(paths.staffReportBatch, year),
    confirm:
      ready.length > 0
        ? {
            warning: '作出结论以后不能撤回，写入登记簿并对外公示；每家各出具一份年检结论通知书。',
            text: '确认合格',
            kept: ready.map(({ found }) => keptText(found, keys.get(found.id) ?? '')),
          }
        : undefined,
  })
}

const conclude = async (deps: Deps, context: Context<Staff>): Promise<void> => {
  const { actor, audit, posted, query, view } = context
  const year = yearOf(deps, query)
  const wanted = keptIn(posted['kept'])
  const keys = new Map([...wanted].map(([id, { key }]) => [id, key]))
  if (wanted.size > mostAtOnce || ![...keys.values()].every(isId)) throw new AppError('BAD_REQUEST')
  // What came into a sample, or was marked, since it was looked at is not concluded together with others.
  const reports = (await cleanReports(deps, actor, year)).flatMap((found) => {
    const version = wanted.get(found.id)?.version
    return version === undefined ? [] : [{ ...found, version }]
  })
  const results = await concludeQualified(deps, actor, audit, reports, keys)
  const gone = wanted.size - reports.length
  view('report-desk/batch-result.njk', {
    page: { title: '办理结果', ...crumbs(year, [{ text: title }]) },
    head: ['办件编号', '社会组织', '结果'],
    rows: resultRows(results, '合格'),
    text: gone > 0 ? `另有${String(gone)}件已经办理，或者不再符合一起办理的条件，没有再办。` : undefined,
    back: ofYear(paths.staffReportBatch, year),
  })
}

const post = async (deps: Deps, context: Context<Staff>): Promise<void> => {
  const { actor, body, posted, query } = context
  if (body['action'] === 'confirm') return conclude(deps, context)
  const reports = picked(await cleanReports(deps, actor, yearOf(deps, query)), posted['cases'])
  return reports.length === 0 ? show(deps, context, true, 422) : ask(deps, context, reports)
}

/** 合格 of several reports in which nothing was found. */
export const batchRoutes = (deps: Deps): readonly Route[] => [
  permittedRoute('report:decide', {
    method: 'get',
    path: paths.staffReportBatch,
    handler: (context) => show(deps, context),
  }),
  permittedRoute('report:decide', {
    method: 'post',
    path: paths.staffReportBatch,
    handler: (context) => post(deps, context),
  }),
]
