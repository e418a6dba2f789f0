import type { Knex } from 'knex'
import { randomUUID } from 'node:crypto'
import { chineseDate } from '../../core/documents/dates.ts'
import { AppError } from '../../core/errors.ts'
import type { RegisterChange } from '../../core/register/changes.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Database, Statement } from '../../db/client.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import type { OrganizationRow } from './entry.ts'
import type { ChangeSource } from './write.ts'

const place = (id: string): string => `planned_change.changes:${id}`

/** Keeps changes for the day they take effect; the register says what it said until then. */
export const plan = async (
  tx: Transaction,
  deps: Pick<Deps, 'crypto'>,
  organization: OrganizationRow,
  changes: readonly RegisterChange[],
  source: ChangeSource,
): Promise<void> => {
  const id = randomUUID()
  await tx.trx('planned_change').insert({
    id,
    organization_id: organization.id,
    changes_enc: deps.crypto.encrypt(JSON.stringify(changes), place(id)),
    case_id: source.caseId,
    event_id: source.eventId,
    effective_on: source.effectiveOn,
    planned_at: tx.now,
    status: 'WAITING',
  })
}

/** The changes that were kept. */
export const openPlanned = (
  { crypto }: Pick<Deps, 'crypto'>,
  row: { readonly id: string; readonly changes_enc: string },
): readonly RegisterChange[] => JSON.parse(crypto.decrypt(row.changes_enc, place(row.id))) as readonly RegisterChange[]

/** What was kept for a case is free, or stands in the register from now on. */
export const releaseName = async ({ trx, now }: Transaction, caseId: string): Promise<void> => {
  await trx('name_reservation').where({ case_id: caseId }).whereNull('released_at').update({ released_at: now })
}

/**
 * Takes back what has not taken effect; the register stays as it is. `by`: the official who does; the organization
 * itself otherwise, and only before its day. Throws STALE.
 */
export const dropPlanned = async (
  tx: Transaction,
  which: { readonly id: string; readonly organization_id: string } | { readonly case_id: string },
  note: string,
  by?: number,
): Promise<void> => {
  const [dropped] = (await tx
    .trx('planned_change')
    .where(which)
    .whereIn('status', by === undefined ? ['WAITING'] : ['WAITING', 'STALE'])
    .modify((rows) => (by === undefined ? rows.where('effective_on', '>', localDate(tx.now)) : rows))
    .update({ status: 'WITHDRAWN', ended_at: tx.now, ended_by: by ?? null, note })
    .returning('case_id')) as { case_id: string | null }[]
  if (!dropped) throw new AppError('STALE', '这项变动已经生效或者已经撤回。')
  if (dropped.case_id !== null) await releaseName(tx, dropped.case_id)
}

/** Changes of an organization that wait for their day, or could not take effect on it, with the case they come from. */
export const waitingOf = async (
  knex: Knex,
  deps: Pick<Deps, 'crypto'>,
  organizationId: string,
): Promise<
  readonly {
    readonly id: string | null
    readonly effectiveOn: string
    readonly changes: readonly RegisterChange[]
  }[]
> => {
  const rows = await knex('planned_change')
    .where({ organization_id: organizationId })
    .whereIn('status', ['WAITING', 'STALE'])
    .orderBy('effective_on')
    .select<{ id: string; changes_enc: string; case_id: string | null; effective_on: string }[]>(
      'id',
      'changes_enc',
      'case_id',
      'effective_on',
    )
  return rows.map((row) => ({
    id: row.case_id,
    effectiveOn: row.effective_on,
    changes: openPlanned(deps, row),
  }))
}

export type PlannedOfCase = {
  readonly on: string
  readonly status: 'WAITING' | 'DONE' | 'STALE' | 'WITHDRAWN'
}

/** What a case had planned for a later day, and what became of it; nothing where it took effect at once. */
export const plannedByCase = (knex: Knex, caseId: string): Promise<PlannedOfCase | undefined> =>
  knex('planned_change').where({ case_id: caseId }).first<PlannedOfCase | undefined>('effective_on as on', 'status')

/**
 * Throws NOT_ALLOWED_NOW while what a case changed does not hold yet: until then the certificate is the one before, and
 * none says what the register does not say.
 */
export const requireInForce = async ({ trx }: Transaction, caseId: string): Promise<void> => {
  const planned = await plannedByCase(trx, caseId)
  if (planned?.status === 'WAITING')
    throw new AppError(
      'NOT_ALLOWED_NOW',
      `变更自${chineseDate(planned.on)}起生效，在那以前原证书有效，不收回、不换发。`,
    )
  if (planned?.status === 'STALE')
    throw new AppError('NOT_ALLOWED_NOW', '变更到期没有生效：登记簿已有变化。请先在登记簿中处理，再换发证书。')
}

export type PlannedEntry = {
  readonly id: string
  readonly changes_enc: string
  readonly effectiveOn: string
  readonly status: 'WAITING' | 'STALE'
  readonly note: string
}

const plannedStatement: Statement = {
  name: 'register-planned',
  text: `select id, changes_enc, effective_on::text as "effectiveOn", status, note from planned_change
    where organization_id = $1 and status in ('WAITING', 'STALE') order by effective_on, planned_at, id`,
}

/** Changes that wait for their day, and those that could not take effect on it. */
export const plannedOf = (db: Pick<Database, 'read'>, organizationId: string): Promise<readonly PlannedEntry[]> =>
  db.read<PlannedEntry>(plannedStatement, [organizationId])

export type StaleEntry = { readonly uscc: string; readonly name: string; readonly effectiveOn: string }

const staleStatement: Statement = {
  name: 'register-stale',
  text: `select o.uscc, o.name, p.effective_on::text as "effectiveOn"
    from planned_change p join organization o on o.id = p.organization_id
    where p.status = 'STALE' and o.authority_id = $1 order by p.effective_on, o.name limit 50`,
}

/** Changes of an authority's organizations that did not take effect because something had moved. */
export const staleAt = (db: Pick<Database, 'read'>, authorityId: number): Promise<readonly StaleEntry[]> =>
  db.read<StaleEntry>(staleStatement, [authorityId])
