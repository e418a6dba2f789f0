import type { Statement } from '../../db/client.ts'
import type { Deps } from '../../deps.ts'
import { accountPlaces } from '../people/account.ts'

const holderStatement: Statement = {
  name: 'real-name-holder',
  text: `select kind, name, id_type as "idType", id_number_enc as "idNumber", id_number_idx as "idNumberIndex",
           real_name_level as level, real_name_channel as channel, real_name_at as at,
           real_name_skipped_at is not null as skipped
         from account where id = $1 and closed_at is null`,
}

/** Whose identity is verified, and how far it is. The number is in clear: masking is for the page. */
export type Holder = {
  readonly id: string
  readonly kind: 'PERSONAL' | 'LEGAL_PERSON'
  readonly name: string
  readonly idType: string
  readonly idNumber: string
  readonly idNumberIndex: string
  readonly level: number
  readonly channel: string | null
  readonly at: Date | null
  readonly skipped: boolean
}

export const findHolder = async (deps: Pick<Deps, 'db' | 'crypto'>, id: string): Promise<Holder | undefined> => {
  const [row] = await deps.db.read<Omit<Holder, 'id'>>(holderStatement, [id])
  return row && { ...row, id, idNumber: deps.crypto.decrypt(row.idNumber, accountPlaces.idNumber(id)) }
}
