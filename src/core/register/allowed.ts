import { chineseDate } from '../documents/dates.ts'
import type { RegisterStatus } from './statuses.ts'

/** Families of matters an organization begins itself. */
export const FAMILIES = ['change', 'filing', 'certificate', 'charter', 'report', 'liquidation'] as const
export type OrganizationMatter = (typeof FAMILIES)[number]

/**
 * What each is called; all but the certificate stand in the hall (Shanxi guide). `several`: more than one of the same may
 * be under way, each about something else, which its own rules see to.
 */
export const families = {
  change: { text: '变更', title: '变更登记', inHall: true, several: true },
  filing: { text: '备案', title: '备案', inHall: true, several: false },
  certificate: { text: '证书', title: '登记证书补发、换发、延续', inHall: false, several: false },
  charter: { text: '章程核准', title: '章程核准', inHall: true, several: false },
  report: { text: '年报', title: '年度工作报告', inHall: true, several: true },
  liquidation: { text: '注销', title: '注销登记', inHall: true, several: false },
} as const satisfies Record<OrganizationMatter, object>

const suspended = (what: string): string => `本单位被限期停止活动，期满以后才能${what}。有疑问请联系登记管理机关。`
const liquidating = (what: string): string =>
  `本单位正在注销清算，清算期间不能${what}。不再注销的，请先在办件页面撤回注销。`
const revoked = (what: string): string => `本单位的登记证书已被吊销，不能${what}，只能清算并办理注销。`

const ended = (why: string) => (what: string) => `本单位${why}，不能再${what}。`
const deregistered = ended('已经注销')
const annulled = ended('的登记已被撤销')

/**
 * What may begin in each status: null where it may, else the reason and the way out. While an organization is
 * liquidated, nothing outside the liquidation is done (R250 art. 20, 民法典 art. 72); what is only ordered to stop still
 * reports and files what happened to it, and a revoked licence ends in 注销 (domain-2 K3).
 */
const byStatus = {
  ACTIVE: { change: null, filing: null, certificate: null, charter: null, report: null, liquidation: null },
  SUSPENDED: {
    change: suspended('办理变更'),
    filing: null,
    certificate: suspended('申请补发、换发证书'),
    charter: suspended('申请核准章程'),
    report: null,
    liquidation: null,
  },
  LIQUIDATING: {
    change: liquidating('办理变更'),
    filing: liquidating('办理备案'),
    certificate: liquidating('申请补发、换发证书'),
    charter: liquidating('申请核准章程'),
    report: null,
    liquidation: null,
  },
  DEREGISTERED: {
    change: deregistered('办理变更'),
    filing: deregistered('办理备案'),
    certificate: deregistered('申请补发、换发证书'),
    charter: deregistered('申请核准章程'),
    report: deregistered('报送年报'),
    liquidation: deregistered('办理注销'),
  },
  REVOKED: {
    change: annulled('办理变更'),
    filing: annulled('办理备案'),
    certificate: annulled('申请补发、换发证书'),
    charter: annulled('申请核准章程'),
    report: annulled('报送年报'),
    liquidation: annulled('办理注销'),
  },
  LICENCE_REVOKED: {
    change: revoked('办理变更'),
    filing: revoked('办理备案'),
    certificate: revoked('申请补发、换发证书'),
    charter: revoked('申请核准章程'),
    report: revoked('报送年报'),
    liquidation: null,
  },
} as const satisfies Record<RegisterStatus, Record<OrganizationMatter, string | null>>

/**
 * What stands in the way while it is under way, and whether a change that waits for its day does. A report never does,
 * late or not: what else an organization owes must not wait for it (domain-2 §24.1).
 */
const waitsFor = {
  // What waits for its day is one item; that the same is not changed twice is a rule's to say (under-way.ts).
  change: { open: ['liquidation'], planned: false },
  filing: { open: ['liquidation'], planned: false },
  certificate: { open: ['liquidation'], planned: false },
  charter: { open: ['liquidation'], planned: true },
  report: { open: [], planned: false },
  liquidation: { open: ['change', 'filing', 'certificate', 'charter'], planned: true },
} as const satisfies Record<
  OrganizationMatter,
  { readonly open: readonly OrganizationMatter[]; readonly planned: boolean }
>

/** A case of the organization that has not ended. */
type OpenMatter = {
  readonly code: string
  readonly title: string
  readonly family: OrganizationMatter
  /** Handed in, to be decided; a draft keeps nothing else from beginning, nor does what only asks for advice. */
  readonly binding: boolean
}

/** How an organization stands, as far as it decides what it may begin. */
export type Standing = {
  readonly status: RegisterStatus
  readonly open: readonly OpenMatter[]
  /** The day a decided change takes effect. */
  readonly plannedOn: string | undefined
}

/**
 * Why an organization may not begin a family of matters now, and the way out, in words; undefined when it may. The
 * same matter twice is asked of a matter, not of its family: see `begunAlready`.
 */
export const familyRefusal = (
  family: OrganizationMatter,
  { status, open, plannedOn }: Standing,
): string | undefined => {
  const reason: string | null = byStatus[status][family]
  if (reason !== null) return reason
  const { open: blocking, planned } = waitsFor[family]
  const before = open.find((one) => one.binding && blocking.some((blocked) => blocked === one.family))
  if (before)
    return before.family === 'liquidation'
      ? `已经提交${before.title}申请，办理期间不能办理别的事项。不再注销的，先撤回这件申请。`
      : `有未办结的${before.title}，办结或者撤回以后可以申请。`
  if (planned && plannedOn !== undefined)
    return `有一项准予的变更将于${chineseDate(plannedOn)}生效，生效以后可以申请；急需办理的，先在办件页面撤回那项变更，或者请登记管理机关撤回。`
  return undefined
}

/** Why a matter may not be begun once more: it is under way. */
export const begunAlready = (title: string): string =>
  `本单位已有正在办理的${title}，办结、撤回或者删除以后才能开始新的。`

/** Why another case of a matter that may be several at once is not begun: the one that was begun was not handed in. */
export const draftedAlready = (title: string): string => `您已有一件没有提交的${title}，请继续填写，或者先删除它。`
