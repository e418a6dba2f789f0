import type { Database } from '../../db/client.ts'
import { prepared, sql, type Sql } from '../../db/sql.ts'
import { paths } from '../../web/paths.ts'

/**
 * Organizations a person has founded, certificate in hand, that have no legal-person account yet (domain.md B-10): rows
 * of `UnitWithoutAccount`, also for a statement that asks for more.
 */
export const missingLegalAccountsOf = (accountId: string): Sql =>
  sql`select o.uscc, o.name, o.case_id as "caseId" from case_file a
    join organization o on o.case_id = a.id
    where a.account_id = ${accountId} and o.valid_from is not null and o.status = 'ACTIVE'
      and not exists (select 1 from legal_person l where l.uscc = o.uscc and l.released_at is null)
    order by o.established_on desc, o.id limit 5`

export type UnitWithoutAccount = { readonly uscc: string; readonly name: string; readonly caseId: string }
export type MissingLegalAccount = UnitWithoutAccount & { readonly href: string }

export const toLegalAccount = (row: UnitWithoutAccount): MissingLegalAccount => ({
  ...row,
  href: `${paths.registerLegal}?organization=${row.uscc}`,
})

export const missingLegalAccounts = async (
  db: Pick<Database, 'read'>,
  accountId: string,
): Promise<readonly MissingLegalAccount[]> =>
  (await db.read<UnitWithoutAccount>(...prepared('legal-accounts-missing', missingLegalAccountsOf(accountId)))).map(
    toLegalAccount,
  )
