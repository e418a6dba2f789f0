import { connect, createServer, type Socket } from 'node:net'
import { freePort } from '../../src/embedded/processes.ts'
import type { Deps } from '../../src/deps.ts'

/** Messages of a Postgres client after which it waits for the server: a simple query and the end of a named one. */
const asks = new Set(['Q'.charCodeAt(0), 'S'.charCodeAt(0)])

/** Counts the messages of one client that start a round trip. The first message has no type byte. */
const roundTripCounter = (count: () => void) => {
  let rest = Buffer.alloc(0)
  let greeted = false
  return (chunk: Buffer): void => {
    rest = Buffer.concat([rest, chunk])
    for (;;) {
      const head = greeted ? 1 : 0
      if (rest.length < head + 4) return
      const size = head + rest.readUInt32BE(head)
      if (rest.length < size) return
      if (greeted && asks.has(rest[0] ?? 0)) count()
      greeted = true
      rest = rest.subarray(size)
    }
  }
}

export type CountingProxy = {
  readonly databaseUrl: string
  readonly roundTrips: () => number
  readonly stop: () => Promise<void>
}

/** Stands between the portal and Postgres and counts how often the portal asks and waits. */
export const startCountingProxy = async (databaseUrl: string): Promise<CountingProxy> => {
  const { port: realPort, hostname } = new URL(databaseUrl)
  const open = new Set<Socket>()
  let total = 0
  const server = createServer((client) => {
    const upstream = connect(Number(realPort), hostname)
    const counter = roundTripCounter(() => {
      total += 1
    })
    client.on('data', counter)
    client.pipe(upstream).pipe(client)
    for (const socket of [client, upstream]) {
      open.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => open.delete(socket))
    }
  })
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const proxied = new URL(databaseUrl)
  proxied.port = String(port)
  return {
    databaseUrl: proxied.href,
    roundTrips: () => total,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of open) socket.destroy()
      }),
  }
}

/** How many commands Redis has carried out so far, besides those that ask for this. */
export const redisCommands = async (redis: Deps['redis']): Promise<number> => {
  const text = await redis.info('commandstats')
  return [...text.matchAll(/^cmdstat_([a-z|]+):calls=(\d+)/gm)]
    .filter(([, name]) => name !== 'info')
    .reduce((sum, [, , calls]) => sum + Number(calls), 0)
}
