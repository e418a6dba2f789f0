import type { Task } from 'graphile-worker'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { STAGES, type StageCode } from '../../core/workflow/states.ts'
import { allowedFrom, type Action, type Clock } from '../../core/workflow/transitions.ts'
import { lockAny, type CaseRow } from '../cases/store.ts'
import { systemStep, takeStep } from '../cases/take-step.ts'

const batchSize = 200

const mayBeTaken = (action: Action, caseFile: Pick<CaseRow, 'stage' | 'status'>): boolean =>
  allowedFrom(action, caseFile.stage).includes(caseFile.status)

/** Statuses from which the table lets an action be taken in any stage. */
const positionsOf = (action: Action): readonly [StageCode, string][] =>
  STAGES.flatMap((stage) => allowedFrom(action, stage).map((status): [StageCode, string] => [stage, status]))

type Expiry = {
  readonly action: Action
  /** Ids of cases whose time is over, in order of id, after the given one. */
  readonly due: (deps: Deps, today: string, after: string) => Promise<readonly string[]>
  /** Asked again with the row locked: the case may have moved on, and its clock with it. */
  readonly stillDue: (deps: Deps, caseFile: CaseRow, today: string) => boolean | Promise<boolean>
}

const nothingBefore = '00000000-0000-0000-0000-000000000000'

const ranOut = (caseFile: CaseRow, clock: Clock, today: string): boolean =>
  caseFile.clock === clock &&
  caseFile.clock_due_on !== null &&
  caseFile.clock_due_on < today &&
  (caseFile.statutory_due_on ?? caseFile.clock_due_on) < today

/** A step that follows when a clock of a case runs out: when the last day allowed by law, not only promised, is over. */
const byClock = (action: Action, clock: Clock): Expiry => ({
  action,
  due: async (deps, today, after) => {
    const rows = await deps.db
      .knex<CaseRow>('case_file')
      .where({ clock })
      .where('clock_due_on', '<', today)
      .where('statutory_due_on', '<', today)
      .where('id', '>', after)
      .whereIn(['stage', 'status'], positionsOf(action))
      .orderBy('id')
      .limit(batchSize)
      .select('id')
    return rows.map((row) => row.id)
  },
  stillDue: (_deps, caseFile, today) => ranOut(caseFile, clock, today),
})

const liveReservations = (deps: Deps, today: string) =>
  deps.db.knex('name_reservation').whereNull('released_at').where('until', '<', today)

const expiries: readonly Expiry[] = [
  byClock('deemAccepted', 'receipt'),
  byClock('terminate', 'correction'),
  byClock('lapse', 'revision'),
  {
    action: 'expireReservation',
    due: async (deps, today, after) => {
      const rows = await liveReservations(deps, today)
        .join('case_file as a', 'a.id', 'name_reservation.case_id')
        .whereIn(['a.stage', 'a.status'], positionsOf('expireReservation'))
        .where('a.id', '>', after)
        .orderBy('a.id')
        .limit(batchSize)
        .select<{ id: string }[]>('a.id')
      return rows.map((row) => row.id)
    },
    stillDue: async (deps, caseFile, today) =>
      (await liveReservations(deps, today).where({ case_id: caseFile.id }).first('id')) !== undefined,
  },
]

/** Says that a case moved on before its turn came; the transaction is undone, and that is no fault. */
const changedMeanwhile = (error: unknown): boolean =>
  error instanceof AppError && (error.code === 'STALE' || error.code === 'NOT_ALLOWED_NOW')

const expire = (deps: Deps, expiry: Expiry, id: string, today: string): Promise<void> =>
  deps.command({ actorKind: 'system' }, async (tx) => {
    const caseFile = await lockAny(tx.trx, id)
    if (!mayBeTaken(expiry.action, caseFile) || !(await expiry.stillDue(deps, caseFile, today)))
      throw new AppError('STALE')
    await takeStep(tx, deps, caseFile, systemStep(expiry.action))
  })

/**
 * Takes the steps that follow when time runs out: deemed acceptance (行政许可法 art. 32), termination when nothing was
 * corrected, the end of a name's reservation. Each case has its own transaction, so one that fails holds up no other;
 * the job then fails as a whole and is tried again. Running twice does nothing twice.
 */
export const sweepClocksTask =
  (deps: Deps): Task =>
  async () => {
    const today = localDate(deps.clock.now())
    let failures = 0
    for (const expiry of expiries) {
      for (let after = nothingBefore; ;) {
        const ids = await expiry.due(deps, today, after)
        for (const id of ids) {
          try {
            await expire(deps, expiry, id, today)
          } catch (error) {
            if (changedMeanwhile(error)) continue
            failures += 1
            deps.log.error({ err: error, caseFile: id, action: expiry.action }, 'a clock could not be run out')
          }
        }
        const last = ids.at(-1)
        if (last === undefined || ids.length < batchSize) break
        after = last
      }
    }
    if (failures > 0) throw new Error(`${failures} cases could not be moved on`)
  }
