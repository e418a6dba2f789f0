import { may, STAFF_ROLES } from '../../core/access.ts'
import { AppError } from '../../core/errors.ts'
import type { OrgType } from '../../core/org-types.ts'
import { REPORT_CONCLUSIONS, reportConclusions, type ReportConclusion } from '../../core/register/reports.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { RequestFacts } from '../../db/audit.ts'
import type { Database, Statement } from '../../db/client.ts'
import { isUniqueViolation } from '../../db/errors.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import { byStaff } from '../../web/acting.ts'
import type { Staff } from '../../web/route.ts'
import { writeRegister } from '../grants/register.ts'
import { lockOrganization } from './acts.ts'
import { issueDocuments } from '../documents/issue.ts'
import { paperOf } from './papers.ts'
import { tellOrganization } from './tell.ts'

// 调整年检结论: what one official proposes counts when another one agrees. What the register says then is what it said
// before and after, both of which the ledger keeps.

/** Another conclusion that waits for a second official. */
export type WaitingRevision = {
  readonly id: number
  readonly year: number
  readonly before: ReportConclusion | null
  readonly conclusion: ReportConclusion
  readonly reason: string
  readonly told: string
  readonly at: Date
  readonly by: string
  /** Index of the document number of whoever proposed it. */
  readonly byIs: string
}

const waitingStatement: Statement = {
  name: 'report-revisions-waiting',
  text: `select v.act_id as id, v.fiscal_year as year, v.before, v.conclusion, v.told, a.reason, a.at, s.name as by,
      s.id_number_idx as "byIs"
    from report_revision v join register_act a on a.id = v.act_id join staff s on s.id = a.staff_id
    where v.organization_id = $1 and v.status = 'WAITING' order by v.fiscal_year desc`,
}

/** Those of an organization, the newest year first. */
export const waitingRevisions = (
  db: Pick<Database, 'read'>,
  organizationId: string,
): Promise<readonly WaitingRevision[]> => db.read<WaitingRevision>(waitingStatement, [organizationId])

const conclusionNow = async ({ trx }: Transaction, organizationId: string, year: number) =>
  (
    await trx('organization_report')
      .where({ organization_id: organizationId, fiscal_year: year })
      .first<{ conclusion: ReportConclusion } | undefined>('conclusion')
  )?.conclusion ?? null

export const isConclusion = (text: string | undefined): text is ReportConclusion =>
  REPORT_CONCLUSIONS.some((code) => code === text)

/** Whether somebody else at an official's authority may agree to what they propose. */
export const mayBeAgreed = async ({ db }: Pick<Deps, 'db'>, staff: Staff): Promise<boolean> =>
  (await db
    .knex('staff')
    .where({ authority_id: staff.authority.id, active: true })
    .whereNot({ id_number_idx: staff.idNumberIndex })
    .whereRaw('roles && ?::text[]', [STAFF_ROLES.filter((role) => may([role], 'report:decide'))])
    .first<object | undefined>('id')) !== undefined

/** What a conclusion on a report of a type rests on. */
const judgedBy = ({ matters }: Pick<Deps, 'matters'>, type: OrgType): string => {
  const matter = matters.all.find(({ family, orgType }) => family === 'report' && orgType === type)
  return matter?.stages[0]?.law.decided ?? ''
}

type Wish = {
  readonly uscc: string
  readonly year: number
  /** What the official saw it was. */
  readonly before: ReportConclusion | null
  readonly conclusion: ReportConclusion
  readonly reason: string
  readonly told: string
}

/** Proposes another conclusion on a year. Throws STALE when it is not what the official saw, NOT_ALLOWED_NOW with the reason. */
export const proposeRevision = (deps: Deps, staff: Staff, request: RequestFacts, wish: Wish): Promise<void> =>
  deps.command(byStaff(staff, request), async (tx) => {
    const { year, before, conclusion, reason, told } = wish
    const organization = await lockOrganization(tx, staff, wish.uscc)
    if ((await conclusionNow(tx, organization.id, year)) !== before)
      throw new AppError('STALE', '在您操作期间，年检结论已有变化，没有办理。请重新核对。')
    if (conclusion === before) throw new AppError('NOT_ALLOWED_NOW', '调整后的结论和现在的相同。')
    const [act] = (await tx
      .trx('register_act')
      .insert({
        organization_id: organization.id,
        authority_id: organization.authority_id,
        staff_id: staff.id,
        kind: 'report-revised',
        reason,
        at: tx.now,
      })
      .returning('id')) as { id: number }[]
    if (!act) throw new Error('no act')
    try {
      await tx
        .trx('report_revision')
        .insert({ act_id: act.id, organization_id: organization.id, fiscal_year: year, before, conclusion, told })
    } catch (error) {
      if (!isUniqueViolation(error)) throw error
      throw new AppError('NOT_ALLOWED_NOW', '这个年度已有一项调整等待复核。')
    }
    tx.audit({
      chain: staff.authority.code,
      action: 'report.revision-proposed',
      objectKind: 'organization',
      objectId: organization.id,
      details: { act: act.id, year, before, after: conclusion },
    })
  })

/** What the organization is told of its conclusion now, and why. */
const revisedNotice = ({
  year,
  before,
  conclusion,
  told,
}: Pick<WaitingRevision, 'year' | 'before' | 'conclusion' | 'told'>) => {
  const { text } = reportConclusions[conclusion]
  const written = `“${text}”，已经写入登记簿并对外公示。${told}`
  return before === null
    ? {
        title: `${String(year)}年度年检结论已经补录`,
        body: `登记管理机关补录了贵单位${String(year)}年度的年检结论：${written}`,
      }
    : {
        title: `${String(year)}年度年检结论有调整`,
        body: `登记管理机关将贵单位${String(year)}年度的年检结论由“${reportConclusions[before].text}”调整为${written}认为不当的，可以依法申请行政复议或者提起行政诉讼。`,
      }
}

const lockWaiting = async ({ trx }: Transaction, organizationId: string, id: number) => {
  const row = await trx('report_revision as v')
    .join('register_act as a', 'a.id', 'v.act_id')
    .join('staff as s', 's.id', 'a.staff_id')
    .where({ 'v.organization_id': organizationId, 'v.act_id': id, 'v.status': 'WAITING' })
    .forUpdate('v')
    .first<(Pick<WaitingRevision, 'year' | 'before' | 'conclusion' | 'told'> & { byIs: string }) | undefined>(
      'v.fiscal_year as year',
      'v.before',
      'v.conclusion',
      'v.told',
      's.id_number_idx as byIs',
    )
  if (!row) throw new AppError('STALE', '这项调整已经复核，没有办理。')
  return row
}

/**
 * A second official agrees, and the register says so from now on, or does not. Throws STALE when the conclusion is not
 * what it was when it was proposed, NOT_ALLOWED_NOW for whoever proposed it.
 */
export const decideRevision = (
  deps: Deps,
  staff: Staff,
  request: RequestFacts,
  wanted: { readonly uscc: string; readonly id: number; readonly agreed: boolean },
): Promise<void> =>
  deps.command(byStaff(staff, request), async (tx) => {
    const organization = await lockOrganization(tx, staff, wanted.uscc)
    const revision = await lockWaiting(tx, organization.id, wanted.id)
    if (revision.byIs === staff.idNumberIndex)
      throw new AppError('NOT_ALLOWED_NOW', '这项调整由您提出，请由另一名工作人员复核。')
    const { year, before, conclusion } = revision
    if (wanted.agreed) {
      const today = localDate(tx.now)
      const target = { orgType: organization.type, authorityId: organization.authority_id, organization }
      await writeRegister(tx, deps, target, [{ kind: 'report', year, conclusion, before }], {
        caseId: null,
        eventId: null,
        actId: wanted.id,
        effectiveOn: today,
      })
      const { facts, ...issue } = paperOf(tx, deps, staff, organization, {
        action: 'reviseReport',
        matterTitle: `${String(year)}年度检查结论的调整`,
        change: { kind: 'report', year, conclusion, before },
        valid: { from: organization.valid_from ?? today, to: organization.valid_to ?? today },
      })
      await issueDocuments(tx, deps, {
        ...issue,
        actId: wanted.id,
        kinds: ['REPORT_REVISION'],
        facts: {
          ...facts,
          conclusion: revision.told,
          law: { accepted: '', decided: judgedBy(deps, organization.type) },
        },
      })
      await tellOrganization(tx, deps, organization.id, revisedNotice(revision))
    }
    await tx
      .trx('report_revision')
      .where({ act_id: wanted.id })
      .update({ status: wanted.agreed ? 'DONE' : 'REFUSED', second_id: staff.id, decided_at: tx.now })
    tx.audit({
      chain: staff.authority.code,
      action: wanted.agreed ? 'report.revised' : 'report.revision-refused',
      objectKind: 'organization',
      objectId: organization.id,
      details: { act: wanted.id, year, before, after: conclusion },
    })
  })
