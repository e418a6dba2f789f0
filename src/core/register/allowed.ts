import type { RegisterStatus } from './statuses.ts'

/** Families of matters an organization begins itself. */
export type OrganizationMatter = 'change'

/**
 * What an organization may begin in each status: null when it may, else the reason and the way out, in words
 * (R250 art. 20: while it is liquidated, nothing outside the liquidation).
 */
export const allowedMatters = {
  ACTIVE: { change: null },
  SUSPENDED: { change: '本单位被限期停止活动，期满以后才能办理变更。有疑问请联系登记管理机关。' },
  LIQUIDATING: { change: '本单位正在注销清算，清算期间不能办理变更。不再注销的，请先向登记管理机关撤回注销。' },
  DEREGISTERED: { change: '本单位已经注销，不能再办理变更。' },
  REVOKED: { change: '本单位的登记已被撤销，不能再办理变更。' },
  LICENCE_REVOKED: { change: '本单位的登记证书已被吊销，不能办理变更，只能清算并办理注销。' },
} as const satisfies Record<RegisterStatus, Record<OrganizationMatter, string | null>>
