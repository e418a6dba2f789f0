import { AppError } from '../../core/errors.ts'
import { allowedFrom, stepOf } from '../../core/workflow/procedures/index.ts'
import type { Statement } from '../../db/client.ts'
import type { Deps } from '../../deps.ts'
import type { Staff } from '../../web/route.ts'
import type { CaseRow } from '../cases/store.ts'
import { isId } from '../../web/params.ts'
import type { ServedFile } from '../files/serve.ts'
import type { Colleague, VisitConclusion, VisitPerson } from './visit-fields.ts'

/** A record of 现场核查 as it stands, with the names of both officials and its photos. */
export type Visit = {
  readonly id: string
  readonly case_id: string
  readonly corrects_id: string | null
  readonly corrected_by: string | null
  readonly version: number
  readonly visited_at: string
  readonly place: string
  readonly people: readonly VisitPerson[]
  readonly findings: string
  readonly conclusion: VisitConclusion
  readonly note: string
  readonly opened_by: number
  readonly second_by: number
  readonly opener: string
  readonly second: string
  readonly opener_at: string | null
  readonly second_at: string | null
  readonly event_id: number | null
  readonly photos: readonly { readonly id: string; readonly name: string }[]
}

const visitStatement: Statement = {
  name: 'staff-visit',
  text: `select row_to_json(r) as visit from (
      select v.*, o.name as opener, s.name as second,
        (select c.id from site_visit c where c.corrects_id = v.id) as corrected_by,
        (select coalesce(json_agg(p), '[]') from (
          select id, name from site_visit_photo where visit_id = v.id order by added_at, id) p) as photos
      from site_visit v join staff o on o.id = v.opened_by join staff s on s.id = v.second_by
      where v.id = $1 and v.case_id = $2 and o.authority_id = $3) r`,
}

/**
 * A record of a case that was loaded for the official already, made by officials of the same authority. Throws NOT_FOUND,
 * also for what the authority the case was with before wrote.
 */
export const requireVisit = async (
  deps: Deps,
  { authority }: Pick<Staff, 'authority'>,
  caseId: string,
  visitId: string,
): Promise<Visit> => {
  const values = [visitId, caseId, authority.id]
  const [row] = isId(visitId) ? await deps.db.read<{ visit: Visit }>(visitStatement, values) : []
  if (!row) throw new AppError('NOT_FOUND')
  return row.visit
}

const photoStatement: Statement = {
  name: 'staff-visit-photo',
  text: `select p.name, p.sha256, f.type, f.shown_sha256 as shown
    from site_visit_photo p join site_visit v on v.id = p.visit_id join case_file a on a.id = v.case_id
    join stored_file f on f.sha256 = p.sha256 join staff o on o.id = v.opened_by and o.authority_id = a.authority_id
    where p.id = $1 and v.id = $2 and a.id = $3 and a.authority_id = $4`,
}

/** A photo of a record of the official's own authority; any other is not found. */
export const findVisitPhoto = async (
  deps: Deps,
  staff: Staff,
  { caseId, visitId, photoId }: { readonly caseId: string; readonly visitId: string; readonly photoId: string },
): Promise<ServedFile> => {
  const ids = [photoId, visitId, caseId]
  const [row] = ids.every(isId) ? await deps.db.read<ServedFile>(photoStatement, [...ids, staff.authority.id]) : []
  if (!row) throw new AppError('NOT_FOUND')
  return row
}

const colleagueStatement: Statement = {
  name: 'staff-visit-colleagues',
  text: `select s.id, s.name, s.roles from staff s
    where s.authority_id = $1 and s.active and s.roles && $2::text[] and s.id <> $3 and s.id_number_idx <> $4
      and not exists (select from case_party p where p.case_id = $5 and p.id_number_idx = s.id_number_idx)
    order by s.name, s.id`,
}

/** Who of the authority may be the other official: nobody the case names, and never the same person twice. */
export const colleaguesFor = (
  deps: Deps,
  staff: Staff,
  { id, procedure }: Pick<CaseRow, 'id' | 'procedure'>,
): Promise<readonly Colleague[]> =>
  deps.db.read<Colleague>(colleagueStatement, [
    staff.authority.id,
    [...(stepOf(procedure, 'visitSite')?.by ?? [])],
    staff.id,
    staff.idNumberIndex,
    id,
  ])

/** A record that waits for somebody's confirmation. */
type Waiting = {
  readonly id: string
  readonly case_id: string
  readonly number: string
  readonly title: string
  readonly visited_at: string
  readonly opener: string
}

const waitingStatement: Statement = {
  name: 'staff-visits-waiting',
  text: `select v.id, v.case_id, a.number, a.title, to_json(v.visited_at) #>> '{}' as visited_at, o.name as opener
    from site_visit v join case_file a on a.id = v.case_id join staff o on o.id = v.opened_by
    where v.event_id is null and a.authority_id = $2 and a.status = any ($3::text[])
      and (v.opened_by = $1 and v.opener_at is null or v.second_by = $1 and v.second_at is null)
      and not exists (select from case_party p where p.case_id = a.id and p.id_number_idx = $4)
    order by v.opened_at limit 30`,
}

/** Records of visits that wait for this official to confirm them; none of a case that is their own (回避). */
export const visitsToConfirm = (deps: Deps, staff: Staff): Promise<readonly Waiting[]> =>
  deps.db.read<Waiting>(waitingStatement, [
    staff.id,
    staff.authority.id,
    [...allowedFrom('licence', 'visitSite')],
    staff.idNumberIndex,
  ])
