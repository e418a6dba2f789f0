import { createHash } from 'node:crypto'
import { AppError } from '../../core/errors.ts'
import type { AuditContext } from '../../db/audit.ts'
import type { Deps } from '../../deps.ts'
import type { RateName } from '../../infra/limits.ts'
import { codeMinutes, type CodeAnswer, type CodePurpose } from '../../infra/sms-codes.ts'
import { queueSms } from '../messages/sms.ts'

/** What stands for a session in keys and subjects: never the id itself, which is a credential. */
export const sessionDigest = (sessionId: string): string => createHash('sha256').update(sessionId).digest('base64url')

export type CodeRequest = {
  readonly purpose: CodePurpose
  /** Whose code it is; a code for one subject is useless for another. */
  readonly subject: string
  /** Absent when nobody is there to get it, and that must not be told: all the rest happens alike. */
  readonly phone: string | undefined
  /** Whose limits hold: those of the number (see ownCount for who need not stand behind strangers). */
  readonly phoneIndex: string
  /**
   * Another subject whose limits hold too without anybody being told: when it has none left nothing is sent, and the
   * answer is the same.
   */
  readonly quietIndex?: string | undefined
  /** Counted against the daily number of an address; absent for staff, who share one office's address, and in known browsers. */
  readonly network?: string | undefined
  readonly chain: string
}

/**
 * Counts apart for those who are known to belong to a number, because they are logged in or were in this browser: whoever
 * only knows it asks for its codes of the day, and must not shut its holder out of logging in and recovering by them.
 */
export const ownCount = (phoneIndex: string): string => `own.${phoneIndex}`

const useOrSay = async (
  deps: Deps,
  name: RateName,
  subject: string,
  sentence: (seconds: number) => string,
): Promise<void> => {
  try {
    await deps.limits.use(name, subject)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'TOO_MANY') throw error
    const seconds = error.retryAfterSeconds ?? 60
    throw new AppError('TOO_MANY', sentence(seconds), seconds)
  }
}

/** Counts a message of a number whose limits may not be told; false when it has none left. */
const useQuietly = async (deps: Deps, subject: string): Promise<boolean> =>
  (await deps.limits.isWithin('sms-interval', subject)) && (await deps.limits.isWithin('sms-number-day', subject))

/** What a person is told whose code the whole portal has no room for; it is not their doing. */
const brakeSentences = {
  minute: (seconds: number) => `现在获取短信验证码的人较多，请${seconds}秒后再获取，填写的内容不会丢失`,
  day: (seconds: number, purpose: CodePurpose) =>
    `今天本平台的短信验证码已经发完，请${Math.ceil(seconds / 3600)}小时后再获取；${purpose === 'staff-login' ? '已绑定动态验证码应用的，请填写应用显示的数字，没有绑定的请联系本单位系统管理员' : '急需办理的，请拨打页面底部的服务电话'}`,
} as const

/**
 * Makes a code and leaves it for the SMS job. Throws AppError TOO_MANY, with a sentence and the seconds to wait, when
 * the number or the address had enough of them (S5), or the whole portal.
 */
export const sendCode = async (deps: Deps, who: AuditContext, request: CodeRequest): Promise<void> => {
  const { network, phoneIndex } = request
  // The address first: one that has none left must not keep somebody else's number waiting.
  if (network !== undefined)
    await useOrSay(deps, 'sms-address-day', network, () => '当前网络今天获取短信验证码的次数已达上限，请明天再试')
  try {
    await useOrSay(deps, 'sms-interval', phoneIndex, (seconds) => `短信验证码发送过于频繁，请${seconds}秒后再获取`)
    await useOrSay(deps, 'sms-number-day', phoneIndex, () => '该手机号今天获取短信验证码的次数已达上限，请明天再试')
    const braked = await deps.smsBrake.use(request.purpose, network === undefined)
    if (braked) {
      for (const name of ['sms-interval', 'sms-number-day'] as const) await deps.limits.giveBack(name, phoneIndex)
      throw new AppError('TOO_MANY', brakeSentences[braked.window](braked.seconds, request.purpose), braked.seconds)
    }
  } catch (error) {
    if (network !== undefined) await deps.limits.giveBack('sms-address-day', network)
    throw error
  }
  const code = await deps.smsCodes.create(request.purpose, request.subject)
  const { quietIndex } = request
  const phone = quietIndex === undefined || (await useQuietly(deps, quietIndex)) ? request.phone : undefined
  await deps.command(who, async (tx) => {
    if (phone !== undefined)
      await queueSms(tx, deps, {
        phone,
        template: 'code',
        facts: { code, purpose: request.purpose, minutes: codeMinutes },
        expiresAt: new Date(tx.now.getTime() + codeMinutes * 60_000),
        topic: `code ${request.purpose} ${request.subject}`,
      })
    tx.audit({
      chain: request.chain,
      action: 'sms-requested',
      objectKind: 'sms',
      details: { purpose: request.purpose },
    })
  })
}

/** What a code that was not right means to the person. */
export const codeFaults = {
  wrong: '短信验证码不正确，请核对后重新填写',
  dead: '短信验证码错误次数过多，已失效，请重新获取',
  gone: '短信验证码已失效，请重新获取',
} as const satisfies Record<Exclude<CodeAnswer, 'right'>, string>
