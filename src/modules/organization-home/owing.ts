import { readAnswers } from '../../core/matters/answers.ts'
import type { OrgType } from '../../core/org-types.ts'
import { dutiesOf, type Duty, type RunningCase } from '../../core/register/duties.ts'
import type { Holdings } from '../../core/register/holdings.ts'
import { isRegistered, type RegisterStatus } from '../../core/register/statuses.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { ProcedureCode } from '../../core/workflow/procedures/index.ts'
import { STATUSES, statuses, type Status } from '../../core/workflow/statuses.ts'
import type { Statement } from '../../db/client.ts'
import { jsonRows } from '../../db/sql.ts'
import type { Deps } from '../../deps.ts'
import { openAnswers, type AnswerRow } from '../cases/answers.ts'
import { clockView, statusTag } from '../cases/progress.ts'
import { holdingsJson, openHoldings, type SealedHoldings } from '../register/holdings.ts'

/** A case of the organization that somebody still has to act on. */
export type HomeCase = {
  readonly id: string
  readonly matter: string
  readonly title: string
  readonly stage: string
  readonly procedure: ProcedureCode
  readonly status: Status
  readonly accountId: string
  /** Who applies instead of it. */
  readonly onBehalf: string | null
  readonly clock: string | null
  readonly clock_due_on: string | null
  readonly clock_limit: number | null
  readonly paused_on: string | null
  readonly submitted: boolean
  /** Of a report. */
  readonly fiscalYear: number | null
  /** Whoever fills it in said, since it last moved, that it is. */
  readonly filledIn: boolean
  /** What was typed into it, sealed. */
  readonly answers: readonly AnswerRow[]
}

/** What the duties of an organization follow from, besides the day. */
export type Owing = {
  readonly id: string
  readonly uscc: string
  readonly name: string
  readonly type: OrgType
  readonly status: RegisterStatus
  readonly authorityId: number
  readonly establishedOn: string
  readonly formerNames: readonly string[]
  readonly charity: boolean
  readonly supervised: boolean
  /** The last day of the certificate in force. */
  readonly certificateTo: string | null
  readonly founding: boolean
  readonly holdings: Holdings
  readonly cases: readonly HomeCase[]
}

const open = `(${STATUSES.filter((status) => statuses[status].turn !== 'nobody')
  .map((status) => `'${status}'`)
  .join(', ')})`

const casesText = `select f.id, f.matter, f.title, f.stage, f.procedure, f.status, f.account_id as "accountId",
    f.on_behalf as "onBehalf", f.clock, f.clock_due_on::text, f.clock_limit, f.paused_on::text, f.number is not null as submitted, f.fiscal_year as "fiscalYear",
    exists (select from audit_log l where l.object_kind = 'case' and l.object_id = f.id::text and l.action = 'case.filled-in'
      and l.at >= coalesce((select max(e.at) from case_event e where e.case_id = f.id), '-infinity')) as "filledIn",
    ${jsonRows(`select w.page, w.data_enc, w.version from answer w where w.case_id = f.id`)} as answers
  from case_file f where f.organization_id = o.id and f.deleted_at is null and f.status in ${open}
  order by f.updated_at desc, f.id`

// Certificates of before the portal are in no row: their last day is the organization's own.
const statement: Statement = {
  name: 'organizations-owing',
  text: `select o.id, o.uscc, o.name, o.type, o.status, o.authority_id as "authorityId", o.established_on::text as "establishedOn",
      array(select f.name from former_name f where f.organization_id = o.id) as "formerNames",
      o.charity <> '' as charity, coalesce(o.supervisory_unit, '') <> '' as supervised,
      case when not exists (select from certificate c where c.organization_id = o.id)
          or exists (select from certificate c where c.organization_id = o.id and c.status = 'VALID')
        then o.valid_to::text end as "certificateTo",
      exists (select from case_file f where f.id = o.case_id and f.status in ${open}) as founding,
      ${holdingsJson('o')} as holdings, ${jsonRows(casesText)} as cases
    from organization o where o.id = any($1::uuid[])`,
}

/** What organizations have and what is under way for them, in one reading. */
export const readOwing = async (
  { crypto, db }: Pick<Deps, 'crypto' | 'db'>,
  ids: readonly string[],
): Promise<readonly Owing[]> => {
  const rows = await db.read<Omit<Owing, 'holdings'> & { readonly holdings: SealedHoldings }>(statement, [ids])
  return rows.map((row) => ({ ...row, holdings: openHoldings(crypto, row.holdings) }))
}

const runningCase = (deps: Deps, caseFile: HomeCase): RunningCase => {
  const matter = deps.matters.require(caseFile.matter)
  const clock = clockView(deps, caseFile)
  const { turn } = statuses[caseFile.status]
  const year = caseFile.fiscalYear === null ? undefined : String(caseFile.fiscalYear)
  return {
    id: caseFile.id,
    title: `${year ?? ''}${matter.title}${caseFile.onBehalf === null ? '' : `（${caseFile.onBehalf}代为申请）`}`,
    status: caseFile.filledIn && turn === 'applicant' ? '已经填好，等您核对提交' : statusTag(deps, caseFile).text,
    turn: turn === 'nobody' || (turn === 'applicant' && caseFile.onBehalf !== null) ? 'authority' : turn,
    due: clock && { what: clock.what, on: clock.dueOn },
    submitted: caseFile.submitted,
    clears:
      year === undefined
        ? (matter.clears?.(readAnswers(matter.pages, openAnswers(deps.crypto, caseFile.id, caseFile.answers))) ?? [])
        : [
            { duty: 'REPORT', held: year },
            { duty: 'REPORT_UNIT', held: year },
          ],
  }
}

/** What the law gives a liquidation so many days for, as far as it is not done. */
const countersOf = (deps: Deps, { cases, charity, status }: Owing) =>
  cases.flatMap(({ id, matter: code, status: at, answers, onBehalf }) => {
    const matter = deps.matters.require(code)
    // Where others apply instead of it, they mind the days.
    if (onBehalf !== null || status !== 'LIQUIDATING' || at !== 'DRAFT' || !matter.counters) return []
    const about = { today: localDate(deps.clock.now()), charity }
    return matter
      .counters(readAnswers(matter.pages, openAnswers(deps.crypto, id, answers)), about)
      .map((counter) => ({ ...counter, caseId: id }))
  })

/** What an organization owes today and next. */
export const dutiesOwed = (deps: Deps, owing: Owing): readonly Duty[] =>
  dutiesOf(
    {
      ...owing,
      policy: deps.site.matters.reports,
      // Of what ended nobody goes on with a draft.
      cases: owing.cases
        .filter(({ submitted }) => submitted || isRegistered(owing.status))
        .map((caseFile) => runningCase(deps, caseFile)),
      counters: countersOf(deps, owing),
    },
    localDate(deps.clock.now()),
  )
