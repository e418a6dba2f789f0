import { randomUUID } from 'node:crypto'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../db/command.ts'
import { AppError } from '../../core/errors.ts'
import { emptyPage } from '../../core/forms/field.ts'
import { normalizeName } from '../../core/names/normalize.ts'
import { isFinal } from '../../core/workflow/statuses.ts'
import type { ApplicantRole } from '../../core/matters/applicant-role.ts'
import type { AnswerSet, Matter } from '../../core/matters/define.ts'
import { procedureOf } from '../../core/workflow/procedures/index.ts'
import type { Applicant } from '../../web/route.ts'
import { lockOpenAccount } from '../people/account.ts'
import { approvedRequest, mayFound } from '../people/admission.ts'
import { authorityById } from '../../reference/reference.ts'
import { requireFitAge } from './applicant-age.ts'
import type { OrganizationRow } from '../register/entry.ts'
import { sealPage } from './answers.ts'
import { roleIn, withRole } from './role.ts'
import { requireMayDraft } from './real-name.ts'
import { endGrants } from '../grants/end.ts'
import { ofOrganization } from '../grants/organizations.ts'
import { endOffers } from './offers.ts'
import { eventsOf, lockCase, type CaseRow } from './store.ts'
import { isId } from '../../web/params.ts'
import type { RequestFacts } from '../../db/audit.ts'
import { byApplicant } from '../../web/acting.ts'
import { record } from './record.ts'
import { requireMayComeBack } from './may-begin.ts'

const foundings = `not ${ofOrganization('case_file')}`

/** Parallel establishments one account may have open. */
const maxOpenCases = 3

/** Refuses one more open case than an account may have, and any for an account that was closed meanwhile. */
export const requireRoom = async (tx: Transaction, accountId: string): Promise<void> => {
  await lockOpenAccount(tx, accountId)
  const statuses = await tx
    .trx<CaseRow>('case_file')
    .where({ account_id: accountId })
    .whereNull('deleted_at')
    .whereRaw(foundings)
    .select('status')
  if (statuses.filter(({ status }) => !isFinal(status)).length >= maxOpenCases)
    throw new AppError(
      'NOT_ALLOWED_NOW',
      `您已有${maxOpenCases}件正在办理的成立登记。请先办结、撤回、放弃或删除其中一件，再新建或恢复。`,
    )
}

/** Refuses accounts that may not found an organization; the start page says why at length. */
export const requireFounder = async (tx: Transaction, deps: Deps, actor: Applicant): Promise<void> => {
  if (actor.kind !== 'PERSONAL')
    throw new AppError('FORBIDDEN', '成立登记由个人账号办理。法人账号用于已成立的社会组织办理其他事项。')
  if (!(await mayFound(tx.trx, deps.site, actor)))
    throw new AppError('FORBIDDEN', '请先绑定原系统的账号，或者向登记管理机关提交申请并等待审核通过，再办理成立登记。')
}

const longestTitle = 120

/** A proposed name as it stands in lists. */
export const titleFrom = (name: string | undefined): string =>
  Array.from(normalizeName(name ?? ''))
    .slice(0, longestTitle)
    .join('')

/** What the authority let in with the account, where it asked for that. */
const approvedPages = async (
  tx: Transaction,
  deps: Deps,
  actor: Applicant,
  matter: Matter,
  authorityId: number,
): Promise<AnswerSet> => {
  if (!deps.site.policies.newApplicantReview) return {}
  const approved = await approvedRequest(tx.trx, deps.crypto, {
    accountId: actor.id,
    authorityId,
    orgType: matter.orgType,
  })
  if (!approved) return {}
  const { names, contact } = matter.facts
  return {
    ...(names ? { [names.proposed.page]: { ...emptyPage, values: { [names.proposed.field]: approved.name } } } : {}),
    [contact.page]: {
      ...emptyPage,
      values: { [contact.name]: approved.contactName, [contact.phone]: approved.contactPhone },
    },
  }
}

/** The pages with a name somebody brought along, over the one they had been let in with. */
const withName = (matter: Matter, pages: AnswerSet, name: string): AnswerSet => {
  const proposed = matter.facts.names?.proposed
  if (!proposed || name === '') return pages
  const { [proposed.page]: known = emptyPage } = pages
  return { ...pages, [proposed.page]: { ...known, values: { ...known.values, [proposed.field]: name } } }
}

/** What a new draft is made of. */
type NewDraft = {
  /** From the form it was asked for with: sent twice, it is one draft. */
  readonly id: string
  readonly matter: Matter
  readonly authorityId: number
  /** The organization it is about, locked and allowed to begin it; none for one that founds. */
  readonly organization?: OrganizationRow
  /** The year of a report. */
  readonly fiscalYear?: number | undefined
  readonly pages: AnswerSet
}

/** Whether the account's draft of that form is there already; the account is locked from here on. */
export const isRepeated = async (tx: Transaction, accountId: string, id: string): Promise<boolean> => {
  if (!isId(id)) throw new AppError('BAD_REQUEST')
  await lockOpenAccount(tx, accountId)
  const known = await tx.trx<CaseRow>('case_file').where({ id }).first('account_id')
  if (known && known.account_id !== accountId) throw new AppError('NOT_FOUND')
  return known !== undefined
}

/** Writes a draft of the first stage. Refuses a fourth open one, and accounts that may not found or draft. */
export const insertDraft = async (tx: Transaction, deps: Deps, actor: Applicant, draft: NewDraft): Promise<void> => {
  const { id, matter, pages } = draft
  const authority = authorityById(deps.reference, draft.authorityId)
  if (!authority.orgTypes.includes(matter.orgType))
    throw new AppError('INVALID', '所选登记管理机关不办理这类社会组织的登记。')
  if (draft.organization === undefined) {
    await requireRoom(tx, actor.id)
    await requireFounder(tx, deps, actor)
  }
  await requireMayDraft(tx, matter, actor.id)
  await requireFitAge(deps, actor.id, roleIn(matter, pages))
  const name = matter.facts.names?.proposed
  const [first] = matter.stages
  if (!first) throw new Error('a matter without stages')
  await tx.trx('case_file').insert({
    id,
    matter: matter.code,
    account_id: actor.id,
    authority_id: authority.id,
    applicant_role: roleIn(matter, pages),
    organization_id: draft.organization?.id ?? null,
    fiscal_year: draft.fiscalYear ?? null,
    title: draft.organization?.name ?? titleFrom(name && pages[name.page]?.values[name.field]),
    stage: first.code,
    procedure: first.procedure,
    status: procedureOf(first.procedure).start.status,
    created_at: tx.now,
    updated_at: tx.now,
  })
  for (const [page, data] of Object.entries(pages))
    await tx.trx('answer').insert({
      case_id: id,
      page,
      data_enc: sealPage(deps.crypto, id, page, data),
      // Not saved by the person yet: the page greets nobody with what is still missing.
      version: 0,
      updated_at: tx.now,
    })
}

/**
 * Opens a case for an account at an authority; gives its id. A name tried before, or else an approved request of a
 * new applicant, fills in the name, the request also whom to call, to be changed like any other answer. The same form sent twice opens one.
 */
export const createCase = (
  deps: Deps,
  actor: Applicant,
  request: RequestFacts,
  wanted: {
    readonly matter: string
    readonly authorityId: number
    readonly applicantRole?: ApplicantRole | undefined
    readonly id?: string | undefined
    /** From 名称自查. */
    readonly name?: string | undefined
  },
): Promise<string> =>
  deps.command(byApplicant(actor, request), async (tx) => {
    const matter = deps.matters.require(wanted.matter)
    const chain = authorityById(deps.reference, wanted.authorityId).code
    const id = isId(wanted.id ?? '') ? (wanted.id ?? '') : randomUUID()
    if (await isRepeated(tx, actor.id, id)) {
      tx.audit({ chain, action: 'case.create-repeated', objectKind: 'case', objectId: id })
      return id
    }
    const approved = await approvedPages(tx, deps, actor, matter, wanted.authorityId)
    const pages = withName(matter, approved, titleFrom(wanted.name))
    await insertDraft(tx, deps, actor, {
      id,
      matter,
      authorityId: wanted.authorityId,
      pages: wanted.applicantRole ? withRole(matter, pages, wanted.applicantRole) : pages,
    })
    tx.audit({
      chain,
      action: 'case.create',
      objectKind: 'case',
      objectId: id,
      details: { filledIn: Object.keys(pages) },
    })
    return id
  })

/**
 * A draft that was never submitted, and did not come from another system at a later stage: it may be thrown away, unless
 * a step was taken in it (`moved`): a unit was asked.
 */
export const isDisposable = (
  deps: Pick<Deps, 'matters'>,
  caseFile: Pick<CaseRow, 'matter' | 'number' | 'status' | 'stage'>,
  moved = false,
): boolean =>
  !moved &&
  caseFile.number === null &&
  caseFile.status === 'DRAFT' &&
  caseFile.stage === deps.matters.require(caseFile.matter).stages[0]?.code

/** Puts a draft that was never submitted into the recycle bin, or takes it out again, if it is not one too many then. */
export const setDeleted = (
  deps: Deps,
  actor: Applicant,
  request: RequestFacts,
  target: { readonly caseId: string; readonly deleted: boolean },
): Promise<void> =>
  deps.command(byApplicant(actor, request), async (tx) => {
    const caseFile = await lockCase(tx, target.caseId, actor, 'own')
    const moved = (await eventsOf(tx.trx, caseFile.id)).length > 0
    if (!isDisposable(deps, caseFile, moved)) throw new AppError('NOT_ALLOWED_NOW', '只有从未提交过的草稿可以删除。')
    if (!target.deleted && caseFile.deleted_at !== null) {
      await requireRoom(tx, actor.id)
      await requireMayComeBack(tx, deps, caseFile)
    }
    await tx
      .trx('case_file')
      .where({ id: caseFile.id })
      .update({ deleted_at: target.deleted ? tx.now : null, updated_at: tx.now })
    if (target.deleted) {
      await endOffers(tx, deps, { case_id: caseFile.id }, 'case-ended')
      await endGrants(tx, deps, { case_id: caseFile.id }, 'case-ended')
    }
    record(tx, deps, caseFile, target.deleted ? 'delete-draft' : 'restore-draft')
  })
