import type { RawValues } from '../../core/forms/field.ts'
import type { FieldCrypto } from '../../infra/field-crypto.ts'

/** Where the sealed columns of an operation belong (see FieldCrypto). */
export const operationPlaces = {
  agentIdNumber: (id: string) => `desk_operation.agent_id_number:${id}`,
  agentPhone: (id: string) => `desk_operation.agent_phone:${id}`,
  payload: (id: string) => `desk_operation.payload:${id}`,
} as const

/** The answers of an operation as typed. */
export const openPayload = (
  crypto: FieldCrypto,
  operation: { readonly id: string; readonly payload_enc: string | null },
): RawValues =>
  operation.payload_enc === null
    ? {}
    : (JSON.parse(crypto.decrypt(operation.payload_enc, operationPlaces.payload(operation.id))) as RawValues)

export const sealPayload = (crypto: FieldCrypto, id: string, values: RawValues): string =>
  crypto.encrypt(JSON.stringify(values), operationPlaces.payload(id))
