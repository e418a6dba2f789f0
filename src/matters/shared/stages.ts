import type { Limit, On } from '../../core/matters/define.ts'

// What stages of any family promise before and around a licence, and how it goes on the authority's side.

export const licenceLimits = {
  consent: { statutory: 20, committed: 20, basis: '登记管理机关与业务主管单位约定' },
  receipt: { statutory: 5, committed: 5, basis: '《行政许可法》第三十二条' },
} as const satisfies Readonly<Record<string, Limit>>

export const licenceFlow = ['窗口收件', '5个工作日内受理或者一次性告知补正', '初审', '复审', '终审，作出决定'] as const

/** From the decision to the certificate. */
export const certificateLimit = {
  statutory: 10,
  committed: 10,
  basis: '《行政许可法》第四十四条',
} as const satisfies Limit

/** No law sets a term for changing what an authority sent back before acceptance; without one it lies open for ever. */
export const revisionLimit = {
  statutory: 30,
  committed: 30,
  basis: '本平台设定，法律没有规定期限',
} as const satisfies Limit

/** Both papers of a certificate, as they are asked back. */
export const bothCopies = '原登记证书正本、副本'

/** 登记遗失: the certificate that cannot be brought back is void. */
export const lostCertificate = {
  changes: () => [{ kind: 'recovery', serial: null, lost: true }],
} as const satisfies On
