import type { RawValues } from '../../core/forms/field.ts'
import type { Deps } from '../../deps.ts'
import { ID_TYPES, identityKey } from '../../core/identity/documents.ts'
import { maskIdNumber } from '../../core/identity/mask.ts'
import { collectorFault, collectorIdType, type Expected } from '../../core/register/collector.ts'
import { accountPlaces } from '../people/account.ts'
import { loadCase } from '../cases/load.ts'
import { organizationOf } from '../register/entry.ts'
import type { StaffCase } from './case-data.ts'

/** Whom the certificate is for: who was said to fetch it, or, where nobody was, who handles the case. */
const expectedCollectors = async (deps: Deps, { caseFile, account }: StaffCase): Promise<readonly Expected[]> => {
  const { collector } = (await loadCase(deps.db.knex, deps, caseFile)).facts
  if (collector?.idNumber)
    return [{ who: '领证人', name: collector.name, key: identityKey(collector.idType, collector.idNumber) }]
  const number = deps.crypto.decrypt(account.id_number_enc, accountPlaces.idNumber(account.id))
  // The account of an organization carries the number of its legal representative.
  const organization = caseFile.organization_id ? await organizationOf(deps.db.knex, caseFile) : undefined
  const own =
    deps.matters.require(caseFile.matter).begunBy === 'organization' && account.kind === 'LEGAL_PERSON'
      ? { who: '法定代表人', name: organization?.legal_representative ?? '' }
      : { who: '经办人', name: account.name }
  return [{ ...own, key: identityKey(account.id_type, number) }]
}

/** What the form of 登记发证 holds before anybody typed, and what is said beside it: as the applicant asked for it. */
export const askedHandOver = async (deps: Deps, found: StaffCase): Promise<{ values: RawValues; hint?: string }> => {
  const { posted, collector } = (await loadCase(deps.db.knex, deps, found.caseFile)).facts
  if (posted)
    return {
      values: { handedBy: 'POST', collectorName: posted.name, collectorPhone: posted.phone },
      hint: `申请人选择邮寄送达，寄到：${posted.to}，${posted.name}收`,
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
  const came = identityKey(collectorIdType(form), form?.['collectorIdNumber'] ?? '')
  return collectorFault('申请', await expectedCollectors(deps, found), name, (key) => key === came)
}

/** How the comparison stands for a certificate that was fetched; nothing where no number was asked for yet. */
export const collectedBy = async (deps: Deps, found: StaffCase): Promise<string | undefined> => {
  const handOver = found.hand_over
  if (!handOver?.collector_id_number_idx) return undefined
  const { collector_name: name, collector_id_number_idx: index } = handOver
  const same = (key: string): boolean => deps.crypto.index('id-number', key) === index
  const expected = await expectedCollectors(deps, found)
  return collectorFault('申请', expected, name, same) ?? `与申请中填写的${expected.map(({ who }) => who).join('')}一致`
}
