import { roles as roleFacts, STAFF_ROLES, type StaffRole } from '../../core/access.ts'
import type { RawValues } from '../../core/forms/field.ts'
import { fields, readForm, validateFields, type FieldErrors } from '../../core/forms/page.ts'
import { identityKey } from '../../core/identity/documents.ts'
import { validateStaffLoginName } from '../../core/identity/login-name.ts'
import { validateMobile } from '../../core/identity/phone.ts'
import { validateResidentId } from '../../core/identity/resident-id.ts'
import { knownRoles, rolesFault, staffFaultTexts } from '../../core/staff-roles.ts'
import { fieldViews } from '../../web/form-view.ts'
import type { Authority } from '../catalogue/reference.ts'
import type { StaffRefusal } from './staff-commands.ts'

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
    hint: '用于避免一人持有多个账号、审查本人的办件；只保存不能还原的摘要，保存后不再显示',
  },
  { name: 'phone', label: '手机号', kind: 'phone', hint: '接收临时密码和登录验证码' },
  { name: 'authority', label: '机关', kind: 'choice' },
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

const boxName = (role: StaffRole): string => `role-${role}`

/** The roles that were ticked; each box has a name of its own. */
export const tickedRoles = (body: RawValues): readonly StaffRole[] =>
  knownRoles(STAFF_ROLES.filter((role) => body[boxName(role)] === 'yes'))

/** The boxes of all roles. */
export const rolesField = (ticked: readonly StaffRole[], error: string | undefined) => ({
  kind: 'choices',
  id: 'roles',
  name: 'roles',
  label: '岗位',
  required: true,
  hint: '系统管理员、审计管理员不能兼任其他岗位。',
  error,
  options: STAFF_ROLES.map((role) => ({
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
  /** What the person is known by, to be indexed and forgotten. */
  readonly identity: string
  readonly authorityId: number
}

const withAuthorities = (authorities: readonly Authority[]) =>
  newFields.map((field) =>
    field.name === 'authority'
      ? { ...field, options: authorities.map(({ id, name }) => ({ value: String(id), text: name })) }
      : field,
  )

/** Reads the form of a new member of staff. `today` is an ISO date. */
export const readNewMember = (body: RawValues, authorities: readonly Authority[], today: string): NewMemberForm => {
  const list = withAuthorities(authorities)
  const values = readForm(list, body)
  const roles = tickedRoles(body)
  const errors: Record<string, string> = { ...validateFields(list, values, today) }
  const loginName = validateStaffLoginName(values['loginName'] ?? '')
  if (!loginName.ok) errors['loginName'] ??= loginName.message
  const fault = rolesFault(roles)
  if (fault) errors['roles'] = staffFaultTexts[fault]
  const phone = validateMobile(values['phone'] ?? '')
  const idNumber = validateResidentId(values['idNumber'] ?? '', today)
  return {
    values,
    roles,
    errors,
    loginName: loginName.ok ? loginName.value : '',
    loginKey: loginName.ok ? loginName.key : '',
    phone: phone.ok ? phone.value : '',
    identity: idNumber.ok ? identityKey('RESIDENT_ID', idNumber.value) : '',
    authorityId: Number(values['authority']),
  }
}

export const newMemberFields = (
  authorities: readonly Authority[],
  form: Pick<NewMemberForm, 'values' | 'roles' | 'errors'>,
) => [
  ...fieldViews(withAuthorities(authorities), form.values, form.errors).map((field) =>
    field.name === 'authority' ? { ...field, kind: 'select' } : field,
  ),
  rolesField(form.roles, form.errors['roles']),
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

export const detailsFields = (values: RawValues, errors: FieldErrors) => fieldViews(detailFields, values, errors)

const refusalTexts = {
  ...staffFaultTexts,
  LOGIN_NAME_TAKEN: '该用户名已被使用，请更换',
  PERSON_TAKEN: '该身份证号码已有在用的工作人员账号，一人只能有一个账号',
  PHONE_TAKEN: '该手机号已用于其他工作人员账号，请填写本人的手机号',
} as const satisfies Record<StaffRefusal, string>

const fieldOf: Partial<Record<StaffRefusal, string>> = {
  LOGIN_NAME_TAKEN: 'loginName',
  PERSON_TAKEN: 'idNumber',
  OWN_OTHER_ACCOUNT: 'idNumber',
  WORKED_HERE: 'idNumber',
  PHONE_TAKEN: 'phone',
  NO_ROLE: 'roles',
  MIXED_DUTIES: 'roles',
  OWN_ROLES: 'roles',
  LAST_ADMINISTRATOR: 'roles',
}

/** A refusal as a sentence, and the field it belongs to if the form at hand has it. */
export const refusalText = (refused: StaffRefusal): { readonly field: string | undefined; readonly text: string } => ({
  field: fieldOf[refused],
  text: refusalTexts[refused],
})
