import { maskWithin } from '../core/forms/personal.ts'
import type { Field, RawValues } from '../core/forms/field.ts'
import { fields, readForm, validateFields, type FieldErrors } from '../core/forms/page.ts'

/** Why an official may need somebody's data in full; what else there is must be written down. */
const grounds = {
  COMPARE_DOCUMENTS: '核对申请材料与证件',
  CHECK_POSTS: '核对任职、回避或者信用情况',
  CONTACT: '联系申请人或者有关人员',
  MAKE_CERTIFICATE: '制作、发放文书或者证书',
  ARCHIVE: '办结归档',
  SUPERVISION: '配合监督检查或者答复查询',
  OTHER: '其他原因',
} as const
export type RevealGround = keyof typeof grounds

const isGround = (text: string | undefined): text is RevealGround => text !== undefined && Object.hasOwn(grounds, text)

/** Longest explanation, in characters. */
const explanationLength = 200

const reasonFields: readonly Field[] = fields(
  {
    name: 'ground',
    label: '查看原因',
    kind: 'choice',
    options: Object.entries(grounds).map(([value, text]) => ({ value, text })),
  },
  {
    name: 'explanation',
    label: '具体说明',
    kind: 'textarea',
    max: explanationLength,
    optional: true,
    hint: '选“其他原因”的必须填写。本人可以看到您填写的内容。',
  },
)

export type RevealReason = { readonly ground: RevealGround; readonly reason: string }

/** The two controls with what was typed, for the page. */
export const revealControls = (values: RawValues, errors: FieldErrors) =>
  reasonFields.map((field) => ({
    id: `reveal-${field.name}`,
    name: field.name,
    kind: field.kind === 'choice' ? 'select' : field.kind,
    label: field.label,
    hint: field.hint,
    required: !field.optional,
    value: values[field.name] ?? '',
    error: errors[field.name],
    options: field.options,
    maxLength: field.kind === 'textarea' ? field.max : undefined,
    rows: 2,
  }))

/** Reads and checks the reason. Nobody's number stands in it afterwards: it is kept in clear. */
export const readRevealReason = (
  body: Readonly<Record<string, string>>,
): { readonly values: RawValues; readonly errors: FieldErrors; readonly reason: RevealReason | undefined } => {
  const values = readForm(reasonFields, body)
  const { ground } = values
  const explanation = values['explanation'] ?? ''
  const errors = {
    ...validateFields(reasonFields, values, ''),
    ...(ground === 'OTHER' && explanation === '' ? { explanation: '请写明查看的具体原因' } : {}),
  }
  if (!isGround(ground) || Object.keys(errors).length > 0) return { values, errors, reason: undefined }
  const told = ground === 'OTHER' ? maskWithin(explanation) : [grounds[ground], maskWithin(explanation)]
  return { values, errors, reason: { ground, reason: [told].flat().filter(Boolean).join('：') } }
}
