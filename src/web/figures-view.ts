import { spendingMeters } from '../core/charity/meter.ts'
import type { Elsewhere, RawValues } from '../core/forms/field.ts'
import type { Page } from '../core/forms/page.ts'
import type { Matter } from '../core/matters/define.ts'
import { pageOf } from '../core/matters/journey.ts'
import { moneyYears } from './chart-view.ts'
import type { FieldView } from './form-view.ts'
import { spendingMetersView } from './meter-view.ts'

/** The pictures of numbers that belong to a page: how its amounts stand to a standard, and amounts of some years. */
export const figuresOf = (
  { code, meter, years }: Page,
  { orgType }: Pick<Matter, 'orgType'>,
  values: RawValues,
  elsewhere: Elsewhere,
) => {
  const meters = meter && spendingMeters(meter, orgType, values, elsewhere)
  const shown = years?.(values, elsewhere) ?? []
  return {
    meters: meter && meters && spendingMetersView(meter, meters),
    chart: shown.length > 0 ? moneyYears(`chart-${code}`, shown) : undefined,
  }
}

type Row = { readonly field?: string; readonly value?: string | undefined }
type Read = {
  readonly page: string
  readonly rows: readonly Row[]
  readonly items: readonly { readonly rows: readonly Row[] }[]
}

/** The same beside a section that is read, among all of them. */
export const figuresIn = (matter: Matter, { page: code, rows }: Read, sections: readonly Read[]) => {
  const page = pageOf(matter, code)
  if (!page?.meter && !page?.years) return undefined
  const elsewhere: Elsewhere = (other, field) =>
    sections
      .filter((section) => section.page === other)
      .flatMap((section) => [section.rows, ...section.items.map((item) => item.rows)])
      .flatMap((list) => list.filter((row) => row.field === field).map(({ value = '' }) => value))
  return figuresOf(
    page,
    matter,
    Object.fromEntries(rows.map(({ field = '', value = '' }) => [field, value])),
    elsewhere,
  )
}

/** A field that asks why a standard is not met says when it is asked; with scripts it is seen, and needed, only then. */
export const askedByMeter =
  ({ meter }: Page) =>
  (field: FieldView): FieldView =>
    field.name === meter?.explanation ? { ...field, required: true, askedWhen: '未达到标准时填写' } : field
