import type { PrintableForm } from '../../core/printable-forms/define.ts'
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
