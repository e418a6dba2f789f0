import { spawn, spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'

/** Takes one line that a person running the portal should see. */
export type Log = (line: string) => void

const extraFolders = '/usr/local/bin:/opt/homebrew/bin:/usr/bin:/usr/sbin:/bin:/sbin'

/** Takes names of programmes in order of preference; gives the absolute path of the first one this machine has. */
export const findExecutable = (names: readonly string[]): string | undefined => {
  const script = `PATH="$PATH:${extraFolders}"; for name; do command -v "$name" && exit 0; done; exit 1`
  const found = spawnSync('/bin/sh', ['-c', script, 'sh', ...names], { encoding: 'utf8' })
  const path = found.status === 0 ? found.stdout.trim() : ''
  return path.startsWith('/') ? path : undefined
}

/** Gives true when the portal runs as the superuser of the machine. */
export const isRoot = (): boolean => process.getuid?.() === 0

const run = (command: string, args: readonly string[], log: Log): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split('\n').filter((each) => each.startsWith('E:'))) log(line)
    })
    child.once('error', () => {
      resolve(false)
    })
    child.once('close', (code) => {
      resolve(code === 0)
    })
  })

const policyFile = '/usr/sbin/policy-rc.d'

/** Tells the installation scripts of Debian packages not to start services; gives the function that takes it back. */
const forbidServices = (): (() => void) => {
  try {
    writeFileSync(policyFile, '#!/bin/sh\nexit 101\n', { mode: 0o755, flag: 'wx' })
  } catch {
    return () => undefined // the machine already has a policy of its own
  }
  return () => {
    rmSync(policyFile, { force: true })
  }
}

const installWithApt = async (apt: string, packages: readonly string[], log: Log): Promise<boolean> => {
  const allowServices = forbidServices()
  const quiet = ['DEBIAN_FRONTEND=noninteractive', apt, '-q', '-y', '-o', 'DPkg::Lock::Timeout=120']
  try {
    // A stale package list is still worth a try, so the answer of `update` does not matter.
    await run('/usr/bin/env', [...quiet, 'update'], log)
    return await run('/usr/bin/env', [...quiet, 'install', '--no-install-recommends', ...packages], log)
  } finally {
    allowServices()
  }
}

/**
 * Installs packages with the machine's package manager where that is allowed: apt-get as root, Homebrew as a user.
 * No service is started by it. Gives false when nothing could be installed.
 */
export const installPackages = async (
  packages: { readonly apt: readonly string[]; readonly brew: readonly string[] },
  log: Log,
): Promise<boolean> => {
  const apt = isRoot() ? findExecutable(['apt-get']) : undefined
  if (apt !== undefined) {
    log(`Installing ${packages.apt.join(' ')} with apt-get …`)
    return installWithApt(apt, packages.apt, log)
  }
  const brew = isRoot() || packages.brew.length === 0 ? undefined : findExecutable(['brew'])
  if (brew === undefined) return false
  log(`Installing ${packages.brew.join(' ')} with Homebrew …`)
  return run(brew, ['install', ...packages.brew], log)
}
