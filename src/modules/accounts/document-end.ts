import { normalizeCode } from '../../core/identity/checked.ts'
import { AppError } from '../../core/errors.ts'
import type { Deps } from '../../deps.ts'
import type { RateName } from '../../infra/limits.ts'
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

/** Whether the typed characters end the account's document number, X in either case; only wrong ones are counted. */
export const checkDocumentEnd = async (
  deps: Deps,
  account: { readonly id: string; readonly idNumber: string },
  network: string,
  typed: string | undefined,
): Promise<DocumentEnd> => {
  if (!typed?.trim()) return { fault: `请填写${documentEndLabel}`, guessed: false }
  const counted: readonly (readonly [RateName, string, string])[] = [
    ['document-end-address', network, '当前网络填写错误的次数过多，请一小时后再试'],
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
  if (normalizeCode(typed) !== account.idNumber.slice(-characters))
    return { fault: `${documentEndLabel}不正确，请核对后重新填写`, guessed: true }
  await giveBack()
  return 'right'
}
