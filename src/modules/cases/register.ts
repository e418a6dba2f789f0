import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import { lastDayOfMonths } from '../../core/workflow/calendar.ts'
import type { Matter, On } from '../../core/matters/define.ts'
import { reportYear } from '../../core/register/report-years.ts'
import type { Reported } from '../../core/register/reports.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { isRenaming, type RegisterChange } from '../../core/register/changes.ts'
import { entryOf, organizationOf, statusBefore, type OrganizationRow } from '../register/entry.ts'
import { representativeIn } from '../register/held-posts.ts'
import { holdingsOf } from '../register/holdings.ts'
import { writeRegister } from '../grants/register.ts'
import { releaseName } from '../register/planned.ts'
import { keepName } from './effects.ts'
import { loadCase } from './load.ts'
import { forgetNames } from './name.ts'
import type { CaseRow } from './store.ts'
import type { StepContext } from './take-step.ts'

type Registering = {
  readonly tx: Transaction
  readonly deps: Deps
  readonly caseFile: CaseRow
  readonly matter: Matter
  readonly today: string
  /** The step that came to it; none when another system decided. */
  readonly event?: StepContext['event']
  readonly details?: StepContext['details']
}

type Registered = {
  readonly changes: readonly RegisterChange[]
  readonly organization: OrganizationRow | undefined
  /** The day they take effect. */
  readonly effectiveOn: string
}

/** Gives a registered organization another name: kept for it until the register tells of it. */
const rename = async (registering: Registering, name: string, effectiveOn: string): Promise<void> => {
  const { event, details, deps } = registering
  if (!event || !details) throw new Error('nobody renames but by a step')
  await keepName(
    { ...registering, event, details },
    name,
    lastDayOfMonths(effectiveOn, deps.site.matters.nameKeptMonths),
  )
}

/** The year a report is about, with the day it was handed in to the authority for good: what comes back for 补正 stays in time. */
const reportedIn = async (
  { tx, caseFile, today }: Pick<Registering, 'tx' | 'caseFile' | 'today'>,
  organization: OrganizationRow | undefined,
): Promise<Reported | undefined> => {
  const { id, fiscal_year: year } = caseFile
  if (year === null || !organization) return undefined
  const submitted = await tx
    .trx('case_event')
    .where({ case_id: id, procedure: 'report', action: 'submit' })
    .max<{ at: Date | null }>({ at: 'at' })
    .first()
  const filedOn = submitted?.at ? localDate(submitted.at) : today
  const { type, charity } = organization
  return { year, filedOn, late: reportYear({ type, charity: charity !== '' }, year, filedOn).late }
}

/** What an outcome makes of the register: the changes it gives, and the organization as it is after them. */
export const changeRegister = async (registering: Registering, on: On | undefined): Promise<Registered> => {
  const { tx, deps, caseFile, matter, today, details } = registering
  const organization = await organizationOf(tx.trx, caseFile, on?.changes ? 'for update' : 'plain')
  if (!on?.changes) return { changes: [], organization, effectiveOn: today }
  const { answers } = await loadCase(tx.trx, deps, caseFile)
  const entry = organization && entryOf(organization)
  const context = {
    answers,
    entry,
    filed: caseFile.register_before ?? undefined,
    holdings: organization && (await holdingsOf(tx.trx, deps.crypto, organization.id)),
    validTo: organization?.valid_to ?? undefined,
    today,
    policies: deps.site.matters,
    filedStatus: caseFile.filed_status ?? undefined,
    statusBefore: organization && (await statusBefore(tx.trx, organization.id)),
    form: details?.form ?? {},
    reported: await reportedIn(registering, organization),
  }
  const changes = on.changes(context)
  const founds = changes.some(({ kind }) => kind === 'found')
  if (founds && !representativeIn(changes))
    throw new AppError('NOT_ALLOWED_NOW', '申请中没有拟任法定代表人，不能准予登记。')
  const target = { orgType: matter.orgType, authorityId: caseFile.authority_id, organization }
  const effectiveOn = on.effectiveOn?.(context) ?? today
  const renamed = changes.find(isRenaming)
  if (renamed) await rename(registering, renamed.after, effectiveOn)
  const source = { caseId: caseFile.id, eventId: registering.event?.id ?? null, effectiveOn }
  const changed = await writeRegister(tx, deps, target, changes, source)
  if (founds) await tx.trx('case_file').where({ id: caseFile.id }).update({ organization_id: changed.id })
  // The register tells of the name from then on.
  if ((founds || renamed) && effectiveOn <= today) {
    await releaseName(tx, caseFile.id)
    await forgetNames(tx, caseFile.id)
  }
  return { changes, organization: changed, effectiveOn }
}
