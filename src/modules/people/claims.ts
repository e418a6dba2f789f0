import type { Database, Statement } from '../../db/client.ts'
import type { Transaction } from '../../db/command.ts'

/*
 * A document number is held by the one account that proved it; any number of others may have typed it. Those claim it
 * until somebody proves it, and claim nothing from then on: they keep login, drafts and cases, but not the number.
 */

/** Condition that another open personal account proved the number of account `a`, which did not. */
const provedElsewhere = `a.kind = 'PERSONAL' and a.real_name_level = 0 and exists (
  select 1 from account v where v.id_number_idx = a.id_number_idx and v.kind = 'PERSONAL' and v.closed_at is null
    and v.real_name_level > 0)`

const lostStatement: Statement = {
  name: 'account-claim-lost',
  text: `select ${provedElsewhere} as lost from account a where a.id = $1`,
}

/** Whether the number an account was registered with has been proved by somebody else. */
export const hasLostNumber = async (db: Pick<Database, 'read'>, accountId: string): Promise<boolean> =>
  (await db.read<{ lost: boolean }>(lostStatement, [accountId]))[0]?.lost === true

/** The same inside of a transaction, where something depends on it. */
export const hasLostNumberNow = async (tx: Transaction, accountId: string): Promise<boolean> => {
  const { rows } = await tx.trx.raw<{ rows: { lost: boolean }[] }>(lostStatement.text.replace('$1', '?'), [accountId])
  return rows[0]?.lost === true
}

/** Whether an account other than `exceptId` proved the number. */
export const isNumberProved = async (tx: Transaction, documentIndex: string, exceptId?: string): Promise<boolean> => {
  const holders = tx
    .trx('account')
    .where({ id_number_idx: documentIndex, kind: 'PERSONAL' })
    .whereNull('closed_at')
    .andWhere('real_name_level', '>', 0)
  if (exceptId !== undefined) void holders.whereNot({ id: exceptId })
  return (await holders.first<object | undefined>('id')) !== undefined
}

/** Whether a write was refused because another account proved the same number at this very moment. */
export const isProvedAtOnce = (error: unknown): boolean =>
  error instanceof Error && 'constraint' in error && error.constraint === 'account_person_number'
