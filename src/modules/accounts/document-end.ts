import { normalizeCode } from '../../core/identity/checked.ts'
import { AppError } from '../../core/errors.ts'
import type { Deps } from '../../deps.ts'
import type { RateName } from '../../infra/limits.ts'
import { networkOf } from '../../web/address.ts'
import { tellAccount } from '../messages/account-notice.ts'
import type { RequestFacts } from '../../db/audit.ts'
import type { FieldView } from './form-view.ts'

/*
 * The end of the document number: what somebody who holds a phone is asked for beside its code, because a number is
 * soon given to somebody else. Of a legal person it is the representative's document. A second secret it is not, so the
 * tries of an account are counted together wherever it is asked, and those of a network too.
 */

export const documentEndLabel = '证件号码后四位'
const characters = 4

/** The question; `lastOfId` in forms. */
export const documentEndField = (
  value: string | undefined,
  more: { readonly error: string | undefined; readonly hint: string; readonly required: boolean },
): FieldView => ({
  kind: 'text',
  id: 'lastOfId',
  name: 'lastOfId',
  label: documentEndLabel,
  value: value ?? '',
  width: 'short',
  autocomplete: 'off',
  ...more,
})

export type DocumentEnd = 'right' | { readonly fault: string; readonly guessed: boolean }

/**
 * Tells the holder, once a day, that somebody has the phone and no tries left. Not by text message: it would go to them.
 */
const tellHolder = async (deps: Deps, request: RequestFacts, accountId: string): Promise<void> => {
  if (!(await deps.limits.isWithin('document-end-told', accountId))) return
  await deps.command({ actorKind: 'nobody', ...request }, async (tx) => {
    await tellAccount(tx, deps, {
      accountId,
      title: '有人多次填错您的证件号码后四位',
      body: '有人用您预留手机号收到的短信验证码登录或者找回密码，今天填错证件号码后四位的次数已达上限，没有成功。预留的手机号如果已经不是您在用的，请尽快带身份证件到窗口修改；是您本人填错的，请核对后明天再试。',
    })
    tx.audit({
      chain: 'platform',
      action: 'document-end-used-up',
      objectKind: 'account',
      objectId: accountId,
    })
  })
}

/** Whether the typed characters end the account's document number, X in either case; only wrong ones are counted. */
export const checkDocumentEnd = async (
  deps: Deps,
  account: { readonly id: string; readonly idNumber: string },
  request: RequestFacts,
  typed: string | undefined,
): Promise<DocumentEnd> => {
  if (!typed?.trim()) return { fault: `请填写${documentEndLabel}`, guessed: false }
  const counted: readonly (readonly [RateName, string, string])[] = [
    ['document-end-address', networkOf(request.ip), '当前网络填写错误的次数过多，请一小时后再试'],
    ['recover-account', account.id, `${documentEndLabel}今天错误次数过多，请明天再试，或者带身份证件到窗口办理`],
  ]
  const used: (readonly [RateName, string])[] = []
  const giveBack = async (): Promise<void> => {
    for (const [name, subject] of used) await deps.limits.giveBack(name, subject)
  }
  for (const [name, subject, fault] of counted)
    try {
      await deps.limits.use(name, subject)
      used.push([name, subject])
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'TOO_MANY') throw error
      await giveBack()
      return { fault, guessed: false }
    }
  if (normalizeCode(typed) !== account.idNumber.slice(-characters)) {
    if ((await deps.limits.left('recover-account', account.id)) < 1) await tellHolder(deps, request, account.id)
    return { fault: `${documentEndLabel}不正确，请核对后重新填写`, guessed: true }
  }
  await giveBack()
  return 'right'
}
