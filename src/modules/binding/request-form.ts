import type { RawValues } from '../../core/forms/field.ts'
import { fields, readForm, validateFields, type FieldErrors } from '../../core/forms/page.ts'
import { fieldViews } from '../../web/form-view.ts'

/** What a new applicant writes; authority and kind of organization were chosen before. */
const requestFields = fields(
  {
    name: 'proposedName',
    label: '社会组织名称',
    kind: 'proposedName',
    hint: '一字不差地填写与登记管理机关商定的名称：多字、少字、错字都会影响以后的办理',
    source: '《社会组织名称管理办法》第六条',
  },
  { name: 'contactName', label: '联系人', kind: 'personName', example: '王秀兰' },
  {
    name: 'contactPhone',
    label: '联系电话',
    kind: 'contactPhone',
    hint: '登记管理机关审核时可能会打这个电话',
    example: '13900000003',
  },
  {
    name: 'reason',
    label: '申请说明',
    kind: 'textarea',
    min: 5,
    max: 500,
    hint: '简单写明为什么成立、谁发起、是否已向登记管理机关咨询过',
    example: '由本地从业人员发起，已向登记管理机关咨询，拟于明年成立。',
  },
)

/** What was posted, cleaned, and what is wrong with each field. */
export const readRequestForm = (
  body: RawValues,
  today: string,
): { readonly values: RawValues; readonly errors: FieldErrors } => {
  const values = readForm(requestFields, body)
  return { values, errors: validateFields(requestFields, values, today) }
}

export const requestFieldViews = (values: RawValues, errors: FieldErrors) => fieldViews(requestFields, values, errors)

/** The fields' names and labels with what was typed, for checking before sending. */
export const requestAnswers = (values: RawValues) =>
  requestFields.map(({ name, label }) => ({ name, label, text: values[name] ?? '' }))
