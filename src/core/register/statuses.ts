import type { NameHolderStatus } from '../names/types.ts'

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
  /**
   * What its name is to whoever asks for it (社会组织名称管理办法 art. 16). Three years' closing is for what was
   * revoked (撤销); a revoked licence ends activity, and the name stays the organization's until it is deregistered.
   */
  readonly name: NameHolderStatus
}

/** What the register says, and what may follow. */
export const registerStatuses = {
  ACTIVE: {
    text: '正常',
    tone: 'success',
    next: ['SUSPENDED', 'LIQUIDATING', 'REVOKED', 'LICENCE_REVOKED'],
    name: 'REGISTERED',
  },
  SUSPENDED: {
    text: '限期停止活动',
    tone: 'warning',
    next: ['ACTIVE', 'LIQUIDATING', 'REVOKED', 'LICENCE_REVOKED'],
    name: 'REGISTERED',
  },
  // A liquidation that is given up leads back; one that is finished ends in 注销.
  LIQUIDATING: {
    text: '注销清算中',
    tone: 'warning',
    next: ['ACTIVE', 'SUSPENDED', 'DEREGISTERED', 'REVOKED', 'LICENCE_REVOKED'],
    name: 'REGISTERED',
  },
  DEREGISTERED: {
    text: '已注销',
    tone: 'neutral',
    next: [],
    name: 'DEREGISTERED',
  },
  REVOKED: {
    text: '已撤销登记',
    tone: 'danger',
    next: [],
    name: 'REVOKED',
  },
  // 吊销 ends activity, not the duty to liquidate and deregister.
  LICENCE_REVOKED: {
    text: '已吊销登记证书',
    tone: 'danger',
    next: ['DEREGISTERED'],
    name: 'REGISTERED',
  },
} as const satisfies Record<RegisterStatus, StatusFacts>

/** Whether it is in the register still: it keeps its name, its people their posts, and it may log in. */
export const isRegistered = (status: RegisterStatus): boolean => registerStatuses[status].name === 'REGISTERED'
