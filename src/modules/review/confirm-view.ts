import { rows } from '../../core/forms/page.ts'
import type { Field, RawValues } from '../../core/forms/field.ts'
import type { Step } from '../../core/workflow/procedure.ts'
import type { StepDetails } from '../cases/take-step.ts'
import { precedenceField, textFields } from './action-forms.ts'

type Said = { readonly opinion: string; readonly conclusion: string; readonly details: StepDetails }

/** What an official wrote for a step, as rows; `own`: what the step asks in its stage. */
export const saidRows = (step: Step, own: readonly Field[], { opinion, conclusion, details }: Said) => {
  const texts: RawValues = { opinion, conclusion }
  return [
    ...textFields(step).map(({ name, label }) => ({ label, text: texts[name] || '（未填写）' })),
    ...(details.lateReason ? [{ label: '再次告知的理由', text: details.lateReason }] : []),
    ...(details.precedenceReason ? [{ label: precedenceField.label, text: details.precedenceReason }] : []),
    ...rows(own, details.form ?? {}).map(({ label, text }) => ({ label, text })),
  ]
}
