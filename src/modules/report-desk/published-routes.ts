import { chineseDate } from '../../core/documents/dates.ts'
import { AppError } from '../../core/errors.ts'
import type { Matter } from '../../core/matters/define.ts'
import { conclusionText, reportConclusions } from '../../core/register/reports.ts'
import type { Snapshot } from '../../core/submissions/snapshot.ts'
import type { Deps } from '../../deps.ts'
import { foldedList } from '../../web/list-table.ts'
import { paths } from '../../web/paths.ts'
import { publicRoute, type Route } from '../../web/route.ts'
import { authorityById } from '../../reference/reference.ts'
import { maskedSnapshot } from '../cases/masked.ts'
import { publishedReport, type PublishedReport } from './published.ts'

/** The pages of a report everybody may read, as they were handed in; numbers of people are not among them. */
const sectionsOf = (matter: Matter, content: Snapshot, pages: readonly string[]) => {
  const { sections } = maskedSnapshot(matter, content)
  return sections
    .filter(({ page, rows, items }) => pages.includes(page) && rows.length + items.length > 0)
    .map((section) => foldedList(matter, section, sections))
}

const numbersOf = ({ papers }: PublishedReport, wanted: string): string =>
  papers
    .filter(({ kind }) => kind === wanted)
    .map(({ number }) => number)
    .join('、')

/** What was concluded and when, what it was before, and what became of 整改. */
const conclusionRows = (deps: Deps, report: PublishedReport) => {
  const { conclusion, concludedOn, filedOn, late, rectifiedOn, underRectification, revisions, asked, authorityId } =
    report
  const [number, notice] = ['REPORT_CONCLUSION', 'RECTIFICATION_NOTICE'].map((kind) => numbersOf(report, kind))
  return [
    { label: '年检结论', text: reportConclusions[conclusion].text },
    { label: '结论日期', text: chineseDate(concludedOn) },
    ...(filedOn === null ? [] : [{ label: '报送日期', text: `${chineseDate(filedOn)}${late ? '，逾期报送' : ''}` }]),
    { label: '登记管理机关', text: authorityById(deps.reference, authorityId).name },
    ...(number ? [{ label: '结论通知书', text: number }] : []),
    ...(revisions.length === 0
      ? []
      : [
          {
            label: '结论的调整',
            lines: revisions.map(
              (one) =>
                `${chineseDate(one.on)}由“${conclusionText(one.before)}”调整为“${conclusionText(one.conclusion)}”${one.number ? `（${one.number}）` : ''}`,
            ),
          },
        ]),
    ...(asked ? [{ label: '要求整改的问题', text: asked }] : []),
    ...(notice
      ? [
          {
            label: '整改',
            text: rectifiedOn
              ? `已经整改，登记管理机关于${chineseDate(rectifiedOn)}确认（整改通知书${notice}）`
              : underRectification
                ? `正在整改（整改通知书${notice}）`
                : notice,
          },
        ]
      : []),
  ]
}

/** A year's report of an organization for everybody: the conclusion, and what of the report the province publishes. */
export const publishedReportRoutes = (deps: Deps): readonly Route[] => [
  publicRoute({
    method: 'get',
    path: paths.publicReport(':uscc', ':year'),
    handler: async ({ param, view }) => {
      const [uscc, year] = [param('uscc'), param('year')]
      const report =
        /^[0-9A-Z]{18}$/.test(uscc) && /^2\d{3}$/.test(year)
          ? await publishedReport(deps, uscc, Number(year))
          : undefined
      if (!report) throw new AppError('NOT_FOUND')
      const { name, content, mended } = report
      const matter = report.matter === null ? undefined : deps.matters.require(report.matter)
      const title = `${year}年度工作报告`
      view('report-desk/published.njk', {
        page: {
          title: `${name}${title}`,
          breadcrumb: [
            { href: paths.home, text: '首页' },
            { href: paths.organization(uscc), text: name },
            { text: title },
          ],
          description: `${name}（${uscc}）${title}和年检结论。`,
        },
        conclusion: conclusionRows(deps, report),
        mended: matter && mended && sectionsOf(matter, mended, ['rectification']),
        sections: matter && content && sectionsOf(matter, content, matter.published ?? []),
        backHref: paths.organization(uscc),
      })
    },
  }),
]
