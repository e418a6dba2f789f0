import { ID_TYPE_OPTIONS, validateIdDocument, type IdType } from '../../core/identity/documents.ts'
import { validateLoginName } from '../../core/identity/login-name.ts'
import { newPasswordFaults } from '../../core/identity/password.ts'
import { validateMobile } from '../../core/identity/phone.ts'
import { fields, readForm, validateFields } from '../../core/forms/page.ts'
import type { Field, RawValues } from '../../core/forms/field.ts'
import { readCertificateCode, type CertificateCode } from '../../core/legal-persons/code.ts'
import {
  isCivilAffairs,
  isLegalPersonType,
  legalPersonTypes,
  type LegalPersonType,
} from '../../core/legal-persons/types.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import type { Certificate, LegalDraft, Secret } from './draft.ts'

/** The choice of an authority that is not in the list. */
const otherAuthority = 'OTHER'

/** The questions of the form, in order; `authorities` are the names that can be chosen. */
export const unitFields = (authorities: readonly string[]): readonly Field[] =>
  fields(
    {
      name: 'type',
      label: '法人类型',
      kind: 'choice',
      options: Object.entries(legalPersonTypes).map(([value, { label }]) => ({ value, text: label })),
    },
    { name: 'name', label: '社团组织名称', kind: 'text', min: 2, max: 100 },
    { name: 'uscc', label: '统一社会信用代码', kind: 'text', max: 60 },
    { name: 'representativeName', label: '法定代表人姓名', kind: 'personName' },
    {
      name: 'idType',
      label: '法定代表人证件类型',
      kind: 'choice',
      options: ID_TYPE_OPTIONS,
    },
    { name: 'idNumber', label: '法定代表人身份证号码', kind: 'idNumber', idTypeField: 'idType' },
    { name: 'phone', label: '法定代表人手机号', kind: 'phone' },
    { name: 'handlerName', label: '经办人姓名', kind: 'personName' },
    { name: 'handlerIdNumber', label: '经办人身份证号码', kind: 'idNumber' },
    { name: 'handlerPhone', label: '经办人手机号', kind: 'phone' },
    {
      name: 'authority',
      label: '登记机关',
      kind: 'choice',
      options: [
        ...authorities.map((name) => ({ value: name, text: name })),
        { value: otherAuthority, text: '其他机关（在下一栏填写名称）' },
      ],
    },
    {
      name: 'authorityName',
      label: '其他机关名称',
      kind: 'text',
      max: 50,
      when: { field: 'authority', is: [otherAuthority] },
    },
  )

/** What a legal person wants to register with, checked and in its stored form. */
export type LegalRegistration = {
  readonly loginName: string
  readonly loginKey: string
  readonly type: LegalPersonType
  readonly name: string
  readonly code: CertificateCode
  readonly representativeName: string
  readonly idType: IdType
  readonly idNumber: string
  readonly phone: string
  readonly handlerName: string
  readonly handlerIdNumber: string
  readonly handlerPhone: string
  readonly authority: string
  readonly certificate: Certificate
}

/** A password in clear that was just accepted, or one that was hashed before. */
type ChosenPassword = { readonly clear: string } | { readonly secret: Secret }

export type ReadLegalForm = {
  /** As typed, for the page; never a password. */
  readonly values: RawValues
  readonly password: ChosenPassword | undefined
  readonly errors: FieldErrors
  /** Present when there are no errors. */
  readonly registration: LegalRegistration | undefined
}

type Body = Readonly<Record<string, string>>

/** Reads the form without judging it: what a page shows again. */
export const typedValues = (list: readonly Field[], body: Body): RawValues => {
  const values = readForm(list, body)
  const known = (name: string): string =>
    list.find((field) => field.name === name)?.options?.some(({ value }) => value === values[name])
      ? (values[name] ?? '')
      : ''
  return {
    loginName: (body['loginName'] ?? '').trim().slice(0, 100),
    ...values,
    type: known('type'),
    idType: known('idType'),
    authority: known('authority'),
    agreement: body['agreement'] === 'yes' ? 'yes' : '',
  }
}

type Kept = Pick<LegalDraft, 'password' | 'secret'>

type PasswordAnswer = { readonly password?: ChosenPassword; readonly errors: FieldErrors }

/** Chosen now, typed before the code was asked for, or hashed by an earlier try with the same data. */
export const readPassword = (body: Body, values: RawValues, kept: Kept): PasswordAnswer => {
  const typed = body['password'] ?? ''
  const again = body['passwordAgain'] ?? ''
  const nothingTyped = typed === '' && again === ''
  const owner = { loginName: values['loginName'], phone: values['phone'], idNumber: values['idNumber'] }
  const { secret } = kept
  if (nothingTyped && secret) {
    const same =
      secret.loginName === owner.loginName && secret.phone === owner.phone && secret.idNumber === owner.idNumber
    if (same) return { password: { secret }, errors: {} }
    if (kept.password === undefined)
      return { errors: { password: '用户账号、手机号或证件号码已更改，请重新填写登录密码' } }
  }
  const waits = nothingTyped ? kept.password : undefined
  const chosen = waits === undefined ? { password: typed, again } : { password: waits, again: waits }
  const errors = newPasswordFaults(chosen, owner, { password: '登录密码', again: '确认密码' })
  return Object.keys(errors).length > 0 ? { errors } : { password: { clear: chosen.password }, errors }
}

const chineseName = /^[\p{Script=Han}（）()]{2,50}$/u

const authorityFault = (values: RawValues): FieldErrors => {
  const type = values['type'] ?? ''
  if (values['authority'] !== otherAuthority) return {}
  if (isLegalPersonType(type) && isCivilAffairs(type))
    return { authority: '社会组织的登记机关请从列表中选择，与登记证书上的发证机关一致' }
  const name = values['authorityName'] ?? ''
  return name !== '' && !chineseName.test(name) ? { authorityName: '机关名称只能用汉字填写，请与证照上的名称一致' } : {}
}

/**
 * Reads and checks the form. `kept` is what waits since an earlier step: password and file. `today` is an ISO date.
 * Captcha and code are checked elsewhere: they are used up by being looked at.
 */
export const readLegalForm = (
  list: readonly Field[],
  body: Body,
  kept: Kept & Pick<LegalDraft, 'certificate'>,
  today: string,
): ReadLegalForm => {
  const values = typedValues(list, body)
  const loginName = validateLoginName(values['loginName'] ?? '')
  const chosen = readPassword(body, values, kept)
  const type = values['type'] ?? ''
  const code = isLegalPersonType(type) ? readCertificateCode(values['uscc'] ?? '', type) : undefined
  const errors: Record<string, string> = {
    ...(values['loginName'] ? (loginName.ok ? {} : { loginName: loginName.message }) : { loginName: '请填写用户账号' }),
    ...chosen.errors,
    ...(code && !code.ok ? { [code.about]: code.message } : {}),
    ...validateFields(list, values, today),
    ...authorityFault(values),
    ...(kept.certificate ? {} : { certificate: '请上传法人证书图片' }),
    ...(values['agreement'] === 'yes' ? {} : { agreement: '请阅读并勾选《用户协议》' }),
  }
  const idType = values['idType'] as IdType
  const document = errors['idType'] ? undefined : validateIdDocument(idType, values['idNumber'] ?? '', today)
  const handler = validateIdDocument('RESIDENT_ID', values['handlerIdNumber'] ?? '', today)
  const phone = validateMobile(values['phone'] ?? '')
  const handlerPhone = validateMobile(values['handlerPhone'] ?? '')
  const registration =
    Object.keys(errors).length === 0 &&
    loginName.ok &&
    isLegalPersonType(type) &&
    code?.ok &&
    document?.ok &&
    handler.ok &&
    phone.ok &&
    handlerPhone.ok &&
    kept.certificate
      ? {
          loginName: loginName.value,
          loginKey: loginName.key,
          type,
          name: values['name'] ?? '',
          code,
          representativeName: values['representativeName'] ?? '',
          idType,
          idNumber: document.value,
          phone: phone.value,
          handlerName: values['handlerName'] ?? '',
          handlerIdNumber: handler.value,
          handlerPhone: handlerPhone.value,
          authority:
            values['authority'] === otherAuthority ? (values['authorityName'] ?? '') : (values['authority'] ?? ''),
          certificate: kept.certificate,
        }
      : undefined
  return { values, password: chosen.password, errors, registration }
}
