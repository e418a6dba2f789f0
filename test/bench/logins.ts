import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Deps } from '../../src/deps.ts'
import { createPasswords } from '../../src/infra/passwords.ts'
import { paths } from '../../src/web/paths.ts'
import { figuresOf, type Figures } from './load.ts'
import { cores } from './machine.ts'

export const benchCaptcha = '8888'
const password = 'Bench#20261121'

type Answer = { readonly status: number; readonly headers: NodeJS.Dict<string | string[]>; readonly text: string }

type Sent = {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Record<string, string>
  readonly body?: string
}

const send = (agent: Agent, baseUrl: string, { method, path, headers, body }: Sent): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(baseUrl)
    const sent = request(
      { agent, hostname, port, method, path, headers: { accept: 'text/html', ...headers } },
      (res) => {
        const parts: Buffer[] = []
        res.on('data', (part: Buffer) => parts.push(part))
        res.on('error', reject)
        res.on('end', () =>
          resolve({ status: res.statusCode ?? 0, headers: res.headers, text: Buffer.concat(parts).toString('utf8') }),
        )
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })

/** An address for each visitor, so that limits an address do not end the measurement. */
let visitors = 0
const nextAddress = (): string => {
  visitors += 1
  return `198.${String(18 + (visitors >> 16))}.${String((visitors >> 8) & 255)}.${String(visitors & 255)}`
}

/** A browser with the login page open: what is left to do is typing and pressing 登录. */
type Visitor = { readonly cookie: string; readonly token: string; readonly address: string }

const openLoginPage = async (agent: Agent, baseUrl: string): Promise<Visitor> => {
  const address = nextAddress()
  const page = await send(agent, baseUrl, {
    method: 'GET',
    path: paths.loginPersonal,
    headers: { 'x-forwarded-for': address },
  })
  const [line = ''] = page.headers['set-cookie'] ?? []
  const token = /name="_csrf" value="([^"]+)"/.exec(page.text)?.[1]
  if (line === '' || token === undefined) throw new Error(`the login page answered ${String(page.status)}`)
  return { cookie: line.split(';')[0] ?? '', token, address }
}

const pressLogin = (
  agent: Agent,
  baseUrl: string,
  visitor: Visitor,
  identity: string,
  typed: string,
): Promise<Answer> =>
  send(agent, baseUrl, {
    method: 'POST',
    path: paths.loginPersonal,
    headers: {
      cookie: visitor.cookie,
      'x-forwarded-for': visitor.address,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({
      _csrf: visitor.token,
      identity,
      password: typed,
      captcha: benchCaptcha,
      captchaMode: 'picture',
    }).toString(),
  })

const openPages = async (agent: Agent, baseUrl: string, count: number): Promise<Visitor[]> => {
  const visitors: Visitor[] = []
  while (visitors.length < count) {
    const some = Math.min(8, count - visitors.length)
    visitors.push(...(await Promise.all(Array.from({ length: some }, () => openLoginPage(agent, baseUrl)))))
  }
  return visitors
}

/** Gives accounts a password of that cost, and unlocks them; `names` are their login names. */
const givePassword = async (deps: Deps, names: readonly string[], cost: number): Promise<void> => {
  const hash = await createPasswords(deps.config.keys.pepper, cost).hash(password)
  await deps.db
    .knex('account')
    .whereIn('login_key', [...names])
    .update({ password_hash: hash, failed_logins: 0, locked_until: null })
}

/** How many passwords a second this machine compares: one core is left to pages. */
const hashRate = async (deps: Deps, cost: number): Promise<number> => {
  const passwords = createPasswords(deps.config.keys.pepper, cost)
  const start = performance.now()
  const times = 5
  for (let n = 0; n < times; n += 1) await passwords.hash(`${password}${String(n)}`)
  return (Math.max(1, cores - 1) * times * 1000) / (performance.now() - start)
}

/**
 * Asks for a page at a fixed rate for so many seconds and gives how long answers took, counted from the moment the
 * request was due: whoever has to wait before asking has waited too.
 */
const askSteadily = async (baseUrl: string, path: string, perSecond: number, seconds: number): Promise<Figures> => {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 })
  const start = performance.now()
  const times: number[] = []
  const running: Promise<void>[] = []
  for (let n = 0; n < perSecond * seconds; n += 1) {
    const due = start + (n * 1000) / perSecond
    const early = due - performance.now()
    if (early > 1) await sleep(early)
    running.push(
      send(agent, baseUrl, { method: 'GET', path, headers: {} }).then(({ status }) => {
        if (status !== 200) throw new Error(`${path} answered ${String(status)}`)
        times.push(performance.now() - due)
      }),
    )
  }
  await Promise.all(running)
  agent.destroy()
  return figuresOf(times, seconds)
}

type Storm = { readonly sent: number; readonly answered: number; readonly refused: number; readonly p50: number }

/** Presses 登录 at a fixed rate; every login is of another account. A refusal must say when to come back. */
const logInSteadily = async (
  baseUrl: string,
  visitors: readonly Visitor[],
  names: readonly string[],
  perSecond: number,
): Promise<Storm> => {
  const agent = new Agent({ keepAlive: true })
  const start = performance.now()
  const times: number[] = []
  let refused = 0
  const running = visitors.map(async (visitor, n) => {
    const due = start + (n * 1000) / perSecond
    await sleep(Math.max(0, due - performance.now()))
    const { status, headers } = await pressLogin(agent, baseUrl, visitor, names[n] ?? '', password)
    if (status === 303) times.push(performance.now() - due)
    else if (status === 503 && Number(headers['retry-after']) > 0) refused += 1
    else throw new Error(`a login was answered ${String(status)}`)
  })
  await Promise.all(running)
  agent.destroy()
  return { sent: visitors.length, answered: times.length, refused, p50: figuresOf(times, 1).p50 }
}

type Beside = { readonly page: Figures; readonly storm: Storm }

export type StormFigures = {
  /** Logins a second the machine can hash. */
  readonly rate: number
  readonly quiet: Figures
  readonly atRate: Beside
  readonly atTwice: Beside
}

const steadyRate = 200
const phaseSeconds = 8

/**
 * The public guide page beside logins: quiet, at the rate the machine can hash, and at twice that. `names`: accounts
 * nobody is logged in to, enough for both phases.
 */
export const measureLoginStorm = async (
  deps: Deps,
  baseUrl: string,
  guide: string,
  names: readonly string[],
  cost: number,
): Promise<StormFigures> => {
  const agent = new Agent({ keepAlive: true })
  const rate = await hashRate(deps, cost)
  await givePassword(deps, names, cost)
  await askSteadily(baseUrl, guide, steadyRate, 2)
  const quiet = await askSteadily(baseUrl, guide, steadyRate, phaseSeconds)
  let used = 0
  const under = async (perSecond: number): Promise<Beside> => {
    const count = Math.round(perSecond * phaseSeconds)
    const visitors = await openPages(agent, baseUrl, count)
    const mine = names.slice(used, used + count)
    used += count
    if (mine.length < count) throw new Error('too few accounts for the storm')
    const [page, storm] = await Promise.all([
      askSteadily(baseUrl, guide, steadyRate, phaseSeconds),
      logInSteadily(baseUrl, visitors, mine, perSecond),
    ])
    return { page, storm }
  }
  const atRate = await under(rate)
  const atTwice = await under(2 * rate)
  agent.destroy()
  return { rate, quiet, atRate, atTwice }
}

export type AnswerTimes = { readonly wrong: number; readonly unknown: number; readonly locked: number }

/** Median milliseconds of `count` answers each to a wrong password, an unknown name and a locked account, by turns. */
export const measureAnswerTimes = async (
  deps: Deps,
  baseUrl: string,
  names: readonly string[],
  cost: number,
  count: number,
): Promise<AnswerTimes> => {
  const agent = new Agent({ keepAlive: true })
  const known = names.slice(0, count)
  const locked = names.slice(count, 2 * count)
  if (locked.length < count) throw new Error('too few accounts for the answer times')
  await givePassword(deps, [...known, ...locked], cost)
  await deps.db
    .knex('account')
    .whereIn('login_key', [...locked])
    .update({ failed_logins: 5, locked_until: new Date(deps.clock.now().getTime() + 3_600_000) })
  const times = { wrong: [] as number[], unknown: [] as number[], locked: [] as number[] }
  const attempt = async (kind: keyof typeof times, identity: string): Promise<void> => {
    const visitor = await openLoginPage(agent, baseUrl)
    const start = performance.now()
    const { status } = await pressLogin(agent, baseUrl, visitor, identity, 'Wrong#20261121')
    times[kind].push(performance.now() - start)
    if (status !== 422) throw new Error(`a wrong login was answered ${String(status)}`)
  }
  for (let n = 0; n < count; n += 1) {
    await attempt('wrong', known[n] ?? '')
    await attempt('unknown', `nobody${randomUUID().slice(0, 8)}`)
    await attempt('locked', locked[n] ?? '')
  }
  agent.destroy()
  const median = (list: readonly number[]): number => figuresOf(list, 1).p50
  return { wrong: median(times.wrong), unknown: median(times.unknown), locked: median(times.locked) }
}
