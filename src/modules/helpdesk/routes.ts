import { maxFileBytes } from '../../core/files.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { permittedRoute, type Route } from '../../web/route.ts'
import { serveFile } from '../files/serve.ts'
import { begin, search, showAccount, showDesk, showNew } from './account-pages.ts'
import { recordLook } from './commands.ts'
import { deskOf, refuseUnknown, type DeskContext } from './desk-context.ts'
import { cancelOperation, refuseOperation } from './finishing.ts'
import { noticeOf, operationPage } from './operation-page.ts'
import { findScan } from './queries.ts'
import { askWithdrawal, confirmWithdrawal } from './taking-back.ts'
import {
  requireOperation,
  showOperation,
  postAgent,
  postMaterial,
  askRemoval,
  postRemoval,
  postData,
  postFinish,
  postConfirm,
  postReason,
  step,
} from './operation-steps.ts'

/** Scans sent at once with one line. */
const filesAtOnce = 5

/** One operation at the counter; who looked is recorded. */
const getOperation = async (deps: Deps, context: DeskContext): Promise<void> => {
  const whole = await requireOperation(deps, context)
  await recordLook(deskOf(deps, context), { action: 'desk-operation-viewed', id: whole.operation.id })
  showOperation(deps, context, whole, { notice: noticeOf(whole, context.actor, context.query['done']) })
}

/** The list of materials, for paper. */
const getChecklist = async (deps: Deps, context: DeskContext): Promise<void> => {
  const whole = await requireOperation(deps, context)
  await recordLook(deskOf(deps, context), { action: 'desk-operation-viewed', id: whole.operation.id })
  const { heading, facts, lines } = operationPage(deps, context.actor, whole)
  context.view('helpdesk/checklist.njk', {
    page: { title: `材料清单：${heading}`, backHref: paths.deskOperation(whole.operation.id) },
    heading,
    facts,
    lines,
  })
}

/** A scan, to whoever may see the operation; who looked is recorded. */
const getScan = async (deps: Deps, context: DeskContext): Promise<void> => {
  const { actor, param, res } = context
  const scan = await findScan(deps, actor.authority.id, param('id'), param('scan'))
  if (!scan) return refuseUnknown(deps, context, { kind: 'desk_material', id: param('scan') })
  await recordLook(deskOf(deps, context), { action: 'desk-scan-viewed', id: param('scan') })
  await serveFile(res, deps, scan)
}

/** 用户管理: what the counter does for people who cannot help themselves online. */
export const helpdeskRoutes = (deps: Deps): readonly Route[] => {
  const get = (path: string, handler: (context: DeskContext) => Promise<void>): Route =>
    permittedRoute('desk:work', { method: 'get', path, handler })
  const post = (path: string, handler: (context: DeskContext) => Promise<void>): Route =>
    permittedRoute('desk:work', { method: 'post', path, handler })
  /** A step that makes a password: when too many wait for theirs, the page of the operation comes again. */
  const postHashing = (path: string, handler: (context: DeskContext) => Promise<void>): Route =>
    permittedRoute('desk:work', {
      method: 'post',
      path,
      handler,
      again: async (context, text) =>
        showOperation(deps, context, await requireOperation(deps, context), {
          notice: { kind: 'error', title: '没有办理', text },
        }),
    })
  return [
    get(paths.desk, (context) => showDesk(deps, context)),
    permittedRoute('desk:work', {
      method: 'post',
      path: paths.desk,
      handler: (context) => search(deps, context),
      again: (context, error) => {
        const { way = '', value = '' } = context.body
        return showDesk(deps, context, { way, typed: value, error })
      },
    }),
    get(paths.deskAccount(':id'), (context) => showAccount(deps, context)),
    get(paths.deskNew, (context) => {
      const { account = '', kind } = context.query
      return showNew(deps, context, { values: { account, ...(kind === undefined ? {} : { kind }) } })
    }),
    post(paths.deskNew, (context) => begin(deps, context)),
    get(paths.deskOperation(':id'), (context) => getOperation(deps, context)),
    get(paths.deskStep(':id', 'print'), (context) => getChecklist(deps, context)),
    post(paths.deskStep(':id', 'agent'), (context) => postAgent(deps, context)),
    permittedRoute('desk:work', {
      method: 'post',
      path: paths.deskStep(':id', 'material'),
      upload: {
        maxFiles: filesAtOnce,
        maxBytes: maxFileBytes,
        count: ({ actor }) => deps.limits.use('upload', `staff-${actor.id}`),
        keepsForm: true,
      },
      handler: (context) => postMaterial(deps, context),
    }),
    get(paths.deskStep(':id', 'remove-scan'), (context) => askRemoval(deps, context)),
    post(paths.deskStep(':id', 'remove-scan'), (context) => postRemoval(deps, context)),
    post(paths.deskStep(':id', 'data'), (context) => postData(deps, context)),
    post(paths.deskStep(':id', 'finish'), (context) => postFinish(deps, context)),
    postHashing(paths.deskStep(':id', 'confirm'), (context) => postConfirm(deps, context)),
    post(paths.deskStep(':id', 'refuse'), (context) => postReason(deps, context, 'refuse', refuseOperation)),
    post(paths.deskStep(':id', 'cancel'), (context) => postReason(deps, context, 'cancel', cancelOperation)),
    post(paths.deskStep(':id', 'withdraw'), (context) => postReason(deps, context, 'withdraw', askWithdrawal)),
    post(paths.deskStep(':id', 'confirm-withdrawal'), (context) => step(deps, context, confirmWithdrawal)),
    get(paths.deskScan(':id', ':scan'), (context) => getScan(deps, context)),
  ]
}
