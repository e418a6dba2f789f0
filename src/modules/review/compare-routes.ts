import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import { amendmentOf, clausesIn } from '../../core/charters/items.ts'
import { stageOf } from '../../core/matters/journey.ts'
import { momentText } from '../../core/workflow/deadlines.ts'
import { comparisonView } from '../../web/charter-comparison.ts'
import { caseHead } from '../../web/page.ts'
import { paths } from '../../web/paths.ts'
import { permittedRoute, type Context, type Route, type Staff } from '../../web/route.ts'
import { comparison } from '../cases/compare.ts'
import { articlesIn, baseIn, charterBehind } from '../register/charters.ts'
import { consentRows } from './case-consent.ts'
import { loadStaffCase } from './case-data.ts'
import { caseParts } from './case-parts.ts'
import { maskedText } from '../cases/masked.ts'
import { maskedCase } from './case-people.ts'
import { recordView } from './commands.ts'

/** What was submitted in an earlier stage, personal data masked; who looked is recorded. */
const showSubmission = async (deps: Deps, { actor, audit, param, view }: Context<Staff>): Promise<void> => {
  const found = maskedCase(deps, await loadStaffCase(deps, actor, param('id')))
  const { id, number, title, matter } = found.caseFile
  const submission = found.submissions.find(({ round }) => String(round) === param('round'))
  if (!submission) throw new AppError('NOT_FOUND')
  await recordView(deps, actor, audit, { kind: 'case', id, caseId: id })
  const stage = stageOf(deps.matters.require(matter), submission.stage).title
  const opened = { at: '', all: true }
  view('staff/submission.njk', {
    title: stage,
    name: title,
    number,
    at: momentText(submission.at),
    consent: consentRows(submission.content),
    findings: submission.content.findings.map(({ page, text, basis }) => `${page}：${text}（${basis}）`),
    parts: caseParts(deps, found, submission, undefined, { inFull: false, opened }),
    backHref: paths.staffCase(id),
    page: {
      title: stage,
      sheetHead: caseHead(number, title, deps.matters.require(matter).title),
      breadcrumb: [
        { href: paths.staffQueue, text: '待办' },
        { href: paths.staffCase(id), text: number },
        { text: stage },
      ],
    },
  })
}

/** 章程修改对照, of what was submitted last; `all`: with what stayed. */
const showCharter = async (deps: Deps, { actor, audit, param, query, view }: Context<Staff>): Promise<void> => {
  const { caseFile, submissions } = await loadStaffCase(deps, actor, param('id'))
  const { id, number, title, matter } = caseFile
  const submission = submissions.findLast(({ content }) => baseIn(content) !== '')
  const before = submission && (await charterBehind(deps.db, caseFile, baseIn(submission.content)))
  if (!before) throw new AppError('NOT_FOUND')
  await recordView(deps, actor, audit, { kind: 'case', id, caseId: id })
  const all = query['all'] === 'yes'
  const items = articlesIn(submission.content)
  view('staff/charter.njk', {
    name: title,
    number,
    at: momentText(submission.at),
    comparison: comparisonView(amendmentOf(before, items), {
      all,
      reasons: caseFile.procedure === 'licence',
    }),
    counts: { before: before.length, now: clausesIn(items).length },
    all,
    allHref: `${paths.staffCharter(id)}${all ? '' : '?all=yes'}`,
    backHref: paths.staffCase(id),
    page: {
      title: '章程修改对照',
      sheetHead: caseHead(number, title, deps.matters.require(matter).title),
      breadcrumb: [
        { href: paths.staffQueue, text: '待办' },
        { href: paths.staffCase(id), text: number },
        { text: '章程修改对照' },
      ],
    },
  })
}

/** 比较两次提交, of a case of the official's own authority; personal data are masked, and who looked is recorded. */
export const compareRoutes = (deps: Deps): readonly Route[] => [
  permittedRoute('case:read', {
    method: 'get',
    path: paths.staffSubmission(':id', ':round'),
    handler: (context) => showSubmission(deps, context),
  }),
  permittedRoute('case:read', {
    method: 'get',
    path: paths.staffCharter(':id'),
    handler: (context) => showCharter(deps, context),
  }),
  permittedRoute('case:read', {
    method: 'get',
    path: paths.staffCompare(':id'),
    handler: async ({ actor, audit, param, query, view }) => {
      const { caseFile } = await loadStaffCase(deps, actor, param('id'))
      const { id, number, title } = caseFile
      await recordView(deps, actor, audit, { kind: 'case', id, caseId: id })
      view('staff/compare.njk', {
        ...(await comparison(deps, caseFile, query, {
          shown: maskedText(deps, caseFile.matter),
          fileHref: (file) => paths.staffAttachment(id, file),
        })),
        name: title,
        number,
        action: paths.staffCompare(id),
        backHref: paths.staffCase(id),
        page: {
          title: '比较两次提交',
          breadcrumb: [
            { href: paths.staffQueue, text: '待办' },
            { href: paths.staffCase(id), text: number },
            { text: '比较两次提交' },
          ],
        },
      })
    },
  }),
]
