import type { Deps } from '../../deps.ts'

/** Names of members of staff by their id. */
export type Names = ReadonlyMap<number, string>

export const namesOf = async (deps: Pick<Deps, 'db'>, ids: readonly number[]): Promise<Names> => {
  const rows = await deps.db.knex('staff').whereIn('id', ids).select<{ id: number; name: string }[]>('id', 'name')
  return new Map(rows.map(({ id, name }) => [id, name]))
}

export type UsedCertificate = { serial: string; valid_to: Date; revoked_at: Date | null; documents: number }

/** Certificates that sealed for an authority, the latest first. */
export const usedCertificates = (deps: Pick<Deps, 'db'>, authorityId: number): Promise<UsedCertificate[]> =>
  deps.db
    .knex('seal_certificate as c')
    .where('c.authority_id', authorityId)
    .orderBy('c.first_used_at', 'desc')
    .limit(20)
    .select<UsedCertificate[]>(
      'c.serial',
      'c.valid_to',
      'c.revoked_at',
      deps.db.knex.raw('(select count(*)::int from document_seal s where s.fingerprint = c.fingerprint) as documents'),
    )

/** How many documents of an authority wait for its seal, and since when. */
export const awaitedOf = async (
  deps: Pick<Deps, 'db'>,
  authorityName: string,
): Promise<{ count: number; since: Date | null }> =>
  deps.db
    .knex('document')
    .whereNull('sha256')
    .whereNotNull('seal_awaited_since')
    .whereRaw(`data->>'authorityName' = ?`, [authorityName])
    .count<{ count: number }[]>('* as count')
    .min('seal_awaited_since as since')
    .first<{ count: number; since: Date | null }>()
