import type { MaterialForm } from '../core/printable-forms/material-form.ts'
import { paths } from './paths.ts'

/** A form beside its material, as components/forms.njk links it. */
export type FormLink = {
  readonly title: string
  readonly situation: string | undefined
  /** Where only a sample is shown: who writes it. */
  readonly writtenBy: string | undefined
  readonly blankHref: string | undefined
  /** The same to be filled in with a word processor. */
  readonly docxHref: string | undefined
  readonly sampleHref: string
  /** It holds more of an application than its name. */
  readonly filled?: boolean
}

export const formLink = ({ code, title, situation, writtenBy }: MaterialForm): FormLink => ({
  title,
  situation,
  writtenBy,
  blankHref: writtenBy === undefined ? paths.helpFormPdf(code) : undefined,
  docxHref: writtenBy === undefined ? paths.helpFormDocx(code) : undefined,
  sampleHref: paths.helpFormSample(code),
})
