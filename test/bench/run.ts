import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '../../src/config.ts'
import { openDatabase } from '../../src/db/client.ts'
import { migrate } from '../../src/db/migrate.ts'
import { createDeps, type Deps } from '../../src/deps.ts'
import { startEmbedded } from '../../src/embedded/index.ts'
import { freePort } from '../../src/embedded/processes.ts'
import { createLogger } from '../../src/infra/logger.ts'
import { seedDemo } from '../../seeds/demo.ts'
import { redisCommands, startCountingProxy } from './counting.ts'
import { fillApplications, fillRegister, type Applicant } from './fill.ts'
import { drive } from './load.ts'
import { keepOffFirstCore, machineText, startServer, type Server } from './machine.ts'
import { measureMemory } from './memory.ts'
import { measureNameCheck } from './name-check.ts'
import { pagesToMeasure, type MeasuredPage } from './pages.ts'
import { measureSubmissions } from './submissions.ts'
import { figure, factsTable, pagesTable, percent, type Fact, type PageLine } from './table.ts'

const applications = 10_000
const organizations = 100_000
const logins = 64
const connections = 32
const warmUpSeconds = 1
const seconds = 5
const plainSeconds = 3

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const portalUsage = async (baseUrl: string) => {
  const text = await (await fetch(`${baseUrl}/metrics`)).text()
  const value = (name: string): number => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1])
  return { cpu: value('process_cpu_seconds_total') * 1e6, memory: value('process_resident_memory_bytes') }
}

const plainUsage = async (baseUrl: string) =>
  (await (await fetch(`${baseUrl}/usage`)).json()) as { cpu: number; memory: number }

/** Commands to Redis and round trips to Postgres that one request of a page costs: counted, not timed. */
const countPage = async (portal: Server, page: MeasuredPage, deps: Deps, roundTrips: () => number) => {
  const once = () => drive(portal.baseUrl, page, { connections: 1, seconds: 0.3 })
  await once()
  const before = { redis: await redisCommands(deps.redis), sql: roundTrips() }
  let answered = 0
  const counted = { ...page, answered: () => (answered += 1) }
  await drive(portal.baseUrl, counted, { connections: 1, seconds: 0.3 })
  return { redis: ((await redisCommands(deps.redis)) - before.redis) / answered, sql: (roundTrips() - before.sql) / answered }
}
