import { AppError } from '../../core/errors.ts'
import { stageOf } from '../../core/matters/journey.ts'
import { paperOf } from '../../core/papers/content.ts'
import { deliveryPaper } from '../../core/papers/delivery.ts'
import type { Deps } from '../../deps.ts'
import { localDate, localDateTime } from '../../core/workflow/deadlines.ts'
import { paths } from '../../web/paths.ts'
import { readRevealReason, revealControls } from '../../web/reveal-reason.ts'
import { permittedRoute, type Context, type Route, type Staff } from '../../web/route.ts'
import { sendPaper, stagesWithPapers, submittedPaper } from '../cases/papers.ts'
import { loadStaffCase, type StaffCase } from './case-data.ts'
import { maskedSnapshot } from '../cases/masked.ts'
import { peopleOf } from './case-people.ts'
import { sendWholeCase } from './case-file.ts'
import { recordReveal, recordView } from './commands.ts'

/** How the form calls all of a case in one file. */
const wholeCase = 'whole'

/** The papers of the latest submission of each stage, as an address names them. */
const papersOf = (deps: Deps, { caseFile, submissions }: StaffCase) =>
  stagesWithPapers(deps.matters.require(caseFile.matter), submissions).flatMap(({ submission, title, papers }) =>
    papers.map((paper) => ({ submission, paper, stage: title, value: `${submission.round}/${paper.code}` })),
  )

const showPapers = async (
  deps: Deps,
  { actor, audit, view }: Context<Staff>,
  found: StaffCase,
  asked?: Omit<ReturnType<typeof readRevealReason>, 'reason'>,
  wanted = '',
  status = 200,
): Promise<void> => {
  const { id, number, title } = found.caseFile
  await recordView(deps, actor, audit, { kind: 'case', id, caseId: id })
  const papers = papersOf(deps, found)
  view(
    'staff/papers.njk',
    {
      name: title,
      number,
      papers: papers.map(({ submission, paper, stage }) => [
        { text: paper.title },
        { text: `${stage}，${localDateTime(new Date(submission.at)).text}提交` },
        { href: paths.staffPaper(id, submission.round, paper.code), text: `查看${paper.title}` },
      ]),
      deliveries: found.documents.map((document) => [
        { text: deps.documents.titleOf(document.kind, document.note) },
        { text: document.number, nowrap: true },
        {
          href: paths.staffDelivery(id, document.id),
          text: `打印送达回证：${deps.documents.titleOf(document.kind, document.note)}`,
        },
      ]),
      reveal: found.submissions.length > 0 && {
        href: paths.staffPapers(id),
        open: asked !== undefined,
        choice: {
          id: 'reveal-paper',
          name: 'paper',
          kind: 'select',
          label: '申请表',
          required: true,
          value: wanted,
          options: [
            ...papers.map(({ paper, stage, value }) => ({ value, text: `${paper.title}（${stage}）` })),
            { value: wholeCase, text: '全卷（归档用）' },
          ],
          error: asked && wanted === '' ? '请选择申请表' : undefined,
        },
        fields: revealControls(asked?.values ?? {}, asked?.errors ?? {}),
      },
      backHref: paths.staffCase(id),
      page: {
        title: '申请表和送达回证',
        breadcrumb: [
          { href: paths.staffQueue, text: '待办' },
          { href: paths.staffCase(id), text: number },
          { text: '申请表和送达回证' },
        ],
      },
    },
    status,
  )
}

/** A paper of a submission, masked. */
const getPaper = async (deps: Deps, { actor, audit, param, res }: Context<Staff>): Promise<void> => {
  const found = await loadStaffCase(deps, actor, param('id'))
  const matter = deps.matters.require(found.caseFile.matter)
  const submission = found.submissions.find(({ round }) => String(round) === param('round'))
  const paper = submission && paperOf(stageOf(matter, submission.stage), param('paper'))
  if (!paper) throw new AppError('NOT_FOUND')
  const { id } = found.caseFile
  await recordView(deps, actor, audit, { kind: 'case', id, caseId: id })
  const masked = { ...submission, content: maskedSnapshot(matter, submission.content) }
  const content = await submittedPaper(deps, matter, found.caseFile, paper, masked, true)
  await sendPaper(deps, res, `staff:${actor.id}`, content)
}

/** The same in full, once, after who asked for it and why was written down. */
const revealPaper = async (deps: Deps, context: Context<Staff>): Promise<void> => {
  const { actor, audit, body, param, res } = context
  const found = await loadStaffCase(deps, actor, param('id'))
  const { values, errors, reason } = readRevealReason(body)
  const isWhole = body['paper'] === wholeCase
  const wanted = papersOf(deps, found).find(({ value }) => value === body['paper'])
  if ((!wanted && !isWhole) || !reason)
    return showPapers(deps, context, found, { values, errors }, isWhole ? wholeCase : wanted?.value, 422)
  await recordReveal(deps, actor, audit, { found, people: peopleOf(deps, found), ...reason })
  if (!wanted) return sendWholeCase(deps, context, found, true)
  const matter = deps.matters.require(found.caseFile.matter)
  const content = await submittedPaper(deps, matter, found.caseFile, wanted.paper, wanted.submission)
  await sendPaper(deps, res, `staff:${actor.id}`, content)
}

const getDelivery = async (deps: Deps, { actor, audit, param, res }: Context<Staff>): Promise<void> => {
  const { caseFile, documents, account } = await loadStaffCase(deps, actor, param('id'))
  const document = documents.find(({ id }) => id === param('document'))
  if (!document) throw new AppError('NOT_FOUND')
  await recordView(deps, actor, audit, { kind: 'document', id: document.id, caseId: caseFile.id })
  const content = deliveryPaper({
    authority: actor.authority.name,
    siteName: deps.site.name,
    recipient: account.name,
    caseNumber: caseFile.number,
    about: caseFile.title,
    document: { title: deps.documents.titleOf(document.kind, document.note), number: document.number },
    madeOn: localDate(deps.clock.now()),
  })
  await sendPaper(deps, res, `staff:${actor.id}`, content)
}

/** 申请表 as submitted, and 送达回证 of what was issued, of a case of the official's own authority. */
export const paperRoutes = (deps: Deps): readonly Route[] => [
  permittedRoute('case:read', {
    method: 'get',
    path: paths.staffPapers(':id'),
    handler: async (context) =>
      showPapers(deps, context, await loadStaffCase(deps, context.actor, context.param('id'))),
  }),
  permittedRoute('case:act', {
    method: 'post',
    path: paths.staffPapers(':id'),
    handler: (context) => revealPaper(deps, context),
  }),
  permittedRoute('case:read', {
    method: 'get',
    path: paths.staffPaper(':id', ':round', ':paper'),
    handler: (context) => getPaper(deps, context),
  }),
  permittedRoute('case:read', {
    method: 'get',
    path: paths.staffDelivery(':id', ':document'),
    handler: (context) => getDelivery(deps, context),
  }),
]
