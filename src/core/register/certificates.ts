import { chineseDate } from '../documents/dates.ts'
import { fields } from '../forms/page.ts'
import type { CertificateReason } from './changes.ts'
import { registerStatuses, type RegisterStatus } from './statuses.ts'
import { lastDayOfMonths } from '../workflow/calendar.ts'

/** What becomes of a certificate (domain.md, certStatus). */
export type CertificateStatus = 'MADE' | 'VALID' | 'REPLACED' | 'RECALLED' | 'LOST' | 'RECOVERED' | 'CANCELLED'

export const certificateStatuses = {
  MADE: { text: '已制作，尚未发证', tone: 'warning' },
  VALID: { text: '有效', tone: 'success' },
  REPLACED: { text: '已换发', tone: 'neutral' },
  RECALLED: { text: '已收缴，已换发', tone: 'neutral' },
  LOST: { text: '遗失作废', tone: 'danger' },
  RECOVERED: { text: '已收缴', tone: 'warning' },
  CANCELLED: { text: '未发证，已作废', tone: 'danger' },
} as const satisfies Record<CertificateStatus, { readonly text: string; readonly tone: string }>

/** A certificate is two papers with one number. */
export type CertificateCopy = 'ORIGINAL' | 'DUPLICATE'
export const certificateCopies = {
  ORIGINAL: { text: '正本', other: '副本' },
  DUPLICATE: { text: '副本', other: '正本' },
} as const satisfies Record<CertificateCopy, { readonly text: string; readonly other: string }>

/** Of a certificate that nothing ended but its own last day. */
export const ranOut = { text: '有效期限已届满', tone: 'warning' } as const

/** What became of a certificate by a day; of its copies, where only one was lost and the other came back. */
export const certificateTag = (
  {
    status,
    lostCopy,
    validTo,
  }: { readonly status: CertificateStatus; readonly lostCopy: CertificateCopy | null; readonly validTo: string },
  today: string,
): { readonly text: string; readonly tone: string } => {
  const tag = certificateStatuses[status]
  if (status === 'VALID' && validTo < today) return ranOut
  if (status !== 'LOST' || lostCopy === null) return tag
  const { text, other } = certificateCopies[lostCopy]
  return { ...tag, text: `${text}${tag.text}，${other}${certificateStatuses.RECOVERED.text}` }
}

/** Whether it was ever in force: what was made and not handed out counts for nothing. */
export const wasIssued = (status: CertificateStatus): boolean => status !== 'MADE' && status !== 'CANCELLED'

/** What becomes of the certificate before, by why a new one is made. */
export const endOfEarlier = {
  FIRST: 'REPLACED',
  CHANGE: 'REPLACED',
  MISPRINT: 'RECALLED',
  DAMAGE: 'REPLACED',
  LOSS: 'LOST',
  EXTENSION: 'REPLACED',
} as const satisfies Record<CertificateReason, CertificateStatus>

export const certificateReasons = {
  FIRST: '初次发证',
  CHANGE: '变更换证',
  MISPRINT: '印制有误换证',
  DAMAGE: '损毁换证',
  LOSS: '遗失补证',
  EXTENSION: '到期换证',
} as const satisfies Record<CertificateReason, string>

/** What the certificate desk begins by itself. */
export const certificateActs = {
  recover: { text: '收回证书', reasons: [] },
  exchange: { text: '换发证书', reasons: ['MISPRINT', 'DAMAGE', 'EXTENSION'] },
  reissue: { text: '补发证书', reasons: ['LOSS'] },
} as const satisfies Record<string, { readonly text: string; readonly reasons: readonly CertificateReason[] }>
export type CertificateAct = keyof typeof certificateActs

/** The certificate an organization got last. */
export type LastCertificate = {
  readonly serial: number
  readonly status: CertificateStatus
  readonly from: string
  readonly to: string
}

/** Why the desk may not do this now, in words; nothing when it may. */
export const certificateRefusal = (
  act: CertificateAct,
  status: RegisterStatus,
  last: LastCertificate | undefined,
): string | undefined => {
  if (act === 'recover') return last?.status === 'VALID' ? undefined : '没有使用中的登记证书可以收回'
  if (status !== 'ACTIVE') return `登记状态是“${registerStatuses[status].text}”，不能${certificateActs[act].text}`
  if (act === 'reissue' && last && last.status !== 'VALID')
    return '最近一份登记证书已由本机关收缴，没有遗失，请办理换发'
  return undefined
}

/**
 * From when to when (ISO days) the new certificate is good: as long as the one before, unless it extends it, or that was
 * none or has run out.
 */
export const certificateTerm = (
  reason: CertificateReason,
  last: { readonly from: string; readonly to: string } | undefined,
  today: string,
  months: number,
): { readonly from: string; readonly to: string } =>
  last && last.to >= today && reason !== 'EXTENSION'
    ? { from: last.from, to: last.to }
    : { from: today, to: lastDayOfMonths(today, months) }

/** Where and when a loss was made known, which makes the certificate void. */
export const lossFields = fields(
  {
    name: 'noticePaper',
    label: '刊登遗失声明的报纸',
    kind: 'text',
    max: 50,
    hint: '报纸名称，不写书名号',
    example: '山西日报',
  },
  { name: 'noticeOn', label: '遗失声明见报日期', kind: 'date', noLaterThanToday: true, example: '2026-11-10' },
)

/** What is wrong with the day a loss was made known: before the certificate in force there was nothing of it to lose. */
export const noticeFault = (noticeOn: string, certificateFrom: string | null | undefined): string | undefined =>
  noticeOn !== '' && certificateFrom && noticeOn < certificateFrom
    ? `遗失声明见报日期不能早于现在这份证书的有效期起始日（${chineseDate(certificateFrom)}）`
    : undefined
