import { AppError } from '../../core/errors.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { RequestFacts } from '../../db/audit.ts'
import { bound, prepared, sql, type Sql } from '../../db/sql.ts'
import type { Deps } from '../../deps.ts'
import { byStaff } from '../../web/acting.ts'
import type { Staff } from '../../web/route.ts'
import { writeRegister } from '../grants/register.ts'
import { lockOrganization } from '../register-desk/acts.ts'
import { tellOrganization } from '../register-desk/tell.ts'
import { eachOf, type Result } from '../review/several.ts'
import { reportsOfYear } from '../review/reports-of-year.ts'

// 未参检: whoever handed in no report of a year until its last day, recorded by an act of the authority. A report that
// comes later is reviewed all the same, and its conclusion takes the place of this one.

/** As many are shown and recorded at once. */
export const mostAtOnce = 50

/** An organization that owes a report whose last day is over. */
export type Missing = {
  readonly id: string
  /** Its 统一社会信用代码. */
  readonly number: string
  readonly title: string
  readonly dueOn: string
}

const question = (deps: Deps, staff: Staff, year: number, today: string, more: Sql): Sql => {
  const { from, where } = reportsOfYear(deps, { authorityId: staff.authority.id, year, today })
  return sql`select o.id, o.uscc as number, o.name as title, d.due_on::text as "dueOn" from ${from}
    where ${where} and x.state = 'MISSING' and y.late = 'overdue' ${more}`
}

/** The first of them, in the order of the register. */
export const missingReports = (deps: Deps, staff: Staff, year: number): Promise<readonly Missing[]> =>
  deps.db.read<Missing>(
    ...prepared(
      'report-missing',
      question(
        deps,
        staff,
        year,
        localDate(deps.clock.now()),
        sql`order by o.established_on, o.id limit ${mostAtOnce}`,
      ),
    ),
  )

const unfiledNotice = (year: number) => ({
  title: `${String(year)}年度检查记录为未参检`,
  body: `登记管理机关在报送期限届满以后没有收到贵单位的${String(year)}年度工作报告，已在登记簿中记录为“未参检”并对外公示。请尽快补报；补报以后由登记管理机关审查，作出的结论代替这一记录。`,
})

const recordOne = (
  deps: Deps,
  staff: Staff,
  request: RequestFacts,
  { year, reason, found }: { readonly year: number; readonly reason: string; readonly found: Missing },
): Promise<void> =>
  deps.command(byStaff(staff, request), async (tx) => {
    const organization = await lockOrganization(tx, staff, found.number)
    const today = localDate(tx.now)
    const still = question(deps, staff, year, today, sql`and o.id = ${organization.id}`)
    const { rows } = await tx.trx.raw<{ rows: Missing[] }>(...bound(still))
    if (rows.length === 0) throw new AppError('STALE', '在您操作期间已经报送或者已有结论，没有记录为未参检。')
    const [act] = (await tx
      .trx('register_act')
      .insert({
        organization_id: organization.id,
        authority_id: organization.authority_id,
        staff_id: staff.id,
        kind: 'report-not-filed',
        reason,
        at: tx.now,
      })
      .returning('id')) as { id: number }[]
    if (!act) throw new Error('no act')
    await writeRegister(
      tx,
      deps,
      { orgType: organization.type, authorityId: organization.authority_id, organization },
      [{ kind: 'report', year, conclusion: 'NOT_FILED', before: null }],
      { caseId: null, eventId: null, actId: act.id, effectiveOn: today },
    )
    await tellOrganization(tx, deps, organization.id, unfiledNotice(year))
    tx.audit({
      chain: staff.authority.code,
      action: 'report.not-filed',
      objectKind: 'organization',
      objectId: organization.id,
      details: { act: act.id, year },
    })
  })

/** Records each by itself: what was handed in meanwhile keeps no other from being recorded. */
export const recordNotFiled = (
  deps: Deps,
  staff: Staff,
  request: RequestFacts,
  wish: { readonly year: number; readonly reason: string; readonly found: readonly Missing[] },
): Promise<Result<Missing, void>[]> =>
  eachOf(wish.found, (found) => recordOne(deps, staff, request, { ...wish, found }))

/** Everybody who is recorded so, in the order of the register: whom an announcement names. */
export const recordedMissing = (deps: Deps, staff: Staff, year: number): Promise<readonly Missing[]> => {
  const { from, where } = reportsOfYear(deps, {
    authorityId: staff.authority.id,
    year,
    today: localDate(deps.clock.now()),
  })
  return deps.db.read<Missing>(
    ...prepared(
      'report-missing-recorded',
      sql`select o.id, o.uscc as number, o.name as title, d.due_on::text as "dueOn" from ${from}
        where ${where} and r.conclusion = 'NOT_FILED' order by o.established_on, o.id limit 5000`,
    ),
  )
}
