import { readCertificateCode, tidyCertificateCode, type CertificateCode } from '../../core/legal-persons/code.ts'
import type { OrgType } from '../../core/org-types.ts'
import type { RegisterStatus } from '../../core/register/statuses.ts'
import type { Database, Statement } from '../../db/client.ts'

/** An organization of the portal's own register with those who may speak for it. */
export type RegisteredUnit = {
  readonly id: string
  readonly uscc: string
  readonly name: string
  readonly type: OrgType
  readonly status: RegisterStatus
  readonly representatives: readonly { readonly name: string; readonly idNumberIndex: string }[]
}

const unitColumns = `select o.id, o.uscc, o.name, o.type, o.status,
  coalesce((select json_agg(json_build_object('name', p.name, 'idNumberIndex', p.id_number_idx))
    from post_holder p where p.organization_id = o.id and p.legal_representative), '[]') as representatives
  from organization o`

const unitStatements = {
  USCC: { name: 'legal-unit-by-uscc', text: `${unitColumns} where o.uscc = $1` },
  ORG_CODE: { name: 'legal-unit-by-org-code', text: `${unitColumns} where substr(o.uscc, 9, 9) = $1` },
  CERTIFICATE_NUMBER: { name: 'legal-unit-by-number', text: `${unitColumns} where o.former_certificate_number = $1` },
} as const satisfies Record<CertificateCode['kind'], Statement>

/** The organization a certificate's code belongs to; nothing when the register has none, or cannot tell which. */
export const findRegisteredUnit = async (
  db: Pick<Database, 'read'>,
  code: CertificateCode,
): Promise<RegisteredUnit | undefined> => {
  const found = await db.read<RegisteredUnit>(unitStatements[code.kind], [code.value])
  return found.length === 1 ? found[0] : undefined
}

/**
 * The unified code that is meant by a certificate's code as typed: of the two that certificates bore before 2015 the
 * one the register has beside them; whatever else was typed comes back tidied.
 */
export const unifiedCode = async (db: Pick<Database, 'read'>, typed: string): Promise<string> => {
  const code = readCertificateCode(typed, 'SOCIAL_GROUP')
  if (!code.ok || code.kind === 'USCC') return tidyCertificateCode(typed)
  return (await findRegisteredUnit(db, code))?.uscc ?? code.value
}
