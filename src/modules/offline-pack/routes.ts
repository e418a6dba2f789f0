import { AppError } from '../../core/errors.ts'
import { fileTypes } from '../../core/files.ts'
import { titleOfStage } from '../../core/matters/journey.ts'
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
import { maxWorkbookBytes, readTable, readWorkbook } from '../files/read-upload.ts'
import type { Pack } from '../../core/offline-pack/read.ts'
import {
  asksStatements,
  makePack,
  misplaced,
  movedSince,
  openPack,
  packOfLedger,
  planOf,
  sealPack,
  standOf,
  unsealPack,
} from './pack.ts'

/** What it is called: a workbook with a sheet a page is how most fill in such a stage, the pack a way beside others. */
const titleIn = ({ stage }: LoadedCase): string => (stage.workbook ? '用Excel填写' : '离线填报包')
const nameIn = ({ stage }: LoadedCase): string => (stage.workbook ? '表格' : '填报包')

const load = async (deps: Deps, { actor, param }: Context<Applicant>): Promise<LoadedCase> => {
  const form = await loadForm(deps, param('id'), actor, 'fill')
  if (!isOfferedAsPack(form))
    throw new AppError('NOT_ALLOWED_NOW', '办件现在不能用表格填写。请到“我的办件”查看办理进度。')
  return form
}

const frame = (form: LoadedCase, more: readonly { readonly text: string }[] = []) => ({
  caseId: form.caseFile.id,
  stageTitle: titleOfStage(form.matter, form.stage, form.answers),
  name: nameIn(form),
  paged: form.stage.workbook === true,
  action: paths.workbook(form.caseFile.id),
  ledger: asksStatements(form) && paths.workbookLedger(form.caseFile.id),
  backHref: paths.case(form.caseFile.id),
  page: {
    title: titleIn(form),
    breadcrumb: caseCrumbs(
      { href: paths.case(form.caseFile.id), text: form.stage.title },
      more.length > 0 ? { href: paths.workbook(form.caseFile.id), text: titleIn(form) } : { text: titleIn(form) },
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
  wrong: { readonly error?: string; readonly faults?: Faults; readonly of?: 'ledger' } = {},
  status = 200,
): void =>
  view(
    'offline-pack/show.njk',
    {
      ...frame(form),
      fileHref: paths.workbookFile(form.caseFile.id),
      megabytes: maxWorkbookBytes / 1024 / 1024,
      error: wrong.error,
      errorAt: wrong.of === 'ledger' ? '#ledger-file' : '#files',
      faults: shortened(wrong.faults ?? [], (count) => ({
        place: '其余',
        message: `还有${String(count)}处，改好以上各处再上传时列出`,
      })).map(({ place, message }) => [{ text: place }, { text: message }]),
    },
    status,
  )

/** So many changes of a page are shown line by line; the rest is counted. */
const mostChanges = 200

/** Who saved what since somebody looked: 李青禾刚刚修改了“业务活动表”. */
const movedText = async (deps: Deps, actor: Applicant, form: LoadedCase, seen: string): Promise<string> => {
  const savers = await otherSavers(deps, form.caseFile.id, actor)
  const told = movedSince(form, seen).map(({ code, title }) => `${savers.get(code) ?? '您'}刚刚修改了“${title}”`)
  return `您核对的时候，${told.join('，') || '办件在其他窗口又有修改'}，所以没有保存。下面是按现在的内容重新列出的改动。`
}

const preview = async (
  deps: Deps,
  context: Context<Applicant>,
  form: LoadedCase,
  pack: Pack,
  overwrite: ReadonlySet<string> = new Set(),
  seen?: string,
): Promise<void> => {
  const { pages, faults, dropped, hints } = planOf(deps, form, pack, overwrite)
  // Half of it is never taken.
  if (faults.length > 0)
    return show(context, form, { faults, error: `有${String(faults.length)}处填写有误，没有保存任何内容` }, 422)
  if (pages.length === 0) {
    const none = `${nameIn(form)}里没有与现在不同的内容，没有可以保存的改动`
    return show(context, form, { error: none, faults: dropped.map((message) => ({ place: '请注意', message })) }, 422)
  }
  const savers = await otherSavers(deps, form.caseFile.id, context.actor)
  context.view(
    'offline-pack/preview.njk',
    {
      ...frame(form, [{ text: '核对改动' }]),
      moved: seen !== undefined && (await movedText(deps, context.actor, form, seen)),
      changeCount: pages.reduce((sum, { changes }) => sum + changes.length, 0),
      pages: pages.map(({ page, changes, conflict, missing }) => ({
        code: page.code,
        title: page.title,
        conflict: conflict && `下载${nameIn(form)}以后，${savers.get(page.code) ?? '您'}在网页上又修改过这一页。`,
        chosen: overwrite.has(page.code),
        missing,
        count: changes.length,
        more: Math.max(0, changes.length - mostChanges),
        rows: changes
          .slice(0, mostChanges)
          .map(({ label, before, after }) => [
            { text: label },
            { lines: before.split('\n') },
            { lines: after.split('\n') },
          ]),
      })),
      dropped: shortened(dropped, (count) => `还有${String(count)}项`),
      hints: shortened(hints, (count) => `还有${String(count)}项`),
      take: paths.workbookTake(form.caseFile.id),
      pack: sealPack(deps, pack),
      stand: standOf(form),
    },
    seen === undefined ? 200 : 409,
  )
}

/** What was brought to either form is read and shown; nothing is saved before it is confirmed. */
const upload = async (deps: Deps, context: Context<Applicant>, of?: 'ledger'): Promise<void> => {
  const { actor, req, res } = context
  const form = await load(deps, context)
  if (of && !asksStatements(form)) throw new AppError('NOT_FOUND')
  const told = of ? { of } : {}
  const refused = req.filesRefused
  if (refused) return show(context, form, { error: refused.message, ...told }, errorPages[refused.code].status)
  const read = await (of ? readTable : readWorkbook)(deps, (req.files ?? []) as Files, {
    bringer: { door: 'applicant', whose: actor.id },
    res,
  })
  if ('error' in read) return show(context, form, { error: read.error, ...told }, read.status)
  const pack = (of ? packOfLedger : openPack)(deps, form, read.sheets)
  if (typeof pack === 'string') return show(context, form, { error: pack, ...told }, 422)
  await preview(deps, context, form, pack)
}

/** Back to the case, with what was saved and what stays as it is online. */
const told = (context: Context<Applicant>, form: LoadedCase, saved: number | 'before', kept: readonly string[]): void =>
  context.redirect(
    `${paths.case(form.caseFile.id)}?${new URLSearchParams({ done: 'pack', saved: String(saved), kept: kept.join(',') }).toString()}`,
  )

const take = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const { actor, audit, body, posted } = context
  const form = await load(deps, context)
  const pack = unsealPack(deps, form.caseFile.id, body['pack'] ?? '')
  const wrong = pack ? misplaced(deps, form, pack) : `核对的内容已经失效，没有保存。请重新上传${nameIn(form)}。`
  if (!pack || wrong !== undefined) return show(context, form, { error: wrong ?? '' }, 409)
  const overwrite = new Set([posted['overwrite']].flat().filter((one) => typeof one === 'string'))
  const seen = body['stand'] ?? ''
  const { pages, faults } = planOf(deps, form, pack, overwrite)
  // Pressed twice, or taken by a colleague: all of it stands there.
  if (pages.length === 0) return told(context, form, 'before', [])
  if (seen !== standOf(form)) return preview(deps, context, form, pack, overwrite, seen)
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
      const now = await load(deps, context)
      if (planOf(deps, now, pack, overwrite).pages.length === 0) return told(context, now, 'before', [])
      return preview(deps, context, now, pack, overwrite, seen)
    }
  const kept = pages.filter((plan) => !taken.includes(plan)).map(({ page }) => page.code)
  told(context, form, taken.length, kept)
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
  const name = encodeURIComponent(
    `${titleOf(deps, form.caseFile)} ${titleIn(form)} ${titleOfStage(form.matter, form.stage, form.answers)}.xlsx`,
  )
  res.setHeader('Content-Disposition', `attachment; filename*=UTF-8''${name}`)
  res.setHeader('Cache-Control', 'no-store')
  res.type(fileTypes.xlsx.mime).send(bytes)
}

/** 离线填报包 of an applicant's own case: downloaded, uploaded, shown, taken. */
export const offlinePackRoutes = (deps: Deps): readonly Route[] => [
  applicantRoute({
    method: 'get',
    path: paths.workbook(':id'),
    handler: async (context) => show(context, await load(deps, context)),
  }),
  applicantRoute({
    method: 'get',
    path: paths.workbookFile(':id'),
    handler: (context) => download(deps, context),
  }),
  ...(['workbook', 'ledger'] as const).map((of) =>
    applicantRoute({
      method: 'post',
      path: of === 'ledger' ? paths.workbookLedger(':id') : paths.workbook(':id'),
      upload: {
        maxFiles: 1,
        maxBytes: maxWorkbookBytes,
        count: ({ actor }) => deps.limits.use('upload', actor.id),
        keepsForm: true,
      },
      handler: (context) => upload(deps, context, of === 'ledger' ? of : undefined),
    }),
  ),
  applicantRoute({
    method: 'get',
    path: paths.workbookLedger(':id'),
    // Brought by its form; whoever comes back to the address begins anew.
    handler: async (context) => context.redirect(paths.workbook((await load(deps, context)).caseFile.id)),
  }),
  applicantRoute({
    method: 'get',
    path: paths.workbookTake(':id'),
    // Taken by its form; whoever comes back to the address begins anew.
    handler: async (context) => context.redirect(paths.workbook((await load(deps, context)).caseFile.id)),
  }),
  applicantRoute({
    method: 'post',
    path: paths.workbookTake(':id'),
    handler: (context) => take(deps, context),
  }),
]
