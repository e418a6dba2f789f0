import { buffer } from 'node:stream/consumers'
import type { Deps } from '../../deps.ts'
import type { Statement } from '../../db/client.ts'
import { AppError } from '../../core/errors.ts'
import { pageOf, stageOf } from '../../core/matters/journey.ts'
import type { Matter } from '../../core/matters/define.ts'
import type { Paper as MadePaper } from '../../core/papers/define.ts'
import type { PrintableForm } from '../../core/printable-forms/define.ts'
import type { SubmittedSection } from '../../core/submissions/snapshot.ts'
import { localDate, momentText } from '../../core/workflow/deadlines.ts'
import type { BundlePart } from '../../infra/pdf/bundle.ts'
import { paperPdf, stagesWithPapers, submittedPaper } from '../cases/papers.ts'
import { paths } from '../../web/paths.ts'
import { permittedRoute, type Context, type Route, type Staff } from '../../web/route.ts'
import { approvalSheetPdf, printOf, stageOfDocument, withGlyphs } from './approval-sheet.ts'
import { loadStaffCase, type StaffCase } from './case-data.ts'
import { maskedCase } from './case-people.ts'
import { recordView } from './commands.ts'

// The whole case as one PDF, in the order it is filed: 审批表, the documents that were issued, and stage by stage the forms
// made of the answers, what was filled in besides and what was uploaded. Personal data in what was filled in are masked as
// on the page, and whole only in the answer to a request that was recorded with its reason; scans are as they came.

/** More than this is read one by one: joining takes several times as much memory. */
const mostBytes = 60 * 1024 * 1024

type Stored = { readonly sha256: string; readonly shown: string; readonly size: number; readonly type: string }

const storedStatement: Statement = {
  name: 'case-file-bytes',
  text: `select f.sha256, s.sha256 as shown, s.size::int as size, f.type from stored_file f
    join stored_file s on s.sha256 = f.shown_sha256 where f.sha256 = any($1::text[])`,
}

type Paper = { readonly title: string; readonly sha256: string }

const documentsStatement: Statement = {
  name: 'case-file-documents',
  text: `select kind, data->>'titleNote' as note, number, sha256, event_id from document where case_id = $1 and sha256 is not null order by event_id, number`,
}

type Issued = Pick<StaffCase['documents'][number], 'kind' | 'note' | 'number' | 'event_id'> & { sha256: string }

const issued = async (deps: Deps, found: StaffCase): Promise<readonly Paper[]> =>
  (await deps.db.read<Issued>(documentsStatement, [found.caseFile.id])).map(
    ({ kind, note, number, sha256, event_id: event }) => ({
      title: `${deps.documents.titleOf(kind, note)} ${number}（${stageOfDocument(deps, found, event)}）`,
      sha256,
    }),
  )

const uploaded = ({ content }: StaffCase['submissions'][number]): readonly Paper[] =>
  content.materials.flatMap(({ title, files }) =>
    files.map(({ sha256 }, index) => ({ title: files.length > 1 ? `${title} ${String(index + 1)}` : title, sha256 })),
  )

/** Many that were brought as a whole, as a table; a column is as wide as what stands in it. */
const tableOf = ({ title, items }: SubmittedSection) => {
  const labels = [...new Set(items.flatMap(({ rows }) => rows.map(({ label }) => label)))]
  const cells = items.map(({ rows }) => labels.map((label) => rows.find((row) => row.label === label)?.text ?? ''))
  const widest = (column: number): number => Math.max(...cells.map((row) => row[column]?.length ?? 0))
  return {
    type: 'table',
    title,
    columns: [
      { title: '序号', share: 5, align: 'center' },
      ...labels.map((label, column) => ({
        title: label,
        share: Math.min(Math.max(widest(column), label.length, 6), 20),
        align: 'left' as const,
      })),
    ],
    rows: cells.map((row, index) => [String(index + 1), ...row]),
  } as const
}

const usualCard = '居民身份证'

/** Whether the forms made of a submission say all of one of its pages: then it is not told a second time. */
const isOnForms = (matter: Matter, papers: readonly MadePaper[], { page, items }: SubmittedSection): boolean =>
  papers.some(({ parts, each }) =>
    parts.some((part) => {
      if (part.type === 'pages') return part.pages.includes(page)
      if (part.type === 'rest') return !part.except.includes(page)
      if (part.type === 'charter') return part.page === page
      if (part.type === 'person') return each?.page === page && !each.only
      if (part.type !== 'table' || part.page !== page) return false
      const columns = part.columns.flatMap((column) => ('field' in column ? [column.field] : []))
      const others = pageOf(matter, page)?.list?.fields.filter(({ name }) => !columns.includes(name)) ?? []
      // A list that leaves out the kind of a card says enough where all have the usual one.
      return others.every(({ name }) =>
        items.every(({ rows }) => rows.every(({ field, text }) => field !== name || text === usualCard)),
      )
    }),
  )

/** What was filled in at one submission, as a form to be read. */
const answersForm = (
  deps: Deps,
  { caseFile }: StaffCase,
  submission: StaffCase['submissions'][number],
  sections: readonly SubmittedSection[],
): PrintableForm => {
  const matter = deps.matters.require(caseFile.matter)
  const { title } = stageOf(matter, submission.stage)
  const rowsOf = (rows: readonly { readonly label: string; readonly text: string }[]) =>
    rows.map(({ label, text }) => ({ label, value: text || '未填写' }))
  return {
    number: '',
    title: `${title}：填写的${sections.length < submission.content.sections.length ? '其他' : ''}内容`,
    version: localDate(new Date(submission.at)),
    purpose: '登记管理机关归档使用',
    holders: [],
    note: '',
    blocks: [
      { type: 'paragraph', text: `${caseFile.title}　办件编号${caseFile.number}　${momentText(submission.at)}提交` },
      ...sections.flatMap((section) => [
        ...(section.rows.length > 0
          ? [{ type: 'rows', title: section.title, rows: rowsOf(section.rows) } as const]
          : []),
        ...(pageOf(matter, section.page)?.list?.bulk
          ? section.items.length > 0
            ? [tableOf(section)]
            : []
          : section.items.map(
              (item, index) =>
                ({
                  type: 'rows',
                  title: `${section.title} ${String(index + 1)}：${item.title}`,
                  rows: rowsOf(item.rows),
                }) as const,
            )),
      ]),
    ],
  }
}

/** Everything in its order, and what is not there as a safe copy: it is named and left out. Throws INVALID for too much. */
const partsOf = async (deps: Deps, staff: Staff, whole: StaffCase, inFull: boolean) => {
  const found = inFull ? whole : maskedCase(deps, whole)
  const matter = deps.matters.require(found.caseFile.matter)
  const submissions = matter.stages.flatMap(({ code }) => found.submissions.filter(({ stage }) => stage === code))
  const documents = await issued(deps, found)
  const papers = [...documents, ...submissions.flatMap(uploaded)]
  const stored = new Map(
    (await deps.db.read<Stored>(storedStatement, [papers.map(({ sha256 }) => sha256)])).map((row) => [row.sha256, row]),
  )
  const bytes = papers.reduce((sum, { sha256 }) => sum + (stored.get(sha256)?.size ?? 0), 0)
  if (bytes > mostBytes) throw new AppError('INVALID', '全部材料合计超过60MB，不能合并为一个文件，请逐份打开。')
  const read = async ({ title, sha256 }: Paper): Promise<readonly BundlePart[]> => {
    const file = stored.get(sha256)
    if (!file || (file.type !== 'pdf' && file.type !== 'jpg' && file.type !== 'png')) return []
    return [{ title, type: file.type, bytes: await buffer(await deps.files.stream(file.shown)) }]
  }
  const readAll = async (list: readonly Paper[]): Promise<readonly BundlePart[]> =>
    (await Promise.all(list.map(read))).flat()
  const withPapers = stagesWithPapers(matter, submissions)
  // One after the other: a volume of many papers does not fill the queue of all that are being made.
  const perStage: BundlePart[] = []
  for (const submission of submissions) {
    const papers = withPapers.find((one) => one.submission === submission)?.papers ?? []
    for (const paper of papers) {
      const content = await submittedPaper(deps, matter, found.caseFile, paper, submission, !inFull)
      perStage.push({ title: paper.title, type: 'pdf', bytes: await paperPdf(deps, content) })
    }
    const others = submission.content.sections.filter((section) => !isOnForms(matter, papers, section))
    if (others.length > 0) {
      const form = answersForm(deps, found, submission, others)
      const pdf = await deps.pdf.form(withGlyphs(form, await deps.pdf.lacking(form)), printOf(deps, staff, found))
      perStage.push({ title: form.title, type: 'pdf', bytes: pdf })
    }
    perStage.push(...(await readAll(uploaded(submission))))
  }
  const sheet: BundlePart = { title: '审批表', type: 'pdf', bytes: await approvalSheetPdf(deps, staff, whole) }
  return {
    parts: [sheet, ...(await readAll(documents)), ...perStage],
    left: papers.filter(({ sha256 }) => !stored.has(sha256)).map(({ title }) => title),
  }
}

const send = ({ res }: Context<Staff>, name: string, pdf: Buffer): void => {
  res.setHeader('Content-Disposition', `inline; filename*=UTF-8''${encodeURIComponent(`${name}.pdf`)}`)
  res.setHeader('Cache-Control', 'no-store')
  res.type('application/pdf').send(pdf)
}

const open = async (deps: Deps, { actor, audit, param }: Context<Staff>): Promise<StaffCase> => {
  const found = await loadStaffCase(deps, actor, param('id'))
  const { id } = found.caseFile
  await recordView(deps, actor, audit, { kind: 'case', id, caseId: id })
  return found
}

/** The whole case as one file; every file in it is recorded as seen. `inFull`: after the reason for it was recorded. */
export const sendWholeCase = async (
  deps: Deps,
  context: Context<Staff>,
  found: StaffCase,
  inFull: boolean,
): Promise<void> => {
  const { actor, audit } = context
  const { id, number, title } = found.caseFile
  await deps.limits.use('own-form', `staff:${String(actor.id)}`)
  const { parts, left } = await partsOf(deps, actor, found, inFull)
  for (const { content } of found.submissions)
    for (const { files } of content.materials)
      for (const file of files) await recordView(deps, actor, audit, { kind: 'attachment', id: file.id, caseId: id })
  const list: PrintableForm = {
    number: '',
    title: '办件卷宗',
    version: localDate(deps.clock.now()),
    purpose: '登记管理机关归档使用',
    holders: [],
    note: '',
    blocks: [
      {
        type: 'rows',
        title: '办件',
        rows: [
          { label: '办件编号', value: number },
          { label: '名称', value: title },
          { label: '登记管理机关', value: actor.authority.name },
          { label: '个人信息', value: inFull ? '完整，归档使用' : '只显示一部分；归档用的在“申请表和送达回证”中打开' },
          ...left.map((text) => ({ label: '没有并入，请单独打开', value: text })),
        ],
      },
    ],
  }
  const shown = withGlyphs(list, await deps.pdf.lacking(list))
  send(context, `卷宗 ${number}`, await deps.pdf.bundle(parts, shown, printOf(deps, actor, found)))
}

export const caseFileRoutes = (deps: Deps): readonly Route[] => [
  permittedRoute('case:read', {
    method: 'get',
    path: paths.staffApprovalSheet(':id'),
    handler: async (context) => {
      const found = await open(deps, context)
      send(context, `审批表 ${found.caseFile.number}`, await approvalSheetPdf(deps, context.actor, found))
    },
  }),
  permittedRoute('case:act', {
    method: 'get',
    path: paths.staffWholeCase(':id'),
    handler: async (context) => sendWholeCase(deps, context, await open(deps, context), false),
  }),
]
