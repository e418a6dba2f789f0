import type { Knex } from 'knex'
import { randomUUID } from 'node:crypto'
import { AppError } from '../../core/errors.ts'
import type { Matter } from '../../core/matters/define.ts'
import { verifiedLevel } from '../../core/matters/real-name.ts'
import type { Matters } from '../../core/matters/offered.ts'
import { begunAlready, familyRefusal, type Standing } from '../../core/register/allowed.ts'
import { isFinal } from '../../core/workflow/statuses.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import { authorityById } from '../../reference/reference.ts'
import type { Applicant } from '../../web/route.ts'
import { requirePassedCertificate } from '../people/legal-person.ts'
import { entryOf, type OrganizationRow } from '../register/entry.ts'
import { holdingsOf } from '../register/holdings.ts'
import { insertDraft, isRepeated } from './drafts.ts'
import type { CaseRow } from './store.ts'
import { isId } from '../../web/params.ts'
import type { RequestFacts } from '../../db/audit.ts'
import { byApplicant } from '../../web/acting.ts'

/** Why an organization may not begin a matter now, in words; undefined when it may. */
export const notAllowed = ({ code, family, title }: Matter, standing: Standing): string | undefined =>
  family &&
  (familyRefusal(family, standing) ??
    (standing.open.some((open) => open.code === code) ? begunAlready(title) : undefined))

/** How an organization stands: its status, what of it is under way, and whether a change waits for its day. */
export const standingOf = async (
  knex: Knex,
  { matters }: { readonly matters: Matters },
  { id, status }: Pick<OrganizationRow, 'id' | 'status'>,
): Promise<Standing> => {
  const cases = await knex<CaseRow>('case_file')
    .where({ organization_id: id })
    .whereNull('deleted_at')
    .select('matter', 'status', 'number')
  const planned = await knex('planned_change')
    .where({ organization_id: id, status: 'WAITING' })
    .min<{ on: string | null }>({ on: 'effective_on' })
    .first()
  return {
    status,
    open: cases.flatMap((one) => {
      const { code, title, family } = matters.require(one.matter)
      return family && !isFinal(one.status) ? [{ code, title, family, submitted: one.number !== null }] : []
    }),
    plannedOn: planned?.on ?? undefined,
  }
}

/** The organization of the register a legal person's account speaks for; none when the account lost its code or has none. */
export const organizationOfAccount = (knex: Knex, accountId: string) =>
  knex<OrganizationRow>('organization as o')
    .join('legal_person as l', (on) => on.on('l.organization_id', 'o.id').orOn('l.uscc', 'o.uscc'))
    .where('l.account_id', accountId)
    .whereNull('l.released_at')
    .first<OrganizationRow | undefined>('o.*')

/** The same, locked until the transaction ends: it begins one case of a kind at a time. Throws FORBIDDEN without one. */
const lockOrganization = async (tx: Transaction, accountId: string): Promise<OrganizationRow> => {
  const row = await organizationOfAccount(tx.trx, accountId).forUpdate('o')
  if (!row) throw new AppError('FORBIDDEN', '您的账号没有对应的已登记的社会组织，不能办理这个事项。')
  return row
}

/** The case of an organization that is still open in a matter: it begins no second one until that has ended. */
export const openCaseOf = async (
  knex: Knex,
  organizationId: string,
  matter: string,
): Promise<Pick<CaseRow, 'id' | 'account_id'> | undefined> => {
  const cases = await knex<CaseRow>('case_file')
    .where({ organization_id: organizationId, matter })
    .whereNull('deleted_at')
    .select('id', 'account_id', 'status')
  return cases.find(({ status }) => !isFinal(status))
}

/** Throws, saying why, when the organization may not begin the matter by this account now. */
const requireMayBegin = async (
  tx: Transaction,
  deps: Pick<Deps, 'matters'>,
  actor: Applicant,
  matter: Matter,
  organization: OrganizationRow,
): Promise<void> => {
  if (actor.kind !== 'LEGAL_PERSON' || actor.realNameLevel < verifiedLevel)
    throw new AppError('NOT_VERIFIED', `办理“${matter.title}”需要先实名认证。`)
  if (matter.begunBy !== 'organization' || matter.orgType !== organization.type) throw new AppError('NOT_FOUND')
  const reason = notAllowed(matter, await standingOf(tx.trx, deps, organization))
  if (reason) throw new AppError('NOT_ALLOWED_NOW', reason)
  await requirePassedCertificate(tx, actor.id)
}

/** The organization for which a case of an organization's matter is begun anew, locked; the same is asked of it again. */
export const organizationBeginning = async (
  tx: Transaction,
  deps: Pick<Deps, 'matters'>,
  actor: Applicant,
  matter: Matter,
): Promise<OrganizationRow> => {
  const organization = await lockOrganization(tx, actor.id)
  await requireMayBegin(tx, deps, actor, matter, organization)
  return organization
}

/**
 * Begins a case of an organization by its account, with what the register says filled in; gives its id. The same form
 * sent twice begins one. Throws NOT_ALLOWED_NOW, saying why, when the organization may not begin it now.
 */
export const beginForOrganization = (
  deps: Deps,
  actor: Applicant,
  request: RequestFacts,
  wanted: { readonly matter: string; readonly id: string | undefined },
): Promise<string> =>
  deps.command(byApplicant(actor, request), async (tx) => {
    const matter = deps.matters.require(wanted.matter)
    const id = isId(wanted.id ?? '') ? (wanted.id ?? '') : randomUUID()
    const organization = await lockOrganization(tx, actor.id)
    const record = (action: string) =>
      tx.audit({
        chain: authorityById(deps.reference, organization.authority_id).code,
        action,
        objectKind: 'case',
        objectId: id,
      })
    if (await isRepeated(tx, actor.id, id)) {
      record('case.create-repeated')
      return id
    }
    await requireMayBegin(tx, deps, actor, matter, organization)
    await insertDraft(tx, deps, actor, {
      id,
      matter,
      authorityId: organization.authority_id,
      organization,
      pages: matter.prefill?.(entryOf(organization), await holdingsOf(tx.trx, deps.crypto, organization.id)) ?? {},
    })
    record('case.create')
    return id
  })
