import type { Task } from 'graphile-worker'
import { AppError } from '../../core/errors.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import { authorityById } from '../../reference/reference.ts'
import type { OrganizationRow } from '../register/entry.ts'
import { lockPlannedCase, tellPlanned } from '../cases/planned.ts'
import { writeRegister } from '../grants/register.ts'
import { openPlanned, releaseName } from '../register/planned.ts'

type PlannedRow = {
  id: string
  organization_id: string
  changes_enc: string
  case_id: string | null
  event_id: number | null
  effective_on: string
}

/**
 * The row and its organization, locked in the order of whoever takes a step or takes the change back: case, organization,
 * change. Nothing when somebody was quicker.
 */
const lock = async (tx: Transaction, id: string) => {
  const { trx } = tx
  const waiting = () => trx<PlannedRow>('planned_change').where({ id }).where('status', 'WAITING')
  const named = await waiting().first()
  if (!named) return undefined
  const caseFile = await lockPlannedCase(tx, named)
  const organization = await trx<OrganizationRow>('organization')
    .where({ id: named.organization_id })
    .forUpdate()
    .first()
  const row = await waiting().forUpdate().first()
  return row && organization && { row, organization, caseFile }
}

type Ending = { readonly status: 'DONE' } | { readonly status: 'STALE'; readonly note: string }

const end = async (
  tx: Transaction,
  deps: Deps,
  { row, organization, caseFile }: NonNullable<Awaited<ReturnType<typeof lock>>>,
  ending: Ending,
): Promise<void> => {
  await tx
    .trx('planned_change')
    .where({ id: row.id })
    .update({ ...ending, ended_at: tx.now })
  if (caseFile)
    await tellPlanned(
      tx,
      deps,
      caseFile,
      row,
      ending.status === 'DONE' ? { how: 'applied' } : { how: 'stale', why: ending.note },
    )
  tx.audit({
    chain: authorityById(deps.reference, organization.authority_id).code,
    action: ending.status === 'DONE' ? 'register.planned-applied' : 'register.planned-stale',
    objectKind: 'organization',
    objectId: organization.id,
    details: { planned: row.id },
  })
}

const nothing = (tx: Transaction, id: string): void =>
  tx.audit({ chain: 'platform', action: 'register.planned-gone', objectKind: 'planned_change', objectId: id })

/** Applies what was planned, or, when what it rests on moved meanwhile, leaves that to the authority's staff. */
const applyOne = async (deps: Deps, id: string): Promise<void> => {
  try {
    await deps.command({ actorKind: 'system' }, async (tx) => {
      const found = await lock(tx, id)
      if (!found) return nothing(tx, id)
      const { row, organization } = found
      const target = { orgType: organization.type, authorityId: organization.authority_id, organization }
      await writeRegister(tx, deps, target, openPlanned(deps, row), {
        caseId: row.case_id,
        eventId: row.event_id,
        effectiveOn: row.effective_on,
      })
      await end(tx, deps, found, { status: 'DONE' })
      if (row.case_id !== null) await releaseName(tx, row.case_id)
    })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const note = error.detail ?? error.code
    await deps.command({ actorKind: 'system' }, async (tx) => {
      const found = await lock(tx, id)
      if (found) await end(tx, deps, found, { status: 'STALE', note })
      else nothing(tx, id)
    })
  }
}

/** The job that applies changes of the register on the day they take effect, the earlier before the later. */
export const sweepPlannedTask =
  (deps: Deps): Task =>
  async () => {
    const due = await deps.db
      .knex('planned_change')
      .where({ status: 'WAITING' })
      .where('effective_on', '<=', localDate(deps.clock.now()))
      .orderBy(['effective_on', 'planned_at', 'id'])
      .limit(200)
      .select<{ id: string }[]>('id')
    for (const { id } of due) await applyOne(deps, id)
  }
