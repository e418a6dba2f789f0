import type { Condition, Field } from '../../core/forms/field.ts'
import { ask } from '../filings/define.ts'

// Questions of a report, short: how many, how much, when, and what stays from year to year.

type More = Partial<Field>

/** What the year before said and mostly is so still: it stands there, marked, and may be changed. */
export const kept = { carries: true } as const satisfies More

export const count = (name: string, label: string, more: More = {}): Field =>
  ask('integer', name, label, { min: 0, max: 9_999_999, example: '0', ...more })
export const amount = (name: string, label: string, more: More = {}): Field =>
  ask('money', name, label, { example: '0.00', ...more })
export const line = (name: string, label: string, example: string, more: More = {}): Field =>
  ask('text', name, label, { max: 100, example, ...more })
export const prose = (name: string, label: string, example: string, more: More = {}): Field =>
  ask('textarea', name, label, { max: 1000, example, ...more })
export const day = (name: string, label: string, example: string, more: More = {}): Field =>
  ask('date', name, label, { noLaterThanToday: true, example, ...more })
export const yesNo = (name: string, label: string, example: 'yes' | 'no', more: More = {}): Field =>
  ask('yesNo', name, label, { example, ...more })
export const choice = (name: string, label: string, options: NonNullable<Field['options']>, more: More = {}): Field =>
  ask('choice', name, label, { options, example: options[0]?.value ?? '', ...more })
export const several = (name: string, label: string, options: NonNullable<Field['options']>, more: More = {}): Field =>
  ask('choices', name, label, { options, example: options[0]?.value ?? '', ...more })

/** Asked where a field before it says so. */
export const when = (field: string, ...is: readonly string[]): { readonly when: Condition } => ({ when: { field, is } })
export const whenYes = (field: string) => when(field, 'yes')

/** What a rule asks to be explained. */
export const explained = (name: string, label: string, hint = ''): Field =>
  ask('textarea', name, label, {
    max: 1000,
    optional: true,
    byRule: true,
    example: '',
    ...(hint === '' ? {} : { hint }),
  })

/** A page of what was ticked on the page before; see `had` there. */
export const whenHad = (what: string) => ({ page: 'happened', field: 'had', has: what }) as const

/** What the register says, against what is so. */
const CONFIRMED = [
  { value: 'RIGHT', text: '正确' },
  { value: 'WRONG', text: '不正确' },
  {
    value: 'FILED',
    text: '已提交变更',
    hint: '变更登记或者备案已经提交，还没有办结',
    also: ['已提交变更、备案，还没有办结', '已提交备案'],
  },
] as const
export const confirmed = (name: string, label: string, hint: string): Field =>
  choice(name, label, CONFIRMED, { hint, example: 'RIGHT' })
