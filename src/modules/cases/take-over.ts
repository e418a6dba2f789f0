import { randomUUID } from 'node:crypto'
import type { AnswerSet } from '../../core/matters/define.ts'
import { nameKey, normalizeName } from '../../core/names/normalize.ts'
import { limitOf, onOutcome, stageOf } from '../../core/matters/journey.ts'
import { startClock } from '../../core/workflow/case-clock.ts'
import { procedureOf } from '../../core/workflow/procedures/index.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import { sealPage } from './answers.ts'
import { changeRegister } from './register.ts'
import type { CaseRow } from './store.ts'

/** A case another system began: where it stopped, and what had been filled in. */
type EarlierCase = {
  readonly matter: string
  readonly stage: string
  /** Last day the approved name is kept; null when it was not approved. */
  readonly reservedUntil: string | null
  readonly answers: AnswerSet
}

/** Keeps the name for the case; false when it is kept or registered for somebody else, or its time is over. */
const keepName = async (
  tx: Transaction,
  caseId: string,
  name: string,
  reservedUntil: string | null,
): Promise<boolean> => {
  if (reservedUntil === null || reservedUntil < localDate(tx.now)) return false
  const kept = await tx
    .trx('name_reservation')
    .insert({ name, name_key: nameKey(name), case_id: caseId, until: reservedUntil })
    .onConflict()
    .ignore()
    .returning<{ id: number }[]>('id')
  if (kept.length === 0) return false
  const taken = await tx
    .trx('organization')
    .where({ name_key: nameKey(name) })
    .first<object | undefined>('id')
  if (!taken) return true
  await tx.trx('name_reservation').where({ case_id: caseId }).delete()
  return false
}

/**
 * Goes on with a case of another system as one of an account's own, at the stage where it stopped. Where a later stage
 * rests on an approved name that is no longer kept, it is taken up at 名称核准 instead; the stage reached is given back.
 */
export const takeOverCase = async (
  tx: Transaction,
  deps: Deps,
  owner: { readonly accountId: string; readonly authorityId: number },
  earlier: EarlierCase,
): Promise<{ readonly id: string; readonly stage: string }> => {
  const matter = deps.matters.require(earlier.matter)
  const id = randomUUID()
  const ref = matter.facts.names?.proposed
  const name = normalizeName((ref && earlier.answers[ref.page]?.values[ref.field]) ?? '')
  const at = (code: string) => {
    const { procedure } = stageOf(matter, code)
    return { stage: code, procedure, status: procedureOf(procedure).start.status }
  }
  const [caseFile] = (await tx
    .trx('case_file')
    .insert({
      id,
      matter: matter.code,
      account_id: owner.accountId,
      authority_id: owner.authorityId,
      title: name,
      ...at(earlier.stage),
      created_at: tx.now,
      updated_at: tx.now,
    })
    .returning('*')) as CaseRow[]
  if (!caseFile) throw new Error('no case')
  for (const [code, data] of Object.entries(earlier.answers))
    await tx.trx('answer').insert({
      case_id: id,
      page: code,
      data_enc: sealPage(deps.crypto, id, code, data),
      version: 1,
      updated_at: tx.now,
    })
  const { procedure } = stageOf(matter, earlier.stage)
  if (procedure === 'consultation' || procedure === 'nameApproval') return { id, stage: earlier.stage }
  if (!(await keepName(tx, id, name, earlier.reservedUntil))) {
    const again = matter.stages.find((stage) => stage.procedure === 'nameApproval')
    if (!again) throw new Error(`${matter.code} approves no names`)
    await tx.trx('case_file').where({ id }).update(at(again.code))
    return { id, stage: again.code }
  }
  // The old system had decided: the register learns of the organization now, its name is no longer only kept.
  if (procedure === 'completion') {
    const granted = matter.stages.flatMap((stage) => onOutcome(stage, 'granted') ?? []).find((on) => on.changes)
    const today = localDate(tx.now)
    await changeRegister({ tx, deps, caseFile, matter, today }, granted)
    const limit = limitOf(matter, stageOf(matter, earlier.stage), 'certificate', deps.site.matters)
    if (limit)
      await tx
        .trx('case_file')
        .where({ id })
        .update(startClock('certificate', limit, { now: tx.now, calendar: deps.reference.calendar }))
  }
  return { id, stage: earlier.stage }
}
