import type { Knex } from 'knex'

/** The next number of a sequence without gaps: the row stays locked until the transaction ends. */
export const nextNumber = async (trx: Knex.Transaction, scope: string, year: number): Promise<number> => {
  const result = await trx.raw<{ rows: { last: number }[] }>(
    `insert into number_sequence (scope, year, last) values (?, ?, 1)
     on conflict (scope, year) do update set last = number_sequence.last + 1 returning last`,
    [scope, year],
  )
  const [row] = result.rows
  if (!row) throw new Error('no number')
  return row.last
}
