import type { Knex } from 'knex'
import type { RuleContext } from '../../core/matters/contexts.ts'
import type { Answers, Matter } from '../../core/matters/define.ts'
import { heldOf } from '../../core/register/holdings.ts'
import type { FieldCrypto } from '../../infra/field-crypto.ts'
import { holdingsOf } from './holdings.ts'

/**
 * Numbers of accounts in the answers of an organization's case that are on file. Another organization is called by its
 * name to officials only.
 */
export const accountsFiled = async (
  knex: Knex,
  crypto: FieldCrypto,
  {
    matter,
    answers,
    organizationId,
  }: { readonly matter: Matter; readonly answers: Answers; readonly organizationId: string | null },
  to: 'applicant' | 'official',
): Promise<RuleContext['accountsFiled']> => {
  const { accountNumber: place } = matter.facts
  if (!place || organizationId === null) return undefined
  const numbers = answers.items(place.page).flatMap(({ values }) => values[place.field] || [])
  if (numbers.length === 0) return undefined
  const asked = new Map(numbers.map((number) => [crypto.index('bank-account', number), number]))
  const rows = await knex('organization_account as b')
    .join('organization as o', 'o.id', 'b.organization_id')
    .whereIn('b.number_idx', [...asked.keys()])
    .whereNotExists(knex('holding_end as e').whereRaw('e.account_id = b.id').select(knex.raw('1')))
    .select<{ id: string; idx: string; organization: string; name: string }[]>(
      'b.id',
      'b.number_idx as idx',
      'o.id as organization',
      'o.name',
    )
  const found = new Map<string, { own?: string; elsewhere?: string }>()
  const own = rows.some(({ organization }) => organization === organizationId)
    ? heldOf(await holdingsOf(knex, crypto, organizationId), 'accounts')
    : []
  for (const { id, idx, organization, name } of rows) {
    const number = asked.get(idx) ?? ''
    const known = found.get(number) ?? {}
    const text = own.find((held) => held.id === id)?.text
    if (organization !== organizationId)
      found.set(number, { ...known, elsewhere: to === 'official' ? `“${name}”` : '其他社会组织' })
    else if (text !== undefined) found.set(number, { ...known, own: text })
  }
  return found
}
