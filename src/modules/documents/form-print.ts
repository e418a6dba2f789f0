import type { PrintableForm } from '../../core/printable-forms/define.ts'
import type { Filling } from '../../core/printable-forms/material-form.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import type { FormPrint } from '../../infra/pdf/render.ts'
import { paths } from '../../web/paths.ts'

/** What the code on paper leads to: the form's page, with the version that was printed. */
export const formAddress = ({ publicUrl }: Pick<Deps, 'publicUrl'>, code: string, { version }: PrintableForm): string =>
  `${publicUrl}${paths.helpForm(code)}?version=${encodeURIComponent(version)}`

/** What a form of the portal is printed with. */
export const formPrint = (
  deps: Pick<Deps, 'publicUrl' | 'site' | 'clock'>,
  code: string,
  form: PrintableForm,
): FormPrint => ({
  code,
  address: formAddress(deps, code, form),
  siteName: deps.site.name,
  hostOrgan: deps.site.hostOrgan,
  printedOn: localDate(deps.clock.now()),
})

/** Values without those that have a character no font has: they are written by hand. */
export const printable = async <T extends Readonly<Record<string, string>>>(
  { pdf }: Pick<Deps, 'pdf'>,
  values: T,
): Promise<T> => {
  const entries = await Promise.all(
    Object.entries(values).map(async ([name, value]) => ((await pdf.lacking(value)).length > 0 ? [] : [[name, value]])),
  )
  return Object.fromEntries(entries.flat()) as T
}

/** The same of what stands in the sheets of a form: one asks for all at once. */
export const printableFillings = async (
  { pdf }: Pick<Deps, 'pdf'>,
  fillings: readonly Filling[],
): Promise<readonly Filling[]> => {
  const lacking = await pdf.lacking(fillings)
  if (lacking.length === 0) return fillings
  const printed = (text: string): string => (lacking.some((character) => text.includes(character)) ? '' : text)
  return fillings.map(({ values, tables }) => ({
    values: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, printed(value)])),
    tables: Object.fromEntries(
      Object.entries(tables).map(([title, rows]) => [title, rows.map((cells) => cells.map(printed))]),
    ),
  }))
}
