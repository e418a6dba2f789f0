import type { OrgType } from '../org-types.ts'
import type { RegisterEntry, RegisterItems } from '../register/changes.ts'
import type { Holdings } from '../register/holdings.ts'
import type { RegisterItem } from '../register/items.ts'
import type { ReportYear } from '../register/report-years.ts'
import type { Reported } from '../register/reports.ts'
import type { RegisterStatus } from '../register/statuses.ts'
import type { RawValues } from '../forms/field.ts'
import type { Answers, AnswerSet } from './define.ts'
import type { MatterPolicies } from './policies.ts'

// What the functions of a matter see besides the answers.

/** What the changes of a register are made of. */
export type ChangeContext = {
  readonly answers: Answers
  /** What the register says now; nothing before an organization is founded. */
  readonly entry: RegisterEntry | undefined
  /** What it said when the applicant submitted: a change rests on that (STALE when it has moved). */
  readonly filed: RegisterItems | undefined
  /** What it has besides, now. */
  readonly holdings: Holdings | undefined
  /** The last day of the certificate in force. */
  readonly validTo: string | undefined
  /** The day, in Asia/Shanghai. */
  readonly today: string
  readonly policies: MatterPolicies
  /** Where the organization stood in the register when the applicant submitted, and before its status last changed. */
  readonly filedStatus: RegisterStatus | undefined
  readonly statusBefore: RegisterStatus | undefined
  /** What the form of the step said. */
  readonly form: RawValues
  /** Which year it reports of, and on which day (ISO) that was handed in. */
  readonly reported?: Reported | undefined
}

/** A post that somebody named in the answers holds in an organization, as the register has it. */
export type HeldPost = {
  /** Whose post it is, as `identityKey` gives it. */
  readonly person: string
  readonly name: string
  readonly organization: string
  readonly orgType: OrgType
  readonly post: string
  readonly legalRepresentative: boolean
  /** In the organization the case is about; `terms`: how often they were elected to it. */
  readonly own?: true
  readonly terms: number
}

/** An organization of the register that an answer names by its code. */
export type NamedOrganization = { readonly name: string; readonly status: RegisterStatus }

/** The report an organization handed in for the year before: what may be carried over, and what has to go on from it. */
export type LastReport = { readonly year: number; readonly answers: AnswerSet }

/** What a rule sees besides the answers. */
export type RuleContext = {
  /** ISO date, in Asia/Shanghai. */
  readonly today: string
  /** What the register says of the people named. */
  readonly posts: readonly HeldPost[]
  /** What units at the authority's level a text may mean; nothing where it is the full name of one. */
  readonly unitsMeant?: (text: string) => readonly string[] | undefined
  /** An address with the divisions above the one it begins with; nothing for one that begins with no division. */
  readonly fromProvince?: (address: string) => string | undefined
  /** Places a text names that lie outside the area of the authority applied to. */
  readonly placesOutside?: (text: string) => readonly string[]
  /** Divisions a text names, of any area. */
  readonly placesNamed?: (text: string) => readonly string[]
  /** What the province asks, and the level of the authority of the case. */
  readonly policies: MatterPolicies
  readonly level: keyof MatterPolicies['minimumFund'][OrgType]
  /** What the register says of the organization the case is about, before any change. */
  readonly register?: RegisterItems | undefined
  /** And what it has besides its registered items. */
  readonly holdings?: Holdings | undefined
  /** Organizations of the register that answers name by their code. */
  readonly named?: ReadonlyMap<string, NamedOrganization> | undefined
  /** From which day on (ISO) it holds its certificate. */
  readonly certifiedOn?: string | undefined
  /** Whose register it is, by name. */
  readonly authority?: string | undefined
  /** The name of whose case it is. */
  readonly applicant?: string | undefined
  /** Numbers of accounts in the answers that are on file: as which of the organization's own, and with whom else. */
  readonly accountsFiled?: ReadonlyMap<string, { readonly own?: string; readonly elsewhere?: string }> | undefined
  /** What of the register other cases of the organization are changing already, and which they are. */
  readonly underWay?: ReadonlyMap<RegisterItem, string> | undefined
  /** The year a report is about, with its last days, late or not; and the report of the year before. */
  readonly reporting?: ReportYear | undefined
  readonly lastReport?: LastReport | undefined
}

/** What the portal itself says on a page: what the register has, or what it adds up of the answers. */
export type Told = { readonly label: string; readonly text: string }

/** What that is made of. */
export type TellContext = Pick<RuleContext, 'register' | 'holdings'> & { readonly answers: Answers }
