import type { Field, RawValues } from '../forms/field.ts'
import { fields, validateFields, type FieldErrors } from '../forms/page.ts'
import { ID_TYPES, validateIdDocument, type IdType } from '../identity/documents.ts'
import { validateEmail } from '../identity/email.ts'
import { validateLoginName } from '../identity/login-name.ts'
import { isTooYoung, youngestAge } from '../identity/minimum-age.ts'
import { validateMobile } from '../identity/phone.ts'
import { validateSocialOrganizationUscc, validateUscc } from '../identity/uscc.ts'
import { userTypeText, type DeskUserType } from './materials.ts'
import type { DeskKind } from './operations.ts'

const idTypeOptions = Object.entries(ID_TYPES).map(([value, row]) => ({ value, text: row.label }))

/** Who acts for a unit of that type. */
const headOf = (type: DeskUserType): string =>
  type === 'ENTERPRISE_BRANCH' ? '负责人' : type === 'SELF_EMPLOYED' ? '经营者' : '法定代表人'

const loginName: Field = {
  name: 'loginName',
  label: '用户账号',
  kind: 'text',
  max: 20,
  hint: '由账号持有人自己选定：4至20个字符，以英文字母开头，可含数字和下划线。注册成功后不能更改。',
}

const registerPerson = fields(
  loginName,
  { name: 'name', label: '用户姓名', kind: 'personName', hint: '与证件上的姓名一致。' },
  { name: 'idType', label: '证件类型', kind: 'choice', options: idTypeOptions },
  { name: 'idNumber', label: '身份证号码', kind: 'idNumber', idTypeField: 'idType', hint: '填写所选证件的号码。' },
  { name: 'email', label: '电子邮箱', kind: 'email' },
  { name: 'phone', label: '手机号', kind: 'phone', hint: '账号持有人本人的手机号，临时密码发到这个号码。' },
)

const handler = (optional: boolean): readonly Field[] => {
  const more = optional ? ({ optional: true } as const) : {}
  return [
    { name: 'handlerName', label: '经办人姓名', kind: 'personName', ...more },
    { name: 'handlerIdNumber', label: '经办人身份证号码', kind: 'idNumber', ...more },
    { name: 'handlerPhone', label: '经办人手机号', kind: 'phone', ...more },
  ]
}

const registerUnit = (type: DeskUserType): readonly Field[] => {
  const head = headOf(type)
  return [
    loginName,
    { name: 'name', label: '单位名称', kind: 'orgName', hint: '与证书（执照）上的名称逐字一致。' },
    { name: 'uscc', label: '统一社会信用代码', kind: 'uscc' },
    { name: 'representativeName', label: `${head}姓名`, kind: 'personName' },
    { name: 'idType', label: `${head}证件类型`, kind: 'choice', options: idTypeOptions },
    { name: 'idNumber', label: `${head}身份证号码`, kind: 'idNumber', idTypeField: 'idType' },
    { name: 'phone', label: `${head}手机号`, kind: 'phone', hint: '账号的预留手机号，临时密码发到这个号码。' },
    ...handler(false),
    {
      name: 'registrationAuthority',
      label: '登记机关',
      kind: 'text',
      max: 60,
      hint: '与证书（执照）上的登记机关一致。',
    },
  ]
}

const changePerson = fields(
  { name: 'name', label: '新姓名', kind: 'personName', optional: true },
  { name: 'idType', label: '新证件类型', kind: 'choice', options: idTypeOptions, optional: true },
  { name: 'idNumber', label: '新证件号码', kind: 'idNumber', idTypeField: 'idType', optional: true },
  { name: 'email', label: '新电子邮箱', kind: 'email', optional: true },
)

const changeUnit: readonly Field[] = [
  { name: 'name', label: '新单位名称', kind: 'orgName', optional: true, hint: '与证书（执照）上的名称逐字一致。' },
  {
    name: 'uscc',
    label: '正确的统一社会信用代码',
    kind: 'uscc',
    optional: true,
    hint: '注册时填错代码的，按证书（执照）更正。',
  },
  { name: 'email', label: '新电子邮箱', kind: 'email', optional: true },
  ...handler(true),
]

const changePhone = fields(
  { name: 'phone', label: '新手机号', kind: 'phone' },
  { name: 'phoneAgain', label: '再填一次新手机号', kind: 'phone', hint: '填错号码，账号持有人将收不到短信。' },
)

const changeRepresentative = (type: DeskUserType): readonly Field[] => {
  const head = headOf(type)
  return [
    { name: 'representativeName', label: `新${head}姓名`, kind: 'personName' },
    { name: 'idType', label: `新${head}证件类型`, kind: 'choice', options: idTypeOptions },
    { name: 'idNumber', label: `新${head}身份证号码`, kind: 'idNumber', idTypeField: 'idType' },
    { name: 'phone', label: `新${head}手机号`, kind: 'phone', hint: '将成为账号的预留手机号。' },
  ]
}

const releasePhone = fields(
  { name: 'phone', label: '要移除的手机号', kind: 'phone', hint: '须与账号现在的预留手机号一致。' },
  { name: 'name', label: '号码使用人姓名', kind: 'personName', hint: '与运营商证明和证件上的姓名一致。' },
  { name: 'idType', label: '号码使用人证件类型', kind: 'choice', options: idTypeOptions },
  { name: 'idNumber', label: '号码使用人证件号码', kind: 'idNumber', idTypeField: 'idType' },
)

const freeze = fields(
  {
    name: 'cause',
    label: '冻结原因',
    kind: 'choice',
    options: [
      { value: 'MISUSED', text: '账号被他人盗用' },
      { value: 'IMPERSONATED', text: '他人冒用本人或者本单位的身份注册' },
      { value: 'LOST', text: '手机遗失，担心被他人使用' },
      { value: 'ORDERED', text: '有权机关依法要求' },
    ],
  },
  { name: 'detail', label: '情况说明', kind: 'textarea', max: 200 },
)

/** What is asked for an operation; nothing for some. */
export const operationFields = (kind: DeskKind, type: DeskUserType): readonly Field[] => {
  const person = type === 'NATURAL_PERSON'
  switch (kind) {
    case 'REGISTER':
      return person ? registerPerson : registerUnit(type)
    case 'CHANGE_DATA':
      return person ? changePerson : changeUnit
    case 'CHANGE_PHONE':
      return changePhone
    case 'CHANGE_REPRESENTATIVE':
      return person ? [] : changeRepresentative(type)
    case 'RELEASE_PHONE':
      return releasePhone
    case 'FREEZE':
      return freeze
    case 'RESET_PASSWORD':
    case 'UNLOCK':
    case 'UNFREEZE':
    case 'CLOSE':
      return []
  }
}

/** The document type a number is typed under: 居民身份证 unless another was chosen. */
export const idTypeOf = (values: RawValues): IdType => {
  const typed = values['idType'] ?? ''
  return Object.hasOwn(ID_TYPES, typed) ? (typed as IdType) : 'RESIDENT_ID'
}

const crossFaults = (kind: DeskKind, type: DeskUserType, values: RawValues, today: string): FieldErrors => {
  const errors: Record<string, string> = {}
  const typed = (name: string): string => values[name] ?? ''
  if (kind === 'REGISTER') {
    const name = validateLoginName(typed('loginName'))
    if (typed('loginName') && !name.ok) errors['loginName'] = name.message
  }
  if (typed('uscc') && (type === 'SOCIAL_GROUP' || type === 'PRIVATE_NON_ENTERPRISE' || type === 'FOUNDATION')) {
    const code = validateSocialOrganizationUscc(typed('uscc'), type)
    if (!code.ok) errors['uscc'] = code.message
  } else if (typed('uscc')) {
    // Its own register would not be asked: that of enterprises does not know it.
    const code = validateUscc(typed('uscc'))
    if (code.ok && code.orgType) {
      const kind = userTypeText(code.orgType)
      errors['uscc'] = `这个代码属于${kind}，请取消这件业务，用户类型改选“${kind}”后重新办理`
    }
  }
  if (typed('idNumber')) {
    const document = validateIdDocument(idTypeOf(values), typed('idNumber'), today)
    if (document.ok && isTooYoung(document, today)) errors['idNumber'] = `不能为未满${youngestAge}周岁的未成年人办理`
  }
  if (kind === 'CHANGE_DATA') {
    if (typed('idType') && !typed('idNumber')) errors['idNumber'] = '请填写新证件号码'
    const [first] = operationFields(kind, type)
    if (first && Object.values(values).every((value) => value === '')) errors[first.name] = '请至少填写一项要修改的内容'
    const parts = ['handlerName', 'handlerIdNumber', 'handlerPhone']
    if (parts.some(typed)) for (const part of parts) if (!typed(part)) errors[part] = '更换经办人须填写三项'
  }
  if (
    kind === 'CHANGE_PHONE' &&
    typed('phone') &&
    typed('phoneAgain') &&
    !samePhone(typed('phone'), typed('phoneAgain'))
  )
    errors['phoneAgain'] = '两次填写的手机号不一致'
  return errors
}

const samePhone = (one: string, other: string): boolean => {
  const [a, b] = [validateMobile(one), validateMobile(other)]
  return a.ok && b.ok && a.value === b.value
}

/** What is wrong with the answers, field by field; `today` is an ISO date. */
export const dataFaults = (kind: DeskKind, type: DeskUserType, values: RawValues, today: string): FieldErrors => ({
  ...crossFaults(kind, type, values, today),
  ...validateFields(operationFields(kind, type), values, today),
})

/** Faultless answers in the form they are stored in. */
export const storedForm = (kind: DeskKind, type: DeskUserType, values: RawValues, today: string): RawValues =>
  Object.fromEntries(
    operationFields(kind, type).map((field) => {
      const raw = values[field.name] ?? ''
      const checked =
        raw === ''
          ? undefined
          : field.kind === 'phone'
            ? validateMobile(raw)
            : field.kind === 'email'
              ? validateEmail(raw)
              : field.kind === 'idNumber'
                ? validateIdDocument(field.idTypeField ? idTypeOf(values) : 'RESIDENT_ID', raw, today)
                : field.name === 'loginName'
                  ? validateLoginName(raw)
                  : undefined
      return [field.name, checked?.ok ? checked.value : raw]
    }),
  )

/** The agent who comes with a letter. */
export const agentFields = fields(
  { name: 'agentName', label: '代办人姓名', kind: 'personName', hint: '到场的人，与授权委托书上的受托人一致。' },
  { name: 'agentIdType', label: '代办人证件类型', kind: 'choice', options: idTypeOptions },
  { name: 'agentIdNumber', label: '代办人证件号码', kind: 'idNumber', idTypeField: 'agentIdType' },
  { name: 'agentPhone', label: '代办人手机号', kind: 'phone' },
  { name: 'letterDate', label: '委托日期', kind: 'date', hint: '授权委托书上写明的日期，有效期一个月。' },
)
