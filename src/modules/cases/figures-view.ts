import { spendingMeters } from '../../core/charity/meter.ts'
import type { Field, RawValues } from '../../core/forms/field.ts'
import type { FieldErrors, Page } from '../../core/forms/page.ts'
import { elsewhereOf } from '../../core/matters/answers.ts'
import type { FieldView } from '../../web/form-view.ts'
import { spendingMetersView } from '../../web/meter-view.ts'
import { cellNames, sheetEntry } from '../../web/sheet-view.ts'
import type { Opened } from './open-page.ts'

/** What a page shows of its amounts: the table they are typed in, the standard they are measured by. */
export const figuresOf = (
  { form, page }: Opened,
  values: RawValues,
  errors: FieldErrors,
  locked: ReadonlySet<string>,
) => {
  const meters = page.meter && spendingMeters(page.meter, form.matter.orgType, values, elsewhereOf(form.answers))
  return {
    sheet: page.sheet && sheetEntry(page.sheet, values, errors, locked),
    meters: page.meter && meters && spendingMetersView(page.meter, meters),
  }
}

/** What is asked besides the cells of a table of amounts. */
export const besidesSheet = ({ fields, sheet }: Page): readonly Field[] => {
  const cells = new Set(sheet ? cellNames(sheet) : [])
  return fields.filter(({ name }) => !cells.has(name))
}

/** A field that asks why a standard is not met says when it is asked; with scripts it is seen, and needed, only then. */
export const askedByMeter =
  ({ meter }: Page) =>
  (field: FieldView): FieldView =>
    field.name === meter?.explanation ? { ...field, required: true, askedWhen: '未达到标准时填写' } : field
