import type { Knex } from 'knex'
import type { Deps } from '../../deps.ts'
import type { FieldCrypto } from '../../infra/field-crypto.ts'
import { identityKey } from '../../core/identity/documents.ts'
import type { HeldPost } from '../../core/matters/define.ts'
import type { OrgType } from '../../core/org-types.ts'
import { isRegistered, REGISTER_STATUSES } from '../../core/register/statuses.ts'
import { caseFacts, type CasePerson } from './facts.ts'
import type { LoadedCase } from './queries.ts'

/**
 * The posts people hold in organizations of the register that have not ended; what the case itself founded does not
 * count. Two people never share a document number, so the number alone says who it is.
 */
export const heldPosts = async (
  knex: Knex,
  crypto: FieldCrypto,
  caseId: string,
  people: readonly Pick<CasePerson, 'idType' | 'idNumber'>[],
): Promise<readonly HeldPost[]> => {
  const keys = new Map(
    people.map(({ idType, idNumber }) => {
      const key = identityKey(idType, idNumber)
      return [crypto.index('id-number', key), key]
    }),
  )
  if (keys.size === 0) return []
  const held = await knex('organization_person as p')
    .join('organization as o', 'o.id', 'p.organization_id')
    .whereIn('p.id_number_idx', [...keys.keys()])
    .whereIn('o.status', REGISTER_STATUSES.filter(isRegistered))
    .whereRaw('o.case_id is distinct from ?', [caseId])
    .orderBy(['o.name', 'p.post'])
    .select<{ idx: string; name: string; organization: string; orgType: OrgType; legalRepresentative: boolean }[]>(
      'p.id_number_idx as idx',
      'p.name',
      'o.name as organization',
      'o.type as orgType',
      'p.legal_representative as legalRepresentative',
    )
  return held.map(({ idx, ...post }) => ({ ...post, person: keys.get(idx) ?? '' }))
}

/** The same of everybody a case on somebody's screen names; nothing is asked in a stage that does not ask for people. */
export const postsOf = async (deps: Pick<Deps, 'db' | 'crypto'>, form: LoadedCase): Promise<readonly HeldPost[]> =>
  form.matter.facts.people.some(({ page }) => form.stage.pages.includes(page))
    ? heldPosts(deps.db.knex, deps.crypto, form.caseFile.id, caseFacts(form.matter, form.answers).people)
    : []
