import type { FormParty, FormValues, PrintableForm, PrintableFormCode } from './define.ts'
import { agreementForm, branchLetter, legalLetter, personalLetter } from './letters.ts'

const forms = {
  'personal-letter': personalLetter,
  'legal-letter': legalLetter,
  'branch-letter': branchLetter,
  agreement: agreementForm,
} as const satisfies Record<PrintableFormCode, (party: FormParty, values: FormValues) => PrintableForm>

/** In the order of the appendices. */
export const printableFormCodes = Object.keys(forms) as readonly PrintableFormCode[]

export const isPrintableFormCode = (code: string): code is PrintableFormCode => Object.hasOwn(forms, code)

/** The wording of a form on a site, with what is known of whom it is printed for; no values give the blank form. */
export const printableForm = (code: PrintableFormCode, party: FormParty, values: FormValues = {}): PrintableForm =>
  forms[code](party, values)
