import type { CharterVersion } from '../charters/text.ts'
import { chineseDate } from '../documents/dates.ts'
import { accountKinds, sealKinds } from '../enumerations.ts'
import { postText } from '../posts.ts'
import type { RegisteredReport } from './reports.ts'

/** What an organization has below itself or beside its domicile, filed and not registered (domain.md §5.2). */
export const unitKinds = {
  BRANCH: '分支机构',
  REPRESENTATIVE: '代表机构',
  SPECIAL_FUND: '专项基金',
  OFFICE: '办事机构',
  INTERNAL: '内设机构',
  PREMISES: '办公场所',
  ENTITY: '举办的实体',
  PARTY: '党组织',
} as const
export type UnitKind = keyof typeof unitKinds

/** What every organization has one of, whatever others it has besides. */
export const officialSeal = sealKinds[0].text
export const basicAccount = accountKinds[0].text

/** Who holds a post now. `terms`: how often they were elected to it, this time included. */
type RegisteredPerson = {
  readonly id: string
  readonly name: string
  readonly post: string
  readonly legalRepresentative: boolean
  readonly since: string | null
  readonly until: string | null
  readonly terms: number
}
type RegisteredSeal = {
  readonly id: string
  readonly kind: string
  readonly engraving: string
  readonly size: string
  readonly filedOn: string
}
/** `end`: the last four digits of its number. */
export type RegisteredAccount = {
  readonly id: string
  readonly kind: string
  readonly bank: string
  readonly end: string
  readonly filedOn: string
}
type RegisteredUnit = {
  readonly id: string
  readonly kind: UnitKind
  readonly name: string
  readonly address: string
  readonly filedOn: string
}

/** What the register knows an organization to have besides its registered items; nothing of it that has ended. */
export type Holdings = {
  readonly people: readonly RegisteredPerson[]
  readonly seals: readonly RegisteredSeal[]
  readonly accounts: readonly RegisteredAccount[]
  readonly units: readonly RegisteredUnit[]
  readonly term: { readonly name: string; readonly from: string; readonly to: string } | null
  readonly leaseTo: string | null
  /** The last day of the certificate. */
  readonly certificateTo: string | null
  /** The charter in force; null where none was approved here. */
  readonly charter: CharterVersion | null
  /** Years with a conclusion on their report, newest first. */
  readonly reports: readonly RegisteredReport[]
}

export const HOLDING_KINDS = ['people', 'seals', 'accounts', 'units'] as const
export type HoldingKind = (typeof HOLDING_KINDS)[number]

/** What each is called where one of them is chosen: it tells it from the others of the same organization. */
const texts: { readonly [K in HoldingKind]: (held: Holdings[K][number]) => string } = {
  people: ({ name, post }) => `${name}（${postText(post)}）`,
  seals: ({ kind, engraving, filedOn }) => `${kind}“${engraving}”（${chineseDate(filedOn)}备案）`,
  accounts: ({ kind, bank, end }) => `${bank}${kind}，尾号${end}`,
  units: ({ kind, name }) => `${unitKinds[kind]}“${name}”`,
}

const textOf = <K extends HoldingKind>(kind: K, held: Holdings[K][number]): string => texts[kind](held)

/** What there is of a kind, each with what it is called; of two called alike the later one has a number. */
export const heldOf = <K extends HoldingKind>(
  holdings: Pick<Holdings, K>,
  kind: K,
): readonly { readonly id: string; readonly text: string }[] => {
  const seen = new Map<string, number>()
  return holdings[kind].map((held) => {
    const text = textOf(kind, held as never)
    const count = (seen.get(text) ?? 0) + 1
    seen.set(text, count)
    return { id: held.id, text: count === 1 ? text : `${text}之${String(count)}` }
  })
}

/** What of a kind is called so; nothing when there is none, or none any more. */
export const heldBy = (
  holdings: Holdings,
  kind: HoldingKind,
  text: string,
): { readonly id: string; readonly text: string } | undefined =>
  heldOf(holdings, kind).find((held) => held.text === text)
