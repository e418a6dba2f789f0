import { spawnSync } from 'node:child_process'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Gives a text that names this very process, not a later one with the same number; undefined when there is none. */
const identityOf = (pid: number): string | undefined => {
  if (process.platform !== 'linux') {
    const started = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim()
    return started === '' ? undefined : started
  }
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const status = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
    // The programme's name may hold blanks, so count from its closing bracket: state is field 3, start time field 22.
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? undefined : `${boot} ${String(fields[19])}`
  } catch {
    return undefined
  }
}

const readText = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

const holderOf = (text: string): number | undefined => {
  const [pid = '', identity] = text.split('\n')
  return identity !== undefined && identityOf(Number(pid)) === identity ? Number(pid) : undefined
}

const tryLink = (from: string, to: string): boolean => {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/**
 * Takes the data folder for this process; gives the function that lets it go. A lock left by a process that no longer
 * lives is taken over. Throws when another portal holds the folder.
 */
export const lockDataFolder = (dataDir: string): (() => void) => {
  const lockFile = join(dataDir, 'portal.lock')
  const mine = `${lockFile}.${String(process.pid)}`
  writeFileSync(mine, `${String(process.pid)}\n${identityOf(process.pid) ?? ''}\n`, { mode: 0o600 })
  try {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      if (tryLink(mine, lockFile)) {
        return () => {
          rmSync(lockFile, { force: true })
        }
      }
      const found = readText(lockFile)
      if (found === undefined) continue
      const holder = holderOf(found)
      if (holder !== undefined) {
        throw new Error(
          `Another portal (process ${String(holder)}) uses ${dataDir}: stop it, or set DATA_DIR and PORT to others`,
        )
      }
      const stale = `${mine}.stale`
      renameSync(lockFile, stale)
      // Somebody else may have taken over between reading and renaming: then put the lock back.
      if (readText(stale) !== found) tryLink(stale, lockFile)
      rmSync(stale, { force: true })
    }
  } finally {
    rmSync(mine, { force: true })
  }
  throw new Error(`The lock ${lockFile} cannot be taken: remove it if no portal is running`)
}
