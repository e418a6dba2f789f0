import { AppError } from '../../core/errors.ts'
import { stageOf } from '../../core/matters/journey.ts'
import type { Action } from '../../core/workflow/procedures/index.ts'
import type { Database, Statement } from '../../db/client.ts'
import { keyset } from '../../db/keyset.ts'
import { prepared, sql } from '../../db/sql.ts'
import { applicantOfA, applicantName } from '../grants/organizations.ts'
import type { Deps } from '../../deps.ts'
import { pageSize, paged, readCursor, sortValues } from '../../web/lists.ts'
import { isId } from '../../web/params.ts'
import { paths } from '../../web/paths.ts'
import type { Staff } from '../../web/route.ts'
import type { Snapshot } from '../../core/submissions/snapshot.ts'
import { openSnapshot } from '../cases/snapshot.ts'
import { peopleIn } from '../review/case-people.ts'

// A unit sees what was put to it, as it was then, and nothing else of a case. The condition stands in each statement.

/** The unit somebody answers for. Throws FORBIDDEN for whoever answers for none. */
const organOf = ({ organ }: Staff): number => {
  if (!organ) throw new AppError('FORBIDDEN')
  return organ.id
}

type ListedRow = {
  readonly id: string
  readonly title: string
  readonly matter: string
  readonly fiscal_year: number | null
  readonly stage: string
  readonly applicant: string
  readonly asked_at: Date
  readonly due_on: string
  readonly closed_by: Action | null
  readonly closed_at: Date | null
  readonly sort: string
}

const byDueDay = keyset('asc', [
  [sql`r.due_on`, 'date'],
  [sql`r.id`, 'uuid'],
])
const newest = keyset('desc', [
  [sql`e.at`, 'timestamptz'],
  [sql`r.id`, 'uuid'],
])

/** 待答复, the most urgent first, or 已答复, the newest first: what was put to the unit of whoever looks. */
export const listRequests = async (
  db: Database,
  staff: Staff,
  answered: boolean,
  query: Readonly<Record<string, string>>,
) => {
  const cursor = readCursor(query, answered ? sortValues.instant : sortValues.date)
  const { andBeyond, order } = (answered ? newest : byDueDay)(cursor)
  const rows = await db.read<ListedRow>(
    ...prepared(
      'unit-requests',
      sql`select r.id, r.title, a.matter, a.fiscal_year, q.stage, ${applicantOfA} as applicant, q.at as asked_at, r.due_on,
          e.action as closed_by, e.at as closed_at, 
          ${answered ? sql`to_json(e.at) #>> '{}'` : sql`r.due_on::text`} as sort
        from consent_request r join case_file a on a.id = r.case_id join account c on c.id = r.account_id
        join case_event q on q.id = r.event_id left join case_event e on e.id = r.closed_by
        where r.organ_id = ${organOf(staff)} and r.closed_by is ${answered ? sql`not null` : sql`null`}
          ${andBeyond}
        order by ${order} limit ${pageSize + 1}`,
    ),
  )
  return paged(rows, cursor, (row) => ({ value: row.sort, id: row.id }), paths.staffConsents, {
    state: answered ? 'answered' : '',
  })
}

const openStatement: Statement = {
  name: 'unit-open',
  text: 'select count(*)::int as n from consent_request where organ_id = $1 and closed_by is null',
}

/** How many wait for the unit's answer. */
export const openCount = async (db: Database, staff: Staff): Promise<number> => {
  const [row] = await db.read<{ n: number }>(openStatement, [organOf(staff)])
  return row?.n ?? 0
}

type RequestRow = {
  readonly id: string
  readonly case_id: string
  readonly event_id: number
  readonly title: string
  readonly matter: string
  readonly fiscal_year: number | null
  readonly stage: string
  readonly due_on: string
  readonly asked_at: Date
  readonly content_enc: string
  readonly lock_version: number
  readonly applicant: string
  readonly applicant_idx: string
  readonly party: boolean
  readonly closed_by: Action | null
  readonly closed_at: Date | null
  readonly closed_name: string | null
  readonly conclusion: string | null
  readonly document_number: string | null
}

const requestStatement: Statement = {
  name: 'unit-request',
  text: `select r.id, r.case_id, r.event_id, r.title, a.matter, a.fiscal_year, q.stage, r.due_on, q.at as asked_at, r.content_enc,
      a.lock_version, ${applicantName('a', 'c')} as applicant, c.id_number_idx as applicant_idx,
      exists (select from case_party p where p.case_id = r.case_id and p.id_number_idx = $3) as party,
      e.action as closed_by, e.at as closed_at, e.actor_name as closed_name, e.conclusion,
      e.details #>> '{form,documentNumber}' as document_number
    from consent_request r join case_file a on a.id = r.case_id join account c on c.id = r.account_id
    join case_event q on q.id = r.event_id left join case_event e on e.id = r.closed_by
    where r.id = $1 and r.organ_id = $2`,
}

export type UnitRequest = Omit<RequestRow, 'content_enc' | 'party' | 'applicant_idx'> & {
  /** What was put to the unit; nothing once the applicant has taken it back. */
  readonly content: Snapshot | undefined
}

/** What is told whoever is named in what they would decide on. */
const ownRequest = (): AppError =>
  new AppError('FORBIDDEN', '这件申请由您本人提出，或者其中有您本人的信息，请由本单位其他人员答复。')

/**
 * What was put to the unit of whoever looks. Another unit's is not found (S21); one that names whoever looks is FORBIDDEN
 * (回避).
 */
export const loadRequest = async (deps: Deps, staff: Staff, id: string): Promise<UnitRequest> => {
  const [row] = isId(id)
    ? await deps.db.read<RequestRow>(requestStatement, [id, organOf(staff), staff.idNumberIndex])
    : []
  if (!row) throw new AppError('NOT_FOUND')
  const { content_enc: sealed, party, applicant_idx: applicant, ...rest } = row
  const content = openSnapshot(deps.crypto, { ...row, content_enc: sealed })
  const named = [applicant, ...peopleIn(deps, deps.matters.require(row.matter), [content])]
  if (party || named.includes(staff.idNumberIndex)) throw ownRequest()
  const taken = row.closed_by !== null && row.closed_by !== 'consent' && row.closed_by !== 'refuseConsent'
  return { ...rest, content: taken ? undefined : content }
}

/** Which of its matter a request is: a report by its year, anything else by its stage. */
export const whichOf = (
  deps: Pick<Deps, 'matters'>,
  { matter, stage, fiscal_year: year }: Pick<UnitRequest, 'matter' | 'stage' | 'fiscal_year'>,
): string => (year === null ? stageOf(deps.matters.require(matter), stage).title : `${String(year)}年度`)
