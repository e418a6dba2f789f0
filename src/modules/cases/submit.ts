import { nextNumber } from '../../db/number-sequence.ts'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../db/command.ts'
import { AppError } from '../../core/errors.ts'
import { identityKey } from '../../core/identity/documents.ts'
import { validateContactNumber } from '../../core/identity/phone.ts'
import { normalizeName } from '../../core/names/normalize.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { isFinal } from '../../core/workflow/statuses.ts'
import type { Matter } from '../../core/matters/define.ts'
import type { Applicant } from '../../web/route.ts'
import { authorityById } from '../../reference/reference.ts'
import type { CasePerson } from './facts.ts'
import { organizationOf } from '../register/entry.ts'
import { plannedByCase } from '../register/planned.ts'
import { callOff } from './effects.ts'
import { recordNames } from './name.ts'
import { givingUp, submitting } from './progress.ts'
import { whyNotAnyMore } from './may-begin.ts'
import { countedFindings, forAuthority, readyStage, type ReadyStage } from './ready.ts'
import { sealSnapshot } from './snapshot.ts'
import { lockCase, type CaseRow } from './store.ts'
import { isId } from '../../web/params.ts'
import type { RequestFacts } from '../../db/audit.ts'
import { byApplicant } from '../../web/acting.ts'
import { takenBy, takeStep } from './take-step.ts'
import { record } from './record.ts'
import { requireFillable } from './fill-in.ts'

const nextCaseNumber = async (tx: Transaction, deps: Deps, caseFile: CaseRow): Promise<string> => {
  const { divisionCode } = authorityById(deps.reference, caseFile.authority_id)
  const year = Number(localDate(tx.now).slice(0, 4))
  const seq = await nextNumber(tx.trx, `case:${divisionCode}`, year)
  return `${divisionCode}${year}${String(seq).padStart(6, '0')}`
}

const recordPeople = async (
  tx: Transaction,
  deps: Deps,
  caseId: string,
  people: readonly CasePerson[],
): Promise<void> => {
  await tx.trx('case_person').where({ case_id: caseId }).delete()
  if (people.length === 0) return
  await tx
    .trx('case_person')
    .insert(
      // One person may hold two posts: the row that is kept is the representative's.
      people
        .toSorted((one, other) => Number(other.legalRepresentative) - Number(one.legalRepresentative))
        .map((person) => ({
          case_id: caseId,
          role: person.role,
          legal_representative: person.legalRepresentative,
          id_number_idx: deps.crypto.index('id-number', identityKey(person.idType, person.idNumber)),
        })),
    )
    .onConflict()
    .ignore()
}

/** By what the authority finds the case when somebody calls. */
const contactIndex = (deps: Deps, phone: string): string | null => {
  const checked = validateContactNumber(phone)
  return checked.ok ? deps.crypto.index('phone', checked.value) : null
}

/** The name a case was consulted about, when it is handed in under another one. */
const consultedTitle = (matter: Matter, caseFile: CaseRow, title: string): string | null => {
  if (caseFile.number === null || caseFile.stage === matter.stages[0]?.code) return null
  const before = caseFile.consulted_title ?? caseFile.title
  return before === title ? null : before
}

/** Writes into the case what its authority finds it by; gives the case as it is from now on. */
const writeSubmitted = async (
  tx: Transaction,
  deps: Deps,
  caseFile: CaseRow,
  checked: ReadyStage,
): Promise<CaseRow> => {
  const { matter, answers, facts, register, registerStatus, role } = checked
  const title = normalizeName(facts.name) || caseFile.title
  const submitted: CaseRow = {
    ...caseFile,
    number: caseFile.number ?? (await nextCaseNumber(tx, deps, caseFile)),
    title,
    draft_title: null,
    consulted_title: consultedTitle(matter, caseFile, title),
    register_before: register ?? null,
    filed_status: registerStatus ?? null,
  }
  await tx
    .trx('case_file')
    .where({ id: caseFile.id })
    .update({
      number: submitted.number,
      title: submitted.title,
      draft_title: null,
      consulted_title: submitted.consulted_title,
      applicant_role: role,
      register_before: register ? JSON.stringify(register) : null,
      filed_status: submitted.filed_status,
      submitted_at: caseFile.submitted_at ?? tx.now,
      contact_phone_idx: contactIndex(deps, facts.contactPhone),
    })
  await recordPeople(tx, deps, caseFile.id, facts.people)
  await recordNames(tx, deps, caseFile, answers)
  return submitted
}

/**
 * Submits the present stage: checks everything once more with the rules the reviewer sees, gives the number, takes
 * the step and freezes what was submitted. The same form sent twice is one submission; both get the same number.
 */
export const submitStage = (
  deps: Deps,
  actor: Applicant,
  request: RequestFacts,
  wanted: { readonly caseId: string; readonly requestKey: string; readonly version: number },
): Promise<void> =>
  deps.command(byApplicant(actor, request), async (tx) => {
    const caseFile = await lockCase(tx, wanted.caseId, actor, 'submit')
    if (!isId(wanted.requestKey)) throw new AppError('BAD_REQUEST')
    const repeated = await tx
      .trx('case_event')
      .where({ case_id: caseFile.id, request_key: wanted.requestKey })
      .first('id')
    if (repeated) {
      record(tx, deps, caseFile, 'submit-repeated')
      return
    }
    await requireFillable(tx, caseFile)
    const action = submitting(caseFile)
    if (!action) throw new AppError('NOT_ALLOWED_NOW', '现在可以填写和上传，领取登记证书以后才能提交。')
    // Two cases of an organization hand in the same change one after the other: the second sees the first.
    const organization = await organizationOf(tx.trx, caseFile, 'for update')
    const refused =
      organization && caseFile.number === null ? await whyNotAnyMore(tx.trx, deps, organization, caseFile) : undefined
    if (refused) throw new AppError('NOT_ALLOWED_NOW', refused)
    const checked = await readyStage(tx, deps, actor, caseFile, 'authority')
    const submitted = await writeSubmitted(tx, deps, caseFile, checked)
    const { event } = await takeStep(tx, deps, submitted, {
      action,
      by: takenBy(deps, actor, caseFile),
      requestKey: wanted.requestKey,
      expectedVersion: wanted.version,
    })
    if (checked.consent?.settled && checked.consent.answered)
      await tx
        .trx('consent_request')
        .where({ id: checked.consent.answered.id })
        .whereNull('filed_by')
        .update({ filed_by: event.id })
    await tx.trx('snapshot').insert({
      case_id: caseFile.id,
      event_id: event.id,
      stage: caseFile.stage,
      at: tx.now,
      ...countedFindings(checked),
      ...sealSnapshot(deps.crypto, caseFile.id, event.id, forAuthority(checked)),
    })
  })

/** Takes back what waits for its day of a case that ended with the decision, for no certificate is made of it. */
const callOffEnded = async (tx: Transaction, deps: Deps, caseFile: CaseRow, version: number): Promise<void> => {
  if (version !== caseFile.lock_version) throw new AppError('STALE')
  await callOff({ tx, caseFile })
  await tx
    .trx('case_file')
    .where({ id: caseFile.id })
    .update({ lock_version: caseFile.lock_version + 1, updated_at: tx.now })
  record(tx, deps, caseFile, 'callOff')
}

/** Ends a case for the applicant: takes back what was submitted, or gives up the draft of a later stage. */
export const withdraw = (
  deps: Deps,
  actor: Applicant,
  request: RequestFacts,
  wanted: { readonly caseId: string; readonly requestKey: string; readonly version: number },
): Promise<void> =>
  deps.command(byApplicant(actor, request), async (tx) => {
    if (!isId(wanted.requestKey)) throw new AppError('BAD_REQUEST')
    const caseFile = await lockCase(tx, wanted.caseId, actor, 'own')
    const waits = (await plannedByCase(tx.trx, caseFile.id))?.status === 'WAITING'
    if (waits && isFinal(caseFile.status)) return callOffEnded(tx, deps, caseFile, wanted.version)
    const { repeated } = await takeStep(tx, deps, caseFile, {
      // A form sent twice finds the case ended: the step it took is known by its key.
      action: givingUp(caseFile) ?? (waits ? 'callOff' : 'withdraw'),
      by: takenBy(deps, actor, caseFile),
      requestKey: wanted.requestKey,
      expectedVersion: wanted.version,
    })
    if (repeated) record(tx, deps, caseFile, 'withdraw-repeated')
  })
