import { ageOn } from '../../core/identity/resident-id.ts'
import { ID_TYPES, validateIdDocument, type IdType } from '../../core/identity/documents.ts'
import { validateEmail } from '../../core/identity/email.ts'
import { validateLoginName } from '../../core/identity/login-name.ts'
import { passwordFaults } from '../../core/identity/password.ts'
import { validateMobile } from '../../core/identity/phone.ts'
import type { Field, RawValues } from '../../core/forms/field.ts'
import { fields, readForm, validateFields } from '../../core/forms/page.ts'
import type { FieldErrors } from './form-view.ts'

/** 《隐私声明》: no accounts for children under fourteen (个人信息保护法 art. 31). */
const youngest = 14

export const personFields: readonly Field[] = fields(
  {
    name: 'name',
    label: '用户姓名',
    kind: 'personName',
    hint: '与证件上的姓名一致。可以是经办人，也可以是拟任法定代表人。',
  },
  {
    name: 'idType',
    label: '证件类型',
    kind: 'choice',
    options: Object.entries(ID_TYPES).map(([value, row]) => ({ value, text: row.label })),
  },
  {
    name: 'idNumber',
    label: '身份证号码',
    kind: 'idNumber',
    idTypeField: 'idType',
    hint: '填写所选证件的号码。一个证件号码只能注册一个账号。',
  },
  { name: 'email', label: '电子邮箱', kind: 'email' },
  { name: 'phone', label: '手机号', kind: 'phone', hint: '用于接收短信验证码和办理进度通知，请填写本人常用的号码。' },
)

/** What somebody wants to register with, checked and in its stored form. */
type Registration = {
  readonly loginName: string
  readonly loginKey: string
  readonly password: string
  readonly name: string
  readonly idType: IdType
  readonly idNumber: string
  readonly email: string
  readonly phone: string
}

export type ReadRegistration = {
  /** As typed, for the page; never a password. */
  readonly values: RawValues
  /** The password when it is acceptable and was confirmed, typed now or kept. */
  readonly password: string | undefined
  readonly errors: FieldErrors
  /** Present when there are no errors. */
  readonly registration: Registration | undefined
}

/** Reads the form without judging it: what a page shows again. */
export const typedValues = (body: Readonly<Record<string, string>>): RawValues => {
  const values = readForm(personFields, body)
  const known = values['idType'] !== undefined && Object.hasOwn(ID_TYPES, values['idType'])
  return {
    loginName: (body['loginName'] ?? '').trim().slice(0, 100),
    ...values,
    idType: known ? (values['idType'] ?? '') : '',
    agreement: body['agreement'] === 'yes' ? 'yes' : '',
  }
}

/**
 * Reads and checks the form. `kept` is the password that waits since a code was asked for; typing none means that one.
 * `today` is an ISO date. Captcha and code are checked elsewhere: they are used up by being looked at.
 */
export const readRegistration = (
  body: Readonly<Record<string, string>>,
  kept: string | undefined,
  today: string,
): ReadRegistration => {
  const values = typedValues(body)
  const errors: Record<string, string> = {}

  const loginName = validateLoginName(values['loginName'] ?? '')
  if (!values['loginName']) errors['loginName'] = '请填写用户账号'
  else if (!loginName.ok) errors['loginName'] = loginName.message

  const typed = body['password'] ?? ''
  const again = body['passwordAgain'] ?? ''
  const fromDraft = typed === '' && again === ''
  const chosen = fromDraft ? (kept ?? '') : typed
  let password: string | undefined
  if (chosen === '') errors['password'] = '请填写登录密码'
  else {
    const faults = passwordFaults(chosen, {
      loginName: values['loginName'],
      phone: values['phone'],
      idNumber: values['idNumber'],
    })
    if (faults.length > 0) errors['password'] = faults.map((fault) => fault.message).join('；')
    else if (!fromDraft && again === '') errors['passwordAgain'] = '请填写确认密码'
    else if (!fromDraft && again !== typed) errors['passwordAgain'] = '两次填写的密码不一致'
    else password = chosen
  }

  Object.assign(errors, validateFields(personFields, values, today))
  if (values['agreement'] !== 'yes') errors['agreement'] = '请阅读并勾选《用户协议》'

  const idType = values['idType'] as IdType
  const document = errors['idType'] ? undefined : validateIdDocument(idType, values['idNumber'] ?? '', today)
  if (document?.ok && document.birthDate !== undefined && ageOn(document.birthDate, today) < youngest)
    errors['idNumber'] = `本平台不向未满${youngest}周岁的未成年人提供注册服务`
  const email = validateEmail(values['email'] ?? '')
  const phone = validateMobile(values['phone'] ?? '')

  const faultless = Object.keys(errors).length === 0
  return {
    values,
    password,
    errors,
    registration:
      faultless && loginName.ok && document?.ok && email.ok && phone.ok && password !== undefined
        ? {
            loginName: loginName.value,
            loginKey: loginName.key,
            password,
            name: values['name'] ?? '',
            idType,
            idNumber: document.value,
            email: email.value,
            phone: phone.value,
          }
        : undefined,
  }
}
