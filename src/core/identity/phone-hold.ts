/*
 * For a day after its phone was changed or its password was reset an account is held: whoever took it over by the one
 * or the other has no time to give away what is in it, and its holder has time to call.
 */

export const phoneHoldHours = 24

const hour = 3_600_000

/** Until when an account is held; undefined when it is not. */
export const heldUntil = (heldFrom: Date | null, now: Date): Date | undefined => {
  if (heldFrom === null) return undefined
  const until = new Date(heldFrom.getTime() + phoneHoldHours * hour)
  return until > now ? until : undefined
}

/** A hold that began before this instant is over. */
export const holdBegan = (now: Date): Date => new Date(now.getTime() - phoneHoldHours * hour)

/** Who put the present phone in the place of the one before. */
export type PhoneChanger = 'HOLDER' | 'COUNTER'

/**
 * What waits while the hold runs, as its page calls it: whatever gives away, ends or takes out what is in the account,
 * or makes it somebody else's. Everything else goes on, because it loses nothing: filling in and submitting, drafts put
 * into the recycle bin, declining and taking over what others offer, binding an old account, verification of the name
 * and number that stand there, a new password, ending other logins.
 */
export const heldActions = {
  phone: '修改手机号',
  email: '修改电子邮箱',
  identity: '更正姓名和证件号码',
  close: '注销账号',
  transfer: '移交办件',
  grant: '请他人一起办理',
  withdraw: '撤回申请',
  export: '下载我的数据',
} as const

export type HeldAction = keyof typeof heldActions

/** What is said of it. */
export const heldSentence = (action: HeldAction): string =>
  `刚刚重新设置过登录密码，或者刚刚修改过手机号的，${phoneHoldHours}小时内不能在网上${heldActions[action]}。`
