import { expect, it } from 'vitest'
import { holds, type Condition, type Field } from '../../../src/core/forms/field.ts'
import { fieldViews } from '../../../src/web/form-view.ts'

type Scripts = { readonly isAsked: (answers: readonly string[], values: string | undefined) => boolean }

const scripts: Scripts = await import(new URL('../../../public/js/conditional.js', import.meta.url).href)

/** Whether the browser shows what hangs on `staff`, by the condition as the page gives it. */
const shown = (when: Condition, answer: string): boolean => {
  const fields: readonly Field[] = [
    { name: 'staff', label: '总数', kind: 'text' },
    { name: 'women', label: '女性', kind: 'text', when },
  ]
  const is = fieldViews(fields, {}, {})[1]?.conditionalOn?.is
  return scripts.isAsked([answer], is === true ? undefined : is?.join('|'))
}

it.each<Condition>([
  { field: 'staff', given: true },
  { field: 'staff', absent: true },
  { field: 'staff', is: ['4', '5'] },
])('a field is shown in the browser just while it is asked: %j', (when) => {
  for (const answer of ['', '4', '45']) expect(shown(when, answer)).toBe(holds(when, { staff: answer }, () => []))
})
