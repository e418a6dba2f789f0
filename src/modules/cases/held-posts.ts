import type { Knex } from 'knex'
import type { Deps } from '../../deps.ts'
import type { FieldCrypto } from '../../infra/field-crypto.ts'
import { identityKey } from '../../core/identity/documents.ts'
import type { HeldPost } from '../../core/matters/define.ts'
import type { OrgType } from '../../core/org-types.ts'
import { isRegistered, REGISTER_STATUSES } from '../../core/register/statuses.ts'
import { termsOfPost } from '../register/holdings.ts'
import { caseFacts, type CasePerson } from './facts.ts'
import type { LoadedCase } from './queries.ts'

/**
 * The posts people hold in organizations of the register that have not ended, `own` where the case is about that one;
 * what the case itself founded does not count. Two people never share a document number, so the number alone says who it is.
 */
export const heldPosts = async (
  knex: Knex,
  crypto: FieldCrypto,
  caseFile: { readonly id: string; readonly organization_id: string | null },
  people: readonly Pick<CasePerson, 'idType' | 'idNumber'>[],
): Promise<readonly HeldPost[]> => {
  const keys = new Map(
    people.map(({ idType, idNumber }) => {
      const key = identityKey(idType, idNumber)
      return [crypto.index('id-number', key), key]
    }),
  )
  if (keys.size === 0) return []
  const held = await knex('post_holder as p')
    .join('organization as o', 'o.id', 'p.organization_id')
    .whereIn('p.id_number_idx', [...keys.keys()])
    .whereIn('o.status', REGISTER_STATUSES.filter(isRegistered))
    .whereRaw('o.case_id is distinct from ?', [caseFile.id])
    .orderBy(['o.name', 'p.post'])
    .select<
      {
        idx: string
        name: string
        organization: string
        orgType: OrgType
        post: string
        legalRepresentative: boolean
        id: string
        terms: number
      }[]
    >(
      'p.id_number_idx as idx',
      'p.name',
      'o.name as organization',
      'o.type as orgType',
      'p.post',
      'p.legal_representative as legalRepresentative',
      'o.id',
      knex.raw(termsOfPost),
    )
  return held.map(({ idx, id, ...post }) => ({
    ...post,
    person: keys.get(idx) ?? '',
    ...(id === caseFile.organization_id ? { own: true } : {}),
  }))
}

/** The same of everybody a case on somebody's screen names; nothing is asked in a stage that does not ask for people. */
export const postsOf = async (deps: Pick<Deps, 'db' | 'crypto'>, form: LoadedCase): Promise<readonly HeldPost[]> =>
  form.matter.facts.people.some(({ page }) => form.stage.pages.includes(page))
    ? heldPosts(deps.db.knex, deps.crypto, form.caseFile, caseFacts(form.matter, form.answers).people)
    : []
