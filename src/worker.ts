import { loadConfig } from './config.ts'
import { createDeps } from './deps.ts'
import { startWork } from './tasks.ts'

// The job runner as a process of its own; the web process then runs with JOBS=off.
const deps = await createDeps(loadConfig())
const jobs = await startWork(deps)
deps.log.info({}, 'job runner started')

const stop = async (): Promise<void> => {
  await jobs.stop()
  await deps.close()
  process.exit(0)
}
process.on('SIGTERM', () => void stop())
process.on('SIGINT', () => void stop())
