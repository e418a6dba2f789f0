import { keepFile, type ReceivedFile } from '../files/receive.ts'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../db/command.ts'
import { AppError } from '../../core/errors.ts'
import { maxCaseBytes } from '../../core/files.ts'
import { emptyPage, type PageData, type RawValues } from '../../core/forms/field.ts'
import { fillingHangsOnPast, mayFillIn } from '../../core/workflow/decide.ts'
import { materialOf, stageOf } from '../../core/matters/journey.ts'
import type { Matter } from '../../core/matters/define.ts'
import type { Applicant } from '../../web/route.ts'
import { openPage, sealPage, type AnswerRow } from './answers.ts'
import { bindingCorrection, isItemOpen, isOpenFor, type OpenCorrection } from './corrections.ts'
import { roleIn } from './role.ts'
import { eventsOf, lockCase, type CaseRow } from './store.ts'
import { bound, sql } from '../../db/sql.ts'
import { isId } from '../../web/params.ts'
import type { RequestFacts } from '../../db/audit.ts'
import { byApplicant } from '../../web/acting.ts'
import { record } from './record.ts'
import { titleFrom } from './drafts.ts'

/** Refuses to change a case that was handed in or thrown away. */
export const requireFillable = async (tx: Transaction, caseFile: CaseRow): Promise<void> => {
  const past = fillingHangsOnPast(caseFile.status) ? await eventsOf(tx.trx, caseFile.id) : []
  if (caseFile.deleted_at !== null || !mayFillIn(caseFile, past))
    throw new AppError('NOT_ALLOWED_NOW', '办件已提交，现在不能修改。')
}

/** Rows of pages, locked, as they are stored now. */
const lockPages = async (
  tx: Transaction,
  caseId: string,
  pages: readonly string[],
): Promise<ReadonlyMap<string, AnswerRow & { readonly saved_by: string | null }>> => {
  const rows = await tx
    .trx<AnswerRow & { case_id: string; saved_by: string | null }>('answer')
    .where({ case_id: caseId })
    .whereIn('page', [...pages])
    .orderBy('page')
    .forUpdate()
    .select('page', 'data_enc', 'version', 'saved_by')
  return new Map(rows.map((row) => [row.page, row]))
}

/**
 * Another window saved the page after this one was shown. Carries what is stored now, so that both can be shown, and who
 * that was where it was somebody else.
 */
export class PageConflict extends Error {
  readonly stored: PageData
  readonly version: number
  readonly by: string | undefined

  constructor(stored: PageData, version: number, by: string | undefined) {
    super('page was saved elsewhere')
    this.stored = stored
    this.version = version
    this.by = by
  }
}

/** The name of whoever saved a page, if that was somebody else. */
const otherSaver = async (tx: Transaction, saver: string | null, actor: Applicant): Promise<string | undefined> =>
  saver === null || saver === actor.id
    ? undefined
    : (await tx.trx('account').where({ id: saver }).first<{ name: string }>('name')).name

/** The names of whoever else saved pages of a case last, by page. */
export const otherSavers = async (
  deps: Pick<Deps, 'db'>,
  caseId: string,
  actor: Applicant,
): Promise<ReadonlyMap<string, string>> => {
  const rows = await deps.db
    .knex('answer as n')
    .join('account as a', 'a.id', 'n.saved_by')
    .where({ 'n.case_id': caseId })
    .whereNot({ 'n.saved_by': actor.id })
    .select<{ page: string; name: string }[]>('n.page', 'a.name')
  return new Map(rows.map(({ page, name }) => [page, name]))
}

type PageEdit = {
  readonly caseId: string
  readonly page: string
  /** The version the person looked at; 0 when the page was still empty. */
  readonly version: number
  readonly change: (data: PageData) => PageData
}

/** Items of a list that a correction notice leaves closed stay as they are, and none is added beside them. */
const requireOpenItems = (
  correction: OpenCorrection | undefined,
  page: string,
  before: PageData,
  after: PageData,
): void => {
  const texts = (data: PageData) => new Map(data.items.map((item) => [item.id, JSON.stringify(item.values)]))
  const [was, is] = [texts(before), texts(after)]
  const changed = [...new Set([...was.keys(), ...is.keys()])].filter((id) => was.get(id) !== is.get(id))
  if (changed.some((id) => !isItemOpen(correction, page, id)))
    throw new AppError('NOT_ALLOWED_NOW', '这一项不在需要补正的内容之内，不能修改。')
}

/** Pages of a locked case that may be filled in, in one go; gives their versions from now on. */
const writePages = async (
  tx: Transaction,
  deps: Deps,
  actor: Applicant,
  caseFile: CaseRow,
  edits: readonly Omit<PageEdit, 'caseId'>[],
): Promise<readonly number[]> => {
  if (edits.length === 0) return []
  const matter = deps.matters.require(caseFile.matter)
  const stage = stageOf(matter, caseFile.stage)
  const correction = await bindingCorrection(tx.trx, deps, caseFile)
  if (edits.some(({ page }) => !stage.pages.includes(page) || !isOpenFor(correction, page)))
    throw new AppError('NOT_ALLOWED_NOW', '这一页现在不能修改。请到“我的办件”查看办理进度。')
  const rows = await lockPages(
    tx,
    caseFile.id,
    edits.map(({ page }) => page),
  )
  const written: { readonly page: string; readonly data: PageData; readonly version: number }[] = []
  for (const { page, version, change } of edits) {
    const row = rows.get(page)
    const stored = row ? openPage(deps.crypto, caseFile.id, row) : emptyPage
    if ((row?.version ?? 0) !== version)
      throw new PageConflict(stored, row?.version ?? 0, await otherSaver(tx, row?.saved_by ?? null, actor))
    const data = change(stored)
    requireOpenItems(correction, page, stored, data)
    written.push({ page, data, version: version + 1 })
  }
  await tx
    .trx('answer')
    .insert(
      written.map(({ page, data, version }) => ({
        case_id: caseFile.id,
        page,
        data_enc: sealPage(deps.crypto, caseFile.id, page, data),
        version,
        saved_by: actor.id,
        updated_at: tx.now,
      })),
    )
    .onConflict(['case_id', 'page'])
    .merge()
  const follows = written.map(({ page, data }) => followed(matter, caseFile, page, data.values))
  await tx
    .trx('case_file')
    .where({ id: caseFile.id })
    .update(Object.assign({ updated_at: tx.now }, ...follows))
  for (const { page, version } of written) record(tx, deps, caseFile, 'save', { page, version })
  return written.map(({ version }) => version)
}

/**
 * Saves a page, valid or not. Refused while the page is not open to the applicant; throws PageConflict when another
 * window saved it since it was shown. Gives the page's version from now on.
 */
export const savePage = (deps: Deps, actor: Applicant, request: RequestFacts, edit: PageEdit): Promise<number> =>
  deps.command(byApplicant(actor, request), async (tx) => {
    const caseFile = await lockCase(tx, edit.caseId, actor, 'fill')
    await requireFillable(tx, caseFile)
    const [version = 0] = await writePages(tx, deps, actor, caseFile, [edit])
    return version
  })

/** Saves several pages, all or none, and says by what they came; throws what saving one of them throws. */
export const savePages = (
  deps: Deps,
  actor: Applicant,
  request: RequestFacts,
  edit: {
    readonly caseId: string
    readonly stage: string
    readonly pages: readonly { readonly page: string; readonly version: number; readonly data: PageData }[]
  },
): Promise<void> =>
  deps.command(byApplicant(actor, request), async (tx) => {
    const caseFile = await lockCase(tx, edit.caseId, actor, 'fill')
    await requireFillable(tx, caseFile)
    if (caseFile.stage !== edit.stage) throw new AppError('STALE')
    await writePages(
      tx,
      deps,
      actor,
      caseFile,
      edit.pages.map(({ page, version, data }) => ({ page, version, change: () => data })),
    )
    record(tx, deps, caseFile, 'pack-taken', { pages: edit.pages.map(({ page }) => page) })
  })

/**
 * The name a draft goes by in lists, and 您是, follow their answers. Once submitted they follow submissions only:
 * staff see nothing that was not handed in.
 */
const followed = (
  matter: Matter,
  caseFile: CaseRow,
  page: string,
  values: RawValues,
): Partial<Pick<CaseRow, 'title' | 'draft_title' | 'applicant_role'>> => {
  const { names, applicantRole } = matter.facts
  // Who is registered goes by the name it has until another one is granted.
  if (matter.begunBy === 'person' && page === names?.proposed.page) {
    const title = titleFrom(values[names.proposed.field])
    if (caseFile.number === null) return { title }
    return { draft_title: title === caseFile.title || title === '' ? null : title }
  }
  if (caseFile.number !== null) return {}
  return page === applicantRole?.page ? { applicant_role: roleIn(matter, { [page]: { ...emptyPage, values } }) } : {}
}

/**
 * Attaches files to a material and has the store take over those that wait. The same bytes twice under one material
 * count once. What is refused leaves nothing in the store.
 */
export const attachFiles = (
  deps: Deps,
  actor: Applicant,
  request: RequestFacts,
  target: { readonly caseId: string; readonly material: string; readonly files: readonly ReceivedFile[] },
): Promise<void> =>
  deps.command(byApplicant(actor, request), async (tx) => {
    const caseFile = await lockCase(tx, target.caseId, actor, 'fill')
    const material = await requireOpenMaterial(tx, deps, caseFile, target.material)
    const present = await tx
      .trx('attachment as a')
      .join('stored_file as f', 'f.sha256', 'a.sha256')
      .where({ case_id: caseFile.id })
      .select<{ material: string; sha256: string; size: number; removed_at: Date | null }[]>(
        'a.material',
        'a.sha256',
        'f.size',
        'a.removed_at',
      )
    const here = present.filter((file) => file.material === material.code && file.removed_at === null)
    const added = target.files.filter(
      (file, place) =>
        !here.some((other) => other.sha256 === file.sha256) &&
        target.files.findIndex((other) => other.sha256 === file.sha256) === place,
    )
    if (here.length + added.length > material.maxFiles)
      throw new AppError('INVALID', `“${material.title}”最多上传${material.maxFiles}个文件，请先删除不需要的文件。`)
    // What an earlier submission contained stays stored after it is taken off, and counts.
    const sizeOf = (files: readonly { size: number }[]) => files.reduce((sum, file) => sum + Number(file.size), 0)
    const live = sizeOf([...present.filter((file) => file.removed_at === null), ...added])
    if (live > maxCaseBytes || sizeOf([...present, ...added]) > 3 * maxCaseBytes)
      throw new AppError('INVALID', `本次申请的文件合计不能超过${maxCaseBytes / 1024 / 1024}MB。`)
    for (const file of added) {
      await keepFile(tx, deps, file)
      await tx.trx('attachment').insert({
        case_id: caseFile.id,
        material: material.code,
        sha256: file.sha256,
        name: file.name,
        uploaded_at: tx.now,
      })
    }
    await tx.trx('case_file').where({ id: caseFile.id }).update({ updated_at: tx.now })
    record(tx, deps, caseFile, 'attach', { material: material.code, files: added.map((file) => file.sha256) })
  })

const requireOpenMaterial = async (tx: Transaction, deps: Deps, caseFile: CaseRow, code: string) => {
  await requireFillable(tx, caseFile)
  const matter = deps.matters.require(caseFile.matter)
  const material = materialOf(matter, code)
  const correction = await bindingCorrection(tx.trx, deps, caseFile)
  if (!material || !stageOf(matter, caseFile.stage).materials.includes(code) || !isOpenFor(correction, code))
    throw new AppError('NOT_ALLOWED_NOW', '这项材料现在不能更改。')
  return material
}

/** Takes a file off a material. What was submitted or put to a unit with it stays readable there. */
export const removeAttachment = (
  deps: Deps,
  actor: Applicant,
  request: RequestFacts,
  target: { readonly caseId: string; readonly attachmentId: string },
): Promise<string> =>
  deps.command(byApplicant(actor, request), async (tx) => {
    const caseFile = await lockCase(tx, target.caseId, actor, 'fill')
    const row = isId(target.attachmentId)
      ? await tx
          .trx('attachment')
          .where({ id: target.attachmentId, case_id: caseFile.id })
          .whereNull('removed_at')
          .first<{ material: string; uploaded_at: Date } | undefined>('material', 'uploaded_at')
      : undefined
    if (!row) throw new AppError('NOT_FOUND')
    await requireOpenMaterial(tx, deps, caseFile, row.material)
    const { rows: handedIn } = await tx.trx.raw<{ rows: object[] }>(
      ...bound(sql`select 1 from snapshot where case_id = ${caseFile.id} and at >= ${row.uploaded_at}
        union all select 1 from consent_request r join case_event q on q.id = r.event_id
        where r.case_id = ${caseFile.id} and q.at >= ${row.uploaded_at} limit 1`),
    )
    const attachment = tx.trx('attachment').where({ id: target.attachmentId })
    await (handedIn.length > 0 ? attachment.update({ removed_at: tx.now }) : attachment.delete())
    record(tx, deps, caseFile, 'detach', { material: row.material, attachment: target.attachmentId })
    return row.material
  })

/** Notes how the applicant met each item of the open correction notice. Empty texts are kept as not yet answered. */
export const answerCorrection = (
  deps: Deps,
  actor: Applicant,
  request: RequestFacts,
  target: { readonly caseId: string; readonly answers: Readonly<Record<string, string>> },
): Promise<void> =>
  deps.command(byApplicant(actor, request), async (tx) => {
    const caseFile = await lockCase(tx, target.caseId, actor, 'fill')
    await requireFillable(tx, caseFile)
    const correction = await bindingCorrection(tx.trx, deps, caseFile)
    if (!correction) throw new AppError('NOT_ALLOWED_NOW')
    for (const item of correction.items) {
      const text = (target.answers[String(item.id)] ?? '').trim().slice(0, 500)
      await tx
        .trx('correction_item')
        .where({ id: item.id })
        .update({ answer: text || null, answered_at: text ? tx.now : null })
    }
    record(tx, deps, caseFile, 'answer-correction', {})
  })
