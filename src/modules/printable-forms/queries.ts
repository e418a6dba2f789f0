import { ID_TYPES, type IdType } from '../../core/identity/documents.ts'
import type { FormHolder, FormValues } from '../../core/printable-forms/define.ts'
import type { Statement } from '../../db/client.ts'
import type { Deps } from '../../deps.ts'
import { accountPlaces } from '../people/account.ts'

const holderStatement: Statement = {
  name: 'printable-form-holder',
  text: `select a.kind, a.name, a.id_type as "idType", a.id_number_enc as "idNumber", a.phone_enc as "phone",
           l.uscc, l.representative_name as "representativeName"
         from account a left join legal_person l on l.account_id = a.id where a.id = $1 and a.closed_at is null`,
}

type HolderRow = {
  readonly kind: FormHolder
  readonly name: string
  readonly idType: IdType
  readonly idNumber: string
  readonly phone: string
  readonly uscc: string | null
  readonly representativeName: string | null
}

/** A document that is not the resident ID is named, because the forms ask for that number. */
const numberText = (type: IdType, number: string): string =>
  type === 'RESIDENT_ID' ? number : `${number}（${ID_TYPES[type].label}）`

/** An account's own data in clear, as its forms take them; undefined when the account is gone. */
export const formValuesOf = async (
  deps: Pick<Deps, 'db' | 'crypto'>,
  accountId: string,
): Promise<FormValues | undefined> => {
  const [row] = await deps.db.read<HolderRow>(holderStatement, [accountId])
  if (!row) return undefined
  const own = {
    idNumber: numberText(row.idType, deps.crypto.decrypt(row.idNumber, accountPlaces.idNumber(accountId))),
    phone: deps.crypto.decrypt(row.phone, accountPlaces.phone(accountId)),
  }
  if (row.kind === 'PERSONAL') return { ...own, personName: row.name }
  return {
    ...own,
    unitName: row.name,
    ...(row.representativeName === null ? {} : { personName: row.representativeName }),
    ...(row.uscc === null ? {} : { uscc: row.uscc }),
  }
}
