import type { OrgType } from '../org-types.ts'
import type { NameWordLists } from './word-lists.ts'

/** A division of GB/T 2260 as the engine needs it; kinship is read from the code. */
export interface DivisionName {
  code: string
  name: string
  level: 'PROVINCE' | 'CITY' | 'COUNTY'
  /** ISO date: the first day on which the division was no more. */
  endedOn?: string
  /** Code of the division its area belongs to since, for one that ended. */
  replacedBy?: string
}

/** The registration authority (登记管理机关) the name is meant for. */
export interface NameAuthority {
  divisionCode: string
  divisionName: string
  level: 'NATION' | DivisionName['level']
  /** Divisions above it, in any order. */
  parents: readonly { name: string; level: string }[]
}

/** `RENAMED`: the organization lives on under another name. `REVOKED`: its establishment or renaming was revoked (撤销). */
export type NameHolderStatus = 'REGISTERED' | 'RENAMED' | 'DEREGISTERED' | 'REVOKED'

export interface NameHolder {
  name: string
  uscc: string
  status: NameHolderStatus
  /** ISO date since which the status holds. */
  statusSince: string
  authorityName: string
}

/** What one look-up in the register found for a name; the engine decides what follows from it. */
export interface RegisterMatches {
  /** Holders, present or former, of exactly this name. */
  exact: readonly NameHolder[]
  /** Holders at the same authority with the same 字号; field and form are compared by the engine. */
  sameTradeName: readonly NameHolder[]
  /** Names kept by open cases and not released; `until` is the ISO date up to which the case may be filed. */
  reserved: readonly { name: string; until: string; sameCase: boolean }[]
  /** Near names with their similarity, 0 to 1. */
  similar: readonly {
    name: string
    uscc: string
    similarity: number
    /** The authority it is registered with, by its division and its name. */
    divisionCode?: string
    authorityName?: string
  }[]
  /** Registered organizations whose whole name stands inside the name asked about. */
  contained?: readonly { name: string; uscc: string }[]
  /** Names other open cases ask for, the same or near; `since` is the ISO date each was submitted. */
  open?: readonly { name: string; same: boolean; since: string; authorityName: string }[]
}

/** `BLOCK` stops a submission, `WARN` asks for a reason or proof, `MANUAL` points it out to the reviewer. */
export type FindingLevel = 'BLOCK' | 'WARN' | 'MANUAL'

export type RuleCode =
  | 'N01'
  | 'N02'
  | 'N03'
  | 'N04'
  | 'N10'
  | 'N11'
  | 'N12'
  | 'N13'
  | 'N14'
  | 'N15'
  | 'N20'
  | 'N21'
  | 'N22'
  | 'N30'
  | 'N31'
  | 'N32'
  | 'N33'
  | 'N40'
  | 'N41'
  | 'N42'
  | 'N43'
  | 'N44'
  | 'N45'
  | 'N46'
  | 'N47'
  | 'N50'
  | 'N51'
  | 'N60'
  | 'N61'
  | 'N62'
  | 'N70'
  | 'N71'
  | 'N72'
  | 'N73'
  | 'N74'
  | 'N75'
  | 'N76'
  | 'N77'
  | 'N90'
  | 'N91'

export interface Finding {
  code: RuleCode
  level: FindingLevel
  /** The sentence to show, with the word, name or date filled in. */
  message: string
  /** The legal basis. */
  basis: string
  /** UTF-16 offsets [start, end) in the normalised name; for N03, which is about what normalising removes, in the typed one. */
  span?: [number, number]
  /** The whole name as it would be right in this respect, where the change is obvious. */
  suggestion?: string
}

/** A name taken apart; together the parts are the whole normalised name. */
export interface NameParts {
  /** Division prefix as written; at the national authority a leading 中国, 中华 or 全国. */
  division?: string
  /** 字号; only foundations and private non-enterprises have one. */
  tradeName?: string
  /** Field of activity or membership; empty when there is none. */
  field: string
  /** 组织形式; empty when the name ends in no known one. */
  form: string
}

/** What is said of a name beside the name itself; nothing of it is known of a name looked up without an application. */
export interface NameDeclarations {
  /** It uses the name of a natural person. */
  personInName: boolean
  /** It uses the name of another unit. */
  unitInName: boolean
  /** It does without a 字号, and says why it may. */
  withoutTradeName: boolean
  /** The licence the work needs is there and given. */
  licensed: boolean
  /** Names of the natural persons who found the organization. */
  founders: readonly string[]
}

export interface NameQuestion {
  name: string
  orgType: OrgType
  authority: NameAuthority
  /** All divisions known. */
  divisions: readonly DivisionName[]
  register: RegisterMatches
  /** ISO date. */
  today: string
  declared?: NameDeclarations
  /** Word lists an administrator has changed; the others are those of word-lists.ts. */
  lists?: Partial<NameWordLists>
  /**
   * The name an authority has approved: then only that is looked at. `until` is the ISO date up to which the papers may
   * be filed under it; absent once they were.
   */
  approved?: { name: string; until?: string }
}
