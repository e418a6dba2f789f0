import { AppError } from '../../core/errors.ts'
import { toldLate } from '../../core/verdicts/told.ts'
import type { Target, TargetKind } from '../../core/verdicts/targets.ts'
import { authorityById } from '../../reference/reference.ts'
import type { StepContext } from './take-step.ts'

/** What each notice of the stage named before. */
const namedBefore = async ({ tx, caseFile }: StepContext): Promise<readonly (readonly Target[])[]> => {
  const rows = await tx
    .trx('correction_item as i')
    .join('correction as c', 'c.id', 'i.correction_id')
    .where({ 'c.case_id': caseFile.id, 'c.stage': caseFile.stage })
    .select<{ notice: number; kind: TargetKind; target: string }[]>(
      { notice: 'c.id' },
      { kind: 'i.target_kind' },
      'i.target',
    )
  return [...Map.groupBy(rows, ({ notice }) => notice).values()]
}

/** Opens what the applicant has to put right, made of everything marked 不合格. */
export const openCorrection = async (context: StepContext): Promise<void> => {
  const { tx, deps, caseFile, step, event, details, clock } = context
  const items = details.correctionItems ?? []
  if (items.length === 0)
    throw new AppError('NOT_ALLOWED_NOW', `“${step.text}”由标为“不合格”的内容组成，请先逐项标出并写明原因。`)
  if (!clock.clock_due_on) throw new Error('a correction without a clock')
  const late = step.toldOnce ? toldLate(items, await namedBefore(context)) : []
  const lateReason = late.length > 0 ? (details.lateReason?.trim() ?? '') : null
  if (lateReason === '')
    throw new AppError(
      'NOT_ALLOWED_NOW',
      '本次告知中有以前没有告知过的内容。依照《行政许可法》第三十二条应当一次告知，确需再次告知的，请说明理由。',
    )
  const [correction] = (await tx
    .trx('correction')
    .insert({
      case_id: caseFile.id,
      stage: caseFile.stage,
      opened_at: tx.now,
      due_on: clock.clock_due_on,
      late_reason: lateReason,
    })
    .returning('id')) as { id: number }[]
  if (!correction) throw new Error('no correction')
  await tx.trx('correction_item').insert(
    items.map((item) => ({
      correction_id: correction.id,
      target_kind: item.kind,
      target: item.target,
      title: item.title,
      note: item.note,
      late: late.includes(item),
    })),
  )
  if (lateReason !== null)
    tx.audit({
      chain: authorityById(deps.reference, caseFile.authority_id).code,
      action: 'case.told-again',
      objectKind: 'case',
      objectId: caseFile.id,
      details: { event: event.id, added: late.map(({ target }) => target), reason: lateReason },
    })
}

/** The applicant answered, or the case ended: what had to be put right is over. */
export const closeCorrection = async ({ tx, caseFile }: StepContext): Promise<void> => {
  await tx.trx('correction').where({ case_id: caseFile.id }).whereNull('closed_at').update({ closed_at: tx.now })
}
