import type { Knex } from 'knex'
import { AppError } from '../../core/errors.ts'
import type { Matter } from '../../core/matters/define.ts'
import type { Matters } from '../../core/matters/offered.ts'
import type { RegisterItems } from '../../core/register/changes.ts'
import { begunAlready, families, familyRefusal, type Standing } from '../../core/register/allowed.ts'
import { yearToBegin, type ReportYears } from '../../core/register/report-years.ts'
import { isFinal } from '../../core/workflow/statuses.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import { entryOf, organizationOf, type OrganizationRow } from '../register/entry.ts'
import { reportYearsOf } from './report-year.ts'
import type { CaseRow } from './store.ts'

/** How an organization stands, what the register says of it, and which reports it owes. */
export type Entered = Standing & { readonly items: RegisterItems; readonly reports: ReportYears }

const noYear = (reports: ReportYears, about: string | undefined): string | undefined => {
  const found = yearToBegin(reports, about)
  return 'refused' in found ? found.refused : undefined
}

/** Why an organization may not begin a matter now, in words; undefined when it may. `about`: the year of a report. */
export const notAllowed = (
  { code, family, title, barred }: Matter,
  standing: Entered,
  about?: string,
): string | undefined =>
  family &&
  (familyRefusal(family, standing) ??
    (!families[family].several && standing.open.some((open) => open.code === code) ? begunAlready(title) : undefined) ??
    (family === 'report' ? noYear(standing.reports, about) : undefined) ??
    barred?.(standing.items))

/** How an organization stands: its status, what of it is under way but for `except`, and whether a change waits for its day. */
export const standingOf = async (
  knex: Knex,
  deps: { readonly matters: Matters } & Pick<Deps, 'site' | 'clock'>,
  row: OrganizationRow,
  except?: string,
): Promise<Entered> => {
  const { id, status } = row
  const cases = await knex<CaseRow>('case_file')
    .where({ organization_id: id })
    .whereNull('deleted_at')
    .select('id', 'matter', 'procedure', 'status', 'number', 'fiscal_year')
  const planned = await knex('planned_change')
    .where({ organization_id: id, status: 'WAITING' })
    .min<{ on: string | null }>({ on: 'effective_on' })
    .first()
  return {
    status,
    open: cases.flatMap((one) => {
      const { code, title, family } = deps.matters.require(one.matter)
      const binding = one.number !== null && one.procedure !== 'consultation'
      return family && one.id !== except && !isFinal(one.status) ? [{ code, title, family, binding }] : []
    }),
    plannedOn: planned?.on ?? undefined,
    items: entryOf(row).items,
    reports: await reportYearsOf(
      knex,
      deps,
      row,
      cases.flatMap((one) => (one.fiscal_year === null || one.id === except ? [] : [one.fiscal_year])),
    ),
  }
}

/**
 * Why what was begun may not be handed in any more: the organization stands otherwise in the register, or something was
 * handed in that keeps everything else from it.
 */
export const whyNotAnyMore = async (
  knex: Knex,
  deps: Pick<Deps, 'matters' | 'site' | 'clock'>,
  organization: OrganizationRow,
  { id, matter, fiscal_year: year }: Pick<CaseRow, 'id' | 'matter' | 'fiscal_year'>,
): Promise<string | undefined> => {
  const standing = await standingOf(knex, deps, organization, id)
  // Drafts of others stand in nobody's way, nor does what the register says otherwise by now: a rule tells that.
  const now = { ...standing, plannedOn: undefined, open: standing.open.filter(({ binding }) => binding) }
  const { barred: _barred, ...asked } = deps.matters.require(matter)
  return notAllowed(asked, now, year === null ? undefined : String(year))
}

/**
 * Throws, saying why, when a draft that was put away may not come back: something else was begun meanwhile. The
 * organization is locked until the transaction ends.
 */
export const requireMayComeBack = async (
  tx: Transaction,
  deps: Pick<Deps, 'matters' | 'site' | 'clock'>,
  caseFile: Pick<CaseRow, 'id' | 'matter' | 'organization_id' | 'fiscal_year'>,
): Promise<void> => {
  const organization = await organizationOf(tx.trx, caseFile, 'for update')
  if (!organization) return
  const reason = notAllowed(
    deps.matters.require(caseFile.matter),
    await standingOf(tx.trx, deps, organization, caseFile.id),
    caseFile.fiscal_year === null ? undefined : String(caseFile.fiscal_year),
  )
  if (reason) throw new AppError('NOT_ALLOWED_NOW', reason)
}
