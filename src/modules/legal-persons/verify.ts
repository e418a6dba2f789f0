import { faqMessage } from '../../web/faq.ts'
import { identityKey } from '../../core/identity/documents.ts'
import { notAnEnterprise } from '../../core/legal-persons/code.ts'
import { isCivilAffairs, legalPersonTypes } from '../../core/legal-persons/types.ts'
import { isSamePersonName, isSameUnitName } from '../../core/legal-persons/unit-name.ts'
import type { Deps } from '../../deps.ts'
import { organizationStatuses } from '../organizations/status.ts'
import type { LegalRegistration } from './form.ts'
import { codeHolder, findRegisteredUnit } from './queries.ts'

/** Word for word what the FAQ of the service hall quotes (F-10): whatever of code and representative was wrong. */
export const notFound = faqMessage('F-10')

/** What an account stands on once it was verified. */
export type VerifiedUnit = {
  readonly uscc: string
  readonly name: string
  readonly organizationId: string | undefined
}

export type Verification =
  | { readonly kind: 'verified'; readonly unit: VerifiedUnit }
  | { readonly kind: 'not-found' }
  /** Code and representative are proven, but something else keeps the account from being made. */
  | { readonly kind: 'name-differs'; readonly registered: string }
  | { readonly kind: 'refused'; readonly text: string }
  /** The organization is no more; `status` as the register says it. */
  | { readonly kind: 'ended'; readonly status: string }
  | { readonly kind: 'taken' }
  | { readonly kind: 'not-an-enterprise' }
  | { readonly kind: 'unavailable' }

type Facts = Pick<LegalRegistration, 'type' | 'name' | 'code' | 'representativeName' | 'idType' | 'idNumber'>

/** Units of the portal's own register: code and representative first, and one answer for whatever of them is wrong. */
const verifyOwn = async (deps: Deps, facts: Facts): Promise<Verification> => {
  const entry = await findRegisteredUnit(deps.db, facts.code)
  const index = deps.crypto.index('id-number', identityKey(facts.idType, facts.idNumber))
  const proven = entry?.representatives.some(
    (person) => person.idNumberIndex === index && isSamePersonName(facts.representativeName, person.name),
  )
  if (!entry || !proven) return { kind: 'not-found' }
  const refused = (text: string): Verification => ({ kind: 'refused', text: `实名核验失败，失败原因：${text}` })
  if (entry.type !== facts.type)
    return refused(`法人类型选择有误，登记的类型是${legalPersonTypes[entry.type].label}，请改选后再试`)
  if (entry.status !== 'ACTIVE') return { kind: 'ended', status: organizationStatuses[entry.status].text }
  if (!isSameUnitName(facts.name, entry.name)) return { kind: 'name-differs', registered: entry.name }
  if ((await codeHolder(deps.db, entry.uscc)) === 'verified') return { kind: 'taken' }
  // Only residents' numbers are known outside; the register itself vouches for other documents.
  if (facts.idType === 'RESIDENT_ID') {
    const answer = await deps.identity.person({ name: facts.representativeName, idNumber: facts.idNumber })
    if (answer.kind === 'unavailable') return { kind: 'unavailable' }
    if (answer.kind === 'mismatch') return refused(answer.reason)
  }
  return { kind: 'verified', unit: { uscc: entry.uscc, name: entry.name, organizationId: entry.id } }
}

/**
 * Verifies a unit and its legal representative: social organizations against the portal's own register and the
 * person against the identity service, other units against the service that keeps their register. Until code and
 * representative are both right there is one answer, whatever is wrong.
 */
export const verifyUnit = async (deps: Deps, facts: Facts): Promise<Verification> => {
  const { type } = facts
  if (isCivilAffairs(type)) return verifyOwn(deps, facts)
  const uscc = facts.code.value
  const answer = await deps.identity.enterprise({
    type,
    name: facts.name.normalize('NFC'),
    uscc,
    representativeName: facts.representativeName,
    representativeIdNumber: facts.idNumber,
  })
  if (answer.kind === 'unavailable') return { kind: 'unavailable' }
  if (answer.kind === 'mismatch')
    return answer.reason.includes(notAnEnterprise) ? { kind: 'not-an-enterprise' } : { kind: 'not-found' }
  if ((await codeHolder(deps.db, uscc)) === 'verified') return { kind: 'taken' }
  return { kind: 'verified', unit: { uscc, name: facts.name.normalize('NFC'), organizationId: undefined } }
}
