import type { Knex } from 'knex'
import type { CharterVersion } from '../../core/charters/text.ts'
import type { Snapshot } from '../../core/submissions/snapshot.ts'
import type { Database } from '../../db/client.ts'
import { sql, bound } from '../../db/sql.ts'

/** The charters of an organization that were approved here, the one in force first. */
export const chartersOf = async (knex: Knex, organizationId: string): Promise<readonly CharterVersion[]> => {
  const { rows } = await knex.raw<{ rows: CharterVersion[] }>(
    ...bound(sql`select n, sha256, effective_on as "from", clauses from organization_charter
      where organization_id = ${organizationId} order by n desc`),
  )
  return rows
}

/** Whether a charter of it was approved here. */
export const hasCharter = async (knex: Knex, organizationId: string): Promise<boolean> =>
  (await knex('organization_charter').where({ organization_id: organizationId }).first('n')) !== undefined

/** The charter that answers of a case were made of, as they say it; null where they rest on a paper. */
export const charterBehind = async (
  { knex }: Pick<Database, 'knex'>,
  caseFile: { readonly organization_id: string | null },
  base: string,
): Promise<CharterVersion['clauses']> => {
  if (caseFile.organization_id === null || base === '') return null
  const all = await chartersOf(knex, caseFile.organization_id)
  return all.find(({ n }) => String(n) === base)?.clauses ?? null
}

/** The articles that were submitted. */
export const articlesIn = ({ sections }: Pick<Snapshot, 'sections'>) =>
  (sections.find(({ page }) => page === 'articles')?.items ?? []).map(({ id, rows }) => ({
    id,
    values: Object.fromEntries(rows.map(({ field, value = '' }) => [field, value])),
  }))

/** The version that what was submitted says it was made of. */
export const baseIn = ({ sections }: Pick<Snapshot, 'sections'>): string =>
  sections.find(({ page }) => page === 'charter')?.rows.find(({ field }) => field === 'base')?.value ?? ''
