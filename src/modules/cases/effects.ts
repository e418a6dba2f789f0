import { randomUUID } from 'node:crypto'
import { AppError } from '../../core/errors.ts'
import { identityKey } from '../../core/identity/documents.ts'
import { representedElsewhere } from '../../core/matters/held-posts.ts'
import { composeUscc } from '../../core/identity/uscc.ts'
import { nameKey, normalizeName } from '../../core/names/normalize.ts'
import { comparisonKey } from '../../core/names/parse.ts'
import { addMonths } from '../../core/workflow/calendar.ts'
import type { Effect } from '../../core/workflow/transitions.ts'
import { authorityById, engineDivisions } from '../catalogue/reference.ts'
import { tellAccount } from '../messages/account-notice.ts'
import { heldPosts } from './held-posts.ts'
import { loadCase } from './load.ts'
import { forgetNames, namesBeforeNow } from './name.ts'
import { nextNumber } from './store.ts'
import type { StepContext } from './take-step.ts'

/** How long an approved name is kept (local practice; domain.md §3.3). */
const reservationMonths = 6
/** Term printed on a certificate. */
const certificateMonths = 48
/** Organization codes the portal gives begin so; five digits follow, without gaps. */
const orgCodePrefix = 'MJA'

const isUniqueViolation = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === '23505'

const nameTaken = (name: string): AppError => new AppError('NOT_ALLOWED_NOW', `名称“${name}”已被登记，不能核准。`)

/**
 * Whoever submitted a name first has precedence (行政许可法 art. 57). A later case gets it only with a reason, which is
 * kept with the decision and shown to the officials of the earlier one.
 */
const giveReasonToEarlier = async (
  { tx, deps, caseFile, event, details }: StepContext,
  name: string,
): Promise<void> => {
  const earlier = await namesBeforeNow(tx, caseFile)
  if (earlier.length === 0) return
  const reason = details.precedenceReason?.trim() ?? ''
  if (reason === '')
    throw new AppError('NOT_ALLOWED_NOW', '有在先提交的申请使用相同或者相近的名称，请说明核准本件名称的理由。')
  // One row a case: the name that comes first in it is the one that is nearest.
  const cases = [...new Map(earlier.toReversed().map((one) => [one.caseId, one])).values()]
  await tx.trx('name_precedence').insert(
    cases.map((one) => ({
      event_id: event.id,
      case_id: caseFile.id,
      name,
      earlier_case_id: one.caseId,
      earlier_name: one.name,
      earlier_since: one.since,
      reason,
      at: tx.now,
    })),
  )
  const authority = authorityById(deps.reference, caseFile.authority_id)
  for (const one of cases) {
    const { account_id: accountId } = await tx
      .trx('case_file')
      .where({ id: one.caseId })
      .first<{ account_id: string }>('account_id')
    // Never whose the other case is, nor why: the reason may speak of other people.
    await tellAccount(tx, deps, {
      accountId,
      caseId: one.caseId,
      title: '相同或者相近的名称已核准给其他申请',
      body: `您申请的名称“${one.name}”与${authority.name}已核准的“${name}”${one.same ? '相同' : '相近'}，该申请的提交时间晚于您的申请。您的申请由${one.authorityName}继续办理；对此有意见的，请尽快向${authority.name}（${authority.phone}）说明。`,
    })
  }
  tx.audit({
    chain: authority.code,
    action: 'case.name-precedence',
    objectKind: 'case',
    objectId: caseFile.id,
    details: { event: event.id, earlier: cases.map(({ caseId }) => caseId), reason },
  })
}

/** The reservation first: it waits for whoever registers the same name at this moment, and the register is read after. */
const reserveName = async (context: StepContext): Promise<void> => {
  const { tx, deps, caseFile, today } = context
  const { facts } = await loadCase(tx.trx, deps.crypto, caseFile)
  const name = normalizeName(facts.name)
  try {
    await tx.trx('name_reservation').insert({
      name,
      name_key: nameKey(name),
      case_id: caseFile.id,
      until: addMonths(today, reservationMonths),
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError('NOT_ALLOWED_NOW', `名称“${name}”已为其他申请人保留，不能核准。`)
    throw error
  }
  const taken = await tx
    .trx('organization')
    .where({ name_key: nameKey(name) })
    .first<{ name: string } | undefined>('name')
  if (taken) throw nameTaken(taken.name)
  await giveReasonToEarlier(context, name)
}

/** What the effects on names and the register need of a step. */
type RegisterContext = Pick<StepContext, 'tx' | 'deps' | 'caseFile' | 'today'>

const releaseName = async ({ tx, caseFile }: Pick<StepContext, 'tx' | 'caseFile'>): Promise<void> => {
  await tx
    .trx('name_reservation')
    .where({ case_id: caseFile.id })
    .whereNull('released_at')
    .update({ released_at: tx.now })
}

/** A case that ends badly gives its name free, and the notice that reserved it is worth nothing any more. */
const giveNameUp = async (context: StepContext): Promise<void> => {
  await releaseName(context)
  await context.tx
    .trx('document')
    .where({ case_id: context.caseFile.id, kind: 'NAME_APPROVAL', status: 'VALID' })
    .update({ status: 'REVOKED' })
}

/** Enters the organization in the register under a code of its own: class 51, the authority's division, a code without gaps. */
export const createOrganization = async (context: RegisterContext): Promise<void> => {
  const { tx, deps, caseFile, today } = context
  const { facts, matter } = await loadCase(tx.trx, deps.crypto, caseFile)
  const authority = authorityById(deps.reference, caseFile.authority_id)
  const { legalRepresentative } = facts
  if (!legalRepresentative) throw new AppError('NOT_ALLOWED_NOW', '申请中没有拟任法定代表人，不能准予登记。')
  const key = identityKey(legalRepresentative.idType, legalRepresentative.idNumber)
  // Two cases granted at one instant must not make one person representative of both.
  await tx.trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [deps.crypto.index('id-number', key)])
  const posts = await heldPosts(tx.trx, deps.crypto, caseFile.id, [legalRepresentative])
  const [elsewhere] = representedElsewhere(matter.orgType, posts, key)
  if (elsewhere)
    throw new AppError(
      'NOT_ALLOWED_NOW',
      `拟任法定代表人${legalRepresentative.name}按登记信息已担任“${elsewhere.organization}”的法定代表人，依法不得同时担任，不能准予登记。`,
    )
  const name = normalizeName(facts.name)
  const body = `${orgCodePrefix}${String(await nextNumber(tx.trx, 'organization-code', 0)).padStart(5, '0')}`
  const id = randomUUID()
  const insertion = tx.trx('organization').insert({
    id,
    uscc: composeUscc(matter.orgType, authority.divisionCode, body),
    name,
    name_key: nameKey(name),
    type: matter.orgType,
    authority_id: authority.id,
    case_id: caseFile.id,
    comparison_key: comparisonKey(name, engineDivisions(deps.reference)),
    legal_representative: legalRepresentative.name,
    purpose: facts.purpose,
    business_scope: facts.certificateScope || facts.businessScope,
    activity_area: facts.activityArea,
    domicile: facts.domicile,
    fund_ten_thousands: facts.fund,
    supervisory_unit: facts.supervisoryUnit || null,
    status: 'ACTIVE',
    status_since: today,
    established_on: today,
  })
  try {
    await insertion
  } catch (error) {
    throw isUniqueViolation(error) ? nameTaken(name) : error
  }
  const officers = facts.people.filter((person) => person.role === 'OFFICER')
  await tx
    .trx('organization_person')
    .insert(
      officers.map((person) => ({
        organization_id: id,
        name: person.name,
        post: person.post,
        id_number_idx: deps.crypto.index('id-number', identityKey(person.idType, person.idNumber)),
        legal_representative: person.legalRepresentative,
      })),
    )
    .onConflict()
    .ignore()
  await releaseName(context)
  // The register tells of the name from now on.
  await forgetNames(tx, caseFile.id)
}

const openCorrection = async ({ tx, caseFile, details, clock }: StepContext): Promise<void> => {
  const items = details.correctionItems ?? []
  if (items.length === 0) throw new AppError('INVALID', '请至少选择一项需要补正的内容并写明原因。')
  if (!clock) throw new Error('a correction without a clock')
  const [correction] = (await tx
    .trx('correction')
    .insert({ case_id: caseFile.id, stage: caseFile.stage, opened_at: tx.now, due_on: clock.dueOn })
    .returning('id')) as { id: number }[]
  if (!correction) throw new Error('no correction')
  await tx.trx('correction_item').insert(
    items.map((item) => ({
      correction_id: correction.id,
      target_kind: item.kind,
      target: item.target,
      title: item.title,
      note: item.note,
    })),
  )
}

const closeCorrection = async ({ tx, caseFile }: StepContext): Promise<void> => {
  await tx.trx('correction').where({ case_id: caseFile.id }).whereNull('closed_at').update({ closed_at: tx.now })
}

/** From now on the organization acts for itself: its founder is told that it needs an account of its own. */
const issueCertificate = async ({ tx, deps, caseFile, today }: StepContext): Promise<void> => {
  const [organization] = (await tx
    .trx('organization')
    .where({ case_id: caseFile.id })
    .update({ valid_from: today, valid_to: addMonths(today, certificateMonths) })
    .returning(['name', 'uscc'])) as { name: string; uscc: string }[]
  if (!organization) return
  await tellAccount(tx, deps, {
    accountId: caseFile.account_id,
    title: '请为社会组织注册法人账号',
    body: `“${organization.name}”的登记证书已经制作，统一社会信用代码为${organization.uscc}。以后办理变更、备案、章程核准、年报、注销，要用社会组织自己的法人账号，请到“我的办件”按提示注册。`,
  })
}

const recordHandOver = async ({ tx, deps, caseFile, event, details }: StepContext): Promise<void> => {
  const { collectorName, collectorPhone, collectedAt } = details
  if (!collectorName || !collectorPhone || !collectedAt)
    throw new AppError('INVALID', '请填写领取人、联系电话和领取时间。')
  await tx.trx('certificate_hand_over').insert({
    case_id: caseFile.id,
    event_id: event.id,
    collector_name: collectorName,
    collector_phone_enc: deps.crypto.encrypt(collectorPhone, `certificate_hand_over.phone:${caseFile.id}`),
    collected_at: collectedAt,
  })
}

const effects = {
  reserveName,
  releaseName: giveNameUp,
  createOrganization,
  openCorrection,
  closeCorrection,
  issueCertificate,
  recordHandOver,
} as const satisfies Record<Effect, (context: StepContext) => Promise<void>>

/** Carries out one effect of a transition in its transaction. */
export const carryOut = (effect: Effect, context: StepContext): Promise<void> => effects[effect](context)
