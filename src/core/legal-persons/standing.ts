import { verifiedLevel } from '../matters/real-name.ts'
import { isSamePersonName } from './unit-name.ts'

/** What account, window and register say of an account that has an organization's code. */
export type UnitAccount = {
  /** Somebody else has proved to hold the code, or the account was closed. */
  readonly released: boolean
  readonly level: number
  readonly certificate: 'WAITING' | 'PASSED' | 'RETURNED'
  /** 法定代表人 as the account has it, and as the register has it now. */
  readonly representative: string
  readonly registered: string
  /** The register knows no other document of whoever it names. */
  readonly sameDocument: boolean
}

/**
 * How an account stands to its organization: it speaks for it, or it only claims to (unverified), its certificate was
 * not passed, its representative has left, or the code is somebody else's.
 */
type AccountStanding = 'speaks' | 'claims' | 'unseen' | 'left' | 'released'

/** Whether the account's representative is whom the register names. */
export const isRepresentative = (unit: Pick<UnitAccount, 'representative' | 'registered' | 'sameDocument'>): boolean =>
  isSamePersonName(unit.representative, unit.registered) && unit.sameDocument

export const accountStanding = (unit: UnitAccount): AccountStanding => {
  if (unit.released) return 'released'
  if (unit.level < verifiedLevel) return 'claims'
  if (unit.certificate !== 'PASSED') return 'unseen'
  return isRepresentative(unit) ? 'speaks' : 'left'
}

/** Why an organization may do nothing yet: the window has not passed the picture of its certificate. */
export const certificateHold = {
  WAITING: '登记证书图片还在由登记机关窗口核对，核对通过以后才能办理事项。结果会用短信和站内消息通知您。',
  RETURNED: '登记证书图片被登记机关窗口退回，请重新上传，核对通过以后才能办理事项。',
} as const

/** What a representative who left is told, on pages and when something is refused. */
export const leftTexts = {
  title: '法定代表人已经变更',
  text: ({ representative, registered }: Pick<UnitAccount, 'representative' | 'registered'>): string =>
    `登记的法定代表人是${registered}，本账号的法定代表人是${
      representative === registered ? `${representative}（证件号码不同）` : representative
    }。现在可以查看和填写，不能开始、提交、撤回事项，也不能委任经办人。请由${registered}重新办理法人注册，或者到窗口办理账号的“变更法定代表人”。填写的内容都保留，已委任的经办人可以继续办理。`,
} as const

/** What a change of the representative will mean for the organization's account, said while it may still appoint. */
export const beforeLeaving =
  '准予变更以后，本单位的法人账号不能再开始、提交、撤回事项，也不能委任经办人，要等新法定代表人重新办理法人注册。这以前有事项要办的，请现在委任经办人：已委任的经办人可以继续办理。'

/** Why an account may not act for its organization now; undefined when it may. */
export const hindranceOf = (unit: UnitAccount): string | undefined => {
  switch (accountStanding(unit)) {
    case 'speaks':
      return undefined
    case 'claims':
      return '代表本单位办理以前，法人账号要先实名认证。'
    case 'unseen':
      return unit.certificate === 'PASSED' ? undefined : certificateHold[unit.certificate]
    case 'left':
      return leftTexts.text(unit)
    case 'released':
      return '这个统一社会信用代码已由通过实名认证的账号使用，本账号不能再代表这个单位。'
  }
}
