import type { Knex } from 'knex'
import type { Clock } from '../infra/clock.ts'
import { appendAudit, type AuditContext, type AuditEntry } from './audit.ts'

/** Work left for the job runner, written in the same transaction as what it belongs to. */
export type JobName =
  | 'send-sms'
  | 'render-document'
  | 'end-operations'
  | 'sweep-clocks'
  | 'sweep-duties'
  | 'sweep-files'
  | 'sweep-registrations'
  | 'sweep-reminders'
  | 'sweep-seals'
  | 'sweep-pending-legal'
  | 'sweep-planned'
  | 'sweep-staff-changes'
  | 'sweep-tries'

/** What a command works with: the transaction, the moment it happens, and its record. */
export type Transaction = {
  readonly trx: Knex.Transaction
  readonly now: Date
  readonly audit: (entry: AuditEntry) => void
  readonly job: (name: JobName, payload: Readonly<Record<string, unknown>>, key?: string) => void
}

export type CommandRunner = <T>(who: AuditContext, work: (tx: Transaction) => Promise<T>) => Promise<T>

export type TrialRunner = <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>

export type ExclusiveRunner = <T>(name: string, work: (trx: Knex.Transaction) => Promise<T>) => Promise<T>

/** Does the work of a command and takes all of it back: what would come of it, with nothing recorded or numbered. */
export const createTrialRunner =
  (knex: Knex, clock: Clock): TrialRunner =>
  async (work) => {
    const trx = await knex.transaction()
    try {
      return await work({ trx, now: clock.now(), audit: () => undefined, job: () => undefined })
    } finally {
      await trx.rollback()
    }
  }

/** Work of jobs that nobody else may do at the same time, in any process; it records nothing in the audit log. */
export const createExclusiveRunner =
  (knex: Knex): ExclusiveRunner =>
  (name, work) =>
    knex.transaction(async (trx) => {
      await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [name])
      return work(trx)
    })

/** Reads everything as it stood at one moment, whatever others write meanwhile. */
export const readAtOnce = <T>(knex: Knex, read: (trx: Knex.Transaction) => Promise<T>): Promise<T> =>
  knex.transaction(read, { isolationLevel: 'repeatable read', readOnly: true })

/**
 * Opens the transaction of a change. Jobs and audit rows are collected and written as its last statements;
 * a command that recorded nothing throws, so no change goes unrecorded. `recorded` is told of each that ended well.
 */
export const createCommandRunner =
  (knex: Knex, clock: Clock, recorded: () => void = () => undefined): CommandRunner =>
  async (who, work) => {
    const done = await knex.transaction(async (trx) => {
      const now = clock.now()
      const entries: AuditEntry[] = []
      const jobs: { name: JobName; payload: Readonly<Record<string, unknown>>; key: string | null }[] = []
      const result = await work({
        trx,
        now,
        audit: (entry) => entries.push(entry),
        job: (name, payload, key) => jobs.push({ name, payload, key: key ?? null }),
      })
      if (entries.length === 0) throw new Error('a command ended without an audit row')
      for (const { name, payload, key } of jobs)
        await trx.raw('select graphile_worker.add_job(?, payload := ?::json, max_attempts := 12, job_key := ?)', [
          name,
          JSON.stringify(payload),
          key,
        ])
      await appendAudit(trx, entries, who, now)
      return result
    })
    recorded()
    return done
  }
