import { z } from 'zod'
import type { OrgType } from '../org-types.ts'
import { CLOCKS } from '../workflow/clocks.ts'

const count = z.int().min(1).max(10_000)
const minimum = z.strictObject({ NATION: count.optional(), PROVINCE: count, CITY: count, COUNTY: count })
const sponsors = z.strictObject({ persons: count, units: count })

/** What differs between provinces; a site has one (sites/), held to this when the portal loads. */
export const matterPolicies = z.strictObject({
  /** Months an approved name is kept. */
  nameKeptMonths: count,
  /** Months a certificate is good for. */
  certificateMonths: count,
  /** 组织机构代码 given here begin so; five digits follow. */
  orgCodePrefix: z.string().regex(/^[0-9A-Z]{3}$/),
  /** 万元 an organization begins with at least, by type and level; NATION: as one that calls itself national. */
  minimumFund: z.strictObject({
    SOCIAL_GROUP: minimum,
    PRIVATE_NON_ENTERPRISE: minimum,
    FOUNDATION: minimum,
  } satisfies Record<OrgType, typeof minimum>),
  /** The same of a 基金会 that is to raise money from the public (公募). */
  publicFoundationFund: minimum,
  /** 发起人 (举办者), or 发起单位, that an organization of each type has at least; a warning. */
  sponsors: z.strictObject({
    SOCIAL_GROUP: sponsors,
    PRIVATE_NON_ENTERPRISE: sponsors,
    FOUNDATION: sponsors,
  } satisfies Record<OrgType, typeof sponsors>),
  /** 负责人 that a 社会团体 elects at least; a warning. */
  officers: count,
  /** Whether the fees of a 社会团体 are filed; the ministry gave it up in 2014, provinces go on asking. */
  feesFiled: z.boolean(),
  /** Whether everybody may read the charters that were approved. */
  charterPublic: z.boolean(),
  /** 年报: the first year that is reported of here, and by which day (month and day) of a year one was registered to report of it. */
  reports: z.strictObject({
    since: z.int().min(2000).max(2100),
    registeredBy: z.string().regex(/^(0[1-9]|1[0-2])-([0-2]\d|3[01])$/),
    /** Everybody may read every report that is concluded; otherwise those of 基金会 and charities, of others the conclusion. */
    allPublished: z.boolean(),
  }),
  /** Months a lease of the premises runs on at least; a warning. */
  leaseMonths: count,
  /**
   * How long an applicant has to put papers right, in working days, and the rule of the province that says so: a case
   * that ends because nothing came rests on it, for no law sets the period.
   */
  correction: z.strictObject({ rule: z.string().regex(/^《[^《》]+》(（[^（）]+）)?$/), days: count }),
  /** Promises other than the matter's own, in working days: matter, stage, clock. */
  committed: z.record(z.string(), z.record(z.string(), z.partialRecord(z.enum(CLOCKS), count))),
})

export type MatterPolicies = z.infer<typeof matterPolicies>

/** How many found an organization of a type, as texts name it: {sponsorPersons}, {sponsorUnits}. */
export const sponsorWords = ({ sponsors }: Pick<MatterPolicies, 'sponsors'>, orgType: OrgType) => ({
  sponsorPersons: sponsors[orgType].persons,
  sponsorUnits: sponsors[orgType].units,
})
