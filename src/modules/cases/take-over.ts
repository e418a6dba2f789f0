import { randomUUID } from 'node:crypto'
import type { AnswerSet } from '../../core/matters/define.ts'
import { nameKey, normalizeName } from '../../core/names/normalize.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { StageCode } from '../../core/workflow/states.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import { requireMatter } from '../../matters/index.ts'
import { sealPage } from './answers.ts'
import { createOrganization } from './effects.ts'
import type { CaseRow } from './store.ts'

/** A case another system began: where it stopped, and what had been filled in. */
type EarlierCase = {
  readonly matter: string
  readonly stage: StageCode
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
): Promise<{ readonly id: string; readonly stage: StageCode }> => {
  const matter = requireMatter(earlier.matter)
  const id = randomUUID()
  const { page, field } = matter.facts.name
  const name = normalizeName(earlier.answers[page]?.values[field] ?? '')
  const [caseFile] = (await tx
    .trx('case_file')
    .insert({
      id,
      matter: matter.code,
      account_id: owner.accountId,
      authority_id: owner.authorityId,
      title: name,
      stage: earlier.stage,
      status: 'DRAFT',
      created_at: tx.now,
      updated_at: tx.now,
    })
    .returning('*')) as CaseRow[]
  if (!caseFile) throw new Error('no caseFile')
  for (const [code, data] of Object.entries(earlier.answers))
    await tx.trx('answer').insert({
      case_id: id,
      page: code,
      data_enc: sealPage(deps.crypto, id, code, data),
      version: 1,
      updated_at: tx.now,
    })
  if (earlier.stage === 'nameConsultation' || earlier.stage === 'nameApproval') return { id, stage: earlier.stage }
  if (!(await keepName(tx, id, name, earlier.reservedUntil))) {
    const stage = 'nameApproval'
    await tx.trx('case_file').where({ id }).update({ stage })
    return { id, stage }
  }
  // The old system had decided: the register learns of the organization now, its name is no longer only kept.
  if (earlier.stage === 'establishmentCompletion')
    await createOrganization({ tx, deps, caseFile, today: localDate(tx.now) })
  return { id, stage: earlier.stage }
}
