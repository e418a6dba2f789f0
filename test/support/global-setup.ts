import { startTestServers } from './servers.ts'

let stop: (() => Promise<void>) | undefined

/** Starts servers for a run of vitest alone; `npm test` has started them already. */
export const setup = async (): Promise<void> => {
  if (process.env['TEST_DATABASE_OWNER_URL'] !== undefined) return
  const servers = await startTestServers((line) => {
    process.stderr.write(`${line}\n`)
  })
  Object.assign(process.env, servers.variables)
  stop = servers.stop
}

export const teardown = async (): Promise<void> => {
  await stop?.()
}
