import { maskBankAccount, maskEmail, maskIdNumber, maskPhone } from '../identity/mask.ts'
import type { FieldKind } from './field.ts'

const notPartOfMore = (pattern: string): RegExp => new RegExp(`(?<![0-9A-Za-z])(?:${pattern})(?![0-9A-Za-z])`, 'g')

/** Personal data by its shape, for texts in which anything may have been written; the longest shapes first. */
const shapes: readonly (readonly [RegExp, (text: string) => string])[] = [
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, maskEmail],
  [notPartOfMore('\\d{17}[\\dXx]|\\d{15}'), maskIdNumber],
  [
    notPartOfMore('\\d{12,32}|\\d{4}(?:[ -]\\d{4}){2,6}(?:[ -]\\d{1,4})?'),
    (text) => maskBankAccount(text.replaceAll(/\D/g, '')),
  ],
  [notPartOfMore('1[3-9]\\d{9}|0\\d{2,3}-\\d{7,8}'), maskPhone],
  [notPartOfMore('[A-Z]{1,2}\\d{7,10}'), maskIdNumber],
]

/** A text with every document number, phone, e-mail address and bank account in it masked. */
export const maskWithin = (text: string): string =>
  shapes.reduce((masked, [shape, mask]) => masked.replaceAll(shape, mask), text)

const asItIs = (text: string): string => text

/** How an answer of each kind looks to whoever has not given a reason to see it whole (个人信息保护法 art. 6). */
const masks = {
  text: maskWithin,
  textarea: maskWithin,
  integer: asItIs,
  decimal: asItIs,
  money: asItIs,
  date: asItIs,
  choice: asItIs,
  choices: asItIs,
  yesNo: asItIs,
  declaration: asItIs,
  phone: maskPhone,
  contactPhone: maskPhone,
  email: maskEmail,
  postcode: asItIs,
  personName: asItIs,
  orgName: asItIs,
  proposedName: asItIs,
  idNumber: maskIdNumber,
  uscc: asItIs,
  bankAccount: maskBankAccount,
  lookup: asItIs,
  registered: asItIs,
} as const satisfies Record<FieldKind, (text: string) => string>

const personalLabel = /证件号|身份证号|手机|电话|传真|邮箱|账号|卡号/

/**
 * An answer's readable text, masked as its kind asks. A question that is no longer asked has no kind any more: its
 * label and the shape of the text decide. Words such as 未填写 stay.
 */
export const maskAnswer = (kind: FieldKind | undefined, label: string, text: string): string => {
  if (!/[0-9A-Za-z]/.test(text)) return text
  if (kind !== undefined) return masks[kind](text)
  return personalLabel.test(label) ? maskIdNumber(text) : maskWithin(text)
}
