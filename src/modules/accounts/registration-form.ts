import { ID_TYPE_OPTIONS, ID_TYPES, validateIdDocument, type IdType } from '../../core/identity/documents.ts'
import { validateEmail } from '../../core/identity/email.ts'
import { validateLoginName } from '../../core/identity/login-name.ts'
import { isTooYoung, youngestAge } from '../../core/identity/minimum-age.ts'
import { newPasswordFaults } from '../../core/identity/password.ts'
import { validateMobile } from '../../core/identity/phone.ts'
import { validateUscc } from '../../core/identity/uscc.ts'
import type { Field, RawValues } from '../../core/forms/field.ts'
import { fields, readForm, validateFields } from '../../core/forms/page.ts'
import type { PersonalSubtype, Site } from '../../sites/define.ts'
import type { FieldErrors } from '../../core/forms/page.ts'

/** The two kinds of a natural person's registration, in the words of the Liaoning guide. */
const subtypes = {
  NATURAL: { text: '自然人', hint: '一般情况选这一项，由发起人或者经办人本人注册。' },
  SELF_EMPLOYED: {
    text: '个体自然人（个体工商户）',
    hint: '由企业单位或者个体工商户发起成立的，可以选这一项，需要填写发起单位营业执照上的代码。',
  },
} as const satisfies Record<PersonalSubtype, { readonly text: string; readonly hint: string }>

const isSubtype = (text: string | undefined): text is PersonalSubtype =>
  text !== undefined && Object.hasOwn(subtypes, text)

/** First character of codes given by market regulation departments (市场监管), which issue business licences. */
const marketRegulation = '9'

type SiteWords = Pick<Site, 'personalSubtypes'>

/** Asked only where a site has both kinds of registration. */
const subtypeFields = (site: SiteWords): readonly Field[] =>
  site.personalSubtypes.length < 2
    ? []
    : fields(
        {
          name: 'personalSubtype',
          label: '注册类型',
          kind: 'choice',
          options: site.personalSubtypes.map((value) => ({ value, ...subtypes[value] })),
          hint: '两种都可以申请成立社会组织。没有特殊情况的，选“自然人”。',
        },
        {
          name: 'sponsorUscc',
          label: '发起单位统一社会信用代码',
          kind: 'uscc',
          hint: '发起单位营业执照上的18位代码。',
          when: { field: 'personalSubtype', is: ['SELF_EMPLOYED'] },
        },
      )

/** Who somebody is, as asked at registration and when it is corrected. */
export const identityFields: readonly Field[] = fields(
  {
    name: 'name',
    label: '用户姓名',
    kind: 'personName',
    hint: '与证件上的姓名一致。姓名、证件和手机号可以是办事人员的，也可以是拟任法定代表人的。',
  },
  {
    name: 'idType',
    label: '证件类型',
    kind: 'choice',
    options: ID_TYPE_OPTIONS,
  },
  {
    name: 'idNumber',
    label: '身份证号码',
    kind: 'idNumber',
    idTypeField: 'idType',
    hint: '填写所选证件的号码。实名认证以后，一个证件号码只能有一个账号。',
  },
)

/** Whether somebody is who may hold an account, and in which form that is stored. `today` is an ISO date. */
export const readIdentity = (
  values: RawValues,
  today: string,
): {
  readonly errors: FieldErrors
  readonly document: { readonly name: string; readonly idType: IdType; readonly idNumber: string } | undefined
} => {
  const errors: Record<string, string> = { ...validateFields(identityFields, values, today) }
  const idType = values['idType'] as IdType
  const document = errors['idType'] ? undefined : validateIdDocument(idType, values['idNumber'] ?? '', today)
  if (document?.ok && isTooYoung(document, today))
    errors['idNumber'] = `本平台不向未满${youngestAge}周岁的未成年人提供注册服务`
  return {
    errors,
    document:
      document?.ok && Object.keys(errors).length === 0
        ? { name: values['name'] ?? '', idType, idNumber: document.value }
        : undefined,
  }
}

/** Who registers: the fields between the password and the codes. */
export const personFields = (site: SiteWords): readonly Field[] => [
  ...subtypeFields(site),
  ...identityFields,
  ...fields(
    { name: 'email', label: '电子邮箱', kind: 'email' },
    {
      name: 'phone',
      label: '手机号',
      kind: 'phone',
      hint: '用于接收短信验证码、办理进度通知和找回密码，请填写本人常用的号码。',
    },
  ),
]

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
  readonly personalSubtype: PersonalSubtype
  readonly sponsorUscc: string | null
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
export const typedValues = (site: SiteWords, body: Readonly<Record<string, string>>): RawValues => {
  const values = readForm(personFields(site), body)
  const known = values['idType'] !== undefined && Object.hasOwn(ID_TYPES, values['idType'])
  return {
    loginName: (body['loginName'] ?? '').trim().slice(0, 100),
    ...values,
    idType: known ? (values['idType'] ?? '') : '',
    ...(values['personalSubtype'] !== undefined && !isSubtype(values['personalSubtype'])
      ? { personalSubtype: '' }
      : {}),
    agreement: body['agreement'] === 'yes' ? 'yes' : '',
  }
}

/**
 * Reads and checks the form. `kept` is the password that waits since a code was asked for; typing none means that one.
 * `today` is an ISO date. Captcha and code are checked elsewhere: they are used up by being looked at.
 */
export const readRegistration = (
  site: SiteWords,
  body: Readonly<Record<string, string>>,
  kept: string | undefined,
  today: string,
): ReadRegistration => {
  const values = typedValues(site, body)
  const errors: Record<string, string> = {}

  const loginName = validateLoginName(values['loginName'] ?? '')
  if (!values['loginName']) errors['loginName'] = '请填写用户账号'
  else if (!loginName.ok) errors['loginName'] = loginName.message

  const typed = body['password'] ?? ''
  const again = body['passwordAgain'] ?? ''
  const nothingTyped = typed === '' && again === ''
  const chosen = nothingTyped && kept !== undefined ? { password: kept, again: kept } : { password: typed, again }
  const passwordErrors = newPasswordFaults(
    chosen,
    { loginName: values['loginName'], phone: values['phone'], idNumber: values['idNumber'] },
    { password: '登录密码', again: '确认密码' },
  )
  Object.assign(errors, passwordErrors)
  const password = Object.keys(passwordErrors).length === 0 ? chosen.password : undefined

  const identity = readIdentity(values, today)
  Object.assign(errors, validateFields(personFields(site), values, today), identity.errors)
  if (values['agreement'] !== 'yes') errors['agreement'] = '请阅读并勾选《用户协议》'

  const subtype = isSubtype(values['personalSubtype']) ? values['personalSubtype'] : 'NATURAL'
  const sponsor = subtype === 'SELF_EMPLOYED' ? validateUscc(values['sponsorUscc'] ?? '') : undefined
  if (sponsor?.ok && sponsor.department !== marketRegulation)
    errors['sponsorUscc'] = '应填写营业执照上的统一社会信用代码，以9开头'
  const email = validateEmail(values['email'] ?? '')
  const phone = validateMobile(values['phone'] ?? '')

  const faultless = Object.keys(errors).length === 0
  return {
    values,
    password,
    errors,
    registration:
      faultless && loginName.ok && identity.document && email.ok && phone.ok && password !== undefined
        ? {
            loginName: loginName.value,
            loginKey: loginName.key,
            password,
            ...identity.document,
            email: email.value,
            phone: phone.value,
            personalSubtype: subtype,
            sponsorUscc: sponsor?.ok ? sponsor.value : null,
          }
        : undefined,
  }
}
