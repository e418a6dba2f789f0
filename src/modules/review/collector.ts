import type { RawValues } from '../../core/forms/field.ts'
import type { Deps } from '../../deps.ts'
import { ID_TYPES, identityKey } from '../../core/identity/documents.ts'
import { maskIdNumber } from '../../core/identity/mask.ts'
import { collectorFault, collectorIdType, type Expected } from '../../core/register/collector.ts'
import { accountPlaces } from '../people/account.ts'
import { loadCase } from '../cases/load.ts'
import { organizationOf } from '../register/entry.ts'
import { representativesOf } from '../register/held-posts.ts'
import type { StaffCase } from './case-data.ts'

type Source = { readonly source: '申请' | '登记簿'; readonly expected: readonly Expected[] }

/** Whom an organization's own case sends itself, by the register: 法定代表人本人. */
const registeredCollector = async (
  deps: Deps,
  { caseFile }: StaffCase,
  facts: Awaited<ReturnType<typeof loadCase>>['facts'],
): Promise<Omit<Expected, 'who'> | undefined> => {
  const own = deps.matters.require(caseFile.matter).begunBy === 'organization'
  if (!own || caseFile.organization_id === null || facts.collectorKind !== 'LEGAL_REPRESENTATIVE') return undefined
  return (await representativesOf(deps.db.knex, caseFile.organization_id))[0]
}

/** Whom the certificate is for: who was said to fetch it, or, where nobody was, who handles the case; keys are indexes. */
const expectedCollectors = async (deps: Deps, found: StaffCase): Promise<Source> => {
  const { caseFile, account } = found
  const { facts } = await loadCase(deps.db.knex, deps, caseFile)
  const registered = await registeredCollector(deps, found, facts)
  if (registered) return { source: '登记簿', expected: [{ who: '法定代表人', ...registered }] }
  const { collector } = facts
  const keyOf = (type: string, number: string): string => deps.crypto.index('id-number', identityKey(type, number))
  if (collector?.idNumber) {
    const { name, idType, idNumber } = collector
    return { source: '申请', expected: [{ who: '领证人', name, key: keyOf(idType, idNumber) }] }
  }
  const number = deps.crypto.decrypt(account.id_number_enc, accountPlaces.idNumber(account.id))
  // The account of an organization carries the number of its legal representative.
  const organization = caseFile.organization_id ? await organizationOf(deps.db.knex, caseFile) : undefined
  const own =
    deps.matters.require(caseFile.matter).begunBy === 'organization' && account.kind === 'LEGAL_PERSON'
      ? { who: '法定代表人', name: organization?.legal_representative ?? '' }
      : { who: '经办人', name: account.name }
  return { source: '申请', expected: [{ ...own, key: keyOf(account.id_type, number) }] }
}

/** What the form of 登记发证 holds before anybody typed, and what is said beside it: as the applicant asked for it. */
export const askedHandOver = async (deps: Deps, found: StaffCase): Promise<{ values: RawValues; hint?: string }> => {
  const { facts } = await loadCase(deps.db.knex, deps, found.caseFile)
  const { posted, collector } = facts
  const registered = await registeredCollector(deps, found, facts)
  if (posted)
    return {
      values: { handedBy: 'POST', collectorName: posted.name, collectorPhone: posted.phone },
      hint: `申请人选择邮寄送达，寄到：${posted.to}，${posted.name}收`,
    }
  if (registered)
    return {
      values: { handedBy: 'COUNTER', collectorName: registered.name },
      hint: `申请中填写的领证人：法定代表人本人，登记簿中是${registered.name}`,
    }
  if (!collector?.idNumber) return { values: { handedBy: 'COUNTER' } }
  const { name, idType, idNumber } = collector
  const document = ID_TYPES[collectorIdType({ collectorIdType: idType })].label
  // The number is left to be typed from the document that is shown.
  return {
    values: { handedBy: 'COUNTER', collectorName: name, collectorIdType: idType },
    hint: `申请中填写的领证人：${name}，${document} ${maskIdNumber(idNumber)}`,
  }
}

/** What to look into before the certificate is given to somebody. */
export const collectorDifference = async (
  deps: Deps,
  found: StaffCase,
  form: Readonly<Record<string, string>> | undefined,
): Promise<string | undefined> => {
  if (form?.['handedBy'] === 'POST') {
    const { posted } = (await loadCase(deps.db.knex, deps, found.caseFile)).facts
    return posted ? undefined : '申请人选择的是窗口领取，现在登记的是邮寄。'
  }
  const name = form?.['collectorName'] ?? ''
  const came = deps.crypto.index('id-number', identityKey(collectorIdType(form), form?.['collectorIdNumber'] ?? ''))
  const { source, expected } = await expectedCollectors(deps, found)
  return collectorFault(source, expected, name, (key) => key === came)
}

/** How the comparison stands for a certificate that was fetched; nothing where no number was asked for yet. */
export const collectedBy = async (deps: Deps, found: StaffCase): Promise<string | undefined> => {
  const handOver = found.hand_over
  if (!handOver?.collector_id_number_idx) return undefined
  const { collector_name: name, collector_id_number_idx: index } = handOver
  const { source, expected } = await expectedCollectors(deps, found)
  const who = expected.map((one) => one.who).join('')
  return (
    collectorFault(source, expected, name, (key) => key === index) ??
    (source === '登记簿' ? `与登记簿中的${who}一致` : `与申请中填写的${who}一致`)
  )
}
