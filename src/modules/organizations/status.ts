/** Where a registered organization stands in the register. */
export type OrganizationStatus = 'ACTIVE' | 'DEREGISTERED' | 'REVOKED'

type Words = { readonly text: string; readonly tone: 'success' | 'neutral' | 'danger' }

/** What the public register says. */
export const organizationStatuses = {
  ACTIVE: { text: '正常', tone: 'success' },
  DEREGISTERED: { text: '已注销', tone: 'neutral' },
  REVOKED: { text: '已撤销登记', tone: 'danger' },
} as const satisfies Record<OrganizationStatus, Words>
