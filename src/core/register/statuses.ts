/** Where an organization stands in the register (domain.md §5.7, with 吊销 of the 2026 regulation: domain-2 K3). */
export const REGISTER_STATUSES = [
  'ACTIVE',
  'SUSPENDED',
  'LIQUIDATING',
  'DEREGISTERED',
  'REVOKED',
  'LICENCE_REVOKED',
] as const
export type RegisterStatus = (typeof REGISTER_STATUSES)[number]

type StatusFacts = {
  readonly text: string
  readonly tone: 'success' | 'warning' | 'neutral' | 'danger'
  /** What it may become next. */
  readonly next: readonly RegisterStatus[]
}

/** What the register says, and what may follow. */
export const registerStatuses = {
  ACTIVE: { text: '正常', tone: 'success', next: ['SUSPENDED', 'LIQUIDATING', 'REVOKED', 'LICENCE_REVOKED'] },
  SUSPENDED: { text: '限期停止活动', tone: 'warning', next: ['ACTIVE', 'LIQUIDATING', 'REVOKED', 'LICENCE_REVOKED'] },
  // A liquidation that is given up leads back; one that is finished ends in 注销.
  LIQUIDATING: { text: '注销清算中', tone: 'warning', next: ['ACTIVE', 'DEREGISTERED', 'REVOKED', 'LICENCE_REVOKED'] },
  DEREGISTERED: { text: '已注销', tone: 'neutral', next: [] },
  REVOKED: { text: '已撤销登记', tone: 'danger', next: [] },
  // 吊销 ends activity, not the duty to liquidate and deregister.
  LICENCE_REVOKED: { text: '已吊销登记证书', tone: 'danger', next: ['DEREGISTERED'] },
} as const satisfies Record<RegisterStatus, StatusFacts>
