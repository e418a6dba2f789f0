import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '../../src/config.ts'
import { socialGroupEstablishment as matter } from '../../src/matters/establishment/social-group/index.ts'
import { paths } from '../../src/web/paths.ts'
import { openDatabase } from '../../src/db/client.ts'
import { migrate } from '../../src/db/migrate.ts'
import { createDeps, type Deps } from '../../src/deps.ts'
import { startEmbedded, type EmbeddedServers } from '../../src/embedded/index.ts'
import { freePort } from '../../src/embedded/processes.ts'
import { createLogger } from '../../src/infra/logger.ts'
import { seedDemo } from '../../seeds/demo/index.ts'
import { redisCommands, startCountingProxy } from './counting.ts'
import { fillCases, fillRegister } from './fill.ts'
import { ask, drive, type Figures } from './load.ts'
import { benchCaptcha, measureAnswerTimes, measureLoginStorm, type AnswerTimes, type StormFigures } from './logins.ts'
import { keepOffFirstCore, machineText, startServer, type Server } from './machine.ts'
import { measureUploads, sessionBytes } from './memory.ts'
import { measureNameCheck } from './name-check.ts'
import { pagesToMeasure, type MeasuredPage } from './pages.ts'
import { fillReport } from './report.ts'
import { measureSubmissions } from './submissions.ts'
import { factsTable, figure, pagesTable, type Fact, type PageLine } from './table.ts'

const cases = 10_000
const organizations = 100_000
const logins = 64
const connections = 32
const warmUpSeconds = 1
const seconds = 5
const plainSeconds = 3
const countedRequests = 20
/** Answer times are told apart best where hashing hides least; the storm is measured at the cost in service. */
const lowCost = 9
const fullCost = 12
const answersEach = 200
const megabyte = 1024 * 1024

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

/** Everything that was started, ended in the opposite order, whatever happens in between. */
const endings: (() => Promise<unknown>)[] = []

const opened = async <T extends { readonly stop: () => Promise<unknown> }>(start: Promise<T>): Promise<T> => {
  const started = await start
  endings.unshift(started.stop)
  return started
}

const portalVariables = (servers: EmbeddedServers, dataDir: string): Readonly<Record<string, string>> => ({
  NODE_ENV: 'test',
  DATA_DIR: dataDir,
  DATABASE_URL: servers.databaseUrl,
  REDIS_URL: servers.redisUrl,
  LOG_LEVEL: 'error',
  SEAL: 'off',
})

const startPortal = async (
  variables: Readonly<Record<string, string>>,
  on: 'first core' | 'all cores' = 'first core',
): Promise<Server> => opened(startServer('src/server.ts', await freePort(), variables, portalUsage, on))

/** Servers, schema, people and rows as the bench wants them. */
const prepare = async (servers: EmbeddedServers, variables: Readonly<Record<string, string>>) => {
  await migrate(servers.ownerDatabaseUrl)
  const deps = await createDeps(loadConfig({ ...variables }))
  endings.unshift(deps.close)
  await seedDemo(deps.db.knex, deps)
  await fillRegister(deps, organizations)
  const applicants = await fillCases(deps, cases, logins)
  const owner = openDatabase(servers.ownerDatabaseUrl, createLogger('silent'))
  const table = await fillReport(deps, owner)
  await owner.knex.raw('vacuum analyze')
  await owner.close()
  return { deps, applicants, table }
}

type Loaded = { readonly figures: Figures; readonly cpu: number; readonly memory: number }

const load = async (server: Server, page: MeasuredPage, howLong: number): Promise<Loaded> => {
  // Compiles what the page needs, before many ask for it at once.
  await ask(server.baseUrl, page.conversation, countedRequests)
  await drive(server.baseUrl, page.conversation, { connections, seconds: warmUpSeconds })
  const before = await server.usage()
  const figures = await drive(server.baseUrl, page.conversation, { connections, seconds: howLong })
  const after = await server.usage()
  return { figures, cpu: (after.cpu - before.cpu) / figures.answered, memory: after.memory }
}

const measurePages = async (
  deps: Deps,
  portal: Server,
  counted: Server,
  roundTrips: () => number,
  pages: readonly MeasuredPage[],
) => {
  const plain = await opened(startServer('test/bench/plain-server.ts', await freePort(), {}, plainUsage))
  const lines: PageLine[] = []
  let memory = 0
  for (const page of pages) {
    await ask(counted.baseUrl, page.conversation, 2)
    const before = { redis: await redisCommands(deps.redis), sql: roundTrips() }
    const { text } = await ask(counted.baseUrl, page.conversation, countedRequests)
    const redis = ((await redisCommands(deps.redis)) - before.redis) / countedRequests
    const sql = (roundTrips() - before.sql) / countedRequests
    await fetch(`${plain.baseUrl}/page`, {
      method: 'PUT',
      body: text,
      headers: { 'x-status': String(page.conversation.status) },
    })
    const measured = await load(portal, page, seconds)
    const bare = await load(plain, page, plainSeconds)
    memory = Math.max(memory, measured.memory)
    lines.push({
      title: page.title,
      bytes: Buffer.byteLength(text),
      portal: measured.figures,
      plain: bare.figures,
      cpu: measured.cpu,
      plainCpu: bare.cpu,
      redis,
      sql,
      goal: page.goal,
    })
    say(`  ${page.title}: ${figure(measured.figures.perSecond)}/s`)
  }
  return { lines, memory }
}

/** Logins: what they do to a page beside them, and whether their times tell known accounts from unknown ones. */
const measureLogins = async (deps: Deps, variables: Readonly<Record<string, string>>, guide: string) => {
  // Accounts beyond those that are logged in.
  const names = Array.from({ length: 7 * logins }, (_none, index) => `bench${String(logins + index)}`)
  const settings = { ...variables, CAPTCHA_ANSWER: benchCaptcha, TRUST_PROXY_HOPS: '1' }
  const low = await startPortal({ ...settings, BCRYPT_COST: String(lowCost) }, 'all cores')
  const times = await measureAnswerTimes(deps, low.baseUrl, names, lowCost, answersEach)
  await low.stop()
  const portal = await startPortal({ ...settings, BCRYPT_COST: String(fullCost) }, 'all cores')
  const storm = await measureLoginStorm(deps, portal.baseUrl, guide, names, fullCost)
  await portal.stop()
  return { times, storm }
}

const loginFacts = (times: AnswerTimes, { rate, quiet, atRate, atTwice }: StormFigures): readonly Fact[] => {
  const medians = [times.wrong, times.unknown, times.locked]
  const apart = Math.max(...medians) - Math.min(...medians)
  const share = (whole: number): string => `${figure((apart / whole) * 100, 1)} %`
  const loginText = ({ sent, answered, refused, p50 }: StormFigures['atRate']['storm']): string =>
    `${String(answered)} of ${String(sent)} answered, p50 ${figure(p50)} ms, ${String(refused)} told to come back (503, Retry-After)`
  return [
    {
      what: `Guide page, 200/s: quiet, beside ${figure(rate, 1)} and ${figure(2 * rate, 1)} logins/s (cost ${String(fullCost)})`,
      measured: `p99 ${[quiet, atRate.page, atTwice.page].map(({ p99 }) => figure(p99, 1)).join(', ')} ms (${figure(atRate.page.p99 / quiet.p99, 1)}× and ${figure(atTwice.page.p99 / quiet.p99, 1)}×)`,
      goal: 'within 3× of quiet in both',
    },
    { what: `Logins at ${figure(rate, 1)}/s`, measured: loginText(atRate.storm), goal: 'all answered' },
    { what: `Logins at ${figure(2 * rate, 1)}/s`, measured: loginText(atTwice.storm), goal: 'none without an answer' },
    {
      what: `Wrong password, unknown account, locked account at cost ${String(lowCost)}, ${String(answersEach)} each`,
      measured: `medians ${medians.map((one) => figure(one, 1)).join(', ')} ms, ${share(Math.min(...medians))} apart; at cost ${String(fullCost)} the same ${figure(apart, 1)} ms are ${share(1000 / rate)} of a login`,
      goal: '≤ 10 % (S3)',
    },
  ]
}

const range = ({ p50, p99 }: Figures): string => `p50 ${figure(p50, 1)} ms, p99 ${figure(p99, 1)} ms`

const measure = async (servers: EmbeddedServers, dataDir: string): Promise<string> => {
  const variables = portalVariables(servers, dataDir)
  const { deps, applicants, table } = await prepare(servers, variables)
  say('filled')
  const { chained, unchained } = await measureSubmissions(deps, applicants[0]?.id ?? '', 400)
  const names = await measureNameCheck(deps, 1000)
  const perSession = await sessionBytes(deps, 2000)
  say('submissions, names and sessions measured')

  keepOffFirstCore([process.pid, servers.pids.postgres, servers.pids.redis])
  const proxy = await opened(startCountingProxy(servers.databaseUrl))
  const counted = await startPortal({ ...variables, DATABASE_URL: proxy.databaseUrl, JOBS: 'off' })
  const portal = await startPortal(variables)
  const pages = await pagesToMeasure(deps, applicants, table)
  const { lines, memory } = await measurePages(deps, portal, counted, proxy.roundTrips, pages)
  const [, mine] = pages
  if (!mine) throw new Error('no page')
  const alone = await drive(portal.baseUrl, mine.conversation, { connections: 1, seconds: 3 })
  const uploads = await measureUploads(portal, applicants.slice(0, 20))
  await Promise.all([portal.stop(), counted.stop()])
  const { times, storm } = await measureLogins(deps, variables, paths.guide(matter.code))

  const facts: readonly Fact[] = [
    { what: `${mine.title}, one connection`, measured: range(alone), goal: 'p50 ≤ 1 ms, p99 ≤ 6 ms (PF-04)' },
    {
      what: `Name check at ${String(organizations)} names`,
      measured: range(names),
      goal: 'p50 ≤ 5 ms, p99 ≤ 25 ms at a million (PF-10)',
    },
    {
      what: 'Submissions, 16 at once, with jobs and audit chain',
      measured: `${figure(chained.perSecond)}/s, ${figure((chained.perSecond / unchained.perSecond) * 100)} % of ${figure(unchained.perSecond)}/s without the chain; p99 ${figure(chained.p99)} ms`,
      goal: '≥ 75 %, p99 ≤ 10 ms (PF-11)',
    },
    { what: 'Redis a session', measured: `${figure(perSession)} B`, goal: '≤ 300 B (PF-08)' },
    { what: 'Memory of the portal under load', measured: `${figure(memory / megabyte)} MB`, goal: '≤ 140 MB (PF-08)' },
    {
      what: 'Rise during 20 × 10 MB uploads',
      measured: `${figure(uploads.rise / megabyte)} MB (${figure(uploads.megabytesPerSecond)} MB/s)`,
      goal: '≤ 40 MB (PF-08)',
    },
    ...loginFacts(times, storm),
  ]
  return [
    '',
    `${machineText()}; ${String(connections)} connections, ${String(seconds)} s a page; ${String(cases)} cases, ${String(organizations)} register names.`,
    '',
    pagesTable(lines),
    '',
    factsTable(facts),
    '',
  ].join('\n')
}

const folder = await mkdtemp(join(tmpdir(), 'portal-bench-'))
try {
  const servers = await opened(startEmbedded(folder, say))
  say(await measure(servers, folder))
} finally {
  for (const end of endings) await end()
  await rm(folder, { recursive: true, force: true })
}
