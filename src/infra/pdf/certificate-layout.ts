import type { CertificateContent, CertificateField } from '../../core/documents/blocks.ts'
import { noOffset, type Offset } from '../../core/documents/overprint.ts'
import { SEAL_SIDE } from './sheet.ts'

/** Points of so many mm. */
export const mm = (length: number): number => (length * 72) / 25.4

/** A place on a sheet, in mm from its upper left corner. */
export type Place = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** Where a field stands: its label, and the box its value keeps inside. */
export type FieldPlace = { readonly label: Place; readonly value: Place }

/** Side of the square that stays clear for the seal. */
const SEAL = SEAL_SIDE / mm(1)

/** Everything that stands on the sheet of a certificate, and where. */
export type CertificateLayout = {
  readonly width: number
  readonly height: number
  readonly heading: Place & { readonly size: number }
  readonly number: Place
  readonly fields: Readonly<Partial<Record<CertificateField, FieldPlace>>>
  /** Points. */
  readonly size: number
  /** Over the issuing authority and the date; nothing else stands in it. */
  readonly seal: Place
  readonly qr: Place
  readonly code: Place
  readonly address: Place
  readonly note: Place
  /** 副本 only: the heights of its caption, head and rows. */
  readonly annualCheck?: Place & { readonly caption: number; readonly head: number; readonly row: number }
}

/**
 * What the blanks of the ministry have printed on them already (民政部监制): the frame, the name of the certificate with
 * 正本 or 副本, the label of every field and the table of yearly checks. Whatever is not listed is printed on them. Where
 * a blank differs from the drawn certificate by a few mm, the offsets of the authority make up for it.
 */
export const BLANK_CARRIES = ['frame', 'heading', 'labels', 'annualCheck'] as const
export type BlankPart = (typeof BLANK_CARRIES)[number]

/** One line of the sheet: a field, or two beside each other. Without a height it takes what the others leave. */
type Row = { readonly fields: readonly CertificateField[]; readonly height?: number }

type Column = { readonly x: number; readonly label: number; readonly width: number }

const ROW_GAP = 2

/** Boxes of the rows one below the other, from `top` to `bottom`. */
const stacked = (
  rows: readonly Row[],
  { top, bottom, columns }: { top: number; bottom: number; columns: (count: number) => readonly Column[] },
): CertificateLayout['fields'] => {
  const fixed = rows.reduce((sum, { height = 0 }) => sum + height, 0)
  const rest = bottom - top - fixed - ROW_GAP * (rows.length - 1)
  const places: Partial<Record<CertificateField, FieldPlace>> = {}
  let y = top
  for (const { fields, height = rest } of rows) {
    for (const [index, column] of columns(fields.length).entries()) {
      const field = fields[index]
      if (field) places[field] = placed(column, y, height)
    }
    y += height + ROW_GAP
  }
  return places
}

const placed = ({ x, label, width }: Column, y: number, height: number): FieldPlace => ({
  label: { x, y, width: label, height },
  value: { x: x + label, y, width: width - label, height },
})

/** What only some types have, beside the supervisory unit. */
const OWN = ['activityArea', 'foundationKind'] as const satisfies readonly CertificateField[]
type Own = (typeof OWN)[number] | undefined

/** 正本: one sheet lying. */
const original = (own: Own): CertificateLayout => ({
  width: 297,
  height: 210,
  heading: { x: 30, y: 19, width: 237, height: 16, size: 32 },
  number: { x: 30, y: 37, width: 237, height: 5 },
  size: 13.5,
  fields: {
    ...stacked(
      [
        { fields: ['uscc'], height: 9 },
        { fields: ['name'], height: 14 },
        { fields: ['legalRepresentative', 'fund'], height: 14 },
        { fields: own ? [own, 'supervisoryUnit'] : ['supervisoryUnit'], height: 14 },
        { fields: ['domicile'], height: 14 },
        { fields: ['businessScope'] },
      ],
      {
        top: 44,
        bottom: 147,
        columns: (count) =>
          count === 1
            ? [{ x: 30, label: 42, width: 237 }]
            : [
                { x: 30, label: 42, width: 118 },
                { x: 152, label: 32, width: 115 },
              ],
      },
    ),
    validity: placed({ x: 30, label: 42, width: 140 }, 149, 9),
    issuingAuthority: placed({ x: 177, label: 26, width: 90 }, 156, 14),
    issueDate: placed({ x: 177, label: 26, width: 90 }, 177, 8),
  },
  seal: { x: 212.5, y: 149, width: SEAL, height: SEAL },
  qr: { x: 31, y: 165, width: 26, height: 26 },
  code: { x: 62, y: 163.5, width: 108, height: 6 },
  address: { x: 62, y: 170, width: 108, height: 9 },
  note: { x: 62, y: 180, width: 108, height: 13.6 },
})

/** 副本: one sheet standing, with the table of yearly checks below the seal. */
const duplicate = (own: Own): CertificateLayout => ({
  width: 210,
  height: 297,
  heading: { x: 23, y: 18, width: 164, height: 14, size: 25 },
  number: { x: 23, y: 34, width: 164, height: 5 },
  size: 12,
  fields: {
    ...stacked(
      [
        { fields: ['uscc'], height: 7 },
        { fields: ['name'], height: 13 },
        { fields: ['legalRepresentative'], height: 10 },
        { fields: ['fund'], height: 10 },
        ...(own ? [{ fields: [own], height: 10 }] : []),
        { fields: ['supervisoryUnit'], height: 10 },
        { fields: ['domicile'], height: 13 },
        { fields: ['businessScope'] },
      ],
      { top: 42, bottom: 163, columns: () => [{ x: 23, label: 39, width: 164 }] },
    ),
    validity: placed({ x: 23, label: 39, width: 109 }, 164, 8),
    issuingAuthority: placed({ x: 101, label: 22, width: 86 }, 172, 14),
    issueDate: placed({ x: 101, label: 22, width: 86 }, 193, 8),
  },
  seal: { x: 132.5, y: 165, width: SEAL, height: SEAL },
  qr: { x: 24, y: 182, width: 24, height: 24 },
  code: { x: 51.5, y: 180, width: 48, height: 11 },
  address: { x: 51.5, y: 192, width: 46, height: 17.8 },
  note: { x: 23, y: 275.5, width: 164, height: 5 },
  annualCheck: { x: 23, y: 211.5, width: 164, height: 62, caption: 8, head: 7, row: 7.8 },
})

/** 附页: one sheet standing, on plain paper. What continues stands above `bodyBottom`. */
export const ATTACHED = {
  width: 210,
  height: 297,
  margin: 23,
  heading: { x: 23, y: 22, width: 164, height: 11, size: 20 },
  bodyBottom: 220,
  fields: {
    issuingAuthority: placed({ x: 113, label: 0, width: 74 }, 233, 14),
    issueDate: placed({ x: 113, label: 0, width: 74 }, 254, 8),
  },
  size: 12,
  seal: { x: 127.5, y: 226, width: SEAL, height: SEAL },
  belongs: { x: 23, y: 225, width: 84, height: 9.2 },
  qr: { x: 24, y: 239, width: 25, height: 25 },
  code: { x: 53, y: 238, width: 54, height: 11 },
  address: { x: 53, y: 250, width: 54, height: 14 },
  page: { x: 23, y: 275, width: 164, height: 5 },
} as const

const moved = <P extends Place>(place: P, { right, down }: Offset): P => ({
  ...place,
  x: place.x + right,
  y: place.y + down,
})

/** Where everything stands on a certificate of that part. */
export const certificateLayout = (
  { part, fields }: Pick<CertificateContent, 'part' | 'fields'>,
  offset: Offset = noOffset,
): CertificateLayout => {
  const own = OWN.find((key) => fields.some((field) => field.key === key))
  const layout = part === '正本' ? original(own) : duplicate(own)
  return {
    ...layout,
    number: moved(layout.number, offset),
    fields: Object.fromEntries(
      Object.entries(layout.fields).map(([key, { label, value }]) => [
        key,
        { label: moved(label, offset), value: moved(value, offset) },
      ]),
    ),
    seal: moved(layout.seal, offset),
    qr: moved(layout.qr, offset),
    code: moved(layout.code, offset),
    address: moved(layout.address, offset),
    note: moved(layout.note, offset),
  }
}
