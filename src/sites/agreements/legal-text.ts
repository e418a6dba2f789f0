/** A text people are asked to read or agree to. A new wording is a new version, and old consents keep naming theirs. */
export type LegalText = {
  readonly title: string
  readonly version: string
  /** ISO date from which this version holds. */
  readonly effectiveFrom: string
  readonly sections: readonly { readonly heading: string; readonly paragraphs: readonly string[] }[]
}

/** What the texts say about the site they stand on. */
export type LegalTextParty = {
  /** 网站名称. */
  readonly siteName: string
  /** 主办单位, the handler of personal information. */
  readonly hostOrgan: string
  /** Telephone for questions and requests. */
  readonly contactPhone: string
  /** How the province calls its user agreement. */
  readonly agreementTitle: string
  /** For what an account is good, in the agreement's first part. */
  readonly registrationScope: string
}
