import type { Clause } from '../charters/text.ts'
import type { CertificateCopy } from './certificates.ts'
import type { UnitKind } from './holdings.ts'
import { REGISTER_ITEMS, type RegisterItem } from './items.ts'
import type { ReportConclusion } from './reports.ts'
import { registerStatuses, type RegisterStatus } from './statuses.ts'

/** Values of the items; empty where an organization has none (no supervisory unit: direct registration). */
export type RegisterItems = Readonly<Record<RegisterItem, string>>

/** What the register says of an organization now. */
export type RegisterEntry = { readonly status: RegisterStatus; readonly items: RegisterItems }

/**
 * Somebody in a post of the organization; `until`: the last day of the term elected for. `elected` false: they came
 * within a term, by no election of their own. `phone`: where they are told of it, which the register does not keep.
 */
export type PostHolder = {
  readonly name: string
  readonly idType: string
  readonly idNumber: string
  readonly post: string
  readonly legalRepresentative: boolean
  readonly since?: string
  readonly until?: string
  readonly elected?: false
  readonly phone?: string
}

/** Something the organization has, as the register knows it: its row, and what it is called there (holdings.ts). */
export type Held = { readonly id: string; readonly text: string }

type Seal = { readonly kind: string; readonly engraving: string; readonly size: string }
type BankAccount = {
  readonly kind: string
  readonly bank: string
  readonly accountName: string
  readonly accountNumber: string
}

type Unit = {
  readonly kind: UnitKind
  readonly name: string
  readonly address: string
  readonly head: string
}

/** Why a certificate is made; the one before it is then replaced, or void when it was lost. */
export type CertificateReason = 'FIRST' | 'CHANGE' | 'MISPRINT' | 'DAMAGE' | 'LOSS' | 'EXTENSION'

/**
 * One line of the ledger: what made the entry what it is. What a change says was there before must still be so when it
 * is written.
 */
export type RegisterChange =
  | { readonly kind: 'found'; readonly items: RegisterItems }
  | { readonly kind: 'set'; readonly item: RegisterItem; readonly before: string; readonly after: string }
  | { readonly kind: 'status'; readonly before: RegisterStatus; readonly after: RegisterStatus }
  | { readonly kind: 'person'; readonly enters: PostHolder }
  /**
   * Whoever held a post leaves it; `keepsPost`: is not legal representative any more and keeps the post; `represents`:
   * is legal representative until 变更登记 all the same.
   */
  | {
      readonly kind: 'leave'
      readonly holder: Held
      readonly how: string
      readonly keepsPost?: true
      readonly represents?: true
    }
  | { readonly kind: 'seal'; readonly filed: Seal }
  | { readonly kind: 'sealEnd'; readonly seal: Held; readonly how: string }
  | { readonly kind: 'account'; readonly filed: BankAccount }
  | { readonly kind: 'accountEnd'; readonly account: Held; readonly how: string }
  | { readonly kind: 'unit'; readonly opened: Unit }
  | { readonly kind: 'unitEnd'; readonly unit: Held; readonly how: string }
  /** The organs are elected for it: a new one, or the same to a later day. */
  | { readonly kind: 'term'; readonly name: string; readonly from: string; readonly to: string }
  /** The lease of the domicile ends then; empty: it is not leased. */
  | { readonly kind: 'lease'; readonly to: string }
  /** Filed, and nothing else of the register changes by it: 会费标准, 募捐方案. */
  | { readonly kind: 'note'; readonly what: string; readonly text: string }
  /**
   * A charter is approved, and in force from then on; `clauses` null: the text is on paper. `after`: which version it
   * follows; absent: whichever is in force.
   */
  | {
      readonly kind: 'charter'
      readonly after?: number
      readonly clauses: readonly Clause[] | null
      /** Approved by another authority and only filed here: by whom and with which paper, in force since that day. */
      readonly elsewhere?: { readonly by: string; readonly on: string }
      /** What became of the articles, and which 变更登记 has to follow, in words. */
      readonly told: string
      readonly follows: string
    }
  /**
   * The conclusion on a year's report; `before`: the one it takes the place of. `filedOn`: when the report came, absent
   * where the conclusion on it is only another one now; `late`: after the day it was due.
   */
  | {
      readonly kind: 'report'
      readonly year: number
      readonly conclusion: ReportConclusion
      readonly before: ReportConclusion | null
      readonly filedOn?: string
      readonly late?: true
    }
  | {
      readonly kind: 'certificate'
      readonly reason: CertificateReason
      readonly from: string
      readonly to: string
      /** The serial it takes the place of, null for none; absent: whichever is in force. */
      readonly replaces?: number | null
      /** The one that was made before and is handed out now. */
      readonly made?: number
    }
  /** No certificate is in force after it; `serial` null: whichever was. */
  | {
      readonly kind: 'recovery'
      readonly serial: number | null
      readonly lost?: true
      /** The only copy that was lost: the other is handed in. */
      readonly lostCopy?: CertificateCopy
    }

/** Whether an organization takes another name by it. */
export const isRenaming = (
  change: RegisterChange,
): change is Extract<RegisterChange, { kind: 'set' }> & { readonly item: 'name' } =>
  change.kind === 'set' && change.item === 'name'

/** An item, or the status, that is not what the change was decided on any more. */
type Stale = { readonly what: RegisterItem | 'status' | 'entry'; readonly now: string }

type Applied = { readonly entry: RegisterEntry } | { readonly stale: readonly Stale[] }

const one = (entry: RegisterEntry | undefined, change: RegisterChange): RegisterEntry | Stale => {
  if (change.kind === 'found')
    return entry ? { what: 'entry', now: entry.items.name } : { status: 'ACTIVE', items: change.items }
  if (!entry) return { what: 'entry', now: '' }
  if (change.kind === 'set')
    return entry.items[change.item] === change.before
      ? { ...entry, items: { ...entry.items, [change.item]: change.after } }
      : { what: change.item, now: entry.items[change.item] }
  if (change.kind === 'status') {
    const next: readonly RegisterStatus[] = registerStatuses[entry.status].next
    return entry.status === change.before && next.includes(change.after)
      ? { ...entry, status: change.after }
      : { what: 'status', now: entry.status }
  }
  return entry
}

/**
 * What the entry is after the changes, in their order, or everything that moved since they were decided. Pure: the one
 * writer of the register applies what this gives (architecture.md §4).
 */
export const applied = (entry: RegisterEntry | undefined, changes: readonly RegisterChange[]): Applied => {
  let now = entry
  const stale: Stale[] = []
  for (const change of changes) {
    const result = one(now, change)
    if ('what' in result) stale.push(result)
    else now = result
  }
  if (stale.length > 0) return { stale }
  if (!now) throw new Error('changes of nothing')
  return { entry: now }
}

/** The changes that set items to what they should be, for those that differ from what was there when it was filed. */
export const settingItems = (filed: RegisterItems, wanted: Partial<RegisterItems>): readonly RegisterChange[] =>
  REGISTER_ITEMS.flatMap((item) => {
    const after = wanted[item]
    // What was filed before the register had the item says nothing of it.
    const before = (filed as Partial<RegisterItems>)[item] ?? ''
    return after === undefined || after === before ? [] : [{ kind: 'set', item, before, after }]
  })
