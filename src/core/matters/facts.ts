import type { RawValues } from '../forms/field.ts'

// Where the answers the portal itself works with are found.

export type FieldRef = { readonly page: string; readonly field: string }

/** A list of people among the answers, with its marking fields. */
type PeopleList = {
  readonly role: 'OFFICER' | 'SPONSOR'
  readonly page: string
  readonly name: string
  readonly idType: string
  readonly idNumber: string
  readonly phone?: string
  readonly post?: string
  /** The field that marks them, or that whoever is listed is to be one. */
  readonly legalRepresentative?: string | true
}

/** Where the consent of the supervisory unit is answered from a paper; a unit that answers online says the same itself. */
export type ConsentPlace = {
  readonly page: string
  /** 是否已经批准, where the page asks it. */
  readonly given?: string
  readonly number: string
  readonly date: string
  readonly opinion?: string
  /** What only a paper leaves to be asked. */
  readonly onPaper?: readonly string[]
  /** The paper itself. */
  readonly material: string
  /** Pages a change of which leaves the consent standing: whom to call, who fetches. */
  readonly beside: readonly string[]
}

/** Where the answers the portal itself works with are found; a matter without them has none. */
export type MatterFacts = {
  /** A proposed name, judged by the name engine at its field; it titles the case. */
  readonly names?: {
    readonly proposed: FieldRef
    readonly alternatives: readonly FieldRef[]
    /** What is said of the names beside them, where a type asks it: uses a person's, another unit's name (yes); a licence. */
    readonly personIn?: FieldRef
    readonly unitIn?: FieldRef
    readonly licence?: FieldRef
    /** yes: the name does without a 字号, and the page says why it may. */
    readonly withoutTradeName?: FieldRef
  }
  /** 您是, one of the codes of applicant-role.ts. */
  readonly applicantRole?: FieldRef
  /** Whom the authority calls about the case. */
  readonly contact: { readonly page: string; readonly name: string; readonly phone: string }
  readonly people: readonly PeopleList[]
  readonly supervisoryUnit?: FieldRef
  /** Numbers of bank accounts that are filed. */
  readonly accountNumber?: FieldRef
  /** Who comes to the window and fetches papers. */
  readonly agent?: {
    readonly page: string
    readonly name: string
    readonly idType: string
    readonly idNumber: string
    readonly phone: string
  }
  readonly consent?: ConsentPlace
  /** Who was said to fetch the certificate, and where it is sent instead: asked only of who wants it by post. */
  readonly collector?: {
    readonly page: string
    /** Whether it is somebody the case names already: its legal representative or its agent. */
    readonly kind: string
    readonly name: string
    readonly idType: string
    readonly idNumber: string
    /** The day they would like to come. */
    readonly preferredOn: string
    readonly postedTo: string
    /** To whom it goes there, and whom the post calls; the contact where it is not said. */
    readonly recipient: string
    readonly recipientPhone: string
  }
}

/** Whether somebody of a list is to be legal representative. */
export const represents = ({ legalRepresentative }: PeopleList, values: RawValues): boolean =>
  legalRepresentative === true || (legalRepresentative !== undefined && values[legalRepresentative] === 'yes')
