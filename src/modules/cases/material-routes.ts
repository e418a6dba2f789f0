import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import { maxFileBytes } from '../../core/files.ts'
import { materialOf } from '../../core/matters/journey.ts'
import { errorPages } from '../../web/errors.ts'
import { applicantRoute, holderRoute, type Applicant, type Context, type Files, type Route } from '../../web/route.ts'
import { paths } from '../../web/paths.ts'
import { receiveFiles } from '../files/receive.ts'
import { serveFile } from '../files/serve.ts'
import { charterView } from './charter.ts'
import { attachFiles, removeAttachment } from './fill-in.ts'
import { insteadOfPaper } from './consent-view.ts'
import { findAttachment, loadForm, loadWhole } from './queries.ts'
import { materialView } from './check-view.ts'
import { formsBeside } from './material-forms.ts'
import { paperToSign } from './papers.ts'
import { caseCrumbs } from './crumbs.ts'
import { onlineSigning } from './signed-papers.ts'
import { removalFromAll, wayBackOf, withBack } from './way-back.ts'

/** A file on its material, to ask about it; what is not open to the applicant is refused when it comes to it. */
const loadAttachment = async (deps: Deps, id: string, attachment: string, actor: Applicant) => {
  const whole = await loadWhole(deps, id, actor, 'fill')
  const file = whole.attachments.find((one) => one.id === attachment)
  const material = file && materialOf(whole.matter, file.material)
  if (!file || !material) throw new AppError('NOT_FOUND')
  return { name: file.name, material: material.code, title: material.title }
}

const maxFilesAtOnce = 10

const showMaterial = async (
  deps: Deps,
  context: Context<Applicant>,
  code: string,
  errors: readonly string[],
  status = 200,
) => {
  const whole = await loadWhole(deps, context.param('id'), context.actor, 'fill')
  const view = materialView(whole, code, errors, wayBackOf(context.query))
  if (!view) throw new AppError('NOT_FOUND')
  const overview = { href: paths.case(whole.caseFile.id), text: whole.stage.title }
  context.view(
    'cases/material.njk',
    {
      ...view,
      box: { ...view.box, forms: formsBeside(deps, whole)(code) },
      paper: paperToSign(whole, code),
      signing: (await onlineSigning(deps, whole))(code),
      charter: charterView(deps, whole, code),
      unitNote: await insteadOfPaper(deps, whole, code),
      page: { title: view.title, breadcrumb: caseCrumbs(overview, { text: view.title }) },
    },
    status,
  )
}

const postMaterial = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const { actor, req, param, audit, redirect } = context
  const form = await loadForm(deps, param('id'), actor, 'fill')
  const material = materialOf(form.matter, param('material'))
  if (!material || !form.stage.materials.includes(material.code)) throw new AppError('NOT_FOUND')
  const refused = req.filesRefused
  if (refused) return showMaterial(deps, context, material.code, [refused.message], errorPages[refused.code].status)
  const files = (req.files ?? []) as Files
  if (files.length === 0) return showMaterial(deps, context, material.code, ['请选择要上传的文件'], 422)
  const { received, errors, status } = await receiveFiles(deps, files, material.accept, {
    bringer: { door: 'applicant', whose: actor.id },
    res: context.res,
  })
  try {
    if (received.length > 0)
      await attachFiles(deps, actor, audit, {
        caseId: form.caseFile.id,
        material: material.code,
        files: received,
      })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'INVALID') throw error
    errors.push(error.detail ?? '')
  }
  if (errors.length > 0) return showMaterial(deps, context, material.code, errors, status)
  redirect(withBack(paths.material(form.caseFile.id, material.code), wayBackOf(context.query)))
}

/** Where a file was asked away from: the page of all materials, or that of its own. */
const fromAll = (query: Readonly<Record<string, string>>): boolean => query['from'] === 'materials'
const besideFile = (id: string, material: string, query: Readonly<Record<string, string>>): string =>
  fromAll(query)
    ? `${paths.materials(id)}#material-${material}`
    : withBack(paths.material(id, material), wayBackOf(query))

const askRemoval = async (deps: Deps, { actor, param, query, view }: Context<Applicant>): Promise<void> => {
  const { name, material, title } = await loadAttachment(deps, param('id'), param('attachment'), actor)
  view('cases/remove.njk', {
    what: '文件',
    name,
    loss: `“${title}”中的这个文件将被删除，不能恢复；需要时要重新上传。`,
    action: fromAll(query)
      ? removalFromAll(param('id'), param('attachment'))
      : withBack(paths.removeAttachment(param('id'), param('attachment')), wayBackOf(query)),
    page: {
      title: '删除文件',
      breadcrumb: caseCrumbs({ href: paths.material(param('id'), material), text: title }, { text: '删除文件' }),
    },
  })
}

const postRemoval = async (
  deps: Deps,
  { actor, param, query, body, audit, redirect }: Context<Applicant>,
): Promise<void> => {
  const found = await loadAttachment(deps, param('id'), param('attachment'), actor)
  if (body['answer'] !== 'yes') return redirect(besideFile(param('id'), found.material, query))
  const material = await removeAttachment(deps, actor, audit, {
    caseId: param('id'),
    attachmentId: param('attachment'),
  })
  redirect(besideFile(param('id'), material, query))
}

const getFile = async (deps: Deps, { actor, param, res }: Context<Applicant>): Promise<void> => {
  const file = await findAttachment(deps, param('id'), param('attachment'), actor)
  await serveFile(res, deps, file)
}

/** The files of a case: uploaded to its materials, shown, taken off. */
export const materialRoutes = (deps: Deps): readonly Route[] => [
  applicantRoute({
    method: 'get',
    path: paths.material(':id', ':material'),
    handler: (context) => showMaterial(deps, context, context.param('material'), []),
  }),
  applicantRoute({
    method: 'post',
    path: paths.material(':id', ':material'),
    upload: {
      maxFiles: maxFilesAtOnce,
      maxBytes: maxFileBytes,
      count: ({ actor }) => deps.limits.use('upload', actor.id),
      keepsForm: true,
    },
    handler: (context) => postMaterial(deps, context),
  }),
  applicantRoute({
    method: 'get',
    path: paths.removeAttachment(':id', ':attachment'),
    handler: (context) => askRemoval(deps, context),
  }),
  applicantRoute({
    method: 'post',
    path: paths.removeAttachment(':id', ':attachment'),
    handler: (context) => postRemoval(deps, context),
  }),
  holderRoute({
    method: 'get',
    path: paths.attachment(':id', ':attachment'),
    handler: (context) => getFile(deps, context),
  }),
]
