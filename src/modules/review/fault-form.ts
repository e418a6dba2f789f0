import type { Deps } from '../../deps.ts'
import { kindOf } from '../../core/forms/kinds.ts'
import type { Field, RawValues } from '../../core/forms/field.ts'
import { validateFields, readForm, type FieldErrors } from '../../core/forms/page.ts'
import { faultText } from '../../core/verdicts/reasons.ts'
import { keyOf } from '../../core/verdicts/targets.ts'
import { toldLate, type ToldFault } from '../../core/verdicts/told.ts'
import { unseenOf } from '../../core/verdicts/verdicts.ts'
import type { Step } from '../../core/workflow/procedure.ts'
import type { StaffCase } from './case-data.ts'
import { opinionLength } from './action-forms.ts'
import { verdictsOf, type Verdicts } from './verdict-state.ts'

// A step that goes out to the applicant as a list of faults is made of the verdicts: nothing is typed a second time,
// only the words of an item may still be changed before it goes out.

const wordsLength = 400

type Matters = Pick<Deps, 'matters'>
type Failure = Verdicts['failures'][number]

const wordsField = (failure: Failure): Field => ({
  name: `words-${keyOf(failure)}`,
  label: failure.title,
  kind: 'textarea',
  max: wordsLength,
})

/** The words an item goes out with unless they are changed. */
const wordsOf = ({ kind, judgment }: Failure): string => faultText(kind, judgment.reason ?? '', judgment.note)

const lateField: Field = {
  name: 'lateReason',
  label: '再次告知的理由',
  kind: 'textarea',
  max: opinionLength,
  hint: '随本次告知保存，审计可查，以后的审查人员可以看到；不写入文书',
}

const lateAmong = (step: Step, found: StaffCase, faults: readonly Failure[]): readonly Failure[] =>
  step.toldOnce
    ? toldLate(
        faults,
        found.corrections.filter(({ stage }) => stage === found.caseFile.stage).map(({ items }) => items),
      )
    : []

/** What is still unseen while a notice must tell everything at once (行政许可法 第三十二条). */
export const unseenBefore = (deps: Matters, step: Step, found: StaffCase): number =>
  step.toldOnce ? unseenOf([...(verdictsOf(deps, found)?.states.values() ?? [])]) : 0

const failuresIn = (deps: Matters, found: StaffCase): readonly Failure[] => verdictsOf(deps, found)?.failures ?? []

/** The list a step will send out, each item with its words, and what it adds to earlier notices. */
export const faultView = (
  deps: Matters,
  step: Step,
  action: string,
  found: StaffCase,
  values: RawValues,
  errors: FieldErrors,
) => {
  if (step.verdicts !== 'required') return undefined
  const failures = failuresIn(deps, found)
  const late = lateAmong(step, found, failures)
  const control = (field: Field, value: string) => ({
    ...field,
    id: `${action}-${field.name}`,
    value: values[field.name] ?? value,
    error: errors[field.name],
    required: true,
    maxLength: field.max,
    rows: 2,
  })
  return {
    id: `${action}-faults`,
    judged: verdictsOf(deps, found)?.upTo ?? 0,
    items: failures.map((failure) => control(wordsField(failure), wordsOf(failure))),
    error: errors['faults'],
    unseen: unseenBefore(deps, step, found),
    late: late.length > 0 ? { titles: late.map(({ title }) => title), field: control(lateField, '') } : undefined,
  }
}

/** What was posted of the list: every item that stands as 不合格, with the words it goes out with. */
export const readFaults = (
  deps: Matters,
  step: Step,
  found: StaffCase,
  body: Readonly<Record<string, string>>,
  today: string,
): {
  readonly items: readonly ToldFault[]
  readonly lateReason: string
  readonly values: RawValues
  readonly errors: FieldErrors
} => {
  const failures = failuresIn(deps, found)
  const words = failures.map((failure) => {
    const field = wordsField(failure)
    const typed = body[field.name]
    return {
      failure,
      field,
      text: typed === undefined ? wordsOf(failure) : kindOf(field).fromForm(body, field.name, field),
    }
  })
  const asked = lateAmong(step, found, failures).length > 0 ? [lateField] : []
  const late = readForm(asked, body)
  const values = { ...Object.fromEntries(words.map(({ field, text }) => [field.name, text])), ...late }
  return {
    items: words.map(({ failure: { kind, target, title }, text }) => ({ kind, target, title, note: text })),
    lateReason: late[lateField.name] ?? '',
    values,
    errors: {
      ...(failures.length === 0
        ? { faults: `还没有标为“不合格”的内容。请先在申请内容中逐项标出并选择原因，再办理“${step.text}”` }
        : {}),
      ...validateFields(
        words.map(({ field }) => field),
        values,
        today,
      ),
      ...validateFields(asked, late, today),
    },
  }
}
