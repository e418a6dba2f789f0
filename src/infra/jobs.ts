import { EventEmitter } from 'node:events'
import { Logger as WorkerLogger, run, type TaskList, type WorkerEvents } from 'graphile-worker'
import type { Config } from '../config.ts'
import type { Database } from '../db/client.ts'
import { guardJobLocks } from './job-locks.ts'
import type { Logger } from './logger.ts'

/** Regular work: clocks and changes of the register that wait for their day every ten minutes, files nobody refers to and old wrong passwords at night (Asia/Shanghai 03:20 = 19:20 UTC), waiting registrations and changes of staff every hour, what sends messages to people by day. */
const crontab = [
  '*/10 * * * * sweep-clocks',
  '*/10 * * * * sweep-planned',
  '20 2 * * * sweep-duties',
  '20 19 * * * sweep-files',
  '40 1-10 * * * sweep-registrations',
  '10 1-10 * * * sweep-reminders',
  '* * * * * sweep-seals',
  '50 * * * * sweep-pending-legal',
  '30 * * * * sweep-staff-changes',
  '0 20 * * * sweep-tries',
].join('\n')

/**
 * Runs jobs until stopped. A job that fails is tried again later, with longer and longer pauses; one whose process was
 * killed, within seconds.
 */
export const startJobs = async (
  deps: {
    readonly config: Pick<Config, 'databaseUrl'>
    readonly db: Pick<Database, 'openPool'>
    readonly log: Logger
  },
  taskList: TaskList,
): Promise<{ stop: () => Promise<void> }> => {
  const { databaseUrl } = deps.config
  if (!databaseUrl) throw new Error('no database address')
  const locks = guardJobLocks(databaseUrl, deps.log)
  await locks.open()
  const events: WorkerEvents = new EventEmitter()
  events.once('pool:create', ({ workerPool }) => locks.start(workerPool.id))
  const pgPool = deps.db.openPool(6)
  const runner = await run({
    events,
    pgPool,
    taskList,
    crontab,
    concurrency: 4,
    noHandleSignals: true,
    pollInterval: 2000,
    logger: new WorkerLogger(() => (level, message) => {
      if (level === 'error') deps.log.error({ message }, 'job runner')
      else if (level === 'warning') deps.log.warn({ message }, 'job runner')
    }),
  })
  return {
    stop: async () => {
      await runner.stop()
      await pgPool.end()
      await locks.stop()
    },
  }
}
