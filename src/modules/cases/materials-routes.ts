import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import { maxFileBytes } from '../../core/files.ts'
import { materialNeed, materialOf } from '../../core/matters/journey.ts'
import { errorPages } from '../../web/errors.ts'
import { errorList } from '../../web/form-view.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, type Applicant, type Context, type Files, type Route } from '../../web/route.ts'
import { receiveFiles } from '../files/receive.ts'
import { materialView } from './check-view.ts'
import { askedInstead, insteadOfPaper, unitToAsk } from './consent-view.ts'
import { caseCrumbs } from './crumbs.ts'
import { attachFiles } from './fill-in.ts'
import { formsBeside } from './material-forms.ts'
import { paperToSign } from './papers.ts'
import { loadWhole, type WholeCase } from './queries.ts'
import { onlineSigning } from './signed-papers.ts'
import { removalFromAll } from './way-back.ts'

const maxFilesAtOnce = 20

/** The materials of the stage that the applicant may upload to now, as their own pages have them. */
const openOnes = async (deps: Deps, whole: WholeCase, faults: Readonly<Record<string, readonly string[]>> = {}) => {
  const instead = askedInstead(whole, await unitToAsk(deps, whole))
  return whole.stage.materials.flatMap((code) => {
    const material = materialOf(whole.matter, code)
    if (!material || materialNeed(material, whole.answers) === 'not-needed') return []
    const shown = materialView(whole, code, faults[code] ?? [])
    if (!shown || shown.box.locked) return []
    // The unit can be asked instead: nobody has to upload what it would say.
    return [{ ...shown, box: { ...shown.box, required: shown.box.required && !instead?.isPaper(code) } }]
  })
}

const isMissing = ({ box }: Awaited<ReturnType<typeof openOnes>>[number]): boolean =>
  box.required && box.files.length === 0

const show = async (
  deps: Deps,
  context: Context<Applicant>,
  whole: WholeCase,
  faults: Readonly<Record<string, readonly string[]>> = {},
  status = 200,
): Promise<void> => {
  const { id } = whole.caseFile
  const ones = await openOnes(deps, whole, faults)
  if (ones.length === 0) throw new AppError('NOT_ALLOWED_NOW', '这个环节现在没有要上传的材料。')
  const [first] = ones
  const general = faults['']?.join('；')
  const formsOf = formsBeside(deps, whole)
  const signingOf = await onlineSigning(deps, whole)
  context.view(
    'cases/materials.njk',
    {
      stageTitle: whole.stage.title,
      action: paths.materials(id),
      errors: [
        ...(general ? [{ text: general, href: `#${first?.box.id}` }] : []),
        ...errorList(
          Object.fromEntries(ones.flatMap(({ box }) => (box.error ? [[box.id, `${box.name}：${box.error}`]] : []))),
        ),
      ],
      materials: await Promise.all(
        ones.map(async ({ materialCode, form, box, consentNote }) => ({
          field: { ...box, name: materialCode, label: box.name, kind: 'file' },
          form,
          forms: formsOf(materialCode),
          paper: paperToSign(whole, materialCode),
          signing: signingOf(materialCode),
          note: consentNote ?? (await insteadOfPaper(deps, whole, materialCode)),
          files: box.files.map((file) => ({ ...file, removeHref: file.removeHref && removalFromAll(id, file.id) })),
          href: paths.material(id, materialCode),
          charter: materialOf(whole.matter, materialCode)?.charter,
        })),
      ),
      missing: ones.filter(isMissing).length,
      checkHref: paths.checkAnswers(id),
      backHref: `${paths.case(id)}#materials`,
      page: {
        title: '上传材料',
        breadcrumb: caseCrumbs({ href: paths.case(id), text: whole.stage.title }, { text: '上传材料' }),
      },
    },
    status,
  )
}

/** Takes what was chosen for each material; what is good is kept whatever is wrong with the rest. */
const post = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const { actor, req, param, audit, res } = context
  const load = () => loadWhole(deps, param('id'), actor, 'fill')
  const whole = await load()
  const refused = req.filesRefused
  if (refused) return show(deps, context, whole, { '': [refused.message] }, errorPages[refused.code].status)
  const files = (req.files ?? []) as Files
  const faults: Record<string, readonly string[]> = {}
  let answered = 422
  for (const { materialCode: code } of await openOnes(deps, whole)) {
    const chosen = files.filter(({ fieldname }) => fieldname === code)
    const material = materialOf(whole.matter, code)
    if (!material || chosen.length === 0) continue
    const { received, errors, status } = await receiveFiles(deps, chosen, material.accept, {
      bringer: { door: 'applicant', whose: actor.id },
      res,
    })
    if (errors.length > 0) answered = status
    try {
      if (received.length > 0)
        await attachFiles(deps, actor, audit, { caseId: whole.caseFile.id, material: code, files: received })
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'INVALID') throw error
      errors.push(error.detail ?? '')
    }
    if (errors.length > 0) faults[code] = errors
  }
  const now = await load()
  if (Object.keys(faults).length > 0) return show(deps, context, now, faults, answered)
  const missing = (await openOnes(deps, now)).some(isMissing)
  if (files.length === 0 && missing) return show(deps, context, now, { '': ['请选择要上传的文件'] }, 422)
  context.redirect(missing ? paths.materials(param('id')) : paths.checkAnswers(param('id')))
}

/** All materials of a stage on one page, chosen each and sent together. */
export const allMaterialsRoutes = (deps: Deps): readonly Route[] => [
  applicantRoute({
    method: 'get',
    path: paths.materials(':id'),
    handler: async (context) => show(deps, context, await loadWhole(deps, context.param('id'), context.actor, 'fill')),
  }),
  applicantRoute({
    method: 'post',
    path: paths.materials(':id'),
    upload: {
      byName: true,
      maxFiles: maxFilesAtOnce,
      maxBytes: maxFileBytes,
      count: ({ actor }) => deps.limits.use('upload', actor.id),
      keepsForm: true,
    },
    handler: (context) => post(deps, context),
  }),
]
