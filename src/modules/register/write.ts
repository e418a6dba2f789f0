import { randomUUID } from 'node:crypto'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import { maskBankAccount } from '../../core/identity/mask.ts'
import { composeUscc } from '../../core/identity/uscc.ts'
import { nameKey } from '../../core/names/normalize.ts'
import { comparisonKey } from '../../core/names/parse.ts'
import type { OrgType } from '../../core/org-types.ts'
import { applied, type RegisterChange, type RegisterEntry } from '../../core/register/changes.ts'
import { registerItems, type RegisterItem } from '../../core/register/items.ts'
import { registerStatuses } from '../../core/register/statuses.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { authorityById, engineDivisions } from '../../reference/reference.ts'
import { nextNumber } from '../../db/number-sequence.ts'
import { isUniqueViolation } from '../../db/errors.ts'
import { certify, recover } from './certificates.ts'
import { entryOf, itemColumns, type OrganizationRow } from './entry.ts'
import { writeHolding } from './holdings.ts'
import { plan } from './planned.ts'

/** What made the changes, as the ledger tells it: a case and its step, or an act of the authority's own. */
export type ChangeSource = {
  readonly caseId: string | null
  /** None when another system decided. */
  readonly eventId: number | null
  readonly actId?: number
  /** ISO date the changes take effect; on a later day than today they wait for it. */
  readonly effectiveOn: string
}

type Target = {
  readonly orgType: OrgType
  readonly authorityId: number
  readonly organization: OrganizationRow | undefined
}

/** What the register is written with. */
export type WriterDeps = Pick<Deps, 'crypto' | 'reference'> & {
  readonly site: { readonly matters: { readonly orgCodePrefix: string } }
}

export type Writing = { readonly tx: Transaction; readonly deps: WriterDeps; readonly source: ChangeSource }

const staleText = (
  entry: RegisterEntry | undefined,
  type: OrgType,
  what: RegisterItem | 'status' | 'entry',
): string => {
  if (what === 'entry') return '该社会组织已在登记簿中，或者尚未登记'
  if (what === 'status') return entry ? `登记状态现在是“${registerStatuses[entry.status].text}”` : '尚未登记'
  return `${registerItems[what].text[type] ?? what}已经变更为“${entry?.items[what] ?? ''}”`
}

/** What the ledger keeps of a change, readable by everybody: no document numbers, no account numbers. */
export const ledgerLine = (change: Exclude<RegisterChange, { kind: 'certificate' | 'recovery' }>) => {
  switch (change.kind) {
    case 'found':
      return { item: null, before: null, after: change.items }
    case 'set':
      return { item: change.item, before: change.before, after: change.after }
    case 'status':
      return { item: null, before: change.before, after: change.after }
    case 'person':
      return { item: change.enters.post, before: null, after: { name: change.enters.name, post: change.enters.post } }
    case 'leave':
      return { item: null, before: { ...change.holder, how: change.how }, after: null }
    case 'seal':
      return { item: null, before: null, after: change.filed }
    case 'sealEnd':
      return { item: null, before: { ...change.seal, how: change.how }, after: null }
    case 'accountEnd':
      return { item: null, before: { ...change.account, how: change.how }, after: null }
    case 'unit':
      return { item: null, before: null, after: change.opened }
    case 'unitEnd':
      return { item: null, before: { ...change.unit, how: change.how }, after: null }
    case 'term':
      return { item: null, before: null, after: { name: change.name, from: change.from, to: change.to } }
    case 'lease':
      return { item: null, before: null, after: { to: change.to } }
    case 'note':
      return { item: null, before: null, after: { what: change.what, text: change.text } }
    case 'charter':
      return {
        item: null,
        before: change.after || null,
        after: { told: change.told, ...(change.elsewhere ? { by: change.elsewhere.by } : {}) },
      }
    case 'report': {
      const { year, conclusion, before, late } = change
      return { item: String(year), before, after: { year, conclusion, ...(late ? { late } : {}) } }
    }
    case 'account': {
      const { filed } = change
      return { item: null, before: null, after: { ...filed, accountNumber: maskBankAccount(filed.accountNumber) } }
    }
  }
}

/** The line of a change; of certificates it is known once they are made or ended. */
const lineOf = async (writing: Writing, row: OrganizationRow, change: RegisterChange) => {
  if (change.kind === 'certificate') return certify(writing, row, change)
  if (change.kind !== 'recovery') return ledgerLine(change)
  const { lost, lostCopy } = change
  return {
    item: lost ? 'LOST' : null,
    before: await recover(writing, row, change),
    after: lostCopy ? { lostCopy } : null,
  }
}

/** Writes what only adds to the entry, makes certificates, and tells the ledger of every change in its order. */
const record = async (writing: Writing, row: OrganizationRow, changes: readonly RegisterChange[]): Promise<void> => {
  const { tx, source } = writing
  for (const change of changes) {
    const { item, before, after } = await lineOf(writing, row, change)
    // No certificate was in force to come back.
    if (change.kind === 'recovery' && before === null) continue
    await tx.trx('organization_change').insert({
      organization_id: row.id,
      kind: change.kind,
      item,
      before: JSON.stringify(before),
      after: JSON.stringify(after),
      case_id: source.caseId,
      event_id: source.eventId,
      act_id: source.actId ?? null,
      effective_on: source.effectiveOn,
      recorded_at: tx.now,
    })
  }
}

/** The columns of an entry, with what is derived from the name. */
const columnsOf = (deps: Pick<Deps, 'reference'>, entry: RegisterEntry) => ({
  ...Object.fromEntries(
    (Object.keys(itemColumns) as RegisterItem[]).map((item) => [
      itemColumns[item],
      item === 'supervisoryUnit' ? entry.items[item] || null : entry.items[item],
    ]),
  ),
  name_key: nameKey(entry.items.name),
  comparison_key: comparisonKey(entry.items.name, engineDivisions(deps.reference)),
  status: entry.status,
})

/** What a statement failed on, in words when another organization has the name. */
const nameTaken = (error: unknown, entry: RegisterEntry): unknown =>
  isUniqueViolation(error) ? new AppError('NOT_ALLOWED_NOW', `名称“${entry.items.name}”已被登记，不能核准。`) : error

const enter = async ({ tx, deps, source }: Writing, target: Target, entry: RegisterEntry): Promise<OrganizationRow> => {
  const authority = authorityById(deps.reference, target.authorityId)
  const seq = await nextNumber(tx.trx, 'organization-code', 0)
  const body = `${deps.site.matters.orgCodePrefix}${String(seq).padStart(5, '0')}`
  try {
    const [row] = (await tx
      .trx('organization')
      .insert({
        id: randomUUID(),
        uscc: composeUscc(target.orgType, authority.divisionCode, body),
        type: target.orgType,
        authority_id: authority.id,
        case_id: source.caseId,
        ...columnsOf(deps, entry),
        status_since: source.effectiveOn,
        established_on: source.effectiveOn,
      })
      .returning('*')) as OrganizationRow[]
    if (!row) throw new Error('no organization')
    return row
  } catch (error) {
    throw nameTaken(error, entry)
  }
}

/** The name it had until now stays findable. */
const keepFormerName = (tx: Transaction, row: OrganizationRow, endedOn: string) =>
  tx
    .trx('former_name')
    .insert({ organization_id: row.id, name: row.name, name_key: nameKey(row.name), ended_on: endedOn })
    .onConflict()
    .ignore()

const update = async (
  { tx, deps, source }: Writing,
  row: OrganizationRow,
  entry: RegisterEntry,
): Promise<OrganizationRow> => {
  if (entry.items.name !== row.name) await keepFormerName(tx, row, source.effectiveOn)
  try {
    const [changed] = (await tx
      .trx('organization')
      .where({ id: row.id })
      .update({
        ...columnsOf(deps, entry),
        ...(entry.status === row.status ? {} : { status_since: source.effectiveOn }),
      })
      .returning('*')) as OrganizationRow[]
    if (!changed) throw new Error('no organization')
    return changed
  } catch (error) {
    throw nameTaken(error, entry)
  }
}

/** Throws STALE, naming what moved, when something a change rests on is not so any more. */
const after = (target: Target, changes: readonly RegisterChange[]): RegisterEntry => {
  const before = target.organization && entryOf(target.organization)
  const result = applied(before, changes)
  if ('entry' in result) return result.entry
  const moved = result.stale.map(({ what }) => staleText(before, target.orgType, what)).join('；')
  throw new AppError('STALE', `登记簿已有变化：${moved}。请重新核对后再办理。`)
}

/**
 * The one writer of the register (architecture.md §4): applies the changes of a step in its transaction, writes a line
 * of the ledger for each and gives the organization as it is after them. What takes effect on a later day is kept until
 * then, and the organization given back as it is. Throws STALE.
 */
export const writeChanges = async (
  tx: Transaction,
  deps: WriterDeps,
  target: Target,
  changes: readonly RegisterChange[],
  source: ChangeSource,
): Promise<OrganizationRow> => {
  const writing: Writing = { tx, deps, source }
  const { organization } = target
  const entry = after(target, changes)
  if (source.effectiveOn > localDate(tx.now)) {
    if (!organization) throw new Error('a founding waits for no day')
    await plan(tx, deps, organization, changes, source)
    return organization
  }
  const row = organization ? await update(writing, organization, entry) : await enter(writing, target, entry)
  for (const change of changes) await writeHolding(writing, row.id, change)
  await record(writing, row, changes)
  const written = await tx.trx<OrganizationRow>('organization').where({ id: row.id }).first()
  if (!written) throw new Error('no organization')
  return written
}
