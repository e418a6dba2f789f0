/**
 * What somebody asks themselves before founding; yes is what founding needs. Texts may name what the site sets for the
 * level: {fund}, {publicFund}, {sponsorPersons}, {sponsorUnits}, {leaseMonths}.
 */
export type SelfCheck = {
  /** Whom this type of organization is for. */
  readonly fits: string
  readonly questions: readonly {
    readonly ask: string
    readonly hint?: string
    /** Why it cannot be done so, and the way that is left. */
    readonly no: string
    readonly way: string
    readonly basis: string
  }[]
}
