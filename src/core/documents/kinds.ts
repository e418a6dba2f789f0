/** The numbered documents an authority issues on a case; what each is stands in its file of src/documents. */
export const DOCUMENT_KINDS = [
  'CONSULTATION_REPLY',
  'RECEIPT',
  'ACCEPTANCE_NOTICE',
  'CORRECTION_NOTICE',
  'REFUSAL_NOTICE',
  'NAME_APPROVAL',
  'NAME_REJECTION',
  'EXTENSION_NOTICE',
  'SPECIAL_PROCEDURE_NOTICE',
  'DECISION_GRANTED',
  'DECISION_DENIED',
  'CERTIFICATE_ORIGINAL',
  'CERTIFICATE_DUPLICATE',
  'FILING_RECEIPT',
  'DEREGISTRATION_PROOF',
  'TERMINATION_NOTICE',
  'ANNOUNCEMENT',
  'REPORT_CONCLUSION',
  'RECTIFICATION_NOTICE',
  'REPORT_REVISION',
] as const
export type DocumentKind = (typeof DOCUMENT_KINDS)[number]

/**
 * The number printed on a document: 机关代字, word of the kind, year in corner brackets, running number without
 * leading zeros, e.g. 晋民社受〔2026〕1号 (党政机关公文格式 GB/T 9704). Throws RangeError on a year that is not four
 * digits or a running number below 1.
 */
export function formatDocumentNumber(parts: { prefix: string; word: string; year: number; seq: number }): string {
  const { prefix, word, year, seq } = parts
  if (!Number.isInteger(year) || year < 1000 || year > 9999) throw new RangeError(`document year ${year}`)
  if (!Number.isSafeInteger(seq) || seq < 1) throw new RangeError(`document sequence ${seq}`)
  return `${prefix}${word}〔${year}〕${seq}号`
}
