import { paths } from '../../web/paths.ts'
import type { OrganizationDetail } from '../organizations/queries.ts'

/** Where a page of an organization stands at the desk: 登记簿, the organization, and what is done there. */
export const frame = (
  organization: Pick<OrganizationDetail, 'name' | 'uscc'>,
  more: readonly { readonly text: string }[] = [],
) => ({
  breadcrumb: [
    { href: paths.staffOrganizations, text: '登记簿' },
    { href: paths.staffOrganization(organization.uscc), text: organization.name },
    ...more,
  ],
})
