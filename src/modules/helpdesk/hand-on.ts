import type { Transaction } from '../../db/command.ts'
import type { Staff } from '../../web/route.ts'

type Leaving = {
  readonly id: number
  readonly name: string
  readonly authority: { readonly id: number; readonly code: string }
}

/**
 * Hands on what a clerk who no longer works at the counter has a hand in and left unfinished: any other clerk of the
 * authority takes it over from the list. Each operation says so in its history.
 */
export const handOnOperations = async (tx: Transaction, by: Staff, leaving: Leaving): Promise<void> => {
  const took = tx.trx('desk_event').where({ staff_id: leaving.id }).select('operation_id')
  const left = await tx
    .trx('desk_operation')
    .where({ authority_id: leaving.authority.id })
    .whereIn('status', ['OPEN', 'WAITING_SECOND'])
    .whereIn('id', took)
    .orderBy('id')
    .select<{ id: string }[]>('id')
  if (left.length === 0) return
  await tx.trx('desk_event').insert(
    left.map(({ id }) => ({
      operation_id: id,
      action: 'HANDED_ON',
      staff_id: by.id,
      staff_name: by.name,
      text: `${leaving.name}不再办理窗口业务，由本机关其他大厅帮办人员接着办理`,
      at: tx.now,
    })),
  )
  for (const { id } of left)
    tx.audit({
      chain: leaving.authority.code,
      action: 'desk-handed-on',
      objectKind: 'desk_operation',
      objectId: id,
      details: { from: leaving.id },
    })
}
