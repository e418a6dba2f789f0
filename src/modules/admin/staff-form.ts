import { roles as roleFacts, STAFF_ROLES, type StaffRole } from '../../core/access.ts'
import type { RawValues } from '../../core/forms/field.ts'
import { fields, readForm, validateFields, type FieldErrors } from '../../core/forms/page.ts'
import { validateStaffLoginName } from '../../core/identity/login-name.ts'
import { validateMobile } from '../../core/identity/phone.ts'
import { validateResidentId } from '../../core/identity/resident-id.ts'
import { dutyOf, isOfUnit, knownRoles, rolesFault, secondFaultTexts, staffFaultTexts } from '../../core/staff-roles.ts'
import { fieldViews } from '../../web/form-view.ts'
import { unitBeside, type Authority, type ReferenceData } from '../../reference/reference.ts'
import { waitingDays, type SecondRefusal } from './second-person.ts'

const numberAgain = {
  name: 'idNumberAgain',
  label: '再次填写身份证号码',
  kind: 'idNumber',
  hint: '请照证件再填一遍，不要复制',
} as const

const newFields = fields(
  {
    name: 'loginName',
    label: '用户名',
    kind: 'text',
    hint: '4至30个字符，以英文字母开头，登录时使用，设定后不能修改',
  },
  { name: 'name', label: '姓名', kind: 'personName' },
  {
    name: 'idNumber',
    label: '身份证号码',
    kind: 'idNumber',
    hint: '与姓名一起核验；用于避免一人持有多个账号、回避本人的办件。保存后只显示一部分',
  },
  numberAgain,
  { name: 'phone', label: '手机号', kind: 'phone', hint: '接收临时密码和登录验证码' },
  { name: 'authority', label: '机关', kind: 'choice', hint: '业务主管单位的人员，选择其同级的登记管理机关' },
  {
    name: 'organ',
    label: '业务主管单位',
    kind: 'lookup',
    lookup: 'supervisoryUnits',
    max: 100,
    optional: true,
    hint: '只有岗位是“业务主管单位”的填写，输入几个字查找',
  },
)

const detailFields = fields(
  { name: 'name', label: '姓名', kind: 'personName' },
  {
    name: 'phone',
    label: '新手机号',
    kind: 'phone',
    optional: true,
    hint: '不更换的不用填写。更换后向原号码和新号码发送通知，24小时内不能重置密码、恢复使用',
  },
)

// Their names differ from those of the other form of the page: an error belongs to one of them.
const identityFields = fields(
  { name: 'trueName', label: '证件姓名', kind: 'personName' },
  { name: 'idNumber', label: '正确的身份证号码', kind: 'idNumber' },
  numberAgain,
)

/** Typed twice: a slip of the finger would be found neither by 回避 nor when somebody gets a second account. */
const againFault = (values: RawValues): FieldErrors =>
  values['idNumber'] === values['idNumberAgain']
    ? {}
    : { idNumberAgain: '两次填写的身份证号码不一致，请照证件重新填写' }

const boxName = (role: StaffRole): string => `role-${role}`

/** What an official of the authority can be given; whoever works for a supervisory unit is that from the start. */
const officialRoles = STAFF_ROLES.filter((role) => dutyOf[role] !== 'CONSENT')

/** The roles that were ticked; each box has a name of its own. */
export const tickedRoles = (body: RawValues): readonly StaffRole[] =>
  knownRoles(STAFF_ROLES.filter((role) => body[boxName(role)] === 'yes'))

/** The boxes of the roles somebody can be given, an official's unless said otherwise. */
export const rolesField = (
  ticked: readonly StaffRole[],
  error: string | undefined,
  given: readonly StaffRole[] = officialRoles,
) => ({
  kind: 'choices',
  id: 'roles',
  name: 'roles',
  label: '岗位',
  required: true,
  hint: given.some((role) => dutyOf[role] === 'CONSENT')
    ? '系统管理员、审计管理员、业务主管单位不能兼任其他岗位。'
    : '系统管理员、审计管理员不能兼任其他岗位。',
  error,
  options: given.map((role) => ({
    name: boxName(role),
    value: 'yes',
    text: roleFacts[role].text,
    selected: ticked.includes(role),
  })),
})

export type NewMemberForm = {
  readonly values: RawValues
  readonly roles: readonly StaffRole[]
  readonly errors: FieldErrors
  /** Cleaned; only worth something without errors. */
  readonly loginName: string
  readonly loginKey: string
  readonly phone: string
  readonly idNumber: string
  readonly authorityId: number
  readonly organId: number | undefined
}

/** The unit that was chosen for somebody of a unit, or what is wrong with the choice. */
const readOrgan = (
  reference: Pick<ReferenceData, 'supervisoryUnits'>,
  authority: Authority | undefined,
  roles: readonly StaffRole[],
  name: string,
): { readonly id?: number; readonly error?: string } => {
  if (!isOfUnit({ roles })) return name === '' ? {} : { error: '业务主管单位：只有岗位是“业务主管单位”的人员填写' }
  if (name === '') return { error: '请选择业务主管单位' }
  const unit = authority && unitBeside(reference, authority, name)
  return unit ? { id: unit.id } : { error: '业务主管单位：请从列出的单位中选择，并与登记管理机关同级' }
}

const withAuthorities = (authorities: readonly Authority[]) =>
  newFields.map((field) =>
    field.name === 'authority'
      ? { ...field, options: authorities.map(({ id, name }) => ({ value: String(id), text: name })) }
      : field,
  )

/** Reads the form of a new member of staff. `today` is an ISO date. */
export const readNewMember = (
  body: RawValues,
  authorities: readonly Authority[],
  reference: Pick<ReferenceData, 'supervisoryUnits'>,
  today: string,
): NewMemberForm => {
  const list = withAuthorities(authorities)
  const values = readForm(list, body)
  const roles = tickedRoles(body)
  const errors: Record<string, string> = { ...againFault(values), ...validateFields(list, values, today) }
  const loginName = validateStaffLoginName(values['loginName'] ?? '')
  if (!loginName.ok) errors['loginName'] ??= loginName.message
  const fault = rolesFault(roles)
  if (fault) errors['roles'] = staffFaultTexts[fault]
  const authority = authorities.find(({ id }) => String(id) === values['authority'])
  const organ = readOrgan(reference, authority, roles, values['organ'] ?? '')
  if (organ.error) errors['organ'] = organ.error
  const phone = validateMobile(values['phone'] ?? '')
  const idNumber = validateResidentId(values['idNumber'] ?? '', today)
  return {
    values,
    roles,
    errors,
    loginName: loginName.ok ? loginName.value : '',
    loginKey: loginName.ok ? loginName.key : '',
    phone: phone.ok ? phone.value : '',
    idNumber: idNumber.ok ? idNumber.value : '',
    authorityId: Number(values['authority']),
    organId: organ.id,
  }
}

export const newMemberFields = (
  authorities: readonly Authority[],
  reference: Pick<ReferenceData, 'supervisoryUnits'>,
  form: Pick<NewMemberForm, 'values' | 'roles' | 'errors'>,
) => [
  ...fieldViews(withAuthorities(authorities), form.values, form.errors, {
    lookups: {
      supervisoryUnits: reference.supervisoryUnits
        .filter(({ divisionCode }) => authorities.some((one) => one.divisionCode === divisionCode))
        .map(({ name }) => name),
    },
  }).map((field) => (field.name === 'authority' ? { ...field, kind: 'select' } : field)),
  rolesField(form.roles, form.errors['roles'], STAFF_ROLES),
]

export type DetailsForm = {
  readonly values: RawValues
  readonly errors: FieldErrors
  readonly name: string
  readonly phone: string | undefined
}

/** Reads name and new phone of a member of staff. */
export const readDetails = (body: RawValues, today: string): DetailsForm => {
  const values = readForm(detailFields, body)
  const phone = validateMobile(values['phone'] ?? '')
  return {
    values,
    errors: validateFields(detailFields, values, today),
    name: values['name'] ?? '',
    phone: phone.ok ? phone.value : undefined,
  }
}

export type IdentityForm = {
  readonly values: RawValues
  readonly errors: FieldErrors
  readonly name: string
  readonly idNumber: string
}

/** Reads the right name and number of a member of staff. */
export const readIdentity = (body: RawValues, today: string): IdentityForm => {
  const values = readForm(identityFields, body)
  const idNumber = validateResidentId(values['idNumber'] ?? '', today)
  return {
    values,
    errors: { ...againFault(values), ...validateFields(identityFields, values, today) },
    name: values['trueName'] ?? '',
    idNumber: idNumber.ok ? idNumber.value : '',
  }
}

export const identityFieldViews = (values: RawValues, errors: FieldErrors) => fieldViews(identityFields, values, errors)

export const detailsFields = (values: RawValues, errors: FieldErrors) => fieldViews(detailFields, values, errors)

const refusalTexts = {
  ...staffFaultTexts,
  ...secondFaultTexts,
  LOGIN_NAME_TAKEN: '该用户名已被使用，请更换',
  PERSON_TAKEN: '该身份证号码已有在用的工作人员账号，一人只能有一个账号',
  PHONE_TAKEN: '该手机号已用于其他工作人员账号，请填写本人的手机号',
  IDENTITY_DIFFERS: '姓名与身份证号码核验不一致，请照证件核对后重新填写',
  IDENTITY_UNAVAILABLE: '身份核验服务暂时不能使用，没有保存，请稍后再试',
  WAITS_ALREADY: '该账号有一项变更正在等待复核，请先复核或者撤回，再提出新的变更',
  ASKER_GONE: '申请人已不是系统管理员，这项变更不能复核通过，请不予通过后重新申请',
  TOO_OLD: `申请已超过${waitingDays}天，不能复核通过，请不予通过后重新申请`,
} as const satisfies Record<SecondRefusal, string>

const fieldOf: Partial<Record<SecondRefusal, string>> = {
  LOGIN_NAME_TAKEN: 'loginName',
  WAITS_ALREADY: 'loginName',
  PERSON_TAKEN: 'idNumber',
  IDENTITY_DIFFERS: 'idNumber',
  IDENTITY_UNAVAILABLE: 'idNumber',
  OWN_OTHER_ACCOUNT: 'idNumber',
  WORKED_HERE: 'idNumber',
  PHONE_TAKEN: 'phone',
  NO_ROLE: 'roles',
  MIXED_DUTIES: 'roles',
  OWN_ROLES: 'roles',
  OF_UNIT: 'roles',
  LAST_ADMINISTRATOR: 'roles',
}

/** A refusal as a sentence, and the field it belongs to if the form at hand has it. */
export const refusalText = (refused: SecondRefusal): { readonly field: string | undefined; readonly text: string } => ({
  field: fieldOf[refused],
  text: refusalTexts[refused],
})
