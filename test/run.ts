import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findExecutable, installPackages } from '../src/embedded/executables.ts'
import { findChromium, findHeadlessChromium } from './support/chromium.ts'
import { postgresPrograms } from './support/own-postgres.ts'
import { startTestServers } from './support/servers.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const tools = join(root, 'node_modules', '.bin')

const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

type Step = readonly [string, ...string[]]

/** Two rows of steps, side by side: while one waits for a server or a clock, the other has the processor. */
const rows: readonly (readonly Step[])[] = [
  [['vitest', 'run', '--config', 'test/vitest.config.ts']],
  [
    ['tsc', '--noEmit'],
    ['oxlint', '--type-aware', '--max-warnings', '0'],
    ['prettier', '--check', '.'],
    ['knip'],
    ['playwright', 'test', '-c', 'test/e2e/playwright.config.ts'],
  ],
]

/** What the tests need of the machine: the Debian package, and how to see that it is there. */
const needs: Readonly<Record<string, () => boolean>> = {
  chromium: () => findChromium() !== undefined,
  'fonts-noto-cjk': () => {
    const list = findExecutable(['fc-list'])
    return list !== undefined && spawnSync(list, [':lang=zh-cn', 'family'], { encoding: 'utf8' }).stdout.trim() !== ''
  },
  fontconfig: () => findExecutable(['fc-list']) !== undefined,
  'redis-server': () => findExecutable(['redis-server', 'valkey-server']) !== undefined,
  postgresql: () => postgresPrograms() !== undefined,
  'poppler-utils': () => findExecutable(['pdftotext']) !== undefined && findExecutable(['pdfsig']) !== undefined,
}

/** What they are quicker with and pass without. */
const wishes: typeof needs = { 'chromium-headless-shell': () => findHeadlessChromium() !== undefined }

const missingOf = (what: typeof needs): readonly string[] =>
  Object.keys(what).filter((name) => what[name]?.() === false)

const provision = async (): Promise<void> => {
  const wished = missingOf(wishes)
  // By itself: where there is no such package, the others are to be had all the same.
  if (wished.length > 0) await installPackages({ apt: wished, brew: [] }, print)
  const wanted = missingOf(needs)
  if (wanted.length === 0) return
  await installPackages({ apt: wanted, brew: [] }, print)
  const left = missingOf(needs)
  if (left.length === 0) return
  throw new Error(`The tests need ${left.join(', ')}: install with "sudo apt-get install ${left.join(' ')}"`)
}

const running = new Set<ChildProcess>()
let interrupted = false

/** The step whose output is shown as it comes; the other's is shown when it ends, or when its turn comes. */
let shown: object | undefined

const runStep = (step: Step, env: NodeJS.ProcessEnv): Promise<boolean> =>
  new Promise((resolve) => {
    const [tool, ...args] = step
    const child = spawn(join(tools, tool), args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let held = `\n── ${step.join(' ')}\n`
    const say = (text: string): void => {
      shown ??= child
      held += text
      if (shown === child) held = flush(held)
    }
    const end = (passed: boolean): void => {
      flush(held)
      if (shown === child) shown = undefined
      running.delete(child)
      resolve(passed)
    }
    running.add(child)
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', say)
    child.once('error', (error) => {
      say(String(error))
      end(false)
    })
    child.once('close', (code) => end(code === 0))
  })

const flush = (text: string): '' => {
  process.stdout.write(text)
  return ''
}

const runSteps = async (variables: Readonly<Record<string, string>>): Promise<boolean> => {
  const env = {
    ...process.env,
    ...variables,
    ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}),
    PATH: [tools, process.env['PATH']].join(delimiter),
  }
  const results: { readonly name: string; readonly passed: boolean; readonly seconds: number }[] = []
  const runRow = async (steps: readonly Step[]): Promise<void> => {
    for (const step of steps) {
      if (interrupted) break
      const start = performance.now()
      const passed = await runStep(step, env)
      results.push({ name: step[0], passed, seconds: (performance.now() - start) / 1000 })
    }
  }
  await Promise.all(rows.map(runRow))
  print('')
  for (const { name, passed, seconds } of results) {
    print(`${passed ? 'passed' : 'FAILED'}  ${name} (${seconds.toFixed(1)} s)`)
  }
  const failed = results.filter(({ passed }) => !passed).length
  print(`${String(results.length - failed)} passed, ${String(failed)} failed${interrupted ? ', interrupted' : ''}`)
  return failed === 0 && !interrupted
}

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    interrupted = true
    for (const child of running) child.kill(name)
  })
}

try {
  await provision()
  const servers = await startTestServers(print)
  try {
    process.exitCode = (await runSteps(servers.variables)) ? 0 : 1
  } finally {
    await servers.stop()
  }
} catch (error) {
  print(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
