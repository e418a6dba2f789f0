import type { DocumentKind } from './kinds.ts'

/** Label and value, shown as a row of a two-column table. */
export type Fact = { readonly label: string; readonly value: string }

/** One column of a table; `share` is its part of the width, relative to the other columns. */
export type Column = { readonly title: string; readonly share: number; readonly align: 'left' | 'center' }

/** The parts the body of a notice is made of, in reading order. */
export type Block =
  | { readonly type: 'paragraph'; readonly text: string }
  | { readonly type: 'emphasis'; readonly text: string }
  | { readonly type: 'list'; readonly items: readonly string[] }
  | { readonly type: 'facts'; readonly rows: readonly Fact[] }
  | {
      readonly type: 'table'
      readonly caption: string
      readonly columns: readonly Column[]
      readonly rows: readonly (readonly string[])[]
    }

type CommonContent = {
  readonly kind: DocumentKind
  readonly title: string
  readonly number: string
  readonly authorityName: string
  /** The portal that made it. */
  readonly siteName: string
  /** ISO date; also the date inside the PDF. */
  readonly issuedOn: string
  readonly verificationCode: string
  /** Beside the QR code. */
  readonly qrCaption: string
  /** The line that says how to check the document and, on a demonstration portal, that it has no legal force. */
  readonly note: string
  /** Across every sheet, of what has no legal force. */
  readonly watermark: string | null
}

/** An official letter. */
export type NoticeContent = CommonContent & {
  readonly layout: 'notice'
  /** Empty on what goes to everybody. */
  readonly addressee: string
  readonly blocks: readonly Block[]
  /** Null where no law speaks of what the letter tells. */
  readonly legalBasis: string | null
  /** How to appeal; null where the kind carries no such paragraph. */
  readonly rights: string | null
  readonly signature: { readonly authorityName: string; readonly date: string }
  /** Lines filled in by hand or by the officer's name: 经办人, 签收人. */
  readonly signOff: readonly string[]
  readonly copies: string
}

/** What a certificate says, in the order it stands on paper. */
export const CERTIFICATE_FIELDS = [
  'uscc',
  'name',
  'legalRepresentative',
  'fund',
  'activityArea',
  'foundationKind',
  'supervisoryUnit',
  'domicile',
  'businessScope',
  'validity',
  'issuingAuthority',
  'issueDate',
] as const
export type CertificateField = (typeof CERTIFICATE_FIELDS)[number]

/** A certificate of registration. */
export type CertificateContent = CommonContent & {
  readonly layout: 'certificate'
  readonly heading: string
  readonly part: '正本' | '副本'
  /** The part as the sheet says it: 副本1-1 is the first of one; those issued earlier do not count. */
  readonly partText: string
  /** In the order of the paper; what the type does not have is left out. */
  readonly fields: readonly (Fact & { readonly key: CertificateField })[]
  /** 副本 only: the empty table the yearly checks are entered in. */
  readonly annualCheck: {
    readonly caption: string
    readonly columns: readonly Column[]
    readonly blankRows: number
  } | null
}

/** Everything a document says, laid out by nothing yet: the PDF and the verification page both read it. */
export type DocumentContent = NoticeContent | CertificateContent
