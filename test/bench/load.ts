import autocannon, { type Request } from 'autocannon'

/** One connection's part: what it asks for, and what it must be answered. */
export type Conversation = {
  readonly status: number
  readonly request: (connection: number) => Request
}

export type Figures = {
  readonly perSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  readonly answered: number
}

export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN

/**
 * Asks on so many keep-alive connections as fast as answers come, for so many seconds. Throws when an answer has
 * another status than the conversation says, because figures of error pages are worth nothing.
 */
export const drive = async (
  baseUrl: string,
  { status, request }: Conversation,
  { connections, seconds }: { readonly connections: number; readonly seconds: number },
): Promise<Figures> => {
  const times: number[] = []
  const strange = new Map<number, number>()
  let opened = 0
  let start = 0
  await new Promise<void>((resolve, reject) => {
    const run = autocannon(
      {
        url: baseUrl,
        connections,
        duration: seconds,
        sampleInt: 100,
        setupClient: (client) => {
          client.setRequests([request(opened)])
          opened += 1
        },
      } as autocannon.Options,
      (fault: unknown, result) => {
        if (fault) reject(fault instanceof Error ? fault : new Error('the load failed'))
        else if (result.errors > 0) reject(new Error(`${String(result.errors)} requests had no answer`))
        else resolve()
      },
    )
    run.on('response', (_client: unknown, code: number, _bytes: unknown, milliseconds: number) => {
      const now = performance.now()
      if (start === 0) start = now
      if (now - start <= seconds * 1000) times.push(milliseconds)
      if (code !== status) strange.set(code, (strange.get(code) ?? 0) + 1)
    })
  })
  if (strange.size > 0)
    throw new Error(`wanted status ${String(status)}, got ${[...strange].map(([code, n]) => `${String(n)} × ${String(code)}`).join(', ')}`)
  const sorted = times.toSorted((a, b) => a - b)
  return {
    perSecond: times.length / seconds,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    answered: times.length,
  }
}
