import { randomUUID } from 'node:crypto'
import { AppError } from '../../core/errors.ts'
import { maxFileBytes } from '../../core/files.ts'
import type { RawValues } from '../../core/forms/field.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import type { Deps } from '../../deps.ts'
import { errorPages } from '../../web/errors.ts'
import { fieldViews, errorList } from '../../web/form-view.ts'
import { readVersion } from '../../web/params.ts'
import { caseHead } from '../../web/page.ts'
import { paths } from '../../web/paths.ts'
import { permittedRoute, type Context, type Files, type Route, type Staff } from '../../web/route.ts'
import { receiveFiles } from '../files/receive.ts'
import { serveFile } from '../files/serve.ts'
import { loadStaffCase, type StaffCase } from './case-data.ts'
import { recordView } from './commands.ts'
import {
  addVisitPhotos,
  changeVisit,
  confirmVisit,
  discardVisit,
  openVisit,
  removeVisitPhoto,
  type SeenVisit,
} from './visit-commands.ts'
import { besideOneAnother, mayVisit, mostPhotos, readVisit, visitFields, visitValues } from './visit-fields.ts'
import { colleaguesFor, findVisitPhoto, requireVisit, type Visit } from './visit-queries.ts'
import { colleagueOptions, visitView } from './visit-view.ts'

const photoTypes = ['jpg', 'png'] as const

/** What was done last, said once after the redirect. */
const doneTexts: Readonly<Record<string, string>> = {
  opened: '记录已保存。请上传照片、核对内容，然后两名核查人员分别确认。',
  edit: '记录已修改，两名核查人员都要重新确认。',
  photos: '照片已上传，两名核查人员都要重新确认。',
  'remove-photo': '照片已删除，两名核查人员都要重新确认。',
  confirm: '您已确认这份记录。',
}

const crumbs = ({ caseFile }: StaffCase, text: string) => [
  { href: paths.staffQueue, text: '待办' },
  { href: paths.staffCase(caseFile.id), text: caseFile.number },
  { text },
]

const load = async (deps: Deps, { actor, param }: Context<Staff>) => {
  const found = await loadStaffCase(deps, actor, param('id'))
  return { found, visit: await requireVisit(deps, actor, found.caseFile.id, param('visit')) }
}

/** What a form holds of a record is read there as well. */
const recordRead = async (
  deps: Deps,
  { actor, audit }: Context<Staff>,
  { caseFile }: StaffCase,
  visit: Visit,
): Promise<void> => recordView(deps, actor, audit, { kind: 'site_visit', id: visit.id, caseId: caseFile.id })

const notDone = (text: string) => ({ kind: 'error', title: '没有办理', text }) as const

type Trouble = { readonly notice?: ReturnType<typeof notDone>; readonly photos?: string }

const showVisit = async (
  deps: Deps,
  context: Context<Staff>,
  { notice, photos }: Trouble = {},
  status = 200,
): Promise<void> => {
  const { actor, query, req, view } = context
  const { found, visit } = await load(deps, context)
  await recordRead(deps, context, found, visit)
  const said = req.method === 'GET' ? doneTexts[query['done'] ?? ''] : undefined
  view(
    'staff/visit.njk',
    {
      visit: visitView(found, actor, visit),
      notice,
      errors: photos ? [{ field: 'photos', text: photos, href: '#photos' }] : [],
      box: {
        id: 'photos',
        name: '现场照片',
        multiple: true,
        accept: 'image/jpeg,image/png',
        limitText: `支持 JPG、PNG 格式，单个文件不超过 10 MB，最多${mostPhotos}张`,
        error: photos,
      },
      page: {
        title: '现场核查记录',
        breadcrumb: crumbs(found, '现场核查记录'),
        ...(said ? { flash: { kind: 'success', text: said } } : {}),
      },
    },
    status,
  )
}

type Form = {
  readonly values: RawValues
  readonly errors: FieldErrors
  /** The record the form opens, or the one it changes as it was seen. */
  readonly id: string
  readonly version?: number
  readonly corrects?: string | undefined
  readonly notice?: ReturnType<typeof notDone>
}

const showForm = (
  { actor, view }: Context<Staff>,
  found: StaffCase,
  form: Form,
  fields: Awaited<ReturnType<typeof fieldsFor>>,
  status = 200,
): void => {
  const { caseFile } = found
  const changes = form.version !== undefined
  const title = changes ? '修改现场核查记录' : form.corrects ? '更正现场核查记录' : '现场核查'
  view(
    'staff/visit-form.njk',
    {
      notice: form.notice,
      errors: errorList(form.errors),
      number: caseFile.number,
      name: caseFile.title,
      action: changes ? paths.staffVisitStep(caseFile.id, form.id, 'edit') : paths.staffVisitNew(caseFile.id),
      back: changes ? paths.staffVisit(caseFile.id, form.id) : paths.staffCase(caseFile.id),
      kept: Object.entries({ id: form.id, version: form.version, corrects: form.corrects })
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => ({ name, value })),
      closed: mayVisit(caseFile, actor.roles) ? undefined : '该办件现在不能办理现场核查。',
      // Alone nobody makes a record.
      alone: fields.some(({ name, options }) => name === 'second' && options?.length === 0),
      groups: besideOneAnother(fieldViews(fields, form.values, form.errors)),
      page: { title, breadcrumb: crumbs(found, title) },
    },
    status,
  )
}

const fieldsFor = async (deps: Deps, actor: Staff, { caseFile }: StaffCase, visit?: Visit) =>
  visitFields(
    visit && visit.opened_by !== actor.id ? undefined : colleagueOptions(await colleaguesFor(deps, actor, caseFile)),
  )

const contentOf = (visit: Visit) => ({ ...visit, visitedAt: new Date(visit.visited_at) })

const postNew = async (deps: Deps, context: Context<Staff>): Promise<void> => {
  const { actor, audit, body, param, redirect } = context
  const found = await loadStaffCase(deps, actor, param('id'))
  const fields = await fieldsFor(deps, actor, found)
  const { values, errors, content } = readVisit(fields, body, deps.clock.now())
  const id = body['id'] ?? ''
  const corrects = body['corrects'] || undefined
  const form = { values, errors, id, corrects }
  if (!content) return showForm(context, found, form, fields, 422)
  const caseId = found.caseFile.id
  try {
    await openVisit(deps, actor, audit, { id, caseId, content, secondId: Number(values['second']), corrects })
  } catch (error) {
    if (!(error instanceof AppError) || !['STALE', 'NOT_ALLOWED_NOW'].includes(error.code)) throw error
    return showForm(context, found, { ...form, notice: notDone(error.detail ?? '') }, fields, 409)
  }
  redirect(`${paths.staffVisit(caseId, id)}?done=opened`)
}

const seenOf = ({ body, param }: Context<Staff>): SeenVisit => ({
  caseId: param('id'),
  visitId: param('visit'),
  version: readVersion(body['version']),
})

const postEdit = async (deps: Deps, context: Context<Staff>): Promise<void> => {
  const { actor, audit, body, redirect } = context
  const seen = seenOf(context)
  const { found, visit } = await load(deps, context)
  const fields = await fieldsFor(deps, actor, found, visit)
  const { values, errors, content } = readVisit(fields, body, deps.clock.now())
  const form = { values, errors, id: visit.id, version: seen.version }
  if (!content) return showForm(context, found, form, fields, 422)
  const secondId = values['second'] ? Number(values['second']) : undefined
  try {
    await changeVisit(deps, actor, audit, seen, { content, secondId })
  } catch (error) {
    if (!(error instanceof AppError) || !['STALE', 'NOT_ALLOWED_NOW'].includes(error.code)) throw error
    const text = `${error.detail ?? ''}您填写的内容保留在下面；请先打开记录查看现在的内容，再决定是否保存。`
    const now = await requireVisit(deps, actor, found.caseFile.id, visit.id)
    return showForm(context, found, { ...form, version: now.version, notice: notDone(text) }, fields, 409)
  }
  redirect(`${paths.staffVisit(seen.caseId, seen.visitId)}?done=edit`)
}

/** Does something with an open record; when it was changed meanwhile, the record is shown as it stands now. */
const step = async (
  deps: Deps,
  context: Context<Staff>,
  done: string,
  work: (seen: SeenVisit) => Promise<void>,
): Promise<void> => {
  const seen = seenOf(context)
  await load(deps, context)
  try {
    await work(seen)
  } catch (error) {
    if (!(error instanceof AppError) || !['STALE', 'NOT_ALLOWED_NOW'].includes(error.code)) throw error
    return showVisit(deps, context, { notice: notDone(error.detail ?? '') }, 409)
  }
  context.redirect(
    done === 'discard'
      ? paths.staffCase(seen.caseId)
      : `${paths.staffVisit(seen.caseId, seen.visitId)}?${new URLSearchParams({ done }).toString()}`,
  )
}

const postPhotos = async (deps: Deps, context: Context<Staff>): Promise<void> => {
  const { actor, audit, req, res } = context
  const { filesRefused: refused } = req
  if (refused) return showVisit(deps, context, { photos: refused.message }, errorPages[refused.code].status)
  const files = (req.files ?? []) as Files
  if (files.length === 0) return showVisit(deps, context, { photos: '请选择要上传的照片' }, 422)
  await load(deps, context)
  const upload = { bringer: { door: 'staff', whose: String(actor.id) }, res } as const
  const { received, errors, status } = await receiveFiles(deps, files, photoTypes, upload)
  // All or none: what is right goes with its neighbours once more, and asks both only once.
  if (errors.length > 0) return showVisit(deps, context, { photos: errors.join('；') }, status)
  try {
    await step(deps, context, 'photos', (seen) => addVisitPhotos(deps, actor, audit, seen, received))
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'INVALID') throw error
    await showVisit(deps, context, { photos: error.detail ?? '' }, 422)
  }
}

const steps = {
  confirm: confirmVisit,
  discard: discardVisit,
  'remove-photo': (deps: Deps, staff: Staff, audit: Context<Staff>['audit'], seen: SeenVisit, photo: string) =>
    removeVisitPhoto(deps, staff, audit, seen, photo),
} as const

/** 现场核查: the record two officials write, complete with photos and confirm, each in a session of their own. */
export const visitRoutes = (deps: Deps): readonly Route[] => [
  permittedRoute('case:act', {
    method: 'get',
    path: paths.staffVisitNew(':id'),
    handler: async (context) => {
      const found = await loadStaffCase(deps, context.actor, context.param('id'))
      const { corrects } = context.query
      const wrong =
        corrects === undefined ? undefined : await requireVisit(deps, context.actor, found.caseFile.id, corrects)
      if (wrong) await recordRead(deps, context, found, wrong)
      const values = wrong ? visitValues(contentOf(wrong)) : {}
      const form = { values, errors: {}, id: randomUUID(), corrects: wrong?.id }
      showForm(context, found, form, await fieldsFor(deps, context.actor, found))
    },
  }),
  permittedRoute('case:act', {
    method: 'post',
    path: paths.staffVisitNew(':id'),
    handler: (context) => postNew(deps, context),
  }),
  permittedRoute('case:read', {
    method: 'get',
    path: paths.staffVisit(':id', ':visit'),
    handler: (context) => showVisit(deps, context),
  }),
  permittedRoute('case:read', {
    method: 'get',
    path: paths.staffVisitStep(':id', ':visit', 'print'),
    handler: async (context) => {
      const { actor, view } = context
      const { found, visit } = await load(deps, context)
      await recordRead(deps, context, found, visit)
      view('staff/visit-print.njk', {
        visit: visitView(found, actor, visit),
        page: {
          title: '现场核查记录',
          sheetHead: caseHead(found.caseFile.number, found.caseFile.title, '现场核查记录'),
          backHref: paths.staffVisit(found.caseFile.id, visit.id),
        },
      })
    },
  }),
  permittedRoute('case:act', {
    method: 'get',
    path: paths.staffVisitStep(':id', ':visit', 'edit'),
    handler: async (context) => {
      const { found, visit } = await load(deps, context)
      const { work } = visitView(found, context.actor, visit)
      if (!work) return context.redirect(paths.staffVisit(found.caseFile.id, visit.id))
      await recordRead(deps, context, found, visit)
      const values = { ...visitValues(contentOf(visit)), second: String(visit.second_by) }
      const form = { values, errors: {}, id: visit.id, version: visit.version }
      return showForm(context, found, form, await fieldsFor(deps, context.actor, found, visit))
    },
  }),
  permittedRoute('case:act', {
    method: 'post',
    path: paths.staffVisitStep(':id', ':visit', 'edit'),
    handler: (context) => postEdit(deps, context),
  }),
  permittedRoute('case:act', {
    method: 'post',
    path: paths.staffVisitStep(':id', ':visit', 'photos'),
    upload: {
      maxFiles: mostPhotos,
      maxBytes: maxFileBytes,
      count: ({ actor }) => deps.limits.use('upload', `staff-${actor.id}`),
      keepsForm: true,
    },
    handler: (context) => postPhotos(deps, context),
  }),
  ...(['confirm', 'discard', 'remove-photo'] as const).map((name) =>
    permittedRoute('case:act', {
      method: 'post',
      path: paths.staffVisitStep(':id', ':visit', name),
      handler: (context) =>
        step(deps, context, name, (seen) =>
          steps[name](deps, context.actor, context.audit, seen, context.body['photo'] ?? ''),
        ),
    }),
  ),
  // Done by its form; whoever comes back to the address sees the record.
  ...(['photos', 'confirm', 'discard', 'remove-photo'] as const).map((name) =>
    permittedRoute('case:act', {
      method: 'get',
      path: paths.staffVisitStep(':id', ':visit', name),
      handler: ({ param, redirect }) => redirect(paths.staffVisit(param('id'), param('visit'))),
    }),
  ),
  permittedRoute('case:read', {
    method: 'get',
    path: paths.staffVisitPhoto(':id', ':visit', ':photo'),
    handler: async ({ actor, audit, param, res }) => {
      const [caseId, visitId, photoId] = [param('id'), param('visit'), param('photo')]
      const file = await findVisitPhoto(deps, actor, { caseId, visitId, photoId })
      await recordView(deps, actor, audit, { kind: 'attachment', id: photoId, caseId })
      await serveFile(res, deps, file)
    },
  }),
]
