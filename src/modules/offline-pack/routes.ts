import { AppError } from '../../core/errors.ts'
import { fileTypes } from '../../core/files.ts'
import type { Deps } from '../../deps.ts'
import { byApplicant } from '../../web/acting.ts'
import { errorPages } from '../../web/errors.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, type Applicant, type Context, type Files, type Route } from '../../web/route.ts'
import { isOfferedAsPack } from '../cases/corrections.ts'
import { titleOf } from '../cases/case-state.ts'
import { caseCrumbs } from '../cases/crumbs.ts'
import { otherSavers, PageConflict, savePages } from '../cases/fill-in.ts'
import { loadForm, type LoadedCase } from '../cases/queries.ts'
import { lockCase } from '../cases/store.ts'
import { record } from '../cases/record.ts'
import { maxWorkbookBytes, readWorkbook } from '../files/read-upload.ts'
import type { Pack } from '../../core/offline-pack/read.ts'
import { makePack, openPack, planOf, sealPack, standOf, unsealPack } from './pack.ts'

const title = '离线填报包'

const load = async (deps: Deps, { actor, param }: Context<Applicant>): Promise<LoadedCase> => {
  const form = await loadForm(deps, param('id'), actor, 'fill')
  if (!isOfferedAsPack(form))
    throw new AppError('NOT_ALLOWED_NOW', '办件现在不能用离线填报包填写。请到“我的办件”查看办理进度。')
  return form
}

const frame = (form: LoadedCase, more: readonly { readonly text: string }[] = []) => ({
  caseId: form.caseFile.id,
  stageTitle: form.stage.title,
  action: paths.offlinePack(form.caseFile.id),
  backHref: paths.case(form.caseFile.id),
  page: {
    title,
    breadcrumb: caseCrumbs(
      { href: paths.case(form.caseFile.id), text: form.stage.title },
      more.length > 0 ? { href: paths.offlinePack(form.caseFile.id), text: title } : { text: title },
      ...more,
    ),
  },
})

/** More lines than anybody reads at once are counted. */
const mostLines = 100
const shortened = <T>(lines: readonly T[], rest: (count: number) => T): readonly T[] =>
  lines.length > mostLines ? [...lines.slice(0, mostLines), rest(lines.length - mostLines)] : lines

type Faults = readonly { readonly place: string; readonly message: string }[]

const show = (
  { view }: Context<Applicant>,
  form: LoadedCase,
  wrong: { readonly error?: string; readonly faults?: Faults } = {},
  status = 200,
): void =>
  view(
    'offline-pack/show.njk',
    {
      ...frame(form),
      fileHref: paths.offlinePackFile(form.caseFile.id),
      megabytes: maxWorkbookBytes / 1024 / 1024,
      error: wrong.error,
      faults: shortened(wrong.faults ?? [], (count) => ({
        place: '其余',
        message: `还有${String(count)}处，改好以上各处再上传时列出`,
      })).map(({ place, message }) => [{ text: place }, { text: message }]),
    },
    status,
  )

const preview = async (
  deps: Deps,
  context: Context<Applicant>,
  form: LoadedCase,
  pack: Pack,
  overwrite: ReadonlySet<string> = new Set(),
  moved = false,
): Promise<void> => {
  const { pages, faults, dropped, hints } = planOf(deps, form, pack, overwrite)
  // Half of it is never taken.
  if (faults.length > 0)
    return show(context, form, { faults, error: `有${String(faults.length)}处填写有误，没有保存任何内容` }, 422)
  if (pages.length === 0) return show(context, form, { error: '填报包里没有与现在不同的内容，没有可以保存的改动' }, 422)
  const savers = await otherSavers(deps, form.caseFile.id, context.actor)
  context.view(
    'offline-pack/preview.njk',
    {
      ...frame(form, [{ text: '核对改动' }]),
      moved,
      pages: pages.map(({ page, changes, conflict, missing }) => ({
        code: page.code,
        title: page.title,
        conflict: conflict && `下载填报包以后，${savers.get(page.code) ?? '您'}在网页上又修改过这一页。`,
        chosen: overwrite.has(page.code),
        missing,
        rows: changes.map(({ label, before, after }) => [
          { text: label },
          { lines: before.split('\n') },
          { lines: after.split('\n') },
        ]),
      })),
      dropped: shortened(dropped, (count) => `还有${String(count)}项`),
      hints: shortened(hints, (count) => `还有${String(count)}项`),
      take: paths.offlinePackTake(form.caseFile.id),
      pack: sealPack(deps, pack),
      stand: standOf(form),
    },
    moved ? 409 : 200,
  )
}

const upload = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const { actor, req, res } = context
  const form = await load(deps, context)
  const refused = req.filesRefused
  if (refused) return show(context, form, { error: refused.message }, errorPages[refused.code].status)
  const read = await readWorkbook(deps, (req.files ?? []) as Files, {
    bringer: { door: 'applicant', whose: actor.id },
    res,
  })
  if ('error' in read) return show(context, form, { error: read.error }, read.status)
  const pack = openPack(form, read.sheets)
  if (typeof pack === 'string') return show(context, form, { error: pack }, 422)
  await preview(deps, context, form, pack)
}

const take = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const { actor, audit, body, posted, redirect } = context
  const form = await load(deps, context)
  const pack = unsealPack(deps, form.caseFile.id, body['pack'] ?? '')
  const overwrite = new Set([posted['overwrite']].flat().filter((one) => typeof one === 'string'))
  if (body['stand'] !== standOf(form)) return preview(deps, context, form, pack, overwrite, true)
  const { pages, faults } = planOf(deps, form, pack, overwrite)
  if (faults.length > 0) return preview(deps, context, form, pack, overwrite)
  const taken = pages.filter(({ conflict, page }) => !conflict || overwrite.has(page.code))
  if (taken.length > 0)
    try {
      await savePages(deps, actor, audit, {
        caseId: form.caseFile.id,
        stage: form.stage.code,
        pages: taken.map(({ page, data }) => ({ page: page.code, version: form.versions[page.code] ?? 0, data })),
      })
    } catch (error) {
      if (!(error instanceof PageConflict)) throw error
      return preview(deps, context, await load(deps, context), pack, overwrite, true)
    }
  const kept = pages.filter((plan) => !taken.includes(plan)).map(({ page }) => page.code)
  const told = new URLSearchParams({ done: 'pack', saved: String(taken.length), kept: kept.join(',') })
  redirect(`${paths.case(form.caseFile.id)}?${told.toString()}`)
}

const download = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const { actor, audit, res } = context
  const form = await load(deps, context)
  await deps.limits.use('own-form', actor.id)
  const bytes = await makePack(deps, form)
  await deps.command(byApplicant(actor, audit), async (tx) => {
    const caseFile = await lockCase(tx, form.caseFile.id, actor, 'fill')
    record(tx, deps, caseFile, 'pack-download', { stage: form.stage.code })
  })
  const name = encodeURIComponent(`${titleOf(deps, form.caseFile)} ${title} ${form.stage.title}.xlsx`)
  res.setHeader('Content-Disposition', `attachment; filename*=UTF-8''${name}`)
  res.setHeader('Cache-Control', 'no-store')
  res.type(fileTypes.xlsx.mime).send(bytes)
}

/** 离线填报包 of an applicant's own case: downloaded, uploaded, shown, taken. */
export const offlinePackRoutes = (deps: Deps): readonly Route[] => [
  applicantRoute({
    method: 'get',
    path: paths.offlinePack(':id'),
    handler: async (context) => show(context, await load(deps, context)),
  }),
  applicantRoute({
    method: 'get',
    path: paths.offlinePackFile(':id'),
    handler: (context) => download(deps, context),
  }),
  applicantRoute({
    method: 'post',
    path: paths.offlinePack(':id'),
    upload: {
      maxFiles: 1,
      maxBytes: maxWorkbookBytes,
      count: ({ actor }) => deps.limits.use('upload', actor.id),
      keepsForm: true,
    },
    handler: (context) => upload(deps, context),
  }),
  applicantRoute({
    method: 'get',
    path: paths.offlinePackTake(':id'),
    // Taken by its form; whoever comes back to the address begins anew.
    handler: async (context) => context.redirect(paths.offlinePack((await load(deps, context)).caseFile.id)),
  }),
  applicantRoute({
    method: 'post',
    path: paths.offlinePackTake(':id'),
    handler: (context) => take(deps, context),
  }),
]
