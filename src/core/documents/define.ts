import { z } from 'zod'
import type { Block, CertificateContent } from './blocks.ts'
import type { StepFacts } from './facts.ts'

export const text = z.string().trim().min(1)
export const date = z.iso.date()
export const days = z.int().positive()
export const remedies = z.object({ reconsiderationOrgan: text, court: text })
/** The rule that sets how long there is to put papers right. */
export const correctionPeriod = z.object({ rule: text, days }).nullable().default(null)
/** The number of the notice that kept the name, where the name is not kept any more; older documents did not say. */
export const nameGivenUp = text.nullable().default(null)
/** A reason with the provision it rests on, when one is named. */
export const reason = z.object({ text, basis: text.nullable() })
/** What was found, beside the grounds that were picked; older documents had the official's words as their only reason. */
export const explanation = text.nullable().default(null)

/** What every document carries, whatever its kind. */
export const commonData = z.object({
  /** The formatted document number. */
  number: text,
  authorityName: text,
  issuedOn: date,
  applicantName: text,
  /** Whether it speaks to a person or to a unit; documents of earlier releases do not know. */
  applicantKind: z.enum(['PERSON', 'UNIT']).optional(),
  /** Name of the organization, proposed or registered. */
  organizationName: text,
  /** 办件编号. */
  applicationNumber: text,
  /** 申请事项, in formal words. */
  matterTitle: text,
  /** 网站名称; documents of earlier releases called it so everywhere. */
  siteName: text.default('社会组织服务平台'),
  /** What the public check of issued documents asks for. */
  verificationCode: text,
  /** Issued by a demonstration portal: says so on its face. */
  demo: z.boolean(),
  /** What it prints and is kept only encrypted: the secrets of its kind, as JSON. */
  sealed: text.optional(),
  /** How characters without a glyph are written on paper. */
  substitutes: z.record(text, text).optional(),
})
export type CommonData = z.infer<typeof commonData>

/** What a paper prints that nobody may read out of its stored data: the number of an account. */
export type Secrets = Readonly<Record<string, string>>

/** What a letter says of its own; the rest is the same for all. */
type Letter = {
  /** Whom it goes to, where that is not the applicant: how it is addressed, and who it is beside the name; null: to all. */
  readonly to?: { readonly name: string; readonly who: string } | null
  readonly blocks: readonly Block[]
  readonly legalBasis: string | null
  readonly signOff: readonly string[]
}

type Shared<S extends z.ZodType> = {
  /** Full title, as printed. */
  readonly title: string
  /** Short name for lists and buttons. */
  readonly shortName: string
  /**
   * The word between the authority's 机关代字 and the year; different for every kind, so numbers never collide. 正本 and
   * 副本 are one certificate: they have one word, and one number.
   */
  readonly numberWord: string
  /** A later one of the same stage takes its place: it says how things stand, not what was done. */
  readonly supersedes?: true
  /** How many copies are made out, the authority's own included. */
  readonly copies: number
  /** What it says beside what every document says. */
  readonly schema: S
  readonly gather: (facts: StepFacts, heading: CommonData) => z.infer<S>
  /** Whether what was done calls for it; absent: always, where it hangs on the step. */
  readonly calledFor?: (facts: StepFacts) => boolean
  /** Invented data, filled in completely, and words the document made of them must say. */
  readonly example: z.infer<S>
  readonly mustSay: readonly string[]
}

export type NoticeDocument<S extends z.ZodType> = Shared<S> & {
  readonly layout: 'notice'
  /** Whether it must tell its reader how to appeal (行政许可法 art. 38). */
  readonly appealable: boolean
  readonly secrets?: (facts: StepFacts) => Secrets
  /** Without its secrets it shows of them what anybody may see. */
  readonly letter: (data: CommonData & z.infer<S>, secrets: Secrets) => Letter
}

export type CertificateDocument<S extends z.ZodType> = Shared<S> & {
  readonly layout: 'certificate'
  readonly page: (
    data: CommonData & z.infer<S>,
  ) => Pick<CertificateContent, 'heading' | 'part' | 'partText' | 'fields' | 'annualCheck'>
}

/** Declares a letter; its parts see the schema's own type. */
export const notice = <S extends z.ZodType>(document: Omit<NoticeDocument<S>, 'layout'>): NoticeDocument<S> => ({
  ...document,
  layout: 'notice',
})

export const certificate = <S extends z.ZodType>(
  document: Omit<CertificateDocument<S>, 'layout'>,
): CertificateDocument<S> => ({ ...document, layout: 'certificate' })
