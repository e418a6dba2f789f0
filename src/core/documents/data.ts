import { z } from 'zod'
import { allDocumentKinds } from './kinds.ts'
import type { DocumentKind } from './kinds.ts'

const text = z.string().trim().min(1)
const date = z.iso.date()
const days = z.int().positive()

/** What every document carries, whatever its kind. */
const common = {
  /** The formatted document number. */
  number: text,
  authorityName: text,
  issuedOn: date,
  applicantName: text,
  /** Name of the organization, proposed or registered. */
  organizationName: text,
  /** 办件编号. */
  applicationNumber: text,
  matterTitle: text,
  /** What the public check of issued documents asks for. */
  verificationCode: text,
  /** Issued by a demonstration portal: says so on its face. */
  demo: z.boolean(),
  /** How characters without a glyph are written on paper. */
  substitutes: z.record(text, text).optional(),
}

/** Where the reader may appeal: the authority above and the court. */
const remedies = z.object({ reconsiderationOrgan: text, court: text })

/** A reason with the provision it rests on, when one is named. */
const reason = z.object({ text, basis: text.nullable() })

const certificate = {
  ...common,
  uscc: text,
  legalRepresentative: text,
  /** The shorter text meant for the certificate. */
  businessScope: text,
  activityArea: text,
  domicile: text,
  /** 万元, decimal string with at most four decimals. */
  registeredFundTenThousands: z.string().regex(/^\d{1,8}(\.\d{1,4})?$/),
  /** null for direct registration. */
  supervisoryUnit: text.nullable(),
  validFrom: date,
  validTo: date,
}

const schemas = {
  CONSULTATION_REPLY: z.object({
    ...common,
    kind: z.literal('CONSULTATION_REPLY'),
    consultedOn: date,
    outcome: z.enum(['SUGGESTED_OK', 'SUGGESTED_CHANGE', 'NOT_SUITABLE']),
    /** Every name asked about, with what was found on it. */
    names: z.array(z.object({ name: text, conclusion: text, findings: z.array(text) })).min(1),
    /** The officer's own words. */
    opinion: text.nullable(),
  }),
  RECEIPT: z.object({
    ...common,
    kind: z.literal('RECEIPT'),
    receivedOn: date,
    /** Local time of day, HH:mm. */
    receivedTime: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
    receiverName: text,
    materials: z
      .array(z.object({ name: text, form: z.enum(['ORIGINAL', 'COPY']), copies: days, note: text.nullable() }))
      .min(1),
    /** The day by which the applicant is told of acceptance or correction. */
    replyBy: date,
  }),
  ACCEPTANCE_NOTICE: z.object({
    ...common,
    kind: z.literal('ACCEPTANCE_NOTICE'),
    appliedOn: date,
    /** The day all corrected papers were in. */
    acceptedOn: date,
    contactName: text,
    contactPhone: text.nullable(),
    handlerName: text,
    committedWorkingDays: days,
    committedDueOn: date,
    statutoryWorkingDays: days,
    statutoryDueOn: date,
    /** Accepted by law because nobody answered within five working days (APL art. 32(4)). */
    deemed: z.boolean(),
  }),
  CORRECTION_NOTICE: z.object({
    ...common,
    kind: z.literal('CORRECTION_NOTICE'),
    receivedOn: date,
    items: z.array(z.object({ target: text, reason: text })).min(1),
    correctBy: date,
    handlerName: text,
  }),
  REFUSAL_NOTICE: z.object({
    ...common,
    kind: z.literal('REFUSAL_NOTICE'),
    receivedOn: date,
    ground: z.discriminatedUnion('type', [
      z.object({ type: z.literal('NO_LICENCE_NEEDED') }),
      z.object({ type: z.literal('OTHER_AUTHORITY'), competentAuthority: text }),
      z.object({ type: z.literal('OTHER') }),
    ]),
    explanation: text,
    handlerName: text,
    remedies,
  }),
  NAME_APPROVAL: z.object({
    ...common,
    kind: z.literal('NAME_APPROVAL'),
    appliedOn: date,
    approvedName: text,
    validFrom: date,
    validTo: date,
    supervisoryUnit: text.nullable(),
  }),
  NAME_REJECTION: z.object({
    ...common,
    kind: z.literal('NAME_REJECTION'),
    appliedOn: date,
    proposedName: text,
    reasons: z.array(reason).min(1),
    remedies,
  }),
  DECISION_GRANTED: z.object({
    ...common,
    kind: z.literal('DECISION_GRANTED'),
    acceptedOn: date,
    /** What the review found. */
    findings: text,
    uscc: text,
    /** The registered items, label and value, in the order of the certificate. */
    registeredItems: z.array(z.object({ label: text, value: text })).min(1),
  }),
  DECISION_DENIED: z.object({
    ...common,
    kind: z.literal('DECISION_DENIED'),
    acceptedOn: date,
    reasons: z.array(reason).min(1),
    remedies,
  }),
  FILING_RECEIPT: z.object({
    ...common,
    kind: z.literal('FILING_RECEIPT'),
    uscc: text,
    filedOn: date,
    seals: z.array(z.object({ type: text, engraving: text, specification: text.nullable() })).min(1),
    /** The account number as it may be shown on paper. */
    account: z.object({ type: text, bankName: text, accountName: text, accountNumber: text }),
    handlerName: text,
  }),
  CERTIFICATE_ORIGINAL: z.object({ ...certificate, kind: z.literal('CERTIFICATE_ORIGINAL') }),
  CERTIFICATE_DUPLICATE: z.object({ ...certificate, kind: z.literal('CERTIFICATE_DUPLICATE') }),
  TERMINATION_NOTICE: z.object({
    ...common,
    kind: z.literal('TERMINATION_NOTICE'),
    receivedOn: date,
    cause: z.discriminatedUnion('type', [
      z.object({ type: z.literal('WITHDRAWN'), withdrawnOn: date }),
      z.object({ type: z.literal('NOT_CORRECTED'), correctionNoticeNumber: text, correctBy: date }),
      z.object({ type: z.literal('OTHER'), explanation: text }),
    ]),
    remedies,
  }),
} as const satisfies Record<DocumentKind, z.ZodType<{ kind: DocumentKind }>>

/** The data of one kind of document. */
export type DocumentDataOf<K extends DocumentKind> = z.infer<(typeof schemas)[K]>

/** The data of any document, told apart by `kind`. Stored as JSON; the PDF is made from it and from nothing else. */
export type DocumentData = { [K in DocumentKind]: DocumentDataOf<K> }[DocumentKind]

const kindSchema = z.object({ kind: z.enum(allDocumentKinds as [DocumentKind, ...DocumentKind[]]) })

/** Reads stored or freshly gathered data; throws ZodError naming the faulty fields. Unknown fields are dropped. */
export function parseDocumentData(json: unknown): DocumentData {
  const { kind } = kindSchema.parse(json)
  return schemas[kind].parse(json)
}
