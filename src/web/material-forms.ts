import type { MaterialForm } from '../core/printable-forms/material-form.ts'
import { paths } from './paths.ts'

/** A form beside its material, as components/forms.njk links it. */
export type FormLink = {
  readonly title: string
  readonly situation: string | undefined
  /** Where only a sample is shown: who writes it. */
  readonly writtenBy: string | undefined
  readonly blankHref: string | undefined
  readonly sampleHref: string
  /** The blank holds what an application says. */
  readonly filled?: true
}

export const formLinks = (forms: readonly MaterialForm[] = []): readonly FormLink[] =>
  forms.map(({ code, title, situation, writtenBy }) => ({
    title,
    situation,
    writtenBy,
    blankHref: writtenBy === undefined ? paths.helpFormPdf(code) : undefined,
    sampleHref: paths.helpFormSample(code),
  }))
