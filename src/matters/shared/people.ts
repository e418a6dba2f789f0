import { educations, ethnicities, politicalStatuses, sexes } from '../../core/enumerations.ts'
import { fields } from '../../core/forms/page.ts'
import type { RawValues } from '../../core/forms/field.ts'
import { ID_TYPES, validateIdDocument, type IdType } from '../../core/identity/documents.ts'

const idTypes = Object.keys(ID_TYPES) as IdType[]

/** Every document a person may identify with. */
export const idTypeOptions = idTypes.map((value) => ({
  value,
  text: ID_TYPES[value].label,
  ...(value === 'RESIDENT_ID' ? { also: ['身份证', '二代身份证'] } : {}),
}))

const notTelling = {
  sex: idTypes.filter((type) => ID_TYPES[type].tells !== 'SEX_AND_BIRTH_DATE'),
  birthDate: idTypes.filter((type) => ID_TYPES[type].tells === 'NOTHING'),
}

/** Who somebody is. Sex and birth date are asked only where the number of the document does not carry them. */
export const identityFields = fields(
  { name: 'name', label: '姓名', kind: 'personName', hint: '与身份证件上的姓名完全一致' },
  { name: 'idType', label: '证件类型', kind: 'choice', options: idTypeOptions, example: 'RESIDENT_ID' },
  {
    name: 'idNumber',
    label: '证件号码',
    kind: 'idNumber',
    idTypeField: 'idType',
    hint: '仅供登记管理机关审查使用，不对外公开',
  },
  {
    name: 'sex',
    label: '性别',
    kind: 'choice',
    options: sexes,
    when: { field: 'idType', is: notTelling.sex },
  },
  {
    name: 'birthDate',
    label: '出生日期',
    kind: 'date',
    noLaterThanToday: true,
    example: '1985-03-12',
    when: { field: 'idType', is: notTelling.birthDate },
  },
)

export const politicalStatusField = {
  name: 'politicalStatus',
  label: '政治面貌',
  kind: 'choice',
  options: politicalStatuses,
  example: '13',
} as const

export const householdField = {
  name: 'householdRegistration',
  label: '户籍所在地',
  kind: 'text',
  max: 100,
  hint: '户口簿上的地址，写到县（市、区）即可；境外人士填写国籍或地区',
  example: '山西省太原市迎泽区',
} as const

/** Where somebody works; retired and free-lance people say so in words. */
export const workFields = fields(
  {
    name: 'workUnit',
    label: '工作单位',
    kind: 'text',
    max: 100,
    hint: '已退休的填写原单位并注明“退休”，没有单位的填写“无”',
    example: '山西晋源古建彩绘修缮有限公司',
  },
  { name: 'workPost', label: '单位职务', kind: 'text', max: 50, hint: '没有职务的填写“无”', example: '总工程师' },
)

export const personPhoneField = { name: 'phone', label: '手机号码', kind: 'phone' } as const

/** What is asked of everybody who is to hold an office, beside who they are. */
export const personBackgroundFields = fields(
  { name: 'ethnicity', label: '民族', kind: 'choice', options: ethnicities, example: '01' },
  politicalStatusField,
  { name: 'education', label: '文化程度', kind: 'choice', options: educations, example: 'BACHELOR' },
  householdField,
  { name: 'homeAddress', label: '家庭住址', kind: 'text', max: 200, example: '太原市迎泽区柳巷街道松风里8号' },
  personPhoneField,
  ...workFields,
)

/** ISO birth date of a person from the document, or as answered; undefined while neither is given and valid. */
export const birthDateOf = (person: RawValues, today: string): string | undefined => {
  const { idType, idNumber, birthDate } = person
  const type = idTypes.find((candidate) => candidate === idType)
  if (!type || !idNumber) return undefined
  const document = validateIdDocument(type, idNumber, today)
  if (!document.ok) return undefined
  return document.birthDate ?? (birthDate || undefined)
}

/** The same for two entries of one person, empty while the document is not filled in. */
export const personKey = (person: RawValues): string =>
  person['idNumber'] ? `${person['idType']}:${person['idNumber']}` : ''
