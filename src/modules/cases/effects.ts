import { randomUUID } from 'node:crypto'
import { AppError } from '../../core/errors.ts'
import { identityKey } from '../../core/identity/documents.ts'
import { nameKey, normalizeName } from '../../core/names/normalize.ts'
import { collectorIdType } from '../../core/register/collector.ts'
import { lastDayOfMonths } from '../../core/workflow/calendar.ts'
import type { Effect } from '../../core/workflow/procedure.ts'
import type { Transaction } from '../../db/command.ts'
import { isUniqueViolation } from '../../db/errors.ts'
import { authorityById, siteAuthorities } from '../../reference/reference.ts'
import { applicantsOf } from '../grants/applicants.ts'
import { grantFounder } from '../grants/founder.ts'
import { tellAccount } from '../messages/account-notice.ts'
import { organizationOf } from '../register/entry.ts'
import { dropPlanned, releaseName } from '../register/planned.ts'
import { namesBeforeNow } from './name.ts'
import { loadCase } from './load.ts'
import { sealSnapshot } from './snapshot.ts'
import { closeCorrection, openCorrection } from './open-correction.ts'
import type { StepContext } from './take-step.ts'

/**
 * Whoever submitted a name first has precedence (行政许可法 art. 57). A later case gets it only with a reason, which is
 * kept with the decision and shown to the officials of the earlier one.
 */
const giveReasonToEarlier = async (
  { tx, deps, caseFile, event, details }: Pick<StepContext, 'tx' | 'deps' | 'caseFile' | 'event' | 'details'>,
  name: string,
) => {
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
    // Never whose the other case is, nor why: the reason may speak of other people.
    for (const { id: accountId } of await applicantsOf(tx, deps, one.caseId))
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

/**
 * Keeps a name for a case until a day. The reservation first: it waits for whoever registers the same name at this
 * moment, and the register is read after.
 */
export const keepName = async (
  context: Pick<StepContext, 'tx' | 'deps' | 'caseFile' | 'event' | 'details'>,
  name: string,
  until: string,
): Promise<void> => {
  const { tx, caseFile } = context
  try {
    await tx.trx('name_reservation').insert({ name, name_key: nameKey(name), case_id: caseFile.id, until })
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError('NOT_ALLOWED_NOW', `名称“${name}”已为其他申请人保留，不能核准。`)
    throw error
  }
  const taken = await tx
    .trx('organization')
    .where({ name_key: nameKey(name) })
    .first<{ name: string; id: string } | undefined>('name', 'id')
  if (taken && taken.id !== caseFile.organization_id)
    throw new AppError('NOT_ALLOWED_NOW', `名称“${taken.name}”已被登记，不能核准。`)
  await giveReasonToEarlier(context, name)
}

const reserveName = async (context: StepContext): Promise<void> => {
  const { tx, deps, caseFile, today } = context
  const { facts } = await loadCase(tx.trx, deps, caseFile)
  await keepName(context, normalizeName(facts.name), lastDayOfMonths(today, deps.site.matters.nameKeptMonths))
}

/** A case that ends badly gives its name free, and the notice that reserved it is worth nothing any more. */
const giveNameUp = async (context: StepContext): Promise<void> => {
  await releaseName(context.tx, context.caseFile.id)
  await context.tx
    .trx('document')
    .where({ case_id: context.caseFile.id, kind: 'NAME_APPROVAL', status: 'VALID' })
    .update({ status: 'REVOKED' })
}

const MINUTE_MS = 60_000

/** Who took the certificate, when; compared with whoever was said to come. */
const recordHandOver = async ({ tx, deps, caseFile, event, events, details }: StepContext): Promise<void> => {
  const { form = {}, collectedAt } = details
  const name = form['collectorName']
  const idNumber = form['collectorIdNumber']
  const phone = form['collectorPhone']
  // Nobody shows a document to the post.
  if (!name || (!idNumber && form['handedBy'] !== 'POST') || !phone || !collectedAt)
    throw new AppError('INVALID', '请填写领取人、证件号码、联系电话和领取时间。')
  const made = events.findLast((earlier) => earlier.action === 'printCertificate')
  // The form knows minutes only: what is handed over in the minute it was made is not before it.
  if (made && collectedAt.getTime() < Math.floor(made.at.getTime() / MINUTE_MS) * MINUTE_MS)
    throw new AppError('INVALID', '领取时间不能早于制证时间。')
  if (collectedAt > tx.now) throw new AppError('INVALID', '领取时间不能晚于现在。')
  await tx.trx('certificate_hand_over').insert({
    case_id: caseFile.id,
    event_id: event.id,
    collector_name: name,
    collector_id_type: collectorIdType(form),
    ...(idNumber
      ? {
          collector_id_number_idx: deps.crypto.index('id-number', identityKey(collectorIdType(form), idNumber)),
          collector_id_number_enc: deps.crypto.encrypt(idNumber, `certificate_hand_over.id_number:${caseFile.id}`),
        }
      : {}),
    collector_phone_enc: deps.crypto.encrypt(phone, `certificate_hand_over.phone:${caseFile.id}`),
    collected_at: collectedAt,
  })
}

/** 转办: the case, with everything in it, is another authority's from now on. */
const moveToAuthority = async ({ tx, deps, caseFile, matter, details }: StepContext): Promise<void> => {
  const to = siteAuthorities(deps.reference, deps.site.rootDivisionCode).find(
    ({ name }) => name === details.form?.['authority'],
  )
  if (!to || to.id === caseFile.authority_id)
    throw new AppError('NOT_ALLOWED_NOW', '请从列出的登记管理机关中选择转给哪一个。')
  if (!to.orgTypes.includes(matter.orgType))
    throw new AppError('NOT_ALLOWED_NOW', `${to.name}不办理这类社会组织的登记，请另选登记管理机关。`)
  await tx.trx('case_file').where({ id: caseFile.id }).update({ authority_id: to.id })
  // The receiving authority sees in its own log where the case came from.
  tx.audit({ chain: to.code, action: 'case.received', objectKind: 'case', objectId: caseFile.id, details: {} })
}

/** 送业务主管单位: from now on the unit sees the case as it is now, until it has answered. */
const askUnit = async ({ tx, deps, caseFile, event, details, clock }: StepContext): Promise<void> => {
  const { asked } = details
  if (!asked || !clock.clock_due_on) throw new Error('nothing to put to a unit')
  await tx.trx('consent_request').insert({
    id: randomUUID(),
    event_id: event.id,
    case_id: caseFile.id,
    organ_id: asked.organId,
    account_id: caseFile.account_id,
    title: caseFile.draft_title ?? caseFile.title,
    due_on: clock.clock_due_on,
    ...sealSnapshot(deps.crypto, caseFile.id, event.id, asked.content),
    seen: JSON.stringify(asked.seen),
  })
  await tx.trx('case_file').where({ id: caseFile.id }).update({ at_organ_id: asked.organId })
}

/** The unit has answered, or is asked no longer. */
const closeRequest = async ({ tx, caseFile, event }: StepContext): Promise<void> => {
  await tx.trx('consent_request').where({ case_id: caseFile.id }).whereNull('closed_by').update({ closed_by: event.id })
  await tx.trx('case_file').where({ id: caseFile.id }).update({ at_organ_id: null })
}

/** From now on the founder acts for what was founded, until whoever it is of says otherwise. */
const letFounderAct = async ({ tx, deps, caseFile }: StepContext): Promise<void> => {
  const organization = await organizationOf(tx.trx, caseFile)
  if (organization) await grantFounder(tx, deps, organization, caseFile.account_id)
}

/** The decision and announcement of what was granted count for nothing. */
export const revokeGranted = async ({ trx }: Transaction, caseId: string): Promise<void> => {
  await trx('document')
    .where({ case_id: caseId, status: 'VALID' })
    .whereIn('kind', ['DECISION_GRANTED', 'ANNOUNCEMENT'])
    .update({ status: 'REVOKED' })
}

/** What was granted for a later day does not happen. */
export const callOff = async ({ tx, caseFile }: Pick<StepContext, 'tx' | 'caseFile'>): Promise<void> => {
  await dropPlanned(tx, { case_id: caseFile.id }, '申请人撤回')
  await revokeGranted(tx, caseFile.id)
}

const effects = {
  openCorrection,
  closeCorrection,
  reserveName,
  giveNameUp,
  recordHandOver,
  letFounderAct,
  moveToAuthority,
  askUnit,
  closeRequest,
  callOff,
} as const satisfies Record<Effect, (context: StepContext) => Promise<void>>

/** Carries out one effect of a step in its transaction. */
export const carryOut = (effect: Effect, context: StepContext): Promise<void> => effects[effect](context)
