import { faqMessage } from '../../web/faq.ts'
import { identityKey } from '../../core/identity/documents.ts'
import { notAnEnterprise } from '../../core/legal-persons/code.ts'
import { isCivilAffairs, legalPersonTypes } from '../../core/legal-persons/types.ts'
import { isSamePersonName, isSameUnitName } from '../../core/legal-persons/unit-name.ts'
import type { Deps } from '../../deps.ts'
import type { EnterpriseType } from '../../infra/identity/gateway.ts'
import { isRegistered, registerStatuses } from '../../core/register/statuses.ts'
import { isVerifiable, type RealNameChannel } from '../real-name/channels.ts'
import type { LegalRegistration } from './form.ts'
import { codeHolder } from './queries.ts'
import { findRegisteredUnit } from '../register/units.ts'

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
  /** All of the unit is proven, but not that its representative is the one in front of the screen. */
  | { readonly kind: 'unproved'; readonly why: 'mismatch' | 'unavailable' | 'other-document'; readonly reason: string }
  | { readonly kind: 'not-an-enterprise' }
  | { readonly kind: 'unavailable' }

type Facts = Pick<LegalRegistration, 'type' | 'name' | 'code' | 'representativeName' | 'idType' | 'idNumber' | 'phone'>

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
  if (!isRegistered(entry.status)) return { kind: 'ended', status: registerStatuses[entry.status].text }
  if (!isSameUnitName(facts.name, entry.name)) return { kind: 'name-differs', registered: entry.name }
  if ((await codeHolder(deps.db, entry.uscc)) === 'verified') return { kind: 'taken' }
  return { kind: 'verified', unit: { uscc: entry.uscc, name: entry.name, organizationId: entry.id } }
}

/** Units of another register, compared by the service that keeps it. */
const verifyOther = async (deps: Deps, facts: Facts, type: EnterpriseType): Promise<Verification> => {
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

/** Who proved before, by a channel of real-name verification, to be the person of that name and document. */
export type ProvedPerson = { readonly name: string; readonly idNumber: string; readonly channel: RealNameChannel }

/**
 * Whether the phone whose code was right is registered under the representative's name and document: everything else
 * that is typed is public knowledge. Undefined when it is, or when the person was proved by a channel.
 */
export const unprovedPerson = async (
  deps: Deps,
  { representativeName: name, idType, idNumber, phone }: Facts,
  proved: ProvedPerson | undefined,
): Promise<Verification | undefined> => {
  const unproved = (why: 'mismatch' | 'unavailable' | 'other-document', reason: string): Verification => ({
    kind: 'unproved',
    why,
    reason,
  })
  if (!isVerifiable(idType))
    return unproved('other-document', '法定代表人的证件不是居民身份证，不能在网上核验，请到登记机关窗口注册')
  if (proved?.name === name && proved.idNumber === idNumber) return undefined
  const answer = await deps.identity.personPhone({ name, idNumber, phone })
  if (answer.kind === 'match') return undefined
  return answer.kind === 'unavailable'
    ? unproved('unavailable', '实名核验服务暂时无法使用，请稍后再试，或者由法定代表人用其他方式核验')
    : unproved('mismatch', `法定代表人的姓名、证件号码、手机号没有核对一致：${answer.reason}`)
}

/**
 * Verifies a unit and its legal representative: social organizations against the portal's own register, other units
 * against the service that keeps theirs, and then the person. Until code and representative are both right there is one
 * answer, whatever is wrong.
 */
export const verifyUnit = async (deps: Deps, facts: Facts, proved: ProvedPerson | undefined): Promise<Verification> => {
  const { type } = facts
  const verification = await (isCivilAffairs(type) ? verifyOwn(deps, facts) : verifyOther(deps, facts, type))
  return verification.kind === 'verified' ? ((await unprovedPerson(deps, facts, proved)) ?? verification) : verification
}
