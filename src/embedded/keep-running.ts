import type { Log } from './executables.ts'

type Server = {
  /** Resolves when the server ended although nobody stopped it. */
  readonly died: Promise<void>
  readonly stop: () => Promise<void>
}

const minute = 60_000
const mostDeathsAMinute = 4

/**
 * Starts a server, and again whenever it dies: `start` gets the one that died, whose address the new one must have.
 * `lost` is told once it dies again and again or does not start any more; nothing is tried then.
 */
export const keepRunning = async <S extends Server>(
  name: string,
  start: (died?: S) => Promise<S>,
  log: Log,
  lost: (line: string) => void,
): Promise<{ readonly current: () => S; readonly stop: () => Promise<void> }> => {
  let current = await start()
  let stopping = false
  let restarting: Promise<void> = Promise.resolve()
  let deathsThisMinute = 0

  const restart = async (): Promise<void> => {
    if (stopping) return
    deathsThisMinute += 1
    setTimeout(() => {
      deathsThisMinute -= 1
    }, minute).unref()
    if (deathsThisMinute > mostDeathsAMinute) {
      lost(`${name} ends again and again; the portal cannot run without it`)
      return
    }
    log(`Starting ${name} again …`)
    try {
      current = await start(current)
      watch()
    } catch (error) {
      lost(`${name} cannot be started again: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  const watch = (): void => {
    void current.died.then(() => {
      restarting = restart()
    })
  }
  watch()
  return {
    current: () => current,
    stop: async () => {
      stopping = true
      await restarting
      await current.stop()
    },
  }
}
