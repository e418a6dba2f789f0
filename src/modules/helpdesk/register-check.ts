import type { RawValues } from '../../core/forms/field.ts'
import { dataFaults, idTypeOf } from '../../core/helpdesk/data.ts'
import { deskKinds, needsSecond } from '../../core/helpdesk/operations.ts'
import { compareWithRegister, type RegisterCheck, type UnitFacts } from '../../core/helpdesk/register-check.ts'
import { identityKey, validateIdDocument } from '../../core/identity/documents.ts'
import { maskIdNumber } from '../../core/identity/mask.ts'
import { isCivilAffairs, type LegalPersonType } from '../../core/legal-persons/types.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { accountPlaces } from '../people/account.ts'
import { isRegistered, registerStatuses } from '../../core/register/statuses.ts'
import { findUnit, type WholeOperation } from './queries.ts'
import { openPayload } from '../people/desk-operation.ts'
import { legalTypeOf } from './user-types.ts'

type Asked = Pick<WholeOperation, 'operation' | 'account'>

/** Where a second person confirms who speaks for a unit, its register is compared. Gives the kind of unit. */
const comparedAs = ({ operation: { kind, user_type: type } }: Asked, values: RawValues): LegalPersonType | undefined =>
  deskKinds[kind].speaksForUnit && needsSecond(kind, values) ? legalTypeOf(type) : undefined

/** What the account will say of its unit once the operation is done, and the representative's number in full. */
const unitAfter = (
  deps: Deps,
  { operation, account }: Asked,
  values: RawValues,
): UnitFacts & { readonly number: string } => {
  const { crypto } = deps
  const type = idTypeOf(values)
  const document = validateIdDocument(type, values['idNumber'] ?? '', localDate(deps.clock.now()))
  const replaces = operation.kind === 'REGISTER' || document.ok
  const kept = account && crypto.decrypt(account.id_number_enc, accountPlaces.idNumber(account.id))
  const number = document.ok ? document.value : replaces ? '' : (kept ?? '')
  return {
    name: values['name'] || (account?.name ?? ''),
    uscc: values['uscc'] || (account?.uscc ?? ''),
    representativeName: values['representativeName'] || (account?.representative_name ?? ''),
    representativeIndex: document.ok
      ? crypto.index('id-number', identityKey(type, document.value))
      : account?.id_number_idx,
    maskedNumber: maskIdNumber(number),
    number,
  }
}

const askOwn = async (deps: Deps, unit: UnitFacts): Promise<RegisterCheck> => {
  const entry = await findUnit(deps, unit)
  return compareWithRegister(
    unit,
    entry && { ...entry, status: registerStatuses[entry.status].text, active: isRegistered(entry.status) },
  )
}

/**
 * Compares what an account will say of its unit with the register that keeps such units: the portal's own, or the
 * service that answers for the others and shows no entries. Nothing where there is nothing to compare.
 */
export const checkRegister = async (
  deps: Deps,
  asked: Asked,
  values: RawValues,
): Promise<RegisterCheck | undefined> => {
  const type = comparedAs(asked, values)
  if (type === undefined) return undefined
  const { number, ...unit } = unitAfter(deps, asked, values)
  if (unit.uscc === '' && unit.name === '') return undefined
  if (isCivilAffairs(type)) return askOwn(deps, unit)
  const { kind, user_type: userType } = asked.operation
  if (Object.keys(dataFaults(kind, userType, values, localDate(deps.clock.now()))).length > 0) return undefined
  const answer = await deps.identity.enterprise({
    type,
    name: unit.name,
    uscc: unit.uscc,
    representativeName: unit.representativeName,
    representativeIdNumber: number,
  })
  if (answer.kind === 'unavailable') return { outcome: 'UNAVAILABLE', rows: [] }
  if (answer.kind === 'match') return { outcome: 'SAME', rows: [] }
  return { outcome: 'DIFFERENT', rows: [], said: answer.reason }
}

/**
 * What the register says now of an operation as it is kept. Who keeps a register of their own was asked when the
 * answers were written down, and is not asked again about the same ones.
 */
export const registerNow = async (deps: Deps, asked: Asked): Promise<RegisterCheck | undefined> => {
  const { operation } = asked
  const values = openPayload(deps.crypto, operation)
  const type = comparedAs(asked, values)
  const kept = operation.register_check ?? undefined
  return type !== undefined && !isCivilAffairs(type) && kept ? kept : checkRegister(deps, asked, values)
}
