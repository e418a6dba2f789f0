import type { DocumentContent } from '../../core/documents/blocks.ts'
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

/** A document as it will go out, for reading: its facts as rows, the rest as its own blocks. */
export const documentView = (document: DocumentContent) =>
  document.layout === 'certificate'
    ? {
        title: document.title,
        blocks: [{ type: 'facts', rows: Object.values(document.fields) }],
        foot: [document.note],
      }
    : {
        title: document.title,
        addressee: document.addressee,
        blocks: document.blocks,
        foot: [
          `依据：${document.legalBasis}`,
          ...(document.rights ? [document.rights] : []),
          document.signature.authorityName,
          document.signature.date,
          ...document.signOff,
          document.copies,
          document.note,
        ],
      }
