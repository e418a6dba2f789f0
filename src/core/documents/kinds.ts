/** The numbered documents an authority issues on a case. */
export type DocumentKind =
  | 'CONSULTATION_REPLY'
  | 'RECEIPT'
  | 'ACCEPTANCE_NOTICE'
  | 'CORRECTION_NOTICE'
  | 'REFUSAL_NOTICE'
  | 'NAME_APPROVAL'
  | 'NAME_REJECTION'
  | 'DECISION_GRANTED'
  | 'DECISION_DENIED'
  | 'FILING_RECEIPT'
  | 'CERTIFICATE_ORIGINAL'
  | 'CERTIFICATE_DUPLICATE'
  | 'TERMINATION_NOTICE'

type DocumentKindRow = {
  /** Full title, as printed. */
  readonly title: string
  /** Short name for lists and buttons. */
  readonly shortName: string
  /** The word between the authority's 机关代字 and the year; different for every kind, so numbers never collide. */
  readonly numberWord: string
  readonly layout: 'notice' | 'certificate'
  /** How many copies are made out, the authority's own included. */
  readonly copies: number
  /** Whether the document must tell its reader how to appeal (APL art. 38). */
  readonly appealable: boolean
}

/** One row a kind: everything about a document that does not depend on the case. */
export const documentKinds = {
  CONSULTATION_REPLY: {
    title: '拟用名称咨询答复',
    shortName: '咨询答复',
    numberWord: '咨',
    layout: 'notice',
    copies: 1,
    appealable: false,
  },
  RECEIPT: {
    title: '收件凭证',
    shortName: '收件凭证',
    numberWord: '收',
    layout: 'notice',
    copies: 2,
    appealable: false,
  },
  ACCEPTANCE_NOTICE: {
    title: '受理通知书',
    shortName: '受理通知',
    numberWord: '受',
    layout: 'notice',
    copies: 2,
    appealable: false,
  },
  CORRECTION_NOTICE: {
    title: '补正材料告知书',
    shortName: '补正告知',
    numberWord: '补',
    layout: 'notice',
    copies: 2,
    appealable: false,
  },
  REFUSAL_NOTICE: {
    title: '不予受理通知书',
    shortName: '不予受理',
    numberWord: '不受',
    layout: 'notice',
    copies: 2,
    appealable: true,
  },
  NAME_APPROVAL: {
    title: '名称核准通知书',
    shortName: '名称核准',
    numberWord: '名核',
    layout: 'notice',
    copies: 2,
    appealable: false,
  },
  NAME_REJECTION: {
    title: '不予核准通知书',
    shortName: '不予核准',
    numberWord: '名驳',
    layout: 'notice',
    copies: 2,
    appealable: true,
  },
  DECISION_GRANTED: {
    title: '准予行政许可决定书',
    shortName: '准予决定',
    numberWord: '许准',
    layout: 'notice',
    copies: 2,
    appealable: false,
  },
  DECISION_DENIED: {
    title: '不予行政许可决定书',
    shortName: '不予决定',
    numberWord: '许驳',
    layout: 'notice',
    copies: 2,
    appealable: true,
  },
  FILING_RECEIPT: {
    title: '印章、银行账户备案回执',
    shortName: '备案回执',
    numberWord: '备',
    layout: 'notice',
    copies: 2,
    appealable: false,
  },
  CERTIFICATE_ORIGINAL: {
    title: '社会团体法人登记证书（正本）',
    shortName: '登记证书正本',
    numberWord: '证',
    layout: 'certificate',
    copies: 1,
    appealable: false,
  },
  CERTIFICATE_DUPLICATE: {
    title: '社会团体法人登记证书（副本）',
    shortName: '登记证书副本',
    numberWord: '证副',
    layout: 'certificate',
    copies: 1,
    appealable: false,
  },
  TERMINATION_NOTICE: {
    title: '终止办理通知书',
    shortName: '终止办理',
    numberWord: '终',
    layout: 'notice',
    copies: 2,
    appealable: true,
  },
} as const satisfies Record<DocumentKind, DocumentKindRow>

/** Every kind, in the order of the table. */
export const allDocumentKinds = Object.keys(documentKinds) as DocumentKind[]

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
