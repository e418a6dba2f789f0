import type { z } from 'zod'
import type { DocumentContent } from '../core/documents/blocks.ts'
import { chineseDate } from '../core/documents/dates.ts'
import {
  commonData,
  type CertificateDocument,
  type CommonData,
  type NoticeDocument,
  type Secrets,
} from '../core/documents/define.ts'
import type { Remedies, StepFacts } from '../core/documents/facts.ts'
import { rightsText } from '../core/documents/remedies.ts'
import { substituted, substitutesNote } from '../core/documents/substitutes.ts'
import { DOCUMENT_KINDS, type DocumentKind } from '../core/documents/kinds.ts'
import { groupedCode } from '../core/documents/verification-code.ts'
import { acceptanceNotice } from './acceptance-notice.ts'
import { announcement } from './announcement.ts'
import { certificateDuplicate, certificateOriginal } from './certificate.ts'
import { consultationReply } from './consultation-reply.ts'
import { correctionNotice } from './correction-notice.ts'
import { decisionDenied } from './decision-denied.ts'
import { decisionGranted } from './decision-granted.ts'
import { deregistrationProof } from './deregistration-proof.ts'
import { extensionNotice } from './extension-notice.ts'
import { filingReceipt } from './filing-receipt.ts'
import { nameApproval } from './name-approval.ts'
import { nameRejection } from './name-rejection.ts'
import { receipt } from './receipt.ts'
import { rectificationNotice } from './rectification-notice.ts'
import { refusalNotice } from './refusal-notice.ts'
import { reportConclusion } from './report-conclusion.ts'
import { reportRevision } from './report-revision.ts'
import { specialProcedureNotice } from './special-procedure-notice.ts'
import { terminationNotice } from './termination-notice.ts'

type AnyDocument = NoticeDocument<z.ZodType> | CertificateDocument<z.ZodType>

/** The only list of documents: a file a kind. */
const kinds = {
  CONSULTATION_REPLY: consultationReply,
  RECEIPT: receipt,
  ACCEPTANCE_NOTICE: acceptanceNotice,
  CORRECTION_NOTICE: correctionNotice,
  REFUSAL_NOTICE: refusalNotice,
  NAME_APPROVAL: nameApproval,
  NAME_REJECTION: nameRejection,
  EXTENSION_NOTICE: extensionNotice,
  SPECIAL_PROCEDURE_NOTICE: specialProcedureNotice,
  DECISION_GRANTED: decisionGranted,
  DECISION_DENIED: decisionDenied,
  CERTIFICATE_ORIGINAL: certificateOriginal,
  CERTIFICATE_DUPLICATE: certificateDuplicate,
  FILING_RECEIPT: filingReceipt,
  DEREGISTRATION_PROOF: deregistrationProof,
  TERMINATION_NOTICE: terminationNotice,
  ANNOUNCEMENT: announcement,
  REPORT_CONCLUSION: reportConclusion,
  RECTIFICATION_NOTICE: rectificationNotice,
  REPORT_REVISION: reportRevision,
} as const satisfies Record<DocumentKind, unknown>

/** A kind's definition, widened so that callers need not know which one it is. */
const documentOf = (kind: DocumentKind): AnyDocument => kinds[kind] as unknown as AnyDocument

/** The title as it is printed and listed; `note` tells papers of a kind apart. */
const titleOf = (kind: DocumentKind, note: string | null): string =>
  note === null ? documentOf(kind).title : `${documentOf(kind).title}（${note}）`

/** Data of a document as they are stored: what all carry, and what the kind adds. */
export type DocumentData = CommonData & { readonly kind: DocumentKind }

const isKind = (kind: unknown): kind is DocumentKind => DOCUMENT_KINDS.some((known) => known === kind)

/** Reads stored or freshly gathered data; throws ZodError naming the faulty fields. Unknown fields are dropped. */
const parseDocumentData = (json: unknown): DocumentData => {
  const kind: unknown = typeof json === 'object' && json !== null && 'kind' in json ? json.kind : undefined
  if (!isKind(kind)) throw new Error(`no kind of document: ${String(kind)}`)
  return { ...commonData.parse(json), ...(documentOf(kind).schema.parse(json) as object), kind }
}

/** What a document of a kind says, gathered from what the step knows. */
const gatherDocument = (kind: DocumentKind, heading: CommonData, facts: StepFacts): DocumentData =>
  parseDocumentData({ kind, ...heading, ...(documentOf(kind).gather(facts, heading) as object) })

const noteOf = ({ siteName, demo }: CommonData): string =>
  `本文书由${siteName}生成，扫描二维码可核验真伪${demo ? '；演示环境签发，不具法律效力' : ''}。`

const copiesText = (copies: number, who: string): string =>
  copies === 1 ? `本文书一份，送达${who}。` : `本文书一式两份，一份送达${who}，一份由本机关存档。`

/** What a document of a kind prints and does not keep in clear. */
const secretsOf = (kind: DocumentKind, facts: StepFacts): Secrets => {
  const document = documentOf(kind)
  return (document.layout === 'notice' && document.secrets?.(facts)) || {}
}

/** What a document says, in reading order, from its stored data. The same data always gives the same content. */
const documentContent = (stored: DocumentData, secrets: Secrets = {}): DocumentContent => {
  const { substitutes = {}, ...rest } = stored
  const data = substituted(rest, substitutes)
  const document = documentOf(data.kind)
  const common = {
    kind: data.kind,
    title: titleOf(data.kind, 'titleNote' in data ? (data.titleNote as string | null) : null),
    number: data.number,
    authorityName: data.authorityName,
    siteName: data.siteName,
    issuedOn: data.issuedOn,
    verificationCode: data.verificationCode,
    qrCaption: `文书核验码：${groupedCode(data.verificationCode)}`,
    watermark: data.demo ? '演示' : null,
    note: `${noteOf(data)}${substitutesNote(substitutes)}`,
  }
  if (document.layout === 'certificate') {
    const page = document.page(data as never)
    return { ...common, layout: 'certificate', title: `${page.heading}（${page.part}）`, ...page }
  }
  const remedies = 'remedies' in data ? (data.remedies as Remedies) : undefined
  const { to = { name: data.applicantName, who: '申请人' }, ...letter } = document.letter(data as never, secrets)
  return {
    ...common,
    layout: 'notice',
    addressee: to === null ? '' : `${to.name}：`,
    ...letter,
    rights: document.appealable && remedies ? rightsText(remedies) : null,
    signature: { authorityName: data.authorityName, date: chineseDate(data.issuedOn) },
    copies: to === null ? '' : copiesText(document.copies, to.who),
  }
}

/** What a portal knows of documents, given to it when it starts: what issues and shows them knows no kind by name. */
export const documents = {
  of: documentOf,
  titleOf,
  gather: gatherDocument,
  secrets: secretsOf,
  parse: parseDocumentData,
  content: documentContent,
} as const
