import { randomUUID } from 'node:crypto'
import { chineseDate } from '../../core/documents/dates.ts'
import { AppError } from '../../core/errors.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import type { Staff } from '../../web/route.ts'
import type { CaseRow } from '../cases/store.ts'
import { isId } from '../../web/params.ts'
import { isOwnCase, takeStep } from '../cases/take-step.ts'
import { keepFile, type ReceivedFile } from '../files/receive.ts'
import { ownCase } from './case-data.ts'
import { takerOf } from '../cases/official-step.ts'
import { lockForStaff } from './commands.ts'
import type { RequestFacts } from '../../db/audit.ts'
import { byStaff } from '../../web/acting.ts'
import { mayVisit, mostPhotos, type VisitContent } from './visit-fields.ts'

type VisitRow = {
  readonly id: string
  readonly corrects_id: string | null
  readonly version: number
  readonly visited_at: Date
  readonly place: string
  readonly opened_by: number
  readonly second_by: number
  readonly opener_at: Date | null
  readonly second_at: Date | null
  readonly event_id: number | null
}

/** The record an official looked at. */
export type SeenVisit = { readonly caseId: string; readonly visitId: string; readonly version: number }

const record = (
  { audit }: Transaction,
  staff: Staff,
  caseId: string,
  action: string,
  details: Readonly<Record<string, unknown>>,
): void =>
  audit({ chain: staff.authority.code, action: `case.${action}`, objectKind: 'case', objectId: caseId, details })

const columns = ({ visitedAt, place, people, findings, conclusion, note }: VisitContent) => ({
  visited_at: visitedAt,
  place,
  people: JSON.stringify(people),
  findings,
  conclusion,
  note,
})

/** The case, locked, of the official's own authority, not their own, and in a status in which it is visited. */
const lockVisited = async (tx: Transaction, staff: Staff, caseId: string): Promise<CaseRow> => {
  const caseFile = await lockForStaff(tx.trx, caseId, staff)
  if (await isOwnCase(tx, caseFile, staff.idNumberIndex)) throw ownCase()
  if (!mayVisit(caseFile, staff.roles))
    throw new AppError('NOT_ALLOWED_NOW', '该办件现在不能办理现场核查，没有保存。请返回办件查看最新状态。')
  return caseFile
}

/**
 * Opens a record; the same form sent twice opens one. A correction begins with the photos of what it puts right, which
 * must be a confirmed record of the same case and authority that nothing corrects yet.
 */
export const openVisit = (
  deps: Deps,
  staff: Staff,
  request: RequestFacts,
  wanted: {
    readonly id: string
    readonly caseId: string
    readonly content: VisitContent
    readonly secondId: number
    readonly corrects: string | undefined
  },
): Promise<void> =>
  deps.command(byStaff(staff, request), async (tx) => {
    const { id, caseId, corrects } = wanted
    if (!isId(id)) throw new AppError('BAD_REQUEST')
    await lockVisited(tx, staff, caseId)
    const known = await tx
      .trx('site_visit')
      .where({ id })
      .first<(Pick<VisitRow, 'opened_by'> & { readonly case_id: string }) | undefined>('case_id', 'opened_by')
    if (known) {
      if (known.case_id !== caseId || known.opened_by !== staff.id) throw new AppError('BAD_REQUEST')
      return record(tx, staff, caseId, 'step-repeated', { visit: id })
    }
    if (corrects !== undefined) {
      const right = await tx
        .trx('site_visit as v')
        .join('staff as o', 'o.id', 'v.opened_by')
        .where({ 'v.id': corrects, 'v.case_id': caseId, 'o.authority_id': staff.authority.id })
        .whereNotNull('v.event_id')
        .whereNotExists((other) => other.select('c.id').from('site_visit as c').whereRaw('c.corrects_id = v.id'))
        .first<object | undefined>('v.id')
      if (!right) throw new AppError('STALE', '这份记录已经有更正，没有再新建。')
    }
    await tx.trx('site_visit').insert({
      id,
      case_id: caseId,
      corrects_id: corrects ?? null,
      ...columns(wanted.content),
      opened_by: staff.id,
      second_by: wanted.secondId,
      opened_at: tx.now,
    })
    if (corrects !== undefined)
      await tx.trx.raw(
        `insert into site_visit_photo (visit_id, sha256, name, type, added_by, added_at)
         select ?, sha256, name, type, added_by, added_at from site_visit_photo where visit_id = ?`,
        [id, corrects],
      )
    return record(tx, staff, caseId, 'visit-opened', { visit: id, second: wanted.secondId, corrects })
  })

type Opened = { readonly tx: Transaction; readonly caseFile: CaseRow; readonly visit: VisitRow }

const findRow = async (tx: Transaction, staff: Staff, { caseId, visitId }: SeenVisit): Promise<VisitRow> => {
  const visit = isId(visitId)
    ? await tx.trx('site_visit').where({ id: visitId, case_id: caseId }).forUpdate().first<VisitRow | undefined>()
    : undefined
  if (!visit) throw new AppError('NOT_FOUND')
  if (visit.opened_by !== staff.id && visit.second_by !== staff.id)
    throw new AppError('FORBIDDEN', '现场核查记录只能由两名核查人员填写和确认。')
  return visit
}

/** Works on a record that is still open, by one of its two officials, as they saw it. Throws STALE otherwise. */
const onOpen = (
  deps: Deps,
  staff: Staff,
  request: RequestFacts,
  seen: SeenVisit,
  work: (opened: Opened) => Promise<void>,
): Promise<void> =>
  deps.command(byStaff(staff, request), async (tx) => {
    const caseFile = await lockVisited(tx, staff, seen.caseId)
    const visit = await findRow(tx, staff, seen)
    if (visit.event_id !== null) throw new AppError('STALE', '两名核查人员都已确认，记录不能再修改。')
    if (visit.version !== seen.version) throw new AppError('STALE', '在您操作期间，另一名核查人员修改了记录。')
    await work({ tx, caseFile, visit })
  })

/** What stands in the record is new now: both are asked to confirm it. */
const touch = async ({ tx, visit }: Opened, changes: Readonly<Record<string, unknown>> = {}): Promise<void> => {
  await tx
    .trx('site_visit')
    .where({ id: visit.id })
    .update({ ...changes, version: visit.version + 1, opener_at: null, second_at: null })
}

/** Puts a record right before both confirmed it; only who opened it names the other official. */
export const changeVisit = (
  deps: Deps,
  staff: Staff,
  request: RequestFacts,
  seen: SeenVisit,
  { content, secondId }: { readonly content: VisitContent; readonly secondId: number | undefined },
): Promise<void> =>
  onOpen(deps, staff, request, seen, async (opened) => {
    const named = opened.visit.opened_by === staff.id && secondId !== undefined ? { second_by: secondId } : {}
    await touch(opened, { ...columns(content), ...named })
    record(opened.tx, staff, seen.caseId, 'visit-changed', { visit: seen.visitId, second: named.second_by })
  })

/** Adds photos to an open record; the same bytes twice, after a connection that broke off, count once. */
export const addVisitPhotos = (
  deps: Deps,
  staff: Staff,
  request: RequestFacts,
  seen: SeenVisit,
  files: readonly ReceivedFile[],
): Promise<void> =>
  onOpen(deps, staff, request, seen, async (opened) => {
    const { tx } = opened
    const kept = await tx.trx('site_visit_photo').where({ visit_id: seen.visitId }).pluck<string[]>('sha256')
    const added = files.filter(({ sha256 }) => !kept.includes(sha256))
    if (kept.length + added.length > mostPhotos) throw new AppError('INVALID', `一份记录最多保存${mostPhotos}张照片`)
    for (const file of added) {
      await keepFile(tx, deps, file)
      await tx.trx('site_visit_photo').insert({
        visit_id: seen.visitId,
        sha256: file.sha256,
        name: file.name,
        type: file.type,
        added_by: staff.id,
        added_at: tx.now,
      })
    }
    await touch(opened)
    record(tx, staff, seen.caseId, 'visit-photo', { visit: seen.visitId, files: files.map(({ sha256 }) => sha256) })
  })

export const removeVisitPhoto = (
  deps: Deps,
  staff: Staff,
  request: RequestFacts,
  seen: SeenVisit,
  photoId: string,
): Promise<void> =>
  onOpen(deps, staff, request, seen, async (opened) => {
    const [photo] = isId(photoId)
      ? await opened.tx
          .trx('site_visit_photo')
          .where({ id: photoId, visit_id: seen.visitId })
          .delete()
          .returning<{ sha256: string }[]>('sha256')
      : []
    if (!photo) throw new AppError('NOT_FOUND')
    await touch(opened)
    record(opened.tx, staff, seen.caseId, 'visit-photo-removed', { visit: seen.visitId, files: [photo.sha256] })
  })

/** A record that never counted goes: opened for the wrong case, or for a visit that did not take place. */
export const discardVisit = (deps: Deps, staff: Staff, request: RequestFacts, seen: SeenVisit): Promise<void> =>
  onOpen(deps, staff, request, seen, async ({ tx, visit }) => {
    await tx.trx('site_visit').where({ id: visit.id }).delete()
    record(tx, staff, seen.caseId, 'visit-discarded', { visit: visit.id, corrects: visit.corrects_id })
  })

/** What the applicant is told and the timeline says: when, where, by which office, and no name of an official. */
const said = (staff: Staff, visit: VisitRow): string => {
  const { date, time } = localDateTime(visit.visited_at)
  const told = `${staff.authority.name}两名工作人员于${chineseDate(date)}${time}到${visit.place}进行了现场核查。`
  return visit.corrects_id === null ? told : `更正以前的现场核查记录：${told}`
}

/** Refuses the second confirmation where whoever gave the first has to keep away from the case by now (回避). */
const requireBothFree = async (tx: Transaction, caseFile: CaseRow, firstId: number): Promise<void> => {
  const { id_number_idx: index } = await tx
    .trx('staff')
    .where({ id: firstId })
    .first<{ id_number_idx: string }>('id_number_idx')
  if (await isOwnCase(tx, caseFile, index))
    throw new AppError(
      'NOT_ALLOWED_NOW',
      '先确认的核查人员依照回避规定不能办理该办件，没有确认。请删除这份记录，由其他人员重新核查。',
    )
}

/**
 * Confirms a record as it was seen. With the second confirmation the visit is a step of the case: it counts, the
 * applicant is told, and nothing of it changes any more.
 */
export const confirmVisit = (deps: Deps, staff: Staff, request: RequestFacts, seen: SeenVisit): Promise<void> =>
  deps.command(byStaff(staff, request), async (tx) => {
    const caseFile = await lockForStaff(tx.trx, seen.caseId, staff)
    const visit = await findRow(tx, staff, seen)
    if (visit.version !== seen.version)
      throw new AppError('STALE', '在您操作期间，另一名核查人员修改了记录，没有确认。请重新核对。')
    const opener = visit.opened_by === staff.id
    if ((opener ? visit.opener_at : visit.second_at) !== null)
      return record(tx, staff, seen.caseId, 'step-repeated', { visit: visit.id })
    const last = (opener ? visit.second_at : visit.opener_at) !== null
    if (last) await requireBothFree(tx, caseFile, opener ? visit.second_by : visit.opened_by)
    else await lockVisited(tx, staff, seen.caseId)
    const taken = last
      ? await takeStep(tx, deps, caseFile, {
          action: 'visitSite',
          by: takerOf(staff),
          conclusion: said(staff, visit),
          requestKey: randomUUID(),
        })
      : undefined
    await tx
      .trx('site_visit')
      .where({ id: visit.id })
      .update({ [opener ? 'opener_at' : 'second_at']: tx.now, event_id: taken?.event.id ?? null })
    return record(tx, staff, seen.caseId, 'visit-confirmed', { visit: visit.id, event: taken?.event.id })
  })
