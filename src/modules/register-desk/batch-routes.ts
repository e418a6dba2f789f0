import { randomUUID } from 'node:crypto'
import { AppError } from '../../core/errors.ts'
import { joinChoices, type Field } from '../../core/forms/field.ts'
import type { Deps } from '../../deps.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { standingText } from '../../core/workflow/signals.ts'
import { clockView } from '../cases/progress.ts'
import { fieldViews } from '../../web/form-view.ts'
import { paths } from '../../web/paths.ts'
import { isId } from '../../web/params.ts'
import { permittedRoute, type Context, type Route, type Staff } from '../../web/route.ts'
import { readingView } from '../documents/reading.ts'
import { isDone, keptIn, keptText, picked, resultRows, type Result } from '../review/several.ts'
import {
  deskCases,
  makeCertificates,
  mostAtOnce,
  notPrintable,
  previewCertificates,
  printCertificates,
  type DeskCase,
} from './batch.ts'

const title = '证书批量制作和打印'

/** The list one came from, which every form of the desk goes on with. */
const wayOf = ({ query }: Pick<Context<Staff>, 'query'>) => {
  const inQueue = query['from'] === 'queue'
  return {
    action: inQueue ? `${paths.staffCertificateDesk}?from=queue` : paths.staffCertificateDesk,
    listPath: inQueue ? paths.staffQueue : paths.staffOrganizations,
    breadcrumb: [
      inQueue ? { href: paths.staffQueue, text: '待办' } : { href: paths.staffOrganizations, text: '登记簿' },
      { text: title },
    ],
  }
}

/** By when it is to be made; once it is, since when it waits: the holder comes when they come. */
const deadlineText = (deps: Deps, found: DeskCase): string => {
  const view = clockView(deps, found)
  const [paper] = found.papers
  if (!view && paper) return `${chineseDate(localDate(new Date(paper.issuedAt)))}制作，待领取或者寄出`
  return view ? `${standingText(view.signal.colour, view.remaining, view.paused)}，${view.dueText}截止` : '无时限'
}

const choiceOf = (deps: Deps, cases: readonly DeskCase[], label: string): Field => ({
  name: 'cases',
  label,
  kind: 'choices',
  options: cases.map((found) => ({
    value: found.id,
    text: [found.number, found.title, deps.matters.require(found.matter).title, found.papers[0]?.number]
      .filter(Boolean)
      .join('　'),
    hint: deadlineText(deps, found),
  })),
})

const show = async (
  deps: Deps,
  { actor, query, view }: Context<Staff>,
  missing?: 'due' | 'made',
  status = 200,
): Promise<void> => {
  const { due, made } = await deskCases(deps, actor)
  const { action, listPath, breadcrumb } = wayOf({ query })
  const list = (which: 'due' | 'made', cases: readonly DeskCase[], label: string) => {
    if (cases.length === 0) return undefined
    const values = query['all'] === which ? { cases: joinChoices(cases.map(({ id }) => id)) } : {}
    const errors = missing === which ? { cases: '请选择办件' } : {}
    return {
      fields: fieldViews([choiceOf(deps, cases, label)], values, errors).map((field) => ({
        ...field,
        id: `${which}-cases`,
      })),
      all: `${action}${action.includes('?') ? '&' : '?'}all=${which}`,
    }
  }
  view(
    'staff/certificate-desk.njk',
    {
      page: { title, breadcrumb, listPath },
      action,
      errors: missing ? [{ text: '请选择办件', href: `#${missing}-cases` }] : [],
      due: list('due', due, '待制证的办件'),
      made: list('made', made, '已制证、待发放的办件'),
      most: mostAtOnce,
    },
    status,
  )
}

const showResults = (
  context: Context<Staff>,
  more: {
    readonly heading: string
    readonly rows: ReturnType<typeof resultRows>
    readonly files?: readonly { readonly href: string; readonly text: string }[]
    readonly make?: object
    readonly text?: string
  },
): void => {
  const { action, listPath, breadcrumb } = wayOf(context)
  context.view('staff/certificate-desk-done.njk', {
    ...more,
    action,
    page: { title: more.heading, breadcrumb, listPath },
  })
}

/** Each case with its key and the version that was looked at, as the question posts them again. */
const askMake = async (deps: Deps, context: Context<Staff>, cases: readonly DeskCase[]): Promise<void> => {
  const keys = new Map(cases.map(({ id }) => [id, randomUUID()]))
  const results = await previewCertificates(deps, context.actor, cases, keys)
  const ready = results.filter(isDone)
  showResults(context, {
    heading: `确认制作${String(ready.length)}件办件的证书吗？`,
    rows: resultRows(results, '可以制作'),
    ...(ready.length > 0
      ? {
          make: {
            kept: ready.map(({ found }) => keptText(found, keys.get(found.id) ?? '')),
            documents: ready.map(({ found, done }) => ({
              title: `${found.number} ${found.title}`,
              letters: done.map((document) => readingView(document)),
            })),
          },
        }
      : {}),
  })
}

const postMake = async (deps: Deps, context: Context<Staff>): Promise<void> => {
  const { actor, audit, posted } = context
  const wanted = keptIn(posted['make'])
  const keys = new Map([...wanted].map(([id, { key }]) => [id, key]))
  if (wanted.size > mostAtOnce || ![...keys.values()].every(isId)) throw new AppError('BAD_REQUEST')
  const { due, made } = await deskCases(deps, actor)
  // A case that was made meanwhile by the same form is the same step.
  const cases = [...due, ...made].flatMap((found) => {
    const version = wanted.get(found.id)?.version
    return version === undefined ? [] : [{ ...found, version }]
  })
  const results = await makeCertificates(deps, actor, audit, cases, keys)
  const gone = wanted.size - cases.length
  showResults(context, {
    heading: '证书制作结果',
    rows: resultRows(results, '已制作'),
    text: [
      ...(gone > 0 ? [`另有${String(gone)}件在您操作期间已经由他人办理，没有再办。`] : []),
      '证书文件正在生成，生成以后在“已制证、待发放的办件”中合并打印。',
    ].join(''),
  })
}

const askPrint = (deps: Deps, context: Context<Staff>, cases: readonly DeskCase[]): void => {
  const results = cases.map((found): Result<DeskCase, DeskCase> => {
    const refused = notPrintable(deps, found)
    return refused === undefined ? { found, done: found } : { found, refused }
  })
  const ready = results.filter(isDone)
  const address = (way: string) =>
    `${paths.staffCertificateDeskFile}?${new URLSearchParams({ cases: ready.map(({ found }) => found.id).join(','), way }).toString()}`
  showResults(context, {
    heading: '合并打印证书',
    rows: resultRows(results, '并入'),
    ...(ready.length > 0
      ? {
          files: [
            { href: address('whole'), text: `打开${String(ready.length)}件办件的证书正本、副本（PDF）` },
            { href: address('overprint'), text: '打开套打文件（PDF，用证书空白页）' },
          ],
        }
      : {}),
  })
}

const post = async (deps: Deps, context: Context<Staff>): Promise<void> => {
  const { actor, body, posted } = context
  if (body['action'] === 'confirm') return postMake(deps, context)
  const which = body['action'] === 'print' ? 'made' : 'due'
  const cases = picked((await deskCases(deps, actor))[which], posted['cases'])
  if (cases.length === 0) return show(deps, context, which, 422)
  return which === 'made' ? askPrint(deps, context, cases) : askMake(deps, context, cases)
}

/** 制证 and printing of several cases at once. */
export const batchRoutes = (deps: Deps): readonly Route[] => [
  permittedRoute('certificate:issue', {
    method: 'get',
    path: paths.staffCertificateDesk,
    handler: (context) => show(deps, context),
  }),
  permittedRoute('certificate:issue', {
    method: 'post',
    path: paths.staffCertificateDesk,
    handler: (context) => post(deps, context),
  }),
  permittedRoute('certificate:issue', {
    method: 'get',
    path: paths.staffCertificateDeskFile,
    handler: async ({ actor, audit, query, res }) => {
      const { made } = await deskCases(deps, actor)
      const wanted = (query['cases'] ?? '').split(',')
      const cases = picked(made, wanted)
      // One of another authority, or that was handed out meanwhile, is not there.
      if (cases.length === 0 || cases.length !== wanted.length) throw new AppError('NOT_FOUND')
      const overprint = query['way'] === 'overprint'
      const pdf = await printCertificates(deps, actor, audit, cases, overprint)
      const name = encodeURIComponent(`登记证书 ${String(cases.length)}件${overprint ? '（套打）' : ''}.pdf`)
      res.setHeader('Content-Disposition', `inline; filename*=UTF-8''${name}`)
      res.setHeader('Cache-Control', 'no-store')
      res.type('application/pdf').send(pdf)
    },
  }),
]
