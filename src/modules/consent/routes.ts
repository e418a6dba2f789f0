import { AppError } from '../../core/errors.ts'
import { localDate, localDateTime } from '../../core/workflow/deadlines.ts'
import type { Statement } from '../../db/client.ts'
import type { Deps } from '../../deps.ts'
import { readVersion } from '../../web/params.ts'
import { paths } from '../../web/paths.ts'
import { permittedRoute, type Context, type Route, type Staff } from '../../web/route.ts'
import { serveFile, type ServedFile } from '../files/serve.ts'
import { answerForUnit, recordUnitView, type UnitAnswer } from './commands.ts'
import { answerText, listPage, readAnswer, requestPage, saidInAnswer, unitActions, type Typed } from './page.ts'
import { loadRequest, type UnitRequest } from './queries.ts'

const crumbs = (request: UnitRequest, ...more: readonly { readonly text: string }[]) => [
  { href: paths.staffConsents, text: '征求意见' },
  ...(more.length > 0 ? [{ href: paths.staffConsent(request.id), text: request.title || '申请' }] : []),
  ...(more.length > 0 ? more : [{ text: request.title || '申请' }]),
]

/** Answers with the page of a request, whatever brought somebody there, and records that they looked. */
const showRequest = async (
  deps: Deps,
  context: Context<Staff>,
  request: UnitRequest,
  shown: { readonly typed?: Typed; readonly notice?: object | undefined } = {},
  status = 200,
): Promise<void> => {
  const page = requestPage(deps, request, shown)
  await recordUnitView(deps, context.actor, context.audit, {
    kind: 'case',
    id: request.case_id,
    caseId: request.case_id,
  })
  context.view('staff/consent.njk', { ...page, page: { title: page.name, breadcrumb: crumbs(request) } }, status)
}

/** What the unit just answered, said once after the redirect; only what the record bears out. */
const doneNotice = (request: UnitRequest, done: string | undefined) => {
  const action = unitActions.find((one) => one === done && one === request.closed_by)
  return action && { kind: 'success', text: `已答复：${answerText(action)}。已通知申请人。` }
}

/** Why an answer was not given: somebody was faster. */
const staleNotice = (
  { closed_by: closedBy, closed_at: at, closed_name: by }: UnitRequest,
  action: UnitAnswer['action'],
) => {
  const when = at ? localDateTime(at).text : ''
  const what =
    closedBy === null
      ? '这件申请在您操作期间有变化。'
      : closedBy === 'takeBackFromUnit'
        ? `申请人已于${when}取回修改。修改以后可能再次送来。`
        : closedBy === 'consent' || closedBy === 'refuseConsent'
          ? `${by ?? ''}已于${when}答复“${answerText(closedBy)}”。`
          : `办件已于${when}结束，不再需要答复。`
  return { kind: 'error', title: '内容已被更改', text: `“${answerText(action)}”没有执行。${what}` }
}

const requireAction = (name: string): UnitAnswer['action'] => {
  const action = unitActions.find((one) => one === name)
  if (!action) throw new AppError('NOT_FOUND')
  return action
}

const postAnswer = async (deps: Deps, context: Context<Staff>): Promise<void> => {
  const { actor, audit, body, param, redirect } = context
  const request = await loadRequest(deps, actor, param('id'))
  const action = requireAction(param('action'))
  const { values, form, conclusion, errors } = readAnswer(action, body, localDate(deps.clock.now()))
  const typed = { action, values, errors }
  if (Object.keys(errors).length > 0) return showRequest(deps, context, request, { typed }, 422)
  if (body['back'] === 'yes') return showRequest(deps, context, request, { typed })
  if (body['confirmed'] !== 'yes' && request.closed_by === null) {
    const sure = `确认${answerText(action)}`
    context.view('staff/confirm.njk', {
      sure,
      name: request.title,
      final: true,
      action: paths.staffConsentStep(request.id, action),
      kept: Object.entries(body).filter(([name]) => !['_csrf', 'confirmed', 'back'].includes(name)),
      said: saidInAnswer(action, values),
      documents: [],
      page: { title: sure, breadcrumb: crumbs(request, { text: sure }) },
    })
    return
  }
  try {
    await answerForUnit(deps, actor, audit, {
      requestId: request.id,
      action,
      conclusion,
      form,
      requestKey: body['requestKey'] ?? '',
      version: readVersion(body['version']),
    })
  } catch (error) {
    if (!(error instanceof AppError) || !['STALE', 'NOT_ALLOWED_NOW'].includes(error.code)) throw error
    const latest = await loadRequest(deps, actor, request.id)
    return showRequest(deps, context, latest, { typed, notice: staleNotice(latest, action) }, 409)
  }
  redirect(`${paths.staffConsent(request.id)}?${new URLSearchParams({ done: action }).toString()}`)
}

const fileStatement: Statement = {
  name: 'unit-file',
  text: 'select sha256, type, shown_sha256 as shown from stored_file where sha256 = $1',
}

/** A file that was put to the unit; any other is not found. */
const findFile = async (deps: Deps, request: UnitRequest, id: string): Promise<ServedFile> => {
  const file = request.content?.materials.flatMap(({ files }) => files).find((one) => one.id === id)
  const [stored] = file ? await deps.db.read<Omit<ServedFile, 'name'>>(fileStatement, [file.sha256]) : []
  if (!file || !stored) throw new AppError('NOT_FOUND')
  return { ...stored, name: file.name }
}

/** 征求意见: what supervisory units are asked, and what they answer. */
export const consentRoutes = (deps: Deps): readonly Route[] => [
  permittedRoute('consent:give', {
    method: 'get',
    path: paths.staffConsents,
    handler: async ({ actor, query, view }) =>
      view('staff/consents.njk', { ...(await listPage(deps, actor, query)), page: { title: '征求意见' } }),
  }),
  permittedRoute('consent:give', {
    method: 'get',
    path: paths.staffConsent(':id'),
    handler: async (context) => {
      const request = await loadRequest(deps, context.actor, context.param('id'))
      await showRequest(deps, context, request, { notice: doneNotice(request, context.query['done']) })
    },
  }),
  permittedRoute('consent:give', {
    method: 'get',
    path: paths.staffConsentStep(':id', ':action'),
    // Answers are given by their forms; whoever comes back to the address of one sees the request.
    handler: async (context) => {
      requireAction(context.param('action'))
      context.redirect(paths.staffConsent((await loadRequest(deps, context.actor, context.param('id'))).id))
    },
  }),
  permittedRoute('consent:give', {
    method: 'post',
    path: paths.staffConsentStep(':id', ':action'),
    handler: (context) => postAnswer(deps, context),
  }),
  permittedRoute('consent:give', {
    method: 'get',
    path: paths.staffConsentFile(':id', ':attachment'),
    handler: async ({ actor, audit, param, res }) => {
      const request = await loadRequest(deps, actor, param('id'))
      const file = await findFile(deps, request, param('attachment'))
      await recordUnitView(deps, actor, audit, {
        kind: 'attachment',
        id: param('attachment'),
        caseId: request.case_id,
      })
      await serveFile(res, deps, file)
    },
  }),
]
