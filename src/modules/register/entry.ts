import type { Knex } from 'knex'
import type { OrgType } from '../../core/org-types.ts'
import type { RegisterEntry } from '../../core/register/changes.ts'
import type { RegisterItem } from '../../core/register/items.ts'
import { isRegistered, REGISTER_STATUSES, type RegisterStatus } from '../../core/register/statuses.ts'

export type OrganizationRow = {
  id: string
  uscc: string
  type: OrgType
  authority_id: number
  /** The case that founded it; none for those entered before the portal. */
  case_id: string | null
  name: string
  legal_representative: string
  purpose: string
  business_scope: string
  certificate_scope: string
  activity_area: string
  domicile: string
  foundation_kind: string
  fund_ten_thousands: string
  supervisory_unit: string | null
  contributors: string
  charity: string
  status: RegisterStatus
  status_since: string
  established_on: string
  valid_from: string | null
  valid_to: string | null
}

/** The column of each item. */
export const itemColumns = {
  name: 'name',
  domicile: 'domicile',
  foundationKind: 'foundation_kind',
  purpose: 'purpose',
  businessScope: 'business_scope',
  certificateScope: 'certificate_scope',
  activityArea: 'activity_area',
  legalRepresentative: 'legal_representative',
  fund: 'fund_ten_thousands',
  supervisoryUnit: 'supervisory_unit',
  contributors: 'contributors',
  charity: 'charity',
} as const satisfies Record<RegisterItem, keyof OrganizationRow>

/** The same read inside a statement: JSON of the items of an organization, by the alias of its row. */
export const itemsJson = (alias: string): string =>
  `json_build_object(${Object.entries(itemColumns)
    .map(([item, column]) => `'${item}', coalesce(${alias}.${column}::text, '')`)
    .join(', ')})`

/** What the register says, as rules and changes read it. */
export const entryOf = (row: OrganizationRow): RegisterEntry => ({
  status: row.status,
  items: {
    name: row.name,
    domicile: row.domicile,
    foundationKind: row.foundation_kind,
    purpose: row.purpose,
    businessScope: row.business_scope,
    certificateScope: row.certificate_scope,
    activityArea: row.activity_area,
    legalRepresentative: row.legal_representative,
    fund: row.fund_ten_thousands,
    supervisoryUnit: row.supervisory_unit ?? '',
    contributors: row.contributors,
    charity: row.charity,
  },
})

/** The organization of a case: the one it is about, or the one it founded. Locked when a transaction asks. */
export const organizationOf = async (
  knex: Knex,
  caseFile: { readonly id: string; readonly organization_id: string | null },
  lock: 'for update' | 'plain' = 'plain',
): Promise<OrganizationRow | undefined> => {
  const found = knex<OrganizationRow>('organization')
    .where(caseFile.organization_id ? { id: caseFile.organization_id } : { case_id: caseFile.id })
    .first()
  return lock === 'for update' ? found.forUpdate() : found
}

/** Where an organization stood before its status last changed, as the ledger has it. */
export const statusBefore = async (knex: Knex, organizationId: string): Promise<RegisterStatus | undefined> =>
  (
    await knex('organization_change')
      .where({ organization_id: organizationId, kind: 'status' })
      .orderBy('id', 'desc')
      .first<{ before: RegisterStatus } | undefined>('before')
  )?.before

/** The statuses of what is in the register still, as a list of SQL. */
export const registeredInSql = `(${REGISTER_STATUSES.filter(isRegistered)
  .map((status) => `'${status}'`)
  .join(', ')})`
