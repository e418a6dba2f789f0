import type { Knex } from 'knex'
import { randomUUID } from 'node:crypto'
import { AppError } from '../../core/errors.ts'
import { rightsText } from '../../core/grants.ts'
import { hindranceOf } from '../../core/legal-persons/standing.ts'
import type { Matter } from '../../core/matters/define.ts'
import { verifiedLevel } from '../../core/matters/real-name.ts'
import { draftedAlready, families } from '../../core/register/allowed.ts'
import { yearToBegin, type ReportYears } from '../../core/register/report-years.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { isFinal } from '../../core/workflow/statuses.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import { authorityById } from '../../reference/reference.ts'
import type { Applicant } from '../../web/route.ts'
import { endedFor, organizationFor, organizationsFor, type Speaker } from '../grants/organizations.ts'
import { entryOf, type OrganizationRow } from '../register/entry.ts'
import { holdingsOf } from '../register/holdings.ts'
import { withKnownPeople } from './in-office.ts'
import { insertDraft, isRepeated } from './drafts.ts'
import { notAllowed, standingOf, type Entered } from './may-begin.ts'
import { lastReportOf } from './report-year.ts'
import { withReviewed } from './reviewed.ts'
import type { CaseRow } from './store.ts'
import { yearData, yearPage } from '../../core/matters/year-page.ts'
import { isId } from '../../web/params.ts'
import type { RequestFacts } from '../../db/audit.ts'
import { actFor, byApplicant } from '../../web/acting.ts'

/** How an organization that somebody acts for is found: the one of an id, the one chosen by its code, or the only one. */
type Wanted = { readonly id: string } | { readonly uscc: string | undefined }

const find = async (tx: Transaction, actor: Applicant, wanted: Wanted): Promise<Speaker | undefined> => {
  const day = localDate(tx.now)
  if ('uscc' in wanted) return organizationFor(tx.trx, actor, day, wanted.uscc)
  return (await organizationsFor(tx.trx, actor, day)).find(({ organization }) => organization.id === wanted.id)
}

/**
 * The organization an account begins something for, locked until the transaction ends: it begins one case of a kind at a
 * time, and whoever ends a grant of it waits. Throws FORBIDDEN for one that the account does not act for any more, and
 * NOT_FOUND for one it never did.
 */
const lockSpeaker = async (tx: Transaction, actor: Applicant, wanted: Wanted): Promise<Speaker> => {
  const before = await find(tx, actor, wanted)
  if (before) await tx.trx('organization').where({ id: before.organization.id }).forUpdate().select('id')
  const speaker = before && (await find(tx, actor, { id: before.organization.id }))
  if (speaker) {
    if (speaker.rights) actFor(actor, speaker.organization.name)
    return speaker
  }
  const ended =
    'uscc' in wanted && wanted.uscc ? await endedFor(tx.trx, actor, localDate(tx.now), wanted.uscc) : undefined
  if (ended) throw new AppError('FORBIDDEN', ended)
  if (actor.kind !== 'LEGAL_PERSON') throw new AppError('NOT_FOUND')
  throw new AppError('FORBIDDEN', '您的账号没有对应的已登记的社会组织，不能办理这个事项。')
}

/**
 * The case that keeps somebody from beginning another one in a matter: one of the organization that is still open, of a
 * report that of the same year; where several may be, their own that was never handed in. What was handed in stands in
 * nobody's way there but where both change the same (under-way.ts).
 */
export const openCaseOf = async (
  knex: Knex,
  organizationId: string,
  { code, family }: Pick<Matter, 'code' | 'family'>,
  accountId: string,
  year?: string,
): Promise<Pick<CaseRow, 'id' | 'account_id' | 'number'> | undefined> => {
  const cases = await knex<CaseRow>('case_file')
    .where({ organization_id: organizationId, matter: code })
    .whereNull('deleted_at')
    .select('id', 'account_id', 'status', 'number', 'fiscal_year')
  const several = family !== undefined && families[family].several
  return cases.find(
    ({ status, number, account_id: whose, fiscal_year: ofYear }) =>
      !isFinal(status) &&
      (family === 'report'
        ? year === undefined || String(ofYear) === year
        : !several || (number === null && whose === accountId)),
  )
}

/** Why somebody who acts for an organization may begin nothing for it now; undefined when they may. */
export const speakerHindrance = ({ organization, unit, rights }: Speaker): string | undefined => {
  if (unit) return hindranceOf(unit)
  return rights?.includes('fill')
    ? undefined
    : `${organization.name}给您的授权是${rightsText(rights ?? [])}，不包括办理事项。需要办理的，请${organization.name}重新授权。`
}

/** Throws, saying why, when the organization may not begin the matter by this account now. */
const requireMayBegin = async (
  tx: Transaction,
  deps: Pick<Deps, 'matters' | 'site' | 'clock'>,
  actor: Applicant,
  matter: Matter,
  speaker: Speaker,
  about?: string,
): Promise<Entered> => {
  const { organization } = speaker
  if (actor.realNameLevel < verifiedLevel) throw new AppError('NOT_VERIFIED', `办理“${matter.title}”需要先实名认证。`)
  if (matter.begunBy !== 'organization' || matter.orgType !== organization.type) throw new AppError('NOT_FOUND')
  const standing = await standingOf(tx.trx, deps, organization)
  const reason = notAllowed(matter, standing, about) ?? speakerHindrance(speaker)
  if (reason) throw new AppError('NOT_ALLOWED_NOW', reason)
  if (matter.family !== 'report' && (await openCaseOf(tx.trx, organization.id, matter, actor.id)))
    throw new AppError('NOT_ALLOWED_NOW', draftedAlready(matter.title))
  return standing
}

/** Of a report the year it is begun for, and the one of the year before. */
const reportBegun = async (
  { trx }: Transaction,
  deps: Pick<Deps, 'crypto'>,
  { family }: Matter,
  organizationId: string,
  years: ReportYears,
  about: string | undefined,
) => {
  const begun = family === 'report' ? yearToBegin(years, about) : undefined
  if (!begun || 'refused' in begun) return undefined
  const fiscalYear = begun.year.year
  return { fiscalYear, lastReport: await lastReportOf(trx, deps, organizationId, fiscalYear) }
}

/** The organization for which a case of an organization's matter is begun anew, locked; the same is asked of it again. */
export const organizationBeginning = async (
  tx: Transaction,
  deps: Pick<Deps, 'matters' | 'site' | 'clock'>,
  actor: Applicant,
  matter: Matter,
  id: string,
): Promise<OrganizationRow> => {
  const speaker = await lockSpeaker(tx, actor, { id })
  await requireMayBegin(tx, deps, actor, matter, speaker)
  return speaker.organization
}

/**
 * Begins a case of an organization by its account or by a 经办人 of it, with what the register says filled in; gives its
 * id. The same form sent twice begins one. The case is the account's that began it, but the organization's before that
 * (see requireReach). Throws NOT_ALLOWED_NOW, saying why, when the organization may not begin it now.
 */
export const beginForOrganization = (
  deps: Deps,
  actor: Applicant,
  request: RequestFacts,
  wanted: {
    readonly matter: string
    readonly id: string | undefined
    readonly organization: string | undefined
    /** What they came for; see Matter.prefill. */
    readonly about: string | undefined
  },
): Promise<string> =>
  deps.command(byApplicant(actor, request), async (tx) => {
    const matter = deps.matters.require(wanted.matter)
    const id = isId(wanted.id ?? '') ? (wanted.id ?? '') : randomUUID()
    const speaker = await lockSpeaker(tx, actor, { uscc: wanted.organization })
    const { organization } = speaker
    const record = (action: string) =>
      tx.audit({
        chain: authorityById(deps.reference, organization.authority_id).code,
        action,
        objectKind: 'case',
        objectId: id,
        details: speaker.rights ? { organization: organization.uscc } : {},
      })
    if (await isRepeated(tx, actor.id, id)) {
      record('case.create-repeated')
      return id
    }
    const { reports } = await requireMayBegin(tx, deps, actor, matter, speaker, wanted.about)
    const report = await reportBegun(tx, deps, matter, organization.id, reports, wanted.about)
    await insertDraft(tx, deps, actor, {
      id,
      matter,
      authorityId: organization.authority_id,
      organization,
      fiscalYear: report?.fiscalYear,
      pages: {
        ...(await withKnownPeople(
          tx.trx,
          deps,
          matter,
          organization.id,
          await withReviewed(
            tx.trx,
            deps,
            matter,
            organization.id,
            matter.prefill?.(entryOf(organization), await holdingsOf(tx.trx, deps.crypto, organization.id), {
              authority: authorityById(deps.reference, organization.authority_id).name,
              about: wanted.about,
              ...report,
            }) ?? {},
          ),
        )),
        ...(report ? { [yearPage.code]: yearData(report.fiscalYear) } : {}),
      },
    })
    record('case.create')
    return id
  })
