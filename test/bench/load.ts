import autocannon, { type Client, type Options, type Request } from 'autocannon'

export type HttpRequest = {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** What is asked on a connection, one request after the other, and the status of a right answer. */
export type Conversation = {
  readonly status: number
  /** Before any connection opens. */
  readonly prepare?: () => Promise<void>
  /** Whether the requests of a connection differ, and must be made anew each time. */
  readonly changing: boolean
  readonly open: (connection: number) => () => HttpRequest
}

export type Figures = {
  readonly perSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  readonly answered: number
}

export const figuresOf = (milliseconds: readonly number[], seconds: number): Figures => {
  const sorted = milliseconds.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN
  return { perSecond: sorted.length / seconds, p50: at(0.5), p99: at(0.99), answered: sorted.length }
}

const requestOf = ({ method, path, headers, body }: HttpRequest): Request => ({
  method,
  path,
  headers: { ...headers },
  ...(body === undefined ? {} : { body }),
})

/**
 * Asks on so many keep-alive connections as fast as answers come, for so many seconds. Only right answers count;
 * throws when one in a hundred is not, because figures of a portal that refuses are worth nothing.
 */
export const drive = async (
  baseUrl: string,
  { status, prepare, changing, open }: Conversation,
  { connections, seconds }: { readonly connections: number; readonly seconds: number },
): Promise<Figures> => {
  await prepare?.()
  const times: number[] = []
  const strange: number[] = []
  let opened = 0
  let start = 0
  const setupClient = (client: Client): void => {
    const next = open(opened)
    opened += 1
    const setupRequest = (given: Request): Request => ({ ...given, ...requestOf(next()) })
    client.setRequests([changing ? { setupRequest } : requestOf(next())])
  }
  const options: Options & { sampleInt: number } = {
    url: baseUrl,
    connections,
    duration: seconds,
    sampleInt: 100,
    setupClient,
  }
  await new Promise<void>((resolve, reject) => {
    const run = autocannon(options, (fault: Error | null, result) => {
      if (fault) reject(fault)
      else if (result.errors > 0) reject(new Error(`${String(result.errors)} requests had no answer`))
      else resolve()
    })
    run.on('response', (_client, code, _bytes, milliseconds) => {
      const now = performance.now()
      if (start === 0) start = now
      if (code !== status) strange.push(code)
      else if (now - start <= seconds * 1000) times.push(milliseconds)
    })
  })
  if (strange.length > times.length / 100)
    throw new Error(
      `wanted ${String(status)}, got ${String(strange.length)} others: ${[...new Set(strange)].join(', ')}`,
    )
  return figuresOf(times, seconds)
}

/** Asks a few times, one after the other; gives the last answer. */
export const ask = async (
  baseUrl: string,
  { status, prepare, open }: Conversation,
  times: number,
): Promise<{ readonly text: string }> => {
  await prepare?.()
  const next = open(0)
  let text = ''
  for (let asked = 0; asked < times; asked += 1) {
    const { path, method, headers, body } = next()
    const answer = await fetch(baseUrl + path, {
      method,
      headers,
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
    })
    text = await answer.text()
    if (answer.status !== status) throw new Error(`${method} ${path} answered ${String(answer.status)}`)
  }
  return { text }
}
