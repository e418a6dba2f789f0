import type { Knex } from 'knex'
import { AppError } from '../../core/errors.ts'
import { identityKey } from '../../core/identity/documents.ts'
import type { HeldPost } from '../../core/matters/contexts.ts'
import { representedElsewhere } from '../../core/matters/held-posts.ts'
import type { OrgType } from '../../core/org-types.ts'
import type { PostHolder, RegisterChange } from '../../core/register/changes.ts'
import { isRegistered, REGISTER_STATUSES } from '../../core/register/statuses.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import type { FieldCrypto } from '../../infra/field-crypto.ts'
import { termsOfPost } from './holdings.ts'

/**
 * The posts people hold in organizations of the register that have not ended, `own` where the case is about that one;
 * what the case itself founded does not count. Two people never share a document number, so the number alone says who it is.
 */
export const heldPosts = async (
  knex: Knex,
  crypto: FieldCrypto,
  caseFile: { readonly id: string | null; readonly organization_id: string | null },
  people: readonly Pick<PostHolder, 'idType' | 'idNumber'>[],
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
    .whereRaw('(o.case_id is null or o.case_id is distinct from ?)', [caseFile.id])
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

/** Whom the register has as legal representative, with the index of the document; nobody of an entry older than people. */
export const representativesOf = (
  knex: Knex,
  organizationId: string,
): Promise<readonly { readonly name: string; readonly key: string }[]> =>
  knex('post_holder')
    .where({ organization_id: organizationId, legal_representative: true })
    .select<{ name: string; key: string }[]>('name', 'id_number_idx as key')

/** Whoever becomes legal representative by some changes. */
export const representativeIn = (changes: readonly RegisterChange[]): PostHolder | undefined =>
  changes
    .flatMap((change) => (change.kind === 'person' ? [change.enters] : []))
    .find(({ legalRepresentative }) => legalRepresentative)

/**
 * Nobody becomes legal representative of two where the law forbids it, not even by two changes written at one instant:
 * the lock makes the second wait for what the first wrote. What waited for its day is asked again on it.
 */
export const requireFree = async (
  tx: Transaction,
  { crypto }: Pick<Deps, 'crypto'>,
  target: {
    readonly orgType: OrgType
    readonly caseFile: { readonly id: string | null; readonly organization_id: string | null }
  },
  representative: PostHolder,
): Promise<void> => {
  const key = identityKey(representative.idType, representative.idNumber)
  await tx.trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [crypto.index('id-number', key)])
  const posts = await heldPosts(tx.trx, crypto, target.caseFile, [representative])
  const [elsewhere] = representedElsewhere(target.orgType, posts, key)
  if (elsewhere)
    throw new AppError(
      'NOT_ALLOWED_NOW',
      `拟任法定代表人${representative.name}按登记信息已担任“${elsewhere.organization}”的法定代表人，依法不得同时担任，不能准予登记。`,
    )
}
